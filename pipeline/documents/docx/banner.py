"""The banner of a draft, before everything else in a document."""

from __future__ import annotations

from pipeline.documents.docx.nodes import Node, prefix_of, read_part
from pipeline.documents.docx.package import Package
from pipeline.documents.docx.parts import Parts
from pipeline.documents.docx.properties import RUN, Properties, escape
from pipeline.documents.docx.tongue import Tongue


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
