"""How lists write their numbers: in letters, Roman numerals, digits of a script (``counters.toml``)."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any

NUMBER = "Number of an item"
"""What translators are told of a mark that stands before an item or a heading."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_REPEATS = 30


def counted(number: int, form: str) -> str:
    """``number`` in a form that Word knows; in 0-9 where the form is not known or does not reach so far."""
    table = _table()
    plain = str(number)
    if form == "decimalZero":
        return f"{number:02}"
    if number < 1:
        return plain
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return plain if roman is None else roman if form == "lowerRoman" else roman.upper()
    if (digits := table["digits"].get(form)) is not None:
        return "".join(digits[int(digit)] for digit in plain)
    if (letters := table["letters"].get(form)) is not None:
        repeats, place = divmod(number - 1, len(letters))
        return letters[place] * (repeats + 1) if repeats < _MOST_REPEATS else plain
    if (signs := table["signs"].get(form)) is not None:
        return signs[number - 1] if number <= len(signs) else plain
    if (words := table["tens"].get(form)) is not None and number < 100:
        ones, ten = words
        tens, rest = divmod(number, 10)
        head = (ones[tens - 1] if tens > 1 else "") + ten if tens else ""
        return head + (ones[rest - 1] if rest else "")
    return plain


def is_css_style(name: str) -> bool:
    """Whether there is a table for a counter style of CSS."""
    table = _table()["css"]
    return name in table["word"] or name in table["digits"] or name in table["letters"]


def counted_in_css(number: int, style: str) -> str:
    """``number`` and the sign behind it, in a counter style of CSS; in 0-9 where that has none for it.

    After "z" comes "aa", then "ab" (CSS Counter Styles Level 3, 3.1.4), where Word goes on with "bb". A style
    with no table of its own is as ``decimal``.
    """
    table = _table()["css"]
    if (letters := table["letters"].get(style)) is not None and number > 0:
        shown = ""
        while number:
            number, place = divmod(number - 1, len(letters))
            shown = letters[place] + shown
    elif (digits := table["digits"].get(style)) is not None:
        shown = "".join(digits[int(one)] if one.isdecimal() else one for one in str(number))
    else:
        shown = counted(number, table["word"].get(style, "decimal"))
    return f"{shown}{table['ends'].get(style, '.')}"


def _roman(number: int) -> str | None:
    if number > 3999:
        return None
    out = ""
    for value, sign in _ROMAN:
        out += sign * (number // value)
        number %= value
    return out


@functools.cache
def _table() -> dict[str, Any]:
    file = resources.files(__package__) / "counters.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
