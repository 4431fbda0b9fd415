"""From the parts of a Word document to its blocks and texts.

One reader goes through the document in reading order. It serves ``parse``, which keeps the blocks, and
``rebuild``, which goes the same way again and is told of each place as it passes (``visitor``), so that
nothing has to be kept between the two but the numbers of the texts.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pipeline.documents.date_lines import take_date_lines
from pipeline.documents.docx.atoms import Facts
from pipeline.documents.docx.blocks import Blocks
from pipeline.documents.docx.container import Container, with_levels
from pipeline.documents.docx.gathering import Gathering
from pipeline.documents.docx.nodes import Node, read_part, read_tree
from pipeline.documents.docx.notes import Notes
from pipeline.documents.docx.numbers import final_numbers, renumbered
from pipeline.documents.docx.package import Package
from pipeline.documents.docx.parts import Parts
from pipeline.documents.docx.visitor import Nobody, Visitor
from pipeline.documents.inline import Link, Run, Styled
from pipeline.documents.model import Document, Metadata
from pipeline.documents.walking import iter_texts

_PROPERTIES = {
    "dc:title": "title",
    "dc:subject": "subject",
    "cp:keywords": "keywords",
    "cp:category": "category",
    "dc:description": "description",
}


class Reader:
    """Reads one document. ``package`` holds it; ``visitor`` is told of each place."""

    def __init__(self, package: Package, visitor: Visitor | None = None) -> None:
        self._package = package
        self._parts = Parts(package)
        self._gathering = Gathering(package, self._parts, visitor if visitor is not None else Nobody())
        self._notes = Notes(self._gathering)
        facts = Facts(self._parts.sheet, self._gathering.target, self._notes.number)
        self._blocks = Blocks(self._gathering, facts)

    def read(self) -> tuple[Document, tuple[int, ...]]:
        """Read it.

        Returns:
            the document, and for each text in the order they were met its number in it.
        """
        gathering = self._gathering
        body = Container()
        self._story(self._parts.main, body, frozenset(["body"]))
        blocks = [*body.finish(), *self._notes.read(self._blocks)]
        self._page_parts()
        self._placeholders()
        self._list_words()
        self._properties()
        published, dated, kept = take_date_lines(blocks)
        levelled = with_levels(tuple(kept))
        beside = [line.text for line in dated]
        numbers = final_numbers(levelled, (*gathering.extras, *beside), gathering.count)
        levelled, extras = renumbered(levelled, gathering.extras, numbers)
        document = Document(
            "docx",
            self._package.data,
            levelled,
            Metadata(published),
            extras,
            tuple(self._parts.resource(name) for name in gathering.pictures),
            self._parts.sheet.language,
            tuple(replace(line, text=replace(line.text, index=numbers[line.text.index])) for line in dated),
            private=numbers,
        )
        return document, numbers

    def _story(self, name: str, into: Container, containers: frozenset[str] = frozenset()) -> None:
        with self._gathering.reading(name) as data:
            read_part(data, name, block=lambda node: self._blocks.read(node, into), containers=containers)

    def _page_parts(self) -> None:
        """Headers and footers: their texts are extras."""
        parts = self._parts
        named = dict.fromkeys(
            (kind, target)
            for section in self._blocks.sections
            for kind, id in _references(section)
            if (target := parts.target(parts.main, id)) is not None
        )
        done: set[str] = set()
        for kind, (name, outside) in named:
            if outside or name in done or not self._package.has(name):
                continue
            done.add(name)
            container = Container(f"Page {kind}")
            self._story(name, container)
            blocks = container.finish()
            attached = {id(one) for text in iter_texts(blocks) for one in text.attached}
            for text in iter_texts(blocks):
                words = any(isinstance(node, Run | Link | Styled) for node in text.content)
                if id(text) not in attached and (words or text.attached):
                    self._gathering.add_extra(text)

    def _placeholders(self) -> None:
        """What an empty content control shows: it is kept in a document within the document."""
        name = self._parts.part_of_type("glossaryDocument")
        if name is None:
            return
        shown = False

        def block(node: Node) -> None:
            nonlocal shown
            if node.name == "docPartPr":
                types = node.child("types")
                shown = types is not None and any(one.get("val") == "bbPlcHdr" for one in types.children)
            elif shown:
                container = Container("Placeholder of a field")
                self._blocks.read(node, container)
                self._gathering.add_extras(container.finish())

        with self._gathering.reading(name) as data:
            containers = frozenset(["docParts", "docPart", "docPartBody"])
            read_part(data, name, block=block, containers=containers, changes=False)

    def _list_words(self) -> None:
        """Where the words stand that Word puts before the numbers of items and headings: "Step 1:"."""
        name = self._parts.part_of_type("numbering")
        marks = self._parts.numbering.marks
        if name is None or not marks:
            return
        with self._gathering.reading(name) as data:
            for key, level in _levels(read_tree(data, name)):
                words = level.child("lvlText")
                if words is not None and key in marks:
                    self._gathering.visitor.counter(words, marks[key])

    def _properties(self) -> None:
        name = self._parts.properties
        if name is None:
            return
        with self._gathering.reading(name) as data:
            for node in read_tree(data, name).children:
                if node.name in _PROPERTIES:
                    role = f"Document property: {_PROPERTIES[node.name]}"
                    self._gathering.words(node, None, role)


def _references(section: Node) -> list[tuple[str, str]]:
    return [
        (node.name.removesuffix("Reference"), node.get("r:id") or "")
        for node in section.children
        if node.name in ("headerReference", "footerReference")
    ]


def _levels(root: Node) -> Iterator[tuple[tuple[str, str, str], Node]]:
    """The levels of lists: the element that defines each, its id, and the level's number."""
    for node in root.children:
        id = node.get("abstractNumId" if node.name == "abstractNum" else "numId") or ""
        for one in node.children:
            if one.name == "lvl" and node.name == "abstractNum":
                yield (node.name, id, one.get("ilvl") or ""), one
            elif one.name == "lvlOverride" and (own := one.child("lvl")) is not None:
                yield (node.name, id, one.get("ilvl") or ""), own
