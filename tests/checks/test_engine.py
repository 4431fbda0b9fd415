"""The engine: what is checked, in what order, and what settings make of it."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.model import Unit
from pipeline.checks.engine import DEFAULT_SEVERITIES, run_checks
from pipeline.checks.model import (
    OPAQUE,
    Category,
    CheckContext,
    Diagnostic,
    Pair,
    Severities,
    Severity,
    Side,
)
from pipeline.checks.registry import CHECKS
from pipeline.checks.signs import Sign
from pipeline.language.locale import parse_locale

EN, FR = parse_locale("en"), parse_locale("fr")


class Shouts:
    """Finds fault with a target that has an exclamation mark where the source has none."""

    id = "shouts"
    signs = Sign.ALWAYS
    category: Category = "linguistic"
    severity = Severity.WARNING
    explanation = "For the tests of the engine."

    def check(self, pair: Pair, _context: CheckContext) -> Iterator[Diagnostic]:
        if "!" in pair.target.plain and "!" not in pair.source.plain:
            yield pair.finding(self, "shouts", "speak softly")


def check(*units: Unit, severities: Severities = DEFAULT_SEVERITIES):
    context = CheckContext(FR, EN, domain="leaflet", units=units)
    return run_checks(units, context, (Shouts(), CHECKS["untranslated"]), severities)


def test_findings_come_in_the_order_of_the_units() -> None:
    found = check(Unit("a", ("a!",), line=3), Unit("b", line=6), Unit("c", ("c!",), line=9))
    assert [(one.diagnostic.check, one.line) for one in found] == [
        ("shouts", 3),
        ("untranslated", 6),
        ("shouts", 9),
    ]


def test_obsolete_units_are_passed_over_and_fuzzy_ones_marked() -> None:
    found = check(Unit("a", ("a!",), obsolete=True), Unit("b", ("b!",), fuzzy=True))
    assert [(one.diagnostic.key, one.fuzzy) for one in found] == [((None, "b"), True)]


def test_a_plural_form_may_follow_either_form_of_the_source() -> None:
    assert check(Unit("one!", ("un!", "beaucoup"), source_plural="many")) == ()
    (found,) = check(Unit("one", ("un", "beaucoup!"), source_plural="many"))
    assert (found.diagnostic.form, found.source, found.target) == (1, "many", "beaucoup!")


def test_a_locale_overrules_the_project_and_a_domain_both() -> None:
    unit = Unit("a", ("a!",))
    everywhere = {"shouts": Severity.ERROR}
    assert check(unit, severities=Severities(everywhere))[0].severity is Severity.ERROR
    quiet = Severities(everywhere, locales={"fr": {"shouts": Severity.INFO}, "de": {"shouts": None}})
    assert check(unit, severities=quiet)[0].severity is Severity.INFO
    off = Severities(everywhere, quiet.locales, domains={"leaflet": {"shouts": None}})
    assert check(unit, severities=off) == ()


def test_the_plain_text_has_no_tags_and_its_spans_are_positions_in_the_raw_text() -> None:
    side = Side('Take <b>two</b><br/><x id="1"/> now')
    assert side.plain == f"Take two\n{OPAQUE} now"
    span = side.span(5, 8)
    assert side.raw[span.start : span.end] == "two"


@given(st.lists(st.sampled_from(["a", "word ", "<b>", "</b>", "<br/>", '<x id="2"/>', "<", "é "])), st.data())
def test_a_span_of_plain_characters_begins_and_ends_at_them(parts: list[str], data: st.DataObject) -> None:
    side = Side("".join(parts))
    plain = side.plain
    if not plain:
        return
    start = data.draw(st.integers(0, len(plain) - 1))
    end = data.draw(st.integers(start + 1, len(plain)))
    span = side.span(start, end)
    assert Side(side.raw[span.start : span.end]).plain == plain[start:end]
