"""Numbers written with digits: the separators of a locale, native digits, and numerals that have no places.

Separators are CLDR's for the locale. Two readings are possible only for one separator followed by three
digits ("1,000", "1.000"): the locale decides, and the second reading is kept beside the first. Everything
else has one reading in every locale: "0,5" and "2.25" are decimals, "1,00,000" is grouped the Indian way.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from pipeline.language.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.language.locale import Locale

# No-break, narrow no-break, thin, figure and six-per-em space: none stands between two numbers by chance.
GROUP_SPACES = "\u00a0\u202f\u2009\u2007\u2006"
_POINTS = ".,．，،٫·"
_SEPARATORS = _POINTS + "٬'’" + GROUP_SPACES + " "
_ETHIOPIC = "\u1369-\u137c"
_VULGAR = "¼-¾⅐-⅞↉"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

# Digits joined by single separators; what belongs together is decided afterwards, part by part.
_CHAIN = regex(rf"\d+(?:[{_SEPARATORS}]\d+)*|[{_ETHIOPIC}]+|[{_VULGAR}]")
_OTHERS = regex(rf"[{_ETHIOPIC}{_VULGAR}]")
_DIGITS = regex(rf"\d+(?:[{_SEPARATORS}]\d+)*")
_PART = regex(r"\d+")
# A name that ends in digits is over with them: "COVID-19 122 653".
_NAME_BEFORE = regex(r"[A-Z]-?$")
_VULGAR_AFTER = regex(rf"[ \u00a0\u202f\u2009\u2044]?([{_VULGAR}])")
# What may belong to a run of digits without being one: a power, a fraction, a space before a fraction.
_MORE = frozenset("^⁻\u2044" + _SUPERSCRIPTS + "¼½¾" + "".join(map(chr, range(0x2150, 0x215F))) + "↉")
POWERS_AND_PARTS = regex(f"[{_ETHIOPIC}{_VULGAR}{re.escape(''.join(sorted(_MORE)))}]")
"""Finds a character other than a digit that is a number, or part of one."""
_THIN = frozenset(" \u00a0\u202f\u2009")
_POWER_AFTER = regex(rf"(?:\^(-?\d{{1,2}})(?!\d))|([⁻]?[{_SUPERSCRIPTS}]{{1,2}})")

_BURMESE_ZERO = "\u1040"

# A leaflet holds no longer number; longer runs of digits are identifiers.
MAX_DIGITS = 40

# What stands for a plain separator in another script or width.
_PLAIN = str.maketrans({"．": ".", "，": ",", "،": ",", "’": "'", **dict.fromkeys(GROUP_SPACES, "\u00a0")})


class Numeral(NamedTuple):
    """A number as it stands in the text.

    Attributes:
        start, end: its span.
        value: what it means; other: a second reading, or None.
        digits: the digits alone in ASCII, empty for words ("007", "0800": leading zeros count in a phone).
        words: whether it is written without digits; weak: whether it is also an article or a pronoun ("un",
        "one"). plain: whether it is a run of digits with no separator or fraction (a year, a day, an hour
        can only be that). unit: the unit that the word itself holds ("ساعتين", two hours; "twice"), or
        None.
    """

    start: int
    end: int
    value: Decimal
    other: Decimal | None = None
    digits: str = ""
    words: bool = False
    weak: bool = False
    plain: bool = False
    unit: str | None = None


class Separators(Struct, frozen=True):
    """The decimal and the group separator of a locale, in plain form ("." "," "'" or a no-break space)."""

    decimal: str
    group: str
    spaces: bool = False


@functools.cache
def separators_of(locale: Locale, spaces: bool = False) -> Separators:
    """The separators for numbers in Latin digits, CLDR's but where the language's own table knows better.

    ٫ and ٬ beside other digits are never in doubt.
    """
    from pipeline.language.quantities.facts import data

    symbols = locale.cldr().number_symbols.get("latn") or {}
    signs = str(symbols.get("decimal", ".")), str(symbols.get("group", ","))
    signs = data("languages")["separators"].get(locale.language, signs)
    decimal, group = (sign.translate(_PLAIN) for sign in signs)
    return Separators(decimal, group, spaces or group == "\u00a0")


def numerals(text: str, separators: Separators) -> Iterator[Numeral]:
    """Every number written with digits or numerals of its own, in order, without sign."""
    for match in (_CHAIN if _OTHERS.search(text) else _DIGITS).finditer(text):
        chain = match[0]
        first = chain[0]
        if first.isdecimal():
            start, end = match.span()
            if chain == _BURMESE_ZERO and is_letter(text, end):
                continue
            if chain.isdecimal() and end - start <= MAX_DIGITS:
                after = text[end : end + 1]
                if after in _THIN:
                    after = text[end + 1 : end + 2]
                if after not in _MORE:
                    digits = ascii_digits(chain)
                    yield Numeral(start, end, Decimal(digits), None, digits, plain=True)
                    continue
            yield from _split(text, match, separators)
        elif "\u1369" <= first <= "\u137c":
            value = _ethiopic(match[0])
            if value is not None:
                yield Numeral(match.start(), match.end(), Decimal(value))
        else:
            yield Numeral(match.start(), match.end(), vulgar(match[0]))


def is_letter(text: str, end: int) -> bool:
    """Whether the Burmese nought before ``end`` is the letter wa, often typed so: the word goes on."""
    return text[end - 1 : end] == _BURMESE_ZERO and "\u1000" <= text[end : end + 1] <= "\u103f"


def vulgar(char: str) -> Decimal:
    """The value of ½, ¼, ⅔ …"""
    return Decimal(str(unicodedata.numeric(char))).quantize(Decimal("1e-12")).normalize()


def ascii_digits(text: str) -> str:
    """Decimal digits of any script as ASCII digits; other characters are left out."""
    if text.isascii() and text.isdigit():
        return text
    return "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal())


def _split(text: str, chain: re.Match[str], separators: Separators) -> Iterator[Numeral]:
    """Cut a chain of digits and separators into numbers, from left to right."""
    parts = [(m.start(), m.end()) for m in _PART.finditer(text, chain.start(), chain.end())]
    i = 0
    while i < len(parts):
        within = parts[:1] if i == 0 and _ends_name(text, *parts[0]) else parts
        last, value, other = _longest(text, within, i, separators)
        start, end = parts[i][0], parts[last][1]
        plain = last == i
        if last == len(parts) - 1:
            # A power of ten, or a fraction written after a whole number: 10⁹, 1½.
            if plain and (power := _POWER_AFTER.match(text, end)) and ascii_digits(text[start:end]) == "10":
                exponent = power[1] or "".join(
                    "-" if c == "⁻" else str(_SUPERSCRIPTS.index(c)) for c in power[2]
                )
                value, end, plain = value.scaleb(int(exponent)), power.end(), False
            elif plain and (half := _VULGAR_AFTER.match(text, end)) and value < 1000:
                value, end, plain = value + vulgar(half[1]), half.end(), False
        yield Numeral(start, end, value, other, ascii_digits(text[start:end]) if plain else "", plain=plain)
        i = last + 1


def _ends_name(text: str, start: int, end: int) -> bool:
    """Whether a run of digits with a space behind it ends a name."""
    return text[end : end + 1] == " " and _NAME_BEFORE.search(text[max(0, start - 2) : start]) is not None


def _longest(
    text: str, parts: list[tuple[int, int]], i: int, separators: Separators
) -> tuple[int, Decimal, Decimal | None]:
    """The longest number that begins at part ``i``: its last part, its value, its second reading."""

    def digits(k: int) -> str:
        return ascii_digits(text[slice(*parts[k])])[:MAX_DIGITS]

    def separator(k: int) -> str:  # between part k and k + 1
        return text[parts[k][1]].translate(_PLAIN) if k + 1 < len(parts) else ""

    def size(k: int) -> int:
        return parts[k][1] - parts[k][0]

    head = digits(i)
    whole = Decimal(head)
    mark = separator(i)
    if not mark:
        return i, whole, None
    if mark == "٫" or (mark == "·" and size(i + 1) <= 2):
        return i + 1, Decimal(f"{head}.{digits(i + 1)}"), None
    group_end = _group_end(mark, size, separator, i, len(parts), separators)
    if group_end is not None and (head[0] != "0" or len(head) > 3):
        grouped = "".join(digits(k) for k in range(i, group_end + 1))[:MAX_DIGITS]
        after = separator(group_end)
        if after and after != mark and after in ".,٫":
            return group_end + 1, Decimal(f"{grouped}.{digits(group_end + 1)}"), None
        doubtful = group_end == i + 1 and mark in ".," and not (after and after == mark)
        if not doubtful:
            return group_end, Decimal(grouped), None
        decimal = Decimal(f"{head}.{digits(i + 1)}")
        if mark == separators.decimal:
            return group_end, decimal, Decimal(grouped)
        return group_end, Decimal(grouped), decimal
    if mark in ".," and separator(i + 1) != mark:
        return i + 1, Decimal(f"{head}.{digits(i + 1)}"), None
    return i, whole, None


def _group_end(
    mark: str, size: object, separator: object, i: int, count: int, separators: Separators
) -> int | None:
    """The last part of a well-grouped whole number that begins at part ``i``, or None."""
    assert callable(size)
    assert callable(separator)
    if size(i) > 3 or mark not in ".,'٬\u00a0 " or (mark == " " and not separators.spaces):
        return None
    last = i
    while last + 1 < count and separator(last) == mark and size(last + 1) in (2, 3):
        last += 1
        # Nine groups are more than a leaflet ever counts; the bound keeps a long line linear.
        if last - i > 9:
            return None
    sizes = [size(k) for k in range(i + 1, last + 1)]
    if not sizes:
        return None
    if all(s == 3 for s in sizes):
        pass
    elif mark in ",٬" and sizes[-1] == 3 and all(s == 2 for s in sizes[:-1]) and size(i) <= 2:
        pass  # the Indian way: 1,00,000
    else:
        return None
    return last


def _ethiopic(text: str) -> int | None:
    """Ethiopic numerals: ones and tens, then ፻ (100) and ፼ (10,000) that multiply what stands before them."""
    if len(text) > 12:
        return None
    total = current = 0
    for char in text:
        value = int(unicodedata.numeric(char))
        if value == 100:
            current = (current or 1) * 100
        elif value == 10_000:
            total = (total + (current or 1)) * 10_000
            current = 0
        else:
            current += value
    return total + current


_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2, "半": 0}
_HAN_SCALES = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "萬": 10_000,
    "亿": 100_000_000,
    "億": 100_000_000,
}
HAN_NUMERALS = "〇零一二三四五六七八九十百千万亿两兩萬億"


def han_value(text: str) -> int | None:
    """The value of Chinese numerals (二十一 is 21, 二〇二〇 is 2020), or None where they make none."""
    if len(text) > 20:
        return None
    if len(text) > 1 and all(c in _HAN_DIGITS for c in text):
        return int("".join(str(_HAN_DIGITS[c]) for c in text)) if len(text) > 2 or "零" in text else None
    total = section = digit = 0
    for char in text:
        if char in _HAN_DIGITS:
            if digit:
                return None
            digit = _HAN_DIGITS[char]
            continue
        scale = _HAN_SCALES[char]
        if scale >= 10_000:
            total, section = (total + section + digit or 1) * scale, 0
        else:
            section += (digit or 1) * scale
        digit = 0
    return total + section + digit
