"""What stands in a drawing: a picture, text boxes, charts, diagrams, words about it."""

from __future__ import annotations

from pipeline.documents.docx.atoms import Drawing, Facts
from pipeline.documents.docx.nodes import Node

_LINKS = ("a:hlinkClick", "a:hlinkHover")


def read_drawing(node: Node, facts: Facts) -> Drawing:
    """Look through a drawing for its picture, its words, its text boxes, and the parts that it names."""
    inline = False
    resource: str | None = None
    described: list[Node] = []
    boxes: list[Node] = []
    shadows: list[Node] = []
    drawn: list[Node] = []
    charts: list[Node] = []
    diagrams: list[Node] = []
    floating = False
    pending: list[tuple[Node, bool]] = [(node, False)]
    while pending:
        one, fallback = pending.pop()
        name = one.name
        if name == "txbxContent":
            (shadows if fallback else boxes).append(one)
            continue
        if name == "a:p":
            drawn.append(one)
            continue
        if name == "wp:inline":
            inline = True
        elif name == "wp:anchor":
            floating = True
        elif name == "a:blip" and resource is None:
            resource = _picture(one.get("r:embed") or one.get("r:link"), facts)
        elif name == "v:imagedata" and resource is None:
            resource = _picture(one.get("r:id"), facts)
        elif name == "c:chart" or name == "cx:chart":
            charts.append(one)
        elif name == "dgm:relIds":
            diagrams.append(one)
        if is_described(one):
            described.append(one)
            if name.startswith("v:") and "position:absolute" in (one.get(" style") or ""):
                floating = True
        inner = one.children
        if name == "mc:AlternateContent" and any(child.name == "mc:Choice" for child in inner):
            first = next(child for child in inner if child.name == "mc:Choice")
            pending += [(child, fallback or child is not first) for child in reversed(inner)]
        else:
            pending += [(child, fallback) for child in reversed(inner)]
    if not inline and not floating:
        inline = node.name in ("pict", "object") and (resource is not None or not boxes)
    return Drawing(
        node,
        inline and not floating,
        resource,
        tuple(described),
        tuple(boxes),
        tuple(shadows),
        tuple(drawn),
        tuple(charts),
        tuple(diagrams),
    )


def is_described(node: Node) -> bool:
    """Whether an element may have words about a drawing in its attributes."""
    name = node.name
    return name == "wp:docPr" or name.endswith(":cNvPr") or name.startswith("v:") or name in _LINKS


def described_by(node: Node) -> tuple[str, ...]:
    """The attributes in which an element may have such words: the alternative text first."""
    if node.name in _LINKS:
        return ("tooltip",)
    return ("alt", "title") if node.name.startswith("v:") else ("descr", "title")


def _picture(id: str | None, facts: Facts) -> str | None:
    target = facts.target(id) if id else None
    return None if target is None else target[0]
