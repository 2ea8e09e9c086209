"""The printed forms of an answer to "who says so?": text of 80 columns, and HTML for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from textwrap import TextWrapper

_WIDTH = 80
_LONGEST_WORDS = 60
"""Words longer than this are cut in the list of values; the quote above it shows them whole."""


@dataclass(frozen=True)
class Said:
    """One value of the row and the words of a quote that say it."""

    field: str
    value: str
    words: str
    how: str
    """How value and words are tied, where the words do not simply say the value; else empty."""


@dataclass(frozen=True)
class Quote:
    """One quote, who says it, and the values that it is evidence for."""

    pieces: Sequence[tuple[str, bool]]
    """Its text in pieces, each with whether it is marked."""
    article: str
    place: str
    speaker: str
    values: Sequence[Said]


@dataclass(frozen=True)
class Listed:
    """Columns and values without words, and where they come from."""

    origin: str
    values: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """What there is to say about one row or one value of it."""

    heading: str
    name: str
    quotes: Sequence[Quote]
    lists: Sequence[Listed]
    notes: Sequence[str]
    """Paragraphs on what is not stated and on how values are tied."""


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return `text` cut at the marked spans, with spans that overlap or touch joined.

    >>> pieces("intercepted 430kg of cocaine", [(12, 17), (12, 15)])
    [('intercepted ', False), ('430kg', True), (' of cocaine', False)]
    >>> pieces("Yantian port", [(8, 12), (0, 8)]), pieces("", [])
    ([('Yantian port', True)], [])
    """
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    parts, position = [], 0
    for start, end in joined:
        parts += [(text[position:start], False), (text[start:end], True)]
        position = end
    return [(piece, marked) for piece, marked in [*parts, (text[position:], False)] if piece]


def as_text(answer: Answer) -> str:
    """Return the answer for a terminal."""
    parts = ["\n".join(filter(None, [_wrapped(answer.heading), _wrapped(answer.name)]))]
    for article, quotes in groupby(answer.quotes, lambda quote: quote.article):
        parts += [_wrapped(article), *(_quote_text(quote) for quote in quotes)]
    parts += [_list_text(listed) for listed in answer.lists]
    parts += [_wrapped(note, 0, 2) for note in answer.notes]
    return "\n\n".join(parts)


def as_html(answer: Answer) -> str:
    """Return the answer for a notebook; everything that comes from the tables is escaped."""
    name = f"<br>{escape(answer.name)}" if answer.name else ""
    parts = [f"<p><strong>{escape(answer.heading)}</strong>{name}</p>"]
    for article, quotes in groupby(answer.quotes, lambda quote: quote.article):
        parts += [f"<p><cite>{escape(article)}</cite></p>", *(_quote_html(quote) for quote in quotes)]
    parts += [_list_html(listed) for listed in answer.lists]
    parts += [f"<p>{escape(note)}</p>" for note in answer.notes]
    return f"<div>{''.join(parts)}</div>"


def _quote_text(quote: Quote) -> str:
    """Return a quote, where it stands and who says it, and a line for each value."""
    text = "".join(f"«{piece}»" if marked else piece for piece, marked in quote.pieces)
    width = max(len(said.field) for said in quote.values)
    lines = [_wrapped(text, 2), _wrapped(f"[{_source(quote)}]", 2, 3)]
    return "\n".join([*lines, *(_value_text(said, width) for said in quote.values)])


def _value_text(said: Said, width: int) -> str:
    """Return the line of a value, with its column in a space of `width`."""
    how = f" ({said.how})" if said.how else ""
    return _line(said.field, f"{said.value}  {_cut(said.words)}{how}", 4, width)


def _list_text(listed: Listed) -> str:
    """Return the lines of values without words."""
    width = max(len(name) for name, _ in listed.values)
    return "\n".join([f"{listed.origin}:", *(_line(name, value, 2, width) for name, value in listed.values)])


def _line(name: str, text: str, indent: int, width: int) -> str:
    """Return a column's name in a space of `width` and `text` beside it."""
    return _wrapped(f"{name:<{width}}  {text}", indent, indent + width + 2)


def _quote_html(quote: Quote) -> str:
    """Return a quote, where it stands and who says it, and a table of its values."""
    text = "".join(f"<mark>{escape(piece)}</mark>" if marked else escape(piece) for piece, marked in quote.pieces)
    values = _table_html((said.field, said.value, f"«{said.words}»", said.how) for said in quote.values)
    return f"<blockquote>{text}<br><small>{escape(_source(quote))}</small></blockquote>{values}"


def _list_html(listed: Listed) -> str:
    """Return a table of values without words."""
    return f"<p>{escape(listed.origin)}:</p>{_table_html(listed.values)}"


def _table_html(rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose rows begin with their names."""
    lines = (
        f"<tr><th>{escape(name)}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        for name, *cells in rows
    )
    return f"<table><tbody>{''.join(lines)}</tbody></table>"


def _source(quote: Quote) -> str:
    """Return where the quote stands, and who says it."""
    return f"{quote.place}; {quote.speaker}"


def _cut(words: str) -> str:
    """Return words marked, and long ones by their beginning and end."""
    if len(words) <= _LONGEST_WORDS:
        return f"«{words}»"
    return f"«{words[:28].rstrip()} … {words[-28:].lstrip()}»"


def _wrapped(text: str, indent: int = 0, hanging: int | None = None) -> str:
    """Return `text` in lines of the width, all indented, those after the first by `hanging`."""
    wrapper = TextWrapper(
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if hanging is None else hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.fill(text)
