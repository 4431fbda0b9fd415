from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.signoff.model import Period
from pipeline.signoff.period import add_period, parse_period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("P3Y", Period(3)),
        ("P18M", Period(0, 18)),
        ("P90D", Period(0, 0, 90)),
        ("P2W", Period(0, 0, 14)),
        ("P1Y6M10D", Period(1, 6, 10)),
    ],
)
def test_a_period_is_read(text: str, period: Period) -> None:
    assert parse_period(text) == period


@pytest.mark.parametrize(
    "text", ["", "P", "3Y", "P3", "p3y", "P3Y ", "PT3H", "P-3Y", "P1.5Y", "P0D", "P٣Y", "P9" * 9]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="is not a period"):
        parse_period(text)


@pytest.mark.parametrize(
    ("day", "text", "then"),
    [
        ("2026-03-01", "P3Y", "2029-03-01"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2024-02-29", "P4Y", "2028-02-29"),
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2026-10-31", "P18M", "2028-04-30"),
        ("2026-12-31", "P1M1D", "2027-02-01"),
        ("9999-01-01", "P3Y", "9999-12-31"),
        ("9999-12-31", "P1D", "9999-12-31"),
    ],
)
def test_a_period_is_added_by_the_calendar(day: str, text: str, then: str) -> None:
    assert add_period(datetime.date.fromisoformat(day), parse_period(text)).isoformat() == then


@given(st.dates(), st.dates(), st.builds(Period, st.integers(0, 9), st.integers(0, 30), st.integers(0, 400)))
def test_what_was_signed_later_never_expires_earlier(
    one: datetime.date, two: datetime.date, period: Period
) -> None:
    first, second = sorted((one, two))
    assert add_period(first, period) <= add_period(second, period)
