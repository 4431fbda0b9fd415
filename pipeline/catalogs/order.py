"""Which of the units that stayed have changed places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise


def moved_items(before: Sequence[Hashable], after: Iterable[Hashable]) -> set[Hashable]:
    """The fewest items that must have moved to turn ``before`` into ``after``.

    Items that are not in both are left out; none may be twice in one. Takes n log n time.
    """
    place = {item: index for index, item in enumerate(before)}
    items = [item for item in after if item in place]
    places = [place[item] for item in items]
    if all(a < b for a, b in pairwise(places)):
        return set()
    # The longest increasing run of places, by patience sorting; what is not in it has moved.
    tops: list[int] = []
    top_at: list[int] = []
    below: list[int] = []
    for index, value in enumerate(places):
        pile = bisect_left(tops, value)
        below.append(top_at[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(value)
            top_at.append(index)
        else:
            tops[pile] = value
            top_at[pile] = index
    stayed: set[int] = set()
    index = top_at[-1]
    while index >= 0:
        stayed.add(index)
        index = below[index]
    return {item for index, item in enumerate(items) if index not in stayed}
