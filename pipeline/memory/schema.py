"""The tables of a memory and its numbers: how far each thing is counted, and the version of the tables."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, func, inspect, select, update

from pipeline.memory.statements import Prepared, insertion
from pipeline.memory.tables import SCHEMA, metadata, numbers, postings

_COUNTED = ("source", "origin", "languages", "indexed", "segment", "swept")


class Numbers:
    """The numbers that a memory keeps, by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> int | None:
        value = self._connection.scalar(select(numbers.c.value).where(numbers.c.name == name))
        return None if value is None else int(value)

    def set(self, name: str, value: int) -> None:
        self._connection.execute(update(numbers).where(numbers.c.name == name).values(value=value))

    def next(self, name: str, step: int = 1) -> int:
        """Count on; the row is held until the end of the transaction, so that writers take turns."""
        raised = update(numbers).where(numbers.c.name == name).values(value=numbers.c.value + step)
        value = self._connection.scalar(raised.returning(numbers.c.value))
        assert value is not None
        return int(value)

    def take_turns(self) -> None:
        """From here on no other writer comes between."""
        self.next("origin", 0)

    def begin(self, values: Mapping[str, int]) -> None:
        """Count from these values."""
        Prepared(self._connection, insertion(numbers, self._connection)).many(list(values.items()))


def create(connection: Connection) -> None:
    """Make the tables if they are missing; bring those of an earlier version up to date."""
    counted = Numbers(connection)
    if inspect(connection).has_table(numbers.name) and counted.get("schema") is not None:
        _migrate(connection, counted)
        return
    if connection.dialect.name == "sqlite":
        # Python begins no transaction for tables by itself: each would be written, and waited for, alone.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    metadata.create_all(connection)
    if counted.get("schema") is None:
        counted.begin({"schema": SCHEMA} | dict.fromkeys(_COUNTED, 0))


def _migrate(connection: Connection, counted: Numbers) -> None:
    """Version 1 had another index: it goes, and the first look-up makes it anew."""
    schema = counted.get("schema")
    if schema == 1:
        counted.take_turns()
        schema = counted.get("schema")
        if schema == 1:
            connection.execute(delete(postings))
            counted.set("indexed", 0)
            counted.set("schema", SCHEMA)
    if schema in (1, SCHEMA) and counted.get("segment") is None:
        # Segments were not counted before.
        last = connection.scalar(select(func.coalesce(func.max(postings.c.segment), 0)))
        counted.begin({"segment": last or 0, "swept": 0})
