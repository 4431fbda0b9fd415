"""Limits of quantities, "under 12 years", and those that a translation has turned into the opposite.

A limit is one of two kinds (``LESS``, ``MORE``), a time one of two others (``EARLIER``, ``LATER``); "at least
2 hours before" is both. Whether the end is within ("over 12", "12 and over") is for the translator to choose.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from pipeline.language.limit_words import (
    EARLIER,
    HIGH,
    LATER,
    LESS,
    LOW,
    MORE,
    NEGATED,
    Hit,
    LimitWords,
    folded,
    opposites_of,
    readings_of,
    words_of_limits,
)
from pipeline.language.negation import Negation, find_negations, has_negators
from pipeline.language.quantities.model import (
    Date,
    Frequency,
    Interval,
    Measure,
    Number,
    Percentage,
    Quantity,
    Range,
    Time,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.language.locale import Locale

_LONGEST_GAP = 40
_MOST = 50


class Limit(Struct, frozen=True):
    """A quantity with the words that limit it.

    Attributes:
        quantity: what is limited.
        words: the spans of the words, in code points.
        kinds: bits, ``LESS`` to ``LATER``.
        negated: whether a negation is part of the words ("no more than").
    """

    quantity: Quantity
    words: tuple[tuple[int, int], ...]
    kinds: int
    negated: bool

    @property
    def start(self) -> int:
        """Where the words and the quantity begin."""
        return min(self.quantity.start, self.words[0][0])

    @property
    def end(self) -> int:
        """Where both have ended."""
        return max(self.quantity.end, self.words[-1][1])


class Reversal(Struct, frozen=True):
    """A limit of a source that is the opposite in its target.

    Attributes:
        source, target: the two limits.
        sure: False where a word without a negator may forbid what the other text allows ("avoid under 12",
            "only from 12 on"), where the negators of a language are not known, or where the quantity stands
            more than once.
    """

    source: Limit
    target: Limit
    sure: bool


def find_limits(text: str, locale: Locale, quantities: Sequence[Quantity]) -> list[Limit]:
    """Those of ``quantities``, in order, beside which words set a limit. Linear."""
    words = words_of_limits(locale)
    return _beside(text, words, words.find(text), quantities)


def outside_limits(
    source: str,
    target: str,
    locales: tuple[Locale, Locale],
    negations: tuple[Sequence[Negation], Sequence[Negation]],
    quantities: tuple[Sequence[Quantity], Sequence[Quantity]],
) -> tuple[tuple[Negation, ...], tuple[Negation, ...]]:
    """The negations of two texts that are no part of a limit which both set, beside the same quantity.

    "Moins" may well say a "not" of the other text, but in "moins de 12 ans" for "under 12 years" it does not.
    """
    ours = find_limits(source, locales[0], quantities[0])[:_MOST]
    theirs = find_limits(target, locales[1], quantities[1])[:_MOST] if ours else []
    kept = [
        (one, other)
        for one in ours
        for other in theirs
        if (one.kinds, one.negated) == (other.kinds, other.negated)
        and _same_amount(one.quantity, other.quantity)
    ]
    return (
        _outside(negations[0], [one for one, _ in kept]),
        _outside(negations[1], [other for _, other in kept]),
    )


def _outside(some: Sequence[Negation], limits: Sequence[Limit]) -> tuple[Negation, ...]:
    words = [span for limit in limits for span in limit.words]
    return tuple(one for one in some if not any(start <= one.start < end for start, end in words))


def find_reversed(
    source: str,
    target: str,
    locales: tuple[Locale, Locale],
    quantities: Callable[[], tuple[Sequence[Quantity], Sequence[Quantity]]],
) -> Iterator[Reversal]:
    """The limits of ``source`` that are the opposite in ``target``, beside the same quantity.

    A limit that only one text has is none, nor is one whose direction a negation may have turned: "do not
    take more than 8" is "at most 8". Nothing is told of a quantity with limits of both kinds, nor of times
    where a text speaks of waiting: who waits 4 hours before a dose takes it after 4 hours.

    Args:
        locales: of the two texts.
        quantities: those of both, asked for only where there are limits of opposite kinds.
    """
    words = words_of_limits(locales[0]), words_of_limits(locales[1])
    small, other_small = folded(source), folded(target)
    if not any(
        words[0].may_have(small, kind) and words[1].may_have(other_small, opposites_of(kind))
        for kind in (LESS, MORE, EARLIER, LATER)
    ):
        return
    ours, theirs = words[0].find(source), words[1].find(target)
    if not opposites_of(_kinds_of(ours)) & _kinds_of(theirs):
        return
    read = quantities()
    wanted, found = _beside(source, words[0], ours, read[0]), _beside(target, words[1], theirs, read[1])
    if not wanted or not found:
        return
    negations = _negations(source, locales[0], ours), _negations(target, locales[1], theirs)
    plain = all(map(has_negators, locales)) and not any(one.implied for one in negations)
    waiting = words[0].waits(source) or words[1].waits(target)
    axes = (LESS | MORE,) if waiting else (LESS | MORE, EARLIER | LATER)
    told: set[int] = set()
    for one in wanted[:_MOST]:
        same = [other for other in found[:_MOST] if _same_amount(one.quantity, other.quantity)]
        twins = [other for other in wanted[:_MOST] if _same_amount(one.quantity, other.quantity)]
        if not same or id(twins[0]) in told:
            continue
        told.add(id(twins[0]))
        if _are_opposite(twins, same, negations, axes):
            alone = all(sum(_same_amount(one.quantity, each) for each in side) == 1 for side in read)
            yield Reversal(one, same[0], plain and alone)


def _are_opposite(
    ours: Sequence[Limit],
    theirs: Sequence[Limit],
    negations: tuple[_Negations, _Negations],
    axes: Sequence[int],
) -> bool:
    """Whether the limits of one quantity in two texts are opposite on one of these axes, and no negation can
    be the reason.

    "No more than 8" is "at most 8", and it is "more than 8" with a negation, as "do not take more than 8" is;
    they are opposite in one of these readings, and agree in none.
    """
    alone = _overlap(negations[0].beside, negations[1].beside)
    together = _overlap(negations[0].all, negations[1].all)
    negated = [any(one.negated for one in limits) for limits in (ours, theirs)]
    # Where only one has the negation in its limit, one elsewhere may be the other's.
    sure = alone and (negated[0] == negated[1] or negations[0].beside[1] == negations[1].beside[1] == 0)
    first, second = _union(ours), _union(theirs)
    plain = [
        _turned(kinds) if turned else kinds for kinds, turned in zip((first, second), negated, strict=True)
    ]
    for axis in axes:
        one, other = first & axis, second & axis
        bare, bare_other = plain[0] & axis, plain[1] & axis
        if (alone and one == other) or (together and bare == bare_other):
            continue
        if (sure and _oppose(one, other)) or (together and _oppose(bare, bare_other)):
            return True
    return False


def _oppose(one: int, other: int) -> bool:
    return one.bit_count() == 1 and opposites_of(one) == other


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _turned(kinds: int) -> int:
    """A limit without the negation that was read into it."""
    return (kinds & ~(LESS | MORE)) | opposites_of(kinds & (LESS | MORE))


def _union(limits: Sequence[Limit]) -> int:
    kinds = 0
    for one in limits:
        kinds |= one.kinds
    return kinds


class _Negations(NamedTuple):
    """How many words negate in a text, at least and at most: those beside its limits, and all.

    ``implied`` is whether a word that is no negator may negate as well.
    """

    beside: tuple[int, int]
    all: tuple[int, int]
    implied: bool


def _negations(text: str, locale: Locale, hits: Sequence[Hit]) -> _Negations:
    low = high = 0
    implied = False
    starts, ends = [hit.start for hit in hits], [hit.end for hit in hits]
    for one in find_negations(text, locale, weak=False):
        first = bisect_right(ends, one.start)
        near = hits[first : bisect_left(starts, one.end, first)]
        if any(_is_negated(hit) or (hit.start <= one.start and one.end <= hit.end) for hit in near):
            continue
        implied = implied or one.strength == "lexical"
        # What negates a noun may or may not have its like in the other text ("harmless").
        low += one.strength == "strong" or (one.strength == "ceiling" and bool(near))
        # "Nor" negates where it begins a clause, if no other word of the clause does.
        high += one.strength in ("strong", "nominal", "concord") or (one.strength == "ceiling" and bool(near))
    inside = sum(map(_is_negated, hits))
    return _Negations((low, high), (low + inside, high + inside), implied)


def _is_negated(hit: Hit) -> bool:
    return bool((hit.before | hit.behind) & NEGATED)


def _same_amount(one: Quantity, other: Quantity) -> bool:
    if isinstance(one, Measure) and isinstance(other, Measure) and one.dimension != other.dimension:
        return False
    return _amount(one) == _amount(other)


def _amount(quantity: Quantity) -> object:
    """What a limited quantity is known by in another language; None for what has no limits."""
    match quantity:
        case Number() | Measure() | Percentage() | Range():
            return quantity.amounts
        case Frequency(times=Interval(low=low, high=high)):
            return low, high
        case Frequency(times=times) if times != 1:
            return (times,)
        case Date() | Time():
            return quantity.key
    return None


def _kinds_of(hits: Sequence[Hit]) -> int:
    kinds = 0
    for hit in hits:
        kinds |= hit.before | hit.behind
    return readings_of(kinds)


def _beside(text: str, words: LimitWords, hits: Sequence[Hit], quantities: Sequence[Quantity]) -> list[Limit]:
    """The quantities in direct contact with words that limit them, in order."""
    starts = [one.start for one in quantities]
    found: dict[int, list[tuple[Hit, int]]] = {}
    last: Hit | None = None
    for hit in hits:
        # "Not before at least 18 months": the two turn each other round.
        chained = last is not None and words.before.fullmatch(text[last.end : hit.start][:_LONGEST_GAP])
        twisted = chained and last is not None and _turn_round(last.before, hit.before)
        last = hit
        if hit.before and not twisted:
            place = bisect_left(starts, hit.end)
            if place < len(starts) and words.before.fullmatch(text[hit.end : starts[place]][:_LONGEST_GAP]):
                found.setdefault(place, []).append((hit, hit.before))
        if hit.behind:
            place = bisect_right(starts, hit.start) - 1
            if place >= 0 and quantities[place].end <= hit.start:
                gap = text[quantities[place].end : hit.start]
                if words.behind.fullmatch(gap[:_LONGEST_GAP]):
                    found.setdefault(place, []).append((hit, hit.behind))
    limits = []
    for place, hits_there in sorted(found.items()):
        quantity, kinds = quantities[place], 0
        some = _without_during(text, hits_there, quantity, words)
        for _, kind in some:
            kinds |= kind
        if _amount(quantity) is None or not some:
            continue
        limits.append(
            Limit(
                quantity,
                tuple((hit.start, hit.end) for hit, _ in some),
                kinds & ~NEGATED,
                bool(kinds & NEGATED),
            )
        )
    return limits


def _turn_round(one: int, other: int) -> bool:
    return bool((one & LOW and other & HIGH) or (one & HIGH and other & LOW))


def _without_during(
    text: str, some: Sequence[tuple[Hit, int]], quantity: Quantity, words: LimitWords
) -> Sequence[tuple[Hit, int]]:
    """These without what may say "during": "over 14 days" may be "in the course of 14 days"."""
    if not words.span or not isinstance(quantity, Measure) or quantity.dimension not in ("time", "months"):
        return some
    if quantity.unit == "a":
        return some
    return [one for one in some if folded(text[one[0].start : one[0].end]) not in words.span]
