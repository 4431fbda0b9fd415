"""One quantity against several: a range opened into its ends, a phone read as numbers."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec.structs import replace

from pipeline.checks.likeness import parts_of
from pipeline.language.quantities.model import Date, Interval, Measure, Number, Phone, Quantity
from pipeline.language.quantities.numerals import ascii_digits
from pipeline.language.regex import regex

MOST = 60
"""Left-over quantities that a rule tries against one another; keeps hostile texts from going quadratic."""
_SEPARATORS = frozenset(" \u00a0\u202f\u2009-‐‑–./()（）\u200e\u2066\u2067\u2068\u2069")
_HYPHENS = regex(r"[%٪x×]?\s?[-‐‑‒–—−]\s?[%٪]?")
BETWEEN = 12
"""Code points between the two ends of a range that was written the wrong way round."""


def pieces_of(whole: Quantity, pieces: list[Quantity]) -> list[Quantity]:
    """Those of ``pieces`` that together hold just the amounts of ``whole``, in their order; or nothing."""
    wanted = list(parts_of(whole))
    if len(wanted) < 2:
        return []
    taken = []
    for piece in pieces[:MOST]:
        if piece.words and not whole.words and isinstance(whole, Phone):
            continue
        if isinstance(whole, Measure) and isinstance(piece, Measure) and not _same_unit(whole, piece):
            continue
        if len(parts_of(piece)) >= len(parts_of(whole)):
            continue  # it is the whole in another order, and order counts
        rest = _without(wanted, piece)
        if rest is not None:
            taken.append(piece)
            wanted = rest
            if not wanted:
                return taken
    return []


def month_in_numbers(
    one: Quantity, pieces: Iterable[Quantity], everywhere: Iterable[Quantity]
) -> list[Quantity]:
    """Those of ``pieces`` that are the month of a date without a day, as a number, and its year.

    The year may stand ``everywhere``, as it does where two months share it.
    """
    if not isinstance(one, Date) or one.month is None or one.day is not None:
        return []
    numbers = [piece for piece in pieces if isinstance(piece, Number) and not piece.words]
    month = next((piece for piece in numbers if piece.value == one.month), None)
    if month is None or one.year is None:
        return [] if month is None else [month]
    year = next((piece for piece in numbers if piece.value == one.year), None)
    if year is not None:
        return [month, year]
    years = ((getattr(other, "value", None), getattr(other, "year", None)) for other in everywhere)
    return [month] if any(one.year in year for year in years) else []


def _without(
    wanted: list[tuple[Decimal, str | None]], piece: Quantity
) -> list[tuple[Decimal, str | None]] | None:
    """``wanted`` without the amounts of ``piece``, or None where it has others."""
    rest = list(wanted)
    parts = parts_of(piece)
    if not parts:
        return None
    for amount, dimension in parts:
        place = next(
            (
                index
                for index, (value, unit) in enumerate(rest)
                if value == amount and (unit == dimension or unit is None or dimension is None)
            ),
            None,
        )
        if place is None:
            return None
        del rest[place]
    return rest


def _same_unit(one: Measure, other: Measure) -> bool:
    return one.dimension == other.dimension and one.factor == other.factor


def is_reversed(whole: Quantity, pieces: list[Quantity], text: str, *, right_to_left: bool) -> bool:
    """Whether two ends of a range stand side by side in ``text`` with the higher one first.

    A hyphen between two numbers runs from left to right in right-to-left text too, so that translators type
    "9-2" to have the lower end where it is read first.
    """
    value = getattr(whole, "value", None)
    if not isinstance(value, Interval) or len(pieces) != 2:
        return False
    first, second = pieces
    if right_to_left and _HYPHENS.fullmatch(text, first.end, second.start):
        return False
    return first.amounts == (value.high,) and second.start - first.end <= BETWEEN


def dialled(
    phones: list[Quantity], others: list[Quantity], text: str
) -> tuple[list[Quantity], list[Quantity]]:
    """Both lists without the phones of the first whose digits stand in ``text``, read there as numbers."""
    numbers = {phone.number for phone in phones if isinstance(phone, Phone)}
    if not numbers:
        return phones, others
    places = [index for index, char in enumerate(text) if char.isdecimal()]
    written = ascii_digits("".join(text[index] for index in places))
    spans = {number: _find_digits(number, text, places, written) for number in numbers}
    kept = [one for one in phones if not (isinstance(one, Phone) and spans[one.number])]
    if len(kept) < len(phones):
        taken = {place for span in spans.values() if span for place in range(*span)}
        others = [q for q in others if taken.isdisjoint(range(q.start, q.end))]
    return kept, others


def _find_digits(number: str, text: str, places: list[int], written: str) -> tuple[int, int] | None:
    """Where the digits of ``number`` stand in ``text``, with separators between them or none.

    Args:
        places: of all digits of the text; written: those digits, in ASCII.
    """
    digits = number.lstrip("+").lstrip("0")
    if not digits.isdecimal():
        return None
    at = written.find(digits)
    while at >= 0:
        first, last = places[at], places[at + len(digits) - 1]
        whole = (
            at == 0 or places[at - 1] < first - 1 or written[at - 1] == "0" or number.startswith("+")
        ) and (at + len(digits) == len(written) or places[at + len(digits)] > last + 1)
        gaps = {char for char in text[first : last + 1] if not char.isdecimal()}
        if whole and last - first < 3 * len(digits) and gaps <= _SEPARATORS:
            return first, last + 1
        at = written.find(digits, at + 1)
    return None


def as_dialled(quantities: tuple[Quantity, ...], text: str) -> tuple[Quantity, ...]:
    """``quantities`` with every digit of a phone in its number: "+440 20" is not "+44 20" to who dials it."""
    if not any(isinstance(quantity, Phone) for quantity in quantities):
        return quantities
    return tuple(_dialled_phone(one, text) if isinstance(one, Phone) else one for one in quantities)


def _dialled_phone(phone: Phone, text: str) -> Phone:
    written = text[phone.start : phone.end].replace("(0)", "")
    digits = ascii_digits(written)
    if not digits or any(map(str.isalpha, written)):
        return phone
    return replace(phone, number=f"{'+' * phone.number.startswith('+')}{digits}")
