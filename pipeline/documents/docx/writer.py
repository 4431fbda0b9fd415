"""Puts translated texts, and what Word must know of their language, into the bytes of the parts."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.documents.docx.compose import Composer
from pipeline.documents.docx.flow import Flow
from pipeline.documents.docx.nodes import Node, inner_start, is_empty_tag, prefix_of, read_part, read_tree
from pipeline.documents.docx.package import Package
from pipeline.documents.docx.parts import Parts
from pipeline.documents.docx.properties import (
    PARAGRAPH,
    RUN,
    SECTION,
    SETTINGS_AFTER_LANGUAGE,
    TABLE,
    Properties,
    attribute_span,
    escape,
    with_attributes,
)
from pipeline.documents.docx.reader import Reader
from pipeline.documents.docx.styles import Style
from pipeline.documents.docx.tongue import Tongue, add_complex
from pipeline.documents.inline import Inline, plain_text
from pipeline.errors import DocumentError

Edit = tuple[int, int, bytes]
"""A range of bytes of a part, and what stands there instead."""


class Writer:
    """Goes through a document after the reader, and notes what changes.

    Args:
        contents: by the number of the text in its document; those that stay as they are left out.
        numbers: for each text in the order the reader meets them, its number in the document.
        tongue: of the contents, or None to leave what the document says of its language.
    """

    def __init__(
        self, contents: Mapping[int, tuple[Inline, ...]], numbers: tuple[int, ...], tongue: Tongue | None
    ) -> None:
        self._contents = contents
        self._numbers = numbers
        self._tongue = tongue
        self._edits: list[Edit] = []
        self._data = b""
        self.parts: dict[str, tuple[bytes, list[Edit]]] = {}

    def written(self) -> dict[str, bytes]:
        """The parts that have changed."""
        return {
            name: _applied(data, edits, 0, len(data)) for name, (data, edits) in self.parts.items() if edits
        }

    # ---- as the reader goes

    def part(self, name: str, data: bytes) -> None:
        self._data, self._edits = self.parts.setdefault(name, (data, []))

    def paragraph(self, node: Node, style: Style, flow: Flow | None, number: int | None) -> None:
        inner = self._inside(node)
        content = self._content(number)
        properties = node.child("pPr")
        rtl = self._is_rtl(properties, style)
        if flow is not None and content is not None:
            data = self._data

            def patched(start: int, end: int) -> bytes:
                return _applied(data, inner, start, end)

            composer = Composer(
                flow,
                data,
                prefix_of(data, node),
                self._tongue,
                patched,
                self._tongue.rtl if self._tongue is not None else rtl,
            )
            extent = composer.extent()
            try:
                written = composer.write(content, extent)
            except DocumentError as error:
                assert number is not None
                raise error.of_text(self._numbers[number]) from None
            inner = [edit for edit in inner if not (extent[0] <= edit[0] and edit[1] <= extent[1])]
            inner.append((*extent, written))
        if self._tongue is not None and rtl != self._tongue.rtl:
            inner = self._turned(node, properties, inner)
        self._edits += inner

    def words(self, node: Node, attribute: str | None, number: int) -> None:
        content = self._content(number)
        if content is None:
            return
        text = escape(plain_text(content).replace("\n", " "))
        if attribute is None:
            start = inner_start(self._data, node)
            end = self._data.rfind(b"</", start, node.end)
            if end < 0:
                return
        else:
            span = attribute_span(self._data[: inner_start(self._data, node)], attribute, node.start)
            if span is None:
                return
            start, end = span
            quote = self._data[start - 1 : start]
            text = text.replace('"', "&quot;") if quote == b'"' else text.replace("'", "&apos;")
        self._edits.append((start, end, text.encode()))

    def table(self, node: Node) -> None:
        if self._tongue is None:
            return
        child = node.child("tblPr")
        self._switch(node, child, "tblPr", TABLE, "bidiVisual")

    def section(self, node: Node) -> None:
        if self._tongue is None:
            return
        properties = Properties(
            self._data[node.start : node.end], "sectPr", prefix_of(self._data, node), SECTION
        )
        if (properties.is_on("bidi") is True) != self._tongue.rtl:
            _set_switch(properties, "bidi", self._tongue.rtl)
            self._edits.append((node.start, node.end, properties.written()))

    # ---- what it does

    def _content(self, number: int | None) -> tuple[Inline, ...] | None:
        if number is None or not 0 <= number < len(self._numbers):
            return None
        return self._contents.get(self._numbers[number])

    def _inside(self, node: Node) -> list[Edit]:
        """Take back the edits inside an element: they are the last ones, as it is done after all in it."""
        place = len(self._edits)
        while place and self._edits[place - 1][0] >= node.start:
            place -= 1
        inner = self._edits[place:]
        del self._edits[place:]
        return inner

    @staticmethod
    def _is_rtl(properties: Node | None, style: Style) -> bool:
        flag = None if properties is None else properties.flag("bidi")
        return style.bidi if flag is None else flag

    def _turned(self, node: Node, child: Node | None, inner: list[Edit]) -> list[Edit]:
        """Give a paragraph the direction of the language."""
        assert self._tongue is not None
        prefix = prefix_of(self._data, node)
        if child is not None:
            raw = _applied(self._data, inner, child.start, child.end)
            rest = [edit for edit in inner if not (child.start <= edit[0] and edit[1] <= child.end)]
        else:
            raw, rest = b"", inner
        properties = Properties(raw, "pPr", prefix, PARAGRAPH)
        properties.set("bidi", {} if self._tongue.rtl else {"val": "0"})
        return [*rest, self._placed(node, child, properties.written())]

    def _placed(self, node: Node, child: Node | None, raw: bytes) -> Edit:
        """Put an element instead of ``child``, or first into ``node``."""
        if child is not None:
            return child.start, child.end, raw
        at = inner_start(self._data, node)
        if not is_empty_tag(self._data, node):
            return at, at, raw
        tag = self._data[node.start : node.end]
        name = tag[1:].split(b"/", 1)[0].split()[0]
        return node.start, node.end, tag[:-2].rstrip() + b">" + raw + b"</" + name + b">"

    def _switch(self, node: Node, child: Node | None, name: str, order: list[str], switch: str) -> None:
        assert self._tongue is not None
        raw = b"" if child is None else self._data[child.start : child.end]
        properties = Properties(raw, name, prefix_of(self._data, node), order)
        if (properties.is_on(switch) is True) != self._tongue.rtl:
            _set_switch(properties, switch, self._tongue.rtl)
            self._edits.append(self._placed(node, child, properties.written()))


def _set_switch(properties: Properties, name: str, on: bool) -> None:
    if on:
        properties.set(name)
    else:
        properties.remove(name)


def _applied(data: bytes, edits: list[Edit], start: int, end: int) -> bytes:
    """A range of bytes with those edits applied that are wholly inside it."""
    out: list[bytes] = []
    at = start
    for first, last, raw in sorted(edits, key=lambda edit: edit[:2]):
        if first < at or last > end:
            continue
        out += (data[at:first], raw)
        at = last
    out.append(data[at:end])
    return b"".join(out)


def rebuilt(
    package: Package,
    contents: Mapping[int, tuple[Inline, ...]],
    numbers: tuple[int, ...],
    tongue: Tongue | None,
) -> bytes:
    """The document with some texts replaced, and told its language.

    Raises:
        DocumentError: one of the contents cannot be written; its ``text_index`` says which.
    """
    if not contents and tongue is None:
        return package.data
    writer = Writer(contents, numbers, tongue)
    Reader(package, writer).read()
    parts = writer.written()
    if tongue is not None:
        for name, data in _language_parts(package, tongue, parts).items():
            parts[name] = data
    changed = {name: data for name, data in parts.items() if data != package.read(name)}
    return package.replaced(changed)


def _language_parts(package: Package, tongue: Tongue, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The style sheet and the settings, told of the language."""
    found = Parts(package)
    out: dict[str, bytes] = {}
    if (name := found.part_of_type("styles")) is not None:
        out[name] = _styles(parts.get(name) or package.read(name), name, tongue)
    if (name := found.part_of_type("settings")) is not None:
        out[name] = _settings(parts.get(name) or package.read(name), name, tongue)
    return out


def _styles(data: bytes, name: str, tongue: Tongue) -> bytes:
    """The style sheet: its default language and fonts, and weights for complex scripts."""
    root = read_tree(data, name)
    prefix = prefix_of(data, root)
    edits: list[Edit] = []
    defaults = root.child("docDefaults")
    run_default = None if defaults is None else defaults.child("rPrDefault")
    for node in root.walk():
        if node.name != "rPr":
            continue
        is_default = run_default is not None and node in run_default.children
        properties = Properties(data[node.start : node.end], "rPr", prefix, RUN)
        before = list(properties.children)
        language = properties.get("lang")
        if is_default:
            _tell(properties, tongue)
        elif language is not None:
            properties.put("lang", with_attributes(language, prefix, tongue.languages))
        add_complex(properties, tongue)
        if properties.children != before:
            edits.append((node.start, node.end, properties.written()))
    if run_default is None or run_default.child("rPr") is None:
        properties = Properties(b"", "rPr", prefix, RUN)
        _tell(properties, tongue)
        edits.append(_new_default(data, root, defaults, run_default, prefix, properties.written()))
    return _applied(data, edits, 0, len(data))


def _tell(properties: Properties, tongue: Tongue) -> None:
    """The defaults of all text: its language, and a font of its script unless the theme has one."""
    prefix = properties.prefix
    old = properties.get("lang") or b"<" + prefix + b"lang/>"
    properties.put("lang", with_attributes(old, prefix, tongue.languages))
    fonts = properties.get("rFonts") or b"<" + prefix + b"rFonts/>"
    wanted = {}
    if tongue.complex_font is not None and attribute_span(fonts, "cstheme") is None:
        wanted["cs"] = tongue.complex_font
    if tongue.east_asian_font is not None and attribute_span(fonts, "eastAsiaTheme") is None:
        wanted["eastAsia"] = tongue.east_asian_font
    if wanted:
        properties.put("rFonts", with_attributes(fonts, prefix, wanted))


def _new_default(
    data: bytes, root: Node, defaults: Node | None, run_default: Node | None, prefix: bytes, raw: bytes
) -> Edit:
    def wrapped(name: bytes, inner: bytes) -> bytes:
        return b"<" + prefix + name + b">" + inner + b"</" + prefix + name + b">"

    if run_default is not None:
        return run_default.start, run_default.end, wrapped(b"rPrDefault", raw)
    raw = wrapped(b"rPrDefault", raw)
    if defaults is None:
        at = inner_start(data, root)
        return at, at, wrapped(b"docDefaults", raw)
    if is_empty_tag(data, defaults):
        return defaults.start, defaults.end, wrapped(b"docDefaults", raw)
    at = inner_start(data, defaults)
    return at, at, raw


def _settings(data: bytes, name: str, tongue: Tongue) -> bytes:
    """The settings: which of the theme's fonts are taken."""
    root = read_tree(data, name)
    prefix = prefix_of(data, root)
    node = root.child("themeFontLang")
    if node is not None:
        raw = with_attributes(data[node.start : node.end], prefix, tongue.languages)
        return data[: node.start] + raw + data[node.end :]
    after = next((one for one in root.children if one.name in SETTINGS_AFTER_LANGUAGE), None)
    if after is None:
        return data
    raw = with_attributes(b"<" + prefix + b"themeFontLang/>", prefix, tongue.languages)
    return data[: after.start] + raw + data[after.start :]


def with_banner(package: Package, heading: str, text: str, tongue: Tongue) -> bytes:
    """The document with a framed banner before its first block."""
    name = Parts(package).main
    data = package.read(name)
    blocks: list[Node] = []

    def block(node: Node) -> None:
        if not blocks:
            blocks.append(node)

    root = read_part(data, name, block=block, containers=frozenset(["body"]), changes=False)
    if not blocks:
        return package.data
    prefix = prefix_of(data, root)
    written = b"".join(
        _banner_paragraph(line, prefix, tongue, bold)
        for line, bold in ((heading, True), (text, False))
        if line
    )
    at = blocks[0].start
    return package.replaced({name: data[:at] + written + data[at:]})


def _banner_paragraph(text: str, prefix: bytes, tongue: Tongue, bold: bool) -> bytes:
    p = prefix.decode()
    line = f'{p}val="single" {p}sz="12" {p}space="4" {p}color="auto"'
    borders = "".join(f"<{p}{side} {line}/>" for side in ("top", "left", "bottom", "right"))
    bidi = f"<{p}bidi/>" if tongue.rtl else ""
    properties = Properties(b"", "rPr", prefix, RUN)
    if bold:
        properties.set("b")
        properties.set("bCs")
    run = tongue.adapt_run(properties.written() if bold else b"", prefix, mark=True).decode()
    return (
        f"<{p}p><{p}pPr><{p}keepNext/><{p}pBdr>{borders}</{p}pBdr>{bidi}</{p}pPr>"
        f'<{p}r>{run}<{p}t xml:space="preserve">{escape(text)}</{p}t></{p}r></{p}p>'
    ).encode()
