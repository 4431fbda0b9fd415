"""What an exporter is: an Edition in, the bytes of one file out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pipeline.editions.model import Edition
from pipeline.errors import SettingsError

PAPERS = ("a4", "a5", "us-letter")


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What the project's settings say about layout.

    Attributes:
        paper: "a4", "a5" or "us-letter".
        large_print: 18 pt instead of 12 pt.

    Raises:
        SettingsError: there is no such paper.
    """

    paper: str = "a4"
    large_print: bool = False

    def __post_init__(self) -> None:
        if self.paper not in PAPERS:
            raise SettingsError(f'"{self.paper}" is not a paper Polyleaf knows', f"use {', '.join(PAPERS)}")


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
