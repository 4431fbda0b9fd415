"""Digests of exact text: what a sign-off is bound to.

Framing: every text is its UTF-8 length as 8 bytes (big-endian), then the UTF-8 itself; a number is 8 bytes; a
text that may be absent is one byte, 0 (absent) or 1 (present, then the framed text). So no two different
sequences of fields have the same bytes. Code points are taken raw: a text that merely looks the same, or is
canonically equivalent, is another text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.errors import RecordError
from pipeline.signoff.model import SCHEMA

if TYPE_CHECKING:
    from pipeline.catalogs.model import Unit, UnitKey


def unit_digest(
    *,
    domain: str,
    locale: str,
    context: str | None,
    source: str,
    source_plural: str | None,
    targets: Sequence[str],
) -> str:
    """The SHA-256 (64 hex digits) of one unit's exact text.

    Over, in this order: schema, domain, locale, context (may be absent, which is not the empty one), source,
    source plural (may be absent), the number of targets, every target.

    Raises:
        RecordError: a text holds a lone surrogate, which has no UTF-8.
    """
    parts = [_text(SCHEMA), _text(domain), _text(locale), _optional(context), _text(source)]
    parts += [_optional(source_plural), _number(len(targets)), *map(_text, targets)]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def digest_of(unit: Unit, domain: str, locale: str) -> str:
    """The ``unit_digest`` of a unit as its catalog has it."""
    return unit_digest(
        domain=domain,
        locale=locale,
        context=unit.context,
        source=unit.source,
        source_plural=unit.source_plural,
        targets=unit.targets,
    )


def order_digest(keys: Sequence[UnitKey], outline: str = "") -> str:
    """The SHA-256 (64 hex digits) of the order of all segments of a document, repeats included.

    Over: schema, the outline, the number of segments, then context (may be absent) and source of each in
    reading order.

    Args:
        outline: a digest of what else a reader sees of the document's form: its blocks, date and pictures.

    Raises:
        RecordError: a text holds a lone surrogate.
    """
    parts = [_text(SCHEMA), _text(outline), _number(len(keys))]
    for context, source in keys:
        parts += [_optional(context), _text(source)]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _number(value: int) -> bytes:
    return value.to_bytes(8, "big")


def _text(value: str) -> bytes:
    try:
        data = value.encode("utf-8")
    except UnicodeEncodeError:
        raise RecordError(
            "a text holds half a character (a lone surrogate) and cannot be signed",
            "type the text again in the catalog",
        ) from None
    return _number(len(data)) + data


def _optional(value: str | None) -> bytes:
    return b"\x00" if value is None else b"\x01" + _text(value)
