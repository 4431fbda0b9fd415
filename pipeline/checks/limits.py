"""``limits``: "under 12 years" became "over 12 years"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.comparison import LONGEST, quantities_of
from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Side
from pipeline.checks.signs import Sign
from pipeline.language.limits import Limit, find_reversed


class Limits:
    id = "limits"
    category: Category = "clinical"
    severity = Severity.ERROR
    signs = Sign.LIMIT
    explanation = (
        "The source sets a limit and the translation the opposite one beside the same quantity: under 12 "
        "years became over 12 years, at least 2 hours at most 2 hours, 8 weeks before 8 weeks after. "
        "Polyleaf looks for the words of both languages that stand in direct contact with a quantity. Over "
        "12 and 12 or over are the same to it, not more than 8 is at most 8, and a limit that only one text "
        "has is nothing. The finding is a warning where a word such as avoid may forbid what the other text "
        "allows, and where the quantity stands more than once. Write the limit of the source."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        source, target = pair.source.plain, pair.target.plain
        if len(source) > LONGEST or len(target) > LONGEST:
            return
        locales = context.source_locale, context.locale
        for found in find_reversed(source, target, locales, lambda: quantities_of(pair, context)):
            one, other = found.source, found.target
            yield pair.finding(
                self,
                f"{_shown(one, pair.source)} became {_shown(other, pair.target)}, which is the opposite",
                "write the limit as in the source",
                source=[pair.source.span(one.start, one.end)],
                target=[pair.target.span(other.start, other.end)],
                severity=None if found.sure else Severity.WARNING,
            )


def _shown(limit: Limit, side: Side) -> str:
    return f"“{' '.join(side.plain[limit.start : limit.end].split())}”"
