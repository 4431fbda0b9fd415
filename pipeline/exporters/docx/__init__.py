"""Word (.docx): ECMA-376 written part by part, the same bytes each time.

Steps: ``tongues`` says what Word must know of each language, ``runs`` writes inline content, ``blocks`` the
body, ``parts`` all that stands round it, ``package`` the archive.
"""

from __future__ import annotations

from pipeline.editions.model import Edition
from pipeline.exporters.content import check_edition
from pipeline.exporters.model import ExportOptions


class DocxExporter:
    """See the package."""

    name = "docx"
    suffix = ".docx"

    def export(self, edition: Edition, options: ExportOptions) -> bytes:
        """See ``Exporter.export``."""
        from pipeline.exporters.docx.package import package

        check_edition(edition)
        return package(edition, options)

    def resources(self, edition: Edition) -> dict[str, str]:  # noqa: ARG002 - the Protocol's shape
        """None: the reader's Word brings the fonts."""
        return {}
