"""The words of a chart (ECMA-376-1, 21.2; and the newer ``cx`` form, MS-ODRAWXML 2.24.3).

A chart draws what its part holds: rich text, and the strings that it remembers of the workbook embedded
beside it. Numbers stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from pipeline.documents.docx.nodes import Node

_NAMED = frozenset(["c:tx", "c15:tx", "cx:txData", "c:trendline"])
_STRINGS = frozenset(["c:v", "cx:v", "c:name"])


class Words(Struct, frozen=True):
    """One place with words.

    Attributes:
        node: a paragraph of DrawingML, or an element that holds only the words.
        rich: whether it is the former.
        role: what it is: "title", "title of an axis", "label".
        main: whether it belongs to the title of the whole chart.
    """

    node: Node
    rich: bool
    role: str
    main: bool = False


def read_words(root: Node) -> Iterator[Words]:
    """The words of a chart's part, in order."""
    pending: list[tuple[Node, str, str]] = [(root, "label", "")]
    while pending:
        node, role, around = pending.pop()
        name = node.name
        if name == "a:p":
            yield Words(node, True, role, role == "title")
            continue
        if name.endswith(":title"):
            role = "title" if around in ("c:chart", "cx:chart") else "title of an axis"
        elif name.endswith(":ser") or name == "cx:series":
            role = "series"
        elif name in ("c:cat", "cx:data"):
            role = "category"
        if name in _STRINGS and (around in _NAMED or around == "c:pt"):
            yield Words(node, False, role, role == "title")
        elif name == "cx:pt" and around == "cx:lvl" and node.text:
            yield Words(node, False, role)
        elif name not in ("c:numCache", "c:numLit", "cx:numDim"):
            pending += [(child, role, name) for child in reversed(node.children)]


def shapes_of(root: Node) -> list[str]:
    """The ids of relationships that lead to what is drawn over the chart."""
    return [node.get("r:id") or "" for node in root.walk() if node.name == "c:userShapes"]
