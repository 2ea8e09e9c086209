"""Dates in Chinese.

The numerals before a unit of time are made digits ("二〇二三年", "十一月"), and the unit that a span or a list leaves
out is put in ("1至5月" is 1月至5月). Then each date is read like one in English, and whatever of time is left makes
the words unread.

"""

import re
from datetime import timedelta

from pipeline.read.edtf import bounds
from pipeline.reread.dates.anchors import Anchor, edtf, first_day, month_after, months_before
from pipeline.reread.dates.chains import Chain
from pipeline.reread.dates.periods import fiscal_span, month_span
from pipeline.reread.dates.points import AHEAD, UNCLEAR, Point

_DIGITS = {
    "〇": 0,
    "○": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_WIDE = {ord(wide): plain for wide, plain in zip("０１２３４５６７８９（），－～ ", "0123456789(),-~ ", strict=True)}
_TRADITIONAL = {ord(old): new for old, new in zip("號個週後從時點間這發兩", "号个周后从时点间这发两", strict=True)}
_NUMERAL = "".join(_DIGITS) + "十"
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_SHIFTS = {"前": -2, "去": -1, "上": -1, "昨": -1, "今": 0, "本": 0, "这": 0, "明": 1, "下": 1}

_UNIT = r"年|月|日|号|个月|天|周|季度|时|世纪"
_BEFORE_UNIT = re.compile(rf"[{_NUMERAL}]+(?={_UNIT}|至[{_NUMERAL}\d]+(?:{_UNIT})|[、和及][{_NUMERAL}\d]+(?:年|月|日))")
_SHARED_UNIT = re.compile(r"(?<![\d.])(\d+)([至到\-–—~、和及])(?=(?:\d+[、和及])*\d+(年|月|日))")

_HOUR = r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚间|晚|夜间|深夜)?(?:\d{1,2}[时点](?:\d{1,2}分|半)?许?)?"
_PART = r"(?P<part>上旬|中旬|下旬|年?(?:底(?!特律)|初(?![步次期])|末)|年中(?!国)|[春夏秋](?:季|天)?(?!节))"
_POINT = re.compile(
    r"(?=[\d前去今明上本这下])(?:(?P<year>\d{4})年(?![度代])|(?P<relative_year>[去前今明])年(?!度))?"
    r"(?:(?P<month>\d{1,2})月份?|(?P<relative_month>[上本这下])个?月份?)?(?:(?P<day>\d{1,2})[日号])?"
    rf"(?:\((?:星期|周)(?P<weekday>[一二三四五六日天])\))?{_PART}?{_HOUR}"
)
_RELATIVE_DAY = re.compile(rf"(?P<shift>[前昨今明])(?:天|日|晚|晨|早|夜){_HOUR}")
_WEEKDAY = re.compile(rf"(?P<week>[上本这下])?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天]){_HOUR}")
_WEEK = re.compile(r"(?P<week>[上本这下])个?(?:周|星期|礼拜)(?![一二三四五六日天末])")
_PAST = re.compile(r"(?:过去|最近|近)(?:的)?(?P<count>\d+)(?P<unit>个月|天|日|周)")
_AGO = re.compile(r"(?P<count>\d{1,2}(?!\d))(?P<unit>年|个月|天)(?:以|之)?前")
_DECADE = re.compile(r"(?:20|(?P<last>上))世纪(?P<tens>\d)0年代|(?P<year>\d{3}0)年代")
_OF_YEAR = re.compile(
    r"(?:(?P<year>\d{4})年|(?P<relative_year>[去前今明])年)"
    r"(?:(?P<half>[上下])半年|第?(?P<quarter>[1-4])季度|(?:前|头)(?P<quarters>[1-4])个?季度|(?:前|头)(?P<months>\d{1,2})个?月"
    r"|全年)"
)
_FISCAL = re.compile(r"(?P<year>\d{4})(?:财政年度|财年)")
_ROW_DAY = re.compile(r"(?P<same>同日|当天|当日|同一天)|次日|翌日|第二天")
_SPAN = re.compile(r"[至到\-–—~]")
_LIST = re.compile(r"[、和及与]")
_FROM = re.compile(r"[自从由]")
_UNTIL = re.compile(r"截至|截止到?|直到|直至")
_OPEN_BEHIND = re.compile(r"以来|至今|起|开始")
_OPEN_FURTHER = re.compile(r"[^，。；、：]*?(?:以来|至今)")
_EXCLUSIVE = re.compile(r"(?:以|之)?[前后]")
_BOUND_BEHIND = re.compile(r"(?:以|之)前|前(?![往任夕])|(?:以|之)后|后|为止|止")
_AHEAD = re.compile(r"(?:将|定)于$")
_PERHAPS_AHEAD = re.compile(r"[将拟]|预计|计划|定于")
_BOUNDS_AHEAD = frozenset({"前", "以前", "之前", "止", "为止", "直到", "直至"})
_COUNT = re.compile(
    r"[$¥￥€]?\d[\d,]*(?:\.\d+)?[多余]?[百千万亿]*[多余]?"
    r"(?:名|人|个(?!月)|起|公斤|千克|克|吨|毫克|升|片|粒|包|件|家|元|美元|美金|英镑|欧元|港元|港币|人民币|%|种|次|所|艘|辆|箱|袋)"
)
_OF_TIME = re.compile(
    rf"\d+|[{_NUMERAL}]+(?:{_UNIT})|[年月旬周季春夏秋冬]|五一|十一|国庆|元旦|中秋|端午|清明|星期|礼拜|[昨今明前]天|近日|日前|近期|同期|期间|左右|前后|上下|约|大约|"
    r"以来|截至|以前|以后|之前|之后|世纪|年代|节|当时|去年|每|日(?![本元])|每天|[自从]$"
)


def is_chinese(words: str) -> bool:
    """Return whether the words hold a Chinese character."""
    return re.search(r"[\u4e00-\u9fff]", words) is not None


def read_chinese(words: str, anchor: Anchor) -> tuple[str, str, str] | None:
    """Return date, lossy word and bound of Chinese words; None where they name no date.

    Raises:
        ValueError: something of time is not understood, or the dates are several.
    """
    text = _plain(words)
    readings: list[tuple[str, str, str]] = []
    rest, at = "", 0
    while at < len(text):
        parsed = _reading(text, at, anchor)
        if parsed:
            readings.append(parsed[0])
            at = parsed[1]
            rest += " "
        elif count := _COUNT.match(text, at):
            at = count.end()
        else:
            rest += text[at]
            at += 1
    if unread := _OF_TIME.search(rest):
        raise ValueError(f"“{unread[0]}” is not understood here")
    if len(readings) > 1:
        raise ValueError("several dates")
    return readings[0] if readings else None


def _plain(words: str) -> str:
    """Return the words with digits for the numerals of dates, and no unit left out.

    >>> _plain("二〇二三年十一月"), _plain("１至５月"), _plain("5月3、4日")
    ('2023年11月', '1月至5月', '5月3日、4日')
    """
    text = re.sub(r"\s", "", words.translate(_WIDE).translate(_TRADITIONAL))
    text = _BEFORE_UNIT.sub(lambda match: _number(match[0]), text)
    return _SHARED_UNIT.sub(r"\1\3\2", text)


def _number(numeral: str) -> str:
    """Return the digits of a Chinese numeral below a hundred, or of one that is spelt digit by digit.

    >>> _number("二〇二三"), _number("二十三"), _number("十")
    ('2023', '23', '10')
    """
    if "十" not in numeral:
        return "".join(str(_DIGITS[sign]) for sign in numeral)
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        raise ValueError(f"“{numeral}” is not understood as a number")
    return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))


def _reading(text: str, at: int, anchor: Anchor) -> tuple[tuple[str, str, str], int] | None:
    """Return the date that begins at a position with the words that open or bound it, and the position behind it."""
    opening = _FROM.match(text, at)
    until = _UNTIL.match(text, at)
    start = (opening or until).end() if opening or until else at  # type: ignore[union-attr]
    parsed = _date(text, start, anchor)
    if parsed is None:
        return None
    date, lossy, is_span, end = parsed
    if behind := _OPEN_BEHIND.match(text, end):
        if is_span or until:
            raise ValueError(f"“{behind[0]}” behind a span is not understood")
        return (f"{date.partition('/')[0]}/..", "" if lossy == "初" else lossy, ""), behind.end()
    further = _OPEN_FURTHER.match(text, end) if opening and not is_span else None
    if further and not _OF_TIME.search(further[0][:-2]):
        return (f"{date}/..", lossy, ""), further.end()
    if opening and not is_span:
        raise ValueError(f"“{opening[0]}” without an end")
    bound = _BOUND_BEHIND.match(text, end)
    if bound and is_span:
        raise ValueError(f"“{bound[0]}” behind a span is not understood")
    word = until[0] if until else bound[0] if bound else ""
    if word in _BOUNDS_AHEAD and "年" not in text[start:end]:
        anchor.check_near(date, word)
    exact = word and lossy in ("底", "末")
    if _EXCLUSIVE.fullmatch(word) and not exact and bounds(date).precision != "day":
        raise ValueError(f"“{text[start:end]}{word}” may include {date} or not")
    return (date, "" if exact else lossy, word), bound.end() if bound else end


def _date(text: str, at: int, anchor: Anchor) -> tuple[str, str, bool, int] | None:
    """Return date, lossy word, whether it is a span that the words join, and the position behind it."""
    if relative := _relative(text, at, anchor):
        date, end = relative
        return date, "", False, end
    points, joints, end = list[Point](), list[str](), at
    while True:
        joint = (_SPAN.match(text, end) or _LIST.match(text, end)) if points else None
        if points and not joint:
            break
        parsed = _point(text, joint.end() if joint else at, points, anchor)
        if parsed is None:
            break
        points.append(parsed[0])
        joints += ["to" if _SPAN.fullmatch(joint[0]) else "and"] if joint else []
        end = parsed[1]
    if not points:
        return None
    if "to" in joints and len(joints) > 1:
        raise ValueError("several spans")
    if joints and points[0].day is None and points[-1].day and points[0].month is None:
        raise ValueError("a day without its month")
    chain = Chain(tuple(points), joints == ["to"])
    return chain.resolved(anchor, _direction(text, at)), chain.lossy, chain.is_span, end


def _direction(text: str, at: int) -> str:
    """Return whether the words look ahead to the date at a position, or do not say so."""
    if _AHEAD.search(text, 0, at):
        return AHEAD
    return UNCLEAR if _PERHAPS_AHEAD.search(text) else ""


def _point(text: str, at: int, before: list[Point], anchor: Anchor) -> tuple[Point, int] | None:
    """Return a date as far as it is named; year and month are taken from the date that it is joined to."""
    match = _POINT.match(text, at)
    if match is None or not any(match[name] for name in _NAMED):
        return None
    year = int(match["year"]) if match["year"] else None
    if match["relative_year"]:
        year = anchor.year() + _SHIFTS[match["relative_year"]]
    month = int(match["month"]) if match["month"] else None
    if match["relative_month"]:
        if year:
            raise ValueError(f"“{match[0]}” is not understood")
        year, month = month_after(*anchor.month(), _SHIFTS[match["relative_month"]])
    day = int(match["day"]) if match["day"] else None
    if before and year is None and (month or before[-1].month):
        year = before[-1].year
        month = month or before[-1].month
        if year and before[-1].month and (month, day or 0) < (before[-1].month, before[-1].day or 0):
            raise ValueError("reversed, or over the turn of a year: name the words of one date")
    if day is not None and month is None:
        raise ValueError(f"“{match[0]}” is a day of which month is not said")
    weekday = _WEEKDAYS[match["weekday"]] if match["weekday"] else None
    return Point(year, month, day, weekday, lossy=(match["part"] or "").removeprefix("年")), match.end()


_NAMED = ("year", "relative_year", "month", "relative_month", "day")


def _relative(text: str, at: int, anchor: Anchor) -> tuple[str, int] | None:
    """Return a date counted from the anchor, or a part of a year, and the position behind it."""
    for pattern, handler in _FORMS:
        if match := pattern.match(text, at):
            return handler(match, anchor), match.end()
    return None


def _relative_day(match: re.Match[str], anchor: Anchor) -> str:
    return (anchor.day() + timedelta(_SHIFTS[match["shift"]])).isoformat()


def _weekday(match: re.Match[str], anchor: Anchor) -> str:
    number = _WEEKDAYS[match["weekday"]]
    if match["week"] is None:
        return anchor.weekday(number).isoformat()
    return (first_day(anchor.week(_SHIFTS[match["week"]])) + timedelta(number)).isoformat()


def _week(match: re.Match[str], anchor: Anchor) -> str:
    return anchor.week(_SHIFTS[match["week"]])


def _past(match: re.Match[str], anchor: Anchor) -> str:
    count, today = int(match["count"]), anchor.day()
    if match["unit"] == "个月":
        return f"{months_before(today, count)}/{today}"
    return f"{today - timedelta(count * (7 if match['unit'] == '周' else 1))}/{today}"


def _ago(match: re.Match[str], anchor: Anchor) -> str:
    count = int(match["count"])
    if match["unit"] == "天":
        return (anchor.day() - timedelta(count)).isoformat()
    return edtf(*month_after(*anchor.month(), -count)) if match["unit"] == "个月" else edtf(anchor.year() - count)


def _decade(match: re.Match[str], anchor: Anchor) -> str:
    if match["year"]:
        return f"{edtf(int(match['year']))}/{edtf(int(match['year']) + 9)}"
    century = anchor.year() // 100 * 100 - 100 if match["last"] else 1900
    year = century + 10 * int(match["tens"])
    return f"{edtf(year)}/{edtf(year + 9)}"


def _of_year(match: re.Match[str], anchor: Anchor) -> str:
    year = int(match["year"]) if match["year"] else anchor.year() + _SHIFTS[match["relative_year"]]
    if match["half"]:
        return month_span(year, 1 if match["half"] == "上" else 7, 6)
    if match["quarter"]:
        return month_span(year, 3 * int(match["quarter"]) - 2, 3)
    if match["quarters"]:
        return month_span(year, 1, 3 * int(match["quarters"]))
    if match["months"] is None:
        return edtf(year)
    if not 1 <= int(match["months"]) <= 12:
        raise ValueError(f"a year has no {match['months']} months")
    return month_span(year, 1, int(match["months"]))


def _row_day(match: re.Match[str], anchor: Anchor) -> str:
    anchor.of_row(match[0])
    return anchor.edtf if match["same"] else (anchor.day() + timedelta(1)).isoformat()


_FORMS = (
    (_DECADE, _decade),
    (_OF_YEAR, _of_year),
    (_AGO, _ago),
    (_FISCAL, lambda match, anchor: fiscal_span(int(match["year"]), anchor)),
    (_PAST, _past),
    (_RELATIVE_DAY, _relative_day),
    (_WEEKDAY, _weekday),
    (_WEEK, _week),
    (_ROW_DAY, _row_day),
)
