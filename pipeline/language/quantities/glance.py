"""A quick look at the quantities of a text, for texts that hold nothing difficult.

Most sentences hold a number or two and a unit behind it: "Take 2 tablets with water." Such a text is read
word by word, each word looked up in a table of what it is beside a number, which is made as words are met.
Where words may mean more together than apart (a date, a fraction, a telephone number, "10 to 20 per cent")
the look is given up, and ``find_quantities`` has to read the text. What the quick look says is never another
thing than what ``find_quantities`` says; tests hold the two against one another.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pipeline.language.quantities.amounts import unit_id
from pipeline.language.quantities.facts import ODD, RUN, WORD, facts_of
from pipeline.language.quantities.frequencies import holds_abbreviation
from pipeline.language.quantities.links import find_links
from pipeline.language.quantities.numerals import POWERS_AND_PARTS, ascii_digits
from pipeline.language.quantities.phones import emergency_numbers
from pipeline.language.quantities.scan import month_names
from pipeline.language.quantities.spelled import spelled_numbers
from pipeline.language.regex import regex

if TYPE_CHECKING:
    from pipeline.language.locale import Locale
    from pipeline.language.quantities.facts import Facts, Neighbours
    from pipeline.language.quantities.numerals import Numeral

Glimpse: TypeAlias = tuple[int, int, str]
"""Lowest and highest amount, alike but for a range, and the unit's id or nothing."""

_NOTHING, _UNIT, _TO, _NUMBER, _WORD, _UNSURE = range(6)

_OPENING = "([\"“«‘'¿¡"
_CLOSING = ".,;:!?)]\"”»’'…؟،؛۔।"
_NUMERIC = regex(rf"([(\[\"“«]?)(\d{{1,4}})([{re.escape(_CLOSING)}]{{0,3}})")
_DIGIT = regex(r"\d")
_SPACE = regex(r"\s")
_MARKS = _OPENING + _CLOSING
_CORE = regex(rf"[{WORD}'’-]*[{WORD}][{WORD}'’-]*")
_MIXED = regex("[A-Za-z][^\x00-\u024f]")
_DOTTED = regex(r"[A-Z]\.[A-Z]")
# What may be an hour or a sign of multiplication behind a number, and is no word.
_SIGN = regex(r"[hHчxXхХ](?![^\W\d_])")
_HYPHENS = "-‐‑–—−"
_MOST_WORDS = 50_000
_LONGEST_KEPT, _LONGEST = 80, 1000
# From here a number may be a year, or a word for one only say how many in a way ("hundreds").
_YEARS, _HUNDRED = 1000, 100


class _Word(NamedTuple):
    """What a word is beside a number.

    Attributes:
        kind: one of the above.
        before, after: whether it may belong to a number before it, and to one after it.
        low: its value.
        unit: its unit's id; short: whether that is written in one or two letters.
        weak: whether it is no number by itself ("un").
        emergency: whether it may be a number to call.
        seconds: what the next word begins with where the two may mean something together.
        comma: whether a unit ends in a comma, behind which a period may follow ("10 mg, daily").
    """

    kind: int
    before: bool = True
    after: bool = True
    low: int = 0
    unit: str = ""
    short: bool = False
    weak: bool = False
    emergency: bool = False
    seconds: tuple[str, ...] = ()
    comma: bool = False


_DIFFICULT = _Word(_UNSURE)
_GAP = _Word(_NOTHING)


@functools.lru_cache(maxsize=64)
def glance_of(locale: Locale) -> Glance | None:
    """The quick look for a locale; None where words are written together, or units stand before numbers."""
    facts = facts_of(locale)
    return None if facts.neighbours is None else Glance(facts, facts.neighbours)


class Glance(dict[str, "_Word | None"]):
    """What each word of a language is beside a number; None for one that is nothing to it."""

    def __init__(self, facts: Facts, neighbours: Neighbours) -> None:
        super().__init__()
        self._facts = facts
        self._near = neighbours
        self._closes: dict[str, bool] = {}

    def __missing__(self, word: str) -> _Word | None:
        if len(self) > _MOST_WORDS:
            self.clear()
        found = self._learn(word)
        if len(word) <= _LONGEST_KEPT:
            self[word] = found
        return found

    def may_count(self, word: str) -> bool:
        """Whether a text with ``word`` (what stands between spaces) in it may hold a quantity."""
        if word.isascii() or not ("\u00a0" in word or "\u202f" in word):
            return _counts(self[word])
        return any(_counts(self[part]) for part in _words(word))

    def quantities(self, text: str) -> list[Glimpse] | None:
        """The quantities of ``text`` in order, or None where more than a glance is needed."""
        words = _words(text)
        return self.among(words, [place for place, word in enumerate(words) if _counts(self[word])], text)

    def among(self, words: list[str], places: list[int], text: str) -> list[Glimpse] | None:
        """As ``quantities``, of a text whose words are known.

        Args:
            words: of the text, none with a space of any kind in it.
            places: of the words that ``may_count``, in order.
        """
        found: list[Glimpse] = []
        last, done = len(words) - 1, 0
        for start in places:
            if start < done:
                continue
            place, one = start, self[words[start]]
            if one is None:
                continue
            if one.kind == _UNSURE or (one.seconds and one.kind != _UNIT and _goes_on(one, words, place)):
                return None
            if one.kind < _NUMBER:
                continue
            before = self[words[place - 1]] if place else None
            if before is not None and (before.kind >= _NUMBER or (before.after and one.before)):
                return None
            low = high = one.low
            emergency = one.emergency
            following = self[words[place + 1]] if one.after and place < last else None
            if following is not None and following.kind == _TO:
                second = self[words[place + 2]] if place + 1 < last else None
                if second is None or second.kind < _NUMBER:
                    following = None
                elif one.kind != _NUMBER or second.kind != _NUMBER or not second.before:
                    return None
                else:
                    high = second.low
                    if not low < high < _YEARS:
                        return None
                    emergency = emergency or second.emergency
                    place += 2
                    following = self[words[place + 1]] if second.after and place < last else None
            done = place + 1
            # A number to call has no unit behind it.
            alone = following is None or not following.before
            if emergency and (alone or low < high) and self._facts.call.search(text):
                return None
            if following is None or not following.before:
                if not one.weak:
                    found.append((low, high, ""))
                continue
            if following.kind != _UNIT or high >= (_YEARS if one.kind == _NUMBER else _HUNDRED):
                return None
            place += 1
            if _goes_on(following, words, place) or (following.short and one.kind == _WORD):
                return None
            if (following.after or following.comma) and place < last:
                behind = self[words[place + 1]]
                if behind is not None and behind.before:
                    # "10 mg to 20 mg" is one measure; "10 mg au moins" holds nothing more.
                    end = self[words[place + 2]] if place + 1 < last else None
                    if behind.kind != _TO or following.comma or (end is not None and end.kind >= _NUMBER):
                        return None
            found.append((low, high, following.unit))
        return found

    def _learn(self, word: str) -> _Word | None:
        if match := _NUMERIC.fullmatch(word):
            return self._number(match)
        if not word:
            return _GAP
        if len(word) > _LONGEST or _SPACE.search(word) or _DIGIT.search(word):
            return _DIFFICULT
        if self._is_plain(word):
            return None
        return self._interesting(word, RUN.findall(word.lower()))

    def _is_plain(self, word: str) -> bool:
        """Whether the letters of ``word`` show that it is nothing to a number; most are so."""
        near = self._near
        core = word.strip(_MARKS)
        if near.triggers is None or not core or "ID" in core or "." in word[:-1] or _SIGN.match(word):
            return False
        if not core.isascii() and (ODD.search(core) or _MIXED.search(core) or POWERS_AND_PARTS.search(core)):
            return False
        lower = core.lower()
        if lower.isalpha():
            return not (lower in near.triggers or lower == "q" or lower.startswith(near.stems)) and (
                not lower.endswith(near.names)
            )
        if _CORE.fullmatch(core) is None:
            return False
        runs = RUN.findall(lower)
        return (
            near.triggers.isdisjoint(runs)
            and runs != ["q"]
            and not any(run.startswith(near.stems) for run in runs)
            and "-" not in (core[0], core[-1])
            and not runs[-1].endswith(near.names)
        )

    def _number(self, match: re.Match[str]) -> _Word:
        opening, digits, close = match.groups()
        if close and self._joins(close):
            return _DIFFICULT
        digits = ascii_digits(digits)
        called = digits in emergency_numbers()
        return _Word(_NUMBER, not opening, not close, int(digits), "", False, False, called)

    def _joins(self, close: str) -> bool:
        """Whether the marks behind a number may be part of it, as the stop of a German ordinal is."""
        if close not in self._closes:
            behind = f"{close} "
            patterns = (*self._near.after, self._facts.unit_after)
            self._closes[close] = any(pattern.match(behind) for pattern in patterns)
        return self._closes[close]

    def _interesting(self, word: str, runs: list[str]) -> _Word | None:
        facts, near = self._facts, self._near
        if POWERS_AND_PARTS.search(word) or runs == ["q"] or holds_abbreviation(word) or find_links(word):
            return _DIFFICULT
        if next(month_names(word, facts), None) is not None:
            return _DIFFICULT
        seconds = _seconds(near.openers, runs)
        numbers = list(spelled_numbers(word, facts))
        if numbers:
            return self._spelled(word, numbers, seconds)
        behind = f" {word} "
        before = any(pattern.match(behind) for pattern in near.after) or not (
            word[0].isalnum() or word[0] in _OPENING or word[0] in _CLOSING
        )
        before = before or _SIGN.match(word) is not None
        after = word[-1] in _HYPHENS or near.before.search(word) is not None
        after = after or word.lower().rstrip(_HYPHENS).endswith(near.names)
        more = _seconds(near.phrases, runs[:1])
        if not before and (match := facts.unit_after.match(behind)):
            unit, close = unit_id(facts, match[1]), behind[match.end() : -1]
            if unit is None or close.strip(_CLOSING) or _DOTTED.search(word):
                return _Word(_NOTHING, True, after, seconds=seconds)
            more += seconds
            return _Word(
                _UNIT, True, after or not close, 0, unit, len(match[0].strip()) <= 2, seconds=more,
                comma=close[:1] in (",", "،"),
            )  # fmt: skip
        if word.isalpha() and not more and facts.to.fullmatch(behind) and not self._is_more_than_to(behind):
            return _Word(_TO, True, after, seconds=seconds)
        if before or after or seconds or more:
            return _Word(_NOTHING, before or bool(more), after, seconds=seconds)
        return None

    def _is_more_than_to(self, behind: str) -> bool:
        to = self._facts.to
        return any(pattern is not to and pattern.match(behind) for pattern in self._near.after)

    def _spelled(self, word: str, numbers: list[Numeral], seconds: tuple[str, ...]) -> _Word:
        one = numbers[0]
        opening, close = word[: one.start], word[one.end :]
        if (
            len(numbers) > 1
            or one.unit is not None
            or self._facts.counted
            or one.value != int(one.value)
            or close.strip(_CLOSING)
            or (close and self._joins(close))
            or opening.endswith(tuple(_HYPHENS))
            or self._near.before.search(opening)
        ):
            return _DIFFICULT
        before = not opening or opening[-1] not in '(["“«'
        return _Word(_WORD, before, not close, int(one.value), weak=one.weak, seconds=seconds)


def _counts(word: _Word | None) -> bool:
    return word is not None and (word.kind >= _NUMBER or (bool(word.seconds) and word.kind != _UNIT))


def _words(text: str) -> list[str]:
    if not text.isascii():
        text = text.replace("\u00a0", " ").replace("\u202f", " ")
    return text.split(" ")


def _goes_on(one: _Word, words: list[str], place: int) -> bool:
    """Whether the word after ``one`` begins as the second word of a phrase does."""
    if not one.seconds or place + 1 == len(words):
        return False
    following = words[place + 1]
    return not following or following.lower().startswith(one.seconds)


def _seconds(openers: dict[str, tuple[str, ...]], runs: list[str]) -> tuple[str, ...]:
    return tuple(
        second
        for run in runs
        for first, found in openers.items()
        if run.startswith(first)
        for second in found
    )
