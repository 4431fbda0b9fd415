"""Calendars: which one a locale's readers prefer, and the Persian and Buddhist ones."""

from __future__ import annotations

import datetime
import functools
import tomllib
from importlib import resources
from typing import Any, Literal

from msgspec import Struct

from pipeline.language.locale import Locale

# The years (AP) for which the 33-year rule is known to give the calendar as it is observed. ICU uses the
# same rule and corrects it by hand after 1501 (icu4c, i18n/persncal.cpp).
_FIRST_YEAR, _LAST_YEAR = 1178, 1501

# 1 Farvardin 1178, as a proleptic Gregorian ordinal.
_EPOCH = datetime.date(1799, 3, 21).toordinal()


class CalendarNames(Struct, frozen=True):
    """The words of a calendar in one locale.

    Attributes:
        era: what stands for G in the pattern; may be empty.
        pattern: CLDR date pattern, or None for the locale's Gregorian one.
        months: twelve names, or none for the Gregorian ones.
    """

    calendar: Literal["buddhist", "persian"]
    era: str
    pattern: str | None
    months: tuple[str, ...]


def preferred_calendar(locale: Locale) -> CalendarNames | None:
    """Return the calendar other than the Gregorian that ``locale``'s readers prefer, or None.

    Its territory decides (CLDR, calendarPreferenceData), and its language must have the words.
    """
    tables = _tables()
    territory = locale.territory or _likely_territory(locale)
    calendar = tables["preferred"].get(territory)
    if calendar is None:
        return None
    for tag in (f"{locale.language}-{territory}", locale.language):
        for row in tables[calendar]:
            if row["locale"] == tag:
                return CalendarNames(calendar, row["era"], row.get("pattern"), tuple(row.get("months", ())))
    return None


def persian_date(date: datetime.date) -> tuple[int, int, int] | None:
    """Return year (AP), month and day of the Persian (Solar Hijri) calendar, each from 1.

    None for dates outside 1799-03-21 to 2123-03-20, where the arithmetic rule is not known to hold.
    """
    days = date.toordinal() - _EPOCH
    if days < 0:
        return None
    year = _FIRST_YEAR
    while days >= (length := 366 if _is_leap(year) else 365):
        days -= length
        year += 1
        if year > _LAST_YEAR:
            return None
    # Six months of 31 days, five of 30, and the last takes the rest.
    if days < 186:
        return year, days // 31 + 1, days % 31 + 1
    days -= 186
    return year, days // 30 + 7, days % 30 + 1


def buddhist_year(date: datetime.date) -> int:
    """Return the year of the Buddhist era (BE) as CLDR and Thai law count it since 1941."""
    return date.year + 543


def _is_leap(year: int) -> bool:
    """The 33-year rule (Calendrical Calculations, 4th ed., "arithmetic Persian"; ICU's isLeapYear)."""
    return (25 * year + 11) % 33 < 8


def _likely_territory(locale: Locale) -> str | None:
    from babel.core import get_global

    likely = get_global("likely_subtags")
    keys = [f"{locale.language}_{locale.script}", locale.language] if locale.script else [locale.language]
    for key in keys:
        if key in likely:
            last = str(likely[key]).rsplit("_", 1)[-1]
            return last if len(last) in (2, 3) and last.isupper() else None
    return None


@functools.cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(resources.files("pipeline.language").joinpath("calendars.toml").read_text("utf-8"))
