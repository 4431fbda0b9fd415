"""Passages: several sentences of a document that the memory knows as one text.

Other tools cut a text elsewhere or not at all: a TMX segment can be a whole paragraph. Where its source reads
just like neighbouring sentences of a document, its target is cut into as many pieces, and put together again
these are that very target. Where each cut belongs must be beyond doubt: the numbers, measures and tags of a
piece agree with those of its sentence, and with no other way to cut they all do.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import groupby

from msgspec import Struct

from pipeline.catalogs.model import Unit, UnitKey
from pipeline.language.locale import Locale
from pipeline.memory.model import Match
from pipeline.segmentation.model import Segment
from pipeline.workflows.splitting import SentenceSplitter

_LONGEST = 12
"""Most sentences of a passage, and of its target."""

_PIECE = "From memory: sentence "
_LAYOUT = " \t\r\n"

Look = Callable[[str, str | None], Match | None]
"""Gives the one translation that the memory has for just this source in this context, if there is one."""


class Piece(Struct, frozen=True):
    """The target of one sentence of a passage: sentence ``number`` of the ``total`` that ``match`` holds."""

    target: str
    match: Match
    number: int
    total: int

    def remark(self, where: str) -> str:
        """What the translator is told; ``is_piece`` knows it by this."""
        return f"{_PIECE}{self.number} of {self.total} of a longer text, {where}"


def is_piece(unit: Unit) -> bool:
    """Whether a unit's target came as a piece of a longer one: right in its place, but perhaps only there."""
    return any(text.startswith(_PIECE) for text in unit.translator_comments)


def find_passages(
    segments: Sequence[Segment],
    wanted: Set[UnitKey],
    look: Look,
    *,
    source_locale: Locale,
    locale: Locale,
) -> dict[UnitKey, Piece]:
    """The pieces for the ``wanted`` units that stand in a known passage, the longest passage first.

    A sentence that stands in the document more than once gets none: its piece may fit only one place.
    """
    places = Counter(segment.key for segment in segments)
    found: dict[UnitKey, Piece] = {}
    for _, text in groupby(segments, key=lambda one: one.text_index):
        for run in _runs(list(text), lambda key: key in wanted and places[key] == 1):
            start = 0
            while start < len(run) - 1:
                for length in range(min(_LONGEST, len(run) - start), 1, -1):
                    passage = run[start : start + length]
                    match = look(_as_one(passage), passage[0].context)
                    targets = match and _cut(match.pair.target, passage, source_locale, locale)
                    if match and targets:
                        for number, (segment, target) in enumerate(zip(passage, targets, strict=True), 1):
                            found[segment.key] = Piece(target, match, number, length)
                        start += length - 1
                        break
                start += 1
    return found


def _runs(text: Sequence[Segment], fits: Callable[[UnitKey], bool]) -> Iterator[list[Segment]]:
    """Neighbouring sentences of one context that fit."""
    for (fitting, _), run in groupby(text, key=lambda one: (fits(one.key), one.context)):
        if fitting:
            yield list(run)


def _as_one(passage: Sequence[Segment]) -> str:
    """The source of a passage on one line."""
    return "".join(
        segment.source + separator for segment, separator in zip(passage, _between(passage), strict=True)
    )


def _between(passage: Sequence[Segment]) -> list[str]:
    """What follows each sentence, where lines end a space; nothing after the last."""
    separators = [one.separator for one in passage[:-1]]
    return [*(" " if one and not one.strip(_LAYOUT) else one for one in separators), ""]


def _cut(
    target: str, passage: Sequence[Segment], source_locale: Locale, locale: Locale
) -> Sequence[str] | None:
    """``target`` in as many pieces as the passage has sentences; None where that is not beyond doubt."""
    splitter = SentenceSplitter(locale)
    spans = list(_spans(target, splitter.split(target)))
    if not len(passage) <= len(spans) <= _LONGEST:
        return None

    @functools.cache
    def agree(number: int, first: int, last: int) -> bool:
        piece = target[spans[first][0] : spans[last][1]]
        return _agree(passage[number].source, piece, source_locale, locale)

    ways = _ways(len(passage), len(spans), agree)
    first = next(ways, None)
    if first is None or next(ways, None) is not None:
        return None
    pieces = [target[spans[start][0] : spans[last][1]] for start, last in first]
    sources = [segment.source for segment in passage]
    return pieces if splitter.join(sources, _between(passage)[:-1], pieces) == target else None


def _spans(text: str, sentences: Iterable[str]) -> Iterator[tuple[int, int]]:
    end = 0
    for sentence in sentences:
        start = text.index(sentence, end)
        end = start + len(sentence)
        yield start, end


def _ways(
    pieces: int, sentences: int, agree: Callable[[int, int, int], bool], number: int = 0, start: int = 0
) -> Iterator[list[tuple[int, int]]]:
    """The ways to group ``sentences`` into ``pieces`` that all agree, each as (first, last) of its pieces."""
    rest = pieces - number - 1
    ends = range(start, sentences - rest) if rest else (sentences - 1,)
    for last in ends:
        if agree(number, start, last):
            if not rest:
                yield [(start, last)]
            else:
                for others in _ways(pieces, sentences, agree, number + 1, last + 1):
                    yield [(start, last), *others]


def _agree(source: str, target: str, source_locale: Locale, locale: Locale) -> bool:
    from pipeline.documents.inline import TAG
    from pipeline.engines.verification import compare_quantities
    from pipeline.segmentation.notation import compare_codes

    if compare_codes(source, target):
        return False
    plain, plain_target = TAG.sub("", source), TAG.sub("", target)
    return not compare_quantities(plain, plain_target, source_locale=source_locale, target_locale=locale)
