"""The pictures that a document names by a relative address, read from beside it."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from msgspec.structs import replace

from pipeline.documents.model import Document, Resource
from pipeline.errors import DocumentError
from pipeline.project.store import Project, SourceFile

MAX_PICTURE = 20_000_000
MAX_PICTURES = 60_000_000
"""Bytes of one picture, and of all pictures of one document: a leaflet travels by phone."""

_ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|\\|#|\?")
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
    for it. Nothing outside ``source/`` is ever read, whatever an address says.

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


def _read(project: Project, source: SourceFile, resource: Resource) -> Resource:
    address = resource.name
    if _ABSOLUTE.match(address) or "\0" in address:
        return resource
    path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    media_type = _TYPES.get(path.rpartition(".")[2].lower())
    shown = posixpath.normpath(posixpath.join(posixpath.dirname(source.path), path))
    if media_type is None or not shown.startswith("source/") or "\0" in path or "\\" in path:
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
