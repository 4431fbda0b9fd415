"""The numbers and month names of one text, ready for the rules that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.language.quantities.facts import fold
from pipeline.language.quantities.numerals import Numeral, numerals
from pipeline.language.quantities.spelled import spelled_numbers

if TYPE_CHECKING:
    from pipeline.language.quantities.facts import Facts

# Month names that are other words too, in the language they are looked for in.
_DOUBTFUL_MONTHS = {"en": frozenset(["may", "march", "august"])}


class Scan:
    """One text being read.

    Attributes:
        text: the text; facts: the locale's facts.
        tokens: its numbers, in order, none overlapping.
        months: start of a month's name → (its end, the month, whether it may stand alone).
    """

    def __init__(self, text: str, facts: Facts) -> None:
        self.text = text
        self.facts = facts
        self.tokens = self._tokens()
        self._starts = {token.start: i for i, token in enumerate(self.tokens)}
        self.months = self._months()

    def number_at(self, start: int) -> int | None:
        """The index of the number that begins exactly there."""
        return self._starts.get(start)

    def unit_follows(self, end: int) -> bool:
        """Whether a unit's name stands after a number that ends there."""
        return self.facts.unit_after.match(self.text, end) is not None

    def _tokens(self) -> list[Numeral]:
        found = [*numerals(self.text, self.facts.separators), *spelled_numbers(self.text, self.facts)]
        found.sort(key=lambda t: (t.start, -t.end))
        kept: list[Numeral] = []
        for token in found:
            if not kept or token.start >= kept[-1].end:
                kept.append(token)
        return kept

    def _months(self) -> dict[int, tuple[int, int, bool]]:
        if self.facts.month_pattern is None:
            return {}
        found = {}
        for match in self.facts.month_pattern.finditer(self.text):
            name = fold(match[0])
            month = self.facts.months.get(name)
            doubtful = _DOUBTFUL_MONTHS.get(self.facts.language, ())
            if month is not None and (name not in doubtful or match[0][0].isupper()):
                found[match.start()] = (match.end(), month, self._may_stand_alone(match.start(), match[0]))
        return found

    def _may_stand_alone(self, start: int, name: str) -> bool:
        if len(name.rstrip(".")) < 4 and self.facts.language not in (
            "en",
            "hi",
            "ur",
            "bn",
            "ar",
            "ru",
            "fr",
        ):
            return False
        if name.endswith(".") or (len(name) < 4 and name.isascii() and name.lower() != "may"):
            return False
        if name.lower() in _DOUBTFUL_MONTHS.get(self.facts.language, ()):
            before = self.text[max(0, start - 8) : start].rstrip()[-1:]
            return name[0].isupper() and before not in ("", ".", "!", "?", ":", "•")
        if self.facts.language == "en":
            return name[0].isupper()
        # These languages write months small; a capital is a name ("Mayo") or the start of a sentence.
        return self.facts.language not in ("es", "fr", "pt", "ru") or name[0].islower()
