"""Which pictures an export may carry: judged by their bytes, never by what a document says they are."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.documents.model import Resource
from pipeline.errors import ExportError

MAX_PICTURE = 16 * 1024 * 1024
"""Bytes of one picture."""

# First bytes of each kind, with what may follow at byte 8 (PNG, GIF and JPEG specifications; RIFF for WebP).
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", b"", "image/png"),
    (b"\xff\xd8\xff", b"", "image/jpeg"),
    (b"GIF87a", b"", "image/gif"),
    (b"GIF89a", b"", "image/gif"),
    (b"RIFF", b"WEBP", "image/webp"),
)


def media_type_of(data: bytes) -> str | None:
    """The media type of a raster picture, or None for anything else. (SVG can hold programs.)"""
    for start, at_eight, kind in _KINDS:
        if data.startswith(start) and data[8:12].startswith(at_eight):
            return kind
    return None


def usable_pictures(resources: Iterable[Resource], kinds: Iterable[str]) -> dict[str, tuple[str, bytes]]:
    """Media type and bytes of each picture that is of one of ``kinds``, by name. For all others a reader gets
    the alternative text.

    Raises:
        ExportError: a picture is too large.
    """
    wanted = frozenset(kinds)
    usable: dict[str, tuple[str, bytes]] = {}
    for resource in resources:
        if resource.data is None:
            continue
        if len(resource.data) > MAX_PICTURE:
            raise ExportError(
                f'the picture "{resource.name}" is larger than {MAX_PICTURE // 2**20} MiB',
                "make it smaller: a leaflet is also sent to telephones",
            )
        kind = media_type_of(resource.data)
        if kind in wanted:
            usable[resource.name] = (kind, resource.data)
    return usable
