"""Put right what Typst writes of a leaflet's language and direction.

Typst knows a language and a region, so "zh-Hans" comes out as "zh"; and it calls some right-to-left languages
left-to-right. Both stand in the document catalog, which Typst writes as the last object of the file: only the
place of the cross-reference table moves. (Reading and writing the whole file with a PDF library costs about a
third of the layout; this costs nothing one can measure.)
"""

from __future__ import annotations

import re

from pipeline.language.locale import Direction

_CATALOG = re.compile(rb"\n(?P<number>\d+) 0 obj\n<</Type/Catalog(?P<entries>[^\n]*)>>\nendobj\nxref\n")
_TAIL = re.compile(rb"startxref\n(\d+)\n%%EOF\s*\Z")
_LANG = re.compile(rb"/Lang\([A-Za-z0-9-]*\)")
_DIRECTION = re.compile(rb"/Direction/(?:L2R|R2L)")


def mend(pdf: bytes, *, tag: str, direction: Direction) -> bytes:
    """``pdf``, as Typst wrote it, with /Lang ``tag`` (BCP 47) and reading direction ``direction``.

    Raises:
        AssertionError: it is not laid out as Typst 0.15 lays it out.
    """
    # The catalog is near the end: looking back from there never reads the fonts.
    at = pdf.rfind(b"/Type/Catalog")
    found = _CATALOG.search(pdf, max(0, at - 30))
    tail = _TAIL.search(pdf, max(0, len(pdf) - 64))
    assert found is not None and tail is not None, "Typst wrote its catalog in an unknown way"
    entries = found["entries"]
    entries, languages = _LANG.subn(b"/Lang(" + tag.encode("ascii") + b")", entries)
    reading = b"/Direction/R2L" if direction == "rtl" else b"/Direction/L2R"
    entries, directions = _DIRECTION.subn(reading, entries)
    assert languages == 1 and directions == 1, "Typst wrote its catalog in an unknown way"
    shift = len(entries) - len(found["entries"])
    start, end = found.span("entries")
    xref = int(tail[1])
    assert pdf[xref : xref + 4] == b"xref" and xref > end, "Typst wrote its catalog in an unknown way"
    place = str(xref + shift).encode("ascii")
    return b"".join((pdf[:start], entries, pdf[end : tail.start(1)], place, pdf[tail.end(1) :]))
