"""Which earlier unit each new unit was made from: one to one, by place in the document and by likeness.

First the two documents are laid side by side: units that stand in both are fixed points, and what is new
between two of them is compared with what vanished from between them. What finds nothing there (it moved and
was edited) is looked up in an index of rare words. Linear in the number of units: each new unit is compared
with a bounded number of candidates.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from msgspec import Struct

from pipeline.catalogs.model import Unit, UnitKey
from pipeline.language.folding import fold_typography

LIKENESS = 0.68
"""Least likeness (0 to 1, normalised insertions and deletions) of two sources in different places."""

LIKENESS_IN_PLACE = 0.6
"""The same for two sources between the same neighbours."""

_SURE_IN_PLACE = 0.8
"""So like a neighbour that nothing else is looked for."""

_BONUS_IN_PLACE = 0.05
_CANDIDATES = 30
_IN_PLACE = 8
_RARE_WORDS = 8
_POSTINGS = 64
_COMPARED = 4000
"""Characters of a source that are compared: likeness costs the product of two lengths."""

_WORD = re.compile(r"[^\W_]+")
_LONG_WORD = 16


class Match(Struct, frozen=True):
    """An edit that was found: the earlier unit, the new one, and their likeness from 0 to 1."""

    old: Unit
    new: Unit
    score: float


def match_edits(
    old: Sequence[Unit],
    new: Sequence[Unit],
    vanished: Set[UnitKey],
    arrived: Set[UnitKey],
    resting: Sequence[Unit] = (),
) -> dict[UnitKey, Match]:
    """Pair new units with the earlier ones they are edits of.

    A unit whose source is the same in another context comes before any other, wherever it stood; one old
    unit may serve several of those. Next comes one that differs in spacing or typography alone. Else no old
    unit is in two pairs.

    Args:
        old: the active units before, in order.
        new: the units of the template, in order.
        vanished: keys of ``old`` that may be paired.
        arrived: keys of ``new`` that may be paired.
        resting: units that left the document earlier (obsolete), which may be paired too.

    Returns:
        Matches by the key of the new unit.
    """
    if not arrived or not (vanished or resting):
        return {}
    before = [(unit.context, unit.source) for unit in old]
    after = [(unit.context, unit.source) for unit in new]
    leaving = [unit for unit, key in zip(old, before, strict=True) if key in vanished]
    leaving += resting
    wanted = [unit for unit, key in zip(new, after, strict=True) if key in arrived]
    matches, taken = _same_sources(leaving, wanted)
    _same_readings(leaving, wanted, matches, taken)
    neighbours = _neighbours(before, after, vanished, arrived)
    pairs = _Pairs(leaving, neighbours)
    scored: list[tuple[float, int, int]] = []
    for number, unit in enumerate(wanted):
        if unit.key not in matches:
            scored += ((-rank, number, candidate) for rank, candidate in pairs.of(unit))
    scored.sort()
    for rank, number, candidate in scored:
        unit = wanted[number]
        if candidate not in taken and unit.key not in matches:
            taken.add(candidate)
            matches[unit.key] = Match(leaving[candidate], unit, min(-rank, 1.0))
    return matches


def likeness(earlier: str, later: str, least: float) -> float:
    """How like two sources are, from 0 to 1; 0 for anything below ``least``."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(earlier[:_COMPARED], later[:_COMPARED], score_cutoff=least)


class _Pairs:
    """Finds the candidates of a new unit, and how like each is. The index is made when first asked for."""

    def __init__(self, leaving: Sequence[Unit], neighbours: dict[UnitKey, set[int]]) -> None:
        self._leaving = leaving
        self._texts = [unit.source[:_COMPARED] for unit in leaving]
        self._neighbours = neighbours
        self._index: _Index | None = None

    def of(self, unit: Unit) -> list[tuple[float, int]]:
        """(rank, number) of every earlier unit that is like enough."""
        text = unit.source[:_COMPARED]
        in_place = self._neighbours.get(unit.key, set())
        found = self._compare(unit, text, in_place, LIKENESS_IN_PLACE, _BONUS_IN_PLACE)
        if any(rank >= _SURE_IN_PLACE for rank, _ in found):
            return found
        self._index = self._index or _Index(self._texts)
        elsewhere = [number for number in self._index.nearest(text) if number not in in_place]
        return found + self._compare(unit, text, elsewhere, LIKENESS, 0)

    def _compare(
        self, unit: Unit, text: str, numbers: Iterable[int], least: float, bonus: float
    ) -> list[tuple[float, int]]:
        from rapidfuzz.distance import Indel

        found = []
        for number in numbers:
            if (self._leaving[number].source_plural is None) is not (unit.source_plural is None):
                continue
            score = Indel.normalized_similarity(self._texts[number], text, score_cutoff=least)
            if score >= least:
                # Between two equally like ones the place decides.
                found.append((score + bonus, number))
        return found


def _same_sources(leaving: Sequence[Unit], wanted: Sequence[Unit]) -> tuple[dict[UnitKey, Match], set[int]]:
    """Matches of units whose source stood there before, in another context."""
    by_source: dict[str, list[int]] = {}
    for number in range(len(leaving) - 1, -1, -1):
        by_source.setdefault(leaving[number].source, []).append(number)
    matches: dict[UnitKey, Match] = {}
    taken: set[int] = set()
    for unit in wanted:
        numbers = by_source.get(unit.source)
        if numbers is None:
            continue
        number = numbers.pop() if len(numbers) > 1 else numbers[0]
        if (leaving[number].source_plural is None) is (unit.source_plural is None):
            taken.add(number)
            matches[unit.key] = Match(leaving[number], unit, 1.0)
    return matches, taken


def _same_readings(
    leaving: Sequence[Unit],
    wanted: Sequence[Unit],
    matches: dict[UnitKey, Match],
    taken: set[int],
) -> None:
    """Add matches, one to one, of units whose sources read the same: such a translation may stay as it is."""
    by_reading: dict[tuple[str | None, str], list[int]] = {}
    for number in range(len(leaving) - 1, -1, -1):
        if number not in taken:
            unit = leaving[number]
            by_reading.setdefault((unit.context, fold_typography(unit.source)), []).append(number)
    for unit in wanted:
        if unit.key in matches:
            continue
        numbers = by_reading.get((unit.context, fold_typography(unit.source)))
        if numbers and (leaving[numbers[-1]].source_plural is None) is (unit.source_plural is None):
            number = numbers.pop()
            taken.add(number)
            matches[unit.key] = Match(leaving[number], unit, 1.0)


def _neighbours(
    old: Sequence[UnitKey], new: Sequence[UnitKey], vanished: Set[UnitKey], arrived: Set[UnitKey]
) -> dict[UnitKey, set[int]]:
    """For each new unit, the vanished ones (by number) that stood after, or before, the same neighbour."""
    result: dict[UnitKey, set[int]] = defaultdict(set)
    left = [index for index, key in enumerate(old) if key in vanished]
    came = [index for index, key in enumerate(new) if key in arrived]
    kept = set(old).difference(vanished)
    for step in (1, -1):
        groups: dict[UnitKey | None, list[int]] = {}
        for (_, anchor, _), number in zip(
            anchored(old, left[::step], kept, step), range(len(left))[::step], strict=True
        ):
            groups.setdefault(anchor, []).append(number)
        for index, anchor, place in anchored(new, came[::step], kept, step):
            group = groups.get(anchor)
            if group:
                result[new[index]].update(group[max(0, place - _IN_PLACE) : place + _IN_PLACE])
    return result


def anchored(
    keys: Sequence[UnitKey], indexes: Iterable[int], kept: Set[UnitKey], step: int = 1
) -> Iterator[tuple[int, UnitKey | None, int]]:
    """Each of ``indexes`` with the last key before it that is kept (None if there is none), and how many of
    ``indexes`` stand between. With a ``step`` of -1 the keys are gone through from the end."""
    anchor: UnitKey | None = None
    place, before = -1, -1 if step == 1 else len(keys)
    for index in indexes:
        place += 1
        for between in range(index - step, before, -step):
            if keys[between] in kept:
                anchor, place = keys[between], 0
                break
        yield index, anchor, place
        before = index


class _Index:
    """Earlier sources by their words; only rare words are looked up, so each look-up is short."""

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
            weight = 1000 // count + 1
            for number in self.postings[word][:_POSTINGS]:
                votes[number] += weight
        return [number for number, _ in votes.most_common(_CANDIDATES)]


def _words(text: str) -> set[str]:
    """The words of a text; where words are not set apart (Chinese, Thai), each pair of characters."""
    if text.isascii():
        return set(_WORD.findall(text.lower()))
    words: set[str] = set()
    for match in _WORD.finditer(text.casefold()):
        word = match[0]
        if word.isascii() or (len(word) < _LONG_WORD and not "\u2e80" <= word[0] <= "\u9fff"):
            words.add(word)
        else:
            words.update(word[i : i + 2] for i in range(max(1, len(word) - 1)))
    return words
