"""Catalogs as real editors saved them: what a translator did in them is there, and nothing else is lost.

In each of ``data/editors`` somebody opened ``polyleaf.po`` in that version of an editor, translated "Give one
tablet", confirmed the machine draft of "Keep the child", changed "Do not use cold water" and saved. (OmegaT
has no fuzzy mark: there "See a doctor" was translated anew, and the draft left as it was. In Weblate
"Polyleaf may help" was translated and marked as needing editing.)
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.catalogs.model import Catalog, State
from pipeline.catalogs.reading import parse_catalog
from pipeline.catalogs.update import update_catalog
from pipeline.catalogs.writing import serialize_catalog
from pipeline.language.locale import parse_locale
from pipeline.signoff.digest import digest_of

DATA = Path(__file__).with_name("data") / "editors"
NOW = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)
EDITORS = ["poedit-3.2.2", "lokalize-22.12.3", "weblate-5.14.3", "omegat-3.6.0"]
TABLET, KEEP, WATER = (
    "Give one tablet every 8 hours.",
    "Keep the child in light clothes.",
    "Do not use cold water.",
)
HELP, DOCTOR = "Polyleaf may help.", "See a doctor quickly."


def saved_by(editor: str) -> Catalog:
    return parse_catalog((DATA / f"{editor}.po").read_bytes(), f"{editor}.po")


BEFORE = saved_by("polyleaf")


def template(catalog: Catalog = BEFORE) -> Catalog:
    """The template that the catalog was made from."""
    bare = {"targets": ("",), "fuzzy": False, "translator_comments": (), "previous_source": None}
    return replace(catalog, units=tuple(replace(unit, **bare) for unit in catalog.active))


def states(catalog: Catalog) -> dict[str, State]:
    return {unit.source: unit.state for unit in catalog.active}


DONE = {TABLET: State.TRANSLATED, KEEP: State.TRANSLATED}
STATES = {
    "poedit-3.2.2": DONE,
    "lokalize-22.12.3": DONE,
    "weblate-5.14.3": {**DONE, HELP: State.FUZZY},
    "omegat-3.6.0": {TABLET: State.TRANSLATED, KEEP: State.UNTRANSLATED, DOCTOR: State.TRANSLATED},
}


@pytest.mark.parametrize("editor", EDITORS)
def test_what_was_done_is_there_and_what_was_not_is_as_before(editor: str) -> None:
    catalog = saved_by(editor)
    assert states(catalog) == {**states(BEFORE), **STATES[editor]}
    before, after = BEFORE.by_key(), catalog.by_key()
    assert list(before) == list(after)
    changed = {key[1] for key in before if before[key].targets != after[key].targets}
    wanted = {"poedit-3.2.2": set(), "lokalize-22.12.3": set(), "weblate-5.14.3": {HELP}}
    assert changed == {TABLET, WATER} | wanted.get(editor, {KEEP, DOCTOR})


@pytest.mark.parametrize("editor", EDITORS)
def test_a_signature_holds_on_every_entry_that_was_not_changed(editor: str) -> None:
    before, after = BEFORE.by_key(), saved_by(editor).by_key()
    for key, unit in before.items():
        same = digest_of(after[key], "fever", "es") == digest_of(unit, "fever", "es")
        assert same == (after[key].targets == unit.targets)


@pytest.mark.parametrize("editor", EDITORS)
def test_comments_previous_sources_and_obsolete_translations_stay(editor: str) -> None:
    after = saved_by(editor).by_key()
    for key, unit in BEFORE.by_key().items():
        assert after[key].translator_comments == unit.translator_comments
        assert after[key].extracted_comments == unit.extracted_comments
        assert after[key].previous_source == unit.previous_source
    kept = {(unit.source, unit.targets) for unit in saved_by(editor).units if unit.obsolete}
    assert kept == {(unit.source, unit.targets) for unit in BEFORE.units if unit.obsolete}


@pytest.mark.parametrize("editor", EDITORS)
def test_the_fields_of_the_header_that_are_relied_on_stay(editor: str) -> None:
    catalog = saved_by(editor)
    for name in ("Language", "X-Source-Language", "POT-Creation-Date", "Content-Type"):
        assert catalog.header(name) == BEFORE.header(name)


def test_not_every_editor_names_the_translator() -> None:
    names = {editor: saved_by(editor).header("Last-Translator") for editor in EDITORS}
    # Poedit has a name only where one is set in its preferences; OmegaT leaves the header alone.
    assert [editor for editor, name in names.items() if not name] == ["poedit-3.2.2", "omegat-3.6.0"]


@pytest.mark.parametrize("editor", EDITORS)
def test_an_update_leaves_what_an_editor_saved_as_it_is(editor: str) -> None:
    data = (DATA / f"{editor}.po").read_bytes()
    result = update_catalog(saved_by(editor), template(), locale=parse_locale("es"), now=NOW)
    assert not result.changed
    assert serialize_catalog(result.catalog, like=data) == data


@pytest.mark.parametrize("editor", EDITORS)
def test_an_update_after_an_edit_writes_the_edited_entry_alone(editor: str) -> None:
    data = (DATA / f"{editor}.po").read_bytes()
    edited = template()
    edited = replace(
        edited,
        units=tuple(
            replace(unit, source="Do not use very cold water.") if unit.source == WATER else unit
            for unit in edited.units
        ),
    )
    result = update_catalog(saved_by(editor), edited, locale=parse_locale("es"), now=NOW)
    after = serialize_catalog(result.catalog, like=data).decode().split("\n\n")
    gone = set(data.decode().rstrip("\n").split("\n\n")) - {entry.rstrip("\n") for entry in after}
    assert all("cold water" in entry or entry.startswith(("msgid", "# Translator")) for entry in gone)
    assert any("#, fuzzy" in entry and "very cold water" in entry for entry in after)


@pytest.mark.parametrize(
    ("locale", "written", "afterwards"),
    [
        ("zh-Hant", "zh", "zh_Hant"),
        ("zh-Hans", "zh", "zh"),
        ("zh-Hans", "zh_CN", "zh_CN"),
        ("pt-BR", "pt", "pt_BR"),
        ("pt-BR", "pt_PT", "pt_PT"),
        ("sr-Latn", "sr@latin", "sr@latin"),
        ("es", "es_MX", "es_MX"),
        ("zh-Hans", "es", "es"),  # a file in the wrong folder: told of elsewhere, never hidden
    ],
)
def test_a_language_that_an_editor_cut_short_is_named_in_full_again(
    locale: str, written: str, afterwards: str
) -> None:
    headers = tuple((name, written if name == "Language" else value) for name, value in BEFORE.headers)
    old = replace(BEFORE, headers=headers)
    once = update_catalog(old, template(), locale=parse_locale(locale), now=NOW)
    assert once.catalog.header("Language") == afterwards
    assert not update_catalog(once.catalog, template(), locale=parse_locale(locale), now=NOW).changed
