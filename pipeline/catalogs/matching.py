"""Which vanished unit each new unit was made from: one to one, by place in the document and by likeness.

Linear in the number of units: each new unit is compared with a bounded number of candidates, found through
its neighbours and through an index of its rarest words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from pipeline.catalogs.model import Unit, UnitKey

LIKENESS = 0.68
"""Least likeness (0 to 1, normalised insertions and deletions) of two sources in different places."""

LIKENESS_IN_PLACE = 0.6
"""The same for two sources between the same neighbours."""

_CANDIDATES = 30
_IN_PLACE = 8
_RARE_WORDS = 8
_POSTINGS = 64
_COMPARED = 4000
"""Characters of a source that are compared: likeness costs the product of two lengths."""

_WORD = re.compile(r"[^\W_]+")
_LONG_WORD = 16


@dataclass(frozen=True, slots=True)
class Match:
    """An edit that was found: the vanished unit, the new one, and their likeness from 0 to 1."""

    old: Unit
    new: Unit
    score: float


def match_edits(
    old: Sequence[Unit], new: Sequence[Unit], vanished: Set[UnitKey], arrived: Set[UnitKey]
) -> dict[UnitKey, Match]:
    """Pair new units with the vanished ones they are edits of.

    Args:
        old: the active units before, in order.
        new: the units of the template, in order.
        vanished: keys of ``old`` that may be paired.
        arrived: keys of ``new`` that may be paired.

    Returns:
        Matches by the key of the new unit. No vanished unit is in two of them.
    """
    if not vanished or not arrived:
        return {}
    from rapidfuzz.distance import Indel

    leaving = [unit for unit in old if unit.key in vanished]
    texts = [_comparable(unit.source) for unit in leaving]
    neighbours = _neighbours(old, new, vanished, arrived)
    index = _Index(texts)
    scored: list[tuple[float, int, int, Unit]] = []
    for number, unit in enumerate(unit for unit in new if unit.key in arrived):
        text = _comparable(unit.source)
        in_place = neighbours.get(unit.key, ())
        for candidate in {*in_place, *index.nearest(text)}:
            earlier = leaving[candidate]
            if (earlier.source_plural is None) is not (unit.source_plural is None):
                continue
            near = candidate in in_place
            least = LIKENESS_IN_PLACE if near else LIKENESS
            score = Indel.normalized_similarity(texts[candidate], text, score_cutoff=least)
            if score >= least:
                # Between two equally like ones the place decides.
                scored.append((-score - 0.05 * near, number, candidate, unit))
    scored.sort(key=lambda row: row[:3])
    matches: dict[UnitKey, Match] = {}
    taken: set[int] = set()
    for rank, _, candidate, unit in scored:
        if candidate not in taken and unit.key not in matches:
            taken.add(candidate)
            matches[unit.key] = Match(leaving[candidate], unit, min(-rank, 1.0))
    return matches


def _comparable(source: str) -> str:
    return source[:_COMPARED]


def _neighbours(
    old: Sequence[Unit], new: Sequence[Unit], vanished: Set[UnitKey], arrived: Set[UnitKey]
) -> dict[UnitKey, set[int]]:
    """For each new unit, the vanished ones (by number) that stood after, or before, the same neighbour."""
    result: dict[UnitKey, set[int]] = defaultdict(set)
    for backwards in (False, True):
        groups: dict[UnitKey | None, list[int]] = defaultdict(list)
        count = sum(unit.key in vanished for unit in old)
        numbers = range(count - 1, -1, -1) if backwards else range(count)
        number = iter(numbers)
        anchor: UnitKey | None = None
        for unit in reversed(old) if backwards else old:
            if unit.key in vanished:
                groups[anchor].append(next(number))
            else:
                anchor = unit.key
        anchor, place = None, 0
        kept = {unit.key for unit in old if unit.key not in vanished}
        for unit in reversed(new) if backwards else new:
            if unit.key in arrived:
                group = groups.get(anchor, [])
                result[unit.key].update(group[max(0, place - _IN_PLACE) : place + _IN_PLACE])
                place += 1
            elif unit.key in kept:
                anchor, place = unit.key, 0
    return result


class _Index:
    """Vanished sources by their words; only rare words are looked up, so each look-up is short."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.postings: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for word in _words(text):
                self.postings[word].append(number)

    def nearest(self, text: str) -> list[int]:
        """Numbers of the sources that share the most rare words with ``text``."""
        known = [(len(self.postings[word]), word) for word in _words(text) if word in self.postings]
        votes: Counter[int] = Counter()
        for count, word in sorted(known)[:_RARE_WORDS]:
            for number in self.postings[word][:_POSTINGS]:
                votes[number] += 1000 // count + 1
        return [number for number, _ in votes.most_common(_CANDIDATES)]


def _words(text: str) -> set[str]:
    """The words of a text; where words are not set apart (Chinese, Thai), each pair of characters."""
    words: set[str] = set()
    for match in _WORD.finditer(text.casefold()):
        word = match[0]
        if word.isascii() or (len(word) < _LONG_WORD and not "\u2e80" <= word[0] <= "\u9fff"):
            words.add(word)
        else:
            words.update(word[i : i + 2] for i in range(max(1, len(word) - 1)))
    return words
