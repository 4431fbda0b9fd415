"""The formats there are."""

from __future__ import annotations

import pytest

from pipeline.documents.blocks import Paragraph, Text
from pipeline.documents.inline import Inline, Run, Styled
from pipeline.errors import ExportError, SettingsError, UsageError
from pipeline.exporters.model import ExportOptions
from pipeline.exporters.registry import EXPORTERS, exporter_for
from tests.exporters.leaflets import edition


def test_each_exporter_is_known_by_its_own_name() -> None:
    assert {name: exporter.suffix for name, exporter in EXPORTERS.items()} == {
        "html": ".html",
        "pdf": ".pdf",
        "txt": ".txt",
        "docx": ".docx",
        "epub": ".epub",
        "md": ".md",
    }
    assert all(exporter_for(name).name == name for name in EXPORTERS)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(
        UsageError, match=r'"docs" is not an export format; use docx, epub, html, md, pdf, txt'
    ):
        exporter_for("docs")


def test_an_unknown_paper_is_answered_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match="use a4, a5, us-letter"):
        ExportOptions(paper="a3")


@pytest.mark.parametrize("name", ["html", "txt", "docx", "epub", "md"])
def test_page_and_text_depend_on_no_other_file(name: str) -> None:
    assert exporter_for(name).resources(edition("ar")) == {}


@pytest.mark.parametrize("name", sorted(EXPORTERS))
@pytest.mark.parametrize("locale", ["en", "ur", "hi"])
def test_the_same_edition_gives_the_same_bytes(name: str, locale: str) -> None:
    first = exporter_for(name).export(edition(locale), ExportOptions())
    assert exporter_for(name).export(edition(locale), ExportOptions()) == first


@pytest.mark.parametrize("name", sorted(EXPORTERS))
@pytest.mark.parametrize("depth", [10, 5000])
def test_what_is_nested_too_deep_is_refused_and_the_rest_is_shown(name: str, depth: int) -> None:
    node: Inline = Run("inmost")
    for _ in range(depth):
        node = Styled("b", (node,))
    made = edition("en", blocks=(Paragraph(Text(1, (node,), "Paragraph")),))
    if depth == 10:
        assert exporter_for(name).export(made, ExportOptions())
    else:
        with pytest.raises(ExportError, match="nested more than 32 levels deep"):
            exporter_for(name).export(made, ExportOptions())
