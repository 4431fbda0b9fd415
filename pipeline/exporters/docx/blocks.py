"""Blocks as paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from unicodedata import east_asian_width

from msgspec import Struct, field

from pipeline.documents.blocks import (
    Block,
    Details,
    Figure,
    Footnote,
    Footnotes,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Table,
    Title,
    Verbatim,
)
from pipeline.documents.inline import Inline, Run, Styled, plain_text
from pipeline.documents.walking import iter_texts
from pipeline.exporters.content import whole_locale, with_mark
from pipeline.exporters.docx.runs import EMU, Look, Runs
from pipeline.exporters.docx.text import escape
from pipeline.exporters.docx.tongues import Tongue, tongue_of
from pipeline.exporters.grid import Grid, Placed, grid_of
from pipeline.language.locale import parse_locale

STEP = 425
"""How far what is inside a list or a quotation is set in, in twentieths of a point."""

BULLET, NUMBER, OPEN, DONE = 0, 1, 2, 3
"""The kinds of lists (``w:abstractNum``): ``parts.numbering`` defines them."""

_LEVELS = 9
_WHOLE = 400
"""Characters: a row with more in one cell may go on on the next page, and so may a table with more in all."""
_FEW_ROWS = 8
_CELL_EDGE = 108  # of TableNormal, in twentieths of a point
_NARROWEST = 600
_LETTER = 120  # about the width of one, in twentieths of a point
_NOTE = "FootnoteText"
_BORDER = '<w:bottom w:val="single" w:sz="6" w:space="1" w:color="8A979E"/>'


class Blocks(Struct):
    """Writes the blocks of a part.

    Attributes:
        tongue: the edition's.
        runs: writes what stands in a paragraph.
        width: of the text, in twentieths of a point.
        lists: kind and first number of each list (``w:num``), the first being number 1.
    """

    tongue: Tongue
    runs: Runs
    width: int
    lists: list[tuple[int, int]] = field(default_factory=list)

    def write(self, blocks: Iterable[Block], *, indent: int = 0, level: int = 0, style: str = "") -> str:
        """``blocks``, set in by ``indent``, in lists of ``level`` lists already."""
        return "".join(self._block(block, indent, level, style) for block in blocks)

    def paragraph(
        self,
        content: tuple[Inline, ...],
        style: str = "",
        *,
        tongue: Tongue | None = None,
        indent: int = 0,
        hanging: int = 0,
        number: tuple[int, int] | None = None,
        align: str | None = None,
        lead: str = "",
        keep: bool = False,
        bold: bool = False,
    ) -> str:
        """One paragraph.

        Args:
            content: what stands in it.
            style: the id of its style.
            tongue: its language where that is not the edition's.
            indent, hanging: in twentieths of a point; Word takes "left" for the side where lines start.
            number: list and level that it is an item of.
            align: where its lines stand, if not at their start.
            lead: runs before the content.
            keep: on one page with the next.
            bold: all of it.
        """
        whole = whole_locale(content)
        look = Look(tongue or self.tongue, own=tongue in (None, self.tongue))
        rtl = look.tongue.rtl
        if whole is not None:
            rtl = tongue_of(parse_locale(whole)).rtl
        look = Look(look.tongue, look.own, look.tongue.rtl, frozenset("b") if bold else frozenset())
        parts = [f'<w:pStyle w:val="{style}"/>'] if style else []
        parts += ["<w:keepNext/>"] if keep else []
        if number is not None:
            parts.append(f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>')
        parts += ["<w:bidi/>"] if rtl else []
        if indent or hanging:
            parts.append(f'<w:ind w:left="{indent}"' + (f' w:hanging="{hanging}"/>' if hanging else "/>"))
        if align in ("center", "end"):
            parts.append(f'<w:jc w:val="{"center" if align == "center" else "right"}"/>')
        properties = f"<w:pPr>{''.join(parts)}</w:pPr>" if parts else ""
        return f"<w:p>{properties}{lead}{self.runs.write(content, look, whole=whole is not None)}</w:p>"

    def _block(self, block: Block, indent: int, level: int, style: str) -> str:
        match block:
            case Title(text, mark):
                return self.paragraph(with_mark(mark, text.content), "Title", indent=indent)
            case Heading(depth, text, mark):
                return self.paragraph(with_mark(mark, text.content), f"Heading{depth}", indent=indent)
            case Paragraph(text):
                return self.paragraph(text.content, style, indent=indent)
            case ListBlock(_, items) if any(item.mark is not None for item in items):
                return self._marked(block, indent, level)
            case ListBlock():
                return self._list(block, indent, level)
            case Quote(inner):
                return self.write(inner, indent=indent + STEP, level=level, style=style or "Quote")
            case Verbatim(text):
                return _verbatim(text, indent)
            case Rule():
                return f"<w:p><w:pPr><w:pBdr>{_BORDER}</w:pBdr></w:pPr></w:p>"
            case Figure():
                return self._figure(block, indent)
            case Table():
                return self._table(block, indent)
            case Details(summary, inner):
                head = ""
                if summary is not None:
                    head = self.paragraph(summary.content, indent=indent, keep=True, bold=True)
                return head + self.write(inner, indent=indent, level=level)
            case Footnotes():
                return self._notes(indent)

    def _marked(self, block: ListBlock, indent: int, level: int) -> str:
        """A list whose marks are typed: Word would count in its own way, and in 0-9."""
        widest = max(_width(plain_text(item.mark.content)) for item in block.items if item.mark)
        hanging = max(STEP, _LETTER * (widest + 2))
        inner = indent + hanging
        out: list[str] = []
        for item in block.items:
            look = Look(self.tongue, rtl=self.tongue.rtl)
            lead = self.runs.write(item.mark.content, look) + "<w:r><w:tab/></w:r>" if item.mark else ""
            if item.checked is not None:
                lead += self.runs.text("☑ " if item.checked else "☐ ", Look(self.tongue))
            out.append(self._item(item, None, inner, level, lead, hanging))
        return "".join(out)

    def _list(self, block: ListBlock, indent: int, level: int) -> str:
        number = 0
        if block.start is not None:
            number = self._new_list(NUMBER, block.start)
        inner = indent + STEP
        out: list[str] = []
        for item in block.items:
            own, lead = number, ""
            if item.checked is not None:
                if block.start is None:
                    own = self._new_list(DONE if item.checked else OPEN, 1)
                else:
                    lead = self.runs.text("☑ " if item.checked else "☐ ", Look(self.tongue))
            elif not own:
                own = number = self._new_list(BULLET, 1)
            out.append(self._item(item, (own, min(level, _LEVELS - 1)), inner, level, lead))
        return "".join(out)

    def _item(
        self,
        item: ListItem,
        number: tuple[int, int] | None,
        inner: int,
        level: int,
        lead: str,
        hanging: int = STEP,
    ) -> str:
        blocks = item.blocks
        content: tuple[Inline, ...] = ()
        if blocks and isinstance(blocks[0], Paragraph):
            content, blocks = blocks[0].text.content, blocks[1:]
        first = self.paragraph(
            content, "ListParagraph", indent=inner, hanging=hanging, number=number, lead=lead
        )
        return first + self.write(blocks, indent=inner, level=level + 1, style="ListParagraph")

    def _new_list(self, kind: int, start: int) -> int:
        self.lists.append((kind, start))
        return len(self.lists)

    def _figure(self, figure: Figure, indent: int) -> str:
        alt = plain_text(figure.alt.content) if figure.alt is not None else ""
        drawing = self.runs.drawing(figure.resource, alt)
        out = ""
        if drawing:
            out = self.paragraph((), lead=f"<w:r>{drawing}</w:r>", indent=indent, keep=bool(figure.caption))
        elif figure.alt is not None:
            out = self.paragraph(figure.alt.content, indent=indent)
        if figure.caption is not None:
            out += self.paragraph(figure.caption.content, "Caption", indent=indent)
        return out

    def _notes(self, indent: int) -> str:
        """The notes that no mark leads to."""
        left = self.runs.notes.unmarked(lambda sign: self.runs.text(sign, Look(self.tongue)))
        if not left:
            return ""
        line = f"<w:p><w:pPr><w:pBdr>{_BORDER}</w:pBdr></w:pPr></w:p>"
        return line + "".join(self.note(note, lead, indent + STEP, STEP) for note, lead in left)

    def note(self, note: Footnote, lead: str, indent: int = 0, hanging: int = 0) -> str:
        """One footnote, with ``lead`` before its text."""
        blocks = note.blocks
        content: tuple[Inline, ...] = ()
        if blocks and isinstance(blocks[0], Paragraph):
            content, blocks = blocks[0].text.content, blocks[1:]
        first = self.paragraph(content, _NOTE, indent=indent, hanging=hanging, lead=lead)
        return first + self.write(blocks, indent=indent, style=_NOTE)

    def _table(self, table: Table, indent: int) -> str:
        grid = grid_of(table)
        if not grid.cells:
            return ""
        width = max(_NARROWEST, (self.width - indent) // grid.columns)
        caption = ""
        named = ""
        if table.caption is not None:
            caption = self.paragraph(table.caption.content, "Caption", indent=indent, keep=True)
            named = f'<w:tblCaption w:val="{escape(plain_text(table.caption.content))}"/>'
        column = any(
            placed.column == 0 and placed.header for placed in grid.cells if placed.row >= grid.header
        )
        look = f'w:firstRow="{int(grid.header > 0)}" w:firstColumn="{int(column)}"'
        properties = (
            '<w:tblPr><w:tblStyle w:val="TableGrid"/>'
            + ("<w:bidiVisual/>" if self.tongue.rtl else "")
            + '<w:tblW w:w="0" w:type="auto"/>'
            + (f'<w:tblInd w:w="{indent}" w:type="dxa"/>' if indent else "")
            + f'<w:tblLook w:val="04A0" {look} w:lastRow="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            + f"{named}</w:tblPr>"
        )
        columns = f'<w:gridCol w:w="{width}"/>' * grid.columns
        rows = "".join(self._rows(grid, width))
        # Word makes one table of two that touch, and wants a paragraph after one that ends a cell.
        gap = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'
        return f"{caption}<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>{gap}"

    def _rows(self, grid: Grid, width: int) -> Iterable[str]:
        at: list[list[Placed]] = [[] for _ in range(grid.rows)]
        for placed in grid.cells:
            for row in range(placed.row, placed.row + placed.rows):
                at[row].append(placed)
        last = grid.rows - 1 if _is_short(grid) else 0
        for number, cells in enumerate(at):
            cells.sort(key=lambda placed: placed.column)
            head = "<w:tblHeader/>" if number < grid.header else ""
            keep = number < last
            inside = "".join(self._cell(placed, number, width, keep=keep) for placed in cells)
            # A dose and what it is for stay on one page; a long row that did would leave most of one empty.
            whole = "<w:cantSplit/>" if max(map(_length, cells), default=0) <= _WHOLE else ""
            properties = f"<w:trPr>{whole}{head}</w:trPr>" if whole or head else ""
            yield f"<w:tr>{properties}{inside}</w:tr>"

    def _cell(self, placed: Placed, row: int, width: int, *, keep: bool) -> str:
        parts = [f'<w:tcW w:w="{width * placed.columns}" w:type="dxa"/>']
        if placed.columns > 1:
            parts.append(f'<w:gridSpan w:val="{placed.columns}"/>')
        first = placed.row == row
        if placed.rows > 1:
            parts.append('<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>")
        content = "<w:p/>"
        if first and placed.cell.blocks:
            style = "TableHeading" if placed.header else "TableText"
            match placed.cell.blocks:
                case (Paragraph(text),):
                    content = self.paragraph(text.content, style, align=placed.cell.align, keep=keep)
                case blocks:
                    with self._within(width * placed.columns - 2 * _CELL_EDGE):
                        content = self.write(blocks, style=style) or "<w:p/>"
        return f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{content}</w:tc>"

    @contextmanager
    def _within(self, width: int) -> Iterator[None]:
        """Tables and pictures in here have room in a cell, not on the page."""
        outer = self.width, self.runs.width
        self.width = max(_NARROWEST, width)
        self.runs.width = self.width * EMU
        yield
        self.width, self.runs.width = outer


def _is_short(grid: Grid) -> bool:
    """Whether a table, as of doses, stands on one page; a longer one would leave most of one empty."""
    return grid.rows <= _FEW_ROWS and sum(map(_length, grid.cells)) <= _WHOLE


def _length(placed: Placed) -> int:
    return sum(len(plain_text(text.content)) for text in iter_texts(placed.cell.blocks))


def _width(text: str) -> int:
    """About how many Latin letters ``text`` is as wide as."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def labelled(label: str, colon: str, value: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A fact on one line."""
    return (Styled("b", (Run(label),)), Run(colon), *value)


def _verbatim(text: str, indent: int) -> str:
    """Lines as they are, from left to right."""
    lines = text.rstrip("\n").expandtabs(4).split("\n")
    inside = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    left = f'<w:ind w:left="{indent}"/>' if indent else ""
    return f'<w:p><w:pPr><w:pStyle w:val="Verbatim"/>{left}</w:pPr><w:r>{inside}</w:r></w:p>'
