"""A template beside the file there is of it, without reading all of that: a document can be very long.

Polyleaf alone writes templates, and nothing in one but its header can be anybody else's work. A file that is
written as new ones are is compared with the new one byte by byte; any other is read whole, so that its style
stays (``template.make_template`` and ``writing.serialize_catalog``).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from msgspec import Struct

from pipeline.catalogs.charset import charset_of
from pipeline.catalogs.model import Catalog, Unit
from pipeline.catalogs.template import template_head
from pipeline.catalogs.writing import serialize_anew
from pipeline.errors import CatalogError
from pipeline.language.locale import Locale

_LONGEST_HEAD = 1 << 16
_BLOCK = 1 << 20
_ENTRIES = re.compile(
    rb'(?:\n(?:#\. [^\n]*+\n)*+(?:#: [^\n]*+\n)*+(?:msgctxt "[^\n]*"\n)?+msgid "[^\n]*"\nmsgstr ""\n)*+'
)


class RenewedTemplate(Struct, frozen=True):
    """A template that is to be written while it is made.

    Attributes:
        head: it without its units.
        pieces: makes its bytes; None where they are in the file already.
    """

    head: Catalog
    pieces: Callable[[], Iterable[bytes]] | None


def renew_template(
    units: Callable[[], Iterable[Unit]],
    stored: BinaryIO | None,
    *,
    project: str,
    contact: str,
    now: datetime.datetime,
    source_locale: Locale | None = None,
) -> RenewedTemplate | None:
    """The template with these units; None where the file there is has to be read whole first.

    Args:
        units: makes them, each time anew.
        stored: that file, at its beginning, or None where there is none. It is not asked for after this.
        project, contact, now, source_locale: see ``headers.template_headers``.
    """

    def head_over(old: Catalog | None, is_same: bool) -> Catalog:
        return template_head(
            old, is_same=is_same, project=project, contact=contact, now=now, source_locale=source_locale
        )

    if stored is None:
        head = head_over(None, False)
        return RenewedTemplate(head, lambda: serialize_anew(head, units()))
    found = _head_of(stored)
    if found is None:
        return None
    old, start = found
    head = head_over(old, True)
    if _is_rest(stored, start, _entries(head, units())):
        return RenewedTemplate(head, None if head == old else lambda: serialize_anew(head, units()))
    if not _is_own(stored, start):
        return None
    head = head_over(old, False)
    return RenewedTemplate(head, lambda: serialize_anew(head, units()))


def _head_of(stored: BinaryIO) -> tuple[Catalog, int] | None:
    """What stands above the first entry, and where that ends; None where others write so."""
    above = stored.read(_LONGEST_HEAD)
    above = above[: above.find(b"\n\n") + 1 or None]
    from pipeline.catalogs.reading import parse_layout  # a first template has nothing to read

    try:
        head = parse_layout(above, "").catalog
    except CatalogError:
        return None
    own = not head.units and head.headers and charset_of(head.headers).upper() == "UTF-8"
    return (head, len(above)) if own and b"".join(serialize_anew(head, ())) == above else None


def _entries(head: Catalog, units: Iterable[Unit]) -> Iterator[bytes]:
    """The bytes of the units below a header."""
    pieces = iter(serialize_anew(head, units))
    next(pieces)  # the header
    return pieces


def _is_rest(stored: BinaryIO, start: int, pieces: Iterable[bytes]) -> bool:
    """Whether these pieces are all that stands from ``start`` on; none is made beyond where they differ."""
    stored.seek(start)
    return all(stored.read(len(piece)) == piece for piece in pieces) and not stored.read(1)


def _is_own(stored: BinaryIO, start: int) -> bool:
    """Whether all entries from ``start`` on are as Polyleaf writes them."""
    stored.seek(start)
    rest = b""
    while block := stored.read(_BLOCK):
        block = rest + block
        end = block.rfind(b"\n\n") + 1  # the empty line belongs to the next entry
        if _ENTRIES.fullmatch(block, 0, end) is None:
            return False
        rest = block[end:]
    return _ENTRIES.fullmatch(rest) is not None
