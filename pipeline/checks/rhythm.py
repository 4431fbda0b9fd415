"""Periods that stand alone: "weekly" that became "daily" has no number to be compared, and kills."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.language.locale import Locale
from pipeline.language.quantities.model import Frequency, Measure, Quantity
from pipeline.language.quantities.periods import period_key, periods_of
from pipeline.language.regex import regex

Text = tuple[str, Locale, Sequence[Quantity]]
"""A text, its language, and the quantities that were read in it."""

# That somebody takes something: then a period of more than a day is not left out without harm.
_TAKEN = regex(
    r"\b(?:tak(?:e|es|en|ing)|inject(?:s|ed|ion|ions)?|us(?:e|es|ed)|giv(?:e|es|en)|swallow|appl(?:y|ied)|"
    r"doses?|tablets?|capsules?|medicines?)\b",
    re.IGNORECASE,
)


def lost_rhythm(source: Text, target: Text) -> Iterator[tuple[Frequency, Frequency | None]]:
    """The periods of the source that became another in the target; with None, one that it lacks.

    A period may be an adjective as well ("daily life"), so one that is only missing is told where the
    sentence speaks of taking a medicine, and not of the day.
    """
    asked, told = periods_of(source[1]), periods_of(target[1])
    if asked is None or told is None:
        return
    named = asked.find(source[0])
    if told.counts is not None:
        # In these languages "once a week" may be read as a bare "1".
        once = [one for one in _frequencies(source[2]) if one.times == one.period == 1]
        named += [one for one in once if all(one.start != other.start for other in named)]
    if not named:
        return
    wanted = [*named, *_frequencies(source[2])]
    found = [*told.find(target[0]), *_frequencies(target[2])]
    keys, others = {period_key(one) for one in wanted}, {period_key(one) for one in found}
    spans = {period_key(one) for one in target[2]} | {_span_of(one) for one in target[2]}
    new = [one for one in found if period_key(one) not in keys]
    seen: set[object] = set()
    for one in named:
        key = period_key(one)
        if key in others or key in spans or key in seen:
            continue
        seen.add(key)
        if new:
            yield one, new.pop(0)
        elif not found and told.counts is None and one.unit in ("wk", "mo") and _TAKEN.search(source[0]):
            yield one, None


def changed_count(source: Text, target: Text) -> tuple[Frequency, Frequency] | None:
    """How often a day in the source, and another count in the target, in words the recogniser has not."""
    told = periods_of(target[1])
    if told is None or told.counts is None:
        return None
    daily = [one for one in _frequencies(source[2]) if one.period == 1]
    found = told.times_a_day(target[0])
    if len(daily) != 1 or len(found) != 1 or not isinstance(daily[0].times, Decimal):
        return None
    return (daily[0], found[0]) if daily[0].key != found[0].key else None


def may_be_half_in_words(text: str, locale: Locale) -> bool:
    """Whether ``text`` has a word for a half or a quarter that the recogniser does not know."""
    told = periods_of(locale)
    return told is not None and told.halves is not None and told.halves.search(text) is not None


def _frequencies(quantities: Sequence[Quantity]) -> list[Frequency]:
    return [one for one in quantities if isinstance(one, Frequency)]


def _span_of(quantity: Quantity) -> object:
    """The period that a bare measure of time may be: "7 days" where "every" was not read."""
    if isinstance(quantity, Measure) and quantity.dimension in ("time", "months"):
        return quantity.dimension, quantity.amounts[0] * quantity.factor
    return None
