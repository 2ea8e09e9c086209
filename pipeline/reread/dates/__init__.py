"""Dates, in the ways that articles give them: read whole, or refused with the reason.

Forms accepted, with names of months and days in capitals or with one, those of months also cut short:

- days: ``16 Dec 2025``, ``December 16, 2025``, ``the 16th of December``, ``2025-12-16``, ``15/02/2011`` (a day
  above 12 tells the order), ``Tuesday, December 16`` (the weekday must agree), ``yesterday (16 December)``;
- months and years: ``May 2019``, ``in 2012``, ``the 2018 Farm Act``;
- several: ``October 13 and 14``, ``in 2019 and 2021``; three or more months in a row are a span;
- spans: ``from June 8 to 19``, ``between January and May 2025``, ``between January and Aug 16``, ``from January to last
  month``, ``2013-15``, ``in the 1950s``; ``from in or about May 2019 to …`` with the hedge as `lossy`;
- lengths that end with a date: ``the 12 months to June 2015``, ``year ending 31 March 2023``, ``week ending 5 May``;
  ``the week beginning 18 November``;
- parts of a year: ``the third quarter of 2022``, ``the first six months of 2023``, ``summer 2019`` (the year);
- fiscal years: ``fiscal 2024``, ``FY24``, ``2018/19``, ``the first four months of FY2023``, ``last fiscal year``,
  ``fiscal years 2010 through 2015``;
- parts of a time give all of it: ``early 2020``, ``mid-May``, ``the end of 2024``, with the word as `lossy`;
- without a year: ``November 26``, ``June``;
- relative: ``today``, ``Monday``, ``last week`` (Monday to Sunday), ``over the last week`` (to the day), ``last
  month``, ``the 31st of last month``, ``in July last year``, ``two years ago`` (the year), ``a year earlier``,
  ``on Monday last week``;
- to a date of the passage: ``the same day``, ``at the time``, ``the following month``, ``two days later``, ``the 2023
  summit``, ``January, following …``;
- opened: ``since 2014``, ``stalled since … August 2022``, ``began passing … in 2012``, ``from 2019 onwards``;
- to the report: ``so far in 2025 … June 26``, ``so far this year``, ``FY2021 to date``, ``Since then … in June``;
- bounds: ``until``, ``by``, ``before``, ``as of``, ``after`` give the plain date, with the word as `bound`; ``before
  2022`` gives 2021 and ``after May 2019`` June, since the year or month is no part of what they bound;
- to come: ``will … on July 22``, ``is due on``, ``takes effect on``, ``next Tuesday``, ``tomorrow``;
- shortly before or after the article: ``effective May 1``, ``scheduled to … on Oct. 12``;
- twice over: ``yesterday (16 December)``, ``Monday and Tuesday (12 and 13 August)``;
- Chinese: ``2023年5月3日``, ``二〇二三年``, ``去年底``, ``1至5月``, ``上周五``, ``截至…``, ``…以来``.

The anchor is an EDTF date: the article's date, or that of another row. Counted from the article's date, a day or month
without a year is the latest that is not after it; counted from another row's, it lies in the same year, or, beside
``following``, is the first one after it. A day of the week is the latest that is not after the anchor.

Refused are: a word of time, or a number that counts nothing, which no form takes (``in recent years``, ``every
Monday``); a hedge (``around May``); several dates that no form joins; days that no calendar has; what has two readings
(``03/04/2021``; ``last June`` in August; ``July 22`` on 30 June, which may be to come; ``in May and June``, a span or
two; ``2018/19`` where no fiscal year is stated, and ``2018-19`` where one is; ``2019年以前``); what needs more than the
anchor says (``on Monday`` in an article of which only the month is known).
"""

import re
from dataclasses import dataclass

from pipeline.read.edtf import bounds
from pipeline.reread.dates.anchors import Anchor
from pipeline.reread.dates.chinese import is_chinese, read_chinese
from pipeline.reread.dates.reader import items_of
from pipeline.reread.dates.tokens import Line
from pipeline.reread.dates.unread import check_unread, with_far_words
from pipeline.reread.dates.whole import together

_LONGEST = 300
_TO_REPORT = re.compile(r"\b(?:(?:so|thus) far|to date|since then)\b", re.IGNORECASE)


@dataclass(frozen=True)
class DateReading:
    """An EDTF date, and what it cannot hold.

    `lossy` is the word that makes the words finer than the date ("late"), or hedges the end of a span. `bound` is the
    word that makes the date the bound of another ("before", "by", "until"), which only an inference turns into a value;
    the date is then the last, or the first, that the bound lets in.
    """

    date: str
    lossy: str = ""
    bound: str = ""


class NoDate(ValueError):
    """The words name no date at all, neither a full one nor one that an anchor would complete."""


def read_date(words: str, anchor: str | None = None, *, published: bool = False, fiscal_start: str = "") -> DateReading:
    """Return the date that `words` give, counted from `anchor` where they are relative or without a year.

    `published` says that the anchor is the article's own date. `fiscal_start` is the first day of the fiscal year
    (``MM-DD``), which is named by the year in which it ends.

    Raises:
        NoDate: the words name no date at all.
        ValueError: they are not understood as a whole, or not without another anchor, or name several dates.

    >>> read_date("between January and May 2025").date, read_date("in 2019 and 2021").date
    ('2025-01/2025-05', '{2019,2021}')
    >>> read_date("November 26", "2025-12-16", published=True).date, read_date("The following month", "2023-11").date
    ('2025-11-26', '2023-12')
    >>> read_date("late last year", "2024-06-15", published=True)
    DateReading(date='2023', lossy='late', bound='')
    >>> read_date("until Sept. 18, 2013")
    DateReading(date='2013-09-18', lossy='', bound='until')
    >>> read_date("in fiscal 2024", fiscal_start="10-01").date
    '2023-10/2024-09'
    """
    plain = " ".join(words.split())
    if len(plain) > _LONGEST:
        raise ValueError(f"the words are longer than {_LONGEST} characters")
    counted_from = Anchor(anchor, published, fiscal_start)
    reading = read_chinese(plain, counted_from) if is_chinese(plain) else _read_english(plain, counted_from)
    if reading is None:
        raise NoDate("no date")
    bounds(reading[0])
    return DateReading(*reading)


def _read_english(words: str, anchor: Anchor) -> tuple[str, str, str] | None:
    """Return date, lossy word and bound of English words; None where they name no date."""
    line = Line(words)
    items, rest = with_far_words(line, *items_of(line, anchor))
    check_unread(line, items, rest, anchor)
    if not items:
        return None
    bound = ", ".join(item.bound for item in items if item.bound)
    date, lossy = together(line, items, anchor)
    return date, lossy, bound


def begins_period(words: str) -> bool:
    """Return whether the words begin a period that ends where the words or the anchor say.

    >>> begins_period("So far in 2025"), begins_period("since then"), begins_period("in 2025")
    (True, True, False)
    """
    return bool(_TO_REPORT.search(" ".join(words.split())))
