"""Plain text: the values of names, titles and topics have ordinary spaces, whatever kind the article prints."""

import re

SPACE = " "
# Unicode's category Zs: every space that is no control character and ends no line.
_SPACES = re.compile(r"[^\S\t-\r\x1c-\x1f\x85\u2028\u2029]")


def plain_text(text: str) -> str:
    r"""Return `text` with an ordinary space (U+0020) for each space of another kind, so that offsets stay the same.

    >>> plain_text("fentanyl\u00a0precursors")
    'fentanyl precursors'
    """
    return text if text.isascii() else _SPACES.sub(SPACE, text)
