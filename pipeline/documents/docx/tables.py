"""A table of Word: its rows and cells, with those that are merged."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from pipeline.documents.blocks import Align, Cell, Row, Table
from pipeline.documents.docx.alternates import ALTERNATES, forms_of, refuse_stray
from pipeline.documents.docx.container import Container
from pipeline.documents.docx.gathering import BlockReader, Gathering
from pipeline.documents.docx.nodes import Node
from pipeline.documents.docx.styles import StyleSheet
from pipeline.documents.docx.table_look import is_header_row, read_table_look

_WRAPPERS = frozenset(["sdt", "sdtContent", "customXml"])
_ALIGNS: dict[str | None, Align] = {"center": "center", "right": "end", "end": "end"}


class Tables(Struct, frozen=True):
    """Reads tables."""

    gathering: Gathering
    sheet: StyleSheet

    def read(self, node: Node, into: Container, blocks: BlockReader) -> None:
        """Read a table into ``into``; ``blocks`` reads what stands in its cells."""
        name = into.next_name("table")
        others: list[Node] = []
        with self.gathering.recorded() as known:
            self._read(node, name, into, blocks, others)
        # Other forms of rows and cells; there may be more in them.
        while others:
            form = others.pop(0)
            with self.gathering.again(Container(f"{name}, other form"), known) as container:
                for cell in _inside(form, "tc", blocks, others):
                    for child in cell.children:
                        blocks.read(child, container)

    def _read(self, node: Node, name: str, into: Container, blocks: BlockReader, others: list[Node]) -> None:
        header: list[Row] = []
        rows: list[Row] = []
        spans: list[list[tuple[int, int]]] = []  # for each row: the columns where a merged cell goes on
        with self.gathering.deeper():
            look = read_table_look(node, self.sheet)
            found = _inside(node, "tr", blocks, others)
            for place, row in enumerate(found):
                is_header = is_header_row(row) or (look.row and place == 0 and len(found) > 1)
                cells = _inside(row, "tc", blocks, others)
                read = _row(cells, f"{name}, row {place + 1}", is_header, look.column, spans, blocks)
                (header if is_header and not rows else rows).append(read)
        header, rows = _whole_head(*_merged(header, rows, spans))
        if (properties := node.child("tblPr")) is not None:
            for one in properties.children:
                if one.name in ("tblCaption", "tblDescription"):
                    what = "title" if one.name == "tblCaption" else "description"
                    self.gathering.words(one, "val", f"{name}, {what} in its alternative text")
        self.gathering.visitor.table(node)
        if any(row.cells for row in (*header, *rows)):
            into.add(Table(tuple(header), tuple(rows)))


def _row(
    found: list[Node],
    name: str,
    is_header: bool,
    names_rows: bool,
    spans: list[list[tuple[int, int]]],
    blocks: BlockReader,
) -> Row:
    cells: list[Cell] = []
    merges: list[tuple[int, int]] = []
    column = 0
    for node in found:
        properties = node.child("tcPr")
        columns = 1
        going_on = False
        starts = False
        if properties is not None:
            span = properties.value("gridSpan") or ""
            columns = min(max(int(span), 1), 1000) if span.isdecimal() and len(span) < 5 else 1
            merge = properties.child("vMerge")
            starts = merge is not None and merge.get("val") == "restart"
            going_on = merge is not None and not starts
        container = Container(f"{name}, column {column + 1}")
        names = is_header or (names_rows and column == 0 and len(found) > 1)
        if names:
            container.counts["header"] = 1
        for child in node.children:
            blocks.read(child, container)
        if going_on:
            merges.append((column, -1))
        else:
            if starts:
                merges.append((column, len(cells)))
            cells.append(Cell(container.finish(), names, _align(node), columns))
        column += columns
    spans.append(merges)
    return Row(tuple(cells))


def _inside(node: Node, wanted: str, blocks: BlockReader, others: list[Node]) -> list[Node]:
    """The rows of a table or the cells of a row, those in content controls too.

    Of what stands there in several forms, ``others`` gets all but the first.
    """
    found: list[Node] = []
    pending = list(reversed(node.children))
    while pending:
        one = pending.pop()
        if one.name == wanted:
            found.append(one)
        elif one.name in _WRAPPERS or (one.name == "tr" and wanted == "tc"):
            if (properties := one.child("sdtPr")) is not None:
                blocks.control(properties)
            pending += reversed(one.children)
        elif one.name == ALTERNATES:
            forms = forms_of(one)
            others += forms[1:]
            pending += reversed(forms[0].children if forms else [])
        else:
            refuse_stray(one)
    return found


def _align(cell: Node) -> Align | None:
    for node in cell.children:
        if node.name == "p":
            properties = node.child("pPr")
            return _ALIGNS.get(None if properties is None else properties.value("jc"))
    return None


def _merged(
    header: list[Row], rows: list[Row], spans: list[list[tuple[int, int]]]
) -> tuple[list[Row], list[Row]]:
    """Rows whose cells know how many rows they go over."""
    if not any(spans):
        return header, rows
    every = [*header, *rows]
    starts: dict[int, tuple[int, int]] = {}
    heights: dict[tuple[int, int], int] = {}
    for place, merges in enumerate(spans):
        here = set()
        for column, cell in merges:
            here.add(column)
            if cell >= 0:
                starts[column] = (place, cell)
                heights[place, cell] = 1
            elif column in starts:
                heights[starts[column]] += 1
        starts = {column: start for column, start in starts.items() if column in here}
    for (place, cell), height in heights.items():
        cells = list(every[place].cells)
        cells[cell] = replace(cells[cell], rows=height)
        every[place] = Row(tuple(cells))
    return every[: len(header)], every[len(header) :]


def _whole_head(header: list[Row], rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The head with all rows that its merged cells go on in; none where that is the whole table."""
    every = [*header, *rows]
    high = len(header)
    place = 0
    while place < high:
        high = max([high, *(place + cell.rows for cell in every[place].cells)])
        place += 1
    if high == len(header):
        return header, rows
    return ([], every) if high >= len(every) else (every[:high], every[high:])
