"""Ordinals in words that became others: "the second dose" as "la tercera dosis"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.checks.likeness import parts_of, roman
from pipeline.language.ordinals import OrdinalWord, find_ordinals, is_collective, may_have_ordinals
from pipeline.language.quantities.carried import Text
from pipeline.language.quantities.model import Measure, Number, Ordinal, Quantity, Range, Time

_MOST = 20


def changed_ordinals(
    source: Text, target: Text, wanted: Iterable[Quantity], found: Iterable[Quantity]
) -> Iterator[tuple[Ordinal, Ordinal]]:
    """The ordinals that one text has and the other has another for, each with what it became.

    Only a contradiction is told: the right one is nowhere in the target, as a word, a numeral or in Roman
    letters, and the other is nowhere in the source. What was put otherwise ("first of all") is none.

    Two that changed places are not told: 2 of the 34 texts of TICO-19 with two ordinals on both sides rightly
    have another order, and too few (11 of 18,420) have two quantities beside them to measure a closer look.
    """
    if not (may_have_ordinals(*source) and may_have_ordinals(*target)):
        return
    left, right = find_ordinals(*source), find_ordinals(*target)
    words = is_collective(source[1]) or is_collective(target[1])
    lost = _unanswered(left, right, _counts(found, words=words), target[0])
    new = _unanswered(right, left, _counts(wanted, words=words), source[0])
    for one, other in zip(lost[:_MOST], new, strict=False):
        yield _quantity(one), _quantity(other)


def says(value: int, text: Text) -> bool:
    """Whether ``text`` has the ordinal in words."""
    return may_have_ordinals(*text) and any(one.sure and one.value == value for one in find_ordinals(*text))


def _counts(quantities: Iterable[Quantity], *, words: bool) -> list[Quantity]:
    """Those that may say an ordinal, as week 3 does; ``words``: cardinals in words too."""
    return [
        one
        for one in quantities
        if isinstance(one, Ordinal | Time)
        or (isinstance(one, Number | Range | Measure) and (words or not one.words))
    ]


def _unanswered(
    some: tuple[OrdinalWord, ...], others: tuple[OrdinalWord, ...], beside: Iterable[Quantity], text: str
) -> list[OrdinalWord]:
    """The sure ones of ``some``, each value once, that the other text does not say in any way."""
    said = {one.value for one in others}
    said |= {int(amount) for one in beside for amount, _ in parts_of(one)}
    once = {one.value: one for one in reversed(some) if one.sure and one.value not in said}
    return [one for one in some if once.get(one.value) is one and roman(one.value) not in text.split()]


def _quantity(one: OrdinalWord) -> Ordinal:
    return Ordinal(start=one.start, end=one.end, value=one.value, words=True)
