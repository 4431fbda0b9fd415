"""Translations that stand for another sentence too: most often a row pasted, or a whole part shifted."""

from __future__ import annotations

import math
from collections.abc import Mapping

from pipeline.catalogs.model import Unit, UnitKey
from pipeline.checks.model import CheckContext
from pipeline.language.regex import regex

_STEM = 5
_WORD = regex(r"\w+")


def misplaced(context: CheckContext) -> Mapping[UnitKey, Unit]:
    """The units whose target is also that of quite another source, with the unit it rather belongs to.

    Of the units that share a target the one that fits it best keeps it: by the numbers and names that both
    sides have, then by length.
    """
    return context.once("misplaced", lambda: _find(context))


def same_text(text: str) -> str:
    """``text`` as it is compared: capitals and the marks around it do not count."""
    return text.casefold().strip(" .。।۔…\u00a0")


def _find(context: CheckContext) -> dict[UnitKey, Unit]:
    if context.same_language:
        return {}
    by_target: dict[str, list[Unit]] = {}
    for unit in context.units:
        if unit.source_plural is None and unit.target and not unit.obsolete:
            by_target.setdefault(same_text(unit.target), []).append(unit)
    found: dict[UnitKey, Unit] = {}
    for units in by_target.values():
        if len(units) > 1:
            best = max(units, key=_fit)
            for unit in units:
                if unit is not best and _differ(best, unit):
                    found[unit.key] = best
    return found


def _fit(unit: Unit) -> tuple[float, float]:
    source, target = (set(_WORD.findall(text.casefold())) for text in (unit.source, unit.target))
    shared = len(source & target) / max(1, min(len(source), len(target)))
    return (round(shared, 1), -abs(math.log((len(unit.target) + 12) / (len(unit.source) + 12))))


def _differ(one: Unit, other: Unit) -> bool:
    """Whether two sources say different things: more than a third of their longer words differ."""
    first, second = _longer_words(one.source), _longer_words(other.source)
    most = max(len(first), len(second))
    return most > 2 and 3 * len(first & second) < 2 * most


def _longer_words(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.casefold()) if len(word) > 3}
