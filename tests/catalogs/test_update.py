"""Updating a catalog: nothing is lost, nothing unsafe is pre-filled, twice is once."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.catalogs.drafts import is_machine_draft, mark_draft
from pipeline.catalogs.model import Catalog, Unit
from pipeline.catalogs.reading import parse_catalog
from pipeline.catalogs.template import make_template
from pipeline.catalogs.update import UpdateResult, update_catalog
from pipeline.catalogs.writing import serialize_catalog
from pipeline.language.folding import fold_typography
from pipeline.language.locale import parse_locale
from pipeline.segmentation.model import Segment
from tests.catalogs.strategies import HEADERS, catalogs, texts, units

NOW = datetime.datetime(2026, 11, 5, 14, 30, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=30)
ES = parse_locale("es")

LEAFLET = (
    "Lung metastasis",
    "The cancer has spread to the lungs.",
    "Tell your doctor if you have a cough that does not go away.",
    "Drink plenty of water every day.",
    "Call the clinic if your temperature is 38 °C or more.",
)


def template(*sources: str, now: datetime.datetime = NOW, old: Catalog | None = None) -> Catalog:
    segments = [
        Segment.of(i, 1, 1, s, comments=(f"Paragraph {i + 1}",), line=i + 1) for i, s in enumerate(sources)
    ]
    return make_template(
        segments, source_path="source/a.txt", project="p", contact="c@example.org", now=now, old=old
    )


def translated(*sources: str) -> Catalog:
    """A Spanish catalog in which every unit is translated and has a translator's comment."""
    catalog = update_catalog(None, template(*sources), locale=ES, now=NOW).catalog
    done = [
        replace(u, targets=(f"[{u.source}]",), translator_comments=("APPROVED-BY: A",)) for u in catalog.units
    ]
    return replace(catalog, units=tuple(done))


def update(old: Catalog | None, *sources: str) -> UpdateResult:
    return update_catalog(old, template(*sources, now=LATER), locale=ES, now=LATER)


def counts(result: UpdateResult) -> tuple[int, int, int, int, int]:
    return (result.kept, result.fuzzy, result.new, result.obsolete, result.revived)


def test_a_new_catalog_has_every_unit_untranslated_and_complete_headers():
    result = update(None, *LEAFLET)
    assert counts(result) == (0, 0, 5, 0, 0) and result.changed
    assert [unit.source for unit in result.catalog.units] == list(LEAFLET)
    assert result.catalog.header("Language") == "es"
    assert result.catalog.header("PO-Revision-Date") == "2026-12-05 14:30+0000"
    assert not result.catalog.header_fuzzy


def test_an_update_without_changes_gives_the_very_same_catalog():
    old = translated(*LEAFLET)
    result = update_catalog(old, template(*LEAFLET, now=LATER, old=template(*LEAFLET)), locale=ES, now=LATER)
    assert result.catalog is old and not result.changed
    assert counts(result) == (5, 0, 0, 0, 0)


def test_moved_units_keep_everything_but_their_places():
    old = translated(*LEAFLET)
    result = update(old, "Introduction", *reversed(LEAFLET))
    new = result.catalog.by_key()
    for unit in old.units:
        assert replace(new[unit.key], references=(), extracted_comments=()) == replace(
            unit, references=(), extracted_comments=()
        )
    assert new[(None, LEAFLET[0])].references == ("source/a.txt:6",)
    assert counts(result) == (5, 0, 1, 0, 0)


def test_an_edited_source_keeps_its_translation_as_fuzzy_with_the_previous_source():
    old = translated(*LEAFLET)
    edited = "Drink a lot of water every day."
    result = update(old, *LEAFLET[:3], edited, LEAFLET[4])
    unit = result.catalog.by_key()[(None, edited)]
    assert (unit.fuzzy, unit.target, unit.previous_source) == (True, f"[{LEAFLET[3]}]", LEAFLET[3])
    assert counts(result) == (4, 1, 0, 1, 0)


def test_a_comment_on_the_old_sentence_never_stands_at_the_new_one():
    old = translated("Do not give aspirin to children.", "Do not give aspirin to small children, ever.")
    result = update(old, "Do not give aspirin to any children.")
    (active,) = result.catalog.active
    assert active.fuzzy and active.translator_comments == ()
    assert all("APPROVED-BY: A" in unit.translator_comments for unit in result.catalog.units if unit.obsolete)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Do not give aspirin under 12.", "Give aspirin over 12."),
        ("For children of 12 years and older.", "For children of 12 years and younger."),
        ("Take it if you are older than 12.", "Take it if you are younger than 12."),
        ("Come back if SpO2 is > 92 then.", "Come back if SpO2 is < 92 then."),
        ("Wait at least 2 hours before.", "Wait up to 2 hours before."),
        ("Do not give milk.", "Give milk."),
        ("Don’t give milk to babies.", "Do give milk to babies."),
        ("Take one tablet every six hours.", "Take two tablets every eight hours."),
        ("Take 10 mg every day.", "Take 100 mg every day."),
        ("Take 10 mg every day.", "Take 10 g every day."),
        ("Take 0.5 ml every day.", "Take 0,5 ml every day."),
        ("Take 2 tablets 3 times.", "Take 3 tablets 2 times."),
        ("Take half a tablet with food.", "Take a tablet with food."),
        ("Take it twice each day.", "Take it once each day."),
        ("You may drive after this.", "You may never drive after this."),
        ("Take it with food and water.", "Take it without food and water."),
        ("Take it unless you feel ill.", "Take it if you feel ill."),
        ("You cannot eat before the scan.", "You can eat before the scan."),
        ("Take it only at night.", "Take it at night."),
        ("Stop taking the tablets then.", "Keep taking the tablets then."),
        ("Avoid alcohol in this week.", "Enjoy alcohol in this week."),
        ("Take 1½ tablets now.", "Take 1¼ tablets now."),
        ("Call 0800 123 456 at any time.", "Call 0800 123 457 at any time."),
        ("Take ٢ tablets now please.", "Take ٣ tablets now please."),
    ],
)
def test_a_change_of_meaning_is_never_pre_filled_and_nothing_is_lost(before: str, after: str):
    result = update(translated("First.", before, "Last."), "First.", after, "Last.")
    unit = result.catalog.by_key()[(None, after)]
    assert unit.targets == ("",) and not unit.fuzzy
    assert unit.translator_comments == (f"Earlier source: {before}", f"Earlier translation: [{before}]")
    assert [gone.source for gone in result.catalog.units if gone.obsolete] == [before]
    assert counts(result) == (2, 0, 1, 1, 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Do not drive a car.", "Don't drive a car."),
        ("You cannot drive a car.", "You can't drive a car."),
        ("Take two tablets now.", "Take 2 tablets now."),
        ("Take 10 mg every day.", "Take 10 mg each day."),
    ],
)
def test_another_way_to_say_the_same_is_offered(before: str, after: str):
    result = update(translated("First.", before, "Last."), "First.", after, "Last.")
    assert result.fuzzy == 1


def test_a_source_with_line_ends_is_one_line_in_the_reminder():
    old = translated("Take 1 tablet.\nRest \\ sleep now.")
    unit = update(old, "Take 2 tablets.\nRest \\ sleep now.").catalog.active[0]
    assert unit.translator_comments[0] == "Earlier source: Take 1 tablet.\\nRest \\\\ sleep now."


def test_every_old_translation_is_offered_once():
    old = translated("Drink plenty of water every day.")
    result = update(old, "Drink plenty of water each day.", "Drink plenty of cold water every day.")
    assert (result.fuzzy, result.new) == (1, 1)


def test_between_equally_like_sentences_the_place_decides():
    old = translated("A heading", "See the nurse today.", "B heading", "See the nurse todax.", "C heading")
    result = update(old, "A heading", "B heading", "See the nurse todaz.", "C heading")
    assert result.catalog.by_key()[(None, "See the nurse todaz.")].previous_source == "See the nurse todax."


def test_a_sentence_whose_spacing_alone_changed_keeps_its_own_translation_wherever_it_moved():
    """Not that of one much like it, which left from the place where it stands now."""
    mint, honey = "Ask the nurse about mint tea.", "Ask the nurse about honey tea."
    old = translated(mint, *LEAFLET, honey)
    spaced = mint.replace("nurse ", "nurse  ")
    result = update(old, *LEAFLET, spaced)
    new = result.catalog.by_key()
    assert (new[None, spaced].target, new[None, spaced].fuzzy) == (f"[{mint}]", False)
    assert [unit.source for unit in result.catalog.units if unit.obsolete] == [honey]
    assert counts(result) == (6, 0, 0, 1, 0)


def test_a_fuzzy_unit_whose_spacing_alone_changed_stays_as_it_was():
    first = update(translated(*LEAFLET), LEAFLET[0], LEAFLET[1].replace("has spread", "spread"), *LEAFLET[2:])
    (fuzzy,) = [unit for unit in first.catalog.units if unit.fuzzy]
    spaced = fuzzy.source.replace(" the ", "  the ", 1)
    result = update(first.catalog, LEAFLET[0], spaced, *LEAFLET[2:])
    now = result.catalog.by_key()[None, spaced]
    assert (now.target, now.fuzzy, now.previous_source) == (fuzzy.target, True, LEAFLET[1])
    assert counts(result) == (5, 0, 0, 0, 0)


def test_a_fuzzy_unit_whose_spacing_changed_is_not_pre_filled_where_another_program_made_it_of_the_opposite():
    hot, cold = LEAFLET[4], LEAFLET[4].replace("38", "36")
    old = translated(*LEAFLET)
    merged = [
        replace(unit, source=cold, fuzzy=True, previous_source=hot) if unit.source == hot else unit
        for unit in old.units
    ]
    spaced = cold.replace(" the ", "  the ", 1)
    result = update(replace(old, units=tuple(merged)), *LEAFLET[:4], spaced)
    now = result.catalog.by_key()[None, spaced]
    assert not now.target and any(f"[{hot}]" in line for line in now.translator_comments)


def test_unlike_sentences_share_nothing():
    result = update(translated(*LEAFLET), *LEAFLET[:3], "Rest when tired.", LEAFLET[4])
    assert (result.fuzzy, result.new, result.obsolete) == (0, 1, 1)


def test_an_untranslated_unit_that_leaves_goes_without_a_trace_unless_someone_commented_on_it():
    old = update(None, "Plain.", "Commented.", "Stays.").catalog
    commented = replace(old.units[1], translator_comments=("what is meant?",))
    old = replace(old, units=(old.units[0], commented, old.units[2]))
    result = update(old, "Stays.")
    assert [unit.source for unit in result.catalog.units] == ["Stays.", "Commented."]


@pytest.mark.parametrize("fuzzy", [True, False])
def test_a_unit_that_comes_back_is_as_it_was(fuzzy: bool):
    old = translated(*LEAFLET)
    old = replace(old, units=(replace(old.units[0], fuzzy=fuzzy, flags=("reviewed",)), *old.units[1:]))
    without = update(old, *LEAFLET[1:])
    back = update(without.catalog, *LEAFLET)
    assert without.obsolete == back.revived == 1
    assert back.catalog.units == old.units


def test_a_fuzzy_translation_stays_fuzzy_on_its_way():
    old = translated("Drink plenty of water every day.")
    old = replace(old, units=(replace(old.units[0], fuzzy=True),))
    assert update(old, "Drink plenty of water each day.").catalog.active[0].fuzzy


def test_a_machine_draft_stays_one_when_its_source_is_edited():
    old = translated("Drink plenty of water every day.")
    old = replace(old, units=(mark_draft(old.units[0], origin="some-engine"),))
    (unit,) = update(old, "Drink plenty of water each day.").catalog.active
    assert is_machine_draft(unit)
    assert unit.translator_comments == ("Unreviewed machine draft (some-engine)",)


def test_only_a_person_takes_the_mark_of_a_draft_away():
    draft = mark_draft(mark_draft(Unit("a", ("b",)), origin="x"), origin="y")
    assert draft.fuzzy and draft.translator_comments == ("Unreviewed machine draft (y)",)
    assert is_machine_draft(draft) and not is_machine_draft(replace(draft, fuzzy=False))
    assert not is_machine_draft(Unit("a", ("b",), fuzzy=True))


def test_dates_and_people_stay_what_translators_wrote():
    old = translated(*LEAFLET)
    headers = tuple(
        (
            name,
            {
                "Last-Translator": "Reviewer A <a@example.org>",
                "PO-Revision-Date": "2025-01-01 00:00+0000",
            }.get(name, v),
        )
        for name, v in (*old.headers, ("X-Poedit-Bookmarks", "1,2"))
    )
    result = update(replace(old, headers=headers), *LEAFLET[1:])
    assert dict(result.catalog.headers) == {**dict(headers), "POT-Creation-Date": "2026-12-05 14:30+0000"}


def test_headers_that_are_missing_or_placeholders_are_filled_in():
    old = parse_catalog(
        b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=CHARSET\\n"\n"Language: \\n"\n'
        b'"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n\nmsgid "a"\nmsgstr "b"\n',
        "",
    )
    catalog = update(old, "a").catalog
    assert catalog.header("Content-Type") == "text/plain; charset=UTF-8"
    assert catalog.header("Language") == "es"
    assert (catalog.header("Plural-Forms") or "").startswith("nplurals=3;")
    assert catalog.units[0].target == "b"


def test_a_charset_gives_way_to_utf8_only_when_it_must():
    old = parse_catalog(
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\nmsgid "a"\nmsgstr "\xe9"\n',
        "",
    )
    assert update(old, "a").catalog.header("Content-Type") == "text/plain; charset=ISO-8859-1"
    wider = update(old, "a", "≥ 38 °C").catalog
    assert wider.header("Content-Type") == "text/plain; charset=UTF-8"
    assert parse_catalog(serialize_catalog(wider), "") == wider


def test_a_key_is_never_left_twice_even_if_one_is_obsolete():
    old = parse_catalog(
        b'msgid "a"\nmsgstr "1"\n\n#~ msgid "a"\n#~ msgstr "2"\n\n#~ msgid "b"\n#~ msgstr "3"\n\n'
        b'#~ msgid "b"\n#~ msgstr "4"\n',
        "",
    )
    for sources in (["a"], ["a", "b"], ["c"]):
        catalog = update(old, *sources).catalog
        keys = [unit.key for unit in catalog.units]
        everything = str([(unit.targets, unit.translator_comments) for unit in catalog.units])
        assert len(keys) == len(set(keys))
        assert all(target in everything for target in "1234")


def test_a_source_whose_plural_appears_is_looked_at_again():
    old = replace(translated("%d day"), headers=HEADERS)
    pot = replace(template("%d day"), units=(Unit("%d day", source_plural="%d days"),))
    (unit,) = update_catalog(old, pot, locale=ES, now=NOW).catalog.units
    assert (unit.targets, unit.fuzzy, unit.previous_source) == (("[%d day]", ""), True, "%d day")


def test_a_sentence_that_gets_contexts_keeps_its_translation_in_each_as_fuzzy():
    old = update(None, "Right").catalog
    old = replace(old, units=(replace(old.units[0], targets=("Correcto",)),))
    pot = replace(template("Right"), units=(Unit("Right", context="side"), Unit("Right", context="answer")))
    result = update_catalog(old, pot, locale=ES, now=NOW)
    assert [(unit.fuzzy, unit.target) for unit in result.catalog.active] == [(True, "Correcto")] * 2
    assert all(
        unit.previous_source == "Right" and unit.previous_context is None for unit in result.catalog.active
    )


def test_a_sentence_that_moves_takes_its_translation_with_it():
    """Line numbers as contexts give it to the wrong sentence (Translate Toolkit)."""
    old = translated(*LEAFLET)
    moved = update(old, "A new first paragraph.", *LEAFLET).catalog.by_key()
    assert all(moved[(None, source)].target == f"[{source}]" for source in LEAFLET)


sentences = st.lists(
    st.sampled_from(["not", "one", "two", "10", "mg", "water", "day", "drink", "take", "the", "rest"]),
    min_size=1,
    max_size=7,
).map(" ".join)
documents = st.lists(sentences | texts.filter(bool), max_size=8)


@st.composite
def some_old(draw: st.DrawFn) -> Catalog:
    keys = dict.fromkeys((None, source) for source in draw(documents))
    return Catalog(HEADERS, tuple(draw(units(key)) for key in keys))


def _alike(one: Unit, other: Unit) -> bool:
    return fold_typography(one.source) == fold_typography(other.source)


@given(some_old() | catalogs(), documents)
@example(Catalog(HEADERS, (Unit("\n\n", ("x",), translator_comments=("y",)),)), ["\n"])
def test_twice_is_once_and_no_translation_or_comment_is_lost(old: Catalog, sources: list[str]):
    once = update(old, *sources)
    twice = update(once.catalog, *sources)
    assert twice.catalog is once.catalog and not twice.changed
    assert [unit.source for unit in once.catalog.active] == list(dict.fromkeys(sources))
    assert once.kept + once.fuzzy + once.new + once.revived == len(once.catalog.active)
    after = {unit.key: unit for unit in once.catalog.units}
    for unit in old.units:
        if any(unit.targets) or unit.translator_comments:
            # Only what differs in spacing or typography alone takes over a translation without a rest.
            alike = [one for one in once.catalog.active if one.targets == unit.targets and _alike(one, unit)]
            same = after.get(unit.key) or alike[0]
            assert same.targets[0] == unit.targets[0]
            assert set(unit.translator_comments) <= set(same.translator_comments)
            assert same.fuzzy or not unit.fuzzy


@given(some_old(), documents)
def test_what_an_update_makes_can_be_written_and_read(old: Catalog, sources: list[str]):
    data = serialize_catalog(old)
    updated = update(old, *sources).catalog
    assert parse_catalog(serialize_catalog(updated, data), "x") == updated


@given(some_old(), documents)
def test_a_target_that_was_not_there_before_is_fuzzy_and_was_made_for_a_like_source(
    old: Catalog, sources: list[str]
):
    before = {unit.key for unit in old.units}
    for unit in update(old, *sources).catalog.active:
        if unit.key in before or not any(unit.targets):
            continue
        made_for = {u.source for u in old.units if u.targets[0] == unit.targets[0]}
        made_for |= {u.previous_source or "" for u in old.units if u.targets[0] == unit.targets[0]}
        if any(fold_typography(source) == fold_typography(unit.source) for source in made_for):
            continue
        assert unit.fuzzy and unit.previous_source in made_for
