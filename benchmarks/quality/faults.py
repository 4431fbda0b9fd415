"""Faults to put into a good translation, each a mistake that people and machines make.

A fault of tags, links or telephone numbers first puts one on both sides where there is none.

A fault takes a pair and returns it with one mistake, or None where the pair has no place for it.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.language.limit_words import folded, listed_limits
from pipeline.language.limits import find_limits
from pipeline.language.locale import Locale, parse_locale
from pipeline.language.negation import find_negations
from pipeline.language.ordinals import find_ordinals, ordinal_words
from pipeline.language.quantities import find_quantities
from pipeline.language.quantities.model import Email, Interval, Measure, Phone, Quantity, Range, Url
from pipeline.language.quantities.units import unit_names

EN = parse_locale("en")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\d+(?:[.,٫]\d+)?")
_DECIMAL = re.compile(r"(?<![\d.,٫])(\d+)([.,٫])(\d{1,2})(?![\d.,٫])")
_STOP = re.compile(r"[.!?؟۔।។။。！？][\"”»’)]*\s*(?=\S)")
_TAG = re.compile(r"</?[a-z][^<>]*>")
_ADDRESS = re.compile(r"https://[^\s\"<>]+")
# What a unit is taken for: the neighbour a slip of the pen, or of a machine, gives.
_SYMBOLS = {
    "mg": "g", "g": "mg", "ug": "mg", "kg": "g", "mL": "L", "L": "mL", "cm": "m", "mm": "cm", "km": "m",
    "Cel": "°F", "degF": "°C",
}  # fmt: skip
_PHONES = ("0800 123 456", "+44 20 7946 0018", "1-800-555-0199", "020 7946 0018")
_NAMES = {"h": "min", "min": "h", "d": "wk", "wk": "mo", "mo": "wk", "a": "mo"}


@dataclass(frozen=True, slots=True)
class Pair:
    source: str
    target: str
    locale: Locale


_OPPOSITES = {
    "less": "more", "more": "less", "not_more": "not_less", "not_less": "not_more",
    "earlier": "later", "later": "earlier",
}  # fmt: skip

Fault = Callable[[Pair, random.Random], "Pair | None"]


def digit_changed(pair: Pair, dice: random.Random) -> Pair | None:
    spans = _digits(pair)
    if not spans:
        return None
    start, end = dice.choice(spans)
    at = dice.randrange(start, end)
    old = int(pair.target[at])
    new = dice.choice([digit for digit in range(10) if digit != old and (digit or at > start)])
    return _with(pair, at, at + 1, _as(pair.target[at], new))


def zero_added(pair: Pair, dice: random.Random) -> Pair | None:
    spans = [
        (start, end)
        for start, end in _digits(pair)
        if not re.match(r"[.,٫]?\d", pair.target[end : end + 2]) and not _in_fraction(pair.target, start)
    ]
    if not spans:
        return None
    start, end = dice.choice(spans)
    return _with(pair, end, end, _as(pair.target[start], 0))


def decimal_moved(pair: Pair, dice: random.Random) -> Pair | None:
    places = [
        match
        for match in _DECIMAL.finditer(pair.target)
        if any(start <= match.start() < end for start, end in _digits(pair))
    ]
    if not places:
        return None
    match = dice.choice(places)
    whole, sign, rest = match.groups()
    moved = f"{whole}{rest}" if len(whole) == 1 else f"{whole[:-1]}{sign}{whole[-1]}{rest}"
    return _with(pair, match.start(), match.end(), moved)


def unit_swapped(pair: Pair, dice: random.Random) -> Pair | None:
    places = [
        quantity
        for quantity in _quantities(pair)
        if isinstance(quantity, Measure)
        and not quantity.words
        and any(map(str.isdecimal, pair.target[quantity.start : quantity.end]))
        and (
            quantity.unit in _SYMBOLS
            or (quantity.unit in _NAMES and not isinstance(quantity.value, Interval))
        )
    ]
    if not places:
        return None
    quantity = dice.choice(places)
    written = pair.target[quantity.start : quantity.end]
    if quantity.unit in _NAMES:
        names = [name for name, id in unit_names(pair.locale).items() if id == _NAMES[quantity.unit]]
        name = max((name for name in names if "*" not in name), key=len, default="")
        number = _NUMBER.search(written)
        if not name or number is None:
            return None
        other = f"{number[0]} {name}" if written[0].isdecimal() else f"{name} {number[0]}"
        return _with(pair, quantity.start, quantity.end, other)
    numbers = list(_NUMBER.finditer(written))
    unit = _SYMBOLS[quantity.unit]
    return _with(
        pair, quantity.start, quantity.end, f"{written[numbers[0].start() : numbers[-1].end()]} {unit}"
    )


def range_end_dropped(pair: Pair, dice: random.Random) -> Pair | None:
    places = []
    for quantity in _quantities(pair):
        if isinstance(quantity, Range | Measure) and isinstance(quantity.value, Interval):
            numbers = list(_NUMBER.finditer(pair.target, quantity.start, quantity.end))
            if len(numbers) == 2:
                places.append((numbers[0].end(), numbers[1].end()))
    if not places:
        return None
    return _with(pair, *dice.choice(places), "")


def phone_digit_changed(pair: Pair, dice: random.Random) -> Pair | None:
    phones = [quantity for quantity in _quantities(pair) if isinstance(quantity, Phone)]
    if not phones:
        return phone_digit_changed(_carrying(pair, dice.choice(_PHONES)), dice)
    phone = dice.choice(phones)
    places = [at for at in range(phone.start, phone.end) if pair.target[at].isdecimal()]
    at = dice.choice(places)
    new = dice.choice([digit for digit in range(1, 10) if digit != int(pair.target[at])])
    return _with(pair, at, at + 1, _as(pair.target[at], new))


def negator_removed(pair: Pair, dice: random.Random) -> Pair | None:
    def places(text: str, locale: Locale) -> list[tuple[int, int]]:
        return [
            (one.start, one.end)
            for one in find_negations(text, locale)
            if one.strength in ("strong", "nominal")
        ]

    found = places(pair.target, pair.locale)
    if not found or not places(pair.source, EN):
        return None
    return _with(pair, *dice.choice(found), "")


def ordinal_changed(pair: Pair, dice: random.Random) -> Pair | None:
    """The next ordinal for one that both texts say in words and that the target says once."""
    listed = ordinal_words(pair.locale)
    wanted = {one.value for one in find_ordinals(pair.source, EN) if one.sure}
    found = find_ordinals(pair.target, pair.locale)
    places = [
        one
        for one in found
        if one.sure
        and one.value in wanted
        and sum(other.value == one.value for other in found) == 1
        and listed.get(one.value + 1)
    ]
    if not places:
        return None
    one = dice.choice(places)
    written = pair.target[one.start : one.end].lower()
    words, others = listed[one.value], listed[one.value + 1]
    # The form in the same place of the table, which is mostly the one of the same case and gender.
    index = words.index(written) if written in words else 0
    return _with(pair, one.start, one.end, others[min(index, len(others) - 1)])


def limit_reversed(pair: Pair, dice: random.Random) -> Pair | None:
    """The commonest opposite words for those of a limit that both texts set beside the same amount."""
    wanted = {
        (one.quantity.amounts, one.kinds, one.negated)
        for one in find_limits(pair.source, EN, find_quantities(pair.source, EN))
    }
    listed = listed_limits(pair.locale)
    places = []
    for one in find_limits(pair.target, pair.locale, _quantities(pair)):
        start, end = one.words[0]
        words = folded(pair.target[start:end])
        behind = start >= one.quantity.end
        key = next((key for key in _OPPOSITES if words in listed.get(f"{key}{'_after' * behind}", ())), None)
        opposite = listed.get(f"{_OPPOSITES[key]}{'_after' * behind}") if key else None
        if (one.quantity.amounts, one.kinds, one.negated) in wanted and opposite:
            places.append((start, end, opposite[0]))
    if not places:
        return None
    return _with(pair, *dice.choice(places))


def tag_dropped(pair: Pair, dice: random.Random) -> Pair | None:
    tags = list(_TAG.finditer(pair.target))
    if not tags:
        return tag_dropped(_tagged(pair), dice)
    return _with(pair, *dice.choice(tags).span(), "")


def link_swapped(pair: Pair, dice: random.Random) -> Pair | None:
    links = list(_ADDRESS.finditer(pair.target))
    if not links:
        return link_swapped(_carrying(pair, "https://health.example/leaflets/17"), dice)
    link = dice.choice(links)
    return _with(pair, *link.span(), dice.choice(["https://other.example/page", link[0].rstrip("/") + "x"]))


def sentence_dropped(pair: Pair, dice: random.Random) -> Pair | None:
    stops = [match for match in _STOP.finditer(pair.target) if len(pair.target) - match.end() > 20]
    if not stops or not _STOP.search(pair.source):
        return None
    return _with(pair, dice.choice(stops).end(), len(pair.target), "")


def wrong_script(pair: Pair, _dice: random.Random) -> Pair | None:
    letters = (
        "абвгдежзиклмнопрстуфхцчшщ" if pair.locale.likely_script == "Latn" else "abcdefghijklmnopqrstuvwy"
    )
    if sum(map(str.isalpha, pair.target)) < 12:
        return None
    changed = "".join(
        letters[ord(c) % len(letters)] if c.isalpha() else c
        for c in pair.target
        if not unicodedata.category(c).startswith("M")
    )
    return Pair(pair.source, changed, pair.locale)


QUANTITIES = ("numbers", "measures", "doses", "ranges", "temperatures", "dates", "phones")
FAULTS: dict[str, tuple[Fault, tuple[str, ...], float]] = {
    "digit changed": (digit_changed, QUANTITIES, 0.99),
    "zero added": (zero_added, QUANTITIES, 0.99),
    "decimal point moved": (decimal_moved, QUANTITIES, 0.99),
    "unit swapped": (unit_swapped, QUANTITIES, 0.99),
    "range end dropped": (range_end_dropped, QUANTITIES, 0.99),
    "phone digit changed": (phone_digit_changed, QUANTITIES, 0.99),
    "ordinal changed": (ordinal_changed, ("numbers",), 0.75),
    "limit reversed": (limit_reversed, ("limits",), 0.9),
    "tag dropped": (tag_dropped, ("tags", "broken-notation"), 0.99),
    "link swapped": (link_swapped, ("links",), 0.99),
    "negator removed": (negator_removed, ("negation",), 0.90),
    "sentence dropped": (sentence_dropped, ("sentence-count", "length", *QUANTITIES, "negation"), 0),
    "wrong script": (wrong_script, ("wrong-script", "wrong-language"), 0.99),
}
"""By name: the fault, the checks that should find it, the share that they should find (0: only told)."""


def _carrying(pair: Pair, text: str) -> Pair:
    """Both sides with the same text behind them."""
    return Pair(f"{pair.source} ({text})", f"{pair.target} ({text})", pair.locale)


def _tagged(pair: Pair) -> Pair:
    """Both sides with their first word in bold."""
    source, target = (
        f"<b>{first}</b>{space}{rest}"
        for first, space, rest in (pair.source.partition(" "), pair.target.partition(" "))
    )
    return Pair(source, target, pair.locale)


def _quantities(pair: Pair) -> tuple[Quantity, ...]:
    return find_quantities(pair.target, pair.locale)


def _digits(pair: Pair) -> list[tuple[int, int]]:
    """Runs of digits that are not part of an address."""
    links = [(q.start, q.end) for q in _quantities(pair) if isinstance(q, Email | Url)]
    links += [match.span() for match in _TAG.finditer(pair.target)]
    return [
        match.span()
        for match in _DIGITS.finditer(pair.target)
        if not any(start <= match.start() < end for start, end in links)
    ]


def _in_fraction(text: str, start: int) -> bool:
    """Whether digits stand behind a decimal point, where another nought changes nothing."""
    return bool(re.search(r"\d[.,٫]$", text[max(0, start - 2) : start]))


def _as(model: str, digit: int) -> str:
    """A digit in the script of another."""
    return chr(ord(model) - int(model) + digit)


def _with(pair: Pair, start: int, end: int, text: str) -> Pair:
    return Pair(pair.source, pair.target[:start] + text + pair.target[end:], pair.locale)
