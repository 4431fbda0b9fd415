"""``doses``: how much or how often was changed, lost or added."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.quantities import tell
from pipeline.checks.signs import Sign


class Doses:
    id = "doses"
    category: Category = "clinical"
    severity = Severity.ERROR
    signs = Sign.QUANTITY | Sign.PERIOD
    explanation = (
        "How much of a medicine and how often: 2 tablets, 10 drops, twice a day, every 6 hours. The "
        "number of tablets and such, the number of times and the period must be those of the source, "
        "in digits or in words. Twice a day and every 12 hours are not the same to a patient who "
        "sleeps, nor are weekly and daily. A dose that the source has in words and the "
        "translation nowhere is a warning. Correct the translation, or have the source corrected if it is "
        "the source that is wrong."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        return tell(self, "doses", pair, context, hint="write the dose as in the source")
