"""Reading is strict on what could change a text, and tolerant of what is harmless."""

from __future__ import annotations

import tomllib
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.limits import Limits
from pipeline.catalogs.reading import parse_catalog
from pipeline.errors import CatalogError

DATA = Path(__file__).parent / "data"
BROKEN = tomllib.loads((DATA / "broken" / "expected.toml").read_text("utf-8"))
GOOD = sorted(path.stem for path in (DATA / "good").glob("*.po"))


def good(name: str) -> bytes:
    return (DATA / "good" / f"{name}.po").read_bytes()


def test_every_broken_file_has_an_expectation():
    assert {path.stem for path in (DATA / "broken").glob("*.po")} == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_at_its_line_with_a_hint(name: str):
    data = (DATA / "broken" / f"{name}.po").read_bytes()
    with pytest.raises(CatalogError) as caught:
        parse_catalog(data, "locales/es.po")
    assert BROKEN[name]["says"] in caught.value.what
    assert (caught.value.path, caught.value.line) == ("locales/es.po", BROKEN[name]["line"])
    assert caught.value.hint


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04\x14\0\x06\0[Content_Types].xml", "a Word file or another zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "an older Word"),
        (b"{\\rtf1\\ansi Hola}", "RTF"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "gzip"),
        (b"\xde\x12\x04\x95\0\0\0\0", "a compiled catalog"),
        (b"\x95\x04\x12\xde\0\0\0\0", "a compiled catalog"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><xliff/>', "XLIFF"),
        (b"\n<!DOCTYPE HTML><title>x</title>", "a web page"),
    ],
)
def test_a_file_of_another_kind_is_called_by_its_name(data: bytes, kind: str):
    with pytest.raises(CatalogError) as caught:
        parse_catalog(data, "es.po")
    assert str(caught.value).startswith("es.po:1: this is ")
    assert kind in caught.value.what
    assert caught.value.hint


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_read(name: str):
    parse_catalog(good(name), name)


@pytest.mark.parametrize("name", ["bom", "crlf", "bom_and_crlf", "no_final_line_end"])
def test_bom_line_ends_and_the_last_line_end_make_no_difference(name: str):
    assert parse_catalog(good(name), name) == parse_catalog(good("all_that_gettext_writes"), "")


def test_everything_an_entry_can_hold_is_read():
    catalog = parse_catalog(good("all_that_gettext_writes"), "")
    dose, days, gone = catalog.units
    assert catalog.header("language") == "es"
    assert catalog.header_comments == ("Comment of the header.",)
    assert (dose.key, dose.targets) == (
        ("dose", 'Take one tablet.\nRest.\t"Well"'),
        ("Tome un comprimido.\nDescanse.",),
    )
    assert dose.translator_comments == (" An indented comment.", "no space before it", "")
    assert dose.extracted_comments == ("Paragraph 2, sentence 1 of 1",)
    assert dose.references == ("source/a.txt:3", "\u2068source/two words.txt\u2069:12")
    assert (dose.fuzzy, dose.flags) == (True, ("reviewed",))
    assert (dose.previous_context, dose.previous_source) == ("old context", "Take two tablets.\nRest.")
    assert (days.source_plural, days.targets) == ("%d days", ("%d día", "%d días"))
    assert (gone.obsolete, gone.previous_source, gone.translator_comments) == (True, "Gone before", ("kept",))
    assert [unit.line for unit in catalog.units] == [23, 31, 38]


@pytest.mark.parametrize("name", ["workflow_flags", "workflow_flags_obsolete"])
def test_comment_kinds_that_polib_crashes_on_are_kept(name: str):
    (unit,) = parse_catalog(good(name), name).units
    assert "#= rosy" in unit.unknown_comments
    assert unit.fuzzy


def test_obsolete_units_may_have_their_comments_behind_the_obsolete_mark():
    (unit,) = parse_catalog(good("workflow_flags_obsolete"), "").units
    assert (unit.obsolete, unit.translator_comments, unit.previous_source) == (True, ("note",), "z")


def test_blank_lines_inside_a_unit_do_no_harm():
    first, second = parse_catalog(good("blank_lines_inside"), "").units
    assert (first.source, first.target, first.translator_comments) == ("a", "bc", ("note",))
    assert second.target == "e"


def test_escapes_are_those_of_gettext():
    (unit,) = parse_catalog(good("escapes"), "").units
    assert (unit.source, unit.target) == ('\a\b\f\v\r\n\t\\ "AA', "x\\n\n")


@pytest.mark.parametrize("name", ["latin1", "latin1_folded_header"])
def test_the_declared_charset_is_believed(name: str):
    assert parse_catalog(good(name), name).units[0].target == "Reposé."


def test_text_that_looks_like_a_conflict_marker_is_text():
    (unit,) = parse_catalog(good("marker_letters_in_text"), "").units
    assert (unit.source, unit.target) == ("=======", ">>>>>>> a")


@pytest.mark.parametrize(
    "name", ["all_that_gettext_writes", "folded_at_79", "no_blank_lines_between", "no_header"]
)
def test_polib_reads_the_same_texts(name: str):
    ours = parse_catalog(good(name), name)
    theirs = polib.pofile(good(name).decode().replace("#no space before it\n", ""))  # which polib refuses
    assert [
        (
            u.context,
            u.source,
            u.source_plural,
            u.targets,
            u.obsolete,
            None if u.obsolete else u.previous_source,
        )
        for u in ours.units
    ] == [
        (
            entry.msgctxt,
            entry.msgid,
            entry.msgid_plural or None,
            tuple(entry.msgstr_plural.values()) or (entry.msgstr,),
            bool(entry.obsolete),
            entry.previous_msgid,  # polib loses it where it is obsolete
        )
        for entry in theirs
    ]


def test_eighty_thousand_continuation_lines_are_one_text():
    data = b'msgid ""\n' + b'"abcd "\n' * 80_000 + b'msgstr ""\n'
    assert len(parse_catalog(data, "").units[0].source) == 400_000


def test_a_text_over_the_cap_is_refused_at_the_line_that_breaks_it():
    with pytest.raises(CatalogError, match=r"longer than 10 .*limits\.text_characters") as caught:
        parse_catalog(b'msgid "12345"\n"67890"\n"1"\nmsgstr ""\n', "a.po", Limits(text_characters=10))
    assert caught.value.line == 3


def test_a_file_over_the_cap_is_refused():
    with pytest.raises(CatalogError, match=r"larger than 10 .*limits\.catalog_bytes"):
        parse_catalog(b'msgid "12345"\nmsgstr ""\n', "a.po", Limits(catalog_bytes=10))


FRAGMENTS = st.sampled_from(
    [
        b"msgid ",
        b"msgstr ",
        b"msgstr[0] ",
        b"msgstr[1] ",
        b"msgctxt ",
        b"msgid_plural ",
        b'"',
        b'"a"',
        b'""',
        b"\\",
        b"\\n",
        b"\n",
        b"\r\n",
        b"\r",
        b"#",
        b"#~",
        b"#|",
        b"#, fuzzy",
        b"#= x",
        b"# ",
        b" ",
        b"\xff",
        b"\xc3\xa9",
        b"\x00",
        b"=======",
        b"charset=UTF-7",
        b"Plural-Forms: nplurals=2; plural=n;\\n",
        b"Content-Type: text/plain; charset=latin-1\\n",
        b"\xef\xbb\xbf",
    ]
)


@given(st.lists(FRAGMENTS, max_size=40).map(b"".join))
def test_no_bytes_end_in_anything_but_a_catalog_or_a_clear_error(data: bytes):
    try:
        parse_catalog(data, "x.po")
    except CatalogError as error:
        assert error.path == "x.po"
        assert error.line is not None and 1 <= error.line <= data.count(b"\n") + 1
        assert error.hint


@given(st.binary(max_size=300))
def test_random_bytes_never_end_in_a_traceback(data: bytes):
    try:
        parse_catalog(data, "x.po")
    except CatalogError as error:
        assert str(error).startswith("x.po:")


@pytest.mark.parametrize(
    "hostile",
    [
        b"#: " + "\u2068 ".encode() * 200_000 + b'\nmsgid "a"\nmsgstr "b"\n',
        b'msgid ""\nmsgstr "' + b"Content-Type:" * 200_000 + b'"\n',
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=' + b" " * 1900 + b';x"\n',
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=' + b"0" + b" " * 1900 + b'x"\n',
        b'msgid ""\n\n' * 100_000,
        b'#| msgid "a"\n' + b'#| "b"\n' * 200_000 + b'msgid "a"\nmsgstr "b"\n',
        b'msgid "\\x' + b"0" * 1_000_000 + b'41"\nmsgstr "b"\n',
        b"# a\n" * 200_000 + b'msgid "a"\nmsgstr "b"\n',
        b"#. a\n" * 200_000 + b'#, fuzzy\nmsgid "a"\nmsgstr "b"\n',
        b"# " + b'msgid "' * 200_000 + b'\nmsgid "a"\nmsgstr "b"\n',
    ],
    ids=[
        "isolates",
        "charset",
        "spaces",
        "tail",
        "headers",
        "previous",
        "hex",
        "comments",
        "extracted",
        "keyword",
    ],
)
def test_a_hostile_file_is_dealt_with_in_linear_time(hostile: bytes):
    """Each of these takes hours where some step is quadratic; here they take a moment."""
    try:
        catalog = parse_catalog(hostile, "x.po")
    except CatalogError as error:
        assert error.hint
    else:
        assert len(catalog.units) <= 1
