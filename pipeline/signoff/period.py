"""Periods of calendar time: reading "P3Y", and adding one to a day."""

from __future__ import annotations

import calendar
import datetime
import re

from pipeline.errors import SettingsError
from pipeline.signoff.policy import Period

# The date part of an ISO 8601-1 duration (5.5.2.4), whole numbers only.
_PERIOD = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?", re.ASCII)


def parse_period(text: str) -> Period:
    """Read a period such as "P3Y", "P18M", "P2W" or "P1Y6M"; a week is seven days.

    Raises:
        SettingsError: not such a period, or one of no length.
    """
    match = _PERIOD.fullmatch(text) if isinstance(text, str) else None
    years, months, weeks, days = (int(part or 0) for part in match.groups()) if match else (0, 0, 0, 0)
    period = Period(years, months, weeks * 7 + days)
    if period == Period():
        raise SettingsError(
            f'"{text}" is not a period', 'write it as "P3Y" (three years), "P18M" (18 months) or "P90D"'
        )
    return period


def add_period(day: datetime.date, period: Period) -> datetime.date:
    """The day that lies ``period`` after ``day``.

    Years and months first, by the calendar: where the month reached is shorter, its last day (2024-02-29 and
    one year give 2025-02-28). Then the days. Past the year 9999 it is the last day there is.
    """
    months = day.year * 12 + day.month - 1 + period.years * 12 + period.months
    year, month = divmod(months, 12)
    month += 1
    try:
        moved = datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
        return moved + datetime.timedelta(days=period.days)
    except (ValueError, OverflowError):
        return datetime.date.max
