"""What holds for any text: no check fails on it, none takes long, and spans stay inside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.model import Unit
from pipeline.checks.engine import Finding, run_checks
from pipeline.checks.model import CheckContext
from pipeline.checks.registry import CHECKS
from pipeline.language.locale import parse_locale

EN = parse_locale("en")
LOCALES = ("fr", "ar", "fa", "hi", "zh-Hans", "th", "am", "el", "ro", "ru", "ja", "km")
OURS = tuple(check for check in CHECKS.values() if check.category != "clinical")

PIECES = st.sampled_from(
    [
        *("<b>", "</b>", "<", ">", "<br/>", '<x id="1"/>', '<a href="', '">', "</a>", "&lt;b&gt;", "＜b＞"),
        *("%s", "%(n)d", "{x}", "{", "%", "${a}", "https://a.b", "www.", "@", "x@y.z", "javascript:"),
        *("(", ")", "«", '"', "「", ". ", "。", "؟", ";", "…", "word word ", "vous ", " ", "  ", "\n", "\t"),
        *("\u200b", "\u202e", "\u2066", "\u2069", "\ufeff", "\x00", "\ud800", "\U0010ffff", "1O", "5l0"),
        *("कखग", "हे", "医生", "醫生", "เด็ก", "ሰላም", "привет", "αβ", "aаa", "سلام", "|", "A" * 9),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=6), max_size=12).map("".join)


def check(locale: str, *units: Unit) -> tuple[Finding, ...]:
    return run_checks(units, CheckContext(parse_locale(locale), EN, "any", units), OURS)


@given(st.sampled_from(LOCALES), st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4))
def test_any_text_can_be_checked_and_spans_stay_inside(locale: str, rows: list[tuple[str, str, str]]) -> None:
    units = [
        Unit(source or "s", (target, other), source_plural="plural" + other)
        if len(other) % 3 == 0
        else Unit(source or "s", (target,), context=other)
        for source, target, other in rows
    ]
    for one in check(locale, *{unit.key: unit for unit in units}.values()):
        for span in one.diagnostic.source_spans:
            assert 0 <= span.start <= span.end <= len(one.source)
        for span in one.diagnostic.target_spans:
            assert 0 <= span.start <= span.end <= len(one.target)
        assert one.diagnostic.what and one.diagnostic.hint


@given(st.sampled_from(LOCALES), TEXTS, TEXTS)
def test_checking_twice_says_the_same(locale: str, source: str, target: str) -> None:
    unit = Unit(source or "s", (target,))
    assert check(locale, unit) == check(locale, unit)


LENGTH = 500_000
LONG = {
    "letters": "a" * LENGTH,
    "words": "word " * (LENGTH // 5),
    "brackets": "(" * LENGTH,
    "pairs": "()" * (LENGTH // 2),
    "closing": ")" * LENGTH,
    "tags": "<b>" * (LENGTH // 3),
    "less-than": "<" * LENGTH,
    "open tags": "<a " * (LENGTH // 3),
    "half links": '<a href="x' * (LENGTH // 10),
    "entities": "&lt;b" * (LENGTH // 5),
    "spaces": " " * LENGTH,
    "digits": "1" * LENGTH,
    "almost digits": "1O" * (LENGTH // 2),
    "percent": "%" * LENGTH,
    "percent sizes": "%" + "0" * LENGTH,
    "braces": "{" * LENGTH,
    "names": "{a" * (LENGTH // 2),
    "at": "a@" * (LENGTH // 2),
    "dots": "a." * (LENGTH // 2),
    "mail": "a@" + "b." * (LENGTH // 2),
    "stops": "." * LENGTH,
    "stop and space": ". " * (LENGTH // 2),
    "addresses": "http://" * (LENGTH // 7),
    "quotes": '"' * LENGTH,
    "overrides": "\u202e" * LENGTH,
    "joiners": "\u200d" * LENGTH,
    "han": "医" * LENGTH,
    "devanagari": "क" * LENGTH,
    "mixed": "aа" * (LENGTH // 2),
    "on": "< on" * (LENGTH // 4),
    "script": "<script" * (LENGTH // 7),
    "line ends": "\n" * LENGTH,
}


@pytest.mark.slow
@pytest.mark.parametrize(("number", "name"), list(enumerate(LONG)))
def test_a_line_of_half_a_million_characters_returns(number: int, name: str) -> None:
    check(("fr", "ar")[number % 2], Unit("Drink water (now).", (LONG[name],)), Unit(LONG[name], ("Buvez.",)))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["words", "two words", "mail"])
def test_a_long_line_that_repeats_itself_on_both_sides_returns_with_few_findings(name: str) -> None:
    text = {"words": "not ", "two words": "the dose the dose ", "mail": "a@b.c "}[name] * (LENGTH // 8)
    assert len(check("fr", Unit(text, (text + ".",)), Unit("Drink water.", (text,)))) < 1000
