"""A manifest reads back as it was written, and nothing else is taken for one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.errors import PublicationError
from pipeline.publication.manifest import format_manifest, parse_manifest
from pipeline.publication.model import Manifest, PublishedFile
from tests.publication.test_site import leaflet

WHOLE = Manifest("polyleaf 1", "A clinic", (leaflet("es", "Manos"),), (PublishedFile("index.html", "4", 9),))


def test_a_manifest_reads_back() -> None:
    assert parse_manifest(format_manifest(WHOLE), "manifest.json") == WHOLE


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", 5),
        ("domain", None),
        ("locale", ["es"]),
        ("published", 2026),
        ("sentences", [["1"]]),
        ("records", [1]),
        ("records", "abc"),
        ("reviews", [["linguistic", 1]]),
        ("reviews", [["linguistic"]]),
        ("files", [{"path": 5, "sha256": "3", "size": 9}]),
        ("files", [{"path": "es/a.txt", "sha256": "3", "size": "9"}]),
        ("files", [{"path": "es/a.txt", "sha256": "3"}]),
        ("files", [{"path": "es/a.txt", "sha256": "3", "size": 9, "more": 1}]),
        ("files", [{"path": "/srv/site/es/a.txt", "sha256": "3", "size": 9}]),
        ("files", [{"path": "es/../../a.txt", "sha256": "3", "size": 9}]),
    ],
)
def test_a_manifest_with_a_wrong_value_is_refused(key: str, value: Any) -> None:
    tree = json.loads(format_manifest(WHOLE))
    tree["leaflets"][0][key] = value
    data = (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()
    with pytest.raises(PublicationError, match="not a manifest that polyleaf wrote"):
        parse_manifest(data, "manifest.json")
