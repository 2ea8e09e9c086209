"""Numbers in Chinese texts, in digits or characters, with the multipliers that follow them."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.reread.amounts.spans import AGE, DATE, MAGNITUDE, NUMBER, ORDINAL, PART, UNREAD, Span
from pipeline.reread.amounts.tokens import Token
from pipeline.reread.amounts.words import HAN_DIGITS, HAN_MAGNITUDES, HAN_TIMES

TIMES = frozenset(HAN_TIMES)
MORE = frozenset("余多")
"""Characters within a number that say that it is larger."""
DATED = frozenset("年月日号岁")
"""Characters that make the number before them a date or an age."""
_VAGUE = frozenset("几半俩仨双些批廿卅拾佰仟")
_FORMAL = frozenset("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟")
"""The digits of documents; a multiplier after them is not one alone: 伍拾万元."""


def dated(tokens: Sequence[Token], place: int) -> str:
    """Return whether digits before 年, 月, 日 or 岁 are a date or an age; empty for a number."""
    mark = tokens[place + 1].text
    if mark == "岁":
        return AGE
    is_year = len(tokens[place].text) == 4 and tokens[place].text.isdigit()
    return "" if mark == "年" and not is_year else DATE


def span_at(tokens: Sequence[Token], place: int) -> Span | None:
    """Return the numeral in Chinese characters that begins at a token, or None."""
    text = tokens[place].text
    following = tokens[place + 1].text if place + 1 < len(tokens) else ""
    if text == "第":
        return _ordinal(tokens, place)
    if text in HAN_MAGNITUDES and following in TIMES:
        return _magnitude(tokens, place)
    if _is_part(tokens, place):
        return Span(place, place + 1, None, PART)
    if place and text in TIMES and tokens[place - 1].text in _FORMAL:
        return Span(place, place + 1, None, UNREAD)
    if (text in HAN_DIGITS or text in TIMES) and text + following != "百分":
        return _characters(tokens, place)
    return Span(place, place + 1, None, UNREAD) if text in _VAGUE else None


def _ordinal(tokens: Sequence[Token], place: int) -> Span | None:
    """Return the ordinal in characters that 第 begins; None where digits follow, which tell themselves."""
    end = place + 1
    while end < len(tokens) and (tokens[end].text in HAN_DIGITS or tokens[end].text in TIMES):
        end += 1
    return Span(place, end, None, ORDINAL) if end > place + 1 else None


def _is_part(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a character makes a part of a number: 分之, 成 or 折 after it. 百分之 is a unit instead."""
    before = tokens[place - 1] if place else None
    if tokens[place].text in ("成", "折"):
        return before is not None and (before.text in HAN_DIGITS or before.kind == "digits")
    following = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return tokens[place].text + following == "分之" and (before is None or before.text != "百")


def multiplied(tokens: Sequence[Token], place: int, value: Decimal) -> Span:
    """Return digits with the Chinese multipliers after them: 4.2万余, 1亿2000万, 5千."""
    total, hedge, end = Decimal(0), "", place
    limit = Decimal(10) ** 20
    while True:
        times, end, hedge = _times(tokens, end + 1)
        if times == 1 and end == place + 1:
            return Span(place, end, value, NUMBER)
        if times >= limit or times == 1:
            return Span(place, end, None, UNREAD)
        total, limit = total + value * times, times
        following = tokens[end] if end < len(tokens) else None
        if hedge or following is None or following.kind != "digits" or not following.glued:
            return Span(place, end, total, NUMBER, hedge)
        if not following.text.replace(".", "", 1).isdigit():
            return Span(place, end, None, UNREAD)
        value = Decimal(following.text)


def _times(tokens: Sequence[Token], place: int) -> tuple[Decimal, int, str]:
    """Return the product of the multipliers at a token, where they end and 余 or 多 before, between or after them."""
    product, end, hedge = Decimal(1), place, ""
    while end < len(tokens):
        text = tokens[end].text
        # 千克 is a kilogram: its first character multiplies nothing.
        if text == "千" and end + 1 < len(tokens) and tokens[end + 1].text in "克瓦米":
            break
        if text in TIMES:
            product, end = product * HAN_TIMES[text], end + 1
        elif text in MORE and not hedge:
            hedge, end = "more_than", end + 1
        else:
            break
    return product, end, hedge


def _magnitude(tokens: Sequence[Token], place: int) -> Span:
    """Return 数百, 上千, 几十万 and the like, of which the power of ten alone is said."""
    product, end, hedge = _times(tokens, place + 1)
    if hedge or (end < len(tokens) and tokens[end].text in HAN_DIGITS):
        return Span(place, end, None, UNREAD)
    return Span(place, end, product, MAGNITUDE)


def _characters(tokens: Sequence[Token], place: int) -> Span | None:
    """Return a number in characters: 三十五, 一百二十余, 两万, 百余."""
    end = place
    while end < len(tokens) and (tokens[end].text in HAN_DIGITS or tokens[end].text in TIMES):
        if tokens[end].text == "千" and end + 1 < len(tokens) and tokens[end + 1].text in "克瓦米":
            break
        end += 1
    if end == place:
        return None
    text = "".join(token.text for token in tokens[place:end])
    following = tokens[end].text if end < len(tokens) else ""
    is_year = len(text) == 4 and all(character in HAN_DIGITS for character in text)
    if following in DATED and (following != "年" or is_year):
        return Span(place, end + 1, None, AGE if following == "岁" else DATE)
    if following == "分" and end + 1 < len(tokens) and tokens[end + 1].text == "之":
        return Span(place, end + 2, None, PART)
    value = None if following == "几" else characters_value(text)
    if value is not None and following == "点":
        decimals, end = _decimals(tokens, end + 1)
        value = None if decimals is None else value + decimals
    if value is None:
        return Span(place, end, None, UNREAD)
    times, last, hedge = _times(tokens, end)
    if last < len(tokens) and tokens[last].text == "岁":
        return Span(place, last + 1, None, AGE)
    # A single 一 or 千 begins many words that count nothing; what it counts must follow, which the caller sees.
    return Span(place, last, value * times, NUMBER, hedge)


def _decimals(tokens: Sequence[Token], place: int) -> tuple[Decimal | None, int]:
    """Return the decimals that characters write after 点 and where they end; None where 点 may be the hour."""
    end = place
    while end < len(tokens) and tokens[end].text in HAN_DIGITS:
        end += 1
    following = tokens[end].text if end < len(tokens) else ""
    if end == place or following in ("十", "分", "半", "钟", "刻"):
        return None, end
    return Decimal("0." + "".join(str(HAN_DIGITS[token.text]) for token in tokens[place:end])), end


def characters_value(text: str) -> Decimal | None:
    """Return the number that characters write; None where that is not certain.

    >>> [str(characters_value(text)) for text in ("三十五", "一百零二", "两万三千", "十", "万", "一万五", "三五")]
    ['35', '102', '23000', '10', '10000', 'None', 'None']
    """
    whole, part, digit, nought = 0, 0, -1, False
    limit = 10**5
    for character in text:
        if character in HAN_DIGITS:
            if digit > 0 or (digit == 0 and not nought):
                return None
            nought = HAN_DIGITS[character] == 0
            digit = HAN_DIGITS[character]
            continue
        times = HAN_TIMES[character]
        if times < 10_000:
            if times >= limit:
                return None
            part, limit = part + (digit if digit > 0 else 1) * times, times
        else:
            part += max(digit, 0)
            whole = (whole + (part or 1)) * times if times == 10**8 else whole + (part or 1) * times
            part, limit = 0, 10**5
        digit, nought = -1, False
    if digit > 0 and len(text) > 1 and text[-2] in HAN_TIMES and text[-2] != "十":
        return None
    return Decimal(whole + part + max(digit, 0))
