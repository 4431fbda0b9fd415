"""Digits that were carried over into a language whose words round numbers are not known.

"2.5 million", "20%", "March 2020" and "the 10th" are read in the source; in a language without tables the
translation shows 2.5, 20, 2020 and 10 beside words that say nothing to the recogniser. The digits must then
be the same, and no more can be asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipeline.language.locale import Locale
from pipeline.language.quantities.facts import data, spaced_facts_of
from pipeline.language.quantities.model import (
    Code,
    Date,
    Frequency,
    Interval,
    Measure,
    Number,
    Ordinal,
    Percentage,
    Quantity,
    Range,
    Time,
)
from pipeline.language.quantities.numerals import numerals
from pipeline.language.regex import regex

Text = tuple[str, Locale]
"""A text and its language."""

_SAID_IN_WORDS = Number | Range | Percentage | Date | Time | Ordinal | Frequency | Measure
_LARGEST_WORD = 31
"""A day of the month may be in words."""
_SCALES = frozenset(Decimal(10) ** power for power in (3, 6, 9, 12))
_WORD_BEHIND = regex(r"[ \u00a0\u202f]?[^\W\d_]{2}")


def knows_phrases(locale: Locale) -> bool:
    """Whether the words round a number are known in the language: "every", "twice a day", months, years."""
    return locale.language in data("phrases")


def knows_number_words(locale: Locale) -> bool:
    """Whether all small numbers in words are known in the language; Chinese has them in its numerals."""
    listed = data("number_words").get(locale.language, {})
    return locale.language == "zh" or ("words" in listed and "partial" not in listed)


def knows_some_number_words(locale: Locale) -> bool:
    """Whether some small numbers in words are known in the language, and others or their endings are not."""
    return "partial" in data("number_words").get(locale.language, {})


def digits_carried(one: Quantity, other: Quantity, source: Text, target: Text) -> bool:
    """Whether ``other`` has the digits of ``one`` and no unit of its own, the words beside them unknown."""
    if isinstance(other, Code):
        # A particle glued to the number: "ngo-2020".
        if not isinstance(one, Code | Number | Percentage | Date | Ordinal | Range):
            return False
        if isinstance(one, Code) and _letters(one.text) & _letters(other.text):
            return False
    elif isinstance(one, Code):
        return isinstance(other, Number) and one.digits == (str(other.value),) and not other.words
    elif not isinstance(one, _SAID_IN_WORDS) or not _is_unmarked(one, other, target[0]):
        return False
    first, second = _readings(one, source), _readings(other, target)
    if not first or len(first) != len(second):
        return False
    return all(wanted & found for wanted, found in zip(first, second, strict=True))


def _is_unmarked(one: Quantity, other: Quantity, target: str) -> bool:
    """Whether ``other`` has no word beside its digits that is known and says something else."""
    if isinstance(other, Number | Range):  # "2.5 lakh" is not 2.5 million
        return not any(map(str.isalpha, target[other.start : other.end]))
    return isinstance(other, Ordinal) or (isinstance(other, Date) and not isinstance(one, Date))


def counted_otherwise(one: Quantity, other: Quantity, source: Text, target: Text) -> bool:
    """Whether "1.7 billion" has become 1,700 of a word that is not known: "1700 millones"."""
    if not (isinstance(one, Number) and isinstance(other, Number)) or other.words or one.value < 1000:
        return False
    if not any(map(str.isalpha, source[0][one.start : one.end])):
        return False
    if any(map(str.isalpha, target[0][other.start : other.end])):
        return False
    behind = _WORD_BEHIND.match(target[0], other.end) is not None
    return behind and any(amount * scale == one.value for amount in other.amounts for scale in _SCALES)


def pieces_carried(
    one: Quantity, pieces: list[Quantity], everywhere: Iterable[Quantity], source: Text, target: Text
) -> list[Quantity]:
    """Those of ``pieces`` that hold the digits of a date or a range, the words between them unknown.

    A part that stands elsewhere in the target, as ``everywhere`` tells, need not be among them; one must.
    """
    if not isinstance(one, Date | Range | Time) and not isinstance(getattr(one, "value", None), Interval):
        return []
    taken: list[Quantity] = []
    for reading in (wanted := _readings(one, source)):
        near = (piece for piece in pieces if all(piece is not other for other in taken))
        piece = next((piece for piece in near if _is_part(piece, one, reading, target)), None)
        if piece is not None:
            taken.append(piece)
        elif not any(reading & set(other.amounts) for other in everywhere if not isinstance(other, Measure)):
            return []
    return taken if len(wanted) > 1 else []


def kept_in_part(one: Quantity, other: Quantity, source: Text, target: Text) -> bool:
    """Whether ``other`` has some of the digits of ``one`` and no others, and words may say the small rest.

    A year may be left out of a date, as it may where the months are known.
    """
    first, second = _readings(one, source), _readings(other, target)
    if not second or len(second) >= len(first) or not isinstance(other, Number | Range | Date | Ordinal):
        return False
    rest = list(first)
    for reading in second:
        place = next((index for index, wanted in enumerate(rest) if wanted & reading), None)
        if place is None:
            return False
        del rest[place]
    year = one.year if isinstance(one, Date) else None
    return all(min(reading) <= _LARGEST_WORD or year in reading for reading in rest)


def _is_part(piece: Quantity, whole: Quantity, reading: frozenset[Decimal], target: Text) -> bool:
    """Whether ``piece`` is a number without a unit, or with that of the whole or of a day: "3 ရက်"."""
    if isinstance(piece, Measure):
        fits = isinstance(whole, Date) and piece.unit in ("d", "mo", "a")
        fits = fits or (isinstance(whole, Measure) and piece.unit == whole.unit)
    elif isinstance(piece, Percentage):
        fits = isinstance(whole, Percentage)
    else:
        fits = isinstance(piece, Number | Ordinal | Code)
    if not fits:
        return False
    found = _readings(piece, target)
    return len(found) == 1 and bool(found[0] & reading)


def _letters(name: str) -> set[str]:
    return {character for character in name.lower() if character.isalpha()}


def _readings(quantity: Quantity, text: Text) -> list[frozenset[Decimal]]:
    """The values of each number of a quantity that is written with digits.

    "1.500" may be a thousand where the language reads it otherwise; a thousand is never taken for one.
    """
    written = text[0][quantity.start : quantity.end]
    return [
        frozenset({one.value} if one.other is None or one.other < one.value else {one.value, one.other})
        for one in numerals(written, spaced_facts_of(text[1]).separators)
    ]
