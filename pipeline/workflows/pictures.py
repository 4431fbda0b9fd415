"""The pictures that a document names by a relative address, read from beside it."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from msgspec.structs import replace

from pipeline.documents.blocks import Figure
from pipeline.documents.inline import Image, placeholders
from pipeline.documents.model import Document, Resource
from pipeline.documents.walking import iter_blocks, iter_texts
from pipeline.errors import DocumentError, PolyleafError
from pipeline.project.store import Project, SourceFile

MAX_PICTURE = 20_000_000
MAX_PICTURES = 60_000_000
"""Bytes of one picture, and of all pictures of one document: a leaflet travels by phone."""

_ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|\\|#|\?")
_WITHIN = re.compile(r"data-[0-9a-f]{16}")
"""The name of a picture that stands within its address."""

_UNKNOWN = ("is of a kind that leaflets cannot show, or broken", "save it as PNG or JPEG")

_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}


def with_pictures(project: Project, source: SourceFile, document: Document) -> Document:
    """Return ``document`` with the bytes of its pictures where they stand below ``source/``.

    A picture with an address elsewhere, or that is not there, stays without bytes: exporters show what stands
    for it (``lost_pictures`` tells of those). Nothing outside ``source/`` is ever read, whatever an address
    says.

    Raises:
        DocumentError: a picture, or all together, are too large.
    """
    if all(one.data is not None for one in document.resources):
        return document
    total = 0
    resources = []
    for resource in document.resources:
        found = resource if resource.data is not None else _read(project, source, resource)
        total += len(found.data or b"")
        if total > MAX_PICTURES:
            raise DocumentError(f"its pictures have more than {MAX_PICTURES} bytes", "make them smaller")
        resources.append(found)
    return replace(document, resources=tuple(resources))


def lost_pictures(project: Project, source: SourceFile, document: Document) -> tuple[PolyleafError, ...]:
    """An error for each picture of ``document`` (from ``with_pictures``) that no leaflet can show: one that
    is not where its address says, or of another kind than leaflets have. They hold nothing up: what stands
    for the picture is in the leaflet. What is elsewhere on the web is left out on purpose.
    """
    if not document.resources:
        return ()
    lines = _lines_of_pictures(document)
    lost = []
    for resource in document.resources:
        amiss = _amiss(project, source, document, resource) if resource.name in lines else None
        if amiss is not None:
            error = DocumentError(f'the picture "{resource.name}" {amiss[0]}', amiss[1])
            lost.append(error.at(source.path, lines[resource.name]))
    return tuple(lost)


def _amiss(
    project: Project, source: SourceFile, document: Document, resource: Resource
) -> tuple[str, str] | None:
    """Why no leaflet can show a picture, and what to do; None where one can, or none should."""
    from pipeline.exporters.pictures import pixel_size

    if resource.data is not None:
        if _WITHIN.fullmatch(resource.name) or pixel_size(resource.data) is not None:
            return None
        return _UNKNOWN
    if document.format == "docx":
        return None if _ABSOLUTE.match(resource.name) else ("is not in the document", "insert it anew")
    place = _place(source, resource.name)
    if place is None or _WITHIN.fullmatch(resource.name):
        return None
    if not (project.root / place).is_file():
        return "is not there", f"put it at {place}, or correct its address"
    return _UNKNOWN if place.rpartition(".")[2].lower() not in _TYPES else None


def line_of_picture(document: Document, name: str) -> int | None:
    """The line of the picture of a name, where it is known."""
    return _lines_of_pictures(document).get(name)


def _lines_of_pictures(document: Document) -> dict[str, int | None]:
    """By the name of each picture in the leaflet, the line of the first text that holds it, or stands for it
    or under it; of a picture with no such text, that of its address."""
    lines: dict[str, int | None] = {}
    for block in iter_blocks(document.blocks):
        if isinstance(block, Figure):
            said = next((text.line for text in (block.alt, block.caption) if text is not None), None)
            lines.setdefault(block.resource, said or _line_of_address(document, block.resource))
    for text in iter_texts(document.blocks):
        for node in placeholders(text.content).values():
            if isinstance(node, Image):
                lines.setdefault(node.resource, text.line)
    return lines


def _line_of_address(document: Document, address: str) -> int | None:
    at = document.data.find(address.encode("utf-8", "replace"))
    return None if at < 0 or document.format == "docx" else document.data.count(b"\n", 0, at) + 1


def _place(source: SourceFile, address: str) -> str | None:
    """Where below ``source/`` an address leads to from its document, or None."""
    if not address or _ABSOLUTE.match(address) or "\0" in address:
        return None
    path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    if "\0" in path or "\\" in path:
        return None
    place = posixpath.normpath(posixpath.join(posixpath.dirname(source.path), path))
    return place if place.startswith("source/") else None


def _read(project: Project, source: SourceFile, resource: Resource) -> Resource:
    shown = _place(source, resource.name)
    media_type = None if shown is None else _TYPES.get(shown.rpartition(".")[2].lower())
    if shown is None or media_type is None:
        return resource
    file = project.root / shown
    if not file.is_file() or not file.resolve().is_relative_to(project.paths.source.resolve()):
        return resource
    stored = project.read(file)
    if stored is None:
        return resource
    if len(stored.data) > MAX_PICTURE:
        raise DocumentError(f"the picture {shown} has more than {MAX_PICTURE} bytes", "make it smaller")
    return replace(resource, media_type=media_type, data=stored.data)
