"""Between languages: what says the opposite is seen, and what says the same passes.

Words of limits ("moins de 12 ans", "12岁以下") are among those that elsewhere may stand for a "not".
"""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest

from pipeline.catalogs.caution import differs_in_meaning
from pipeline.catalogs.model import Unit
from pipeline.checks.engine import run_checks
from pipeline.checks.model import CheckContext
from pipeline.checks.registry import CHECKS
from pipeline.engines.verification import find_problems
from pipeline.language.locale import parse_locale
from pipeline.language.quantities.carried import knows_phrases

PHRASES = tomllib.loads(Path(__file__).with_name("data").joinpath("instructions.toml").read_text("utf-8"))
SOURCES = ("en", "es", "fr", "ar", "zh-Hans", "hi")
# As sources only languages whose words round numbers are known: "alle 8 Stunden" is compared by its digits.
KNOWN = [tag for tag in PHRASES if knows_phrases(parse_locale(tag))]
PAIRS = [
    *itertools.permutations(SOURCES, 2),
    *(("en", tag) for tag in PHRASES if tag not in SOURCES),
    *((tag, "en") for tag in KNOWN if tag not in SOURCES),
]
CLINICAL = tuple(check for check in CHECKS.values() if check.category == "clinical")
AGES = (2, 12)
FORMS = tuple(itertools.product(("give", "take"), (False, True), ("under", "over"), (10,), (8,), AGES))


def written(tag: str, form: tuple[str, bool, str, int, int, int]) -> str:
    """An instruction in a language: what to do, whether not to, the limit, the number, the hours, the age."""
    verb, negated, limit, n, h, a = form
    phrases = PHRASES[tag]
    said = phrases[f"not_{verb}" if negated else verb].format(n=n, h=h)
    return phrases[limit].format(said, a=a)


def opposites(form: tuple[str, bool, str, int, int, int]) -> list[tuple[str, bool, str, int, int, int]]:
    verb, negated, limit, n, h, a = form
    return [
        (verb, not negated, limit, n, h, a),
        (verb, negated, "over" if limit == "under" else "under", n, h, a),
        (verb, negated, limit, 12 - n, h, a),
        (verb, negated, limit, n, h + 4, a),
        (verb, negated, limit, n, h, sum(AGES) - a),
    ]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_translation_that_says_the_opposite_is_refused_and_found(one: str, other: str) -> None:
    locales = parse_locale(one), parse_locale(other)

    def refused(source: str, target: str) -> bool:
        return bool(find_problems(source, target, source_locale=locales[0], target_locale=locales[1]))

    def found(source: str, target: str) -> bool:
        units = (Unit(source=source, targets=(target,)),)
        return bool(run_checks(units, CheckContext(locales[1], locales[0], units=units), CLINICAL))

    for form in FORMS:
        source, same = written(one, form), written(other, form)
        assert (refused(source, same), found(source, same)) == (False, False), (source, same)
        for wrong in opposites(form):
            target = written(other, wrong)
            assert (refused(source, target), found(source, target)) == (True, True), (source, target)


@pytest.mark.parametrize("tag", PHRASES)
def test_a_source_that_came_to_say_the_opposite_is_no_harmless_edit(tag: str) -> None:
    locale = parse_locale(tag)
    for form in FORMS:
        for wrong in opposites(form):
            assert differs_in_meaning(written(tag, form), written(tag, wrong), locale)
