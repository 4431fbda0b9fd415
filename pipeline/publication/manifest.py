"""The manifest: one JSON file that says what was published, from what, on whose word."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pipeline.errors import PublicationError
from pipeline.publication.model import Manifest, PublishedFile, PublishedLeaflet

NAME = "manifest.json"
SCHEMA = "polyleaf-manifest-1"


def format_manifest(manifest: Manifest) -> bytes:
    """The manifest as JSON; the same manifest gives the same bytes."""
    tree = {"schema": SCHEMA, **asdict(manifest)}
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
            site=tuple(PublishedFile(**one) for one in tree["site"]),
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
        **{
            **tree,
            "reviews": tuple((role, day) for role, day in tree["reviews"]),
            "sentences": tuple(tree["sentences"]),
            "records": tuple(tree["records"]),
            "fonts": tuple((name, digest) for name, digest in tree["fonts"]),
            "files": tuple(PublishedFile(**one) for one in tree["files"]),
        }
    )
