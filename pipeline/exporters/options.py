"""How leaflets are laid out: the part of exporting that stands in a project's settings."""

from __future__ import annotations

from msgspec import Struct

from pipeline.errors import SettingsError

PAPERS = ("a4", "a5", "us-letter")


class ExportOptions(Struct, frozen=True):
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
