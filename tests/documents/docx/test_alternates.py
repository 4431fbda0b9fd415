"""What stands in a Word document in several forms is translated once, and each form shows the translation."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.blocks import Figure, ListBlock, Paragraph, Quote, Table
from pipeline.documents.docx import DocxFormat
from pipeline.documents.docx.alternates import MAX_FORMS
from pipeline.documents.inline import Inline, placeholders
from pipeline.documents.model import Document
from pipeline.errors import DocumentError
from pipeline.language.locale import parse_locale
from pipeline.segmentation.notation import format_notation, parse_notation
from tests.documents.docx.build import box, docx, item, p, picture, r, table
from tests.documents.docx.test_rebuilding import pseudo

FORMAT = DocxFormat()
BOLD = "<w:b/>"


def forms(choice: str, fallback: str | None = None, requires: str = "w14") -> str:
    """The same in two forms."""
    old = choice if fallback is None else fallback
    return (
        f'<mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )


def notations(document: Document) -> list[str]:
    return [format_notation(text.content) for text in document.texts]


def main_part(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


def translated(data: bytes, targets: dict[str, str], tag: str | None = None) -> str:
    """The main part after those texts were translated."""
    document = FORMAT.parse(data)
    contents: dict[int, tuple[Inline, ...]] = {}
    for text in document.texts:
        if (target := targets.get(format_notation(text.content))) is not None:
            contents[text.index] = parse_notation(target, opaque=placeholders(text.content))
    assert len(contents) == len(targets)
    return main_part(FORMAT.rebuild(document, contents, locale=parse_locale(tag) if tag else None))


def shown(xml: str, form: str) -> list[str]:
    """What programs show that take one kind of form, by paragraph."""
    other = "mc:Fallback" if form == "mc:Choice" else "mc:Choice"
    while (one := re.sub(rf"<{other}(?: [^>]*)?>(?:(?!<{other}).)*?</{other}>", "", xml)) != xml:
        xml = one
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", xml)
    return [text for one in paragraphs if (text := "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)<", one)))]


CASES = {
    "paragraphs": (forms(p("Drink water.") + p("Rest.")), ["Drink water.", "Rest."]),
    "a table": (forms(table(["Age", "Dose"])), ["Age", "Dose"]),
    "a list": (forms(item("Drink.") + item("Rest.")), ["Drink.", "Rest."]),
    "all the runs of a paragraph": (p(forms(r("Take two tablets."))), ["Take two tablets."]),
    "some runs": (p(r("Take "), forms(r("two")), r(" tablets.")), ["Take two tablets."]),
    "a part of a run": (
        p(f"<w:r>{forms('<w:t>Take two</w:t>')}<w:br/><w:t>tablets.</w:t></w:r>"),
        ["Take two<br/>tablets."],
    ),
    "runs in another look": (
        p(r("Take "), forms(r("two", '<w:color w:val="FF0000"/>'), r("two")), r(" tablets.")),
        ["Take two tablets."],
    ),
    "runs in a link": (
        p(r("See "), f'<w:hyperlink r:id="rId10">{forms(r("this page"))}</w:hyperlink>', r(".")),
        ['See <a href="https://example.org/a">this page</a>.'],
    ),
    "a link": (
        p(r("See "), forms(f'<w:hyperlink r:id="rId10">{r("this page")}</w:hyperlink>')),
        ['See <a href="https://example.org/a">this page</a>'],
    ),
    "forms in a form": (
        p(r("Take "), forms(forms(r("two"), r("two", '<w:color w:val="00FF00"/>'))), r(" tablets.")),
        ["Take two tablets."],
    ),
    "twice in a sentence": (
        p(forms(r("Take")), r(" two "), forms(r("tablets.", '<w:color w:val="FF0000"/>'), r("tablets."))),
        ["Take two tablets."],
    ),
    "forms of two kinds in a sentence": (
        p(forms(r("Take")), r(" two "), forms(r("tablets.", "<w:shadow/>"), r("tablets."), "w15")),
        ["Take two tablets."],
    ),
    "rows": (
        table(["Age", "Dose"]).replace("<w:tr>", "<mc:X><w:tr>").replace("</w:tr>", "</w:tr></mc:X>"),
        ["Age", "Dose"],
    ),
    "a picture with its words": (
        p(r("Press "), forms(picture("a button")), r(" twice.")),
        ['Press <x id="1"/> twice.', "a button"],
    ),
    "a text box round a run": (p(r("Look:"), forms(*2 * [box(p("Call 999."))])), ["Look:", "Call 999."]),
    "words in a text box": (p(r("Look:"), box(p(forms(r("Call 999."))))), ["Look:", "Call 999."]),
    "a paragraph in a cell": (
        table([f"<w:tc>{forms(p('Ask a nurse.', style='Own'))}</w:tc>", "Dose"], header=True),
        ["Ask a nurse.", "Dose"],
    ),
    "bold words in a head": (
        table([f"<w:tc>{forms(p(r('Ask a nurse.', BOLD)))}</w:tc>", "Dose"], header=True),
        ["Ask a nurse.", "Dose"],
    ),
    "one form only": (
        p(r("Take "), '<mc:AlternateContent><mc:Choice Requires="w14">', r("two"))
        .replace("</w:p>", "</mc:Choice></mc:AlternateContent></w:p>"),
        ["Take two"],
    ),
}  # fmt: skip


def document_of(name: str) -> bytes:
    block = CASES[name][0]
    while "<mc:X>" in block:
        inner = block.partition("<mc:X>")[2].partition("</mc:X>")[0]
        block = block.replace(f"<mc:X>{inner}</mc:X>", forms(inner))
    return docx(block, links={"rId10": "https://example.org/a"})


every_case = pytest.mark.parametrize("name", CASES)


@every_case
def test_the_words_are_one_text(name: str) -> None:
    assert notations(FORMAT.parse(document_of(name))) == CASES[name][1]


@every_case
def test_nothing_translated_gives_the_same_bytes(name: str) -> None:
    data = document_of(name)
    document = FORMAT.parse(data)
    assert FORMAT.rebuild(document, {text.index: text.content for text in document.texts}) == data


@every_case
@pytest.mark.parametrize("tag", [None, "ar"])
def test_no_form_shows_a_word_of_the_source(name: str, tag: str | None) -> None:
    document = FORMAT.parse(document_of(name))
    wanted = {text.index: pseudo(text.content) for text in document.texts}
    rebuilt = FORMAT.rebuild(document, wanted, locale=parse_locale(tag) if tag else None)
    words = re.findall(r"<w:t(?: [^>]*)?>([^<]*)<|descr=\"([^\"]+)\"", main_part(rebuilt))
    assert not re.search("[A-Za-z]", " ".join(one for pair in words for one in pair))
    assert notations(FORMAT.parse(rebuilt)) == [format_notation(content) for content in wanted.values()]
    assert shown(main_part(rebuilt), "mc:Choice") == shown(main_part(rebuilt), "mc:Fallback")


def test_both_forms_of_paragraphs_stay_and_show_the_translation() -> None:
    xml = translated(docx(forms(p("Drink water."), p(r("Drink water.")))), {"Drink water.": "Boire."})
    assert xml.count("<mc:Choice") == xml.count("<mc:Fallback") == 1
    assert xml.count("Boire.") == 2


def test_both_forms_of_all_the_words_keep_their_looks() -> None:
    red = r("Drink water.", '<w:color w:val="FF0000"/>')
    xml = translated(docx(p(forms(red, r("Drink water.")))), {"Drink water.": "Boire."})
    choice, fallback = re.findall(r"<mc:(?:Choice|Fallback).*?</mc:", xml)
    assert "FF0000" in choice and "Boire." in choice
    assert "FF0000" not in fallback and "Boire." in fallback


def test_forms_inside_a_sentence_go_round_the_sentence_as_a_translation_has_another_order() -> None:
    two = forms(r("two", '<w:b/><w:color w:val="FF0000"/>'), r("two", "<w:b/>"))
    data = docx(p(r("Take "), two, r(" tablets."), '<w:bookmarkEnd w:id="0"/>'))
    assert notations(FORMAT.parse(data)) == ["Take <b>two</b> tablets."]
    xml = translated(data, {"Take <b>two</b> tablets.": "Prendre <b>deux</b> comprimés."})
    choice, fallback = re.findall(r"<mc:(?:Choice|Fallback).*?</mc:", xml)
    assert "FF0000" in choice
    assert "FF0000" not in fallback
    assert shown(xml, "mc:Choice") == shown(xml, "mc:Fallback") == ["Prendre deux comprimés."]
    assert xml.count("bookmarkEnd") == 1


def test_other_words_in_the_other_form_are_a_text_of_their_own() -> None:
    data = docx(p(r("Take "), forms(r("two"), r("2")), r(" tablets.")), forms(p("Rest."), p("Sleep.")))
    document = FORMAT.parse(data)
    assert [text.content for text in document.texts[:2]] == [
        block.text.content for block in document.blocks if isinstance(block, Paragraph)
    ]
    assert notations(document) == ["Take two tablets.", "Rest.", "Take 2 tablets.", "Sleep."]
    targets = {"Take two tablets.": "Deux.", "Take 2 tablets.": "Encore 2.", "Rest.": "A", "Sleep.": "B"}
    xml = translated(data, targets)
    assert shown(xml, "mc:Choice") == ["Deux.", "A"]
    assert shown(xml, "mc:Fallback") == ["Encore 2.", "B"]


def test_a_form_whose_words_are_not_translated_yet_stays_as_it_is() -> None:
    data = docx(p(r("Take "), forms(r("two"), r("2")), r(" tablets.")))
    xml = translated(data, {"Take two tablets.": "Deux."})
    assert shown(xml, "mc:Choice") == ["Deux."]
    assert shown(xml, "mc:Fallback") == ["Take 2 tablets."]


def test_a_form_that_says_nothing_gives_way_to_one_that_does() -> None:
    document = FORMAT.parse(docx(forms("", p("Rest.")), p(forms("<w:proofErr/>", r("Drink.")))))
    assert [block.text.role for block in document.blocks if isinstance(block, Paragraph)] == [
        "Paragraph 1",
        "Paragraph 2",
    ]


def test_a_leaflet_has_each_block_once() -> None:
    document = FORMAT.parse(
        docx(
            p("Fever", style="berschrift1"),
            forms(p("Fever in children", style="Titel")),
            forms(item("Drink.", list=2)),
            item("Rest.", list=2),
            forms(table(["Age"])),
            forms(p(picture("A thermometer"))),
            p(r("See"), box(p("Call 999."))),
        )
    )
    kinds = [type(block) for block in document.blocks]
    assert kinds.count(Table) == kinds.count(Figure) == kinds.count(Quote) == 1
    (listed,) = (block for block in document.blocks if isinstance(block, ListBlock))
    assert (listed.start, len(listed.items)) == (1, 2)
    assert len(document.resources) == 1


def test_more_forms_than_any_program_writes_are_refused() -> None:
    choices = "".join(
        f'<mc:Choice Requires="w{place}">{r("Rest.")}</mc:Choice>' for place in range(MAX_FORMS + 1)
    )
    deep = r("Rest.")
    for _ in range(20):
        deep = forms(deep, "")
    for runs in (f"<mc:AlternateContent>{choices}</mc:AlternateContent>", deep):
        with pytest.raises(DocumentError, match=f"more than {MAX_FORMS} forms"):
            FORMAT.parse(docx(p(runs)))


PIECES = st.recursive(
    st.sampled_from(
        [
            r("one "),
            r("two", BOLD),
            r(" three"),
            '<w:bookmarkStart w:id="1" w:name="a"/>',
            "<w:r><w:tab/></w:r>",
        ]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda runs: forms("".join(runs))),
        st.lists(inner, min_size=1, max_size=3).map(lambda runs: forms("".join(runs), requires="w15")),
        inner.map(lambda runs: f"<w:sdt><w:sdtPr/><w:sdtContent>{runs}</w:sdtContent></w:sdt>"),
    ),
    max_leaves=12,
)


@given(st.lists(PIECES, max_size=4))
def test_a_sentence_with_forms_anywhere_in_it_is_one_text_and_is_written_into_each(pieces: list[str]) -> None:
    data = docx(forms(p(*pieces)), p(*pieces))
    document = FORMAT.parse(data)
    assert len(document.texts) in (0, 2), "the paragraph in both forms, and the one beside them"
    assert FORMAT.rebuild(document, {text.index: text.content for text in document.texts}) == data
    wanted = {text.index: pseudo(text.content) for text in document.texts}
    xml = main_part(rebuilt := FORMAT.rebuild(document, wanted))
    assert not re.search("<w:t(?: [^>]*)?>[^<]*[a-z]", xml)
    assert notations(FORMAT.parse(rebuilt)) == [format_notation(content) for content in wanted.values()]
    assert shown(xml, "mc:Choice") == shown(xml, "mc:Fallback")
