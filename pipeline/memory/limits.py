"""How much a file of another tool may bring: what is more is refused, for it may be an attack."""

from __future__ import annotations

from msgspec import Struct


class Limits(Struct, frozen=True):
    """The caps on memories and glossaries that are imported; a project sets its own (``[limits]``).

    Attributes:
        tmx_bytes: largest TMX file, unpacked.
        tmx_characters: longest segment.
        terms: most terms of a glossary, be it the project's or one to import.
    """

    tmx_bytes: int = 4 * 1024**3
    tmx_characters: int = 100_000
    terms: int = 100_000


USUAL = Limits()
"""What holds where nothing else is set."""
