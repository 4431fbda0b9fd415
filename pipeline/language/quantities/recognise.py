"""Finds the quantities of a text: numbers first, then what stands round them, the longest meaning winning."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.language.quantities.amounts import quantity_at
from pipeline.language.quantities.calendar import date_at, join_dates, month_first, time_at
from pipeline.language.quantities.codes import code_at
from pipeline.language.quantities.facts import facts_of, spaced_facts_of
from pipeline.language.quantities.frequencies import join_frequencies
from pipeline.language.quantities.links import find_links
from pipeline.language.quantities.model import Number
from pipeline.language.quantities.numerals import MAX_DIGITS, ascii_digits, is_letter
from pipeline.language.quantities.phones import find_phones
from pipeline.language.quantities.scan import Scan
from pipeline.language.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.language.locale import Locale
    from pipeline.language.quantities.model import Quantity

_DIGIT = regex(r"\d")
_DIGITS = regex(r"\d+")


def find_quantities(text: str, locale: Locale, *, spaced: bool = False) -> tuple[Quantity, ...]:
    """The quantities of ``text``, read as ``locale`` writes them.

    Args:
        spaced: read "8 866" as one number, whether or not the locale writes numbers so.

    Returns:
        In order, never overlapping, each the longest meaning at its place: a phone is not three numbers,
        "38.5 °C" is one measure. The time taken grows with the length of the text and no faster, whatever
        it holds.
    """
    if not text:
        return ()
    facts = spaced_facts_of(locale) if spaced else facts_of(locale)
    fixed: list[Quantity] = []
    if "." in text or "@" in text or ":" in text:
        fixed += find_links(text)
    if _DIGIT.search(text):
        fixed += find_phones(text, facts)
    if len(fixed) > 1:
        fixed.sort(key=lambda q: (q.start, -q.end))
    scan = Scan(text, facts)
    found = join_dates(scan, _read(scan, fixed))
    return tuple(_with_leftovers(text, join_frequencies(scan, found)))


def _with_leftovers(text: str, found: Iterable[Quantity]) -> Iterator[Quantity]:
    """``found``, and every digit that no rule has claimed as a plain number: none is ever overlooked."""
    cursor = 0
    for quantity in found:
        if quantity.start > cursor and _DIGIT.search(text, cursor, quantity.start):
            yield from _plain_numbers(text, cursor, quantity.start)
        yield quantity
        cursor = quantity.end
    if _DIGIT.search(text, cursor):
        yield from _plain_numbers(text, cursor, len(text))


def _plain_numbers(text: str, start: int, end: int) -> Iterator[Number]:
    for match in _DIGITS.finditer(text, start, end):
        if len(match[0]) == 1 and is_letter(text, match.end()):
            continue
        value = Decimal(ascii_digits(match[0][:MAX_DIGITS]))
        yield Number(start=match.start(), end=match.end(), value=value)


def _read(scan: Scan, fixed: list[Quantity]) -> list[Quantity]:
    """Walk over links and phones, month names and numbers from left to right."""
    starts = [(token.start, 2, i) for i, token in enumerate(scan.tokens)]
    if fixed or scan.months:
        starts += [(q.start, 0, k) for k, q in enumerate(fixed)]
        starts += [(start, 1, start) for start in scan.months]
        starts.sort()
    # A number may reach past the start of a link or phone only if it begins before it: what is fixed wins.
    found: list[Quantity] = []
    cursor = 0
    next_fixed = 0
    for start, kind, which in starts:
        if start < cursor:
            continue
        quantity: Quantity | None
        if kind == 0:
            quantity = fixed[which]
        elif kind == 1:
            quantity = month_first(scan, which)
        elif scan.is_lone(scan.tokens[which]):
            token = scan.tokens[which]
            quantity = Number(start=start, end=token.end, value=token.value)
        else:
            quantity = (
                date_at(scan, which)
                or code_at(scan, which, cursor)
                or time_at(scan, which)
                or quantity_at(scan, which, cursor)
            )
        if quantity is None or quantity.start < cursor:
            continue
        while next_fixed < len(fixed) and fixed[next_fixed].start < start:
            next_fixed += 1
        if kind and next_fixed < len(fixed) and quantity.end > fixed[next_fixed].start:
            continue
        found.append(quantity)
        cursor = quantity.end
    return found
