"""The looks of a translated text: those that its source had for the same link and styles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from pipeline.documents.docx.atoms import Anchor, Atom
from pipeline.documents.docx.flow import Flow
from pipeline.documents.docx.properties import RUN, Properties
from pipeline.documents.inline import Style as InlineStyle
from pipeline.errors import DocumentError

Styles = frozenset[InlineStyle]
Restyle = Callable[[bytes, Styles, Styles], bytes]
"""Run properties with other styles: as bytes, with the styles they have, and those that are wanted."""


class Looks:
    """The run properties of a text, as bytes.

    Args:
        properties: of an atom's run; None for one that has no say, as its font shows pictures for letters.
        restyle: changes styles.
    """

    def __init__(self, flow: Flow, properties: Callable[[Atom], bytes | None], restyle: Restyle) -> None:
        self._restyle = restyle
        used: defaultdict[tuple[int, Styles], Counter[bytes]] = defaultdict(Counter)
        for atom in flow.core:
            if atom.kind == "text" and atom.run is not None and (raw := properties(atom)) is not None:
                used[_key(atom.anchor), atom.styles - flow.common][raw] += len(atom.text)
        self._known = {key: counter.most_common(1)[0][0] for key, counter in used.items()}
        self._plainest: dict[int, tuple[Styles, bytes]] = {}
        for link, styles in sorted(self._known, key=lambda key: (len(key[1]), -used[key].total())):
            self._plainest.setdefault(link, (styles, self._known[link, styles]))

    def of(self, anchor: Anchor | None, styles: Styles) -> bytes:
        """The run properties for words in a link (or none) with those styles: the source's most used.

        Raises:
            DocumentError: the source has no such style.
        """
        link = _key(anchor)
        found = self._known.get((link, styles))
        if found is not None:
            return found
        if link in self._plainest:
            had, raw = self._plainest[link]
        elif anchor is None and self._plainest:
            had, raw = frozenset(), b""  # all the words of the source are links
        else:
            had, raw = self._plainest.get(0, (frozenset(), b""))
        raw = self._restyle(raw, had, styles)
        self._known[link, styles] = raw
        return raw


def _key(anchor: Anchor | None) -> int:
    return id(anchor) if anchor else 0


def restyled(raw: bytes, had: Styles, wanted: Styles, prefix: bytes) -> bytes:
    """Word's run properties, ``w:rPr`` or nothing, with other styles.

    Raises:
        DocumentError: it has no style for code.
    """
    if "code" in wanted - had:
        raise DocumentError("the source has no <code> here", "use the tags of the source")
    properties = Properties(raw, "rPr", prefix, RUN)
    for style in ("b", "i"):
        if style in wanted - had:
            properties.set(style)
            properties.set(f"{style}Cs")
        elif style in had - wanted:
            properties.set(style, {"val": "0"})
            properties.set(f"{style}Cs", {"val": "0"})
    if "u" in wanted - had:
        properties.set("u", {"val": "single"})
    elif "u" in had - wanted:
        properties.set("u", {"val": "none"})
    raised: dict[InlineStyle, str] = {"sup": "superscript", "sub": "subscript"}
    for name, value in raised.items():
        if name in wanted - had:
            properties.set("vertAlign", {"val": value})
        elif name in had - wanted and not {"sup", "sub"} & wanted:
            properties.remove("position")
            properties.set("vertAlign", {"val": "baseline"})
    if "code" in had - wanted:
        properties.remove("rStyle")
    return properties.written() if properties.children else b""
