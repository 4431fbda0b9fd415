"""HTML: one file that works offline, without scripts or outside resources, to WCAG 2.2 AA."""

from __future__ import annotations

from pipeline.editions.model import Edition
from pipeline.exporters.content import check_edition
from pipeline.exporters.model import ExportOptions


class HtmlExporter:
    """See the package."""

    name = "html"
    suffix = ".html"

    def export(self, edition: Edition, options: ExportOptions) -> bytes:
        """See ``Exporter.export``."""
        from pipeline.exporters.html.page import page

        check_edition(edition)
        return page(edition, options).encode("utf-8")

    def resources(self, edition: Edition) -> dict[str, str]:  # noqa: ARG002 - the Protocol's shape
        """None: the reader's device brings the fonts."""
        return {}
