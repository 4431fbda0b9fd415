"""Statements of SQLAlchemy Core, compiled once and run on the driver's own cursor.

A look-up takes microseconds; building and compiling its statement each time would cost twenty times that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Column, ColumnElement, Connection, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite

_SIZES = (1, 8, 32, 128, 256)
MOST = _SIZES[-1]
"""Most values that ``pad`` and ``one_of`` take."""


def parameter(number: int, column: Column[Any]) -> BindParameter[Any]:
    """Parameter ``number``, to be compared with ``column``."""
    return bindparam(f"p{number}", type_=column.type)


def pad(values: Sequence[int]) -> list[int]:
    """``values``, the last repeated up to the next of a few sizes: so there are few statements to compile."""
    size = next(size for size in _SIZES if size >= len(values))
    return [*values, *[values[-1]] * (size - len(values))]


def one_of(column: Column[Any], size: int, first: int = 0) -> ColumnElement[bool]:
    """``column IN (…)`` over parameters ``first``, ``first`` + 1, …, ``size`` of them."""
    return column.in_([parameter(first + i, column) for i in range(size)])


def insertion(table: Table, connection: Connection) -> Any:
    """The statement that inserts a row unless its key is there; parameter i is for column i."""
    values = {column.name: parameter(i, column) for i, column in enumerate(table.c)}
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table).values(values).on_conflict_do_nothing()
    return postgresql.insert(table).values(values).on_conflict_do_nothing()


class Prepared:
    """A statement ready to run again and again on one connection; its parameters are p0, p1, …"""

    def __init__(self, connection: Connection, statement: Any) -> None:
        compiled = statement.compile(dialect=connection.dialect)
        self._sql = str(compiled)
        order: list[str] | None = getattr(compiled, "positiontup", None)
        self._places = None if order is None else [int(name[1:]) for name in order]
        driver = connection.connection.driver_connection
        assert driver is not None
        self._cursor = driver.cursor()

    def rows(self, values: Sequence[Any]) -> list[Any]:
        """Run it and fetch everything; value i is for parameter p<i>."""
        self._cursor.execute(self._sql, self._arranged(values))
        return self._cursor.fetchall()  # type: ignore[no-any-return]

    def many(self, rows: Iterable[Sequence[Any]]) -> int:
        """Run it for each row of values, for statements that give no rows; return how many were changed."""
        in_order = self._places is not None and self._places == list(range(len(self._places)))
        self._cursor.executemany(self._sql, rows if in_order else map(self._arranged, rows))
        return max(0, int(self._cursor.rowcount))

    def _arranged(self, values: Sequence[Any]) -> Sequence[Any] | dict[str, Any]:
        if self._places is None:
            return {f"p{i}": value for i, value in enumerate(values)}
        return [values[place] for place in self._places]
