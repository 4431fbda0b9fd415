"""Footnotes as Word's own (ECMA-376-1, 17.11): a mark in the text, and the note at the foot of its page.

Word counts its marks itself; where the leaflet shows another number than Word would, the mark is a text. Word
has one mark for each note, and none in notes: any further one is a link to the first. A note that no mark
leads to stands at the end of the text.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from pipeline.documents.blocks import Block, Footnote, Footnotes
from pipeline.documents.walking import iter_blocks
from pipeline.exporters.docx.text import characters

Write = Callable[[Footnote, str], str]
"""The paragraphs of a note, with the runs that stand before its text."""


class Notes(Struct):
    """The footnotes of one document.

    Attributes:
        known: number, counted from 1, and note by the label.
        marked: those that a mark has led to so far, with what it shows where Word does not count it.
        counted: how many Word counts.
    """

    known: dict[str, tuple[int, Footnote]]
    marked: dict[str, str | None] = field(default_factory=dict)
    counted: int = 0

    def mark(self, label: str, properties: str, further: str) -> str:
        """A mark in the text.

        Args:
            properties: of its runs, the style of marks included.
            further: the run of a mark that is not the note's first.
        """
        if label not in self.known:
            return further
        if label in self.marked:
            return self.link(label, further)
        number, note = self.known[label]
        shown = note.number
        own = None if shown == str(self.counted + 1) else shown
        self.counted += own is None
        self.marked[label] = own
        reference = f'<w:footnoteReference w:id="{number}"/>'
        if own is not None:
            reference = f'<w:footnoteReference w:customMarkFollows="1" w:id="{number}"/>{characters(own)}'
        return _marked(number, _bracketed(reference, properties))

    def link(self, label: str, run: str) -> str:
        """A run that leads to the first mark of a note, or to the note where it has none."""
        if label not in self.known:
            return run
        return f'<w:hyperlink w:anchor="note{self.known[label][0]}" w:history="1">{run}</w:hyperlink>'

    def unmarked(self, run: Callable[[str], str]) -> list[tuple[Footnote, str]]:
        """The notes that no mark leads to, each with its sign; ``run`` writes one."""
        return [
            (note, _marked(number, run(f"[{note.number}]")) + "<w:r><w:tab/></w:r>")
            for label, (number, note) in self.known.items()
            if label not in self.marked
        ]

    def part(self, write: Write, properties: str, separator: str) -> str:
        """The notes that marks lead to, and the lines over them, for ``word/footnotes.xml``.

        Args:
            properties: of the marks.
            separator: the properties of the paragraphs that are but a line.
        """
        out = [
            f'<w:footnote w:type="{kind}" w:id="{id}"><w:p>{separator}<w:r><w:{kind}/></w:r></w:p>'
            "</w:footnote>"
            for id, kind in ((-1, "separator"), (0, "continuationSeparator"))
        ]
        for label, own in self.marked.items():
            sign = "<w:footnoteRef/>" if own is None else characters(own)
            lead = f"<w:r>{properties}{sign}</w:r><w:r>{characters(' ')}</w:r>"
            number, note = self.known[label]
            out.append(f'<w:footnote w:id="{number}">{write(note, lead)}</w:footnote>')
        return "".join(out)


def known_notes(blocks: tuple[Block, ...]) -> dict[str, tuple[int, Footnote]]:
    """The notes among ``blocks`` by their labels; of two with one label, the first."""
    found: dict[str, tuple[int, Footnote]] = {}
    for block in iter_blocks(blocks):
        for note in block.notes if isinstance(block, Footnotes) else ():
            found.setdefault(note.label, (len(found) + 1, note))
    return found


def _bracketed(sign: str, properties: str) -> str:
    """A mark in brackets, so that no number beside it grows by a digit. Each stands in a run of its own, as
    LibreOffice makes the mark of all that stands in its run."""
    runs = (characters("["), sign, characters("]"))
    return "".join(f"<w:r>{properties}{inside}</w:r>" for inside in runs)


def _marked(number: int, run: str) -> str:
    """A run with the bookmark that links lead to."""
    return f'<w:bookmarkStart w:id="{number}" w:name="note{number}"/>{run}<w:bookmarkEnd w:id="{number}"/>'
