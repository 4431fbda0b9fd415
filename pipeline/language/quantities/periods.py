"""Words that say how often by themselves: "weekly", "every day"."""

from __future__ import annotations

import bisect
import functools
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, field

from pipeline.language.quantities.facts import RUN, UNSPACED, WORD, data, fold, pattern_of, words_of
from pipeline.language.quantities.frequencies import frequency
from pipeline.language.quantities.model import Frequency, Quantity
from pipeline.language.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.language.locale import Locale

_ONE = Decimal(1)
# Languages that glue particles to the end of such words.
_PARTICLES = frozenset(["ko"])
_BESIDE = 8
"""Code points between how often and the day."""
# "6 hours once, in a day at most 4 times": what stands behind a comma belongs to something else.
_PAUSE = regex(r"[,،၊、，;؛；]")
_PERIODS = {
    "h": (1, "h"),
    "d": (1, "d"),
    "2d": (2, "d"),
    "wk": (1, "wk"),
    "2wk": (2, "wk"),
    "mo": (1, "mo"),
    "a": (1, "a"),
}
# What is glued to the beginning of a word: Arabic "and".
_GLUED = {"ar": "و?"}


class Periods(Struct, frozen=True):
    """The periods of one language.

    Attributes:
        first: finds a word that a phrase may begin with.
        pattern: finds a phrase.
        names: phrase, folded → its period.
        counts: finds how often, and day: a day beside it; None where the recogniser itself knows both.
        counted: phrase, folded → how often.
        halves: finds what may stand for a part of one.
    """

    first: re.Pattern[str]
    pattern: re.Pattern[str]
    names: dict[str, str]
    counts: re.Pattern[str] | None = None
    day: re.Pattern[str] | None = None
    counted: dict[str, int] = field(default_factory=dict)
    halves: re.Pattern[str] | None = None

    def times_a_day(self, text: str) -> list[Frequency]:
        """How often a day, where that is said in words that the recogniser does not know."""
        if self.counts is None or self.day is None:
            return []
        days = [match.span(1) for match in self.day.finditer(text)]
        found = []
        for match in self.counts.finditer(text):
            start, end = match.span(1)
            place = bisect.bisect(days, (start, start))
            beside = days[max(0, place - 1) : place + 1]
            gaps = [(last, start) if last <= start else (end, first) for first, last in beside]
            if any(0 <= to - since <= _BESIDE and not _PAUSE.search(text, since, to) for since, to in gaps):
                times = Decimal(self.counted[fold(match[1])])
                found.append(frequency(start, end, times, _ONE, "d", True))
        return found

    def find(self, text: str) -> list[Frequency]:
        """The periods that ``text`` names, in order, each as once in that time."""
        found = []
        for match in self.pattern.finditer(text):
            period = self.names[fold(match[1])]
            count, unit = _PERIODS[period]
            found.append(frequency(match.start(1), match.end(1), _ONE, Decimal(count), unit, True))
        return found


@functools.lru_cache(maxsize=64)
def periods_of(locale: Locale) -> Periods | None:
    """The words of the locale's language, or None where no table has them."""
    listed = data("periods").get(locale.language)
    if listed is None:
        return None
    names = {
        fold(phrase): period
        for period, listing in listed.items()
        if period in _PERIODS
        for phrase in words_of(listing)
    }
    left, right = (f"(?<![{WORD}])", f"(?![{WORD}])")
    if locale.likely_script in UNSPACED or locale.language in _PARTICLES:
        left = right = ""
    left += _GLUED.get(locale.language, "")
    firsts = {match[0] for name in names if (match := RUN.match(name))}

    def finds(phrases: Iterable[str]) -> re.Pattern[str]:
        return regex(f"{left}({pattern_of(phrases)}){right}", re.IGNORECASE)

    first = regex(f"{left}(?:{pattern_of(firsts)}){right}", re.IGNORECASE)
    times = listed.get("times")
    if times is None:
        return Periods(first, finds(names), names)
    counted = {fold(p): n for n in range(1, 5) for p in words_of(times[str(n)])}
    days = [*map(fold, words_of(times["within"])), *(name for name, period in names.items() if period == "d")]
    halves = finds(map(fold, words_of(times["halves"])))
    return Periods(first, finds(names), names, finds(counted), finds(days), counted, halves)


def period_key(quantity: Quantity) -> object:
    """What to compare periods by: a week is seven days, however often in it. None for no frequency."""
    if not isinstance(quantity, Frequency) or not isinstance(quantity.period, Decimal):
        return None
    return quantity.dimension, quantity.period * quantity.factor
