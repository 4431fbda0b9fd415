"""How often: joins "3 times" with "a day", reads "every 6 hours", "b.i.d.", and "10 mg daily"."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.language.quantities.facts import data, fold
from pipeline.language.quantities.model import Amount, Frequency, Measure, Quantity
from pipeline.language.quantities.units import unit_of
from pipeline.language.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.language.quantities.scan import Scan

_WINDOW = 30
_TIME = ("time", "months")
_ONE = Decimal(1)
_NOT_DOSES = (
    "time",
    "months",
    "length",
    "times",
    "angle",
    "temperature-Cel",
    "temperature-degF",
    "rate",
    "beats",
)
_EVERY_HOURS = regex(r"(?<![\w])[qQ]\.? ?(\d{1,2}) ?[hH](?:rs?)?\.?(?![\w])")


def join_frequencies(scan: Scan, found: list[Quantity]) -> Iterator[Quantity]:
    """``found`` with the frequencies in it made whole, in order."""
    abbreviations = list(_abbreviations(scan.text))
    if not abbreviations and not any(isinstance(q, Measure) for q in found):
        yield from found
        return
    merged = [q for k, q in enumerate(found) if not _opens_frequency(scan, found, k)]
    if abbreviations:
        # An abbreviation wins over what was found inside it ("q6h" holds a number).
        merged += abbreviations
        merged.sort(key=lambda q: (q.start, not isinstance(q, Frequency)))
    last_end = 0
    for place, quantity in enumerate(merged):
        if quantity.start < last_end:
            continue
        limit = merged[place + 1].start if place + 1 < len(merged) else len(scan.text)
        following = merged[place + 1] if place + 1 < len(merged) else None
        # "10 mg দিনে ৩ বার": the period belongs to the count that follows it.
        times = isinstance(following, Measure) and following.unit == "{times}"
        bound = (
            times
            and following is not None
            and scan.facts.each_before.search(
                scan.text[max(quantity.end, following.start - _WINDOW) : following.start]
            )
        )
        for part in _expanded(scan, quantity, last_end, limit, bool(bound)):
            yield part
            last_end = part.end


def _expanded(
    scan: Scan, quantity: Quantity, cursor: int, limit: int, following_times: bool
) -> Iterator[Quantity]:
    if not isinstance(quantity, Measure):
        yield quantity
        return
    text, facts = scan.text, scan.facts
    base = max(cursor, quantity.start - _WINDOW)
    before = text[base : quantity.start]
    if quantity.dimension in _TIME and (match := facts.every.search(before)):
        yield frequency(
            base + match.start(), quantity.end, _ONE, quantity.value, quantity.unit, quantity.words
        )
        return
    after = facts.each_after.match(text, quantity.end)
    if after and (after.end() > limit or following_times):
        after = None
    if quantity.unit == "{times}":
        if after:
            unit = facts.each[fold(after[1])]
            yield frequency(quantity.start, after.end(), quantity.value, _ONE, unit, quantity.words)
        elif match := facts.each_before.search(before):
            unit = facts.each[fold(match[1])]
            yield frequency(base + match.start(), quantity.end, quantity.value, _ONE, unit, quantity.words)
        elif not (quantity.words and quantity.value == 1):
            yield quantity
        return
    is_dose = quantity.dimension.split("/")[0] not in _NOT_DOSES
    if is_dose and after is None and (match := facts.each_before.search(before)):
        unit = facts.each[fold(match[1])]
        yield frequency(base + match.start(), base + match.end(1), _ONE, _ONE, unit, True)
    yield quantity
    if is_dose and after:
        unit = facts.each[fold(after[1])]
        yield frequency(after.start(1), after.end(), _ONE, _ONE, unit, True)


def _opens_frequency(scan: Scan, found: list[Quantity], k: int) -> bool:
    """Whether quantity ``k`` is only the "一日" of "一日三次", "one day" before "three times"."""
    if k + 1 >= len(found):
        return False
    one, times = found[k], found[k + 1]
    if not (isinstance(one, Measure) and one.words and one.value == 1 and one.dimension in _TIME):
        return False
    if not (isinstance(times, Measure) and times.unit == "{times}"):
        return False
    match = scan.facts.each_before.search(scan.text[max(0, times.start - _WINDOW) : times.start])
    return match is not None and times.start - _WINDOW + match.start() <= one.start


def frequency(start: int, end: int, times: Amount, period: Amount, unit: str, words: bool) -> Frequency:
    """A frequency, its dimension and factor filled in."""
    known = unit_of(unit)
    return Frequency(
        start=start, end=end, words=words, times=times, period=period, unit=unit,
        dimension=known.dimension, factor=known.factor,
    )  # fmt: skip


# What every abbreviation of the table begins with.
_STOPPED = regex(r"[a-z]\.[a-z]|[A-Z]ID")


@functools.cache
def _abbreviation_table() -> tuple[re.Pattern[str], dict[str, int]]:
    table: dict[str, int] = data("emergency")["abbreviations"]["day"]
    options = "|".join(re.escape(a) for a in sorted(table, key=len, reverse=True))
    return regex(rf"(?<![\w.])(?:{options})(?![\w])"), table


def holds_abbreviation(text: str) -> bool:
    """Whether ``text`` holds one of the Latin abbreviations of prescriptions, such as "b.i.d."."""
    return _STOPPED.search(text) is not None and _abbreviation_table()[0].search(text) is not None


def _abbreviations(text: str) -> Iterator[Frequency]:
    pattern, table = _abbreviation_table()
    if _STOPPED.search(text):
        for match in pattern.finditer(text):
            yield frequency(match.start(), match.end(), Decimal(table[match[0]]), _ONE, "d", True)
    if "q" in text or "Q" in text:
        for match in _EVERY_HOURS.finditer(text):
            yield frequency(match.start(), match.end(), _ONE, Decimal(match[1]), "h", False)
