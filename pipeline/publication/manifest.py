"""The manifest: one JSON file that says what was published, from what, on whose word."""

from __future__ import annotations

import json
from typing import Any

from msgspec import to_builtins

from pipeline.errors import PublicationError
from pipeline.publication.model import Manifest, PublishedFile, PublishedLeaflet

NAME = "manifest.json"
SCHEMA = "polyleaf-manifest-1"


def format_manifest(manifest: Manifest) -> bytes:
    """The manifest as JSON; the same manifest gives the same bytes."""
    tree = {"schema": SCHEMA, **to_builtins(manifest)}
    for one in tree["leaflets"]:
        if one["source_title"] is None:
            del one["source_title"]
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def parse_manifest(data: bytes, path: str) -> Manifest:
    """Read a manifest back.

    Raises:
        PublicationError: it is not one that this version wrote.
    """
    try:
        tree = json.loads(data)
        if tree.pop("schema") != SCHEMA:
            raise ValueError
        manifest = Manifest(
            generator=str(tree["generator"]),
            publisher=str(tree["publisher"]),
            leaflets=tuple(_leaflet(one) for one in tree["leaflets"]),
            site=tuple(_file(one) for one in tree["site"]),
        )
        if format_manifest(manifest) != data:
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise PublicationError(
            "is not a manifest that polyleaf wrote", "publish to a new folder", path=path
        ) from None
    return manifest


def _leaflet(tree: dict[str, Any]) -> PublishedLeaflet:
    return PublishedLeaflet(
        domain=_text(tree["domain"]),
        locale=_text(tree["locale"]),
        title=_text(tree["title"]),
        version=_text(tree["version"]),
        published=_optional(tree["published"]),
        reviews=_pairs(tree["reviews"]),
        review_by=_optional(tree["review_by"]),
        source_sha256=_text(tree["source_sha256"]),
        catalog_sha256=_optional(tree["catalog_sha256"]),
        sentences=tuple(map(_text, tree["sentences"])),
        outline=_text(tree["outline"]),
        records=tuple(map(_text, tree["records"])),
        fonts=_pairs(tree["fonts"]),
        files=tuple(_file(one) for one in tree["files"]),
        source_title=_text(tree["source_title"]) if "source_title" in tree else None,
    )


def _file(tree: dict[str, Any]) -> PublishedFile:
    path, size = _text(tree["path"]), tree["size"]
    if type(size) is not int or path.startswith("/") or ".." in path.split("/"):
        raise ValueError
    return PublishedFile(path, _text(tree["sha256"]), size)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)


def _pairs(values: list[list[object]]) -> tuple[tuple[str, str], ...]:
    return tuple((_text(one), _text(other)) for one, other in values)
