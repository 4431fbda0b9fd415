"""The index for similar texts: which sources share rare features with a text.

Postings are written in segments of many sources at once and never changed; what arrived since is compared
one by one until it is worth a segment of its own, so that small memories need no index at all. A look-up
reads the numbers of all features of a text, then the postings of its rarest ones up to a fixed amount: what
it costs hardly depends on how large the memory is.
"""

from __future__ import annotations

import struct
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, delete, exists, func, select

from pipeline.memory.features import SHORT_ASKED, SHORT_INDEXED, features
from pipeline.memory.statements import MOST, Prepared, insertion, one_of, pad
from pipeline.memory.tables import pairs, postings, sources

_SEGMENT = 200_000
"""Sources that are indexed in one go: what bounds the working memory (about 1 kB each)."""

_MOST_SEGMENTS = 12
"""More segments than this are made into new ones: a look-up reads each feature once a segment."""

_POSTINGS, _LEAST_FEATURES, _MOST_FEATURES = 3_000, 8, 16
"""A look-up counts the rarest features until it has this many postings, but so many features in any case …"""

_MOST_POSTINGS = 6 * _POSTINGS
"""… unless they would come to more postings than this."""

_CANDIDATES = 60
"""Sources that are compared in the end (twice as many where the last ones are equally good)."""


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

    def near(self, languages: int, text: str) -> list[int]:
        """Ids of the sources that share the most and rarest features with ``text``, in no order."""
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
        votes: defaultdict[int, int] = defaultdict(int)
        for feature, ids in self._run(self._postings, list(chosen), postings.c.sources):
            weight = max(1, 24 - chosen[feature].bit_length())  # that of log(1/frequency), in bits
            for id in struct.unpack(f"<{len(ids) // 4}I", ids):
                votes[id] += weight
        return _best(votes)

    def _run(
        self, prepared: dict[int, Prepared], keys: Sequence[int], column: Column[Any]
    ) -> list[tuple[int, Any]]:
        values = pad(keys)
        statement = prepared.get(len(values))
        if statement is None:
            query = select(postings.c.feature, column).where(one_of(postings.c.feature, len(values)))
            statement = prepared[len(values)] = Prepared(self._connection, query)
        return statement.rows(values)


def _best(votes: dict[int, int]) -> list[int]:
    if len(votes) <= _CANDIDATES:
        return list(votes)
    least = above = found = 0
    for score, count in sorted(Counter(votes.values()).items(), reverse=True):
        above, least = least, score
        found += count
        if found >= _CANDIDATES:
            break
    best = [id for id, score in votes.items() if score >= least]
    if len(best) > 2 * _CANDIDATES:
        # Many that are equally good: those that are better, and some of these.
        better = [id for id in best if above and votes[id] >= above]
        equal = sorted(set(best).difference(better), reverse=True)
        best = better + equal[: 2 * _CANDIDATES - len(better)]
    return best


def add_segments(connection: Connection, first: int, last: int) -> None:
    """Index the sources ``first`` to ``last``."""
    number = connection.scalar(select(func.coalesce(func.max(postings.c.segment), 0))) or 0
    for start in range(first, last + 1, _SEGMENT):
        number += 1
        found: defaultdict[int, list[int]] = defaultdict(list)
        stop = min(start + _SEGMENT - 1, last)
        query = select(sources.c.id, sources.c.languages, sources.c.text)
        for id, languages, text in connection.execute(
            query.where(sources.c.id.between(start, stop)).order_by(sources.c.id)
        ):
            for key in feature_keys(languages, text, short=SHORT_INDEXED):
                found[key].append(id)
        rows = (
            (key, number, len(found[key]), struct.pack(f"<{len(found[key])}I", *found[key]))
            for key in sorted(found)
        )
        Prepared(connection, insertion(postings, connection)).many(rows)


def make_anew(connection: Connection, last: int) -> None:
    """Index all sources up to ``last`` again, and forget those that no pair has any more."""
    connection.execute(delete(postings))
    connection.execute(delete(sources).where(~exists().where(pairs.c.source == sources.c.id)))
    add_segments(connection, 1, last)


def is_scattered(connection: Connection) -> bool:
    """Whether there are so many segments that they are better made anew."""
    return (connection.scalar(select(func.count(postings.c.segment.distinct()))) or 0) >= _MOST_SEGMENTS
