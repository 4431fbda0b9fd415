"""The footnotes and endnotes of a document, in the order in which its text refers to them."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct, field

from pipeline.documents.blocks import Block, Footnote, Footnotes
from pipeline.documents.docx.blocks import Blocks
from pipeline.documents.docx.container import Container
from pipeline.documents.docx.gathering import Gathering
from pipeline.documents.docx.nodes import Node, read_part

_SEPARATORS = frozenset(["separator", "continuationSeparator", "continuationNotice"])


class Notes(Struct):
    """Counts the marks of notes as the main part is read, then reads the notes."""

    gathering: Gathering
    _shown: dict[tuple[str, str], str] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    def number(self, kind: str, id: str) -> str:
        """What the mark of a note shows; nothing outside the main part."""
        if self.gathering.part != self.gathering.parts.main:
            return ""
        if (kind, id) not in self._shown:
            self._counts[kind] += 1
            count = self._counts[kind]
            self._shown[kind, id] = str(count) if kind == "footnote" else _roman(count)
        return self._shown[kind, id]

    def read(self, blocks: Blocks) -> list[Block]:
        """The notes that the text refers to."""
        listed: list[Footnote] = []
        for kind in ("footnote", "endnote"):
            name = self.gathering.parts.part_of_type(f"{kind}s")
            wanted = {id: number for (one, id), number in self._shown.items() if one == kind}
            if name is not None and wanted:
                read = self._part(name, kind, wanted, blocks)
                listed += [
                    Footnote(f"{kind} {id}", number, read[id]) for id, number in wanted.items() if id in read
                ]
        return [Footnotes(tuple(listed))] if listed else []

    def _part(
        self, name: str, kind: str, wanted: dict[str, str], blocks: Blocks
    ) -> dict[str, tuple[Block, ...]]:
        read: dict[str, tuple[Block, ...]] = {}

        def note(node: Node) -> None:
            id = node.get("id") or ""
            if node.name != kind:
                return
            if id in wanted:
                container = Container(f"{kind.capitalize()} {wanted[id]}")
            elif node.get("type") in _SEPARATORS:
                container = Container(f"Line over the {kind}s")
            else:
                return
            line = self.gathering.line
            for child in node.children:
                blocks.read(child, container)
            found = container.finish()
            if id in wanted:
                read[id] = found
            else:
                # "Continued on the next page"; mostly there is but a line, which counts as no paragraph.
                self.gathering.add_extras(found)
                self.gathering.line = line

        with self.gathering.reading(name) as data:
            read_part(data, name, block=note, containers=frozenset())
        return read


def _roman(number: int) -> str:
    out = ""
    for value, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        out += letters * (number // value)
        number %= value
    return out
