"""One edition, one digest; another edition, another digest."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from pipeline.documents.blocks import ListBlock, ListItem, Paragraph, Span, Text, Title
from pipeline.documents.inline import Break, Foreign, Isolate, Link, Opaque, Run, Styled
from pipeline.documents.model import Resource
from pipeline.editions.canonical import edition_digest
from pipeline.editions.model import Banner, Edition, Fact, Provenance, Publisher, Review
from pipeline.language.locale import parse_locale

EN, AR = parse_locale("en"), parse_locale("ar")


def leaflet(*content) -> Edition:
    return Edition(
        domain="fever",
        locale=AR,
        source_locale=EN,
        title="t",
        blocks=(Title(Text(0, (Run("t"),), "Title")), Paragraph(Text(1, tuple(content), "Paragraph 1"))),
        facts=(Fact("version", "Version", (Run("1"),)),),
        banner=None,
        facts_heading="About",
        page_label="{page}/{pages}",
        provenance=Provenance(
            approved=True,
            machine_draft=False,
            published=datetime.date(2024, 12, 9),
            version="1",
            reviews=(Review("clinical", datetime.date(2025, 1, 2)),),
            review_by=None,
            publisher=Publisher("p"),
        ),
    )


def test_the_digest_is_sha_256_in_hex():
    assert re.fullmatch("[0-9a-f]{64}", edition_digest(leaflet(Run("a"))))


INLINE = st.recursive(
    st.one_of(
        st.builds(Run, st.text("ab\u202f", max_size=2)),
        st.builds(Isolate, st.text("ab", max_size=2), st.sampled_from(["ltr", "rtl"])),
        st.builds(Opaque, st.sampled_from("12"), st.text("ab", max_size=1)),
        st.just(Break()),
    ),
    lambda inner: st.one_of(
        st.builds(Styled, st.sampled_from(["b", "sup"]), st.lists(inner, max_size=2).map(tuple)),
        st.builds(Link, st.sampled_from("ab"), st.lists(inner, max_size=2).map(tuple)),
        st.builds(Foreign, st.sampled_from(["en", "fr"]), st.lists(inner, max_size=2).map(tuple)),
    ),
    max_leaves=4,
)


@given(st.lists(INLINE, max_size=3), st.lists(INLINE, max_size=3))
def test_digests_are_equal_exactly_when_editions_are(one, other):
    first, second = leaflet(*one), leaflet(*other)
    assert (edition_digest(first) == edition_digest(second)) == (first == second)


CHANGES = {
    "domain": "cough",
    "locale": EN,
    "source_locale": AR,
    "title": "u",
    "blocks": (ListBlock(1, (ListItem(()),)),),
    "facts": (),
    "banner": Banner("Draft", ""),
    "facts_heading": "",
    "page_label": "",
    "provenance": replace(leaflet().provenance, approved=False),
    "frame_locale": EN,
    "resources": (Resource("picture.png", "image/png", b"\x89PNG"),),
}


@pytest.mark.parametrize("name", [field.name for field in fields(Edition)])
def test_no_part_of_an_edition_is_overlooked(name):
    assert edition_digest(replace(leaflet(), **{name: CHANGES[name]})) != edition_digest(leaflet())


@pytest.mark.parametrize("name", [field.name for field in fields(Provenance)])
def test_no_part_of_its_provenance_is_overlooked(name):
    others = {
        "approved": False,
        "machine_draft": True,
        "published": None,
        "version": "2",
        "reviews": (),
        "review_by": datetime.date(2026, 1, 1),
        "publisher": Publisher("p", "999"),
    }
    changed = replace(leaflet().provenance, **{name: others[name]})
    assert edition_digest(replace(leaflet(), provenance=changed)) != edition_digest(leaflet())


def test_where_a_text_stood_in_its_file_makes_no_difference():
    moved = Paragraph(Text(1, (), "Paragraph 1", span=Span(7, 9), line=3))
    edition = leaflet()
    assert edition_digest(replace(edition, blocks=(edition.blocks[0], moved))) == edition_digest(edition)


def test_an_empty_list_and_a_bulleted_list_differ_from_a_numbered_one():
    digests = {edition_digest(replace(leaflet(), blocks=(ListBlock(start, ()),))) for start in (None, 0, 1)}
    assert len(digests) == 3
