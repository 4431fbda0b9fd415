"""The digits a locale's readers write numbers with."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

from pipeline.language.locale import Locale

ASCII_DIGITS = "0123456789"


def native_digits(locale: Locale) -> str:
    """Return the ten digits of ``locale``'s default numbering system in CLDR, zero first.

    These are 0-9 for most locales, among them Hindi and Urdu, whose readers CLDR finds to use them most.
    """
    return _systems().get(locale.cldr().default_numbering_system, ASCII_DIGITS)


def with_native_digits(text: str, locale: Locale) -> str:
    """Return ``text`` with each of 0-9 replaced by the digit of the same value that ``locale`` uses.

    Only for numbers that Polyleaf itself writes, such as dates: a number in a translation stays as it is.
    """
    return text.translate(str.maketrans(ASCII_DIGITS, native_digits(locale)))


def familiar_digits(locale: Locale) -> str | None:
    """Return the digits that ``locale``'s readers know: 0-9, its default ones, and its own in CLDR.

    None if it has digits of its own that are not in the table.
    """
    cldr = locale.cldr()
    own = cldr.other_numbering_systems.get("native", "latn")
    if own != "latn" and own not in _systems():
        return None
    return ASCII_DIGITS + native_digits(locale) + _systems().get(own, "")


@functools.cache
def _systems() -> dict[str, str]:
    table = resources.files("pipeline.language").joinpath("digits.toml").read_text("utf-8")
    return {name: str(digits) for name, digits in tomllib.loads(table).items()}
