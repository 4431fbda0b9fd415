"""Pairs the quantities of two texts; what no rule pairs is a difference.

First equal keys are paired; then each rule pairs what is left over, looser than the rule before it
(``likeness`` has the reasons). What is left in the end is a difference, unless the language may leave it to
be understood (``understood``).
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import pairwise

from pipeline.checks.decades import is_decade, is_no_decade
from pipeline.checks.difference import Difference
from pipeline.checks.leftovers import Held, amounts_of, drop, without_equals
from pipeline.checks.likeness import (
    ALWAYS,
    Topic,
    alike,
    compatible_dates,
    converted_temperature,
    in_words,
    is_dose_unit,
    is_local_number,
    kinship,
    may_recur,
    parts_of,
    read_otherwise,
    same_hour_otherwise,
    same_on_the_dial,
    same_phone,
    stands_for_date_part,
    topic_of,
)
from pipeline.checks.model import CheckContext
from pipeline.checks.opened import MOST, dialled, is_reversed, month_in_numbers, pieces_of
from pipeline.checks.order import says
from pipeline.checks.understood import (
    ONE,
    in_roman,
    is_dose,
    is_each,
    is_implied,
    is_named,
    is_of_a_name,
    is_per_hundred,
    is_repeated,
    knows_unit,
    may_be_in_words,
    may_lack_unit,
    names_below,
    names_period,
    writes_both_signs,
)
from pipeline.language.quantities.carried import (
    Text,
    counted_otherwise,
    digits_carried,
    kept_in_part,
    knows_number_words,
    knows_phrases,
    knows_some_number_words,
    pieces_carried,
)
from pipeline.language.quantities.model import (
    Code,
    Date,
    Frequency,
    Measure,
    Number,
    Ordinal,
    Phone,
    Product,
    Quantity,
    Time,
)

_HOURS_FROM_DAWN = frozenset(["sw", "am", "ti", "om", "so", "rw", "rn", "lg"])

Rule = Callable[[Quantity, Quantity], bool]


class Pairing:
    """The quantities of two texts that have no counterpart yet."""

    def __init__(
        self,
        wanted: tuple[Quantity, ...],
        found: tuple[Quantity, ...],
        source: str,
        target: str,
        context: CheckContext,
    ) -> None:
        # Whether the words round a number are known in this language: "every", "twice a day", months, years.
        self.has_phrases = knows_phrases(context.locale)
        # Where they are not, digits are first paired with digits: "two" must not take the 2 of "2-week".
        self.spelled = () if self.has_phrases else tuple(one for one in wanted if _is_spelled(one, source))
        ids = {id(one) for one in self.spelled}
        first = tuple(one for one in wanted if id(one) not in ids) if ids else wanted
        left, right = without_equals(first, found)
        self.left, self.right = left, right
        self.wanted, self.found = wanted, found
        self._held: dict[int, Held] = {}
        self.source, self.target, self.context = source, target, context
        self.texts: tuple[Text, Text] = (source, context.source_locale), (target, context.locale)
        self.worded = frozenset(
            id(one)
            for side, text in (((*left, *self.spelled), source), (right, target))
            for one in side
            if in_words(one, text)
        )

    def run(self) -> Iterator[Difference]:
        context, source = self.context, self.source
        yield from self.misread()
        self.dates()
        self.pair(
            lambda s, t: (
                is_decade(s, source) and s.amounts[0] % 100 in t.amounts and not self.loses_decade(s, t)
            )
        )
        self.pair(lambda s, t: same_phone(s, t) or is_local_number(s, t, context.emergency_numbers))
        self.left, self.right = dialled(self.left, self.right, self.target)
        self.right, self.left = dialled(self.right, self.left, self.source)
        if context.locale.language in _HOURS_FROM_DAWN:
            self.pair(same_hour_otherwise)
        self.pair(self.is_alike)
        self.divided_apart()
        self.months_in_numbers()
        if not self.has_phrases:
            self.pair(lambda s, t: digits_carried(s, t, *self.texts))
            self.take_spelled()
            self.pair(lambda s, t: is_each(s, t, self.context.locale))
            self.pair(lambda s, t: counted_otherwise(s, t, *self.texts))
            self.pair(lambda s, t: same_on_the_dial(s, t, self.target))
            self.drop_repeated()
        yield from self.converted()
        yield from self.opened()
        self.as_one_sum()
        yield from self.changed()
        for one in self.left:
            yield from self.missing(one)
        for other in self.right:
            yield from self.added(other)

    def pair(self, rule: Rule) -> list[tuple[Quantity, Quantity]]:
        """Pair what ``rule`` holds to be the same, and return the pairs."""
        kept, pairs = [], []
        for one in self.left:
            place = next((i for i, t in enumerate(self.right[:MOST]) if rule(one, t)), None)
            if place is None:
                kept.append(one)
            else:
                pairs.append((one, self.right.pop(place)))
        self.left = kept
        return pairs

    def is_alike(self, one: Quantity, other: Quantity) -> bool:
        both = (one, other)
        if any(isinstance(each, Code) for each in both) and any(id(each) in self.worded for each in both):
            return False  # "three people" are not in "SARS-CoV-3"
        known = functools.partial(knows_unit, self.context.locale)
        alike_now = alike(one, other, known) and may_lack_unit(one, other, *self.texts)
        return alike_now and not self.loses_decade(one, other)

    def divided_apart(self) -> None:
        """Pair "15 mg per kg" with "15 mg" where that text names the kilogram elsewhere, once for each."""
        used: set[tuple[bool, int]] = set()

        def named(s: Quantity, t: Quantity) -> bool:
            places = {(True, place) for place in names_below(s, t, self.texts[1], self.found)}
            places |= {(False, place) for place in names_below(t, s, self.texts[0], self.wanted)}
            free = sorted(places - used)
            used.update(free[:1])
            return bool(free)

        self.pair(named)

    def take_spelled(self) -> None:
        """Pair the numbers that the source has in words, now that the digits have found theirs."""
        if self.spelled:
            self.left = sorted((*self.left, *self.spelled), key=lambda one: one.start)
            self.pair(lambda s, t: s.key == t.key)
            self.pair(self.is_alike)

    def drop_repeated(self) -> None:
        """Leave out a number that is said twice for "each": "sa'aatii 6 sa'aatii 6n", every 6 hours."""
        twice = {
            id(other)
            for before, other in pairwise(self.found)
            if is_repeated(before, other, self.target) and self.recurs(other, self.wanted)
        }
        self.right = [other for other in self.right if id(other) not in twice]

    def dates(self) -> None:
        """Pair dates that agree; a day or a year that stands apart from its month goes with them."""
        for one, other in self.pair(compatible_dates):
            assert isinstance(one, Date)
            assert isinstance(other, Date)
            for part, written, unit in ((one.year, other.year, "a"), (one.day, other.day, "d")):
                if part is not None and written is None:
                    near = self.right[:MOST]
                    drop(self.right, [t for t in near if stands_for_date_part(t, part, unit)][:1])

    def months_in_numbers(self) -> None:
        """Pair months whose number the target has beside their year, or alone: "month 4 of the year 2020"."""
        kept = []
        for one in self.left:
            pieces = month_in_numbers(one, self.right[:MOST], self.found[:MOST])
            drop(self.right, pieces)
            if not pieces:
                kept.append(one)
        self.left = kept

    def misread(self) -> Iterator[Difference]:
        """Numbers whose sign means a thousand times as much, or as little, to the reader of the target."""
        for one, other in self.pair(read_otherwise):
            sure = is_dose_unit(one) or is_dose_unit(other)
            if sure or not writes_both_signs(self.context.locale):
                yield Difference("misread", _topic_of_both(one, other), one, other, sure)

    def loses_decade(self, one: Quantity, other: Quantity) -> bool:
        """Whether "in their 50s" became fifty of something."""
        return is_decade(one, self.source) and is_no_decade(other, self.target, self.context.locale.language)

    def converted(self) -> Iterator[Difference]:
        """Temperatures on the other scale."""
        for one, other in self.pair(converted_temperature):
            yield Difference("converted", "temperatures", one, other)

    def opened(self) -> Iterator[Difference]:
        """Pair what was opened into several numbers: a range, a fraction, a frequency, a date."""
        kept = []
        for one in self.left:
            pieces = pieces_of(one, self.right) or self.pieces_in_words(one)
            if not pieces:
                kept.append(one)
                continue
            drop(self.right, pieces)
            rtl = self.context.locale.direction == "rtl"
            if is_reversed(one, pieces, self.target, right_to_left=rtl):
                yield Difference("swapped", "ranges", one, pieces[0])
        self.left, kept = kept, []
        for other in self.right:
            pieces = pieces_of(other, self.left)
            if pieces:
                drop(self.left, pieces)
            else:
                kept.append(other)
        self.right = kept

    def pieces_in_words(self, one: Quantity) -> list[Quantity]:
        """The digits of a date or a range, where the words between them are not known."""
        if self.has_phrases:
            return []
        return pieces_carried(one, self.right[:MOST], self.found[:MOST], *self.texts)

    def as_one_sum(self) -> None:
        """Pair all the rest where both sides hold the same bare numbers: "March 4 and 5", "4 and 5 March"."""
        for side in (self.left, self.right):
            if len(side) > MOST or sum(isinstance(one, Date) for one in side) > 1:
                return
        if any(self.loses_decade(one, other) for one in self.left for other in self.right):
            return
        sums = [
            sorted((part for one in side for part in parts_of(one)), key=str)
            for side in (self.left, self.right)
        ]
        if any(isinstance(one, Code | Product) for one in self.left) or self.has_months_apart():
            return
        if sums[0] == sums[1] and all(unit is None for _, unit in sums[0]) and not self.has_units():
            self.left, self.right = [], []

    def has_months_apart(self) -> bool:
        """Whether both sides name months, and not the same: 3 May is not 5 March."""
        left, right = (
            {one.month for one in side if isinstance(one, Date) and one.month is not None}
            for side in (self.left, self.right)
        )
        return bool(left and right) and left != right

    def has_units(self) -> bool:
        """Whether pairing by the bare numbers alone would overlook a unit or a phone."""
        if any(isinstance(one, Frequency | Phone) for one in (*self.left, *self.right)):
            return True
        if all(any(isinstance(one, Measure) for one in side) for side in (self.left, self.right)):
            return True
        # The day of a date may be read as a number of days: "3 and 4 February", "2 月 3 日和 4 日".
        dated = any(isinstance(one, Date) for one in (*self.left, *self.right))
        return any(
            isinstance(one, Measure) and not is_named(one, text) and not (dated and one.unit == "d")
            for side, text in ((self.left, self.texts[1]), (self.right, self.texts[0]))
            for one in side
        )

    def changed(self) -> Iterator[Difference]:
        """Tell what is left on both sides as changes, the likeliest pairs first."""
        left, right = self.left[:MOST], self.right[:MOST]
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
            # "Once a week" that became "once a day" can kill, and both were read in full.
            full = isinstance(one, Measure) or type(one) is type(other) is Frequency
            if both and (rank > -4 or not (full or knows_number_words(self.context.locale))):
                continue  # words for numbers of other things
            gone[0].add(i)
            gone[1].add(j)
            full = full and not knows_some_number_words(self.context.locale)
            sure = (not both or full) and isinstance(one, Code) == isinstance(other, Code)
            unread = is_decade(one, self.source) or knows_some_number_words(self.context.locale)
            sure = sure and not (unread and id(other) in self.worded)
            sure = sure and (self.has_phrases or not kept_in_part(one, other, *self.texts))
            told.append((i, Difference("changed", _topic_of_both(one, other), one, other, sure)))
        self.left = [s for i, s in enumerate(self.left) if i not in gone[0]]
        self.right = [t for j, t in enumerate(self.right) if j not in gone[1]]
        yield from (difference for _, difference in sorted(told, key=lambda item: item[0]))

    def missing(self, one: Quantity) -> Iterator[Difference]:
        if one.key == ALWAYS or in_roman(one, self.target):
            return
        if id(one) in self.worded:
            if self.has_phrases and is_dose(one) and not names_period(one, self.texts[1]):
                yield Difference("missing", topic_of(one), one, None, sure=False)
            return
        recurs = self.recurs(one, self.found)
        if recurs and may_recur(one):
            return
        if isinstance(one, Ordinal) and says(one.value, self.texts[1]):
            return
        if isinstance(one, Date) and one.day is None and not self.has_phrases and self.has_year(one.year):
            return  # a month that is not known: "January and February 2020"
        doubtful = recurs or may_be_in_words(one, *self.texts) or is_decade(one, self.source)
        doubtful = doubtful or isinstance(one, Code | Ordinal)
        yield Difference("missing", topic_of(one), one, None, not doubtful)

    def added(self, other: Quantity) -> Iterator[Difference]:
        if id(other) in self.worded or in_roman(other, self.source):
            return
        recurs = self.recurs(other, self.wanted)
        # "a person" and "one of them" are no numbers in the source, "1 person" is one in the target.
        if (recurs and may_recur(other)) or other.amounts == ONE or is_implied(other, self.texts[0]):
            return
        if is_per_hundred(other, self.beside(other), self.wanted):
            return
        if recurs and is_of_a_name(other, self.wanted):
            return
        yield Difference("added", topic_of(other), None, other, not (recurs or isinstance(other, Code)))

    def beside(self, other: Quantity) -> list[Quantity]:
        """What stands before and after a quantity of the target."""
        place = bisect_left(self.found, other.start, key=lambda one: one.start)
        return [*self.found[max(0, place - 1) : place], *self.found[place + 1 : place + 2]]

    def has_year(self, year: int | None) -> bool:
        """Whether the target has the year, alone or in a date."""
        return year is not None and any(
            one.year == year if isinstance(one, Date) else isinstance(one, Number) and one.value == year
            for one in self.found
        )

    def recurs(self, one: Quantity, others: tuple[Quantity, ...]) -> bool:
        """Whether the other text has the quantity, or its number, elsewhere."""
        if id(others) not in self._held:
            self._held[id(others)] = Held(others)
        held = self._held[id(others)]
        if one.key in held.keys:
            return True
        return not isinstance(one, Measure | Frequency | Phone) and held.together(amounts_of(one))


def _is_spelled(one: Quantity, source: str) -> bool:
    """Whether it is in words, and no date or time, whose names are words in any case."""
    return not isinstance(one, Date | Time) and in_words(one, source)


def _topic_of_both(one: Quantity, other: Quantity) -> Topic:
    """The check that tells a change: that of the source, but a lost unit or end is told by who knows them."""
    first, second = topic_of(one), topic_of(other)
    return second if first == "numbers" and second != "dates" else first
