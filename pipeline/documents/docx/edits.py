"""Changes to the bytes of a part."""

from __future__ import annotations

from pipeline.documents.docx.nodes import Node, inner_start, is_empty_tag

Edit = tuple[int, int, bytes]
"""A range of bytes of a part, and what stands there instead."""


def applied(data: bytes, edits: list[Edit], start: int, end: int) -> bytes:
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


def placed(data: bytes, node: Node, child: Node | None, raw: bytes) -> Edit:
    """Put an element instead of ``child``, or first into ``node``."""
    if child is not None:
        return child.start, child.end, raw
    at = inner_start(data, node)
    if not is_empty_tag(data, node):
        return at, at, raw
    tag = data[node.start : node.end]
    name = tag[1:].split(b"/", 1)[0].split()[0]
    return node.start, node.end, tag[:-2].rstrip() + b">" + raw + b"</" + name + b">"
