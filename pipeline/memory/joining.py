"""Joining the rows of a feature: so many that each is written a few times, never all of them at once.

A new row of a feature takes in those that are not much larger than itself, the smallest first. So the rows
of a feature grow like powers of two and are few, and what a segment costs depends on its own size: it
writes no more of what was there than ``_WORK`` times what it brings. Whatever it leaves waits for the next
one; a look-up, which takes the rows of a feature together, finds the same.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import TypeAlias

from sqlalchemy import Connection, delete, select

from pipeline.memory.statements import MOST, Prepared, insertion, one_of, pad, parameter
from pipeline.memory.tables import postings

Postings: TypeAlias = "tuple[int, array[int]]"
"""A feature, and the entries of the sources that have it, in order."""

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
        self._read = Prepared(connection, select(postings.c.sources).where(place))
        self._counts: dict[int, Prepared] = {}

    def write(self, changes: dict[int, tuple[array[int], frozenset[int]]]) -> None:
        rows = self._small_rows(list(changes))
        old: list[tuple[int, int]] = []
        written: list[tuple[int, int, int, bytes]] = []
        for feature, (gains, losses) in changes.items():
            self._left += _WORK * len(gains)
            taken = self._taken(rows.get(feature, []), gains, losses)
            entries = self._joined(feature, taken, gains, losses)
            old += ((feature, segment) for segment in taken)
            if entries:
                written.append((feature, self._number, len(entries), packed(entries)))
        if old:
            self._delete.many(old)
        self._insert.many(written)

    def _small_rows(self, features: list[int]) -> dict[int, list[tuple[int, int]]]:
        """The count and segment of each row that may be written again, by feature, the smallest first."""
        values = pad(features)
        statement = self._counts.get(len(values))
        if statement is None:
            query = select(postings.c.feature, postings.c.count, postings.c.segment).where(
                one_of(postings.c.feature, len(values))
            )
            statement = self._counts[len(values)] = Prepared(self._connection, query)
        found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for feature, count, segment in sorted(statement.rows(values)):
            if count <= _LARGE:
                found[feature].append((count, segment))
        return found

    def _taken(self, rows: list[tuple[int, int]], gains: array[int], losses: frozenset[int]) -> list[int]:
        """The segments whose rows are written again together with ``gains``."""
        if losses:
            return [segment for _, segment in rows]  # any of them may hold what goes
        taken: list[int] = []
        size = len(gains)
        for count, segment in rows:
            if count > _LARGER * size or count > self._left:
                break
            taken.append(segment)
            size += count
            self._left -= count
        return taken

    def _joined(
        self, feature: int, taken: list[int], gains: array[int], losses: frozenset[int]
    ) -> array[int]:
        if not taken:
            return gains
        joined = gains[:]
        for segment in taken:
            ((data,),) = self._read.rows((feature, segment))
            joined += unpacked(data)
        return array("I", sorted(set(joined).difference(losses)))
