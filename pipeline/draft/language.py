"""In which language a text is written, as far as its script and its small words tell.

The cuts into sentences and most cue phrases are English. An article in another language would be cut in the wrong
places and its records could not be proved, so it is refused.
"""

import re
import unicodedata
from collections import Counter

_SMALL_WORDS = {
    "English": "the of and to in a is that for was on with as by at from it be were an this are he has had not said",
    "Spanish": "el la los las de del que y en un una por con para se su al es como fue más según",
    "French": "le la les des du de et en un une dans par pour que qui sur au aux est avec selon ont été",
    "German": "der die das und den von mit ein eine ist im des dem zu auf für nach wurde nicht bei",
    "Portuguese": "o a os as de do da dos das e em um uma por com para que no na foi não segundo",
    "Italian": "il lo la gli i di del della e in un una per con che da al sono è stato nel",
    "Indonesian": "yang dan di dari untuk dengan ini itu pada dalam oleh tersebut ke akan telah",
    "Vietnamese": "và của các là được trong cho với đã người này không một những tại",
}
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS = 50
"""So many words an English article has small words of English among."""
_LEAST_SHARE = 0.08
"""English news has three to five of these words in ten."""
_MOST_OF_OTHER_SCRIPTS = 0.2
_WHAT_TO_DO = (
    "the project reads English articles only: its sentences are cut, and its cue phrases written, for English; "
    "add an English version of the article if its publisher has one"
)


def language_fault(text: str) -> str:
    """Return why a text is not taken for English, and what to do; empty where it is.

    >>> language_fault("Police seized 12kg of cocaine on Sunday.")
    ''
    >>> language_fault("La policía incautó en el puerto de la ciudad 12 kg de cocaína.").partition(";")[0]
    'the text looks Spanish'
    >>> language_fault("警方查获可卡因12公斤。").partition(";")[0]
    'much of the text is in the script CJK'
    """
    letters = [character for character in text if character.isalpha()]
    scripts = Counter(unicodedata.name(letter, "OTHER").split()[0] for letter in letters)
    others = [(count, script) for script, count in scripts.items() if script != "LATIN"]
    if not letters:
        return "the text holds no letters; save the article's text"
    if sum(count for count, _ in others) > _MOST_OF_OTHER_SCRIPTS * len(letters):
        return f"much of the text is in the script {max(others)[1]}; {_WHAT_TO_DO}"
    words = Counter(word.lower() for word in _WORD.findall(text))
    counts = {language: sum(words[word] for word in small.split()) for language, small in _SMALL_WORDS.items()}
    likely = max(counts, key=lambda language: counts[language])
    if counts[likely] > counts["English"]:
        return f"the text looks {likely}; {_WHAT_TO_DO}"
    if words.total() >= _LEAST_WORDS and counts["English"] < _LEAST_SHARE * words.total():
        return f"hardly any of its words are small words of English (the, of, and); {_WHAT_TO_DO}"
    return ""
