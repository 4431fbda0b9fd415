"""Dates and digits are those of the reader."""

import datetime
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.calendars import persian_date
from pipeline.language.dates import format_date
from pipeline.language.digits import native_digits, with_native_digits
from pipeline.language.locale import parse_locale
from pipeline.language.names import both_names, name_in

CASES = tomllib.loads((Path(__file__).parent / "data" / "dates.toml").read_text("utf-8"))
LEAFLET_LOCALES = ["en", "es", "fr", "pt-BR", "ar", "ur", "hi", "bn", "sw", "zh-Hans", "ru", "vi", "th"]
PERSIAN_DAYS = st.dates(datetime.date(1799, 3, 21), datetime.date(2123, 3, 20))


@pytest.mark.parametrize("tag", CASES)
def test_a_date_stands_in_the_readers_language_digits_and_calendar(tag):
    locale = parse_locale(tag)
    dates = [datetime.date(2024, 12, 9), datetime.date(2028, 2, 29)]
    # Some Bengali letters can be written in two ways that are the same text (canonical equivalents).
    shown = [unicodedata.normalize("NFC", format_date(date, locale)) for date in dates]
    assert shown == [unicodedata.normalize("NFC", case) for case in CASES[tag]]


def test_every_leaflet_locale_has_a_case():
    assert set(LEAFLET_LOCALES) <= set(CASES)


@pytest.mark.parametrize("tag", [*LEAFLET_LOCALES, "fa", "ps", "my", "ar-EG"])
@given(first=PERSIAN_DAYS, second=PERSIAN_DAYS)
def test_two_days_never_look_the_same(tag, first, second):
    locale = parse_locale(tag)
    assert (format_date(first, locale) == format_date(second, locale)) == (first == second)


@pytest.mark.parametrize("tag", ["bn", "my", "fa", "ar-EG", "ne", "dz"])
def test_native_digits_have_the_values_zero_to_nine(tag):
    digits = native_digits(parse_locale(tag))
    assert [unicodedata.decimal(digit) for digit in digits] == list(range(10))
    assert digits != "0123456789"
    assert with_native_digits("a 905", parse_locale(tag)) == f"a {digits[9]}{digits[0]}{digits[5]}"


@pytest.mark.parametrize("tag", ["en", "ar", "ur", "hi", "th", "zh-Hans"])
def test_where_cldr_says_so_digits_stay_as_they_are(tag):
    assert with_native_digits("1234567890", parse_locale(tag)) == "1234567890"


def test_every_numbering_system_that_a_locale_defaults_to_is_in_the_table():
    from babel import Locale as Cldr
    from babel.localedata import locale_identifiers

    from pipeline.language import digits

    systems = {Cldr.parse(name).default_numbering_system for name in locale_identifiers()}
    assert systems - {"latn"} == set(digits._systems())


@pytest.mark.parametrize(
    ("gregorian", "persian"),
    [
        # New Year's days and the leap day of 1403, as published by the calendar centre of Tehran University.
        (datetime.date(1979, 2, 11), (1357, 11, 22)),
        (datetime.date(2020, 3, 20), (1399, 1, 1)),
        (datetime.date(2021, 3, 20), (1399, 12, 30)),
        (datetime.date(2021, 3, 21), (1400, 1, 1)),
        (datetime.date(2024, 3, 20), (1403, 1, 1)),
        (datetime.date(2025, 3, 20), (1403, 12, 30)),
        (datetime.date(2025, 3, 21), (1404, 1, 1)),
    ],
)
def test_known_days_of_the_persian_calendar(gregorian, persian):
    assert persian_date(gregorian) == persian


@given(PERSIAN_DAYS.filter(lambda day: day < datetime.date(2123, 3, 20)))
def test_the_next_persian_day_is_the_next_day_or_the_first_of_a_month(day):
    today, tomorrow = persian_date(day), persian_date(day + datetime.timedelta(days=1))
    assert today is not None and tomorrow is not None
    year, month, number = today
    following = (year + 1, 1, 1) if month == 12 else (year, month + 1, 1)
    assert tomorrow == (year, month, number + 1) or (number >= 29 and tomorrow == following)


@pytest.mark.parametrize("day", [datetime.date(1799, 3, 20), datetime.date(2123, 3, 21)])
def test_beyond_the_reach_of_the_persian_rule_dates_are_gregorian(day):
    assert persian_date(day) is None
    assert with_native_digits(str(day.year), parse_locale("fa")) in format_date(day, parse_locale("fa"))


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("en", "English"),
        ("ar", "العربية (Arabic)"),
        ("zh-Hans", "简体中文 (Simplified Chinese)"),
        ("pt-BR", "português (Brasil) – Brazilian Portuguese"),
        ("sw", "Kiswahili (Swahili)"),
    ],
)
def test_a_language_is_named_in_itself_and_in_english(tag, names):
    assert both_names(parse_locale(tag)) == names


def test_a_language_is_named_in_the_readers_language():
    assert name_in(parse_locale("en"), parse_locale("fr")) == "anglais"
    assert name_in(parse_locale("en"), parse_locale("bn")) == "ইংরেজি"
