"""How much a catalog may hold: what is more is refused, for it is no leaflet's and may be an attack."""

from __future__ import annotations

from msgspec import Struct


class Limits(Struct, frozen=True):
    """The caps on one PO file; a project sets its own (``[limits]``).

    Attributes:
        catalog_bytes: largest file.
        text_characters: longest text of one field.
    """

    catalog_bytes: int = 64_000_000
    text_characters: int = 4_000_000


USUAL = Limits()
"""What holds where nothing else is set."""
