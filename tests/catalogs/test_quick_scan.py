"""The quick way to read a file gives what the scanner gives, or leaves it to the scanner."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs import reading
from pipeline.catalogs.model import Catalog
from pipeline.catalogs.quick_scan import quick_scan
from pipeline.catalogs.reading import Layout, parse_layout
from pipeline.catalogs.writing import serialize_catalog
from pipeline.errors import CatalogError
from tests.catalogs.strategies import catalogs
from tests.catalogs.test_reading import BROKEN, DATA, GOOD, good


def by_the_scanner(data: bytes) -> Layout | str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "quick_scan", lambda text, longest: None)
        return outcome(data)


def outcome(data: bytes) -> Layout | str:
    try:
        return parse_layout(data, "x.po")
    except CatalogError as error:
        return str(error)


def lines_of(found: Layout | str) -> object:
    """Everything, with the lines of units, which take no part in their equality."""
    return found if isinstance(found, str) else (found, [unit.line for unit in found.catalog.units])


def same(data: bytes) -> bool:
    return lines_of(outcome(data)) == lines_of(by_the_scanner(data))


@given(catalogs())
def test_what_polyleaf_writes_is_read_the_same(catalog: Catalog):
    assert same(serialize_catalog(catalog))


@given(catalogs(), st.data())
def test_a_file_with_a_line_changed_is_read_the_same_or_refused_in_the_same_words(
    catalog: Catalog, data: st.DataObject
):
    lines = serialize_catalog(catalog).split(b"\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(
        st.sampled_from(lines)
        | st.sampled_from(
            [b"", b"#~ ", b'msgid "', b'"x"', b'msgstr "\\q"', b"# ", b"#| msgid", b"#~ #", b" ", b"junk"]
        )
    )
    lines[at : at + data.draw(st.integers(0, 2))] = [other]
    assert same(b"\n".join(lines))


FRAGMENTS = st.sampled_from(
    [
        *(
            'msgid "x"\n',
            'msgid "z\\"q"\n',
            'msgid ""\nmsgstr ""\n',
            'msgctxt "c"\n',
            'msgstr ""\n',
            'msgstr "t"\n',
        ),
        *(
            'msgid "v"\nmsgstr "w"\n\n',
            '#. k\n#: r:2\nmsgid "n"\nmsgstr "m"\n\n',
            '"more"\n',
            '#| msgid "o"\n',
        ),
        *(
            "#. a\n",
            "#: b:1\n",
            "#: b c\n",
            "# t\n",
            "#, fuzzy\n",
            '#. see msgid "x"\n',
            "#:\tq\n",
            "#.x\n",
            "#:\n",
        ),
        *('#~ msgid "x"\n', '#~ msgstr "k"\n', "#. \\\n", "\n", "\n", "\\", '"', " "),
    ]
)


@given(st.lists(FRAGMENTS, max_size=14))
def test_any_pieces_one_after_the_other_are_read_the_same(pieces: list[str]):
    assert same("".join(pieces).encode())


@pytest.mark.parametrize("name", GOOD)
def test_good_files_are_read_the_same(name: str):
    assert same(good(name))


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_are_refused_in_the_same_words(name: str):
    assert same((DATA / "broken" / f"{name}.po").read_bytes())


def test_ordinary_files_take_the_quick_way():
    texts = [good(name).decode() for name in ("folded_at_79", "comments_below_the_last_unit")]
    assert quick_scan(texts[0], 1_000) is not None and quick_scan(texts[1], 1_000) is None
