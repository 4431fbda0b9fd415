"""``dates``: a date or a time of the day was changed, lost or added."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.quantities import tell
from pipeline.checks.signs import Sign


class Dates:
    id = "dates"
    category: Category = "clinical"
    severity = Severity.ERROR
    signs = Sign.QUANTITY
    explanation = (
        "Dates and times of the day must be those of the source. They are compared as dates, so 3 May "
        "2024, May 3, 2024 and 2024-05-03 are the same, and so are 9 pm and 21:00. The year may be "
        "left out where the source makes it plain, the name of a month may be a number. Dates of "
        "other calendars have to be checked by a person. Write the date or time as in the source."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        return tell(self, "dates", pair, context, hint="write the date or time as in the source")
