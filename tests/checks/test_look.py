"""The first look at a pair never keeps a check from what it would have found."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.model import Unit
from pipeline.checks.engine import UnitCheck, run_checks
from pipeline.checks.look import LONGEST, FirstLook
from pipeline.checks.model import CheckContext, Pair
from pipeline.checks.registry import CHECKS
from pipeline.checks.signs import Sign
from pipeline.language.locale import parse_locale
from tests.checks.test_cases import DATA
from tests.checks.test_properties import LOCALES, TEXTS

EN = parse_locale("en")
OF_PAIRS = [check for check in CHECKS.values() if isinstance(check, UnitCheck)]
NUMBERS = st.sampled_from(
    ["12 mg", "(3)", "two", "un", "20 to 30 days", "not", "ne", "pas", "sans", "112", "%", "<", "≥"]
)
LIMITS = st.sampled_from(
    ["at least", "under", "au plus", "au moins", "plus de", "no more than", "pas plus de", "or older"]
)
MIXED = st.lists(TEXTS | NUMBERS | LIMITS, max_size=4).map(" ".join)


def overlooked(tag: str, source: str, target: str) -> list[str]:
    """The checks that find something in a pair whose signs say that they need not be asked."""
    unit = Unit(source, (target,))
    context = CheckContext(parse_locale(tag), EN, units=(unit,))
    signs = FirstLook(context).signs(Pair(unit))
    return [
        check.id for check in OF_PAIRS if not check.signs & signs and list(check.check(Pair(unit), context))
    ]


def every_case() -> Iterator[tuple[str, str, str]]:
    for path in sorted((DATA / "cases").glob("*.toml")):
        for rows in tomllib.loads(path.read_text("utf-8")).values():
            yield from rows


def test_no_check_is_kept_from_a_case() -> None:
    assert [(case, found) for case in every_case() if (found := overlooked(*case))] == []


@given(st.sampled_from(LOCALES), MIXED, MIXED)
def test_no_check_is_kept_from_what_it_would_find(tag: str, source: str, target: str) -> None:
    if source and target:
        assert overlooked(tag, source, target) == []


@given(st.sampled_from(LOCALES), MIXED, MIXED)
def test_no_check_is_kept_from_texts_with_the_same_tags(tag: str, source: str, target: str) -> None:
    link = '<a href="https://a.example/x">{}</a> '
    assert overlooked(tag, link.format(source), link.format(target)) == []


def test_a_good_pair_of_plain_words_shows_nothing() -> None:
    unit = Unit("(7) Keep this box away from children.", ("(7) Conservez la boîte loin des enfants.",))
    assert FirstLook(CheckContext(parse_locale("fr"), EN, units=(unit,))).signs(Pair(unit)) == Sign.ALWAYS | (
        Sign.ALIKE
    )


@pytest.mark.parametrize("long", [0, 1])
def test_a_text_too_long_to_be_looked_at_is_left_to_all_checks(long: int) -> None:
    texts = ["word", "mot"]
    texts[long] += " x" * LONGEST
    unit = Unit(texts[0], (texts[1],))
    signs = FirstLook(CheckContext(parse_locale("fr"), EN, units=(unit,))).signs(Pair(unit))
    assert all(check.signs & signs for check in OF_PAIRS)
    assert run_checks((unit,), CheckContext(parse_locale("fr"), EN, units=(unit,)), OF_PAIRS) != ()
