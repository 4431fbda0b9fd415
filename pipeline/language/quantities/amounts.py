"""Numbers with what belongs to them: signs, ranges, fractions, products, percent, ordinals, units."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

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
from pipeline.language.quantities.numerals import ascii_digits
from pipeline.language.quantities.units import symbols, unit_of
from pipeline.language.regex import regex

if TYPE_CHECKING:
    from pipeline.language.quantities.facts import Facts
    from pipeline.language.quantities.scan import Scan

_TIMES_SIGN = regex(rf"{GAP}?[×xXхХ✕*]{GAP}?(?=\d)")
_SLASH = regex(rf"{GAP}?[/⁄∕]{GAP}?")
_MINUS = "-−‑"
# "the 1990s", "in their 30s", "12 U.S. states".
_OTHER_WORD = regex(r"s(?!\w)|\W*[A-Z]\.[A-Z]")
_OPENING = "(（[:<>≤≥~≈="
# The Arabic "and" is written together with what follows it.
_BEFORE_POINT = _OPENING + "و"
_TANWIN = regex("(?:\u064b\u0627|\u0627\u064b|\u064b|\u0627)$")
_SPACES = regex(rf"{GAP}+")
_GAPS = regex(rf"{GAP}?")
_DECADE = regex(r"(\d{2}) ?世纪 ?(\d0) ?年代")
_WINDOW = 40
_HALF = Decimal("0.5")
_ONE_TO = regex(r"(?<!\S)(\S{2,12}) (?:إلى|الى|أو|او) $")
_ONE_AND = regex(r"(?<!\S)(\S{2,12}) و ?$")
_PER_KILOGRAM = regex(r"每(?:公斤|千克|kg)(?:体重|體重)?(?:给予|服用|使用|注射|给药|用)? ?$")
# A number of years in this span, alone, is a year: "2020 года" is no duration.
_FIRST_YEAR, _LAST_YEAR = 1500, 2700


class _Read(NamedTuple):
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
    found = _decade(scan, i) or _product(scan, i) or _fraction(scan, i)
    if found:
        return found
    text, facts, token = scan.text, scan.facts, scan.tokens[i]
    read = _amount(scan, i, cursor)
    before = text[max(cursor, read.start - _WINDOW) : read.start]
    if read.unit is not None:
        return _from_one(scan, read, before) or measure(
            read.start, read.end, read.value, read.unit, words=read.words
        )
    if percentage := _percentage(scan, read, before):
        return percentage
    if isinstance(read.value, Decimal) and (token.plain or token.words):
        if not token.words and (match := facts.ordinal_after.match(text, read.end)):
            return Ordinal(start=read.start, end=match.end(), value=int(read.value))
        if match := facts.ordinal_before.search(before):
            start = read.start - len(before) + match.start()
            return Ordinal(start=start, end=read.end, value=int(read.value), words=read.words)
    if token.words and token.weak and read.value == token.value and token.value >= 100:
        return None  # "hundreds of", "a million times"
    if measured := _measure(scan, i, read, before):
        return measured
    if read.weak or (read.words and facts.counted and not facts.counter_after.match(text, read.end)):
        return None
    if isinstance(read.value, Interval):
        return Range(start=read.start, end=read.end, value=read.value, words=read.words)
    return Number(start=read.start, end=read.end, value=read.value, other=read.other, words=read.words)


def _amount(scan: Scan, i: int, cursor: int) -> _Read:
    text, token = scan.text, scan.tokens[i]
    start, value, other = token.start, token.value, token.other
    if (
        token.plain
        and start > cursor
        and text[start - 1] == "."
        and (start < 2 or text[start - 2].isspace() or text[start - 2] in _BEFORE_POINT)
    ):
        # ".5 mg" is half a milligram, never five.
        start, value, other = start - 1, Decimal(f"0.{token.digits}"), None
    value, other, end, scaled = _scaled(scan, value, other, token.end, token.words)
    if not scaled and scan.facts.scale_before is not None:
        before = text[max(cursor, start - _WINDOW) : start]
        if match := scan.facts.scale_before.search(before):
            word = scan.facts.words[fold(match[1])]
            start, value, other, scaled = start - len(before) + match.start(), value * word.value, None, True
    plain = token.plain and not scaled and start == token.start
    k = _range_end(scan, i, end, max(cursor, token.start - _WINDOW))
    if k is not None and token.unit is None:
        second = scan.tokens[k]
        high, _, high_end, high_scaled = _scaled(scan, second.value, None, second.end, second.words)
        low = value * (high / second.value) if high_scaled and not scaled and second.value else value
        if (
            plain
            and _FIRST_YEAR <= low <= _LAST_YEAR
            and second.plain
            and len(second.digits) == 2
            and high > low % 100
        ):
            high += low - low % 100  # "2019–20"
        if low < high:
            both = token.words and second.words
            return _Read(start, high_end, Interval(low, high), None, both, False, plain, second.unit)
    if _is_negative(scan, start, end, cursor):
        start, value, plain = start - 1, -value, False
    return _Read(start, end, value, other, token.words, token.weak, plain, token.unit)


def _is_negative(scan: Scan, start: int, end: int, cursor: int) -> bool:
    """Whether a number has a minus: a hyphen is one only before degrees, or after "(", "<" and such."""
    text = scan.text
    if start <= cursor or text[start - 1] not in _MINUS or scan.facts.unit_first:
        return False
    previous = text[start - 2] if start > 1 else " "
    if text[start - 1] == "−" or previous in _OPENING:
        return previous in _OPENING or previous.isspace()
    unit, _ = _unit_after(scan, end)
    return previous.isspace() and unit in ("Cel", "degF", "deg")


def _scaled(
    scan: Scan, value: Decimal, other: Decimal | None, end: int, words: bool
) -> tuple[Decimal, Decimal | None, int, bool]:
    """Multiply by the word that follows (1.5 million, 10万), then add a smaller one (2 lakh 44 thousand)."""
    if words or not (match := scan.facts.scale_after.match(scan.text, end)):
        return value, other, end, False
    word = scan.facts.words.get(fold(match[1]))
    if word is None:
        return value, other, end, False
    value, end = value * word.value, match.end()
    gap = _GAPS.match(scan.text, end)
    k = scan.number_at(gap.end()) if gap else None
    if k is not None and not scan.tokens[k].words:
        smaller = scan.facts.scale_after.match(scan.text, scan.tokens[k].end)
        below = scan.facts.words.get(fold(smaller[1])) if smaller else None
        if smaller and below and scan.tokens[k].value * below.value < word.value:
            return value + scan.tokens[k].value * below.value, None, smaller.end(), True
    return value, other * word.value if other is not None else None, end, True


def _range_end(scan: Scan, i: int, end: int, window: int) -> int | None:
    """The number at the other end of a range that begins with number ``i``."""
    text, facts = scan.text, scan.facts
    match = facts.to.match(text, end)
    if match is None and (joined := facts.and_.match(text, end)):
        k = scan.number_at(joined.end())
        if k is not None and (
            facts.between.search(text[window : scan.tokens[i].start])
            or facts.between_after.search(text, scan.tokens[k].end, scan.tokens[k].end + 24)
        ):
            match = joined
    k = scan.number_at(match.end()) if match else None
    return None if k is None or scan.tokens[k].weak else k


def _percentage(scan: Scan, read: _Read, before: str) -> Percentage | None:
    text, facts = scan.text, scan.facts
    if match := facts.percent_after.match(text, read.end):
        value, end = read.value, match.end()
        to = facts.to.match(text, end)
        k = scan.number_at(to.end()) if to else None
        if k is not None and isinstance(value, Decimal) and value < scan.tokens[k].value:
            # "40%–50%" is one range.
            second = facts.percent_after.match(text, scan.tokens[k].end)
            if second:
                value, end = Interval(value, scan.tokens[k].value), second.end()
        return Percentage(start=read.start, end=end, value=value, words=read.words)
    if match := facts.percent_before.search(before):
        start = read.start - len(before) + match.start()
        return Percentage(start=start, end=read.end, value=read.value, words=read.words)
    return None


def _decade(scan: Scan, i: int) -> Number | None:
    """20世纪60年代 is 1960."""
    if scan.facts.language != "zh" or not (match := _DECADE.match(scan.text, scan.tokens[i].start)):
        return None
    value = (int(ascii_digits(match[1])) - 1) * 100 + int(ascii_digits(match[2]))
    return Number(start=match.start(), end=match.end(), value=Decimal(value))


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
    spaced = text[token.end : token.end + 1] in (" ", "\u00a0") and token.value < 100
    k = scan.number_at(token.end + 1) if spaced else None
    if k is not None and _denominator(scan, k) is not None:
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


def _measure(scan: Scan, i: int, read: _Read, before: str) -> Measure | None:
    text, facts = scan.text, scan.facts
    if facts.times_first and (match := facts.times_before.search(before)):
        start = read.start - len(before) + match.start()
        return measure(start, read.end, read.value, "{times}", None, read.words)
    if facts.unit_before is not None and (match := facts.unit_before.search(before)):
        unit = unit_id(facts, match[1])
        # "nyuzi joto 100 °F": the sign behind the number says of which scale the degrees are.
        scaled = unit == "Cel" and _unit_after(scan, read.end)[0] in ("Cel", "degF")
        if unit is not None and not scaled and not _is_year(facts, read, unit):
            start = read.start - len(before) + match.start()
            last, value = _joined_end(scan, read, before[: match.start()])
            return measure(start, last, value, unit, read.other if value == read.value else None, read.words)
    unit, end = _unit_after(scan, read.end)
    if unit is None or end is None or _is_year(facts, read, unit):
        return None
    written = text[read.end : end].strip()
    following = next((t.start for t in scan.tokens[i + 1 : i + 2]), end)
    if read.weak and following < end:
        return None  # "قرص واحد مرة واحدة": the unit is part of the next number
    if read.words and len(written) <= 2 and written.isascii():
        return None  # "four U.S. states"
    if facts.unit_first and written.split("/")[0].strip() not in symbols():
        return None  # the noun stands before its number; one after it begins something else
    # "10 mg to 20 mg", "10mg–20mg": one measure.
    if isinstance(read.value, Decimal) and (to := facts.to.match(text, end)):
        k = scan.number_at(to.end())
        if k is not None and scan.tokens[k].value > read.value:
            second, second_end = _unit_after(scan, scan.tokens[k].end)
            if second == unit and second_end is not None:
                both = Interval(read.value, scan.tokens[k].value)
                return measure(read.start, second_end, both, unit, None, read.words)
    joined = _ONE_AND.search(before) if facts.language == "ar" and read.value == _HALF else None
    if joined and unit_id(facts, joined[1]) == unit:  # "لترًا ونصف لتر"
        start = read.start - len(before) + joined.start(1)
        return measure(start, end, Decimal("1.5"), unit, None, read.words)
    each = _PER_KILOGRAM.search(before) if facts.language == "zh" and "/" not in unit else None
    start = read.start
    if each:
        start, unit = start - len(before) + each.start(), f"{unit}/kg"
    half = facts.halves.match(text, end)
    if half and facts.unspaced and facts.unit_after.match(text, half.end()):
        half = None  # "half an hour" follows
    if half and isinstance(read.value, Decimal):  # "dos comprimidos y medio"
        return measure(start, half.end(), read.value + Decimal("0.5"), unit, None, read.words)
    return measure(start, end, read.value, unit, read.other, read.words)


def _from_one(scan: Scan, read: _Read, before: str) -> Measure | None:
    """One to two, where both are in the nouns: "من قرص إلى قرصين"."""
    facts = scan.facts
    if facts.language != "ar" or read.value != 2 or read.unit is None:
        return None
    match = _ONE_TO.search(before)
    if match is None or unit_id(facts, match[1]) != read.unit:
        return None
    start = read.start - len(before) + match.start(1)
    return measure(start, read.end, Interval(Decimal(1), Decimal(2)), read.unit, words=True)


def _joined_end(scan: Scan, read: _Read, before: str) -> tuple[int, Amount]:
    """The other end of "kati ya miaka 51 na 60" (between years 51 and 60), where the unit stands first."""
    facts = scan.facts
    joined = facts.and_.match(scan.text, read.end)
    k = scan.number_at(joined.end()) if joined and facts.between.search(before) else None
    if k is None or not isinstance(read.value, Decimal) or scan.tokens[k].value <= read.value:
        return read.end, read.value
    return scan.tokens[k].end, Interval(read.value, scan.tokens[k].value)


def measure(
    start: int, end: int, value: Amount, unit: str, other: Decimal | None = None, words: bool = False
) -> Measure:
    """A measure, its dimension and factor filled in."""
    known = unit_of(unit)
    return Measure(
        start=start, end=end, words=words, value=value, unit=unit,
        dimension=known.dimension, factor=known.factor, other=other,
    )  # fmt: skip


def _unit_after(scan: Scan, end: int) -> tuple[str | None, int | None]:
    """The unit after a number, compound where there is a slash or "per", and where it ends."""
    text, facts = scan.text, scan.facts
    if match := facts.times_after.match(text, end):
        return "{times}", match.end()
    match = facts.unit_after.match(text, end)
    if match is None:
        return None, None
    unit, unit_end = unit_id(facts, match[1]), match.end()
    if unit == "a" and text.startswith("代", unit_end):  # 九十年代: the nineties
        return None, None
    if unit is None or _OTHER_WORD.match(match[0] + text[match.end() : match.end() + 2]):
        return None, None
    for _ in range(2):
        per = facts.per.match(text, unit_end)
        below = facts.unit_at.match(text, per.end()) if per else None
        lower = unit_id(facts, below[0]) if below else None
        # A dose per day is a dose and a frequency (see frequencies.py), not a unit of its own.
        if below is None or lower is None or lower in ("d", "wk", "mo", "a") or lower == unit:
            break
        unit, unit_end = f"{unit}/{lower}", below.end()
    return unit, unit_end


def unit_id(facts: Facts, written: str) -> str | None:
    """The unit of a written form: as it stands, then folded, then by its stem."""
    tidy = _SPACES.sub(" ", written)
    unit = facts.units.get(tidy) or facts.units.get(tidy.lower())
    if unit is not None:
        return unit
    # Arabic nouns after 11 to 99 carry tanwin: يومًا, غرامًا.
    bare = _TANWIN.sub("", tidy)
    return facts.units.get(bare) if bare != tidy else facts.stem(tidy.lower())


def _is_year(facts: Facts, read: _Read, unit: str) -> bool:
    """Whether the number is a year: "2020 года", "2019–2020 年", "2020 г."."""
    values = (read.value.low, read.value.high) if isinstance(read.value, Interval) else (read.value,)
    if not read.plain or not all(_FIRST_YEAR <= v <= _LAST_YEAR for v in values):
        return False
    if unit in ("h", "d") and facts.unspaced:
        return all(1900 <= v <= 2100 for v in values)  # "ឆ្នាំ ២០២៧ ម៉ោង ៩:៣០": the hour belongs to what follows
    return unit == "a" or (facts.language == "ru" and unit == "g" and 1900 <= values[0] < 2100)
