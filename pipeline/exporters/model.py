"""What an exporter is: an Edition in, the bytes of one file out."""

from __future__ import annotations

from typing import Protocol

from pipeline.editions.model import Edition
from pipeline.exporters.options import ExportOptions as ExportOptions


class Exporter(Protocol):
    """A format that editions are written in (one module or folder each; see ``exporters.registry``)."""

    name: str
    """Its key in settings and on the command line, such as "html"."""
    suffix: str
    """With the dot, such as ".html"."""

    def export(self, edition: Edition, options: ExportOptions) -> bytes:
        """Lay out an edition. The same edition and options give the same bytes, on any thread.

        Raises:
            ExportError: a font or glyph is missing, or the edition holds what cannot be shown.
        """
        ...

    def resources(self, edition: Edition) -> dict[str, str]:
        """Name and SHA-256 of each outside file that the bytes depend on, such as fonts."""
        ...
