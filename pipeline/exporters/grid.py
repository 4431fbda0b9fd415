"""Tables as grids: which cell stands where, for formats that must be told."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from pipeline.documents.blocks import Cell, Row, Table
from pipeline.errors import ExportError

MAX_PLACES = 20_000
"""Rows times columns: far more than a leaflet holds, few enough for every layout engine."""

_HINT = "make several smaller tables of it"


class Placed(Struct, frozen=True):
    """A cell at its place, counted from 0; ``columns`` and ``rows`` are how far it really reaches."""

    column: int
    row: int
    columns: int
    rows: int
    cell: Cell
    header: bool


class Grid(Struct, frozen=True):
    """A table without overlaps or gaps.

    Attributes:
        columns, rows: its size; ``header`` of the rows are its head.
        cells: row by row, each row from its start; where the table has a gap, an empty cell.
    """

    columns: int
    rows: int
    header: int
    cells: tuple[Placed, ...]

    def in_row(self, row: int) -> tuple[Placed, ...]:
        """The cells that begin in ``row``."""
        return tuple(placed for placed in self.cells if placed.row == row)


Record = tuple[tuple[Placed, tuple[Placed, ...]], ...]
"""What one row says: its cells that hold something, each with the cells of the head that stand over it."""


def records_of(grid: Grid) -> Iterator[Record]:
    """Each row of the body by itself, for where columns cannot stand beside each other. A cell over several
    rows is said in each; over several columns, once, with all that stands over them.
    """
    over: list[dict[Placed, None]] = [{} for _ in range(grid.columns)]
    rows: list[list[Placed]] = [[] for _ in range(grid.rows - grid.header)]
    for placed in grid.cells:
        if not placed.cell.blocks:
            continue
        if placed.row < grid.header:
            for column in range(placed.column, placed.column + placed.columns):
                over[column][placed] = None
        else:
            first = placed.row - grid.header
            for row in rows[first : first + placed.rows]:
                row.append(placed)
    for row in rows:
        row.sort(key=lambda placed: placed.column)
        yield tuple(
            (
                placed,
                tuple(
                    {
                        name: None
                        for names in over[placed.column : placed.column + placed.columns]
                        for name in names
                    }
                ),
            )
            for placed in row
        )


def grid_of(table: Table) -> Grid:
    """Place the cells of ``table`` as browsers do (HTML, "Forming a table"), head and body apart.

    Columns that no cell begins in are dropped, so that a span of a thousand columns is as wide as what stands
    under it; spans end where the head or the body does, or at the next cell in their way.

    Raises:
        ExportError: it is too large.
    """
    taken: dict[tuple[int, int], int] = {}
    found: list[Placed] = []
    top = 0
    for part, header in ((table.header, True), (table.rows, False)):
        _place(part, header, top, taken, found)
        top += len(part)
    starts = sorted({0, *(placed.column for placed in found)})
    if len(starts) * top > MAX_PLACES:
        raise ExportError(
            f"a table of {top} rows and {len(starts)} columns is too large for a leaflet",
            _HINT,
        )
    return _without_gaps(found, starts, top, len(table.header))


def _place(
    rows: tuple[Row, ...], header: bool, top: int, taken: dict[tuple[int, int], int], found: list[Placed]
) -> None:
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (until := taken.get((top + number, column))) is not None:
                column = until
            reach = max(1, min(cell.rows, len(rows) - number))
            width = 1
            while width < cell.columns and (top + number, column + width) not in taken:
                width += 1
                if width > MAX_PLACES:
                    raise ExportError("a cell of a table is too wide for a leaflet", _HINT)
            for below in range(top + number, top + number + reach):
                for beside in range(column, column + width):
                    taken.setdefault((below, beside), column + width)
                if len(taken) > MAX_PLACES:
                    raise ExportError("a table is too large for a leaflet", _HINT)
            found.append(Placed(column, top + number, width, reach, cell, header or cell.header))
            column += width


def _without_gaps(found: list[Placed], starts: list[int], rows: int, header: int) -> Grid:
    at = {column: number for number, column in enumerate(starts)}
    columns = len(starts)
    free = [[True] * columns for _ in range(rows)]
    cells: list[Placed] = []
    for placed in found:
        first = at[placed.column]
        reach = [n for n in range(first, columns) if starts[n] < placed.column + placed.columns]
        width = 1
        while width < len(reach) and free[placed.row][first + width]:
            width += 1
        height = 1
        while height < placed.rows and all(free[placed.row + height][first : first + width]):
            height += 1
        for row in range(placed.row, placed.row + height):
            free[row][first : first + width] = [False] * width
        cells.append(Placed(first, placed.row, width, height, placed.cell, placed.header))
    cells += [
        Placed(column, row, 1, 1, Cell(()), False)
        for row in range(rows)
        for column in range(columns)
        if free[row][column]
    ]
    cells.sort(key=lambda placed: (placed.row, placed.column))
    return Grid(columns, rows, header, tuple(cells))
