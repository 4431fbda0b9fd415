"""Numbers with what belongs to them: signs, ranges, fractions, products, percent, ordinals, units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.language.quantities.facts import GAP, fold
from pipeline.language.quantities.model import (
    Amount,
    Fraction,
    Interval,
    Measure,
    Number,
    Ordinal,
    Percentage,
    Product,
    Quantity,
    Range,
    divide,
)
from pipeline.language.quantities.units import unit_of

if TYPE_CHECKING:
    from pipeline.language.quantities.facts import Facts
    from pipeline.language.quantities.scan import Scan

_TIMES_SIGN = re.compile(rf"{GAP}?[×xXхХ✕*]{GAP}?(?=\d)")
_SLASH = re.compile(rf"{GAP}?[/⁄∕]{GAP}?")
_MINUS = "-−‑"
_WINDOW = 40
# A number of years in this span, alone, is a year: "2020 года" is no duration.
_YEARS = range(1500, 2700)


@dataclass(frozen=True, slots=True)
class _Read:
    """An amount as read from the text: where it ends, what it is."""

    start: int
    end: int
    value: Amount
    other: Decimal | None
    words: bool
    weak: bool
    plain: bool
    unit: str | None = None


def quantity_at(scan: Scan, i: int, cursor: int) -> Quantity | None:
    """The quantity that begins with number ``i`` (a sign, or a unit written first, may stand before it)."""
    text, facts = scan.text, scan.facts
    token = scan.tokens[i]
    if product := _product(scan, i):
        return product
    if fraction := _fraction(scan, i):
        return fraction
    read = _amount(scan, i, cursor)
    before = text[max(cursor, read.start - _WINDOW) : read.start]
    common = {"words": read.words}
    if read.unit is not None:
        return measure(read.start, read.end, read.value, read.unit, words=read.words)
    if match := facts.percent_after.match(text, read.end):
        return Percentage(start=read.start, end=match.end(), value=read.value, **common)
    if match := facts.percent_before.search(before):
        start = read.start - len(before) + match.start()
        return Percentage(start=start, end=read.end, value=read.value, **common)
    if isinstance(read.value, Decimal) and (token.plain or token.words):
        if not token.words and (match := facts.ordinal_after.match(text, read.end)):
            return Ordinal(start=read.start, end=match.end(), value=int(read.value))
        if match := facts.ordinal_before.search(before):
            start = read.start - len(before) + match.start()
            return Ordinal(start=start, end=read.end, value=int(read.value), **common)
    if found := _measure(scan, read, before):
        return found
    if (read.weak or (read.words and facts.counted)) and not facts.counter_after.match(text, read.end):
        return None
    if read.weak:
        return None
    if isinstance(read.value, Interval):
        return Range(start=read.start, end=read.end, value=read.value, **common)
    return Number(start=read.start, end=read.end, value=read.value, other=read.other, **common)


def _amount(scan: Scan, i: int, cursor: int) -> _Read:
    text, facts, token = scan.text, scan.facts, scan.tokens[i]
    start, end, value, other = token.start, token.end, token.value, token.other
    if (
        start > cursor
        and text[start - 1] in _MINUS
        and (start < 2 or text[start - 2] in " \u00a0(（[:،,;≤≥<>~≈\t\n")
    ):
        start, value = start - 1, -value
    value, other, end, scaled = _scaled(scan, value, other, end, token.words)
    plain = token.plain and not scaled
    last = _range_end(scan, i, end, max(cursor, token.start - _WINDOW))
    if last is not None and token.unit is None:
        k, _ = last
        second = scan.tokens[k]
        high, _, high_end, high_scaled = _scaled(scan, second.value, None, second.end, second.words)
        low = value * (high / second.value) if high_scaled and not scaled and second.value else value
        if low < high:
            both = token.words and second.words
            return _Read(start, high_end, Interval(low, high), None, both, False, False, second.unit)
    return _Read(start, end, value, other, token.words, token.weak, plain, token.unit)


def _scaled(
    scan: Scan, value: Decimal, other: Decimal | None, end: int, words: bool
) -> tuple[Decimal, Decimal | None, int, bool]:
    """Multiply by the word that follows: 1.5 million, 3 lakh, 10万."""
    if not words and (match := scan.facts.scale_after.match(scan.text, end)):
        word = scan.facts.words.get(fold(match[1]))
        if word is not None:
            more = other * word.value if other is not None else None
            return value * word.value, more, match.end(), True
    return value, other, end, False


def _range_end(scan: Scan, i: int, end: int, window: int) -> tuple[int, int] | None:
    """The number at the other end of a range that begins with number ``i``."""
    text, facts = scan.text, scan.facts
    match = facts.to.match(text, end) or None
    if match is None and (joined := facts.and_.match(text, end)):
        if facts.between.search(text[window : scan.tokens[i].start]):
            match = joined
    if match is None:
        return None
    k = scan.number_at(match.end())
    if k is None or scan.tokens[k].weak:
        return None
    return k, match.end()


def _product(scan: Scan, i: int) -> Product | None:
    text = scan.text
    factors, end, k = [scan.tokens[i].value], scan.tokens[i].end, i
    if scan.tokens[i].words:
        return None
    while len(factors) < 6 and (match := _TIMES_SIGN.match(text, end)):
        following = scan.number_at(match.end())
        if following is None:
            break
        k = following
        factors.append(scan.tokens[k].value)
        end = scan.tokens[k].end
    if len(factors) == 1:
        return None
    unit, unit_end = _unit_after(scan, end)
    return Product(start=scan.tokens[i].start, end=unit_end or end, factors=tuple(factors), unit=unit)


def _fraction(scan: Scan, i: int) -> Quantity | None:
    """1/2 · 120/80 mmHg · 1 1/2 tablets"""
    text, token = scan.text, scan.tokens[i]
    if not token.plain:
        return None
    whole, top = Decimal(0), i
    if (
        text[token.end : token.end + 1] in (" ", "\u00a0")
        and (k := scan.number_at(token.end + 1)) is not None
    ):
        if _denominator(scan, k) is not None and token.value < 100:
            whole, top = token.value, k
    bottom = _denominator(scan, top)
    if bottom is None:
        return None
    numerator, denominator = int(scan.tokens[top].value), int(scan.tokens[bottom].value)
    end = scan.tokens[bottom].end
    if whole and not 0 < numerator < denominator:
        return None
    unit, unit_end = _unit_after(scan, end)
    if (unit or whole) and 0 < numerator < denominator:
        value = whole + divide(numerator, denominator)
        if unit is None or unit_end is None:
            return Number(start=token.start, end=end, value=value)
        return measure(token.start, unit_end, value, unit)
    return Fraction(
        start=token.start, end=unit_end or end, numerator=numerator, denominator=denominator, unit=unit
    )


def _denominator(scan: Scan, top: int) -> int | None:
    token = scan.tokens[top]
    match = _SLASH.match(scan.text, token.end)
    k = scan.number_at(match.end()) if match and token.plain else None
    if k is None or not scan.tokens[k].plain or not scan.tokens[k].value:
        return None
    return k if len(token.digits) < 8 and len(scan.tokens[k].digits) < 8 else None


def _measure(scan: Scan, read: _Read, before: str) -> Measure | None:
    text, facts = scan.text, scan.facts
    if facts.times_first and (match := facts.times_before.search(before)):
        start = read.start - len(before) + match.start()
        return measure(start, read.end, read.value, "{times}", None, read.words)
    if facts.unit_before is not None and (match := facts.unit_before.search(before)):
        unit = _unit_id(facts, match[1])
        if unit is not None and not _is_year(facts, read, unit):
            start = read.start - len(before) + match.start()
            return measure(start, read.end, read.value, unit, read.other, read.words)
    unit, end = _unit_after(scan, read.end, glued_s=False)
    if unit is None or end is None or _is_year(facts, read, unit):
        return None
    # "10 mg to 20 mg", "10mg–20mg": one measure.
    if isinstance(read.value, Decimal) and (to := facts.to.match(text, end)):
        k = scan.number_at(to.end())
        if k is not None and scan.tokens[k].value > read.value:
            second, second_end = _unit_after(scan, scan.tokens[k].end)
            if second == unit and second_end is not None:
                both = Interval(read.value, scan.tokens[k].value)
                return measure(read.start, second_end, both, unit, None, read.words)
    return measure(read.start, end, read.value, unit, read.other, read.words)


def measure(
    start: int, end: int, value: Amount, unit: str, other: Decimal | None = None, words: bool = False
) -> Measure:
    """A measure, its dimension and factor filled in."""
    known = unit_of(unit)
    return Measure(
        start=start, end=end, words=words, value=value, unit=unit,
        dimension=known.dimension, factor=known.factor, other=other,
    )  # fmt: skip


def _unit_after(scan: Scan, end: int, glued_s: bool = False) -> tuple[str | None, int | None]:
    """The unit after a number, compound where there is a slash or "per", and where it ends."""
    text, facts = scan.text, scan.facts
    if match := facts.times_after.match(text, end):
        return "{times}", match.end()
    match = facts.unit_after.match(text, end)
    if match is None:
        return None, None
    unit, unit_end = _unit_id(facts, match[1]), match.end()
    if unit is None or (match[0] == "s" and not glued_s):  # "the 1990s", "in their 30s"
        return None, None
    for _ in range(2):
        per = facts.per.match(text, unit_end)
        below = facts.unit_at.match(text, per.end()) if per else None
        lower = _unit_id(facts, below[0]) if below else None
        # A dose per day is a dose and a frequency (see frequencies.py), not a unit of its own.
        if below is None or lower is None or lower in ("d", "wk", "mo", "a") or lower == unit:
            break
        unit, unit_end = f"{unit}/{lower}", below.end()
    return unit, unit_end


def _unit_id(facts: Facts, written: str) -> str | None:
    """The unit of a written form: as it stands, then folded, then by its stem."""
    tidy = re.sub(rf"{GAP}+", " ", written)
    unit = facts.units.get(tidy) or facts.units.get(tidy.lower())
    if unit is not None:
        return unit
    return facts.stem(tidy.lower())


def _is_year(facts: Facts, read: _Read, unit: str) -> bool:
    if not read.plain or not isinstance(read.value, Decimal) or int(read.value) not in _YEARS:
        return False
    return unit == "a" or (facts.language == "ru" and unit == "g" and 1900 <= read.value < 2100)
