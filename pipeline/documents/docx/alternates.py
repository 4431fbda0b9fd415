"""The same content in several forms, of which a program shows the first that it knows (ECMA-376-3, 9.3).

Word writes what older programs cannot show as ``mc:AlternateContent``: one or more ``mc:Choice``, and a
``mc:Fallback`` for all others. A reader of the document sees one of the forms. The one that is read as the
document's is the first that says something; the others are read beside it, so that each shows the
translation.

A paragraph with such forms among its words is read several times over, each time with another of them; the
number of the reading says which.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.documents.docx.nodes import Node, inner_start, is_empty_tag
from pipeline.errors import DocumentError

MAX_FORMS = 16
"""Of the same words; Word writes two."""

_MAX_NESTING = 8

ALTERNATES = "mc:AlternateContent"
_FORMS = ("mc:Choice", "mc:Fallback")
_WORDS = frozenset(["t", "m:t", "sym", "w16se:symEx"])
DRAWINGS = frozenset(["drawing", "pict", "object"])


def forms_of(node: Node) -> list[Node]:
    """The forms of an ``mc:AlternateContent``, first the one that is read as the document's."""
    forms = [one for one in node.children if one.name in _FORMS]
    first = next((one for one in forms if has_words(one) or has_drawing(one)), None)
    return forms if first is None else [first, *(one for one in forms if one is not first)]


def has_words(node: Node) -> bool:
    """Whether there are words in an element that do not stand in a drawing."""
    pending = [node]
    while pending:
        one = pending.pop()
        if one.name in _WORDS:
            return True
        if one.name == ALTERNATES:
            pending += (form for form in one.children if form.name in _FORMS)
        elif one.name not in DRAWINGS:
            pending += one.children
    return False


def refuse_stray(node: Node) -> None:
    """See that an element that stands where none of Word's with words may stand has none.

    Elements of other programs are passed over, as Word does.

    Raises:
        DocumentError: it has: they would be lost.
    """
    if ":" not in node.name and has_words(node):
        raise DocumentError(
            f"words stand where Word has none, in an element <w:{node.name}>",
            "open the document in Word or LibreOffice and save it again",
        )


def has_drawing(node: Node) -> bool:
    return any(one.name in DRAWINGS for one in node.walk())


def picked(node: Node, reading: int) -> tuple[Node, int]:
    """The form, one of several, that a reading goes into, and the reading's number for what stands in it.

    Each form, and each form in a form, is gone into by one reading at least.

    Raises:
        DocumentError: there are more forms than any program writes.
    """
    forms = forms_of(node)
    for form in forms:
        inside = readings_of(form)
        if reading < inside:
            return form, reading
        reading -= inside
    return forms[-1], inside - 1


def readings_of(node: Node, depth: int = 0) -> int:
    """How many readings it takes to go into each form in an element.

    Raises:
        DocumentError: there are more forms than any program writes.
    """
    most = 1
    for one in _outermost(node):
        forms = forms_of(one)
        if depth < _MAX_NESTING and len(forms) <= MAX_FORMS:
            most = max(most, sum(readings_of(form, depth + 1) for form in forms))
        if depth >= _MAX_NESTING or max(most, len(forms)) > MAX_FORMS:
            raise DocumentError(
                f"the same words stand there in more than {MAX_FORMS} forms (mc:AlternateContent)",
                "open the document in Word and save it again",
            )
    return most


def _outermost(node: Node) -> Iterator[Node]:
    """The elements with forms in ``node`` that have words, and do not stand in one another or a drawing."""
    pending = list(reversed(node.children))
    while pending:
        one = pending.pop()
        if one.name == ALTERNATES:
            if has_words(one):
                yield one
        elif one.name not in DRAWINGS:
            pending += reversed(one.children)


def alternates_in(node: Node, start: int, end: int) -> list[Node]:
    """Those elements with forms of words that stand in a range of bytes of a paragraph."""
    return [one for one in _outermost(node) if start <= one.start and one.end <= end]


def rewrapped(data: bytes, nodes: list[Node], written: list[bytes]) -> bytes:
    """What each reading has written, in forms like those of ``nodes``, which were in it.

    Where all readings wrote the same, or the forms are not of one kind, so that no form could stand for all
    of them, it is what the first reading wrote, which every program shows.
    """
    tags = [_tags(data, node) for node in nodes]
    if not tags or len(set(written)) == 1 or any(one != tags[0] for one in tags):
        return written[0]
    forms = forms_of(nodes[0])
    if len(forms) != len(written):
        return written[0]
    out = [_opened(data, nodes[0])]
    for form, inner in sorted(zip(forms, written, strict=True), key=lambda pair: pair[0].start):
        out += [_opened(data, form), inner, _closed(data, form)]
    out.append(_closed(data, nodes[0]))
    return b"".join(out)


def _tags(data: bytes, node: Node) -> tuple[bytes, ...]:
    return tuple(_opened(data, one) for one in (node, *forms_of(node)))


def _opened(data: bytes, node: Node) -> bytes:
    tag = data[node.start : inner_start(data, node)]
    return tag[:-2].rstrip() + b">" if is_empty_tag(data, node) else tag


def _closed(data: bytes, node: Node) -> bytes:
    return b"</" + data[node.start + 1 : inner_start(data, node)].rstrip(b"/>").split()[0] + b">"
