"""Writing keeps every unit and comment, every byte of what did not change, and what GNU gettext accepts."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.catalogs.headers import fit_charset
from pipeline.catalogs.model import Catalog, Unit
from pipeline.catalogs.reading import parse_catalog, parse_layout
from pipeline.catalogs.style import detect_style
from pipeline.catalogs.writing import serialize_catalog
from pipeline.errors import CatalogError
from tests.catalogs.strategies import HEADERS, catalogs, texts
from tests.catalogs.test_reading import GOOD, good


@given(catalogs())
def test_what_is_written_reads_the_same(catalog: Catalog):
    data = serialize_catalog(catalog)
    assert parse_catalog(data, "x.po") == catalog
    assert b"\r" not in data and not data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\n")


@settings(max_examples=50)
@given(catalogs(), st.sampled_from(GOOD), st.integers(0, 3))
def test_writing_over_any_file_reads_the_same(catalog: Catalog, name: str, kept: int):
    like = good(name)
    old = parse_catalog(like, name)
    mixed = {
        (unit.key, unit.obsolete): unit for unit in (*old.units[:kept], *catalog.units, *old.units[kept:])
    }
    active = {key for key, obsolete in mixed if not obsolete}
    units = tuple(u for (key, obsolete), u in mixed.items() if not obsolete or key not in active)
    utf8 = replace(catalog, units=units)
    assert parse_catalog(serialize_catalog(utf8, like), "x.po") == utf8


@pytest.mark.parametrize("name", GOOD)
def test_a_catalog_that_did_not_change_keeps_every_byte(name: str):
    assert serialize_catalog(parse_catalog(good(name), name), good(name)) == good(name)


@pytest.mark.parametrize(
    "name",
    ["all_that_gettext_writes", "crlf", "bom_and_crlf", "folded_at_79", "comments_below_the_last_unit"],
)
def test_one_changed_unit_changes_only_its_own_lines(name: str):
    like = good(name)
    catalog = parse_catalog(like, name)
    changed = replace(catalog.units[-1], targets=("otro",))
    data = serialize_catalog(replace(catalog, units=(*catalog.units[:-1], changed)), like)
    before, after = like.split(b"\n"), data.split(b"\n")
    assert len(before) == len(after)
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        after[next(i for i, line in enumerate(after) if b"otro" in line)]
    ]


def test_a_new_unit_is_one_block_more():
    like = good("all_that_gettext_writes")
    catalog = parse_catalog(like, "")
    new = Unit("New.", ("Nuevo.",))
    data = serialize_catalog(replace(catalog, units=(*catalog.units[:1], new, *catalog.units[1:])), like)
    assert data.replace(b'msgid "New."\nmsgstr "Nuevo."\n\n', b"") == like


def test_units_can_change_places_and_keep_their_bytes():
    like = good("no_blank_lines_between")
    catalog = parse_catalog(like, "")
    data = serialize_catalog(replace(catalog, units=catalog.units[::-1]), like)
    assert data == b'# e\nmsgid "e"\nmsgstr "f"\n\nmsgid "c"\nmsgstr "d"\nmsgid "a"\nmsgstr "b"\n'


def test_a_folded_file_gets_folded_units():
    like = good("folded_at_79")
    catalog = parse_catalog(like, "")
    new = Unit("a long sentence " * 20, references=tuple(f"source/a.txt:{i}" for i in range(20)))
    data = serialize_catalog(replace(catalog, units=(*catalog.units, new)), like)
    assert max(map(len, data.split(b"\n"))) <= 79
    assert parse_catalog(data, "").units[-1] == new


@given(texts)
def test_an_unfolded_file_stays_unfolded(text: str):
    data = serialize_catalog(Catalog(HEADERS, (Unit("x", (text,)),)))
    layout = parse_layout(data, "")
    assert detect_style(data, layout).width is None or len(text.splitlines()) > 1


def test_comments_below_the_last_unit_are_kept_when_units_change():
    like = good("comments_below_the_last_unit")
    catalog = parse_catalog(like, "")
    assert serialize_catalog(replace(catalog, units=()), like).endswith(b"\n# the end\n")


def test_the_charset_of_the_header_is_the_charset_of_the_file():
    catalog = parse_catalog(good("latin1"), "")
    changed = replace(catalog, units=(replace(catalog.units[0], targets=("Été.",)),))
    assert "Été.".encode("latin-1") in serialize_catalog(changed, good("latin1"))


def test_a_character_that_the_charset_has_not_is_refused():
    catalog = parse_catalog(good("latin1"), "")
    changed = replace(catalog, units=(replace(catalog.units[0], targets=("ছুটি",)),))
    with pytest.raises(CatalogError, match="not in ISO-8859-1"):
        serialize_catalog(changed, good("latin1"))


@pytest.mark.parametrize(
    ("units", "says"),
    [
        ((Unit("a"), Unit("a", ("b",))), "same key"),
        ((Unit(""),), "header"),
        ((Unit("a", ()),), "0 targets"),
        ((Unit("a", ("b", "c")),), "2 targets"),
        ((Unit("a\0b"),), "NUL"),
        ((Unit("a\x04b"),), "EOT"),
        ((Unit("a", previous_context="b"),), "previous"),
        ((Unit("a", translator_comments=("\ud800",)),), "U\\+D800"),
    ],
)
def test_what_no_file_can_hold_is_refused(units: tuple[Unit, ...], says: str):
    with pytest.raises(CatalogError, match=says):
        serialize_catalog(Catalog(HEADERS, units))


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_line_end_in_a_comment_cannot_start_a_unit(end: str):
    attack = f'fine{end}msgid "Rest."{end}msgstr "Drive."'
    unit = Unit(
        "a", ("b",), translator_comments=(attack,), extracted_comments=(attack,), unknown_comments=(attack,)
    )
    catalog = Catalog(
        (*HEADERS, ("X-Note", attack)), (replace(unit, references=(attack,), flags=(attack,)),), (attack,)
    )
    assert [unit.source for unit in parse_catalog(serialize_catalog(catalog), "x").units] == ["a"]


def test_a_very_long_run_of_hyphens_is_folded_at_once():
    like = good("folded_at_79")
    catalog = parse_catalog(like, "")
    unit = Unit("-" * 300_000, ("- " * 100_000,))
    data = serialize_catalog(replace(catalog, units=(*catalog.units, unit)), like)
    assert parse_catalog(data, "").units[-1] == unit


def gettext_would_take(unit: Unit) -> Unit:
    """The unit without what ``msgfmt --check`` forbids (line ends that differ) or msgcat drops.

    Paths with spaces are left out too: gettext reads their isolates since 0.22.
    """
    first = unit.source.startswith("\n"), unit.source.endswith("\n")

    def fit(text: str) -> str:
        return "\n" * first[0] + (text.strip("\n") or "x") + "\n" * first[1]

    return replace(
        unit,
        source=fit(unit.source),
        source_plural=None if unit.source_plural is None else fit(unit.source_plural),
        targets=tuple(fit(target) if any(unit.targets) or unit.obsolete else "" for target in unit.targets),
        flags=(),
        unknown_comments=(),
        references=tuple(r for r in unit.references if not unit.obsolete and " " not in r),
        extracted_comments=() if unit.obsolete else unit.extracted_comments,
    )


def run(*command: str, data: bytes) -> bytes:
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout


@pytest.mark.slow
@settings(max_examples=60)
@given(catalog=catalogs())
def test_gnu_gettext_accepts_what_is_written_and_reads_the_same(need: Callable[..., str], catalog: Catalog):
    units = {unit.key: unit for unit in map(gettext_would_take, catalog.units)}
    catalog = replace(catalog, units=tuple(units.values()), header_fuzzy=False)
    data = serialize_catalog(catalog)
    run(need("msgfmt"), "--check", "-o", "/dev/null", "-", data=data)
    back = parse_catalog(run(need("msgcat"), "--no-wrap", "-", data=data), "msgcat")
    folded = parse_catalog(run(need("msgcat"), "-", data=data), "msgcat")
    for theirs in (back, folded):
        assert sorted(map(texts_of, theirs.units)) == sorted(map(texts_of, catalog.units))


# Two units with one key even if one is obsolete, and the placeholder that xgettext itself writes as charset.
GNU_REFUSES = {"same_key_active_and_obsolete", "fuzzy_header_of_a_template"}


def texts_of(unit: Unit) -> tuple[object, ...]:
    return (
        unit.source,
        unit.context or "",
        unit.source_plural or "",
        unit.targets,
        unit.obsolete,
        unit.fuzzy and unit.target != "",  # msgcat takes the flag off where there is nothing to trust
        unit.previous_source or "",
        unit.references,
        unit.translator_comments,
        unit.extracted_comments,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(GOOD) - GNU_REFUSES))
def test_gnu_gettext_reads_the_good_files_too(need: Callable[..., str], name: str):
    data = good(name)
    if name.startswith("bom"):
        data = data[3:]
    run(need("msgcat"), "-o", "/dev/null", "-", data=data)


def test_the_test_data_is_there():
    assert len(GOOD) > 20 and Path(__file__).with_name("data").is_dir()


@pytest.mark.parametrize("text", ["C:\\", "C:\\ ", "\\  ", "\\"])
def test_a_comment_that_ends_in_a_backslash_does_not_swallow_the_next_line(text: str):
    """gettext joins such a line with the next one, even in a comment."""
    unit = Unit("a", ("b",), translator_comments=(text,), extracted_comments=(text,))
    catalog = Catalog(HEADERS, (unit,), (text,))
    data = serialize_catalog(catalog)
    assert b"\\\n" not in data
    assert parse_catalog(data, "") == catalog


BROKEN_HEADER = b"""\
msgid ""
msgstr ""
"Language: es"
"Content-Type: text/plain; charset=ISO-8859-1\\n"

msgid "Rest."
msgstr "Repos\xe9."
"""


def test_a_catalog_is_written_in_the_charset_that_reading_will_find_in_it():
    # The end of a line is missing, so that the charset stands in the field of the language.
    catalog = parse_catalog(BROKEN_HEADER, "broken.po")
    assert catalog.units[0].target == "Reposé." and catalog.header("Content-Type") is None
    assert parse_catalog(serialize_catalog(catalog), "again.po") == catalog
    longer = replace(catalog, units=(*catalog.units, Unit("Go.", ("Vaya é.",))))
    assert parse_catalog(serialize_catalog(longer, like=BROKEN_HEADER), "again.po") == longer
    with pytest.raises(CatalogError, match="not in ISO-8859-1"):
        serialize_catalog(replace(catalog, units=(Unit("Go.", ("去",)),)))


def test_an_earlier_source_that_the_charset_has_not_makes_the_catalog_utf_8():
    headers = (("Content-Type", "text/plain; charset=ISO-8859-1"),)
    fitted = fit_charset(Catalog(headers, (Unit("a", ("b",), previous_source="38 ℃"),)))
    assert fitted.header("Content-Type") == "text/plain; charset=UTF-8"
    assert parse_catalog(serialize_catalog(fitted), "fitted.po") == fitted
