"""What a translation may leave to be understood, or say in words that the recogniser does not know.

A unit that stands elsewhere in the sentence, a "one", a numeral in Roman letters, a half in words: each is no
difference, or none that is sure.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from decimal import Decimal

from pipeline.checks.likeness import DOSE_FORMS, parts_of, roman
from pipeline.checks.rhythm import may_be_half_in_words
from pipeline.language.locale import Locale
from pipeline.language.quantities.carried import Text, knows_number_words, knows_phrases
from pipeline.language.quantities.facts import UNSPACED, data, facts_of, fold
from pipeline.language.quantities.model import (
    Code,
    Frequency,
    Measure,
    Number,
    Ordinal,
    Percentage,
    Phone,
    Quantity,
    Range,
)
from pipeline.language.quantities.units import unit_names, unit_of
from pipeline.language.regex import regex

ONE = (Decimal(1),)
_LARGEST_WORD = 20
"""Numbers up to here may be in words in a language whose number words the recogniser does not know."""
_HUNDRED = 100
# Code points between a share and its hundred, a number and its double.
_BETWEEN = 16


@functools.lru_cache(maxsize=1024)
def knows_unit(locale: Locale, unit: str) -> bool:
    """Whether the recogniser knows how the unit is written in this language, in full and in short."""
    if not knows_phrases(locale):
        return False
    names = set(unit_names(locale).values())
    return all(part in names for part in unit.split("/"))


def writes_both_signs(locale: Locale) -> bool:
    """Whether the language's writers mean a thousand by "1,000" and by "1.000" alike."""
    return locale.language in data("languages")["both_signs"]


def may_lack_unit(one: Quantity, other: Quantity, source: Text, target: Text) -> bool:
    """Whether a unit of time that only one side has may be left out: years of age, or named elsewhere."""
    kinds = {type(one), type(other)}
    known = knows_phrases(target[1])
    if kinds == {Frequency, Measure}:
        return not known
    if isinstance(one, Measure) == isinstance(other, Measure):
        return True
    if isinstance(one, Measure):
        return not known or is_named(one, target)
    assert isinstance(other, Measure)
    return is_named(other, source)


def is_named(measure: Measure, text: Text) -> bool:
    """Whether the unit of time of a measure is one of age, or stands in the other text by name."""
    if measure.dimension not in ("time", "months") or measure.unit == "a":
        return True
    written, locale = text
    return _name_of(locale, measure.unit).search(written) is not None


def names_below(one: Quantity, other: Quantity, text: Text, beside: Iterable[Quantity]) -> list[int]:
    """Where ``text`` names what a measure of the other text is divided by, its own measure being without it.

    For "15 mg per kilogram" and "15 mg": the places of "Kilogramm" in "15 mg für jedes Kilogramm".

    Args:
        other: the measure of ``text``.
        beside: the quantities of ``text``; a unit within one of them counts nothing.
    """
    if not (isinstance(one, Measure) and isinstance(other, Measure)):
        return []
    above, _, below = one.unit.rpartition("/")
    if (
        not above
        or "/" in other.unit
        or one.amounts != other.amounts
        or unit_of(above) != unit_of(other.unit)
    ):
        return []
    written, locale = text
    spans = [(each.start, each.end) for each in beside]
    places = (match.start() for match in _name_of(locale, below).finditer(written))
    return [place for place in places if not any(start <= place < end for start, end in spans)]


def names_period(one: Quantity, text: Text) -> bool:
    """Whether it is "a day" and the like, and ``text`` has words for that anywhere."""
    if not (isinstance(one, Frequency) and one.times == one.period == 1):
        return False
    each = facts_of(text[1]).each
    folded = fold(text[0])
    return any(unit == one.unit and phrase in folded for phrase, unit in each.items())


def is_each(one: Quantity, other: Quantity, locale: Locale) -> bool:
    """Whether "a day", "once a week" stand as "1日" and "1", the words for "each" unknown in the language."""
    if not isinstance(one, Frequency) or one.period != 1 or one.times != 1:
        return False
    if isinstance(other, Measure):
        if locale.likely_script not in UNSPACED and locale.language != "ko":
            return False
        return other.value == 1 and (other.dimension, other.factor) == (one.dimension, one.factor)
    return isinstance(other, Number) and other.value == 1 and not other.words


def is_dose(quantity: Quantity) -> bool:
    """Whether it says how much or how often; one of something may be said by its name alone."""
    if isinstance(quantity, Measure):
        return quantity.dimension in DOSE_FORMS and quantity.amounts != ONE
    return isinstance(quantity, Frequency)


def may_be_in_words(one: Quantity, source: Text, target: Text) -> bool:
    """Whether a number of the source may stand in ``target`` in words that the recogniser does not know."""
    written, locale = target
    known = knows_number_words(locale)
    if _is_small(one) and (one.amounts == ONE or not known):
        return True
    if not known and isinstance(one, Number) and not one.start and one.value < _HUNDRED:
        return True  # many languages begin no sentence with digits
    if not known and isinstance(one, Number) and _small_scaled(source[0][one.start : one.end]):
        return True
    part = any(amount != int(amount) for amount in one.amounts) and max(one.amounts) <= _LARGEST_WORD
    return part and may_be_half_in_words(written, locale)


def is_implied(other: Quantity, source: Text) -> bool:
    """Whether a word of the source says the number otherwise: "second" has become "2番目"."""
    if not isinstance(other, Number | Ordinal):
        return False
    written, locale = source
    listed = data("number_words").get(locale.language, {}).get("implied", {})
    words = listed.get(str(other.amounts[0]), "")
    return bool(words) and re.search(rf"(?<![a-z])(?:{words})(?![a-z])", written, re.I) is not None


def is_of_a_name(other: Quantity, wanted: tuple[Quantity, ...]) -> bool:
    """Whether a number is told apart from a name of the source: "SARS-CoV-2", "the SARS virus of type 2"."""
    if not isinstance(other, Number | Ordinal):
        return False
    return any(isinstance(one, Code) and str(other.value) in one.digits for one in wanted)


def in_roman(quantity: Quantity, text: str) -> bool:
    """Whether small numbers stand in ``text`` in Roman numerals: "siglo XXI", "Phase I-II"."""
    if not isinstance(quantity, Number | Ordinal | Range):
        return False
    if not all(0 < amount < 40 and amount == int(amount) for amount in quantity.amounts):
        return False
    numeral = "-".join(roman(int(amount)) for amount in quantity.amounts)
    return numeral in text and re.search(rf"(?<![A-Za-z]){numeral}(?![A-Za-z])", text) is not None


def is_per_hundred(other: Quantity, beside: Iterable[Quantity], source: Iterable[Quantity]) -> bool:
    """Whether ``other`` is the hundred of a percentage of the source in words: "5.9 nder 100" for 5.9%.

    Args:
        beside: what stands before and after it.
    """
    if not isinstance(other, Number) or other.value != _HUNDRED:
        return False
    near = {one.amounts for one in beside if max(one.start - other.end, other.start - one.end) <= _BETWEEN}
    return bool(near) and any(isinstance(one, Percentage) and one.amounts in near for one in source)


def is_repeated(before: Quantity, other: Quantity, text: str) -> bool:
    """Whether two numbers in a row are the same and near: languages double what is done each time."""
    if type(before) is not type(other) or before.amounts != other.amounts:
        return False
    between = text[before.end : other.start]
    return len(between) <= _BETWEEN and any(map(str.isalpha, between))


def _small_scaled(written: str) -> bool:
    """Whether a number is a small one and a word behind it that multiplies: "4 million"."""
    number, _, word = written.partition(" ")
    return number.isdecimal() and int(number[:3]) <= _LARGEST_WORD and word.isalpha()


def _is_small(quantity: Quantity) -> bool:
    """Whether all its numbers are small whole ones."""
    return all(
        amount == int(amount) and 0 <= amount <= _LARGEST_WORD for amount, _ in parts_of(quantity)
    ) and not isinstance(quantity, Phone)


@functools.lru_cache(maxsize=1024)
def _name_of(locale: Locale, unit: str) -> re.Pattern[str]:
    """Finds any name of a unit in its language; a stem may go on, a short Latin name may not."""
    options = []
    for name, id in unit_names(locale).items():
        stem, star, _ = name.partition("*")
        if id == unit and (len(stem) > 1 or not stem.isascii()):
            end = "" if star or len(stem) > 3 or not stem.isascii() else r"(?![A-Za-z])"
            options.append(rf"{re.escape(stem)}{end}")
    return regex(rf"(?<![A-Za-z])(?:{'|'.join(options) or '(?!)'})", re.IGNORECASE)
