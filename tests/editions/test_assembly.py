"""An edition says what it is, to its reader and to staff, and never claims what is not so."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.documents.blocks import Heading, Paragraph, Text, Title
from pipeline.documents.inline import Foreign, Inline, Isolate, Link, Run, Styled, plain_text
from pipeline.documents.model import Document, Metadata
from pipeline.editions.assembly import assemble, version_of
from pipeline.editions.contact import contact_link
from pipeline.editions.frame import WORDS, frame_for, frame_from_words
from pipeline.editions.model import Edition, Provenance, Publisher, Review
from pipeline.errors import ExportError
from pipeline.language.locale import parse_locale

EN = parse_locale("en")
DOCUMENT = Document(
    format="text",
    data=b"",
    blocks=(
        Title(Text(0, (Run("Fever in"), Styled("b", (Run(" children"),))), "Title")),
        Heading(2, Text(1, (Run("What to give"),), "Heading 1")),
        Paragraph(Text(2, (Run("Give 20 mg."),), "Paragraph 1")),
    ),
    metadata=Metadata(datetime.date(2024, 12, 9)),
)
DRAFT = Provenance(
    approved=False,
    machine_draft=False,
    published=datetime.date(2024, 12, 9),
    version="3f9a01c2",
    reviews=(),
    review_by=None,
    publisher=Publisher("Example Health", "0800 123 456"),
)
APPROVED = replace(
    DRAFT,
    approved=True,
    reviews=(
        Review("linguistic", datetime.date(2025, 1, 2)),
        Review("clinical", datetime.date(2025, 2, 3)),
    ),
    review_by=datetime.date(2028, 1, 2),
)
FRENCH: dict[int, tuple[Inline, ...]] = {
    0: (Run("La fièvre chez "), Styled("b", (Run("l’enfant"),))),
    1: (Run("Quoi donner"),),
    2: (Run("Donnez 20 mg."),),
}
ARABIC: dict[int, tuple[Inline, ...]] = {
    0: (Run("الحمى عند الأطفال"),),
    1: (Run("ماذا تعطي"),),
    2: (Run("أعطِ 20 mg الآن."),),
}


def edition(tag: str = "fr", contents=FRENCH, provenance=DRAFT, **more) -> Edition:
    return assemble(
        domain="fever",
        document=DOCUMENT,
        locale=parse_locale(tag),
        source_locale=EN,
        contents=contents,
        provenance=provenance,
        **more,
    )


def facts(made: Edition) -> list[tuple[str, str, str]]:
    return [(fact.kind, fact.label, plain_text(fact.value)) for fact in made.facts]


def test_an_approved_edition_tells_its_particulars_in_the_readers_language():
    made = edition(provenance=APPROVED)
    assert made.banner is None
    assert made.title == "La fièvre chez l’enfant"
    assert facts(made) == [
        ("language", "Langue", "français (French)"),
        ("source-title", "Titre en anglais", "Fever in children"),
        ("published", "Publié le", "9 décembre 2024"),
        ("version", "Version", "3f9a01c2"),
        ("reviewed", "Vérifié par", "spécialiste de la langue, 2 janvier 2025"),
        ("reviewed", "Vérifié par", "professionnel de santé, 3 février 2025"),
        ("review-by", "À revoir au plus tard le", "2 janvier 2028"),
        ("publisher", "Responsable de cette brochure", "Example Health"),
        ("contact", "Des questions\u00a0? Contact", "0800\u00a0123\u00a0456"),
    ]
    assert (made.facts_heading, made.page_label) == ("À propos de cette brochure", "Page {page} sur {pages}")


def test_the_body_holds_the_target_in_the_blocks_of_the_source():
    made = edition()
    assert [type(block) for block in made.blocks] == [Title, Heading, Paragraph]
    assert made.blocks[2].text.content == (Run("Donnez 20\u00a0mg."),)


def test_a_right_to_left_edition_is_safe_in_body_and_particulars():
    made = edition("ar", ARABIC, APPROVED)
    values = {fact.kind: fact.value for fact in made.facts}
    assert Isolate("20\u00a0mg") in made.blocks[2].text.content
    assert values["version"] == (Isolate("3f9a01c2"),)
    assert values["published"] == (Isolate("9 ديسمبر 2024", "rtl"),)
    assert values["publisher"] == (Isolate("Example Health"),)
    assert values["contact"] == (Link("tel:0800123456", (Isolate("0800\u00a0123\u00a0456"),)),)
    assert values["source-title"] == (Foreign("en", (Run("Fever in children"),)),)
    assert values["language"] == (Run("العربية "), Isolate("(Arabic)"))


@pytest.mark.parametrize("tag", ["ar", "fr", "th", "zh-Hans"])
def test_a_draft_says_so_in_the_readers_language(tag):
    frame = frame_for(parse_locale(tag))
    draft, machine = edition(tag), edition(tag, provenance=replace(DRAFT, machine_draft=True))
    assert draft.banner is not None and machine.banner is not None
    assert (draft.banner.heading, draft.banner.text) == (frame.draft_heading, frame.draft_text)
    assert (machine.banner.heading, machine.banner.text) == (frame.draft_heading, frame.machine_text)
    assert draft.frame_locale is None


def test_a_draft_in_a_language_without_a_frame_is_marked_as_english_around_its_text():
    made = edition("ps")
    assert made.banner is not None and made.banner.heading == "Draft: not reviewed"
    assert made.frame_locale == EN
    assert ("source-title", "Title in English", "Fever in children") in facts(made)


def test_nothing_is_approved_in_a_language_without_a_frame_but_a_project_may_bring_it():
    with pytest.raises(ExportError, match="Pashto"):
        edition("ps", provenance=APPROVED)
    frame = frame_from_words({word: f"پ {word}" for word in WORDS.values()}, parse_locale("ps"))
    made = edition("ps", provenance=APPROVED, frame=frame)
    assert made.frame_locale is None
    assert made.facts_heading == "پ About this leaflet"


def test_the_source_edition_needs_no_title_for_staff():
    made = edition("en", {})
    assert "source-title" not in [fact.kind for fact in made.facts]
    assert made.blocks[2].text.content == (Run("Give 20\u00a0mg."),)


def test_what_is_not_known_is_left_out():
    bare = replace(DRAFT, published=None, publisher=Publisher(""))
    assert [fact.kind for fact in edition(provenance=bare).facts] == ["language", "source-title", "version"]


def test_a_text_without_content_stands_in_the_source_language_in_a_draft():
    made = edition("ar", {0: ARABIC[0]})
    assert made.blocks[1].text.content == (Foreign("en", (Run("What to give"),)),)
    assert made.blocks[2].text.content == (Foreign("en", (Run("Give 20\u00a0mg."),)),)


def test_a_document_without_a_title_is_called_by_its_domain():
    document = replace(DOCUMENT, blocks=(Paragraph(Text(0, (Run("Give it."),), "Paragraph 1")),))
    made = assemble(
        domain="fever", document=document, locale=EN, source_locale=EN, contents={}, provenance=DRAFT
    )
    assert made.title == "fever"


@pytest.mark.parametrize(
    ("contents", "provenance", "why"),
    [
        (FRENCH | {2: (Run("Donnez "), Foreign("en", (Run("20 mg."),)))}, APPROVED, "not translated"),
        (FRENCH | {2: (Styled("b", (Foreign("en", (Run("Give 20 mg."),)),)),)}, APPROVED, "not translated"),
        ({0: FRENCH[0]}, APPROVED, "not translated"),
        (FRENCH | {2: (Run(" "),)}, APPROVED, "is empty"),
        (FRENCH, replace(APPROVED, reviews=()), "by no one"),
        (FRENCH, replace(APPROVED, machine_draft=True), "machine"),
        (FRENCH, replace(APPROVED, approved=False), "draft that names reviews"),
        (FRENCH, replace(DRAFT, review_by=datetime.date(2028, 1, 2)), "draft that names reviews"),
    ],
)
def test_an_edition_never_claims_what_is_not_so(contents, provenance, why):
    with pytest.raises(ExportError, match=why):
        edition("fr", contents, provenance)


def test_a_control_that_turns_characters_around_is_named_with_its_place():
    with pytest.raises(ExportError, match=r'"Paragraph 1" of fever in fr: .*U\+202E') as caught:
        edition(contents=FRENCH | {2: (Run("Donnez \u202e02 mg."),)})
    assert caught.value.text_index == 2


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("0800 123 456", ("tel:0800123456", "0800 123 456")),
        ("+44 (0)20 7946 0018", ("tel:+442079460018", "+44 (0)20 7946 0018")),
        ("tel:+442079460018", ("tel:+442079460018", "+442079460018")),
        ("999", ("tel:999", "999")),
        ("info@example.org", ("mailto:info@example.org", "info@example.org")),
        ("mailto:info@example.org", ("mailto:info@example.org", "info@example.org")),
        ("https://example.org/ask", ("https://example.org/ask", "https://example.org/ask")),
        ("www.example.org", ("https://www.example.org", "www.example.org")),
        ("call 999 or write to info@example.org", None),
        ("javascript:alert(1)", None),
        ("12", None),
        ("1234567890123456", None),
        ("at the desk, room 12", None),
    ],
)
def test_a_contact_that_is_one_address_can_be_followed(contact, link):
    assert contact_link(contact) == link


def test_a_contact_in_words_is_text_that_is_safe_to_lay_out():
    provenance = replace(DRAFT, publisher=Publisher("x", "اتصل على 0800 123 456"))
    values = {fact.kind: fact.value for fact in edition("ar", ARABIC, provenance).facts}
    assert values["contact"] == (Run("اتصل على "), Isolate("0800\u00a0123\u00a0456"))


TEXTS = st.lists(st.text(max_size=6), max_size=4)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_a_version_names_one_exact_text(sources, targets, other_sources, other_targets):
    one, other = version_of(sources, targets), version_of(other_sources, other_targets)
    assert len(one) == 8 and set(one) <= set("0123456789abcdef")
    assert (one == other) == ((sources, targets) == (other_sources, other_targets))


def test_a_sentence_cut_elsewhere_is_another_version():
    assert version_of(["ab", "c"], []) != version_of(["a", "bc"], [])
    assert version_of(["a"], ["b"]) != version_of(["a", "b"], [])
