"""The quick way to a template over the one there is gives what reading that whole gives."""

from __future__ import annotations

import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.reading import parse_catalog
from pipeline.catalogs.template import make_template, template_units
from pipeline.catalogs.template_file import RenewedTemplate, renew_template
from pipeline.catalogs.writing import serialize_catalog
from pipeline.language.locale import parse_locale
from pipeline.segmentation.model import Segment

NOW = datetime.datetime(2026, 11, 5, 14, 30, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=1)
EN = parse_locale("en")
SEGMENTS = tuple(
    Segment.of(n, 1, 1, source, context=context, comments=(f"Paragraph {n}",), line=n + 1)
    for n, (source, context) in enumerate(
        [("Rest.", None), ('Say "ah".', None), ("Rest.", "noun"), ("5 mg\\ml", None), ("Rest.", None)]
    )
)
_SOURCES = st.text(st.sampled_from('ab"\\ é\t<>#~'), min_size=1, max_size=4)
_DOCUMENTS = st.lists(st.tuples(_SOURCES, st.sampled_from([None, "noun"])), max_size=5).map(
    lambda found: tuple(
        Segment.of(n, 1, 1, source, context=context, comments=(f"Paragraph {n}",), line=n + 1)
        for n, (source, context) in enumerate(found)
    )
)


def whole(segments, stored=None, project="leaflets", now=NOW):
    old = None if stored is None else parse_catalog(stored, "a.pot")
    template = make_template(
        segments, source_path="a.txt", project=project, contact="", now=now, old=old, source_locale=EN
    )
    return serialize_catalog(template, stored)


def renewed(segments, stored=None, project="leaflets", now=NOW) -> RenewedTemplate | None:
    return renew_template(
        lambda: template_units(segments, source_path="a.txt"),
        None if stored is None else io.BytesIO(stored),
        project=project,
        contact="",
        now=now,
        source_locale=EN,
    )


def quick(segments, stored, **others):
    found = renewed(segments, stored, **others)
    assert found is not None
    return stored if found.pieces is None else b"".join(found.pieces())


@given(_DOCUMENTS, _DOCUMENTS, st.sampled_from(["leaflets", "other"]))
def test_both_ways_give_the_same_bytes(before, after, project):
    stored = whole(before)
    assert quick(before, None) == stored
    assert quick(after, stored, project=project, now=LATER) == whole(after, stored, project, LATER)


def test_what_is_on_disk_already_is_not_written():
    found = renewed(SEGMENTS, whole(SEGMENTS), now=LATER)
    assert found is not None and found.pieces is None


def test_other_headers_leave_the_date():
    data = quick(SEGMENTS, whole(SEGMENTS), project="other", now=LATER)
    assert b"Project-Id-Version: other" in data and b"2026-11-05 14:30+0000" in data


def test_units_are_made_no_further_than_to_the_first_that_differs():
    made = 0

    def units():
        nonlocal made
        for unit in template_units(many, source_path="a.txt"):
            made += 1
            yield unit

    many = tuple(Segment.of(n, 1, 1, f"Number {n}.") for n in range(10_000))
    stored = whole((Segment.of(0, 1, 1, "Another."), *many))
    found = renew_template(
        units, io.BytesIO(stored), project="leaflets", contact="", now=NOW, source_locale=EN
    )
    assert found is not None and found.pieces is not None
    assert made < 1_000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'msgid "Rest."', b'# Someone was here.\nmsgid "Rest."'),
        (b'msgid "Rest."', b'#, c-format\nmsgid "Rest."'),
        (b'msgid "Rest."', b'msgid ""\n"Rest."'),
        (b'msgstr ""\n\n#. Paragraph 1\n', b'msgstr ""\n\n\n#. Paragraph 1\n'),
        (b'msgid "Rest."\nmsgstr ""', b'msgid "Rest."\nmsgstr "Repos."'),
        (b"charset=UTF-8", b"charset=ISO-8859-1"),
        (b"\n", b"\r\n"),
        (b"POT-Creation-Date", b"POT-Creation- Date"),
        (b"#, fuzzy\n", b""),
        (b"#. Paragraph 3", b"<<<<<<< ours\n#. Paragraph 3"),
        (b'\nmsgid ""\nmsgstr ""\n', b'\nmsgid "" \nmsgstr ""\n'),
    ],
)
def test_a_file_that_others_have_written_over_is_read_whole(before, after):
    stored = whole(SEGMENTS)
    assert before in stored
    changed = stored.replace(before, after)
    found = renewed(SEGMENTS[1:], changed, now=LATER)
    if found is not None:
        data = changed if found.pieces is None else b"".join(found.pieces())
        assert data == whole(SEGMENTS[1:], changed, now=LATER)


@pytest.mark.parametrize(
    "stored", [b"", b"\n", b"\n\n", b'msgid ""\n', b"\xff\n\n", b'\nmsgid "a"\nmsgstr ""\n']
)
def test_a_file_without_a_header_is_read_whole(stored):
    assert renewed(SEGMENTS, stored) is None
