"""Sources that were joined or split: by an author, or because the rules of splitting changed.

Joined: a new source is two or more earlier ones, one after the other; so is its translation, word for word.
Split: an earlier source is two or more of today's. Its translation is cut into sentences, and if there are as
many, with the same figures in each, each piece is offered as fuzzy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Protocol

from msgspec import Struct

from pipeline.catalogs.model import Unit, UnitKey

_SEPARATOR = re.compile(r"(?:\s|<br/>)*")
_HEAD = 6
_BUCKET = 64
_PIECES = 500
_FIGURES = re.compile(r"\d")
_FULL_WIDTH_ENDS = "。！？｡”」』）"
_SEAM = re.compile(rf"\s|<br/>|[{_FULL_WIDTH_ENDS}]")
"""Where a piece may end, and another begin behind it."""


class Splitter(Protocol):
    """How the target's language joins and splits sentences."""

    def join(self, sources: Sequence[str], separators: Sequence[str], targets: Sequence[str]) -> str:
        """The target of the sources joined; ``separators`` stand between them, one fewer."""
        ...

    def split(self, target: str) -> Sequence[str]:
        """The sentences of a target."""
        ...


class Recut(Struct, frozen=True):
    """Where a new unit comes from.

    Attributes:
        old: the earlier units, in order: several if it was joined, one if it was split off.
        target: made of theirs, or None where that cannot be done safely.
        fuzzy: whether the target must be looked at.
        previous: the earlier source that a fuzzy target was made for, if one is to be told.
    """

    old: tuple[Unit, ...]
    target: str | None
    fuzzy: bool
    previous: str | None = None

    @property
    def is_join(self) -> bool:
        return len(self.old) > 1


def find_recuts(
    earlier: Sequence[Unit], new: Sequence[Unit], arrived: Set[UnitKey], splitter: Splitter
) -> dict[UnitKey, Recut]:
    """Where new units were made by joining or splitting earlier ones, by the key of the new unit.

    Args:
        earlier: every unit of the catalog before; those that are active come before the obsolete.
        new: the units of the template.
        arrived: keys of ``new`` to look for.
    """
    found: dict[UnitKey, Recut] = {}
    wanted = [unit for unit in new if (unit.context, unit.source) in arrived and unit.source_plural is None]
    if not wanted:
        return found
    for unit, cut in _cuts(wanted, earlier):
        found[unit.key] = joined_recut(*cut, splitter)
    standing = {(unit.context, unit.source) for unit in new} - arrived
    gone = [
        unit
        for unit in earlier
        if (unit.context, unit.source) not in standing and any(unit.targets) and unit.source_plural is None
    ]
    for unit, cut in _cuts(gone, new):
        for piece, recut in split_recuts(unit, cut[0], splitter):
            if piece.key in arrived:
                found.setdefault(piece.key, recut)
    return found


_Cut = tuple[tuple[Unit, ...], tuple[str, ...]]


def _cuts(wholes: Sequence[Unit], pieces: Sequence[Unit]) -> Iterator[tuple[Unit, _Cut]]:
    """Each of ``wholes`` that consists of ``pieces``, with those.

    Few do, so first only pieces that begin like a whole are looked at.
    """
    heads = {unit.source[:length] for unit in wholes for length in range(1, _HEAD + 1)}
    first = _Pieces([unit for unit in pieces if unit.source[:_HEAD] in heads])
    begun = [unit for unit in wholes if first.begins(unit)]
    if begun:
        heads = {head for unit in begun for head in _heads(unit.source)}
        every = _Pieces([unit for unit in pieces if unit.source[:_HEAD] in heads])
        for unit in begun:
            cut = every.cut(unit)
            if cut is not None:
                yield unit, cut


def _heads(whole: str) -> Iterator[str]:
    """How a piece of ``whole`` may begin."""
    for start in (0, *(match.end() for match in _SEAM.finditer(whole))):
        for length in range(1, _HEAD + 1):
            yield whole[start : start + length]


def joined_recut(old: tuple[Unit, ...], separators: tuple[str, ...], splitter: Splitter) -> Recut:
    """What a unit gets that consists of the units ``old``, with ``separators`` between."""
    if not all(unit.is_translated for unit in old):
        return Recut(old, None, True)
    target = splitter.join([unit.source for unit in old], separators, [unit.target for unit in old])
    return Recut(old, target, any(unit.fuzzy for unit in old))


def split_recuts(old: Unit, pieces: tuple[Unit, ...], splitter: Splitter) -> Iterable[tuple[Unit, Recut]]:
    """What each of ``pieces`` gets, which ``old`` was split into."""
    targets = splitter.split(old.target)
    fits = len(targets) == len(pieces) and all(
        figures(piece.source) == figures(target) for piece, target in zip(pieces, targets, strict=True)
    )
    for number, piece in enumerate(pieces):
        yield piece, Recut((old,), targets[number] if fits else None, True, old.source)


def figures(text: str) -> list[int]:
    """The digits of a text in any script, in order of size: what its translation must have too."""
    return sorted(unicodedata.digit(digit) for digit in _FIGURES.findall(text))


class _Pieces:
    """Sources by how they begin, to find those that a longer one is put together of."""

    def __init__(self, units: Iterable[Unit]) -> None:
        # Of two units with one source the first that is translated.
        self._heads: dict[tuple[str | None, str], dict[str, Unit]] = {}
        self._lengths: dict[tuple[str | None, str], list[int]] = {}
        for unit in units:
            if unit.source_plural is not None:
                continue
            source = unit.source
            head = (unit.context, source[:_HEAD])
            bucket = self._heads.get(head)
            if bucket is None:
                self._heads[head] = {source: unit}
            elif len(bucket) < _BUCKET:
                first = bucket.setdefault(source, unit)
                if first is not unit and not first.is_translated:
                    bucket[source] = unit

    def begins(self, whole: Unit) -> bool:
        """Whether ``whole`` begins with one of the units and goes on."""
        return self._longest(whole, whole.source, 0) is not None

    def cut(self, whole: Unit) -> _Cut | None:
        """The units that ``whole`` consists of, at least two, and what stands between them; or None."""
        found: list[Unit] = []
        separators: list[str] = []
        text, at = whole.source, 0
        while len(found) < _PIECES:
            piece = self._longest(whole, text, at)
            if piece is None:
                return None
            found.append(piece)
            end = at + len(piece.source)
            if end == len(text):
                return (tuple(found), tuple(separators)) if len(found) > 1 else None
            gap = _SEPARATOR.match(text, end)
            assert gap is not None
            separators.append(gap[0])
            at = gap.end()
        return None

    def _longest(self, whole: Unit, text: str, at: int) -> Unit | None:
        """The unit with the longest source that stands in ``text`` at ``at`` and ends there."""
        for head_length in range(_HEAD, 0, -1):
            head = (whole.context, text[at : at + head_length])
            bucket = self._heads.get(head)
            if bucket is None:
                continue
            lengths = self._lengths.get(head)
            if lengths is None:
                lengths = self._lengths[head] = sorted(set(map(len, bucket)), reverse=True)
            for length in lengths:
                unit = bucket.get(text[at : at + length])
                if unit is not None and unit.source != text and _ends_there(text, at + len(unit.source)):
                    return unit
        return None


def _ends_there(text: str, end: int) -> bool:
    return (
        end == len(text)
        or text[end].isspace()
        or text.startswith("<br/>", end)
        or text[end - 1] in _FULL_WIDTH_ENDS
    )
