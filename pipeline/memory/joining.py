"""Joining the rows of a feature: so many that each is written a few times, never all of them at once.

A new row of a feature takes in those that are not much larger than itself, the smallest first. So the rows
of a feature grow like powers of two and are few, and what a segment costs depends on its own size: it
writes no more of what was there than ``_WORK`` times what it brings. Whatever it leaves waits for the next
one; a look-up, which takes the rows of a feature together, finds the same.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import TypeAlias

from sqlalchemy import Connection, delete, select

from pipeline.memory.statements import MOST, Prepared, insertion, one_of, pad, parameter
from pipeline.memory.tables import postings

Postings: TypeAlias = "tuple[int, array[int]]"
"""A feature, and the entries of the sources that have it, in order."""

_Row: TypeAlias = tuple[int, int]
"""How many postings a row of a feature holds, and its segment."""

_LARGE = 16_384
"""A row of more postings than this is never written again. A look-up reads the postings of rarer features."""

_LARGER = 2
"""A row is taken in if it is at most so many times as large as what takes it in."""

_WORK = 8
"""Most postings that are written again for each new one."""

_LITTLE = array("I", [1]).tobytes()[0] == 1


def packed(entries: array[int]) -> bytes:
    """Entries as they are kept: with the lowest byte first, whatever the machine."""
    return _turned(entries).tobytes()


def unpacked(data: bytes) -> array[int]:
    """What ``packed`` was given."""
    return _turned(array("I", data))


def _turned(entries: array[int]) -> array[int]:
    if not _LITTLE:
        entries = entries[:]
        entries.byteswap()
    return entries


def join_segment(
    connection: Connection, number: int, new: Iterable[Postings], gone: Iterable[Postings]
) -> None:
    """Write the postings ``new`` as segment ``number``, and take those in ``gone`` out of the rows there are.

    Args:
        new, gone: in the order of their features.
    """
    joining = _Joining(connection, number)
    changes = _by_feature(new, gone)
    while batch := dict(islice(changes, MOST)):
        joining.write(batch)


def _by_feature(
    new: Iterable[Postings], gone: Iterable[Postings]
) -> Iterator[tuple[int, tuple[array[int], frozenset[int]]]]:
    """Each feature with what it gains and what it loses."""
    changes = merge(
        ((f, True, one) for f, one in new), ((f, False, one) for f, one in gone), key=itemgetter(0)
    )
    for feature, group in groupby(changes, key=itemgetter(0)):
        gains, losses = array("I"), frozenset[int]()
        for _, is_new, entries in group:
            if is_new:
                gains = entries
            else:
                losses = frozenset(entries)
        yield feature, (gains, losses)


class _Joining:
    """One segment being written."""

    def __init__(self, connection: Connection, number: int) -> None:
        self._connection = connection
        self._number = number
        self._left = 0
        self._insert = Prepared(connection, insertion(postings, connection))
        place = (postings.c.feature == parameter(0, postings.c.feature)) & (
            postings.c.segment == parameter(1, postings.c.segment)
        )
        self._delete = Prepared(connection, delete(postings).where(place))
        self._statements: dict[tuple[str, int], Prepared] = {}

    def write(self, changes: dict[int, tuple[array[int], frozenset[int]]]) -> None:
        """Write what a batch of features gains and loses."""
        rows = self._small_rows(list(changes))
        taken: dict[int, list[_Row]] = {}
        for feature, (gains, losses) in changes.items():
            self._left += _WORK * len(gains)
            chosen = self._taken(rows.get(feature, []), gains, losses)
            if chosen:
                taken[feature] = chosen
        old = self._contents(taken)
        if old:
            self._delete.many(list(old))
        written: list[tuple[int, int, int, bytes]] = []
        for feature, (gains, losses) in changes.items():
            entries = gains[:]
            for _, segment in taken.get(feature, ()):
                entries += old[feature, segment]
            if feature in taken:
                entries = array("I", sorted(set(entries).difference(losses)))
            if entries:
                written.append((feature, self._number, len(entries), packed(entries)))
        self._insert.many(written)

    def _small_rows(self, features: list[int]) -> dict[int, list[_Row]]:
        """The rows that may be written again, by feature, the smallest first."""
        values = pad(features)
        statement = self._statement(
            "counts",
            len(values),
            lambda: select(postings.c.feature, postings.c.count, postings.c.segment).where(
                one_of(postings.c.feature, len(values))
            ),
        )
        found: defaultdict[int, list[_Row]] = defaultdict(list)
        for feature, count, segment in sorted(statement.rows(values)):
            if count <= _LARGE:
                found[feature].append((count, segment))
        return found

    def _contents(self, taken: dict[int, list[_Row]]) -> dict[tuple[int, int], array[int]]:
        """The entries of rows, by feature and segment; read together, with some that are not needed."""
        if not taken:
            return {}
        values = pad(list(taken))
        statement = self._statement(
            "sources",
            len(values),
            lambda: select(postings.c.feature, postings.c.segment, postings.c.sources).where(
                one_of(postings.c.feature, len(values)),
                postings.c.count <= parameter(len(values), postings.c.count),
            ),
        )
        wanted = {(feature, segment) for feature, rows in taken.items() for _, segment in rows}
        largest = max(count for rows in taken.values() for count, _ in rows)
        return {
            (feature, segment): unpacked(data)
            for feature, segment, data in statement.rows([*values, largest])
            if (feature, segment) in wanted
        }

    def _taken(self, rows: list[_Row], gains: array[int], losses: frozenset[int]) -> list[_Row]:
        """The rows that are written again together with ``gains``."""
        if losses:
            return rows  # any of them may hold what goes
        size = len(gains)
        for place, (count, _) in enumerate(rows):
            if count > _LARGER * size or count > self._left:
                return rows[:place]
            size += count
            self._left -= count
        return rows

    def _statement(self, name: str, size: int, build: Callable[[], object]) -> Prepared:
        statement = self._statements.get((name, size))
        if statement is None:
            statement = self._statements[name, size] = Prepared(self._connection, build())
        return statement
