"""Struck-through text: two pieces in a document, a style in an edition.

In a catalog the marks that begin and end it are opaque (``<x id="1"/>``). A leaflet that left them out would
say "Take two tablets one tablet" for "Take ~~two tablets~~ one tablet".
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from pipeline.documents.inline import Foreign, Inline, Link, NoteMark, Opaque, Run, Styled

# What readers of documents tell of these pieces: Markdown's marks, HTML's tags, the words for Word's.
_TURNS = re.compile(r"~~?")
_BEGINS = re.compile(r"<(?:s|del|strike)(?:\s.*)?>?|struck-through text begins", re.IGNORECASE | re.DOTALL)
_ENDS = re.compile(r"</(?:s|del|strike)\s*>|struck-through text ends", re.IGNORECASE)


def mark_struck(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return ``content`` with what stands between such pieces in the style "s", in whatever else."""
    # One may stand in the other, and the same mark of Markdown begins and ends it.
    marked = tagged = False

    def walk(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
        nonlocal marked, tagged
        out: list[Inline] = []
        for node in nodes:
            match node:
                case Opaque(_, "", source) if _TURNS.fullmatch(source):
                    marked = not marked
                    out.append(node)
                case Opaque(_, "", source) if _BEGINS.fullmatch(source):
                    tagged = True
                    out.append(node)
                case Opaque(_, "", source) if _ENDS.fullmatch(source):
                    tagged = False
                    out.append(node)
                case Styled(_, children) | Link(_, children) | Foreign(_, children):
                    out.append(replace(node, children=walk(children)))
                case Run() | Opaque() | NoteMark() if marked or tagged:
                    out.append(Styled("s", (node,)))
                case _:
                    out.append(node)
        return tuple(out)

    if not any(isinstance(node, Opaque) for node in _all(content)):
        return content
    return walk(content)


def _all(content: tuple[Inline, ...]) -> list[Inline]:
    found: list[Inline] = []
    pending = list(content)
    while pending:
        node = pending.pop()
        found.append(node)
        if isinstance(node, Styled | Link | Foreign):
            pending += node.children
    return found
