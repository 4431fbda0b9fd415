"""Markdown and HTML through the command line: units, catalogs, and leaflets in their own format."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from pipeline.catalogs.reading import parse_catalog
from pipeline.cli.errors import exit_code_of
from pipeline.cli.main import group
from tests.exporters.rich import png

LEAFLET = """# Fever

Give **5 ml** every 6 hours. Do *not* give more.

![A thermometer](thermometer.png)
"""
TRANSLATIONS = {
    "Fever": "Fièvre",
    "Give <b>5 ml</b> every 6 hours.": "Donnez <b>5 ml</b> toutes les 6 heures.",
    "Do <i>not</i> give more.": "Ne donnez <i>pas</i> plus.",
    "A thermometer": "Un thermomètre",
}


def polyleaf(folder: Path, *arguments: str, code: int = 0) -> str:
    runner = CliRunner()
    with runner.isolation() as streams:
        assert (
            exit_code_of(lambda: group.main(["-C", str(folder), *arguments], standalone_mode=False)) == code
        ), streams[2].getvalue().decode()
        return streams[2].getvalue().decode()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "fever.md").write_text(LEAFLET, "utf-8")
    (tmp_path / "polyleaf.toml").write_text('source_locale = "en"\nlocales = ["fr"]\n', "utf-8")
    return tmp_path


def translate(project: Path, translations: dict[str, str]) -> Path:
    polyleaf(project, "update")
    path = project / "locales/fr/LC_MESSAGES/fever.po"
    text = path.read_text("utf-8")
    for source, target in translations.items():
        entry = f'msgid "{source}"\nmsgstr ""\n'
        assert entry in text
        text = text.replace(entry, f'msgid "{source}"\nmsgstr "{target}"\n')
    path.write_text(text, "utf-8")
    return path


def test_a_translation_comes_back_in_its_own_format_with_a_draft_banner(project):
    translate(project, TRANSLATIONS)
    polyleaf(project, "build", "--format", "source")
    written = (project / "build/fr/fever.source.md").read_text("utf-8")
    banner, _, body = written.partition("\n\n")
    assert banner.startswith("> **")
    assert body == (
        "# Fièvre\n\nDonnez **5 ml** toutes les 6 heures. Ne donnez *pas* plus.\n\n"
        "![Un thermomètre](thermometer.png)\n"
    )


@pytest.mark.parametrize("broken", ["Ne donnez <i>pas", "Ne donnez pas", "Ne donnez <i>pas</i> <b>plus</b>"])
def test_broken_tags_are_an_error_with_their_line_and_nothing_is_written(project, broken):
    path = translate(project, TRANSLATIONS | {"Do <i>not</i> give more.": broken})
    said = polyleaf(project, "build", "--format", "source", code=1)
    lines = path.read_text("utf-8").split("\n")
    number = lines.index('msgid "Do <i>not</i> give more."') + 1
    assert f"locales/fr/LC_MESSAGES/fever.po:{number}: " in said
    assert not list(project.rglob("*.source.md"))


RANGE = {
    "txt": b"Dose\n\nAge\n\n1\xe2\x80\x932\n",
    "md": b"# Dose\n\n| Age |\n|---|\n| 1\xe2\x80\x932 |\n",
    "html": b"<!doctype html><title>Dose</title><table><tr><th>Age<tr><td>1\xe2\x80\x932</table>",
}


@pytest.mark.parametrize("suffix", RANGE)
def test_a_range_keeps_its_order_in_the_source_format_of_a_right_to_left_language(project, suffix):
    """Also where it reads as in the source: in a right-to-left cell, a bare 1–2 is shown as 2–1."""
    (project / "source/fever.md").unlink()
    (project / "source" / f"dose.{suffix}").write_bytes(RANGE[suffix])
    (project / "polyleaf.toml").write_text('source_locale = "en"\nlocales = ["ar"]\n', "utf-8")
    polyleaf(project, "update")
    path = project / "locales/ar/LC_MESSAGES/dose.po"
    path.write_text(path.read_text("utf-8").replace('"1–2"\nmsgstr ""', '"1–2"\nmsgstr "1–2"'), "utf-8")
    polyleaf(project, "build", "--format", "source")
    assert "\u20661–2\u2069" in (project / f"build/ar/dose.source.{suffix}").read_text("utf-8")


PIECES = {
    "html": (
        "<p>Mass: <math><mi>kg</mi><mo>/</mo><mi>m</mi></math> or <b translate=no>20 <i>mg</i></b>.</p>"
        "<p translate=no>Call <b>0800 123 456</b></p><p><math><mn>38.5</mn><mi>kg</mi></math></p>"
    ),
    "md": "Mass: <b translate=no>20 *mg*</b> and ~~5 mg~~\n\n<p translate=no>Call <b>0800 123 456</b></p>\n",
}


@pytest.mark.parametrize("suffix", PIECES)
def test_what_is_not_for_translating_keeps_its_elements_in_a_right_to_left_language(project, suffix):
    (project / "source/fever.md").unlink()
    (project / "source" / f"dose.{suffix}").write_text(PIECES[suffix], "utf-8")
    (project / "polyleaf.toml").write_text('source_locale = "en"\nlocales = ["ar"]\n', "utf-8")
    polyleaf(project, "update")
    path = project / "locales/ar/LC_MESSAGES/dose.po"
    entry = r'msgid "Mass: (.*)"\nmsgstr ""'
    path.write_text(re.sub(entry, r'msgid "Mass: \1"\nmsgstr "كتلة: \1"', path.read_text("utf-8")), "utf-8")
    polyleaf(project, "build", "--format", "source")
    built = (project / f"build/ar/dose.source.{suffix}").read_text("utf-8")
    assert "كتلة" in built
    bare = re.sub("[\u200e\u200f\u2066-\u2069]", "", built)
    for piece in re.findall(
        "<math>.*?</math>|<b translate=no>.*?</b>|<p translate=no>.*?</p>", PIECES[suffix]
    ):
        assert piece in bare


def test_a_formula_of_word_stays_one_in_a_right_to_left_language(project):
    from tests.documents.docx.build import docx as word
    from tests.documents.docx.build import p, r

    formula = "<m:oMath><m:r><m:t>5 kg</m:t></m:r></m:oMath>"
    (project / "source/fever.md").unlink()
    (project / "source/dose.docx").write_bytes(
        word(p(formula), p(r("Take "), formula), p(formula, r(" 1–2")))
    )
    (project / "polyleaf.toml").write_text('source_locale = "en"\nlocales = ["ar"]\n', "utf-8")
    polyleaf(project, "update")
    polyleaf(project, "build", "--format", "source")
    with zipfile.ZipFile(project / "build/ar/dose.source.docx") as archive:
        assert archive.read("word/document.xml").decode().count(formula) == 3


def test_a_range_keeps_its_order_in_a_right_to_left_word_document(project):
    (project / "source/fever.md").unlink()
    word = docx.Document()
    word.add_paragraph("Dose")
    word.add_table(1, 1).cell(0, 0).text = "1–2"
    word.save(str(project / "source/dose.docx"))
    (project / "polyleaf.toml").write_text('source_locale = "en"\nlocales = ["ar"]\n', "utf-8")
    polyleaf(project, "update")
    path = project / "locales/ar/LC_MESSAGES/dose.po"
    path.write_text(path.read_text("utf-8").replace('"1–2"\nmsgstr ""', '"1–2"\nmsgstr "1–2"'), "utf-8")
    polyleaf(project, "build", "--format", "source")
    with zipfile.ZipFile(project / "build/ar/dose.source.docx") as archive:
        written = archive.read("word/document.xml").decode()
    assert re.search(r'<w:dir w:val="ltr">(?:(?!</w:dir>).)*<w:t>1–2</w:t>', written)


DATED = {
    "txt": b"Dose\n\n(Published: 9 December 2024)\n\nRest.\n\nLast updated: 3 March 2025\n",
    "md": b"# Dose\n\n(**Published:** 9 December 2024)\n\nRest.\n\n*Last updated: 3 March 2025*\n",
    "html": (
        b"<!doctype html><html lang=en><body><h1>Dose</h1><p>(<b>Published:</b> 9 <i>December</i> 2024)</p>\n"
        b"<p>Rest.</p>\n<p>Last updated: 3 March 2025</p>"
    ),
}
WRITTEN = {
    ("txt", "th"): "(วันที่เผยแพร่: 9 ธันวาคม พ.ศ. 2567)\n",
    ("md", "th"): "(**วันที่เผยแพร่:** 9 ธันวาคม พ.ศ. 2567)\n",
    ("html", "th"): "<p>(<b>วันที่เผยแพร่:</b> 9 ธันวาคม พ.ศ. 2567)</p>\n",
    ("txt", "zh-Hans"): "(发布日期：2024年12月9日)\n",
    ("txt", "zu"): "(Published: Disemba 9, 2024)\n\nRest.\n\nLast updated: 3 March 2025\n",
    (
        "md",
        "fr",
    ): "(**Publié le\u00a0:** 9 décembre 2024)\n\nRest.\n\n*Dernière mise à jour\u00a0: 3 mars 2025*\n",
    ("html", "hi"): "<p>अंतिम अद्यतन: 3 मार्च 2025</p>",
    ("txt", "ar"): "\u20679 ديسمبر 2024\u2069)\n",
}


@pytest.mark.parametrize(("suffix", "locale"), WRITTEN)
def test_a_date_line_is_written_in_the_reader_s_language_and_calendar(project, suffix, locale):
    (project / "source/fever.md").unlink()
    (project / "source" / f"dose.{suffix}").write_bytes(DATED[suffix])
    (project / "polyleaf.toml").write_text(f'source_locale = "en"\nlocales = ["en", "{locale}"]\n', "utf-8")
    polyleaf(project, "update")
    assert "2024" not in (project / "locales/dose.pot").read_text("utf-8").partition("\n\n")[2]
    polyleaf(project, "build", "--format", "source")
    written = (project / f"build/{locale}/dose.source.{suffix}").read_text("utf-8")
    assert WRITTEN[suffix, locale] in written
    _, _, body = DATED[suffix].rpartition(b"<body>")
    assert body in (project / f"build/en/dose.source.{suffix}").read_bytes()


def test_a_date_line_of_word_keeps_its_looks_in_the_reader_s_language(project):
    (project / "source/fever.md").unlink()
    word = docx.Document()
    word.add_paragraph("Dose")
    line = word.add_paragraph()
    line.add_run("Published:").bold = True
    line.add_run(" 9 December 2024")
    word.add_paragraph("Rest.")
    word.save(str(project / "source/dose.docx"))
    (project / "polyleaf.toml").write_text('source_locale = "en"\nlocales = ["fa", "hi"]\n', "utf-8")
    polyleaf(project, "update")
    polyleaf(project, "build", "--format", "source")
    paragraphs = docx.Document(str(project / "build/hi/dose.source.docx")).paragraphs
    line = next(one for one in paragraphs if "2024" in one.text)
    assert line.text == "प्रकाशन की तारीख: 9 दिसंबर 2024"
    assert line.runs[0].bold and not line.runs[-1].bold
    with zipfile.ZipFile(project / "build/fa/dose.source.docx") as archive:
        assert "آذر ۱۴۰۳" in archive.read("word/document.xml").decode()


def test_segments_shows_the_units_of_the_catalog(project, capsys):
    polyleaf(project, "update")
    catalog = parse_catalog((project / "locales/fever.pot").read_bytes(), "fever.pot")
    said = CliRunner().invoke(group, ["-C", str(project), "segments", "fever", "--format", "json"])
    shown = json.loads(said.stdout)
    assert [one["source"] for one in shown] == [unit.source for unit in catalog.active]
    assert shown[1]["line"] == 3


@pytest.mark.parametrize("style", ["accents", "upper", "rtl", "identity"])
def test_pseudo_writes_a_document_with_the_same_numbers_and_tags(project, style, tmp_path):
    output = tmp_path / "out" / "pseudo.md"
    polyleaf(project, "pseudo", "fever", "--style", style, "--output", str(output))
    written = output.read_text("utf-8")
    assert (written == LEAFLET) is (style == "identity")
    assert written.count("**") == 2 and "(thermometer.png)" in written
    assert [c for c in written if c.isdigit()] == [c for c in LEAFLET if c.isdigit()]


def test_pseudo_never_writes_over_its_document(project):
    source = project / "source" / "fever.md"
    said = polyleaf(project, "pseudo", str(source), "--output", str(source), code=2)
    assert "is the document itself" in said
    assert source.read_text("utf-8") == LEAFLET


def test_pseudo_writes_no_document_under_the_suffix_of_another_format(project, tmp_path):
    output = tmp_path / "pseudo.pdf"
    said = polyleaf(project, "pseudo", "fever", "--output", str(output), code=2)
    assert "end its name in .md or .markdown" in said
    assert not output.exists()


def test_pictures_are_read_from_beside_the_document_and_from_nowhere_else(project):
    from pipeline.project.store import Project
    from pipeline.workflows.leaflets import read_leaflet

    (project / "secret.png").write_bytes(b"no")
    (project / "source" / "link.png").symlink_to(project / "secret.png")
    (project / "source" / "a b.png").write_bytes(b"yes")
    addresses = ["a%20b.png", "../secret.png", "link.png", "/etc/hostname", "https://x.org/a.png", "none.png"]
    images = "\n\n".join(f"![A]({address})" for address in addresses)
    (project / "source" / "fever.md").write_text(images, "utf-8")
    opened = Project.open(project)
    read = read_leaflet(opened, opened.source("fever")).document.resources
    assert {one.name: one.data for one in read} == dict.fromkeys(addresses) | {"a%20b.png": b"yes"}
    assert read[0].media_type == "image/png"


def test_a_picture_that_no_leaflet_can_show_is_told_each_time_and_holds_nothing_up(project):
    source = project / "source"
    (source / "drawn.svg").write_text("<svg/>")
    (source / "scan.tiff").write_bytes(b"II*")
    (source / "broken.png").write_bytes(b"no")
    (source / "fever.md").write_text(
        "# A\n\n![Hands](img/hands.pgn)\n\nPress ![here](drawn.svg) and ![](scan.tiff).\n\n"
        "![](broken.png)\n\n"
        "![](https://example.org/a.png) ![](/a.png) ![](data:image/png;base64,AA==)\n"
    )
    unknown = "is of a kind that leaflets cannot show, or broken; save it as PNG or JPEG"
    told = [
        'source/fever.md:3: the picture "img/hands.pgn" is not there; put it at source/img/hands.pgn, or '
        "correct its address",
        f'source/fever.md:5: the picture "drawn.svg" {unknown}',
        f'source/fever.md:5: the picture "scan.tiff" {unknown}',
        f'source/fever.md:7: the picture "broken.png" {unknown}',
    ]
    for command in ["extract", "extract", "update", "update", "build", "build"]:
        said = polyleaf(project, command).splitlines()
        assert [line.removeprefix("polyleaf: ") for line in said if "the picture" in line] == told, command
    assert "files are up to date" in "".join(polyleaf(project, "build").splitlines())
    assert "Hands" in (project / "build" / "fr" / "fever.html").read_text("utf-8")


def test_a_picture_is_told_of_until_it_is_there(project):
    (project / "source" / "fever.md").write_text("# A\n\n![Hands](hands.png)\n")
    assert "the picture" in polyleaf(project, "update")
    (project / "source" / "hands.png").write_bytes(png())
    for command in ["extract", "update", "build"]:
        assert "the picture" not in polyleaf(project, command)


@pytest.mark.parametrize("asked", ["html,pdf", "HTML", "", "sources"])
def test_a_format_that_there_is_not_is_one_line_that_names_all_there_are(project, asked):
    polyleaf(project, "update")
    said = polyleaf(project, "build", "--format", "html", "--format", asked, code=2)
    hint = "use docx, epub, html, md, pdf, txt, source; for several, say --format for each"
    assert said == f'polyleaf: "{asked}" is not a format; {hint}\n'


def test_a_format_that_is_asked_for_twice_is_made_once(project):
    polyleaf(project, "update")
    polyleaf(project, "build", "--format", "source", "--format", "html", "--format", "source")
    made = [path.name for path in (project / "build/fr").iterdir()]
    assert sorted(made) == ["fever.html", "fever.source.md"]
