"""Paragraphs of DrawingML (ECMA-376-1, 21.1.2): in charts, diagrams and drawings, beside Word's own."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.documents.docx.atoms import Anchor, Atom
from pipeline.documents.docx.equations import equation
from pipeline.documents.docx.nodes import Node
from pipeline.documents.inline import Style as InlineStyle

EMBEDDINGS = ("\u202a", "\u202b", "\u202c")
"""Characters that, alone in a run, give what stands between them its own direction: the writer's isolates."""

_EMPTY: frozenset[InlineStyle] = frozenset()
_OFF = (None, "0", "false", "none")


def read_drawn(paragraph: Node, target: Callable[[str], tuple[str, bool] | None]) -> list[Atom]:
    """The atoms of one ``a:p``; ``target`` says where a relationship of its part leads."""
    atoms: list[Atom] = []
    anchors: list[tuple[str, Anchor]] = []  # the link that the run before was in
    for child in paragraph.children:
        name = child.name
        words = child.child("a:t")
        if name == "a:r" and words is not None:
            if words.text in EMBEDDINGS:
                atoms.append(Atom("noise", "", words, child, ()))
            elif words.text:
                properties = child.child("a:rPr")
                anchor = _anchor(properties, target, anchors)
                atoms.append(Atom("text", words.text, words, child, (), _styles(properties, anchor), anchor))
        elif name == "a:br":
            atoms.append(Atom("break", "\n", child, None, (), edge=True))
        elif name == "a:fld":
            shown = "" if words is None else words.text
            atoms.append(Atom("piece", shown, child, None, (), edge=True, name="field"))
        elif name not in ("a:pPr", "a:endParaRPr"):
            shown = equation(child)
            atoms.append(Atom("piece" if shown else "mark", shown, child, None, (), name="formula"))
    return atoms


def _anchor(
    properties: Node | None,
    target: Callable[[str], tuple[str, bool] | None],
    anchors: list[tuple[str, Anchor]],
) -> Anchor | None:
    link = None if properties is None else properties.child("a:hlinkClick")
    id = None if link is None else link.get("r:id")
    found = target(id) if id else None
    if id is None or found is None or not found[1]:
        anchors.clear()
        return None
    if not anchors or anchors[-1][0] != id:
        anchors[:] = [(id, Anchor(found[0]))]
    return anchors[-1][1]


def _styles(properties: Node | None, anchor: Anchor | None) -> frozenset[InlineStyle]:
    if properties is None:
        return _EMPTY
    styles: set[InlineStyle] = set()
    if properties.get(" b") not in _OFF:
        styles.add("b")
    if properties.get(" i") not in _OFF:
        styles.add("i")
    if properties.get(" u") not in _OFF and anchor is None:
        styles.add("u")
    raised = properties.get(" baseline") or "0"
    if raised.strip("-0%."):
        styles.add("sub" if raised.startswith("-") else "sup")
    return frozenset(styles)
