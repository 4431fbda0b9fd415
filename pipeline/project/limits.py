"""The caps on files that come from elsewhere, as far as a project sets them itself."""

from __future__ import annotations

from msgspec import Struct, field

from pipeline.catalogs.limits import Limits as CatalogLimits
from pipeline.memory.limits import Limits as ExchangeLimits

MOST_DOCUMENT_BYTES = 50_000_000
"""What the readers of documents take at most (``documents.limits``); a project can only ask for less."""


class Limits(Struct, frozen=True):
    """The table ``[limits]`` of the settings.

    Attributes:
        catalogs: on each catalog.
        document_bytes: largest document.
        exchange: on memories and glossaries that are imported.
    """

    catalogs: CatalogLimits = field(default_factory=CatalogLimits)
    document_bytes: int = MOST_DOCUMENT_BYTES
    exchange: ExchangeLimits = field(default_factory=ExchangeLimits)
