"""A link or picture of Markdown while its words are being read."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class OpenLink(Struct):
    """A link or image that is open."""

    start: int
    type: str
    href: str
    title: str
    label: str
    inner_end: int
    index: int  # of its token that opens
    words: list[str]


def open_link(value: Any, start: int, inner: int, index: int) -> OpenLink:
    """The link that an event of the parser begins at ``start``; see ``OpenLink``."""
    return OpenLink(
        start,
        value["link_type"] if isinstance(value["link_type"], str) else next(iter(value["link_type"])),
        value["dest_url"],
        value["title"],
        value["id"],
        inner,
        index,
        [],
    )
