"""Plain text: the values of names, titles and topics have ordinary spaces, whatever kind the article prints."""

import unicodedata

SPACE = " "


def plain_text(text: str) -> str:
    r"""Return `text` with an ordinary space (U+0020) for each space of another kind, so that offsets stay the same.

    >>> plain_text("fentanyl\u00a0precursors")
    'fentanyl precursors'
    """
    return "".join(SPACE if unicodedata.category(character) == "Zs" else character for character in text)
