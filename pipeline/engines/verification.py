"""Whether a reply may become a draft: nothing that must not change has changed.

A draft is read by a person, but a wrong dose that reads well is easily overlooked: a sentence whose reply is
refused here stays untranslated, and the report says why.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.documents.inline import TAG
from pipeline.language.digits import familiar_digits
from pipeline.language.limits import find_reversed, outside_limits
from pipeline.language.negation import find_negations, has_negators, negating, unanswered
from pipeline.language.quantities import find_quantities
from pipeline.language.quantities.carried import Text, digits_carried, knows_phrases
from pipeline.language.quantities.model import (
    Frequency,
    Measure,
    Number,
    Ordinal,
    Percentage,
    Quantity,
    amount_key,
)
from pipeline.language.steering import CONTROLS
from pipeline.language.writing import writing_of
from pipeline.segmentation.notation import compare_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipeline.language.locale import Locale

_COMPARISONS = str.maketrans({"⩽": "≤", "⩾": "≥", "≦": "≤", "≧": "≥", "＜": "<", "＞": ">"})
_OF_TIME = ("time", "months")
_SIGNS = "<>≤≥±"
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")


def find_problems(
    source: str,
    target: str,
    *,
    source_locale: Locale,
    target_locale: Locale,
    has_words: bool = True,
    kept: Iterable[str] = (),
) -> tuple[str, ...]:
    """Why ``target`` may not stand as a draft of ``source``, in words; nothing where it may.

    Args:
        source, target: in the inline notation.
        source_locale, target_locale: how to read their numbers.
        has_words: whether the source holds anything to translate at all.
        kept: texts that must stand in the target as they are, once for each time they are listed.
    """
    if not target.strip():
        return ("it is empty",)
    if len(target) > 4 * len(source) + 200:
        return ("it is many times longer than the source",)
    kept = list(kept)
    problems = [*compare_codes(source, target), *_characters(source, target, target_locale)]
    if problems:
        return tuple(problems)
    lost = [text for text, count in Counter(kept).items() if target.count(text) < count]
    if lost:
        return (f'"{lost[0]}" is missing',)
    ours, theirs = _plain(source), _plain(target)
    problems += _signs(ours, theirs)
    problems += compare_quantities(ours, theirs, source_locale=source_locale, target_locale=target_locale)
    problems += _limits(ours, theirs, source_locale, target_locale)
    problems += _negations(
        _without_kept(ours, kept), _without_kept(theirs, kept), source_locale, target_locale
    )
    if not problems and has_words and ours.split() == theirs.split() and len(ours.split()) > 3:
        problems.append("it is the source unchanged")
    return tuple(problems)


def compare_quantities(
    source: str, target: str, *, source_locale: Locale, target_locale: Locale
) -> tuple[str, ...]:
    """How the quantities of two plain texts differ, in words.

    Every quantity with digits must stand on the other side with the same value and unit. One that is written
    in words ("twice a day") must too, but for the words for one and for places in a row, which languages
    also use for other things ("one of them", "a second opinion"). Where the words round a number are not
    known in a language ("alle 8 Stunden"), the digits must be the same there, and what counts time may be
    read without its "every", or without its unit.
    """
    wanted = find_quantities(source, source_locale)
    found = find_quantities(target, target_locale)
    missing, added = _alike(_without(wanted, found), _without(found, wanted), _counts_the_same)
    texts = (source, source_locale), (target, target_locale)
    if not knows_phrases(target_locale):
        missing, added = _alike(missing, added, functools.partial(_is_carried, texts=texts))
    if not knows_phrases(source_locale):
        added, missing = _alike(added, missing, functools.partial(_is_carried, texts=texts[::-1]))
    problems = [f'"{source[q.start : q.end]}" is missing or changed' for q in missing if not _is_loose(q)]
    problems += [
        f'"{target[q.start : q.end]}" is not in the source'
        for q in added
        if not (_is_loose(q) or _is_article(q))
    ]
    return tuple(problems)


def _without(quantities: Iterable[Quantity], others: Iterable[Quantity]) -> list[Quantity]:
    left = Counter(quantity.key for quantity in others)
    missing = []
    for quantity in quantities:
        if left[quantity.key]:
            left[quantity.key] -= 1
        else:
            missing.append(quantity)
    return missing


def _alike(
    missing: list[Quantity], added: list[Quantity], say_the_same: Callable[[Quantity, Quantity], bool]
) -> tuple[list[Quantity], list[Quantity]]:
    """Both without the pairs that say the same."""
    left = list(added)
    unmatched: list[Quantity] = []
    for quantity in missing:
        for other in left:
            if say_the_same(quantity, other):
                left.remove(other)
                break
        else:
            unmatched.append(quantity)
    return unmatched, left


def _counts_the_same(one: Quantity, other: Quantity) -> bool:
    """Whether two differ only in how near the counted thing stands.

    "Two red tablets" is a number and a thing, "dos pastillas rojas" a measure in tablets: adjectives stand
    elsewhere in other languages. Units that can be taken for one another (mg, g, days) are never alike to a
    bare number.
    """
    return _is_counted(one, other) or _is_counted(other, one)


def _is_carried(known: Quantity, other: Quantity, *, texts: tuple[Text, Text]) -> bool:
    """Whether ``other``, in the second text, has the digits of ``known``, and words beside them that are not
    known may say the rest. A dose keeps its unit: that is written alike in most languages."""
    if isinstance(known, Frequency) and isinstance(other, Measure):
        period = ("measure", known.dimension, *amount_key(known.period, known.factor))
        return known.times == 1 and period == other.key
    if isinstance(known, Percentage) or (isinstance(known, Measure) and known.dimension not in _OF_TIME):
        return False
    return digits_carried(known, other, *texts)


def _is_counted(bare: Quantity, counted: Quantity) -> bool:
    return (
        isinstance(bare, Number)
        and isinstance(counted, Measure)
        and counted.unit.startswith("{")  # UCUM's form of what is counted: {tablet}
        and bare.value == counted.value
    )


def _is_loose(quantity: Quantity) -> bool:
    if not quantity.words:
        return False
    return isinstance(quantity, Ordinal) or (isinstance(quantity, Number) and quantity.value == 1)


def _is_article(quantity: Quantity) -> bool:
    """Whether it is the "a" of "within a month", which other languages say with their word for one."""
    return quantity.words and isinstance(quantity, Measure) and quantity.value == 1


def _plain(text: str) -> str:
    """``text`` as a reader sees it: a break is a line end, other tags nothing, what is opaque an object."""
    return TAG.sub(lambda tag: "\n" if tag["line"] else ("\ufffc" if tag["x"] else ""), text)


def _limits(source: str, target: str, source_locale: Locale, target_locale: Locale) -> Iterator[str]:
    """The limits that are the opposite in the target, as ``check`` finds them."""
    for found in find_reversed(
        source,
        target,
        (source_locale, target_locale),
        lambda: (find_quantities(source, source_locale), find_quantities(target, target_locale)),
    ):
        before = source[found.source.start : found.source.end]
        after = target[found.target.start : found.target.end]
        yield f'"{before}" became "{after}", which is the opposite'


def _signs(source: str, target: str) -> list[str]:
    ours, theirs = source.translate(_COMPARISONS), target.translate(_COMPARISONS)
    return [f'"{sign}" is missing or added' for sign in _SIGNS if ours.count(sign) != theirs.count(sign)]


def _without_kept(text: str, kept: Iterable[str]) -> str:
    """``text`` without what stands on both sides as it is: "Doctors Without Borders" negates nothing."""
    for piece in kept:
        text = text.replace(piece, "\ufffc")
    return text


def _negations(source: str, target: str, source_locale: Locale, target_locale: Locale) -> Iterator[str]:
    """A negation that the other side does not answer, as ``check`` finds them; where it holds a word that may
    well be put as a negation ("avoid"), an added one is none.

    Nothing in a language whose negators are not known.
    """
    if not (has_negators(source_locale) and has_negators(target_locale)):
        return
    wanted, found = find_negations(source, source_locale), find_negations(target, target_locale)
    lost = unanswered(wanted, found)
    if wanted and not negating(wanted) and negating(found):
        locales = source_locale, target_locale
        quantities = find_quantities(source, source_locale), find_quantities(target, target_locale)
        wanted, found = outside_limits(source, target, locales, (wanted, found), quantities)
    added = [] if wanted else [one for one in negating(found) if one.strength != "nominal"]
    for text, negations, what in (
        (source, lost, "has no counterpart"),
        (target, added, "is not in the source"),
    ):
        if negations:
            yield f'"{text[negations[0].start : negations[0].end]}" {what}'


def _characters(source: str, target: str, locale: Locale) -> list[str]:
    for character in target:
        if character in source:
            continue
        kind = unicodedata.category(character)
        # Direction is for editions to set; a reply that brings its own, or control characters, is not text.
        if character in CONTROLS or kind in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp"):
            return [f"it holds the character U+{ord(character):04X}"]
        # Joiners and the like are spelling in some scripts, and nothing that can be seen in others.
        if kind == "Cf" and character not in writing_of(locale).invisible:
            return [f"it holds the character U+{ord(character):04X}"]
    familiar = familiar_digits(locale)
    strange = next((one for one in target if one.isdecimal() and one not in (familiar or one)), None)
    if strange is not None and strange not in source:
        return [f'it holds the digit "{strange}", which its readers do not know']
    entity = _ENTITY.search(target)
    if entity is not None and entity[0] not in source:
        return [f"it holds {entity[0]}, which is markup gone wrong"]
    return []
