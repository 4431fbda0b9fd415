"""When two quantities of two languages may stand for one another though their keys differ.

Each rule is a habit of professional translators, seen in TICO-19 (2,771 to 3,071 sentences in six languages):
"over 65" becomes "over 65 years", "10 a.m." becomes "10 in the morning", "March 2020" becomes "March".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from pipeline.language.quantities import convert
from pipeline.language.quantities.model import (
    Code,
    Date,
    Fraction,
    Frequency,
    Interval,
    Measure,
    Number,
    Percentage,
    Phone,
    Product,
    Quantity,
    Range,
    Time,
)

Topic = Literal["numbers", "measures", "doses", "ranges", "temperatures", "dates", "phones"]

# Dimensions whose unit a language may leave to be understood ("over 65", "30 to 40 años").
DOSE_FORMS = frozenset(
    ["tablets", "capsules", "drops", "teaspoons", "tablespoons", "cups", "puffs", "doses", "sachets", "vials"]
)
_UNDERSTOOD = DOSE_FORMS | {"time", "months", "times"}
_SCALES = frozenset(["temperature-Cel", "temperature-degF"])
_NO_DOSES = _SCALES | {"time", "months", "times", "length", "area", "angle", "rate", "beats"}
_SHORTEST_PHONE = 6
# Half a degree Fahrenheit: what rounding to whole degrees may cost.
_ROUNDING = Decimal("0.6")

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
# Said of hours and days, not counted by them.
ALWAYS = ("fraction", 24, 7, None)

# A bare amount, and the dimension that it was written with.
Part = tuple[Decimal, str | None]


def topic_of(quantity: Quantity) -> Topic:
    """The check that speaks of this quantity."""
    match quantity:
        case Phone():
            return "phones"
        case Date() | Time():
            return "dates"
        case Frequency():
            return "doses"
        case Measure(dimension=dimension) if dimension in _SCALES:
            return "temperatures"
        case Range() | Measure(value=Interval()) | Percentage(value=Interval()):
            return "ranges"
        case Measure(dimension=dimension) if dimension in DOSE_FORMS:
            return "doses"
        case Measure() | Product() | Percentage():
            return "measures"
    return "numbers"


def parts_of(quantity: Quantity) -> tuple[Part, ...]:
    """The bare amounts of a quantity, each with the dimension of its unit (None where it needs none)."""
    match quantity:
        case Frequency():
            amounts = (*_ends(quantity.times), *_ends(quantity.period))
            # "once" and "every day" hold a one that no language needs to write.
            return tuple((amount, None) for amount in amounts if amount != 1)
        case Measure():
            dimension = None if quantity.dimension in _UNDERSTOOD else quantity.dimension
            return tuple((amount, dimension) for amount in quantity.amounts)
        case Percentage():
            return tuple((amount, "%") for amount in quantity.amounts)
        case Fraction():
            return ((Decimal(quantity.numerator), None), (Decimal(quantity.denominator), None))
        case Product():
            return tuple((factor, None) for factor in quantity.factors)
        case Date():
            written = (quantity.year, quantity.month, quantity.day, quantity.last_day)
            return tuple((Decimal(part), None) for part in written if part is not None)
        case Time():
            minute = ((Decimal(quantity.minute), None),) if quantity.minute else ()
            return ((Decimal(quantity.hour), None), *minute)
        case Phone():
            return ()
    return tuple((amount, None) for amount in quantity.amounts)


def alike(one: Quantity, other: Quantity, unit_known: Callable[[str], bool]) -> bool:
    """Whether two quantities hold the same amounts, and no unit was lost or changed that has to be written.

    Args:
        unit_known: whether the recogniser knows a name of this unit in the language of the target.
    """
    if isinstance(one, Code) and isinstance(other, Code):
        return False  # their keys differ, so they are two names
    first, second = parts_of(one), parts_of(other)
    if _clock(one, other) or _clock(other, one):
        return True
    if _abbreviates(one, other) or _abbreviates(other, one) or _is_numerator(one, other):
        return True
    if not first or _amounts(first) != _amounts(second):
        return False
    units = {dimension for _, dimension in (*first, *second)} - {None}
    if not units:
        return not (_of_time(one) and _of_time(other)) or _same_period(one, other)
    if isinstance(one, Measure) and not isinstance(other, Measure | Percentage):
        return not unit_known(one.unit)
    return False


def _same_period(one: Quantity, other: Quantity) -> bool:
    """Whether one is "every 6 hours" and the other "6 hours", its "every" in words that are not known."""
    frequency, measure = (one, other) if isinstance(one, Frequency) else (other, one)
    if not (isinstance(frequency, Frequency) and isinstance(measure, Measure)):
        return False
    return frequency.dimension == measure.dimension and frequency.factor == measure.factor


def _clock(one: Quantity, other: Quantity) -> bool:
    """Whether a time is written with a point, as "9.30" is in Indonesian, Finnish and Italian."""
    if not (isinstance(one, Time) and isinstance(other, Number)):
        return False
    return other.value == one.hour + Decimal(one.minute) / 100


def _amounts(parts: tuple[Part, ...]) -> list[Decimal]:
    return [amount for amount, _ in parts]


def read_otherwise(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities differ only in how "1,000" or "1.000" is read: as a thousand, or as one.

    Translators keep the sign of the source there, but their readers take it as their own language does: a
    thousand milligrams become one, or a milligram becomes a thousand.
    """
    if not (isinstance(one, Number | Measure) and isinstance(other, Number | Measure)):
        return False
    if len(one.amounts) != 1 or len(other.amounts) != 1 or one.amounts == other.amounts:
        return False
    if isinstance(one, Measure) and isinstance(other, Measure):
        return other.key == one.other_key or one.key == other.other_key
    return other.amounts[0] == one.other or one.amounts[0] == other.other


def is_dose_unit(quantity: Quantity) -> bool:
    """Whether it is measured by what medicines are measured by, rather than by time or length."""
    return isinstance(quantity, Measure) and quantity.dimension.split("/")[0] not in _NO_DOSES


def same_hour_otherwise(one: Quantity, other: Quantity) -> bool:
    """Whether two times differ by six or twelve hours: Swahili counts hours from dawn and from dusk."""
    if not (isinstance(one, Time) and isinstance(other, Time)):
        return False
    return one.minute == other.minute and (one.hour - other.hour) % 6 == 0


def stands_for_date_part(quantity: Quantity, part: int, unit: str) -> bool:
    """Whether it is the day or the year of a date that stands apart from its month: "28", "၂၈ ရက်"."""
    if isinstance(quantity, Measure):
        return quantity.unit == unit and quantity.value == part
    return isinstance(quantity, Number) and quantity.value == part


def same_on_the_dial(one: Quantity, other: Quantity, target: str) -> bool:
    """Whether the second of two times may lack its half of the day: "3 p.m.", "3:00", "၃ နာရီ"."""
    if not isinstance(one, Time):
        return False
    if isinstance(other, Measure):
        hours = (one.hour, one.hour - 12)
        return other.unit == "h" and not one.minute and not other.words and other.value in hours
    if not isinstance(other, Time) or one.minute != other.minute:
        return False
    written = target[other.start : other.end]
    return one.hour == other.hour + 12 and not any(map(str.isalpha, written))


def _abbreviates(one: Quantity, other: Quantity) -> bool:
    """Whether ``one`` is a name with the last digits of the year ``other``: COVID-19, 2019."""
    if not (isinstance(one, Code) and isinstance(other, Number) and len(one.digits) == 1):
        return False
    return len(one.digits[0]) == 2 and other.value - int(one.digits[0]) in (1900, 2000)


def _is_numerator(one: Quantity, other: Quantity) -> bool:
    """Whether ``other`` is the "two" of "two thirds": the names of the parts are not in any table."""
    return isinstance(one, Fraction) and other.words and one.numerator == sum(other.amounts)


def in_words(quantity: Quantity, text: str) -> bool:
    """Whether no digit was written: such a quantity may be put otherwise, or left out."""
    return quantity.words or not any(map(_is_figure, text[quantity.start : quantity.end]))


def _is_figure(character: str) -> bool:
    """Whether it is a digit of any script, or a sign such as "½"."""
    return character.isdecimal() or unicodedata.category(character) == "No"


def roman(number: int) -> str:
    """A number up to 39 in Roman numerals, as centuries, phases and kings are counted."""
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def _of_time(quantity: Quantity) -> bool:
    """Whether it has a unit of time: two such must agree by key ("3 days" is not "3 weeks")."""
    return isinstance(quantity, Frequency) or (isinstance(quantity, Measure) and quantity.unit != "{times}")


def compatible_dates(one: Quantity, other: Quantity) -> bool:
    """Whether two dates agree in what both of them say; a part left out is no contradiction."""
    if not (isinstance(one, Date) and isinstance(other, Date)):
        return False
    pairs = [
        (first, second)
        for first, second in (
            (one.year, other.year),
            (one.month, other.month),
            (one.day, other.day),
            (one.last_day, other.last_day),
        )
        if first is not None and second is not None
    ]
    return bool(pairs) and all(first == second for first, second in pairs)


def same_phone(one: Quantity, other: Quantity) -> bool:
    """Whether two telephone numbers are one, written with and without its country code."""
    if not (isinstance(one, Phone) and isinstance(other, Phone)):
        return False
    first, second = one.number.lstrip("+").lstrip("0"), other.number.lstrip("+").lstrip("0")
    shorter, longer = sorted((first, second), key=len)
    one_is_national = one.number.startswith("+") != other.number.startswith("+")
    return first == second or (
        one_is_national and len(shorter) >= _SHORTEST_PHONE and longer.endswith(shorter)
    )


def is_local_number(one: Quantity, other: Quantity, emergency: Mapping[str, Sequence[str]]) -> bool:
    """Whether the settings let ``other`` stand for ``one``: 112 for 999 where that is the number to call."""
    if not isinstance(one, Phone):
        return False
    allowed = emergency.get(one.number, ())
    said = other.number if isinstance(other, Phone) else "".join(str(amount) for amount in other.amounts)
    return said in allowed


def converted_temperature(one: Quantity, other: Quantity) -> bool:
    """Whether two temperatures are the same on the two scales, give or take the rounding."""
    if not (isinstance(one, Measure) and isinstance(other, Measure)):
        return False
    if {one.dimension, other.dimension} != _SCALES or len(one.amounts) != len(other.amounts):
        return False
    # Compared in Fahrenheit, where a degree is smaller.
    celsius, fahrenheit = (one, other) if one.unit == "Cel" else (other, one)
    for low, high in zip(celsius.amounts, fahrenheit.amounts, strict=True):
        expected = convert(low, "Cel", "degF")
        if expected is None or abs(expected - high) > _ROUNDING:
            return False
    return True


def kinship(one: Quantity, other: Quantity) -> int:
    """How likely ``other`` is what became of ``one``; nought where they are not to be told as one."""
    if isinstance(one, Phone) or isinstance(other, Phone):
        return 3 if isinstance(one, Phone) and isinstance(other, Phone) else 0
    same_amounts = [amount for amount, _ in parts_of(one)] == [amount for amount, _ in parts_of(other)]
    if isinstance(one, Measure) and isinstance(other, Measure):
        return 5 if same_amounts else 4 if one.dimension == other.dimension else 2
    if same_amounts or type(one) is type(other):
        return 4
    shared = {amount for amount, _ in parts_of(one)} & {amount for amount, _ in parts_of(other)}
    if shared:
        return 3
    return 0 if isinstance(one, Date | Time) or isinstance(other, Date | Time) else 1


def may_recur(quantity: Quantity) -> bool:
    """Whether a text may well name it more often than the other: a name with digits, a date, a year."""
    if isinstance(quantity, Number):
        return _FIRST_YEAR <= quantity.value <= _LAST_YEAR
    return isinstance(quantity, Code | Date)


def _ends(amount: Decimal | Interval) -> tuple[Decimal, ...]:
    return (amount.low, amount.high) if isinstance(amount, Interval) else (amount,)
