"""The runs of a translated text, in the looks that its source had."""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.documents.docx.atoms import DIRECTION_MARKS, Anchor, Atom
from pipeline.documents.docx.flow import STRUCK_BEGINS, STRUCK_ENDS, Flow
from pipeline.documents.docx.nodes import inner_start
from pipeline.documents.docx.properties import RUN, Properties, escape
from pipeline.documents.docx.symbols import is_symbol_font
from pipeline.documents.docx.tongue import Tongue, locale_of, tongue_of
from pipeline.documents.inline import (
    Break,
    Foreign,
    Image,
    Inline,
    Isolate,
    Link,
    NoteMark,
    Opaque,
    Run,
    Styled,
)
from pipeline.documents.inline import Style as InlineStyle
from pipeline.errors import DocumentError

Patched = Callable[[int, int], bytes]
"""The bytes of a range of the part, with what is translated inside it."""

_SPACES = re.compile("[ \t\n\f\r]+")
_SPECIAL = re.compile("[\u2011\u00ad]")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


@dataclass(slots=True)
class _Item:
    """One piece of the target: characters, or what is written as it is."""

    node: Inline
    text: str
    styles: frozenset[InlineStyle]
    link: int  # the number of the link that it is in, 0 for none
    tongue: Tongue | None
    foreign: bool = False


class Composer:
    """Writes one text. ``prefix`` is that of Word's namespace in the part, with its colon."""

    def __init__(
        self, flow: Flow, data: bytes, prefix: bytes, tongue: Tongue | None, patched: Patched, rtl: bool
    ) -> None:
        self._flow = flow
        self._data = data
        self._prefix = prefix
        self._tongue = tongue
        self._patched = patched
        self._rtl = rtl
        self._links: list[str] = []
        self._struck = False
        self._has_struck = any(atom.name == STRUCK_BEGINS for atom in flow.pieces.values())
        self._looks, self._base = self._source_looks()

    def extent(self) -> tuple[int, int]:
        """The range of bytes that is written anew: whole runs and what stands round them, no more."""
        atoms = [part for atom in self._flow.core for part in _underlying(atom)]
        common = atoms[0].path
        for atom in atoms:
            length = 0
            for one, other in zip(common, atom.path, strict=False):
                if one is not other:
                    break
                length += 1
            common = common[:length]
        wrappers = {id(atom.anchor.wrapper) for atom in atoms if atom.anchor and atom.anchor.wrapper}
        depth = next((place for place, node in enumerate(common) if id(node) in wrappers), len(common))
        chains = [(*atom.path, atom.run if atom.run is not None else atom.node) for atom in atoms]
        return (
            min(chain[depth].start for chain in chains),
            max(chain[depth].end for chain in chains),
        )

    def write(self, content: tuple[Inline, ...], extent: tuple[int, int]) -> bytes:
        """The bytes for that range.

        Raises:
            DocumentError: the content has a link, a style or a piece that the source has not, lacks a piece,
                or has characters that XML cannot hold.
        """
        flow = self._flow
        out = [self.raw(atom) for atom in flow.before if atom.node.start >= extent[0]]
        marks = [atom for atom in flow.core if atom.kind == "mark"]
        out += [self.raw(atom) for atom in marks if not _is_end(atom)]
        out += self._written(content)
        out += [self.raw(atom) for atom in marks if _is_end(atom)]
        out += [self.raw(atom) for atom in flow.after if atom.node.start < extent[1]]
        return b"".join(out)

    def raw(self, atom: Atom) -> bytes:
        """An atom as it stood in the source, in a run of its own."""
        if atom.kind == "noise":
            return b""
        if atom.parts:
            return b"".join(map(self.raw, atom.parts))
        raw = self._patched(atom.node.start, atom.node.end)
        return raw if atom.run is None else self._run(self._properties(atom), raw)

    # ---- the target

    def _written(self, content: tuple[Inline, ...]) -> list[bytes]:
        items: list[_Item] = []
        flow = self._flow
        if flow.lead:
            items.append(_Item(Run(flow.lead), flow.lead, frozenset(), 0, self._tongue))
        self._flatten(content, frozenset(), 0, self._tongue, False, items)
        if flow.trail:
            items.append(_Item(Run(flow.trail), flow.trail, frozenset(), 0, self._tongue))
        self._check(items)
        anchors = self._anchors()
        spans = self._spans(items)
        cuts = sorted({place for start, (end, _) in spans.items() for place in (start, end)})
        out: list[bytes] = []
        at, link = 0, 0
        end, direction = -1, ""  # of the span that is open

        def close() -> None:
            nonlocal direction
            if direction:
                out.append(self._mark(direction) + b"</" + self._prefix + b"dir>")
                direction = ""

        for item in items:
            if item.link != link:
                close()
                if link:
                    out.append(self._link_end(anchors[link]))
                link = item.link
                if link:
                    out.append(self._link_start(anchors[link]))
            anchor = anchors.get(link)
            is_text = isinstance(item.node, Run | Isolate)
            for piece in _cut(item.text, at, cuts) if is_text else [item.text]:
                if not direction and at in spans:
                    end, direction = spans.pop(at)
                    value = f'<{self._prefix.decode()}dir {self._prefix.decode()}val="{direction}">'
                    out.append(value.encode() + self._mark(direction))
                if is_text:
                    out.append(self._text(piece, item, anchor, direction))
                else:
                    out.append(self._piece(item, anchor, direction))
                at += len(piece)
                if at >= end:
                    close()
        close()
        if link:
            out.append(self._link_end(anchors[link]))
        return out

    def _mark(self, direction: str) -> bytes:
        """A mark at the end of an embedding: LibreOffice 7.4 and older programs do not know ``w:dir``."""
        return self._run(b"", _t(self._prefix.decode(), DIRECTION_MARKS[direction]).encode())

    def _flatten(
        self,
        content: Iterable[Inline],
        styles: frozenset[InlineStyle],
        link: int,
        tongue: Tongue | None,
        foreign: bool,
        out: list[_Item],
    ) -> None:
        for node in content:
            match node:
                case Run(text) | Isolate(text, _):
                    if bad := _ILLEGAL.search(text):
                        raise DocumentError(
                            f"the character U+{ord(bad[0]):04X} cannot stand in a Word document",
                            "take it out",
                        )
                    out.append(_Item(node, _SPACES.sub(" ", text), styles, link, tongue, foreign))
                case Styled(style, children):
                    self._flatten(children, styles | {style}, link, tongue, foreign, out)
                case Link(href, children):
                    self._links.append(href)
                    self._flatten(children, styles, len(self._links), tongue, foreign, out)
                case Foreign(tag, children):
                    locale = locale_of(tag)
                    other = None if locale is None or self._tongue is None else tongue_of(locale)
                    self._flatten(children, styles, link, other or tongue, other is not None, out)
                case Break():
                    out.append(_Item(node, "\n", styles, link, tongue, foreign))
                case Opaque(id, equivalent) if id not in self._flow.pieces:
                    # Text that looks like a tag; anything else has an atom.
                    out.append(_Item(Run(equivalent), equivalent, styles, link, tongue, foreign))
                case Opaque(_, equivalent):
                    out.append(_Item(node, equivalent, styles, link, tongue, foreign))
                case Image() | NoteMark():
                    out.append(_Item(node, "\ufffc", styles, link, tongue, foreign))

    def _check(self, items: list[_Item]) -> None:
        """Each piece of the source stands in the target once."""
        count = Counter(item.node.id for item in items if isinstance(item.node, Opaque | Image | NoteMark))
        for id in self._flow.pieces:
            if count[id] != 1:
                what = "is missing" if count[id] == 0 else f"stands there {count[id]} times"
                raise DocumentError(f'<x id="{id}"/> {what}', "use each piece of the source once")
        for id in count:
            if id not in self._flow.pieces:
                raise DocumentError(f'the source has no <x id="{id}"/>', "take it out")

    def _anchors(self) -> dict[int, Anchor]:
        """The source's link for each of the target: those of one address in their order."""
        waiting: defaultdict[str, list[Anchor]] = defaultdict(list)
        for atom in self._flow.core:
            anchor = atom.anchor
            if anchor is not None and (not waiting[anchor.href] or waiting[anchor.href][-1] is not anchor):
                waiting[anchor.href].append(anchor)
        found: dict[int, Anchor] = {}
        for number, href in enumerate(self._links, 1):
            known = waiting.get(href)
            if not known:
                raise DocumentError(f'the source has no link to "{href}"', "use the links of the source")
            found[number] = known.pop(0) if len(known) > 1 else known[0]
        return found

    def _spans(self, items: list[_Item]) -> dict[int, tuple[int, str]]:
        """What must keep its own direction: by where it begins, where it ends, and the direction."""
        if self._tongue is None:
            return {}
        at = 0
        own: list[tuple[int, int, str]] = []
        links: list[tuple[int, int]] = []  # the link at each item, by where it begins
        for item in items:
            links.append((at, item.link))
            if isinstance(item.node, Isolate):
                own.append((at, at + len(item.text), item.node.direction))
            elif item.foreign and item.tongue is not None and item.tongue.rtl != self._rtl:
                direction = "rtl" if item.tongue.rtl else "ltr"
                if own and own[-1][1] == at and own[-1][2] == direction and links[-2][1] == item.link:
                    own[-1] = (own[-1][0], at + len(item.text), direction)
                else:
                    own.append((at, at + len(item.text), direction))
            at += len(item.text)
        if self._rtl:
            from pipeline.language.quantities.isolates import isolate_spans

            text = "".join(item.text for item in items)
            taken = [(start, end) for start, end, _ in own]
            for start, end in isolate_spans(text, self._tongue.locale):
                inside = {link for place, link in links if start < place < end}
                before = [link for place, link in links if place <= start][-1:]
                if len(inside | {*before}) <= 1 and not any(a < end and start < b for a, b in taken):
                    own.append((start, end, "ltr"))
        return {start: (end, direction) for start, end, direction in own if start < end}

    # ---- runs

    def _text(self, text: str, item: _Item, anchor: Anchor | None, inside: str) -> bytes:
        if not text:
            return b""
        properties = self._adapted(self._look(anchor, item.styles), item, inside)
        return self._run(properties, self._characters(text))

    def _characters(self, text: str) -> bytes:
        prefix = self._prefix.decode()
        out: list[str] = []
        done = 0
        for match in _SPECIAL.finditer(text):
            if match.start() > done:
                out.append(_t(prefix, text[done : match.start()]))
            out.append(f"<{prefix}{'noBreakHyphen' if match[0] == chr(0x2011) else 'softHyphen'}/>")
            done = match.end()
        if done < len(text):
            out.append(_t(prefix, text[done:]))
        return "".join(out).encode()

    def _piece(self, item: _Item, anchor: Anchor | None, inside: str) -> bytes:
        if isinstance(item.node, Break):
            raw = b"<" + self._prefix + b"br/>"
            return self._run(self._adapted(self._look(anchor, item.styles), item, inside), raw)
        assert isinstance(item.node, Opaque | Image | NoteMark)
        atom = self._flow.pieces[item.node.id]
        if atom.name in (STRUCK_BEGINS, STRUCK_ENDS):
            self._struck = atom.name == STRUCK_BEGINS
            return b""
        return self.raw(atom)

    def _adapted(self, raw: bytes, item: _Item, inside: str) -> bytes:
        if self._has_struck:
            properties = Properties(raw, "rPr", self._prefix, RUN)
            properties.remove("strike", "dstrike")
            if self._struck:
                properties.set("strike")
            elif properties.get("rStyle") is not None:
                properties.set("strike", {"val": "0"})
            raw = properties.written() if properties.children else b""
        if item.tongue is None:
            return raw
        rtl = inside == "rtl" if inside else self._rtl
        return item.tongue.adapt_run(raw, self._prefix, rtl=rtl, mark=item.foreign)

    def _run(self, properties: bytes, inner: bytes) -> bytes:
        return b"<" + self._prefix + b"r>" + properties + inner + b"</" + self._prefix + b"r>"

    def _link_start(self, anchor: Anchor) -> bytes:
        if anchor.wrapper is None:
            return b"".join(map(self.raw, anchor.before))
        return self._patched(anchor.wrapper.start, inner_start(self._data, anchor.wrapper))

    def _link_end(self, anchor: Anchor) -> bytes:
        if anchor.wrapper is None:
            return b"".join(map(self.raw, anchor.after))
        name = "hyperlink" if anchor.wrapper.name == "hyperlink" else "fldSimple"
        return b"</" + self._prefix + name.encode() + b">"

    # ---- looks

    def _properties(self, atom: Atom) -> bytes:
        node = None if atom.run is None else atom.run.child("rPr")
        return b"" if node is None else self._data[node.start : node.end]

    def _source_looks(
        self,
    ) -> tuple[
        dict[tuple[int, frozenset[InlineStyle]], bytes], dict[int, tuple[frozenset[InlineStyle], bytes]]
    ]:
        """The most used run properties of each link (0: none) and set of styles; and the plainest."""
        used: defaultdict[tuple[int, frozenset[InlineStyle]], Counter[bytes]] = defaultdict(Counter)
        for atom in self._flow.core:
            if atom.kind != "text" or atom.run is None:
                continue
            fonts = None if (node := atom.run.child("rPr")) is None else node.child("rFonts")
            if fonts is not None and is_symbol_font(fonts.get("ascii")):
                continue
            key = (id(atom.anchor) if atom.anchor else 0, atom.styles - self._flow.common)
            used[key][self._properties(atom)] += len(atom.text)
        looks = {key: counter.most_common(1)[0][0] for key, counter in used.items()}
        base: dict[int, tuple[frozenset[InlineStyle], bytes]] = {}
        for link, styles in sorted(looks, key=lambda key: (len(key[1]), -used[key].total())):
            base.setdefault(link, (styles, looks[link, styles]))
        return looks, base

    def _look(self, anchor: Anchor | None, styles: frozenset[InlineStyle]) -> bytes:
        link = id(anchor) if anchor else 0
        found = self._looks.get((link, styles))
        if found is not None:
            return found
        if link in self._base:
            had, raw = self._base[link]
        elif anchor is None and self._base:
            had, raw = frozenset(), b""  # all the words of the source are links
        else:
            had, raw = self._base.get(0, (frozenset(), b""))
        raw = self._restyled(raw, had, styles)
        self._looks[link, styles] = raw
        return raw

    def _restyled(self, raw: bytes, had: frozenset[InlineStyle], wanted: frozenset[InlineStyle]) -> bytes:
        if "code" in wanted - had:
            raise DocumentError("the source has no <code> here", "use the tags of the source")
        properties = Properties(raw, "rPr", self._prefix, RUN)
        for style, name in (("b", "b"), ("i", "i")):
            if style in wanted - had:
                properties.set(name)
                properties.set(f"{name}Cs")
            elif style in had - wanted:
                properties.set(name, {"val": "0"})
                properties.set(f"{name}Cs", {"val": "0"})
        if "u" in wanted - had:
            properties.set("u", {"val": "single"})
        elif "u" in had - wanted:
            properties.set("u", {"val": "none"})
        raised = {"sup": "superscript", "sub": "subscript"}
        for style, value in raised.items():
            if style in wanted - had:
                properties.set("vertAlign", {"val": value})
            elif style in had - wanted and not {"sup", "sub"} & wanted:
                properties.remove("position")
                properties.set("vertAlign", {"val": "baseline"})
        if "code" in had - wanted:
            properties.remove("rStyle")
        return properties.written() if properties.children else b""


def _underlying(atom: Atom) -> list[Atom]:
    """The atoms whose bytes an atom stands for, with the fields round its link."""
    atoms = list(atom.parts) if atom.parts else [atom]
    if atom.anchor is not None:
        atoms += [*atom.anchor.before, *atom.anchor.after]
    return atoms


_ENDS = frozenset(["bookmarkEnd", "commentRangeEnd", "permEnd", "commentReference"])


def _is_end(atom: Atom) -> bool:
    """Whether a mark closes something: such come after the text, all others before it."""
    return atom.node.name in _ENDS or atom.node.get("fldCharType") == "end"


def _cut(text: str, at: int, places: list[int]) -> list[str]:
    """``text``, which begins at ``at``, cut at those of the places that are inside it."""
    first, last = bisect.bisect_right(places, at), bisect.bisect_left(places, at + len(text))
    cuts = [place - at for place in places[first:last]]
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _t(prefix: str, text: str) -> str:
    space = ' xml:space="preserve"' if text[0] == " " or text[-1] == " " else ""
    return f"<{prefix}t{space}>{escape(text)}</{prefix}t>"
