"""Dates and times of the day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pipeline.language.quantities.facts import GAP, fold
from pipeline.language.quantities.model import Date, Time
from pipeline.language.quantities.numerals import ascii_digits
from pipeline.language.regex import regex

if TYPE_CHECKING:
    from pipeline.language.quantities.model import Quantity
    from pipeline.language.quantities.scan import Scan

_YEAR_FIRST = regex(r"(\d{4})([-/.‐‑])(\d{1,2})\2(\d{1,2})(?![\d])(?![-/.‐‑]\d)")
_YEAR_LAST = regex(r"(\d{1,2})([-/.‐‑])(\d{1,2})\2(\d{4}|\d{2})(?!\d)(?![-/.‐‑]\d)")
_DATE_SIGNS = frozenset("-/.‐‑")
_HAN = regex(
    rf"(?:(\d{{4}}){GAP}?年{GAP}?)?(\d{{1,2}}){GAP}?月(?:份|{GAP}?(\d{{1,2}})(?:{GAP}?[日号]?[至到\-–—~～]{GAP}?(\d{{1,2}}))?{GAP}?[日号])?"
)
_VIETNAMESE = regex(
    rf"(\d{{1,2}}){GAP}tháng{GAP}(\d{{1,2}})(?:,?{GAP}(?:năm{GAP})?(\d{{4}}))?(?!\d)", re.IGNORECASE
)
_VIETNAMESE_MONTH = regex(rf"tháng{GAP}$", re.IGNORECASE)
_VIETNAMESE_YEAR = regex(rf"(?:,?{GAP}(?:năm{GAP})?|/)(\d{{4}})(?!\d)", re.IGNORECASE)
_DATE_GAP = regex(rf"{GAP}?(?:[,،、;]|and|to|bis|y|et|e|и|và|na|และ|和|与){GAP}?", re.IGNORECASE)
# What stands between a day, a month's name and a year, in any language; languages.toml has more by language.
DAY_LINK = (
    rf"(?:{GAP}?[.,،\-‐‑]{GAP}?"
    rf"|{GAP}(?:de|of|day of|del|ของ|เดือน|ke|ya|mwezi){GAP}(?:mwezi{GAP}wa{GAP})?|{GAP}|)"
)
YEAR_LINK = (
    rf"(?:{GAP}?[,،.]{{1,2}}{GAP}?"
    rf"|{GAP}(?:de|del|of|του|พ\.ศ\.|ค\.ศ\.|عام|العام|من عام|لعام|سنة|năm|mwaka wa|mwaka){GAP}"
    rf"|{GAP}?พ\.ศ\.{GAP}?|{GAP}|[\-‐‑])"
)
DAY_SUFFIX = r"(?:st|nd|rd|th|er|re|º|ª|°|-го|-е|\.)?"
_TO_DAY = regex(rf"{GAP}?(?:[-‐‑‒–—]|to|al|au|a|à|bis|إلى|से|سے|থেকে|hadi|do|по|до){GAP}?")
# Thai years count from 543 before our era; no Gregorian year of a leaflet reaches this far.
_BUDDHIST = 2400

_CLOCK = regex(r"(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?(?![\d:])")
_DOTTED = regex(r"(\d{1,2})\.(\d{2})(?!\d)")
_LETTER_H = regex(rf"(\d{{1,2}}){GAP}?(?:h|H|ч){GAP}?([0-5]\d)(?:{GAP}?(?:min|mn|мин))?(?![\w])")
_HAN_CLOCK = regex(r"(\d{1,2}) ?[点點时時](?:(半)|(\d{1,2}) ?分)?(?![间間])")
_GIO = regex(rf"(\d{{1,2}}){GAP}?giờ{GAP}(?:(\d{{1,2}})(?:{GAP}phút)?|rưỡi)(?![\w])")
_HOUR = regex(r"\d{1,2}(?!\d)(?![.,٫:]\d)")
_FRENCH_HOUR = regex(rf"(\d{{1,2}}){GAP}?(?:h|heures?)(?![\w])")


def _int(text: str | None) -> int | None:
    return int(ascii_digits(text)) if text else None


def _date(
    start: int, end: int, year: int | None, month: int | None, day: int | None, last_day: int | None = None
) -> Date | None:
    if year is not None and year < 100:
        year += 2000 if year < 70 else 1900
    if year is not None and year >= _BUDDHIST:
        year -= 543
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and not 1 <= day <= 31:
        return None
    return Date(start=start, end=end, year=year, month=month, day=day, last_day=last_day)


def date_at(scan: Scan, i: int) -> Date | None:
    """The date that begins with number ``i``, or None."""
    text, facts = scan.text, scan.facts
    first = scan.tokens[i]
    if first.words or not text[first.start].isdecimal():
        return None
    start = first.start
    # A run of digits is matched whole, so what follows it is the separator.
    parted = not first.plain or text[first.end : first.end + 1] in _DATE_SIGNS
    if parted and (match := _YEAR_FIRST.match(text, start)):
        return _date(start, match.end(), _int(match[1]), _int(match[3]), _int(match[4]))
    if parted and (match := _YEAR_LAST.match(text, start)):
        if len(match[4]) == 2 and match[2] != "/":
            return None
        one, two, year = _int(match[1]), _int(match[3]), _int(match[4])
        assert one is not None
        assert two is not None
        day, month = (one, two) if facts.day_first else (two, one)
        if month > 12 >= day:
            day, month = month, day
        return _date(start, match.end(), year, month, day)
    if facts.language in ("zh", "ja") and (match := _HAN.match(text, start)):
        return _date(start, match.end(), _int(match[1]), _int(match[2]), _int(match[3]), _int(match[4]))
    if facts.language == "vi":
        return _vietnamese(scan, start)
    return _month_number(scan, i) or _day_month(scan, i)


def _month_number(scan: Scan, i: int) -> Date | None:
    """Month 4 of the year 2020, where the language puts a word before the number of the month."""
    text, facts, token = scan.text, scan.facts, scan.tokens[i]
    if not token.plain or len(token.digits) > 2 or not 1 <= token.value <= 12:
        return None
    before = text[max(0, token.start - 20) : token.start]
    if not facts.month_before.search(before) or facts.times_after.match(text, token.end):
        return None
    year, year_end = _year_after(scan, token.end)
    return _date(token.start, year_end or token.end, year, int(token.value), None)


def _vietnamese(scan: Scan, start: int) -> Date | None:
    text = scan.text
    if match := _VIETNAMESE.match(text, start):
        return _date(start, match.end(), _int(match[3]), _int(match[2]), _int(match[1]))
    number = _HOUR.match(text, start)
    if number and (name := _VIETNAMESE_MONTH.search(text, max(0, start - 8), start)):
        year = _VIETNAMESE_YEAR.match(text, number.end())
        end = year.end() if year else number.end()
        return _date(name.start(), end, _int(year[1]) if year else None, _int(number[0]), None)
    return None


def _day_month(scan: Scan, i: int) -> Date | None:
    """12 March 2020 · 12 de marzo de 2020 · 3–5 мая"""
    text, facts, token = scan.text, scan.facts, scan.tokens[i]
    if not scan.months or not token.plain or len(token.digits) > 2:
        return None
    end, last_day = token.end, None
    ordinal = facts.day_suffix.match(text, end)
    if (to := _TO_DAY.match(text, ordinal.end() if ordinal else end)) and (
        other := scan.number_at(to.end())
    ) is not None:
        second = scan.tokens[other]
        if second.plain and len(second.digits) <= 2 and second.value > token.value:
            end, last_day = second.end, int(second.value)
    suffix = facts.day_suffix.match(text, end)
    link = facts.date_link.match(text, suffix.end() if suffix else end)
    month_at = scan.months.get(link.end() if link else end)
    if month_at is None and link:
        month_at = scan.months.get(end)
    if month_at is None:
        return None
    month_end, month, _ = month_at
    year, year_end = _year_after(scan, month_end)
    return _date(token.start, year_end or month_end, year, month, int(token.value), last_day)


def _opens_date(scan: Scan, i: int) -> bool:
    """Whether the day after a month's name belongs to the next one: "from January to 15 March"."""
    if not scan.facts.day_first or len(scan.months) < 2:
        return False
    return (
        "," not in scan.text[scan.tokens[i].end : scan.tokens[i].end + 2] and _day_month(scan, i) is not None
    )


def _year_after(scan: Scan, end: int) -> tuple[int | None, int | None]:
    link = scan.facts.year_link.match(scan.text, end)
    k = scan.number_at(link.end()) if link else None
    if k is None:
        return None, None
    token = scan.tokens[k]
    if token.plain and len(token.digits) == 4 and 1800 <= token.value < 2700:
        return int(token.value), token.end
    return None, None


def month_first(scan: Scan, start: int) -> Date | None:
    """A date that begins with a month's name: March 12, 2020 · March 2020 · March."""
    end, month, bare = scan.months[start]
    text, facts = scan.text, scan.facts
    link = facts.date_link.match(text, end)
    k = scan.number_at(link.end()) if link and link.end() > end else None
    if k is not None:
        token = scan.tokens[k]
        if (
            token.plain
            and len(token.digits) <= 2
            and 1 <= token.value <= 31
            and not scan.unit_follows(token.end)
            and not facts.scale_after.match(text, token.end)
            and (text[start].isupper() or fold(text[start:end]) not in facts.doubtful_months)
            and not _opens_date(scan, k)
        ):
            day_end, last_day = token.end, None
            if (to := _TO_DAY.match(text, day_end)) and (other := scan.number_at(to.end())) is not None:
                second = scan.tokens[other]
                if second.plain and len(second.digits) <= 2 and second.value > token.value:
                    day_end, last_day = second.end, int(second.value)
            suffix = facts.day_suffix.match(text, day_end)
            if suffix and suffix[0] not in ("", "."):
                day_end = suffix.end()
            year, year_end = _year_after(scan, day_end)
            return _date(start, year_end or day_end, year, month, int(token.value), last_day)
    year, year_end = _year_after(scan, end)
    if year is not None and year_end is not None:
        return _date(start, year_end, year, month, None)
    return _date(start, end, None, month, None) if bare else None


def join_dates(scan: Scan, found: list[Quantity]) -> list[Quantity]:
    """Two dates that share a year, wherever it is written ("31 January to 15 March 2020"), both get it."""
    out = [*found]
    for k in range(len(out) - 1):
        first, second = out[k], out[k + 1]
        if not (isinstance(first, Date) and isinstance(second, Date)):
            continue
        if first.month is None or second.month is None or (first.year is None) == (second.year is None):
            continue
        gap = scan.text[first.end : second.start]
        if len(gap) > 12 or not (
            scan.facts.to.fullmatch(gap) or scan.facts.and_.fullmatch(gap) or _DATE_GAP.fullmatch(gap)
        ):
            continue
        year = first.year or second.year
        if (first.month, first.day or 0) > (second.month, second.day or 0):
            continue  # "31 December 2019 to 15 March": the second may well be in the next year
        out[k], out[k + 1] = replace(first, year=year), replace(second, year=year)
    return out


def time_at(scan: Scan, i: int) -> Time | None:
    """The time of day that begins with number ``i``, or None. A word before it ("सुबह") is not in its span."""
    text, facts, token = scan.text, scan.facts, scan.tokens[i]
    if token.plain and (len(token.digits) > 2 or int(token.digits) > 24):
        return None
    start = token.start
    minute, second = 0, None
    if not token.words and text[start].isdecimal():
        if match := _CLOCK.match(text, start):
            hour, minute, second = int(_int(match[1]) or 0), int(_int(match[2]) or 0), _int(match[3])
            half, end = _noon(scan, start, match.end())
            return _time(start, end, hour, minute, second, half)
        if match := _LETTER_H.match(text, start):
            return _time(start, match.end(), int(_int(match[1]) or 0), int(_int(match[2]) or 0), None, None)
        if facts.language in ("zh", "ja") and (match := _HAN_CLOCK.match(text, start)):
            minute = 30 if match[2] else _int(match[3]) or 0
            half, _ = _noon(scan, start, start)
            return _time(start, match.end(), int(_int(match[1]) or 0), minute, None, half)
        if facts.language == "vi" and (match := _GIO.match(text, start)):
            minute = int(_int(match[2]) or 0) if match[2] else 30
            half, end = _noon(scan, start, match.end())
            return _time(start, end, int(_int(match[1]) or 0), minute, None, half)
        if match := _DOTTED.match(text, start):
            half, end = _noon(scan, start, match.end())
            spoken = facts.clock_after.match(text, match.end())
            if (half and not facts.clock_needed) or spoken:
                end = max(end, spoken.end() if spoken else end)
                hour, minute = int(_int(match[1]) or 0), int(_int(match[2]) or 0)
                return _time(start, end, hour, minute, None, half)
            return None
    if not token.words and not token.plain:
        return None
    if token.value != int(token.value) or not 0 <= token.value <= 24 or len(token.digits) > 2:
        return None
    return _whole_hour(scan, i)


def _whole_hour(scan: Scan, i: int) -> Time | None:
    text, facts, token = scan.text, scan.facts, scan.tokens[i]
    hour, start = int(token.value), token.start
    if facts.language == "sw":
        return _swahili(scan, i)
    half, end = _noon(scan, start, token.end)
    spoken = facts.clock_after.match(text, token.end)
    if spoken and not (token.words and facts.unspaced and half is None):  # "一点" is also "a little"
        return _time(start, max(end, spoken.end()), hour, 0, None, half)
    beside = text[token.end : end].strip()
    # "3 дня" is three days; the hour after noon is "3 часа дня".
    if half and len(beside) > 1 and not facts.clock_needed and fold(beside) not in facts.units:
        return _time(start, end, hour, 0, None, half)
    window = text[max(0, start - 20) : start]
    if facts.clock_before.search(window):
        if facts.language == "fr":
            match = _FRENCH_HOUR.match(text, start) if hour < 24 else None
            return _time(start, match.end(), hour, 0, None, half) if match else None
        if scan.unit_follows(token.end) and not re.match("[hH]", text[token.end : token.end + 1]):
            return None
        end = token.end + (text[token.end : token.end + 1] in ("h", "H"))
        return _time(start, end, hour, 0, None, half)
    return None


def _swahili(scan: Scan, i: int) -> Time | None:
    """Hours are counted from sunrise: saa 3 asubuhi is 9:00, saa 2 usiku is 20:00."""
    from pipeline.language.quantities.facts import data

    text, token = scan.text, scan.tokens[i]
    clock = data("phrases")["sw"]["clock"]
    if not 1 <= token.value <= 12 or not re.search(
        rf"\b{clock['before']} $", text[max(0, token.start - 5) : token.start]
    ):
        return None
    part = re.match(
        rf" (?:za |ya )?({clock['am']}|{clock['pm']}|{clock['night']})\b", text[token.end : token.end + 20]
    )
    if not part:
        return None
    hour = int(token.value) + 6
    if part[1] == clock["night"] or (part[1] != clock["am"] and hour < 12):
        hour += 12
    return Time(start=token.start - 4, end=token.end + part.end(), hour=hour % 24)


def _noon(scan: Scan, start: int, end: int) -> tuple[str | None, int]:
    """Which half of the day is written beside a time, and where the word after it ends."""
    facts = scan.facts
    if match := facts.noon_after.match(scan.text, end):
        return facts.noon.get(fold(match[1])), match.end()
    if match := facts.noon_before.search(scan.text[max(0, start - 20) : start]):
        return facts.noon.get(fold(match[1])), end
    return None, end


def _time(start: int, end: int, hour: int, minute: int, second: int | None, half: str | None) -> Time | None:
    if half == "pm" and hour < 12:
        # "रात 2 बजे" and "晚上12点" are the small hours; only hours that can be after noon move.
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if hour > 24 or minute > 59 or (second or 0) > 59:
        return None
    return Time(start=start, end=end, hour=hour % 24, minute=minute, second=second)
