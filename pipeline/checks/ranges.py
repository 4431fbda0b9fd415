"""``ranges``: an end of a range was dropped or changed, or the ends were swapped."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.quantities import tell
from pipeline.checks.signs import Sign


class Ranges:
    id = "ranges"
    category: Category = "clinical"
    severity = Severity.ERROR
    signs = Sign.QUANTITY
    explanation = (
        "Both ends of a range must stand in the translation, the lower one first, with the unit of "
        "the source: 1–2 tablets is neither 1 nor 2 tablets nor 2–1. A range may be opened into "
        "words, such as from 1 to 2 or between 1 and 2. Write both ends as in the source."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        return tell(self, "ranges", pair, context, hint="write both ends of the range as in the source")
