"""Changes to the elements that hold properties (``w:rPr``, ``w:pPr``, …), as bytes.

Word wants their children in the order of the schema (ECMA-376-1, annex A); a child put in goes to its place,
all others keep their bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TAG = re.compile(
    rb"""<!--.*?-->|<\?.*?\?>|<(?P<end>/?)(?P<name>[^\s/>"'<]+)(?P<rest>[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*)>""",
    re.DOTALL,
)


def _in_order(names: str) -> list[str]:
    return names.split()


RUN = _in_order(
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid"
    " vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl"
    " cs em lang eastAsianLayout specVanish oMath"
)

PARAGRAPH = _in_order(
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi"
    " adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection"
    " textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)

TABLE = _in_order(
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing"
    " tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
)

SECTION = _in_order(
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType"
    " pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"
)

SETTINGS_AFTER_LANGUAGE = ("clrSchemeMapping", "doNotIncludeSubdocsInStats")


class Properties:
    """The children of one element, each with its bytes.

    Args:
        raw: the whole element, or nothing for a new one.
        name: of a new one, without prefix.
        prefix: with its colon, for what is put in.
        order: names of children, without prefix, as the schema has them.
    """

    def __init__(self, raw: bytes, name: str, prefix: bytes, order: list[str]) -> None:
        self.prefix = prefix
        self._order = {one: place for place, one in enumerate(order)}
        self._head = b"<" + prefix + name.encode() + b">"
        self._tail = b"</" + prefix + name.encode() + b">"
        self.children: list[tuple[str, bytes]] = []
        if raw:
            self._split(raw)

    def _split(self, raw: bytes) -> None:
        depth, at = 0, 0
        start = 0
        child = ""
        for match in _TAG.finditer(raw):
            if match["name"] is None:
                continue
            closed = match["rest"].endswith(b"/")
            if match["end"]:
                depth -= 1
                if depth == 1:
                    self.children.append((child, raw[start : match.end()]))
                    at = match.end()
                elif depth == 0:
                    self._tail = raw[at:]
                continue
            if depth == 0:
                if closed:
                    name = match["name"]
                    self._head = raw[: match.end() - 1].rstrip() + b">"
                    self._head = self._head[:-2].rstrip() + b">" if self._head.endswith(b"/>") else self._head
                    self._tail = b"</" + name + b">"
                    return
                self._head = raw[: match.end()]
                at = match.end()
            elif depth == 1:
                child = match["name"].rpartition(b":")[2].decode()
                start = at
                if closed:
                    self.children.append((child, raw[start : match.end()]))
                    at = match.end()
            depth += 0 if closed else 1

    def get(self, name: str) -> bytes | None:
        for child, raw in self.children:
            if child == name:
                return raw
        return None

    def is_on(self, name: str) -> bool | None:
        """Whether a switch is on; None where it is not there."""
        raw = self.get(name)
        if raw is None:
            return None
        return attribute(raw, "val") not in ("0", "false", "off")

    def remove(self, *names: str) -> None:
        self.children = [(child, raw) for child, raw in self.children if child not in names]

    def set(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        """Put a child in its place, instead of one of its name."""
        written = "".join(
            f' {self.prefix.decode()}{key}="{escape(value)}"' for key, value in (attributes or {}).items()
        )
        self.put(name, b"<" + self.prefix + name.encode() + written.encode() + b"/>")

    def put(self, name: str, raw: bytes) -> None:
        """The same with its bytes."""
        for place, (child, _) in enumerate(self.children):
            if child == name:
                self.children[place] = (name, raw)
                return
        own = self._order.get(name, len(self._order))
        for place, (child, _) in enumerate(self.children):
            if self._order.get(child, len(self._order)) > own:
                self.children.insert(place, (name, raw))
                return
        self.children.append((name, raw))

    def written(self) -> bytes:
        """The whole element."""
        return self._head + b"".join(raw for _, raw in self.children) + self._tail


def attribute(raw: bytes, name: str) -> str | None:
    """The value of an attribute, whatever its prefix, in the first tag of ``raw``, or None."""
    span = attribute_span(raw, name)
    if span is None:
        return None
    return raw[span[0] : span[1]].decode(errors="replace")


def attribute_span(raw: bytes, name: str, start: int = 0) -> tuple[int, int] | None:
    """Where the value of an attribute stands between its quotes, in the first tag from ``start`` on."""
    tag = next((match for match in _TAG.finditer(raw, start) if match["name"] is not None), None)
    if tag is None:
        return None
    for match in _ATTRIBUTE.finditer(raw, tag.start("rest"), tag.end("rest")):
        if match["name"].rpartition(b":")[2] == name.encode():
            return match.start("value") + 1, match.end("value") - 1
    return None


_ATTRIBUTE = re.compile(rb"""(?P<name>[^\s=/"'<>]+)\s*=\s*(?P<value>"[^"]*"|'[^']*')""")


def with_attributes(raw: bytes, prefix: bytes, values: Mapping[str, str]) -> bytes:
    """``raw``, an element, with some attributes of its tag set."""
    for name, value in values.items():
        new = escape(value).encode()
        span = attribute_span(raw, name)
        if span is not None:
            raw = raw[: span[0]] + new + raw[span[1] :]
        else:
            tag = next(match for match in _TAG.finditer(raw) if match["name"] is not None)
            at = tag.end("name")
            raw = raw[:at] + b" " + prefix + name.encode() + b'="' + new + b'"' + raw[at:]
    return raw


def escape(text: str) -> str:
    """Text as the characters of an element or of an attribute in either kind of quotes."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&apos;") if '"' in text or "'" in text else text
