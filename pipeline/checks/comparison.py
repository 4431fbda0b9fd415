"""Do source and target say the same quantities? The differences, sorted by the check that tells them.

Quantities are compared by value and unit (``pipeline.language.quantities``), never as strings. First equal
keys are paired; then each rule pairs what is left over, looser than the rule before it (``likeness`` has the
reasons). What no rule pairs is a difference.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.checks.likeness import (
    ALWAYS,
    Topic,
    alike,
    compatible_dates,
    converted_temperature,
    in_words,
    kinship,
    may_recur,
    parts_of,
    read_in_groups,
    roman,
    same_hour_otherwise,
    same_phone,
    topic_of,
)
from pipeline.checks.model import CheckContext, Pair
from pipeline.language.locale import Locale
from pipeline.language.quantities import find_quantities
from pipeline.language.quantities.facts import data, facts_of
from pipeline.language.quantities.model import (
    Code,
    Date,
    Frequency,
    Interval,
    Measure,
    Number,
    Ordinal,
    Phone,
    Product,
    Quantity,
)
from pipeline.language.quantities.numerals import ascii_digits
from pipeline.language.quantities.units import unit_names

Kind = Literal["changed", "missing", "added", "converted", "swapped", "repeated", "too long"]

LONGEST = 20_000
"""Code points of a text whose quantities are looked for: more than any sentence or paragraph has."""
_ONE = (Decimal(1),)
_MOST = 60
"""Left-over quantities that a rule tries against one another; keeps hostile texts from going quadratic."""
_HOURS_FROM_DAWN = frozenset(["sw", "am", "ti", "om", "so", "rw", "rn", "lg"])
_BETWEEN = 12
"""Code points between the two ends of a range that was written the wrong way round."""
_LARGEST_WORD = 20
"""Numbers up to here may be in words in a language whose number words the recogniser does not know."""

Rule = Callable[[Quantity, Quantity], bool]


@dataclass(frozen=True, slots=True)
class Difference:
    """One quantity that the two texts do not share.

    Attributes:
        kind: "converted" has the same temperature on the other scale; "swapped" the ends of a range the
            wrong way round; "repeated" is in the other text too, but fewer times.
        topic: the check that tells it.
        source, target: the quantity as it stands in either text; None on the side that lacks it.
        sure: False where the language may well say it in a way that the recogniser does not know.
    """

    kind: Kind
    topic: Topic
    source: Quantity | None = None
    target: Quantity | None = None
    sure: bool = True


def differences(pair: Pair, context: CheckContext) -> tuple[Difference, ...]:
    """The differences of a pair, in the order of the source; worked out once for all checks."""
    return pair.target.memo(("differences", pair.plural), lambda _: tuple(_differences(pair, context)))


def _differences(pair: Pair, context: CheckContext) -> Iterator[Difference]:
    source, target = pair.source.plain, pair.target.plain
    if len(source) > LONGEST or len(target) > LONGEST:
        yield Difference("too long", "numbers")
        return
    wanted = pair.source.memo("quantities", lambda text: find_quantities(text, context.source_locale))
    found = pair.target.memo("quantities", lambda text: find_quantities(text, context.locale))
    if not wanted and not found:
        return
    wanted, found = _as_dialled(wanted, source), _as_dialled(found, target)
    comparison = _Comparison(wanted, found, source, target, context)
    if comparison.left or comparison.right:
        yield from comparison.run()


def _as_dialled(quantities: tuple[Quantity, ...], text: str) -> tuple[Quantity, ...]:
    """``quantities`` with every digit of a phone in its number: "+440 20" is not "+44 20" to who dials it."""
    if not any(isinstance(quantity, Phone) for quantity in quantities):
        return quantities
    return tuple(_dialled_phone(one, text) if isinstance(one, Phone) else one for one in quantities)


def _dialled_phone(phone: Phone, text: str) -> Phone:
    written = text[phone.start : phone.end].replace("(0)", "")
    digits = ascii_digits(written)
    if not digits or any(map(str.isalpha, written)):
        return phone
    return dataclasses.replace(phone, number=f"{'+' * phone.number.startswith('+')}{digits}")


def _without_equals(
    wanted: Iterable[Quantity], found: Iterable[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """What is left on either side once equal keys are paired, first with first."""
    twins: dict[object, list[Quantity]] = defaultdict(list)
    for quantity in found:
        twins[quantity.key].append(quantity)
    used: dict[object, int] = defaultdict(int)
    left = []
    for quantity in wanted:
        if used[quantity.key] < len(twins.get(quantity.key, ())):
            used[quantity.key] += 1
        else:
            left.append(quantity)
    right = [quantity for key, rest in twins.items() for quantity in rest[used[key] :]]
    return left, sorted(right, key=lambda quantity: quantity.start)


class _Comparison:
    """The quantities of two texts that have no counterpart yet."""

    def __init__(
        self,
        wanted: tuple[Quantity, ...],
        found: tuple[Quantity, ...],
        source: str,
        target: str,
        context: CheckContext,
    ) -> None:
        left, right = _without_equals(wanted, found)
        self.left, self.right = left, right
        self.wanted, self.found = wanted, found
        # Whether the words round a number are known in this language: "every", "twice a day", months, years.
        self.has_phrases = context.locale.language in data("phrases")
        self.source, self.target, self.context = source, target, context
        self.worded = frozenset(
            id(one) for side, text in ((left, source), (right, target)) for one in side if in_words(one, text)
        )

    def run(self) -> Iterator[Difference]:
        context, source = self.context, self.source
        self.pair(read_in_groups)
        self.pair(compatible_dates)
        self.pair(lambda s, t: _is_decade(s, source) and s.amounts[0] % 100 in t.amounts)
        self.pair(lambda s, t: same_phone(s, t) or _is_local_number(s, t, context))
        self.left, self.right = _dialled(self.left, self.right, self.target)
        self.right, self.left = _dialled(self.right, self.left, self.source)
        known = functools.partial(_unit_known, context.locale)
        if context.locale.language in _HOURS_FROM_DAWN:
            self.pair(same_hour_otherwise)
        self.pair(lambda s, t: alike(s, t, known) and self.is_understood(s, t))
        yield from self.converted()
        yield from self.opened()
        self.as_one_sum()
        yield from self.changed()
        for one in self.left:
            yield from self.missing(one)
        for other in self.right:
            yield from self.added(other)

    def pair(self, rule: Rule) -> None:
        """Pair what ``rule`` holds to be the same."""
        kept = []
        for one in self.left:
            other = next((t for t in self.right[:_MOST] if rule(one, t)), None) if self.right else None
            if other is None:
                kept.append(one)
            else:
                self.right = [t for t in self.right if t is not other]
        self.left = kept

    def is_understood(self, one: Quantity, other: Quantity) -> bool:
        """Whether a unit of time that only one side has may be left out: years of age, or named elsewhere."""
        kinds = {type(one), type(other)}
        if kinds == {Frequency, Measure}:
            return not self.has_phrases
        if isinstance(one, Measure) == isinstance(other, Measure):
            return True
        measure, others = (one, self.found) if isinstance(one, Measure) else (other, self.wanted)
        assert isinstance(measure, Measure)
        if measure.dimension not in ("time", "months") or measure.unit == "a":
            return True
        return any(getattr(q, "unit", None) == measure.unit for q in others)

    def converted(self) -> Iterator[Difference]:
        """Temperatures on the other scale."""
        for one in list(self.left):
            other = next((t for t in self.right[:_MOST] if converted_temperature(one, t)), None)
            if other is not None:
                self.left = [s for s in self.left if s is not one]
                self.right = [t for t in self.right if t is not other]
                yield Difference("converted", "temperatures", one, other)

    def opened(self) -> Iterator[Difference]:
        """Pair what was opened into several numbers: a range, a fraction, a frequency, a date."""
        for one in list(self.left):
            pieces = _pieces(one, self.right) or self.date_pieces(one)
            if pieces:
                self.left = [s for s in self.left if s is not one]
                self.right = [t for t in self.right if all(t is not piece for piece in pieces)]
                if _is_reversed(one, pieces):
                    yield Difference("swapped", "ranges", one, pieces[0])
        for other in list(self.right):
            pieces = _pieces(other, self.left)
            if pieces:
                self.right = [t for t in self.right if t is not other]
                self.left = [s for s in self.left if all(s is not piece for piece in pieces)]

    def date_pieces(self, one: Quantity) -> list[Quantity]:
        """The year and the day of a date whose month is a word that is not known."""
        if self.has_phrases or not isinstance(one, Date) or one.day is None or one.year is None:
            return []
        return _pieces(Date(start=0, end=0, year=one.year, day=one.day), self.right)

    def as_one_sum(self) -> None:
        """Pair all the rest where both sides hold the same bare numbers: "March 4 and 5", "4 and 5 March"."""
        for side in (self.left, self.right):
            if len(side) > _MOST or sum(isinstance(one, Date) for one in side) > 1:
                return
        sums = [
            sorted((part for one in side for part in parts_of(one)), key=str)
            for side in (self.left, self.right)
        ]
        if any(isinstance(one, Code | Product) for one in self.left):
            return
        if sums[0] == sums[1] and all(unit is None for _, unit in sums[0]) and not self.has_units():
            self.left, self.right = [], []

    def has_units(self) -> bool:
        """Whether pairing by the bare numbers alone would overlook a unit or a phone."""
        if any(isinstance(one, Frequency | Phone) for one in (*self.left, *self.right)):
            return True
        return all(any(isinstance(one, Measure) for one in side) for side in (self.left, self.right))

    def changed(self) -> Iterator[Difference]:
        """Tell what is left on both sides as changes, the likeliest pairs first."""
        left, right = self.left[:_MOST], self.right[:_MOST]
        ranked = sorted(
            (-kinship(s, t), abs(i - j), i, j)
            for i, s in enumerate(left)
            for j, t in enumerate(right)
            if kinship(s, t)
        )
        told: list[tuple[int, Difference]] = []
        gone: tuple[set[int], set[int]] = (set(), set())
        for rank, _, i, j in ranked:
            if i in gone[0] or j in gone[1]:
                continue
            one, other = left[i], right[j]
            both = id(one) in self.worded and id(other) in self.worded
            if both and rank > -4:
                continue  # words for numbers of other things
            gone[0].add(i)
            gone[1].add(j)
            sure = (not both or isinstance(one, Measure)) and isinstance(one, Code) == isinstance(other, Code)
            sure = sure and not (_is_decade(one, self.source) and id(other) in self.worded)
            told.append((i, Difference("changed", _topic_of_both(one, other), one, other, sure)))
        self.left = [s for i, s in enumerate(self.left) if i not in gone[0]]
        self.right = [t for j, t in enumerate(self.right) if j not in gone[1]]
        yield from (difference for _, difference in sorted(told, key=lambda item: item[0]))

    def missing(self, one: Quantity) -> Iterator[Difference]:
        if id(one) in self.worded or one.key == ALWAYS or _in_roman(one, self.target):
            return
        recurs = self.recurs(one, self.found)
        if recurs and may_recur(one):
            return
        spelled = _may_be_in_words(one) and (one.amounts == _ONE or not facts_of(self.context.locale).words)
        decade = _is_decade(one, self.source)
        sure = not (recurs or spelled or decade or isinstance(one, Code | Ordinal))
        yield Difference("missing", topic_of(one), one, None, sure)

    def added(self, other: Quantity) -> Iterator[Difference]:
        if id(other) in self.worded or _in_roman(other, self.source):
            return
        recurs = self.recurs(other, self.wanted)
        # "a person" and "one of them" are no numbers in the source, "1 person" is one in the target.
        if (recurs and may_recur(other)) or other.amounts == _ONE:
            return
        yield Difference("added", topic_of(other), None, other, not (recurs or isinstance(other, Code)))

    def recurs(self, one: Quantity, others: Iterable[Quantity]) -> bool:
        """Whether the other text has the quantity, or its number, elsewhere."""
        if isinstance(one, Measure | Frequency | Phone):
            return any(other.key == one.key for other in others)
        parts = {amount for amount, _ in parts_of(one)}
        return any(
            other.key == one.key or parts <= {amount for amount, _ in parts_of(other)} for other in others
        )


def _topic_of_both(one: Quantity, other: Quantity) -> Topic:
    """The check that tells a change: that of the source, but a lost unit or end is told by who knows them."""
    first, second = topic_of(one), topic_of(other)
    return second if first == "numbers" and second != "dates" else first


def _pieces(whole: Quantity, pieces: list[Quantity]) -> list[Quantity]:
    """Those of ``pieces`` that together hold just the amounts of ``whole``, in their order; or nothing."""
    wanted = list(parts_of(whole))
    if len(wanted) < 2:
        return []
    taken = []
    for piece in pieces[:_MOST]:
        if piece.words and not whole.words and isinstance(whole, Phone):
            continue
        if isinstance(whole, Measure) and isinstance(piece, Measure) and not _same_unit(whole, piece):
            continue
        if len(parts_of(piece)) >= len(parts_of(whole)):
            continue  # it is the whole in another order, and order counts
        rest = _without(wanted, piece)
        if rest is not None:
            taken.append(piece)
            wanted = rest
            if not wanted:
                return taken
    return []


def _without(
    wanted: list[tuple[Decimal, str | None]], piece: Quantity
) -> list[tuple[Decimal, str | None]] | None:
    """``wanted`` without the amounts of ``piece``, or None where it has others."""
    rest = list(wanted)
    parts = parts_of(piece)
    if not parts:
        return None
    for amount, dimension in parts:
        place = next(
            (
                index
                for index, (value, unit) in enumerate(rest)
                if value == amount and (unit == dimension or unit is None or dimension is None)
            ),
            None,
        )
        if place is None:
            return None
        del rest[place]
    return rest


def _same_unit(one: Measure, other: Measure) -> bool:
    return one.dimension == other.dimension and one.factor == other.factor


def _is_reversed(whole: Quantity, pieces: list[Quantity]) -> bool:
    """Whether two ends of a range stand side by side with the higher one first."""
    value = getattr(whole, "value", None)
    if not isinstance(value, Interval) or len(pieces) != 2:
        return False
    first, second = pieces
    return first.amounts == (value.high,) and second.start - first.end <= _BETWEEN


def _dialled(
    phones: list[Quantity], others: list[Quantity], text: str
) -> tuple[list[Quantity], list[Quantity]]:
    """Both lists without the phones of the first whose digits stand in ``text``, read there as numbers."""
    kept = []
    for phone in phones:
        span = _find_digits(phone.number, text) if isinstance(phone, Phone) else None
        if span is None:
            kept.append(phone)
        else:
            others = [q for q in others if q.end <= span[0] or q.start >= span[1]]
    return kept, others


def _find_digits(number: str, text: str) -> tuple[int, int] | None:
    """Where the digits of ``number`` stand in ``text``, with separators between them or none."""
    digits = number.lstrip("+").lstrip("0")
    if not digits.isdecimal():
        return None
    places = [index for index, char in enumerate(text) if char.isdecimal()]
    written = "".join(ascii_digits(text[index]) for index in places)
    at = written.find(digits)
    while at >= 0:
        first, last = places[at], places[at + len(digits) - 1]
        whole = (
            at == 0 or places[at - 1] < first - 1 or written[at - 1] == "0" or number.startswith("+")
        ) and (at + len(digits) == len(written) or places[at + len(digits)] > last + 1)
        if whole and last - first < 3 * len(digits):
            return first, last + 1
        at = written.find(digits, at + 1)
    return None


def _is_local_number(one: Quantity, other: Quantity, context: CheckContext) -> bool:
    """Whether the settings let ``other`` stand for ``one``: 112 for 999 where that is the number to call."""
    if not isinstance(one, Phone):
        return False
    allowed = context.emergency_numbers.get(one.number, ())
    said = other.number if isinstance(other, Phone) else "".join(str(amount) for amount in other.amounts)
    return said in allowed


def _in_roman(quantity: Quantity, text: str) -> bool:
    """Whether a small number stands in ``text`` in Roman numerals: "21st century", "siglo XXI"."""
    if not isinstance(quantity, Number | Ordinal) or not 0 < quantity.value < 40:
        return False
    numeral = roman(int(quantity.value))
    return numeral in text and re.search(rf"(?<![A-Za-z]){numeral}(?![A-Za-z])", text) is not None


def _is_decade(quantity: Quantity, text: str) -> bool:
    """Whether it is "the 1960s", which other languages may call "the sixties"."""
    return (
        isinstance(quantity, Number)
        and quantity.value % 10 == 0
        and text.startswith("s", quantity.end)
        and not text[quantity.end + 1 : quantity.end + 2].isalpha()
    )


def _may_be_in_words(quantity: Quantity) -> bool:
    return all(
        amount == int(amount) and 0 <= amount <= _LARGEST_WORD for amount, _ in parts_of(quantity)
    ) and not isinstance(quantity, Phone)


@functools.lru_cache(maxsize=1024)
def _unit_known(locale: Locale, unit: str) -> bool:
    """Whether the recogniser knows how the unit is written in this language, in full and in short."""
    if locale.language not in data("phrases"):
        return False
    names = set(unit_names(locale).values())
    return all(part in names for part in unit.split("/"))
