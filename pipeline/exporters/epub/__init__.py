"""EPUB 3.3: the leaflet as one chapter, the same bytes each time.

``package`` writes the archive; its chapter is the page's blocks (``html.blocks``) as XHTML.
"""

from __future__ import annotations

from pipeline.editions.model import Edition
from pipeline.exporters.content import check_edition
from pipeline.exporters.model import ExportOptions


class EpubExporter:
    """See the package."""

    name = "epub"
    suffix = ".epub"

    def export(self, edition: Edition, options: ExportOptions) -> bytes:
        """See ``Exporter.export``."""
        from pipeline.exporters.epub.package import package

        check_edition(edition)
        return package(edition, options)

    def resources(self, edition: Edition) -> dict[str, str]:  # noqa: ARG002 - the Protocol's shape
        """None: the reader's device brings the fonts."""
        return {}
