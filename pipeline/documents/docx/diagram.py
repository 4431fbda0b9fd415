"""A diagram (SmartArt): its points in the order and depth that its tree gives them (ECMA-376-1, 21.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from pipeline.documents.docx.nodes import Node

_DEEPEST = 6
"""Points further down stand beside those of this level: lists in lists have an end."""

_POINTS = (None, "node", "asst", "doc", "parTrans", "sibTrans")
"""The kinds of points that hold words (ST_PtType): all but "pres", which says where the others are drawn."""


class Point(Struct, frozen=True):
    """One point: how deep it stands, and its paragraphs of DrawingML, of which some may be empty."""

    depth: int
    paragraphs: tuple[Node, ...]


def read_points(model: Node) -> Iterator[Point]:
    """The points with words of a data model, ``dgm:dataModel``; what hangs on nothing comes last."""
    points: dict[str, Node] = {}
    for node in _all(model, "dgm:ptLst", "dgm:pt"):
        if node.get(" type") in _POINTS:
            points.setdefault(node.get(" modelId") or "", node)
    children: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for node in _all(model, "dgm:cxnLst", "dgm:cxn"):
        if node.get(" type") in (None, "parOf"):
            order = node.get(" srcOrd") or ""
            place = int(order) if order.isdecimal() and len(order) < 10 else 0
            children[node.get(" srcId") or ""].append((place, node.get(" destId") or ""))
    roots = [id for id, node in points.items() if node.get(" type") == "doc"]
    seen: set[str] = set()
    pending = [(id, -1) for id in [*roots, *points][::-1]]
    while pending:
        id, depth = pending.pop()
        if id in seen or id not in points:
            continue
        seen.add(id)
        words = points[id].child("dgm:t")
        paragraphs = () if words is None else tuple(one for one in words.children if one.name == "a:p")
        if paragraphs:
            yield Point(min(max(depth, 0), _DEEPEST), paragraphs)
        below = sorted(children[id], key=lambda one: one[0])
        pending += [(child, depth + 1) for _, child in reversed(below)]


def drawing_of(model: Node) -> str | None:
    """The id of the relationship that leads to the diagram as it was last drawn, which Word shows."""
    for node in model.walk():
        if node.name == "dsp:dataModelExt":
            return node.get(" relId")
    return None


def _all(model: Node, group: str, name: str) -> Iterator[Node]:
    for child in model.children:
        if child.name == group:
            yield from (one for one in child.children if one.name == name)
