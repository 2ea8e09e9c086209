"""What the pictures share: their templates, and the room that a text takes."""

import textwrap
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from counternarcotics._text import visible
from explorer.figures import palette

TITLE, TEXT, SMALL = 15, 12, 11
# The widths of a letter and of what a capital has beyond it, as shares of the size: the average of Helvetica in titles
# of rows, and a sixth more, which the letters of some systems need.
_LETTER, _CAPITAL = 0.53, 0.2
BOLD = 1.1
"""How many times wider bold letters are."""
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    finalize=lambda value: visible(value) if type(value) is str else value,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals |= {"colours": palette}


def drawn(template: str, **values: object) -> Markup:
    """Return a picture from its template."""
    return Markup(_TEMPLATES.get_template(template).render(values).strip())


def text_width(text: str, size: float) -> float:
    """Return how wide a line of text is at most, in the unit of its size.

    >>> text_width("CCTV reports", 10)
    71.6
    """
    return round(size * (_LETTER * len(text) + _CAPITAL * sum(map(str.isupper, text))), 2)


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Return the lines of a text in a width.

    >>> wrapped("Joint operations led to the downfall", 12, 120)
    ['Joint operations', 'led to the', 'downfall']
    """
    return textwrap.wrap(text, _letters(text, size, width))


def shortened(text: str, size: float, width: float) -> str:
    """Return as many of the first words of a text as fit into a width, and an ellipsis for the others, or nothing.

    >>> shortened("Joint operations led to the downfall", 12, 120)
    'Joint operations…'
    """
    return textwrap.shorten(text, _letters(text, size, width), placeholder="…").removeprefix("…")


def _letters(text: str, size: float, width: float) -> int:
    """Return how many letters like those of a text, at least one, fit into a width."""
    return max(int(width * len(text) / text_width(text or " ", size)), 1)
