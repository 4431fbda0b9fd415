"""Runs pulldown-cmark (through pyromark) over a Markdown file, a part at a time where that changes nothing.

Its tree takes some seven times the size of the text. A long file is cut where a paragraph begins at the left
margin after an empty line: that ends every list, quotation and table, so what stands before it is of no
account, unless the file has code fences, comments and the like, which go on over empty lines, or definitions,
which count everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.documents.flow import AttributeText
from pipeline.documents.markdown_plain import Event
from pipeline.documents.markdown_titles import DEFINITION, find_title

_PART = 256 * 1024  # bytes
_CUT = re.compile(rb"\n\r?\n(?=[A-Za-z])")
_SIGNS = (b"```", b"~~~", b"]:")
_WHOLE = re.compile(rb"<(?:script|pre|style|textarea|[!?])", re.IGNORECASE)
_DEFINITION = re.compile(rb"^.{0,80}\]:", re.M)


def parse_parts(data: bytes, start: int) -> Iterator[tuple[int, Iterator[Event]]]:
    """Yield each part of ``data[start:]``: where it begins, and its events, whose ranges count from there."""
    import pyromark

    whole = len(data) - start <= _PART or _goes_on(data, start)
    while start < len(data):
        cut = None if whole else _CUT.search(data, start + _PART)
        end = len(data) if cut is None else cut.end()
        yield start, pyromark.events_with_range(data[start:end].decode(), options=_options())
        start = end


def _goes_on(data: bytes, start: int) -> bool:
    """Whether there may be what an empty line does not end, or what counts everywhere."""
    if any(data.find(sign, start) >= 0 for sign in _SIGNS):
        return True
    return data.find(b"<", start) >= 0 and _WHOLE.search(data, start) is not None


def definition_titles(data: bytes, start: int) -> list[AttributeText]:
    """The titles of the link definitions in ``data[start:]``, in order."""
    if data.find(b"]:", start) < 0 or _DEFINITION.search(data, start) is None:
        return []
    import pyromark

    found = []
    definitions = pyromark.reference_definitions(data[start:].decode(), options=_options())
    for definition in definitions.values():
        if title := definition.get("title"):
            span = definition["span"]
            place = find_title(data, span["start"] + start, span["end"] + start, title, DEFINITION)
            if place is not None:
                found.append(place)
    return sorted(found, key=lambda place: place.start)


def _options() -> Any:
    import pyromark

    return (
        pyromark.Options.ENABLE_TABLES
        | pyromark.Options.ENABLE_FOOTNOTES
        | pyromark.Options.ENABLE_TASKLISTS
        | pyromark.Options.ENABLE_STRIKETHROUGH
        | pyromark.Options.ENABLE_GFM
    )
