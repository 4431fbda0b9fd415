"""Words that say how often by themselves: "weekly", "every day"."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.language.quantities.facts import RUN, UNSPACED, WORD, data, fold, pattern_of, words_of
from pipeline.language.quantities.frequencies import frequency
from pipeline.language.quantities.model import Frequency, Quantity
from pipeline.language.regex import regex

if TYPE_CHECKING:
    from pipeline.language.locale import Locale

_ONE = Decimal(1)
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


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods of one language.

    Attributes:
        first: finds a word that a phrase may begin with.
        pattern: finds a phrase.
        names: phrase, folded → its period.
    """

    first: re.Pattern[str]
    pattern: re.Pattern[str]
    names: dict[str, str]

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
    names = {fold(phrase): period for period, listing in listed.items() for phrase in words_of(listing)}
    left, right = (f"(?<![{WORD}])", f"(?![{WORD}])")
    if locale.likely_script in UNSPACED:
        left = right = ""
    left += _GLUED.get(locale.language, "")
    firsts = {match[0] for name in names if (match := RUN.match(name))}
    return Periods(
        regex(f"{left}(?:{pattern_of(firsts)})", re.IGNORECASE),
        regex(f"{left}({pattern_of(names)}){right}", re.IGNORECASE),
        names,
    )


def period_key(quantity: Quantity) -> object:
    """What to compare periods by: a week is seven days, however often in it. None for no frequency."""
    if not isinstance(quantity, Frequency) or not isinstance(quantity.period, Decimal):
        return None
    return quantity.dimension, quantity.period * quantity.factor
