"""Plain text: the values of names, titles and topics have ordinary spaces, whatever kind the article prints."""

import re

SPACE = " "
_OTHER_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""The spaces of Unicode (category Zs) that are not U+0020."""


def plain_text(text: str) -> str:
    r"""Return `text` with an ordinary space (U+0020) for each space of another kind, so that offsets stay the same.

    >>> plain_text("fentanyl\u00a0precursors")
    'fentanyl precursors'
    """
    return text if text.isascii() else _OTHER_SPACES.sub(SPACE, text)
