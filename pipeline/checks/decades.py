"""Decades: "the 1960s", and "in their 50s", which other languages may call "the sixties" or "50 to 59"."""

from __future__ import annotations

from pipeline.language.quantities.model import Interval, Measure, Number, Quantity
from pipeline.language.regex import regex

_LAST = 2200
# What makes a number of years one of several in Chinese: "50多岁", "50岁年龄段", "50 岁以上".
_MORE = regex(r" ?(?:[多几余来]|(?:周?岁|年) ?(?:[多几余段组代以左前后]|年龄|年代))")


def is_decade(quantity: Quantity, text: str) -> bool:
    """Whether a number of the English ``text`` is a decade: an "s" stands behind it."""
    return (
        isinstance(quantity, Number)
        and 0 < quantity.value < _LAST  # a number without end cannot be divided
        and quantity.value % 10 == 0
        and text.startswith("s", quantity.end)
        and not text[quantity.end + 1 : quantity.end + 2].isalpha()
    )


def is_no_decade(quantity: Quantity, text: str, language: str) -> bool:
    """Whether a quantity of ``text`` is plainly none: "50 months"; in Chinese an age to the year as well."""
    if not isinstance(quantity, Measure):
        return False
    if quantity.unit != "a":
        return quantity.dimension in ("time", "months")
    if language != "zh" or isinstance(quantity.value, Interval):
        return False
    written = text[quantity.start : quantity.end + 3]
    digits = next((place for place, char in enumerate(written) if not char.isdecimal()), len(written))
    return _MORE.match(written, digits) is None
