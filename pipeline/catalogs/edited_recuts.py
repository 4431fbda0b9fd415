"""Sources that were joined or split and edited at the same time: like several earlier ones put together.

``recutting`` finds those that are word for word the same. Here likeness decides, between the same neighbours
only: so what is made of the earlier translations is always fuzzy, and where a number, a measure or a negation
changed they only stand in a comment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from pipeline.catalogs.edits import classify_edit
from pipeline.catalogs.matching import anchored, likeness
from pipeline.catalogs.model import Unit, UnitKey
from pipeline.catalogs.recutting import Recut, Splitter, joined_recut, split_recuts
from pipeline.language.locale import Locale

LIKENESS = 0.75
"""Least likeness of a source to several others put together."""

_BETTER = 0.05
"""By how much it must be more like them together than like any one of them: else it is an edit of that."""

_COUNTS = (2, 3)
_NEAR = 2
_SHORTEST = 0.5


def find_edited_recuts(
    old: Mapping[UnitKey, Unit],
    new: Mapping[UnitKey, Unit],
    vanished: Set[UnitKey],
    arrived: Set[UnitKey],
    splitter: Splitter,
    locale: Locale | None,
) -> dict[UnitKey, Recut]:
    """Where new units were made by joining or splitting earlier ones and editing them, by their keys.

    Args:
        old: the active units before, in order, by their keys.
        new: the units of the template, the same.
        vanished, arrived: keys of ``old`` and ``new`` to look at.
        locale: of the sources; English if not given.
    """
    found: dict[UnitKey, Recut] = {}
    if not vanished or not arrived:
        return found
    kept = old.keys() & new.keys()
    left = _Side(old, vanished, kept)
    came = _Side(new, arrived, kept)
    used: set[UnitKey] = set()
    for whole, pieces in _alike(came, left):
        if all(unit.is_translated and unit.key not in used for unit in pieces):
            used.update(unit.key for unit in pieces)
            text = " ".join(unit.source for unit in pieces)
            recut = joined_recut(pieces, (" ",) * (len(pieces) - 1), splitter)
            unsafe = classify_edit(text, whole.source, locale).is_unsafe
            found[whole.key] = Recut(pieces, None if unsafe else recut.target, True, text)
    for whole, pieces in _alike(left, came):
        if whole.is_translated and whole.key not in used and all(unit.key not in found for unit in pieces):
            text = " ".join(unit.source for unit in pieces)
            unsafe = classify_edit(whole.source, text, locale).is_unsafe
            for piece, recut in split_recuts(whole, pieces, splitter):
                target = None if unsafe else recut.target
                found[piece.key] = Recut(recut.old, target, True, recut.previous)
    return found


class _Side:
    """The units of one document that may be paired: which neighbour they follow, at which place."""

    def __init__(self, units: Mapping[UnitKey, Unit], wanted: Set[UnitKey], kept: Set[UnitKey]) -> None:
        keys = list(units)
        indexes = [index for index, key in enumerate(keys) if key in wanted]
        self.places: list[tuple[Unit, UnitKey | None, int]] = []
        self.groups: dict[UnitKey | None, list[Unit]] = {}
        for index, anchor, place in anchored(keys, indexes, kept):
            unit = units[keys[index]]
            self.places.append((unit, anchor, place))
            self.groups.setdefault(anchor, []).append(unit)


def _alike(wholes: _Side, pieces: _Side) -> Iterator[tuple[Unit, tuple[Unit, ...]]]:
    """Each unit of ``wholes`` that is like several of ``pieces`` one after the other, with those."""
    for whole, anchor, place in wholes.places:
        group = pieces.groups.get(anchor, ())
        if len(group) < _COUNTS[0] or whole.source_plural is not None:
            continue
        best: tuple[float, tuple[Unit, ...]] = (0.0, ())
        for start in range(max(0, place - _NEAR), min(len(group), place + _NEAR + 1)):
            for count in _COUNTS:
                run = tuple(group[start : start + count])
                if len(run) == count and all(_fits(whole, piece) for piece in run):
                    best = max(best, (_gain(whole, run), run), key=lambda one: one[0])
        if best[1]:
            yield whole, best[1]


def _fits(whole: Unit, piece: Unit) -> bool:
    return piece.context == whole.context and piece.source_plural is None


def _gain(whole: Unit, pieces: Sequence[Unit]) -> float:
    """How like a source is to several together; 0 where it is not, or is as like one of them alone."""
    text = " ".join(piece.source for piece in pieces)
    shorter, longer = sorted((len(text), len(whole.source)))
    if shorter < longer * _SHORTEST:
        return 0.0
    together = likeness(text, whole.source, LIKENESS)
    if not together:
        return 0.0
    alone = max(likeness(piece.source, whole.source, 0) for piece in pieces)
    return together if together >= alone + _BETTER else 0.0
