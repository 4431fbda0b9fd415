"""``temperatures``: a temperature was changed, lost, added or converted."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.quantities import tell
from pipeline.checks.signs import Sign


class Temperatures:
    id = "temperatures"
    category: Category = "clinical"
    severity = Severity.ERROR
    signs = Sign.QUANTITY
    explanation = (
        "A temperature must stay on the scale of the source unless a clinician agrees to the other: "
        "38 °C and 100.4 °F are the same, yet a reader with the other thermometer needs both or a "
        "decision. A right conversion is a warning, any other difference an error. Write the "
        "temperature of the source, or agree with the author on giving both scales in the source."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        return tell(self, "temperatures", pair, context, hint="write the temperature as in the source")
