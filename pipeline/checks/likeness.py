"""When two quantities of two languages may stand for one another though their keys differ.

Each rule is a habit of professional translators, seen in TICO-19 (2,771 to 3,071 sentences in six languages):
"over 65" becomes "over 65 years", "10 a.m." becomes "10 in the morning", "March 2020" becomes "March".
"""

from __future__ import annotations

from collections.abc import Callable
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
    Ordinal,
    Percentage,
    Phone,
    Product,
    Quantity,
    Range,
    Time,
)

Topic = Literal["numbers", "measures", "doses", "ranges", "temperatures", "dates", "phones"]

# Dimensions whose unit a language may leave to be understood ("over 65", "30 to 40 años").
_UNDERSTOOD = frozenset(["time", "months", "times"])
DOSE_FORMS = frozenset(
    ["tablets", "capsules", "drops", "teaspoons", "tablespoons", "cups", "puffs", "doses", "sachets", "vials"]
)
_SCALES = frozenset(["temperature-Cel", "temperature-degF"])
_SHORTEST_PHONE = 6
# Half a degree Fahrenheit: what rounding to whole degrees may cost.
_ROUNDING = Decimal("0.6")

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
    first, second = parts_of(one), parts_of(other)
    if not first or [amount for amount, _ in first] != [amount for amount, _ in second]:
        return False
    units = {dimension for _, dimension in (*first, *second)} - {None}
    if not units:
        return not (_of_time(one) and _of_time(other))
    if isinstance(one, Measure) and not isinstance(other, Measure | Percentage):
        return not unit_known(one.unit)
    return False


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


def is_counted(quantity: Quantity) -> bool:
    """Whether it is a plain number, which a text may well repeat more or less often."""
    return isinstance(quantity, Code | Number | Ordinal | Date)


def _ends(amount: Decimal | Interval) -> tuple[Decimal, ...]:
    return (amount.low, amount.high) if isinstance(amount, Interval) else (amount,)
