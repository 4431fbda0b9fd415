"""Units: their ids, dimensions and factors, their names in a language, and conversion between them."""

from __future__ import annotations

import functools
import re
import tomllib
from decimal import Decimal
from importlib import resources
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.language.locale import Locale


# No temperature of a leaflet; rounding a longer number would exceed the precision of decimal arithmetic.
_ABSURD = 10**9


class Unit(Struct, frozen=True):
    """One unit.

    Attributes:
        id: after UCUM: "mg", "Cel", "{tablet}"; a compound has slashes: "mg/kg".
        dimension: what it measures; a compound's has slashes too.
        factor: one such unit in the base unit of the dimension.
    """

    id: str
    dimension: str
    factor: Decimal


@functools.cache
def _table() -> dict[str, dict[str, Any]]:
    path = resources.files(__package__) / "data" / "units.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=512)
def unit_of(id: str) -> Unit:
    """The unit with this id.

    Raises:
        UsageError: there is none.
    """
    dimensions, factor = [], Decimal(1)
    for place, part in enumerate(id.split("/")):
        entry = _table().get(part)
        if entry is None:
            raise UsageError(f'"{id}" is not a unit', "use an id of units.toml")
        dimensions.append(str(entry["dimension"]))
        factor = factor * Decimal(entry["factor"]) if place == 0 else factor / Decimal(entry["factor"])
    return Unit(id, "/".join(dimensions), +factor)


def convert(value: Decimal, source: str, target: str) -> Decimal | None:
    """``value`` in another unit, or None where the two units do not measure the same thing.

    Celsius and Fahrenheit convert into each other (NIST SP 811, B.8), rounded to two places; all else is a
    factor.
    """
    if (source, target) == ("Cel", "degF"):
        return round(value * Decimal("1.8") + 32, 2).normalize() if abs(value) < _ABSURD else None
    if (source, target) == ("degF", "Cel"):
        return round((value - 32) / Decimal("1.8"), 2).normalize() if abs(value) < _ABSURD else None
    first, second = unit_of(source), unit_of(target)
    return value * first.factor / second.factor if first.dimension == second.dimension else None


@functools.cache
def symbols() -> dict[str, str]:
    """Symbols of every language, as written (their case counts), with the unit's id."""
    found = {}
    for id, entry in _table().items():
        listed = re.sub(r"([°º˚]) (?=[CF])", r"\1_", entry.get("symbols", ""))
        listed = listed.replace("mm Hg", "mm_Hg")
        for symbol in listed.split():
            found[symbol.replace("_", " ")] = id
    return found


@functools.lru_cache(maxsize=64)
def unit_names(locale: Locale) -> Mapping[str, str]:
    """Names of the units in the language of ``locale`` and their ids: CLDR's, then our own."""
    found: dict[str, str] = {}
    for id, entry in _table().items():
        if "cldr" in entry:
            for name in _cldr_names(entry["cldr"], locale):
                if name not in entry.get("not_names", "").split():
                    found.setdefault(name, id)
    for id, entry in _table().items():
        for name in entry.get("names", {}).get(locale.language, "").split():
            found[name.replace("_", " ")] = id
            if name.endswith(".") or "._" in name or "." in name[:-1]:
                # Abbreviations lose their stops, or are written with the script's own sign of abbreviation.
                for other in (name.replace(".", ""), name.rstrip("."), name.replace(".", "॰")):
                    if len(other) > 1:
                        found.setdefault(other.replace("_", " "), id)
    return found


def _cldr_names(pattern: str, locale: Locale) -> set[str]:
    """Every form CLDR gives a unit beside a number, in all plural forms; single letters are left out."""
    from babel.units import format_unit

    names = set()
    for length in ("long", "short"):
        for number in _one_of_each(locale):
            written = format_unit(
                number, pattern, length=length, locale=locale.cldr(), numbering_system="latn"
            )
            name = re.sub(r"[\u200e\u200f\u00a0 ]+", " ", written.replace(str(number), "")).strip()
            # Babel puts the pattern's own name where a length has none; a name without a number is a dual.
            if pattern not in written and str(number) in written and not _is_letter(name):
                names.add(name)
    return names


@functools.lru_cache(maxsize=64)
def _one_of_each(locale: Locale) -> tuple[int, ...]:
    """A number for each plural form of a language."""
    return tuple({locale.cldr().plural_form(number): number for number in (0, 1, 2, 3, 5, 11, 100)}.values())


def _is_letter(name: str) -> bool:
    """Whether a name is one letter of an alphabet, too short to tell apart; a Han character is a word."""
    bare = name.strip(".")
    return len(bare) < 2 and bare < "\u2e80"


def all_unit_ids() -> tuple[str, ...]:
    """The ids of the simple units."""
    return tuple(_table())
