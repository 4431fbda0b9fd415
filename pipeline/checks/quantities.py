"""What the checks of quantities share: they tell the differences of one topic, value against value."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.checks.comparison import differences
from pipeline.checks.difference import Difference
from pipeline.checks.likeness import Topic
from pipeline.checks.model import CheckContext, Diagnostic, Pair, Severity, Side, Span, UnitCheck
from pipeline.language.quantities.model import (
    Date,
    Fraction,
    Frequency,
    Interval,
    Measure,
    Percentage,
    Product,
    Quantity,
    Time,
)


def tell(
    check: UnitCheck,
    topic: Topic,
    pair: Pair,
    context: CheckContext,
    *,
    hint: str | Callable[[Difference], str],
) -> Iterator[Diagnostic]:
    """The findings of one topic; what may be said in words the recogniser does not know is a warning."""
    found = differences(pair, context)
    if not found:
        return iter(())
    return (
        finding(check, pair, one, hint if isinstance(hint, str) else hint(one))
        for one in found
        if one.topic == topic
    )


def finding(check: UnitCheck, pair: Pair, difference: Difference, hint: str) -> Diagnostic:
    """The finding that tells a difference."""
    one, other = difference.source, difference.target
    before = shown(one, pair.source) if one else ""
    after = shown(other, pair.target) if other else ""
    match difference.kind:
        case "changed":
            what = f"{before} became {after}"
        case "swapped":
            what = f"the range {before} stands the wrong way round"
        case "converted":
            what = f"{before} was converted to {after}"
        case "misread":
            meant = plainly(one) if one else ""
            what = f"{before} ({meant}) became {after}, which is read as {plainly(other) if other else ''}"
            hint = "write the number with the signs of the language"
        case "missing":
            what = f"{before} is missing"
        case "added":
            what = f"{after} is not in the source"
        case _:
            what = "the text is too long for its quantities to be compared"
            hint = "split it into shorter units"
    return pair.finding(
        check,
        what,
        hint,
        source=_span(one, pair.source),
        target=_span(other, pair.target),
        severity=None if difference.sure and difference.kind != "converted" else Severity.WARNING,
    )


def shown(quantity: Quantity, side: Side) -> str:
    """A quantity as written, with its value behind it where that is not in Western digits."""
    written = " ".join(side.plain[quantity.start : quantity.end].split())
    if any(char.isdecimal() and not char.isascii() for char in written) or not any(
        char.isdecimal() for char in written
    ):
        plain = plainly(quantity)
        if plain and plain != written:
            return f"{written} ({plain})"
    return written


def plainly(quantity: Quantity) -> str:
    """The value of a quantity in Western digits and the symbols of units: "10 mg", "2 / day"."""
    match quantity:
        case Frequency():
            period = "" if quantity.period == 1 else f"{_amount(quantity.period)} "
            return f"{_amount(quantity.times)} × per {period}{_unit(quantity.unit)}"
        case Measure():
            return f"{_amount(quantity.value)} {_unit(quantity.unit)}"
        case Percentage():
            return f"{_amount(quantity.value)} %"
        case Product():
            return " × ".join(map(_amount, quantity.factors))
        case Fraction():
            return f"{quantity.numerator}/{quantity.denominator}"
        case Date():
            parts = (quantity.year, quantity.month, quantity.day)
            return "-".join(f"{part:02}" for part in parts if part is not None)
        case Time():
            return f"{quantity.hour}:{quantity.minute:02}"
    number = getattr(quantity, "number", None)
    if number is not None:
        return str(number)
    return " ".join(map(_amount, quantity.amounts))


_SYMBOLS = {"Cel": "°C", "degF": "°F", "a": "years", "mo": "months", "wk": "weeks", "d": "days", "h": "hours"}


def _unit(unit: str) -> str:
    return _SYMBOLS.get(unit, unit.strip("{}[]"))


def _amount(amount: object) -> str:
    if isinstance(amount, Interval):
        return f"{_amount(amount.low)}–{_amount(amount.high)}"
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _span(quantity: Quantity | None, side: Side) -> tuple[Span, ...]:
    return () if quantity is None else (side.span(quantity.start, quantity.end),)
