"""The numbers and month names of one text, ready for the rules that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.language.quantities.facts import fold, runs_of
from pipeline.language.quantities.numerals import Numeral, numerals
from pipeline.language.quantities.spelled import spelled_numbers

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from pipeline.language.quantities.facts import Facts

_SPACES = " \u00a0\u202f\u2009"
_PARTING = frozenset(_SPACES + '(["“«\n')
_HYPHENS = frozenset("-‐‑–—−")
_WINDOW = 48
_LONGEST = 40


def month_names(text: str, facts: Facts) -> Iterator[tuple[re.Match[str], int]]:
    """The names of months in ``text``, each with its number from 1."""
    if facts.month_pattern is None:
        return
    for match in facts.month_pattern.finditer(text):
        name = fold(match[0])
        month = facts.months.get(name)
        if month is not None and (
            name not in facts.doubtful_months or match[0][0].isupper() or facts.language != "en"
        ):
            yield match, month


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
        self._runs = runs_of(text)
        self.tokens = self._tokens()
        self._starts = {token.start: i for i, token in enumerate(self.tokens)}
        self.months = self._months()

    def number_at(self, start: int) -> int | None:
        """The index of the number that begins exactly there."""
        return self._starts.get(start)

    def unit_follows(self, end: int) -> bool:
        """Whether a unit's name stands after a number that ends there."""
        return self.facts.unit_after.match(self.text, end) is not None

    def is_lone(self, token: Numeral) -> bool:
        """Whether nothing stands beside a run of digits that could make it more than a plain number."""
        facts, text, start, end = self.facts, self.text, token.start, token.end
        if facts.precedes is None or not token.plain or self.months:
            return False
        if start:
            previous = text[start - 1]
            if previous not in _PARTING:
                return False
            if previous in _SPACES:
                tail = text[max(0, start - _WINDOW) : start].rstrip(_SPACES)[-_LONGEST:]
                last = tail[-1:]
                if last in _HYPHENS:
                    return False
                if (not last.isascii() or last.lower() in facts.ends) and (
                    "ı" in tail or "ſ" in tail or tail.replace("\u00a0", " ").lower().endswith(facts.precedes)
                ):
                    return False
        return not facts.follows.match(text, end) and not facts.unit_after.match(text, end)

    def _lacks(self, runs: frozenset[str] | None) -> bool:
        """Whether no phrase that begins with one of ``runs`` can be in the text."""
        return runs is not None and self._runs is not None and self._runs.isdisjoint(runs)

    def _tokens(self) -> list[Numeral]:
        found = list(numerals(self.text, self.facts.separators))
        if not self._lacks(self.facts.word_runs):
            found += spelled_numbers(self.text, self.facts)
        if len(found) < 2:
            return found
        found.sort(key=lambda t: (t.start, -t.end))
        kept: list[Numeral] = []
        for token in found:
            if not kept or token.start >= kept[-1].end:
                kept.append(token)
        return kept

    def _months(self) -> dict[int, tuple[int, int, bool]]:
        if self._lacks(self.facts.month_runs):
            return {}
        return {
            match.start(): (match.end(), month, self._may_stand_alone(match.start(), match[0]))
            for match, month in month_names(self.text, self.facts)
        }

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
        if name.lower() in self.facts.doubtful_months:
            before = self.text[max(0, start - 8) : start].rstrip()[-1:]
            return name[0].isupper() and before not in ("", ".", "!", "?", ":", "•")
        if self.facts.language == "en":
            return name[0].isupper()
        # These languages write months small; a capital is a name ("Mayo") or the start of a sentence.
        return self.facts.language not in ("es", "fr", "pt", "ru") or name[0].islower()
