"""``negation``: a "not", "never" or "unless" was lost or added."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.comparison import quantities_of
from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Side, Span
from pipeline.checks.signs import Sign
from pipeline.language.limits import outside_limits
from pipeline.language.locale import Locale
from pipeline.language.negation import (
    Negation,
    drift_of,
    find_negations,
    has_negators,
    negating,
    unanswered,
)

_LONGEST = 20_000
_LONG = 80
_MOST = 50


class NegationCheck:
    id = "negation"
    category: Category = "clinical"
    severity = Severity.WARNING
    signs = Sign.NEGATION
    explanation = (
        "One text negates or forbids and the other has no word that could: a lost not, never, without or "
        "unless turns an instruction into its opposite. Polyleaf looks for the negating words and forms of "
        "both languages; a language may well say it otherwise (avoid, lack, only), which is no fault. Read "
        "both sentences and see that they forbid and allow the same."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        if not (has_negators(context.locale) and has_negators(context.source_locale)):
            return
        wanted = _negations(pair.source, context.source_locale)
        found = _negations(pair.target, context.locale)
        lost = unanswered(wanted, found) or self._strayed(pair, context, wanted, found)
        if lost:
            words = _quoted(lost, pair.source)
            yield pair.finding(
                self,
                f"{words} of the source has no counterpart",
                "see that the translation forbids or denies what the source does",
                source=[pair.source.span(one.start, one.end) for one in lost],
                target=[Span(0, len(pair.target.raw))],
            )
        # A word such as "without" or "un-" often says what another language has no negation for.
        if wanted and not negating(wanted) and negating(found):
            texts, locales = (pair.source.plain, pair.target.plain), (context.source_locale, context.locale)
            wanted, found = outside_limits(*texts, locales, (wanted, found), quantities_of(pair, context))
        added = [] if wanted else [one for one in negating(found) if one.strength != "nominal"]
        if added:
            words = _quoted(added, pair.target)
            yield pair.finding(
                self,
                f"{words} negates what the source does not",
                "see that the translation does not forbid or deny more than the source does",
                source=[Span(0, len(pair.source.raw))],
                target=[pair.target.span(one.start, one.end) for one in added],
            )

    def _strayed(
        self, pair: Pair, context: CheckContext, wanted: tuple[Negation, ...], found: tuple[Negation, ...]
    ) -> list[Negation]:
        """The negations of a long source that have none near their place in the target."""
        drifts = drift_of(context.source_locale), drift_of(context.locale)
        source, target = pair.source.plain, pair.target.plain
        if drifts[0] is None or drifts[1] is None or len(source) < _LONG:
            return []
        places = [one.start / len(target) for one in negating(found)]
        if not places:
            return []
        reach = min(drifts[0], drifts[1])
        return [
            one
            for one in negating(wanted)
            if min(abs(one.start / len(source) - place) for place in places[:_MOST]) > reach
        ][:_MOST]


def _negations(side: Side, locale: Locale) -> tuple[Negation, ...]:
    return side.memo(("negations", locale.tag), lambda text: find_negations(text[:_LONGEST], locale))


def _quoted(some: list[Negation], side: Side) -> str:
    return ", ".join(f"“{side.plain[one.start : one.end]}”" for one in some[:3])
