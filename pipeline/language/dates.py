"""Dates as a reader writes them: language, digits and calendar."""

from __future__ import annotations

import datetime

from pipeline.language.calendars import CalendarNames, buddhist_year, persian_date, preferred_calendar
from pipeline.language.digits import with_native_digits
from pipeline.language.locale import Locale


def format_date(date: datetime.date, locale: Locale) -> str:
    """Return ``date`` in CLDR's long form, in the digits and the calendar of ``locale``.

    The month is always a word and the year has all its digits, so that day, month and year cannot be taken
    for one another; a year of another era names its era: "9 December 2024", "৯ ডিসেম্বর, ২০২৪",
    "9 ธันวาคม พ.ศ. 2567", "۱۹ آذر ۱۴۰۳ هجری شمسی".
    """
    import babel.dates

    names = preferred_calendar(locale)
    text = _in_calendar(date, locale, names) if names is not None else None
    if text is None:
        text = babel.dates.format_date(date, "long", locale.cldr())
    return with_native_digits(text, locale)


def _in_calendar(date: datetime.date, locale: Locale, names: CalendarNames) -> str | None:
    """``date`` in another calendar, in 0-9; None where that calendar does not reach."""
    cldr = locale.cldr()
    if names.calendar == "persian":
        persian = persian_date(date)
        if persian is None:
            return None
        year, month, day = persian
    else:
        year, month, day = buddhist_year(date), date.month, date.day
    pattern = names.pattern or cldr.date_formats["long"].pattern
    month_name = names.months[month - 1] if names.months else cldr.months["format"]["wide"][month]
    fields = {"d": str(day), "M": month_name, "y": str(year), "G": names.era}
    return _fill(pattern, fields).strip()


def _fill(pattern: str, fields: dict[str, str]) -> str:
    from babel.dates import tokenize_pattern

    parts: list[str] = []
    for kind, value in tokenize_pattern(pattern):
        parts.append(fields[value[0]] if kind == "field" else str(value))
    return "".join(parts)
