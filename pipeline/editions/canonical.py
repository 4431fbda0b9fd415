"""The canonical form of an edition: one text for one edition, whatever built it, and its digest."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

from msgspec import Struct

from pipeline.documents.blocks import Text
from pipeline.documents.model import Document
from pipeline.editions.model import Edition
from pipeline.language.locale import Locale

SCHEMA = "polyleaf-edition-1"
OUTLINE = "polyleaf-outline-1"


def edition_digest(edition: Edition) -> str:
    """Return the SHA-256 of all that a reader or an exporter sees of ``edition``, in lower-case hex.

    Two editions have one digest if and only if they are equal: what takes no part in equality (lines and
    spans in the source file) takes none here, so a moved paragraph mark makes no new leaflet.
    """
    text = json.dumps([SCHEMA, _plain(edition)], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def outline_digest(document: Document) -> str:
    """Return the SHA-256 of what a reader sees of ``document`` and its form: its blocks and how they are
    nested, the publication date, pictures. Documents whose files differ only in their layout have one."""
    seen = (document.blocks, document.metadata, document.extras, document.resources)
    text = json.dumps([OUTLINE, _plain(seen)], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: Any) -> Any:
    """``value`` in lists and scalars of JSON; each object is a list that starts with the name of its type, so
    that nodes of different types with equal fields differ. Tuples are lists inside a list of their own."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, tuple):
        return [[_plain(one) for one in value]]
    if isinstance(value, bytes):
        return ["bytes", hashlib.sha256(value).hexdigest()]
    if isinstance(value, Locale):
        return ["Locale", value.tag]
    if isinstance(value, datetime.date):
        return ["date", value.isoformat()]
    if isinstance(value, Text):
        # A note is for translators: readers never see it, as little as where the text stands in the file.
        parts = (value.index, value.content, value.role, value.context, value.attached)
        return ["Text", *map(_plain, parts)]
    if isinstance(value, Struct):
        names = list(value.__struct_fields__)
        if names[-1:] == ["mark"] and getattr(value, "mark", None) is None:
            del names[-1]  # as digests were before there were marks: signed outlines stay what they are
        return [type(value).__name__, *(_plain(getattr(value, name)) for name in names)]
    raise AssertionError(f"an edition holds a {type(value).__name__}")
