"""What Word's style sheet says of paragraphs and runs (ECMA-376-1, 17.7)."""

from __future__ import annotations

import re

from msgspec import Struct, field

from pipeline.documents.docx.nodes import Node, whole

_HEADING = re.compile(r"heading ([1-9])")
_LIST = re.compile(r"list(?: bullet| number)? ([2-5])")
"""Word's own styles of lists inside lists: each has a definition of one level, set in further and further."""
_CODE = frozenset(["html code", "html typewriter", "verbatim char", "source text", "code"])
_LOOKS = frozenset(
    ["b", "bCs", "i", "iCs", "u", "rtl", "cs", "vertAlign", "position", "vanish", "strike", "dstrike"]
)
"""What says how characters look, of all that properties may say (ECMA-376-1, 17.3.2)."""

_QUOTES = frozenset(["quote", "intense quote", "block text", "quotations"])


class Look(Struct, frozen=True):
    """What styles say of characters; None where they say nothing."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    raised: str | None = None
    hidden: bool | None = None
    code: bool = False
    struck: bool | None = None


class Style(Struct, frozen=True):
    """One style, with what it takes over from those it is based on.

    Attributes:
        name: in lower case; built-in styles have English names in every language of Word.
        outline: 0 for the highest heading, None for what is no heading.
        list: the number of its list definition and its level, None for what is no list.
        depth: how many lists an item stands in, beside its own, where its level is the definition's first.
        bidi: whether its paragraphs go from right to left.
    """

    name: str = ""
    outline: int | None = None
    list: tuple[str, int] | None = None
    depth: int = 0
    bidi: bool = False
    look: Look = Look()

    @property
    def is_title(self) -> bool:
        return self.name == "title"

    @property
    def is_quote(self) -> bool:
        return self.name in _QUOTES

    @property
    def is_caption(self) -> bool:
        return self.name == "caption"


class StyleSheet(Struct):
    """All styles by id.

    Attributes:
        styles: of paragraphs and characters.
        paragraph: of a paragraph that names none.
        language: of text which says nothing else.
        tables: for each style of tables the parts of a table that it has a form of their own for
            ("firstRow").
        table: the same for a table that names no style.
    """

    styles: dict[str, Style] = field(default_factory=dict)
    paragraph: Style = Style()
    language: str | None = None
    tables: dict[str, frozenset[str]] = field(default_factory=dict)
    table: frozenset[str] = frozenset()

    def of(self, id: str | None) -> Style:
        """The style of a paragraph."""
        return self.paragraph if id is None else self.styles.get(id, self.paragraph)

    def look(self, id: str | None) -> Look:
        """The look of a character style."""
        return _NO_LOOK if id is None else self.styles.get(id, _NO_STYLE).look


_NO_LOOK = Look()
_NO_STYLE = Style()


def read_styles(root: Node | None) -> StyleSheet:
    """Read the style sheet; a style based on itself ends there."""
    sheet = StyleSheet()
    if root is None:
        return sheet
    nodes = {node.get("styleId") or "": node for node in root.children if node.name == "style"}
    defaults = _path(root, "docDefaults", "rPrDefault", "rPr")
    sheet.language = None if defaults is None else defaults.value("lang")
    base = _look(Look(), defaults)
    bidi = _path(root, "docDefaults", "pPrDefault", "pPr")
    first = Style(bidi=bidi is not None and bidi.flag("bidi") is True, look=base)
    sheet.paragraph = first
    for id, node in nodes.items():
        chain = [node]
        seen = {id}
        while (parent := chain[-1].value("basedOn")) is not None and parent in nodes and parent not in seen:
            if parent in sheet.styles:
                break
            seen.add(parent)
            chain.append(nodes[parent])
        known = sheet.styles.get(chain[-1].value("basedOn") or "")
        is_paragraph = node.get("type") in (None, "paragraph")
        style = known or (first if is_paragraph else _NO_STYLE)
        for one in reversed(chain):
            style = _derived(style, one)
            sheet.styles[one.get("styleId") or ""] = style
    for id, node in nodes.items():
        if node.get("default") in ("1", "true", "on") and node.get("type") in (None, "paragraph"):
            sheet.paragraph = sheet.styles[id]
            properties = node.child("rPr")
            language = None if properties is None else properties.value("lang")
            sheet.language = language or sheet.language
    for id, node in nodes.items():
        if node.get("type") == "table":
            sheet.tables[id] = _forms(node, nodes)
            if node.get("default") in ("1", "true", "on"):
                sheet.table = sheet.tables[id]
    return sheet


def _forms(style: Node, nodes: dict[str, Node]) -> frozenset[str]:
    """The parts of a table that a style, or one that it is based on, has a form of their own for."""
    found: set[str] = set()
    seen: set[str] = set()
    node: Node | None = style
    while node is not None and (id := node.get("styleId") or "") not in seen:
        seen.add(id)
        found.update(
            one.get("type") or "" for one in node.children if one.name == "tblStylePr" and one.children
        )
        node = nodes.get(node.value("basedOn") or "")
    return frozenset(found)


def _derived(base: Style, node: Node) -> Style:
    name = (node.value("name") or "").lower()
    paragraph = node.child("pPr")
    outline, numbers, depth, bidi = base.outline, base.list, base.depth, base.bidi
    if match := _HEADING.fullmatch(name):
        outline = int(match[1]) - 1
    if match := _LIST.fullmatch(name):
        depth = int(match[1]) - 1
    if paragraph is not None:
        outline = read_outline(paragraph, outline)
        numbers = read_list(paragraph, numbers)
        flag = paragraph.flag("bidi")
        bidi = bidi if flag is None else flag
    return Style(name, outline, numbers, depth, bidi, _look(base.look, node.child("rPr"), name in _CODE))


def read_outline(properties: Node, otherwise: int | None) -> int | None:
    """The outline level that a paragraph's properties give: 9 means body text."""
    level = whole(properties.value("outlineLvl"))
    if level is None or level < 0:
        return otherwise
    return level if level < 9 else None


def read_list(properties: Node, otherwise: tuple[str, int] | None) -> tuple[str, int] | None:
    """The list definition and level that a paragraph's properties give: definition 0 means no list."""
    node = properties.child("numPr")
    if node is None:
        return otherwise
    id = node.value("numId")
    level = whole(node.value("ilvl"))
    if id is None:
        id = otherwise[0] if otherwise is not None else "0"
    return None if id == "0" else (id, min(max(level or 0, 0), 8))


def read_look(node: Node) -> Look:
    """What a run's own properties say."""
    return _look(_NO_LOOK, node)


def _look(base: Look, node: Node | None, code: bool = False) -> Look:
    if node is None:
        return Look(
            base.bold, base.italic, base.underline, base.raised, base.hidden, base.code or code, base.struck
        )
    values = {child.name: child.get("val") for child in reversed(node.children) if child.name in _LOOKS}

    def flag(name: str) -> bool | None:
        return values[name] not in ("0", "false", "off", "none") if name in values else None

    complex = flag("rtl") or flag("cs")
    bold = flag("bCs" if complex else "b")
    italic = flag("iCs" if complex else "i")
    raised = values.get("vertAlign") or _raised_by(values.get("position"))
    hidden = flag("vanish")
    struck = flag("strike") or flag("dstrike")
    return Look(
        base.bold if bold is None else bold,
        base.italic if italic is None else italic,
        values["u"] != "none" if "u" in values else base.underline,
        base.raised if raised is None else raised,
        base.hidden if hidden is None else hidden,
        base.code or code,
        base.struck if struck is None else struck,
    )


def _raised_by(position: str | None) -> str | None:
    """LibreOffice writes raised and lowered characters as a shift in half points and a smaller size."""
    shift = whole(position) or 0
    return "superscript" if shift >= 2 else "subscript" if shift <= -2 else None


def _path(node: Node, *names: str) -> Node | None:
    found: Node | None = node
    for name in names:
        if found is None:
            return None
        found = found.child(name)
    return found
