"""Merging catalogs: what did not change gives way, and no translation is lost or trusted blindly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.catalogs.merging import merge_catalogs
from pipeline.catalogs.model import Catalog, Unit
from pipeline.catalogs.reading import parse_catalog
from pipeline.catalogs.writing import serialize_catalog
from tests.catalogs.strategies import HEADERS, catalogs, units

SOURCES = [
    "Drink water.",
    "Drink more water.",
    "Rest now.",
    "Rest a lot now.",
    "Take 1 tablet.",
    "Take 2 tablets.",
]


@st.composite
def versions(draw: st.DrawFn) -> Catalog:
    """A catalog of a few sentences that are alike, so that sides share some and edited others."""
    sources = draw(st.lists(st.sampled_from(SOURCES), max_size=5, unique=True))
    return Catalog(HEADERS, tuple(draw(units((None, source))) for source in sources))


def catalog(*some: Unit, **headers: str) -> Catalog:
    fields = tuple((name, headers.get(name.replace("-", "_"), value)) for name, value in HEADERS)
    return Catalog(fields, some)


@given(versions() | catalogs(), versions() | catalogs())
def test_a_side_that_changed_nothing_gives_way(base: Catalog, side: Catalog):
    assert merge_catalogs(base, side, base).catalog == side
    assert merge_catalogs(base, base, side).catalog == side
    assert merge_catalogs(base, side, side).catalog == side


@given(versions(), versions(), versions())
def test_no_translation_of_either_side_is_lost(base: Catalog, ours: Catalog, theirs: Catalog):
    merged = merge_catalogs(base, ours, theirs).catalog
    everything = "\n".join(
        text for unit in merged.units for text in (*unit.targets, *unit.translator_comments)
    )
    before = {(unit.key, target) for unit in base.units for target in unit.targets}
    for side in (ours, theirs):
        for unit in side.units:
            for target in unit.targets:
                if target and (unit.key, target) not in before and "\n" not in target and "\\" not in target:
                    assert target in everything or "\r" in target


@given(versions(), versions(), versions())
def test_what_is_not_fuzzy_was_so_on_one_side_with_just_this_source(
    base: Catalog, ours: Catalog, theirs: Catalog
):
    merged = merge_catalogs(base, ours, theirs).catalog
    trusted = {(u.key, u.targets) for side in (ours, theirs) for u in side.units if not u.fuzzy}
    for unit in merged.active:
        if not unit.fuzzy and any(unit.targets):
            assert (unit.key, unit.targets) in trusted


@given(versions(), versions(), versions())
def test_a_merge_can_be_written_and_read(base: Catalog, ours: Catalog, theirs: Catalog):
    merged = merge_catalogs(base, ours, theirs).catalog
    keys = [unit.key for unit in merged.units]
    assert len(keys) == len(set(keys))
    assert parse_catalog(serialize_catalog(merged, serialize_catalog(ours)), "x") == merged


@pytest.mark.parametrize("swapped", [False, True])
def test_a_source_edited_here_and_its_target_there_end_fuzzy(swapped: bool):
    base = catalog(Unit("Take one tablet.", ("Un comprimido.",)), Unit("Rest.", ("Descanse.",)))
    edited = catalog(Unit("Take TWO tablets.", ("Un comprimido.",)), Unit("Rest.", ("Descanse.",)))
    better = catalog(Unit("Take one tablet.", ("Tome un comprimido.",)), Unit("Rest.", ("Descanse.",)))
    sides = (better, edited) if swapped else (edited, better)
    result = merge_catalogs(base, *sides)
    unit = result.catalog.by_key()[(None, "Take TWO tablets.")]
    assert unit.fuzzy and unit.previous_source == "Take one tablet."
    assert "Tome un comprimido." in str(unit)
    assert result.held == ((None, "Take TWO tablets."),)


def test_a_translation_that_only_one_side_made_is_taken_as_it_is():
    base, done = Unit("Rest."), Unit("Rest.", ("Descanse.",))
    other = Unit("Eat.", ("Coma.",))
    result = merge_catalogs(catalog(base, Unit("Eat.")), catalog(done, Unit("Eat.")), catalog(base, other))
    assert result.catalog.units == (done, other) and not result.held


def test_a_unit_that_one_side_took_out_and_the_other_translated_rests_as_obsolete():
    base = catalog(Unit("Rest."), Unit("Eat.", ("Coma.",)))
    result = merge_catalogs(
        base, catalog(Unit("Eat.", ("Coma.",))), catalog(Unit("Rest.", ("Descanse.",)), base.units[1])
    )
    assert result.catalog.units == (base.units[1], Unit("Rest.", ("Descanse.",), obsolete=True))


def test_a_translator_beats_what_an_update_left_on_the_other_side():
    base = catalog(Unit("Drink water.", ("Beba agua.",)))
    fuzzy = Unit("Drink some water.", ("Beba agua.",), fuzzy=True, previous_source="Drink water.")
    done = Unit("Drink some water.", ("Beba algo de agua.",))
    for sides in ((catalog(fuzzy), catalog(done)), (catalog(done), catalog(fuzzy))):
        assert merge_catalogs(base, *sides).catalog.units == (done,)


def test_comments_and_flags_of_both_sides_are_kept_and_what_one_took_out_is_gone():
    base = Unit("a", ("b",), translator_comments=("old", "stays"), flags=("x",))
    ours = replace(base, translator_comments=("stays", "ours"), flags=("x", "y"))
    theirs = replace(base, translator_comments=("old", "stays", "theirs"), flags=())
    (unit,) = merge_catalogs(catalog(base), catalog(ours), catalog(theirs)).catalog.units
    assert (unit.translator_comments, unit.flags) == (("stays", "ours", "theirs"), ("y",))


def test_of_two_headers_the_later_dates_and_the_last_translator_stay():
    base = catalog(Unit("a"))
    ours = catalog(
        Unit("a", ("b",)),
        PO_Revision_Date="2026-03-01 10:00+0000",
        Last_Translator="Reviewer B <b@example.org>",
    )
    theirs = catalog(
        Unit("a"), PO_Revision_Date="2026-04-01 10:00+0000", Last_Translator="Reviewer C <c@example.org>"
    )
    for sides in ((ours, theirs), (theirs, ours)):
        merged = merge_catalogs(base, *sides).catalog
        assert merged.header("PO-Revision-Date") == "2026-04-01 10:00+0000"
        assert merged.header("Last-Translator") == "Reviewer C <c@example.org>"
        assert merged.header("X-Other-Translators") == "Reviewer B <b@example.org>"
        again = merge_catalogs(merged, merged, merged).catalog
        assert again.header("X-Other-Translators") == "Reviewer B <b@example.org>"
        assert merged.units[0].target == "b"


def test_their_order_is_taken_where_ours_did_not_change():
    a, b, c = (Unit(name, (name,)) for name in "abc")
    merged = merge_catalogs(catalog(a, b), catalog(a, b, c), catalog(b, a)).catalog
    assert [unit.source for unit in merged.units] == ["b", "c", "a"]


def test_a_plural_that_came_on_one_side_makes_the_new_target_of_the_other_fuzzy():
    base = catalog(Unit("%d day", ("%d día",)))
    ours = catalog(Unit("%d day", ("%d día", ""), source_plural="%d days", fuzzy=True))
    theirs = catalog(Unit("%d day", ("%d jornada",)))
    (unit,) = merge_catalogs(base, ours, theirs).catalog.units
    assert unit.fuzzy and unit.source_plural == "%d days" and len(unit.targets) == 2
