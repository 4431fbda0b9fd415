"""The first leaflet, as anyone who clones the repository sees it: thirteen locales, three formats."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pytest

from pipeline.catalogs.drafts import is_machine_draft
from pipeline.catalogs.reading import parse_catalog
from pipeline.language.locale import parse_locale
from tests.support.browser import open_browser
from tests.support.command import polyleaf
from tests.support.pdf import pdf_text

ROOT = Path(__file__).parents[2]
DOMAIN = "breast-cancer-and-lung-metastasis"
LOCALES = ["en", "es", "fr", "pt-BR", "ar", "ur", "hi", "bn", "sw", "zh-Hans", "ru", "vi", "th"]
# What poppler finds in Nastaliq repeats letters, with every program that makes PDF files; HTML is the
# accessible format of record there, and the title stands in the PDF's metadata.
NO_EXACT_TEXT = {"ur"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built copy of this repository's project."""
    folder = tmp_path_factory.mktemp("repository")
    for name in ("source", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    ran = polyleaf("build", cwd=folder)
    assert ran.code == 0, ran.err
    assert "39 files made" in ran.out
    return folder


def title_of(project: Path, tag: str) -> str:
    if tag == "en":
        return (project / "source" / f"{DOMAIN}.txt").read_text().splitlines()[0]
    path = project / "locales" / tag.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.po"
    return parse_catalog(path.read_bytes(), str(path)).units[0].target


def letters(text: str) -> str:
    """The text without white space, controls of direction, and other marks that nobody sees."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


@pytest.mark.parametrize("tag", LOCALES)
def test_the_pdf_is_accessible_archivable_and_in_its_language(project: Path, tag: str) -> None:
    data = (project / "build" / tag / f"{DOMAIN}.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not pdf.check_pdf_syntax()
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"
        assert str(pdf.Root.Lang) == tag
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo.Title) == title_of(project, tag)
        direction = {"rtl": "/R2L", "ltr": "/L2R"}[parse_locale(tag).direction]
        assert str(pdf.Root.ViewerPreferences.Direction) == direction


@pytest.mark.slow
@pytest.mark.parametrize("tag", [tag for tag in LOCALES if tag not in NO_EXACT_TEXT])
def test_poppler_finds_the_title_in_the_pdf(project: Path, tag: str) -> None:
    text = pdf_text((project / "build" / tag / f"{DOMAIN}.pdf").read_bytes(), page=1)
    assert letters(title_of(project, tag)) in letters(text)


@pytest.mark.slow
def test_axe_finds_nothing_on_any_page(project: Path, tmp_path: Path) -> None:
    with open_browser() as browser:
        for tag in LOCALES:
            page = (project / "build" / tag / f"{DOMAIN}.html").read_bytes()
            assert browser.violations(page, tmp_path) == [], tag


@pytest.mark.slow
def test_gnu_msgfmt_accepts_every_catalog(need, tmp_path: Path) -> None:
    msgfmt = need("msgfmt")
    catalogs = sorted([*ROOT.glob("locales/**/*.po"), *ROOT.glob("pipeline/editions/frames/*.po")])
    assert len(catalogs) == 24
    for path in catalogs:
        ran = subprocess.run(
            [msgfmt, "--check", "-o", str(tmp_path / "out.mo"), str(path)], capture_output=True, text=True
        )
        assert (ran.returncode, ran.stderr) == (0, ""), path


@pytest.mark.parametrize("tag", LOCALES)
def test_every_format_carries_the_draft_banner_in_the_readers_language(project: Path, tag: str) -> None:
    from pipeline.editions.frame import frame_for

    frame = frame_for(parse_locale(tag))
    assert frame.locale.language == parse_locale(tag).language
    banner = frame.draft_text if tag == "en" else frame.machine_text
    text = (project / "build" / tag / f"{DOMAIN}.txt").read_text(encoding="utf-8")
    assert text.splitlines()[0].strip("\u200e\u200f") == frame.draft_heading
    assert banner in text
    page = (project / "build" / tag / f"{DOMAIN}.html").read_text(encoding="utf-8")
    assert frame.draft_heading in page
    assert 'name="robots" content="noindex"' in page


def test_every_translation_is_marked_as_an_unreviewed_machine_draft() -> None:
    for path in ROOT.glob("locales/*/LC_MESSAGES/*.po"):
        for unit in parse_catalog(path.read_bytes(), str(path)).active:
            assert is_machine_draft(unit), (path, unit.line)


def test_nobody_is_invented_in_locales() -> None:
    assert not (ROOT / "locales" / "reviewers.toml").exists()
    assert not list(ROOT.glob("locales/*/signoffs"))
    for path in ROOT.glob("locales/*/LC_MESSAGES/*.po"):
        assert parse_catalog(path.read_bytes(), str(path)).header("Last-Translator") == ""


def test_the_project_is_up_to_date_with_its_source(project: Path) -> None:
    catalogs = sorted((project / "locales").rglob("*.po*"))
    before = [path.read_bytes() for path in catalogs]
    assert polyleaf("update", cwd=project).code == 0
    assert [path.read_bytes() for path in catalogs] == before


def test_nothing_of_it_can_be_published(project: Path, tmp_path: Path) -> None:
    for policy in ("fail", "skip", "keep"):
        ran = polyleaf("publish", "--output", tmp_path / "out", "--policy", policy, cwd=project)
        assert ran.code == 1
        assert not (tmp_path / "out").exists()


def test_the_publication_date_is_shown_in_the_readers_calendar_and_digits(project: Path) -> None:
    shown = {
        "en": "December 9, 2024",
        "es": "9 de diciembre de 2024",
        "ar": "9 ديسمبر 2024",
        "bn": "৯ ডিসেম্বর, ২০২৪",
        "zh-Hans": "2024年12月9日",
        "th": "9 ธันวาคม พ.ศ. 2567",
    }
    for tag, date in shown.items():
        text = (project / "build" / tag / f"{DOMAIN}.txt").read_text(encoding="utf-8")
        assert date in re.sub("[\u2066-\u2069]", "", text), tag


@pytest.mark.parametrize("jobs", ["1", "7"])
def test_the_bytes_do_not_depend_on_the_number_of_threads(project: Path, tmp_path: Path, jobs: str) -> None:
    folder = tmp_path / "again"
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns("build", ".polyleaf"))
    assert polyleaf("build", "--jobs", jobs, cwd=folder).code == 0
    for path in (project / "build").glob("*/*.*"):
        assert path.read_bytes() == (folder / path.relative_to(project)).read_bytes(), path.name
