"""``measures``: the amount or the unit of a measure was changed, lost or added."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.quantities import tell
from pipeline.checks.signs import Sign


class Measures:
    id = "measures"
    category: Category = "clinical"
    severity = Severity.ERROR
    signs = Sign.QUANTITY
    explanation = (
        "A measure of the source (10 mg, 5 %, 2 × 3 cm, 14 days) must stand in the translation with "
        "the same amount and the same unit. 1 g and 1000 mg are the same; 10 mg and 10 g, 0.5 mg and "
        "5 mg, 10 mg and 10 are not. The unit may be written out or abbreviated, in any script; a "
        "unit of time may be left to be understood where the number stays. Write amount and unit as "
        "in the source."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        return tell(self, "measures", pair, context, hint="write amount and unit as in the source")
