"""Formulas in one line, as they are read where nothing can stand over another: "1/2", "kg/m²", "√(a+b)".

One over two must never become "12". The forms are those of UnicodeMath (Unicode Technical Note 28), where it
has some that readers know too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pipeline.language.shifted import lowered, raised

# What needs no brackets as a part of something: a number or a word, one sign, what has brackets already.
_WHOLE = re.compile(r"[\d.,٫٬]+|[^\W\d_]+[⁰¹²³⁴-⁹ⁿ₀-₉]*|.|\([^()]*\)|\[[^][]*\]")


_SIGNS = {tuple(unicodedata.normalize("NFKC", sign).split("\u2044")): sign for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
"""Fractions that have a sign of their own, by their parts."""

_BEGINS = re.compile(r"\d+/")


class Fraction(str):
    """A part in which one stands over another; a number beside it must not grow into it."""

    __slots__ = ()


def in_row(parts: Iterable[str]) -> str:
    """Parts beside each other: one and three sevenths is "1 3/7"."""
    row: list[str] = []
    for part in filter(None, parts):
        last = row[-1] if row else ""
        if (isinstance(part, Fraction) and last[-1:].isalnum()) or (
            isinstance(last, Fraction) and part[0].isalnum()
        ):
            row.append(" ")
        row.append(part)
    return row[0] if len(row) == 1 else "".join(row)


def beside(text: str, formula: str) -> str:
    """``formula`` as it stands behind ``text``: its fraction must not grow by a number there."""
    return f"\u202f{formula}" if text[-1:].isalnum() and _BEGINS.match(formula) else formula


def fraction(above: str, below: str) -> str:
    """One part over another."""
    sign = _SIGNS.get((above, below))
    return sign or Fraction(f"{_bracketed(above)}/{_bracketed(below)}")


def stacked(above: str, below: str) -> str:
    """One part over another without a line between them."""
    return f"({above}; {below})"


def with_scripts(base: str, below: str, above: str) -> str:
    """A part with others beside its foot and its head."""
    if not below and not above:
        return base
    return (
        (_bracketed(base) if base else "")
        + (lowered(below) if below else "")
        + (raised(above) if above else "")
    )


def root(of: str, degree: str = "") -> str:
    """A square root, or that of a ``degree``."""
    return f"{raised(degree) if degree else ''}√{_bracketed(of)}"


def _bracketed(part: str) -> str:
    return str(part) if _WHOLE.fullmatch(part) else f"({part})"
