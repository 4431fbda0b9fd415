"""What the elements of a page are to a document: lists, tables, headings, and the texts in them."""

from __future__ import annotations

from msgspec import Struct

from pipeline.documents import html_attributes as attributes
from pipeline.documents import html_elements as facts
from pipeline.documents import html_lists as lists
from pipeline.documents.builder import BlockBuilder, TextKind
from pipeline.documents.html_tokens import StartTag

_SHOWN_AS = {"option": "Choice", "textarea": "Form text", "legend": "Form heading", "button": "Button"}


class Element(Struct):
    """An element that is open."""

    name: str
    depth: int  # of the builder when it was opened
    off: bool  # nothing in it is for translating
    kind: TextKind
    level: int
    shown_as: str  # for translators


def shape(tag: StartTag, element: Element, builder: BlockBuilder, *, in_head: bool) -> None:
    """Say what the texts in an element are, and open the container that it is.

    Args:
        in_head: of a row, whether it stands in the head of its table.
    """
    name = tag.name
    if name in ("summary", "caption", "figcaption"):
        element.kind = "summary" if name == "summary" else "caption"
    elif len(name) == 2 and name[0] == "h" and name[1] in "123456":
        if element.kind == "paragraph":
            element.kind, element.level = "heading", int(name[1])
    elif name in ("td", "th", "li", "details", "figure", "blockquote", "table"):
        element.kind, element.shown_as = "paragraph", ""
    element.shown_as = _SHOWN_AS.get(name, element.shown_as)
    at = tag.start
    if name in facts.LISTS:
        builder.open("list", at=at, counting=lists.counting(tag))
    elif name == "li" and builder.inside("list"):
        value = attributes.integer(tag.get("value"))
        builder.open("item", at=at, value=value, form=lists.item_style(tag))
    elif name in ("blockquote", "details", "figure", "table"):
        kind = "quote" if name == "blockquote" else name
        builder.open(kind, at=at)  # type: ignore[arg-type]  # one of the four
    elif name == "tr" and builder.inside("table"):
        builder.open("row", at=at, header=in_head)
    elif name in ("td", "th") and builder.inside("row"):
        said = tag.get("align")
        align = "" if said is None else said.value.lower()
        builder.open(
            "cell",
            at=at,
            header=name == "th",
            align="center" if align == "center" else "end" if align == "right" else None,
            columns=attributes.number(tag.get("colspan"), 1),
            rows=attributes.number(tag.get("rowspan"), 1),
        )
