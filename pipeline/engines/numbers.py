"""Numbers with separators, written as another locale writes them: "1,000" in English is "1000" in Spanish.

The value never changes: only CLDR's decimal and group signs are exchanged, and what comes out is read again
by ``verification`` like everything else. A number of four digits is written without a group sign, for
"1.000" and "1,000" are the two that readers of different languages take for one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.language.quantities.model import Frequency, Measure, Number, Percentage, Quantity, Range
from pipeline.language.quantities.numerals import separators_of

if TYPE_CHECKING:
    from pipeline.language.locale import Locale

_CHAIN = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)+(?![\d.,]*\d)", re.ASCII)


def rewrite_numbers(
    text: str, quantity: Quantity, source: Locale, target: Locale
) -> Iterator[tuple[int, int, str]]:
    """Spans of numbers in ``text`` (the quantity as written) that ``target`` writes otherwise, and how."""
    if not isinstance(quantity, Number | Measure | Percentage | Range | Frequency):
        return
    ours, theirs = separators_of(source), separators_of(target)
    if (ours.decimal, ours.group) == (theirs.decimal, theirs.group):
        return
    for match in _CHAIN.finditer(text):
        whole, sign, rest = match[0].partition(ours.decimal)
        groups = whole.split(ours.group)
        regular = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
        if (sign and not rest.isdigit()) or (len(groups) > 1 and not regular) or not whole[:1].isdigit():
            continue
        if not all(group.isdigit() for group in groups):
            continue
        written = (theirs.group if len("".join(groups)) > 4 else "").join(groups)
        yield match.start(), match.end(), f"{written}{theirs.decimal}{rest}" if sign else written
