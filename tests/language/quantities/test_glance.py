"""A glance at a text says what the recogniser says, or nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.locale import parse_locale
from pipeline.language.quantities import find_quantities
from pipeline.language.quantities.glance import glance_of
from pipeline.language.quantities.model import Interval, Key, Measure, Number, Range
from pipeline.language.quantities.units import unit_of
from tests.language.quantities.cases_support import cases

LOCALES = ("en", "fr", "es", "de", "ar", "hi", "ru", "tr", "it", "pt-BR", "fa", "ur", "ko", "am")
WORDS = st.sampled_from(
    [
        *("7", "(3)", "28,", "2020", '"5"', "5%", "1.5", "999", "112.", "15", "0800", "[4]", "3:", "½", "٣"),
        *("one", "two", "twenty", "half", "un", "une", "deux", "et", "demi", "dos", "y", "medio", "eins"),
        *("mg", "mg,", "mg/kg", "ml", "hours", "heures,", "jours", "kg)", "°C", "%", "per", "par", "daily"),
        *(
            "to",
            "and",
            "or",
            "à",
            "au",
            "moins",
            "bis",
            "a",
            "day",
            "times",
            "fois",
            "every",
            "toutes",
            "les",
        ),
        *("call", "appelez", "May", "may", "mars", "th", "er", "COVID", "x", "h", "-", "–", "b.i.d.", "q"),
        *(
            "",
            "the",
            "d’un",
            "l’eau",
            "water",
            "n’a",
            "pas",
            "год",
            "лет",
            "دقيقة",
            "يوم",
            "दिन",
            "घंटे",
            "\u00a0",
        ),
    ]
)
TEXTS = st.lists(WORDS | st.integers(0, 2500).map(str), max_size=9).map(" ".join)


def keys(text: str, tag: str) -> list[Key] | None:
    """What a glance at ``text`` shows, as the keys of quantities."""
    glance = glance_of(parse_locale(tag))
    assert glance is not None
    seen = glance.quantities(text)
    return None if seen is None else [key(*one) for one in seen]


def key(low: int, high: int, unit: str) -> Key:
    value = Decimal(low) if low == high else Interval(Decimal(low), Decimal(high))
    if unit:
        known = unit_of(unit)
        return Measure(
            start=0, end=0, value=value, unit=unit, dimension=known.dimension, factor=known.factor
        ).key
    if isinstance(value, Interval):
        return Range(start=0, end=0, value=value).key
    return Number(start=0, end=0, value=value).key


@given(st.sampled_from(LOCALES), TEXTS)
def test_a_glance_says_nothing_else_than_the_recogniser(tag: str, text: str) -> None:
    seen = keys(text, tag)
    if seen is not None:
        assert seen == [one.key for one in find_quantities(text, parse_locale(tag))]


@pytest.mark.parametrize(("tag", "text"), [(tag, text) for tag, text, _ in cases()])
def test_the_cases_of_the_recogniser_look_the_same_at_a_glance(tag: str, text: str) -> None:
    if glance_of(parse_locale(tag)) is not None:
        seen = keys(text, tag)
        assert seen is None or seen == [one.key for one in find_quantities(text, parse_locale(tag))]


@pytest.mark.parametrize(
    ("tag", "text", "found"),
    [
        ("en", "(12) Take 2 tablets with water.", [(12, 12, ""), (2, 2, "{tablet}")]),
        ("en", "It takes 8 to 60 days, as you may know.", [(8, 60, "d")]),
        ("en", "Drink two litres of clean water a day.", [(2, 2, "L")]),
        ("fr", "Lavez-vous les mains 20 secondes au moins avant.", [(20, 20, "s")]),
        ("fr", "Prenez 10\u00a0mg\u202f; pas après une injection.", [(10, 10, "mg")]),
        ("en", "Wash your hands.", []),
        ("en", "Call 112 now.", None),
        ("en", "On 3 May it was 38.5 °C.", None),
        ("en", "10 mg, daily", None),
        ("fr", "vingt et un", None),
    ],
)
def test_what_is_plain_is_seen_and_what_is_difficult_is_left(
    tag: str, text: str, found: list[tuple[int, int, str]] | None
) -> None:
    glance = glance_of(parse_locale(tag))
    assert glance is not None
    assert glance.quantities(text) == found


@pytest.mark.parametrize("tag", ["zh-Hans", "th", "sw", "vi", "bn"])
def test_where_words_are_not_apart_or_units_stand_first_there_is_no_glance(tag: str) -> None:
    assert glance_of(parse_locale(tag)) is None
