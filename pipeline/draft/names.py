"""Names that the article prints and no row of the project has: candidates for new actors and places."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from pipeline.draft.likely import slug
from pipeline.draft.looks import BODY, DATELINE
from pipeline.draft.readings import Sentence, end_of
from pipeline.draft.yaml_text import occurrence
from pipeline.read.whole_words import offsets
from pipeline.reread.dates.lexicon import word_set

_WORD = (
    r"(?:(?:Capt|Col|Dr|Gen|Gov|Lt|Rep|Sen|Sgt|St)\.|(?:People|Attorney)[’']s"
    r"|(?:Customs and Border|Drugs and Crime|Immigration and Customs)\b"
    r"|[A-Z](?:[\w&]|[.-](?=\w)|[’'](?=\w)(?!s\b))*(?:(?<=\b[A-Z])\.)?)"
)
_RUN = re.compile(rf"(?<![\w’'-]){_WORD}(?:[’']?(?: (?:of |de |al )?){_WORD})*")
_MOST_WORDS, _LONGEST_ID = 6, 40
_NO_NAMES = word_set(
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec I DC"
)
_ADDRESSES = word_set("Mr Mr. Mrs Mrs. Ms Ms. Dr Dr.")
_OPENING = word_set(
    "a after all although an and another as at because before both but by during each earlier even for from "
    "he her his however if in its it later local many meanwhile most no on once one other our over senior several she "
    "since so some such than that the their then there these they this those though through "
    "to two under until upon we what when where while with without you"
)
"""Words that begin a sentence with a capital and are no part of a name behind them."""
_BEHIND = re.compile(r" (?:police|customs|authorities|officials|officers|prosecutors|courts?|government)\b")
"""What follows the first word of a name such as “Harbour police”."""
_OFFICE = re.compile(
    r"\b(?:(?:Acting|Assistant|Chief|Deputy|Executive|Foreign|Prime|Principal|Senior|Special|Vice) )*"
    r"(?:Administrator|Advis[eo]r|Agent|Ambassador|Assistant|Attorney|Captain|Chairman|Commissioner|Consul|Counsell?or"
    r"|Deputy|Director|Governor|Inspector|Judge|Minister|Premier|President|Prosecutor|Secretary|Senator|Sheriff"
    r"|Spokes(?:man|woman|person)|Superintendent)(?: General)?\b(?! of )"
)
_MOST_OF_PERSON = 4
_FIELD = re.compile(rf"{_OFFICE.pattern} for (?:the )?$")
"""An office before what it is for."""
_PREPOSITION = re.compile(r"(?:\b(?:in|at|near|off|from|to|through|via)(?: the)?|,(?: \d+,)? of) $")
_OF_PLACES = re.compile(r"\b(?:Airport|Bay|City|County|Harbou?r|Island|Province|Region|Sea|Strait)$")
_ADJECTIVE = re.compile(r"\b(?:African|American|Asian|Canadian|Chinese|European|Mexican)s?$")
_LISTED = re.compile(r"[\s,–—]*,(?: (?:and|or))? |[\s,–—]*(?:including|such as) | and ")
"""What stands between the places of a list."""
_LIST_GOES_ON = re.compile(r",| and | [–—]|[.]?$| (?:cities|counties|ports|provinces)\b")


@dataclass
class NewName:
    """A name without a row: as printed, a free id, and the sentence where it first stands.

    `quote` is its evidence, `office` what stands before the name of a person,
    `forms` by which parts of it the article names it as well.
    """

    name: str
    row_id: str
    sentence: int
    is_place: bool
    quote: dict[str, str]
    office: str
    forms: list[str] = field(default_factory=list)

    @property
    def table(self) -> str:
        """The table that its row belongs to."""
        return "places" if self.is_place else "actors"


@dataclass(frozen=True)
class _Run:
    """A name in a sentence, and the office before it."""

    name: str
    start: int
    office: str = ""

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.name)


def new_names(sentences: Sequence[Sentence], text: str, taken: Set[str]) -> list[NewName]:
    """Return the names in an article's own sentences that no row has, in the order in which they first stand.

    Args:
        sentences: those of the article.
        text: the article.
        taken: the ids of actors and places that there are or were.
    """
    own = {sentence: list(_runs(sentence)) for sentence in sentences if sentence.zone in ("body", "standfirst")}
    inside = {run.name for sentence, runs in own.items() for run in runs if not _opens(sentence, run.start)}
    names: dict[str, NewName] = {}
    for sentence, runs in own.items():
        places = [end_of(name) for name in sentence.names if any(table == "places" for table, _ in name.rows)]
        for run in runs:
            # The first word of a sentence has a capital anyway.
            opening = " " not in run.name and _opens(sentence, run.start) and not run.name.isupper()
            if opening and run.name not in inside:
                continue
            is_place = not run.office and _is_place(sentence.text, run, places)
            if is_place:
                places.append(run.end)
            if run.name in names:
                names[run.name].is_place |= is_place
                continue
            others = [other for other in names.values() if not other.is_place]
            if longer := next((other for other in others if set(run.name.split()) <= set(other.name.split())), None):
                longer.forms += [run.name] * (run.name not in longer.forms)
                continue
            row_id, at = slug(run.name), sentence.start + run.start
            used = row_id in taken or row_id in (other.row_id for other in names.values())
            if row_id and at in offsets(text, run.name) and len(row_id) <= _LONGEST_ID and not used:
                words = f"{run.office} {run.name}".lstrip()
                quote = {"quote": words, **occurrence(text, words, at + len(run.name) - len(words))}
                names[run.name] = NewName(run.name, row_id, sentence.number, is_place, quote, run.office)
    return list(names.values())


def _is_place(text: str, run: _Run, places: Sequence[int]) -> bool:
    """Return whether a name is probably that of a place: by its last word, what stands before it, or its list."""
    if BODY.search(run.name) or _BEHIND.search(run.name):
        return False
    if _OF_PLACES.search(run.name) or text.startswith("-based", run.end) or _PREPOSITION.search(text[: run.start]):
        return True
    before = max((end for end in places if end <= run.start), default=None)
    listed = before is not None and _LISTED.fullmatch(text, before, run.start) is not None
    return listed and _LIST_GOES_ON.match(text, run.end) is not None


def _runs(sentence: Sentence) -> Iterator[_Run]:
    """Yield the names of a sentence that no row has."""
    known = [(name.start, end_of(name)) for name in sentence.names]
    runs = (_trimmed(sentence, match, known) for match in _RUN.finditer(sentence.text, _begin(sentence)))
    yield from (run for run in runs if _is_name(sentence, run, known))


def _trimmed(sentence: Sentence, match: re.Match[str], known: Sequence[tuple[int, int]]) -> _Run:
    """Return a run of capitalised words without those before and behind the name."""
    behind = _BEHIND.match(sentence.text, match.end())
    words, start = match[0] + (behind[0] if behind else ""), match.start()
    for first in words.split(" ")[:-1]:
        if first not in _ADDRESSES and not (_opens(sentence, start) and first.lower() in _OPENING):
            break
        words, start = words[len(first) + 1 :], start + len(first) + 1
    own = next((other for one, other in known if one == start), start)
    if start < own < start + len(words) and _FIELD.search(sentence.text[:start]):
        # Of “Senior Director for China Ada Writer” the last two words are her name.
        words, start = words[own - start + 1 :], own + 1
    return _named(_Run(words.removesuffix("-based"), start))


def _is_name(sentence: Sentence, run: _Run, known: Sequence[tuple[int, int]]) -> bool:
    """Return whether a run is a name, though not that of a row or of what an office is for."""
    parts = run.name.split(" ")
    of_another = (len(parts) == 1 and _FIELD.search(sentence.text[: run.start])) or (
        BODY.fullmatch(run.name) and sentence.text.startswith(" of ", run.end)
    )
    no_name = parts[0].lower() in _OPENING or _NO_NAMES.intersection(part.strip(".") for part in parts)
    if of_another or no_name or len(parts) > _MOST_WORDS or _ADJECTIVE.search(run.name):
        return False
    # What is left of US President Joe Biden, or of Washington DC, without the names that have rows.
    inside = [(one, other) for one, other in known if one < run.end and other > run.start]
    letters = enumerate(run.name, run.start)
    left = "".join(letter for at, letter in letters if not any(one <= at < other for one, other in inside))
    ends_known = any(other == run.end and " " in sentence.text[one:other] for one, other in inside)
    return re.search(r"[A-Z]\w", left) is not None and not ends_known


def _named(run: _Run) -> _Run:
    """Return a run without the office before or behind a name; with an empty name where it is nothing else."""
    office = next(reversed(list(_OFFICE.finditer(run.name))), None)
    if office is None:
        return run
    person = run.name[office.end() :].lstrip()
    if person and len(person.split()) <= _MOST_OF_PERSON:
        return _Run(person, run.end - len(person), run.name[: office.end()])
    return run if person else _Run(run.name[: office.start()].rstrip(), run.start)


def _opens(sentence: Sentence, start: int) -> bool:
    """Return whether no word stands between the beginning of a sentence, behind its dateline, and a place."""
    return not any(character.isalnum() for character in sentence.text[_begin(sentence) : start])


def _begin(sentence: Sentence) -> int:
    dateline = DATELINE.match(sentence.text)
    return dateline.end() if dateline else 0
