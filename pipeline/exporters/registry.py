"""The formats that editions are written in."""

from __future__ import annotations

from pipeline.errors import UsageError
from pipeline.exporters.docx import DocxExporter
from pipeline.exporters.epub import EpubExporter
from pipeline.exporters.html import HtmlExporter
from pipeline.exporters.md import MarkdownExporter
from pipeline.exporters.model import Exporter
from pipeline.exporters.pdf import PdfExporter
from pipeline.exporters.txt import TextExporter

_ALL: tuple[Exporter, ...] = (
    HtmlExporter(),
    PdfExporter(),
    TextExporter(),
    DocxExporter(),
    EpubExporter(),
    MarkdownExporter(),
)
EXPORTERS: dict[str, Exporter] = {exporter.name: exporter for exporter in _ALL}
"""By name. To add one, write a module that fits ``Exporter`` and name it here."""


def exporter_for(name: str) -> Exporter:
    """The exporter called ``name``.

    Raises:
        UsageError: there is none; names those there are.
    """
    try:
        return EXPORTERS[name]
    except KeyError:
        raise UsageError(f'"{name}" is not an export format', f"use {', '.join(sorted(EXPORTERS))}") from None
