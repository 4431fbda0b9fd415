"""The index for similar texts: which sources share rare features with a text.

Postings are written for many sources at once, as a segment; what arrived since is compared one by one until
it is worth one, so that small memories need no index at all. A feature has a row for each segment that
brought it, and a segment joins the smaller rows of its features to its own (``joining``), so that there
stay few. A look-up reads the numbers of all features of a text, then the postings of its rarest ones up to
a fixed amount: what it costs hardly depends on how large the memory is.

A posting is the number of a source with the class of its length above it. They are in order, so that those of
sources too short or too long to be alike are left out at once; among equals the nearest length comes first.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import Any, TypeAlias

from sqlalchemy import Column, Connection, select

from pipeline.memory.features import COMPARED, SHORT_ASKED, SHORT_INDEXED, features
from pipeline.memory.joining import Postings, join_segment, packed, unpacked
from pipeline.memory.statements import MOST, Prepared, insertion, one_of, pad
from pipeline.memory.tables import postings, sources

Source: TypeAlias = Sequence[Any]
"""A row of a source: its id, its languages' and its text."""

_SEGMENT = 1_000_000
"""Sources that are indexed in one go: what bounds the working memory (about 300 bytes each)."""

_POSTINGS, _LEAST_FEATURES, _MOST_FEATURES = 2_000, 8, 16
"""A look-up counts the rarest features until it has this many postings, but so many features in any case …"""

_MOST_POSTINGS = 9 * _POSTINGS
"""… unless they would come to more postings than this."""

_CANDIDATES = 60
"""Sources that are compared in the end (twice as many where the last ones are equally good)."""


_ID_BITS = 27
MOST_SOURCES = (1 << _ID_BITS) - 1
"""Largest number of a source."""

_MOST_CLASS = 31
_STEP = math.log(1.3)


def length_class(length: float) -> int:
    """Lengths in steps of three tenths; those of nearly ``COMPARED`` characters are in the last class."""
    return min(_MOST_CLASS, int(math.log(length) / _STEP)) if length > 1 else 0


def classes_alike(length: int, least: float) -> tuple[int, int]:
    """The first and last class of lengths whose likeness to ``length`` can be ``least``."""
    shortest = max(1, length * least / (2 - least))  # Indel: twice what is common, over both lengths
    return length_class(shortest * 0.999), length_class(length * length / shortest * 1.001)


def feature_keys(languages: int, text: str, *, short: int) -> list[int]:
    """The features of a text as keys of postings: those of one pair of locales never meet another's."""
    base = languages << 32
    return [base | feature for feature in features(text, short=short)]


class Candidates:
    """Finds what a text is worth comparing with. Made for one connection, used many times."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers: dict[int, Prepared] = {}
        self._postings: dict[int, Prepared] = {}

    def near(self, languages: int, text: str, least: float) -> list[int]:
        """Ids of the sources that share the most and rarest features with ``text``, in no order.

        Those whose length alone tells that their likeness is below ``least`` are left out.
        """
        keys = feature_keys(languages, text, short=SHORT_ASKED)
        frequency: defaultdict[int, int] = defaultdict(int)
        for start in range(0, len(keys), MOST):
            for feature, count in self._run(self._numbers, keys[start : start + MOST], postings.c.count):
                frequency[feature] += count
        chosen: dict[int, int] = {}
        total = 0
        for count, feature in sorted((count, feature) for feature, count in frequency.items()):
            enough = total + count > _POSTINGS and len(chosen) >= _LEAST_FEATURES
            if enough or len(chosen) == _MOST_FEATURES or (chosen and total + count > _MOST_POSTINGS):
                break
            chosen[feature] = count
            total += count
        if not chosen:
            return []
        length = len(text[:COMPARED])
        first, last = classes_alike(length, least)
        low, high = first << _ID_BITS, (last + 1) << _ID_BITS
        found = []
        for feature, data in self._run(self._postings, list(chosen), postings.c.sources):
            entries = unpacked(data)
            fitting = entries[bisect_left(entries, low) : bisect_left(entries, high)]
            # The weight of a feature is that of log(1/frequency), in bits.
            found.append((max(1, 24 - chosen[feature].bit_length()), fitting.tolist()))
        found.sort(key=lambda one: -one[0])
        return _best(found, length_class(length))

    def _run(
        self, prepared: dict[int, Prepared], keys: Sequence[int], column: Column[Any]
    ) -> list[tuple[int, Any]]:
        values = pad(keys)
        statement = prepared.get(len(values))
        if statement is None:
            query = select(postings.c.feature, column).where(one_of(postings.c.feature, len(values)))
            statement = prepared[len(values)] = Prepared(self._connection, query)
        return statement.rows(values)


def _best(found: Sequence[tuple[int, Sequence[int]]], nearest: int) -> list[int]:
    """The sources with the most weight; given weights of features, the rarest first, and their postings.

    Of many that are equally good those are taken whose class of length is ``nearest``.
    """
    shared = Counter(chain.from_iterable(ids for _, ids in found))
    votes = dict.fromkeys(_worth_weighing(found, shared), 0)
    for weight, ids in found:
        for id in votes.keys() & ids:
            votes[id] += weight
    if len(votes) <= _CANDIDATES:
        return [entry & MOST_SOURCES for entry in votes]
    least = above = count = 0
    for score, number in sorted(Counter(votes.values()).items(), reverse=True):
        above, least = least, score
        count += number
        if count >= _CANDIDATES:
            break
    best = [id for id, score in votes.items() if score >= least]
    if len(best) > 2 * _CANDIDATES:
        # Many that are equally good: those that are better, and of these the nearest in length.
        better = [id for id in best if above and votes[id] >= above]
        equal = sorted(
            set(best).difference(better),
            key=lambda entry: (abs((entry >> _ID_BITS) - nearest), -(entry & MOST_SOURCES)),
        )
        best = better + equal[: 2 * _CANDIDATES - len(better)]
    return [entry & MOST_SOURCES for entry in best]


def _worth_weighing(found: Sequence[tuple[int, Sequence[int]]], shared: Counter[int]) -> Iterable[int]:
    """Those that share the most features, whatever these weigh: counting is quick, weighing is not.

    One feature fewer than the last candidate by number has may still weigh more; two fewer hardly.
    """
    if len(shared) <= _CANDIDATES:
        return shared
    count = 0
    for least, number in sorted(Counter(shared.values()).items(), reverse=True):  # noqa: B007 (the last one)
        count += number
        if count >= _CANDIDATES:
            break
    if least > 2:
        return [id for id, number in shared.items() if number >= least - 1]
    some = dict.fromkeys(id for id, number in shared.items() if number > 1)
    for _, ids in found:
        if len(some) >= 4 * _CANDIDATES:
            break
        some.update(dict.fromkeys(ids))
    return some


def add_segments(
    connection: Connection, first: int, last: int, number: int, gone: Iterable[Source] = ()
) -> int:
    """Index the sources ``first`` to ``last``; return the number of the last segment.

    What it costs depends on how many these are, and hardly on how many are indexed already.

    Args:
        number: of the last segment there is; 0 if none.
        gone: sources that are indexed and to be forgotten.
    """
    without = postings_of(gone)
    for start in range(first, last + 1, _SEGMENT):
        query = (
            select(sources.c.id, sources.c.languages, sources.c.text)
            .where(sources.c.id.between(start, min(start + _SEGMENT - 1, last)))
            .order_by(sources.c.id)
            .execution_options(yield_per=10_000)
        )
        found = postings_of(connection.execute(query))
        number += 1
        if number == 1:
            rows = ((feature, number, len(one), packed(one)) for feature, one in found)
            Prepared(connection, insertion(postings, connection)).many(rows)
        else:
            join_segment(connection, number, found, without)
        without = iter(())
    return number


def postings_of(found: Iterable[Source]) -> Iterator[Postings]:
    """The features of sources, in order, with their entries; ``found`` is read at once."""
    # In parts, by the first bits of a feature, each of which is sorted by itself.
    parts: defaultdict[int, array[int]] = defaultdict(lambda: array("Q"))
    for id, languages, text in found:
        entry = length_class(len(text[:COMPARED])) << _ID_BITS | id
        for feature in features(text, short=SHORT_INDEXED):
            parts[languages << 4 | feature >> 28].append(feature << 32 | entry)
    return _sorted(parts)


def _sorted(parts: dict[int, array[int]]) -> Iterator[Postings]:
    for part in sorted(parts):
        base = part >> 4 << 32
        for feature, entries in groupby(sorted(parts.pop(part)), key=_feature_of):
            yield base | feature, array("I", [entry & 0xFFFFFFFF for entry in entries])


def _feature_of(posting: int) -> int:
    return posting >> 32
