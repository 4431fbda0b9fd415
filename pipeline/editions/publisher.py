"""Who is responsible for leaflets: the part of an edition that stands in a project's settings."""

from __future__ import annotations

from msgspec import Struct


class Publisher(Struct, frozen=True):
    """Who is responsible for a leaflet and where a reader may ask; a contact may be text or an address."""

    name: str
    contact: str = ""
