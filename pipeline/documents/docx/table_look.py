"""Which rows and columns of a table Word takes for headers (ECMA-376-1, 17.4.55, 17.4.78 and 17.7.6).

A row says it itself where it is repeated on each page. For any other, it takes two: the table's options ask
for a header row or a first column that stands out, as those of every new table do, and its style has a form
for it, as the plain styles have not. How cells merely look, bold or shaded by hand, says nothing. One row
alone, or one cell in a row, is the header of nothing.
"""

from __future__ import annotations

from msgspec import Struct

from pipeline.documents.docx.nodes import Node
from pipeline.documents.docx.styles import StyleSheet

_FIRST_ROW, _FIRST_COLUMN = 0x20, 0x80
"""Of the older, hexadecimal way to write the options; and where the form that was applied says them."""


class TableLook(Struct, frozen=True):
    """Whether the first row, and the first column, are headers."""

    row: bool = False
    column: bool = False


def read_table_look(table: Node, sheet: StyleSheet) -> TableLook:
    """What the properties of a table say."""
    properties = table.child("tblPr")
    options = None if properties is None else properties.child("tblLook")
    if properties is None or options is None:
        return TableLook()
    forms = sheet.tables.get(properties.value("tblStyle") or "", sheet.table)
    return TableLook(
        "firstRow" in forms and _asks(options, "firstRow", _FIRST_ROW),
        "firstCol" in forms and _asks(options, "firstColumn", _FIRST_COLUMN),
    )


def is_header_row(row: Node) -> bool:
    """Whether a row says itself that it is one."""
    properties = row.child("trPr")
    return properties is not None and properties.flag("tblHeader") is True


def _asks(options: Node, name: str, bit: int) -> bool:
    said = options.get(name)
    if said is not None:
        return said in ("1", "true", "on")
    try:
        return int(options.get("val") or "0", 16) & bit != 0
    except ValueError:
        return False
