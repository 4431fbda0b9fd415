"""Numbers written in words: "twenty-one", "cent cinquante", "ثلاثة وعشرون", "二十一"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.language.quantities.facts import fold
from pipeline.language.quantities.model import divide
from pipeline.language.quantities.numerals import HAN_NUMERALS, Numeral, han_value
from pipeline.language.regex import regex

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from pipeline.language.quantities.facts import Facts, Word

_HAN = regex(f"[{HAN_NUMERALS}]+")
_HAN_PARTS = regex(
    f"(?P<part>(?P<whole>[{HAN_NUMERALS}]{{1,9}})[个個]半"
    f"|(?P<below>[{HAN_NUMERALS}]{{1,4}})分之(?P<above>[{HAN_NUMERALS}]{{1,4}})"
    rf"|(?<![{HAN_NUMERALS}下上大多前后後过過个個年月日天时時点片粒升周\d ])半)|[{HAN_NUMERALS}]+"
)


def spelled_numbers(text: str, facts: Facts) -> Iterator[Numeral]:
    """Every number in words, in order; words of one number are put together."""
    if facts.language == "zh":
        yield from _han(text, facts)
        return
    if facts.word_pattern is None:
        return
    pending: _Sum | None = None
    for match in facts.word_pattern.finditer(text):
        word = facts.words.get(fold(match["word"]))
        if word is None:
            continue
        start, end = match.start("word"), match.end("word")
        if pending is not None:
            gap = text[pending.end : start]
            if facts.join.fullmatch(gap) and pending.take(
                word, end, facts.ones_first, facts.ten_and and len(gap) > 1
            ):
                continue
            yield pending.numeral(text, facts)
        pending = _Sum(start, end, word)
    if pending is not None:
        yield pending.numeral(text, facts)


_TENS = frozenset(Decimal(tens) for tens in range(20, 100, 10))


class _Sum:
    """The words of one number, added and multiplied as they come."""

    def __init__(self, start: int, end: int, word: Word) -> None:
        self.start, self.end = start, end
        self.words = [word]
        self.total = Decimal(0)
        self.current = word.value

    def take(self, word: Word, end: int, ones_first: bool, ten_and: bool = False) -> bool:
        """Whether ``word`` goes on with the number; if so it is taken in."""
        last = self.words[-1]
        if word.unit or last.unit or len(self.words) > 8:
            return False
        if last.before:  # Swahili: "mia mbili" is 200
            if word.scale or not 1 <= word.value < 10:
                return False
            self.current *= word.value
        elif word.before:
            if word.value >= self.current:
                return False
            self.total, self.current = self.total + self.current, word.value
        elif ones_first and 0 < last.value < 10 and word.value in _TENS:
            self.current += word.value
        elif word.scale and self.current and word.value > _lowest(self.current):
            self.current *= word.value
        elif 0 < word.value < _lowest(self.current) and self.current >= 10 and word.value == int(word.value):
            # "hundred and twenty", "twenty one"; never "two three" or "ten twenty".
            if self.current < 20 and not last.scale and not (ten_and and last.value == 10):
                return False
            self.total, self.current = self.total + self.current, word.value
        else:
            return False
        self.words.append(word)
        self.end = end
        return True

    def numeral(self, text: str, facts: Facts) -> Numeral:
        value, end = self.total + self.current, self.end
        half = facts.halves.match(text, end)
        if half:
            value, end = value + Decimal("0.5"), half.end()
        first = self.words[0]
        alone = len(self.words) == 1
        # A multiplier alone ("hundreds of people", "millions") is no number one can hold a translation to.
        weak = alone and (first.weak or first.scale or first.before) and not half
        unit = first.unit if alone else None
        return Numeral(self.start, end, value, words=True, weak=weak, unit=unit)


def _lowest(value: Decimal) -> Decimal:
    """The place of the last digit that is not nought: 20 gives 10, 300 gives 100."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** (exponent if isinstance(exponent, int) and exponent > 0 else 0)


def _han(text: str, facts: Facts) -> Iterator[Numeral]:
    for match in _HAN_PARTS.finditer(text):
        # Half of something, and so many and a half of it, where its unit follows.
        part = _part(match) if match["part"] and facts.unit_after.match(text, match.end()) else None
        if part is not None:
            yield Numeral(match.start(), match.end(), part, words=True, weak=match["part"] == "半")
        else:
            yield from _han_numbers(text, match.start(), match.end())


def _part(match: re.Match[str]) -> Decimal | None:
    """The value of 半, 一个半 or 三分之二; None for what is none, such as 百分之二."""
    if match["part"] == "半":
        return Decimal("0.5")
    whole = han_value(match["whole"] or match["below"])
    if match["whole"]:
        return None if whole is None else whole + Decimal("0.5")
    above = han_value(match["above"])
    return divide(above, whole) if whole and above and above < whole <= 20 else None


def _han_numbers(text: str, start: int, end: int) -> Iterator[Numeral]:
    for match in _HAN.finditer(text, start, end):
        value = han_value(match[0])
        if value is not None:
            scale_only = all(c in "百千万亿萬億" for c in match[0])
            weak = match[0] in ("一", "十") or scale_only
            if not scale_only:
                yield Numeral(match.start(), match.end(), Decimal(value), words=True, weak=weak)
