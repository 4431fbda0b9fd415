"""Which pictures an export may carry: judged by their bytes, never by what a document says they are."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from pipeline.documents.model import Resource
from pipeline.errors import ExportError

MAX_PICTURE = 16 * 1024 * 1024
"""Bytes of one picture."""

MAX_PIXELS = 50_000_000
"""Width times height of one picture: a few bytes can unpack to gigabytes."""

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
    """Media type and bytes of each picture that is of one of ``kinds``, by name. For all others, and for
    those whose head is broken, a reader gets the alternative text.

    Raises:
        ExportError: a picture is too large, in bytes or in pixels.
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
            ).of_picture(resource.name)
        kind = media_type_of(resource.data)
        if kind in wanted:
            width, height = pixel_size(resource.data) or (0, 0)
            if not width * height:
                continue
            if width * height > MAX_PIXELS:
                raise ExportError(
                    f'the picture "{resource.name}" has {width} × {height} pixels, more than a leaflet needs',
                    "make it smaller: a leaflet is also sent to telephones",
                ).of_picture(resource.name)
            usable[resource.name] = (kind, resource.data)
    return usable


def pixel_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in pixels, as its head says, or None where it says nothing.

    PNG (W3C, 11.2.1), GIF89a (section 18), JPEG (ITU-T T.81, B.2.2), WebP (RFC 9649, 2.5 to 2.7).
    """
    try:
        match media_type_of(data):
            case "image/png":
                width, height = struct.unpack_from(">II", data, 16)
            case "image/gif":
                width, height = struct.unpack_from("<HH", data, 6)
            case "image/jpeg":
                return _jpeg_size(data)
            case "image/webp":
                return _webp_size(data)
            case _:
                return None
    except (struct.error, IndexError):
        return None
    return width, height


# Start of frame, in all its kinds; 0xC4, 0xC8 and 0xCC are other things.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset([0x01, *range(0xD0, 0xD9)])


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:  # fill
            at += 1
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        elif marker in _ALONE:
            at += 2
        else:
            (length,) = struct.unpack_from(">H", data, at + 2)
            if length < 2:
                return None
            at += 2 + length
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    match data[12:16]:
        case b"VP8X":
            return (
                int.from_bytes(data[24:27], "little") + 1,
                int.from_bytes(data[27:30], "little") + 1,
            )
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", data, 21)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case _:
            return None
