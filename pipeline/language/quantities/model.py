"""What the recogniser of quantities yields: values with units, never strings.

Positions (``start``, ``end``: code points into the text) and the way a value was written (``words``) take
no part in equality. ``key`` is what to compare between languages: it is the same for "1 g" and "1000 mg",
for "twice" and "2 times", for "١٠" and "10".

    Quantity
    ├── Number        10 · 0,5 · ١٠ · ten                Fraction    1/2 · 120/80
    ├── Range         10–20                              Product     2 × 3 · 2 × 500 mg
    ├── Percentage    5% · 5–10 %                        Ordinal     2nd · 第二
    ├── Measure       38.5 °C · 10–20 mg · 14 days       Frequency   twice a day · every 6 hours
    ├── Date · Time · Phone · Email · Url
    └── Code          COVID-19 · H1N1 · IL-6 · CD4+ · 1.2.3: digits that are part of a name
"""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

# A comparable description of a quantity: its kind, then its parts.
Key: TypeAlias = tuple[object, ...]


_OF_NO_PART_IN_EQUALITY = frozenset(["start", "end", "words", "other", "dimension", "factor"])


class Interval(Struct, frozen=True):
    """From ``low`` to ``high``, both within."""

    low: Decimal
    high: Decimal


Amount: TypeAlias = Decimal | Interval


def amount_key(amount: Amount, factor: Decimal = Decimal(1)) -> Key:
    """The amount, times ``factor``, as something to compare."""
    if isinstance(amount, Interval):
        return (amount.low * factor, amount.high * factor)
    return (amount * factor,)


class Quantity(Struct, frozen=True, kw_only=True, eq=False):
    """A place in the text that means a quantity.

    Attributes:
        start, end: the span, in code points; ``text[start:end]`` is the quantity as written.
        words: True where no digit was written ("twice", "half a tablet").
    """

    start: int
    end: int
    words: bool = False

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and _meant_by(self) == _meant_by(other)

    def __hash__(self) -> int:
        return hash(_meant_by(self))

    @property
    def key(self) -> Key:
        """What to compare with the quantities of another language."""
        raise NotImplementedError

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """The bare numbers of the quantity, without unit; empty for what is no amount (a phone, a link)."""
        value = getattr(self, "value", None)
        if isinstance(value, Interval):
            return (value.low, value.high)
        return () if value is None else (Decimal(value),)

    @property
    def other_key(self) -> Key | None:
        """The key of the second possible reading ("1,000" as one), or None where there is only one."""
        return None


def _meant_by(quantity: object) -> Key:
    assert isinstance(quantity, Quantity)
    return tuple(
        getattr(quantity, name) for name in quantity.__struct_fields__ if name not in _OF_NO_PART_IN_EQUALITY
    )


class Number(Quantity, frozen=True, kw_only=True, eq=False):
    """A bare number.

    Attributes:
        value: as the locale's separators read it.
        other: the second reading of "1,000" and "1.000", or None where the separators leave no doubt.
    """

    value: Decimal
    other: Decimal | None = None

    @property
    def key(self) -> Key:
        return ("number", self.value)

    @property
    def other_key(self) -> Key | None:
        return None if self.other is None else ("number", self.other)


class Range(Quantity, frozen=True, kw_only=True, eq=False):
    """From one number to another."""

    value: Interval

    @property
    def key(self) -> Key:
        return ("range", *amount_key(self.value))


class Fraction(Quantity, frozen=True, kw_only=True, eq=False):
    """Two whole numbers with a slash; its value compares with a decimal number where it is below one."""

    numerator: int
    denominator: int
    unit: str | None = None

    @property
    def value(self) -> Decimal:
        return divide(self.numerator, self.denominator)

    @property
    def key(self) -> Key:
        # "120/80" is a blood pressure, not one and a half; "358/457" counts patients.
        if 0 < self.numerator < self.denominator <= 20:
            return ("number", self.value)
        return ("fraction", self.numerator, self.denominator, self.unit)


class Product(Quantity, frozen=True, kw_only=True, eq=False):
    """Factors with a sign of multiplication: "2×3", "2 × 500 mg", "10 × 5 cm". Their order counts."""

    factors: tuple[Decimal, ...]
    unit: str | None = None

    @property
    def key(self) -> Key:
        return ("product", self.factors, self.unit)


class Percentage(Quantity, frozen=True, kw_only=True, eq=False):
    """So many in a hundred."""

    value: Amount

    @property
    def key(self) -> Key:
        return ("percentage", *amount_key(self.value))


class Ordinal(Quantity, frozen=True, kw_only=True, eq=False):
    """A place in a row: "2nd"."""

    value: int

    @property
    def key(self) -> Key:
        return ("ordinal", self.value)


class Measure(Quantity, frozen=True, kw_only=True, eq=False):
    """A number or a range with a unit.

    Attributes:
        value: the amount, in ``unit``.
        unit: the unit's id (``units.Unit.id``, after UCUM): "mg", "Cel", "mg/kg", "{tablet}".
        dimension: what the unit measures; only measures of one dimension can be converted.
        factor: what one unit is in the base unit of its dimension. Celsius and Fahrenheit are two dimensions
            here, since no factor turns one into the other (see ``units.convert``).
        other: the second reading of the amount, as for ``Number``.
    """

    value: Amount
    unit: str
    dimension: str
    factor: Decimal = Decimal(1)
    other: Decimal | None = None

    @property
    def key(self) -> Key:
        return ("measure", self.dimension, *amount_key(self.value, self.factor))

    @property
    def other_key(self) -> Key | None:
        return None if self.other is None else ("measure", self.dimension, self.other * self.factor)


class Frequency(Quantity, frozen=True, kw_only=True, eq=False):
    """How often: ``times`` in every ``period`` of ``unit``.

    "twice a day" is 2 in every 1 "d"; "every 6 hours" is 1 in every 6 "h"; "every 4 to 6 hours" has an
    interval as its period. ``factor`` is the unit in the base unit of its dimension.
    """

    times: Amount
    period: Amount
    unit: str
    dimension: str
    factor: Decimal = Decimal(1)

    @property
    def key(self) -> Key:
        return (
            "frequency",
            amount_key(self.times),
            self.dimension,
            amount_key(self.period, self.factor),
        )


class Date(Quantity, frozen=True, kw_only=True, eq=False):
    """A date of the Gregorian calendar, or what is written of it; ``last_day`` ends a run of days."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None

    @property
    def key(self) -> Key:
        return ("date", self.year, self.month, self.day, self.last_day)


class Time(Quantity, frozen=True, kw_only=True, eq=False):
    """A time of the day, on 24 hours."""

    hour: int
    minute: int = 0
    second: int | None = None

    @property
    def key(self) -> Key:
        return ("time", self.hour, self.minute, self.second or 0)


class Phone(Quantity, frozen=True, kw_only=True, eq=False):
    """A telephone number.

    Attributes:
        number: "+" and the digits of E.164 where a country code is written, otherwise the digits as dialled.
        emergency: whether it is a short emergency number ("999"), which a locale may rightly replace.
    """

    number: str
    emergency: bool = False

    @property
    def key(self) -> Key:
        return ("phone", self.number)


class Email(Quantity, frozen=True, kw_only=True, eq=False):
    """An e-mail address."""

    address: str

    @property
    def key(self) -> Key:
        return ("email", self.address.casefold())


class Url(Quantity, frozen=True, kw_only=True, eq=False):
    """A web address, with or without its scheme."""

    address: str

    @property
    def key(self) -> Key:
        return ("url", self.address.rstrip("/"))


class Code(Quantity, frozen=True, kw_only=True, eq=False):
    """Digits that are part of a name: "COVID-19", "H1N1", "IL-6", "1.2.3".

    Its key holds its digits only: the letters are written in the script of each language.
    """

    text: str
    digits: tuple[str, ...]

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        return tuple(Decimal(part) for part in self.digits)

    @property
    def key(self) -> Key:
        return ("code", self.digits)


def divide(numerator: int, denominator: int) -> Decimal:
    """The quotient to twelve places, so that a third is the same number wherever it comes from."""
    return (Decimal(numerator) / Decimal(denominator)).quantize(Decimal("1e-12")).normalize()
