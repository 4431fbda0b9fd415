"""``numbers``: a number was changed, lost or added."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.quantities import tell
from pipeline.checks.signs import Sign


class Numbers:
    id = "numbers"
    category: Category = "clinical"
    severity = Severity.ERROR
    signs = Sign.QUANTITY | Sign.ORDER
    explanation = (
        "Every number of the source must stand in the translation with the same value. Numbers are "
        "compared by value, so 1,000 and 1 000, 0.5 and 0,5, 10 and ١٠, 12 and twelve are the same, "
        "and 10 and 100 are not. A number may be written in words on either side. Where the language "
        "may say a small number in words that Polyleaf does not know, or a number is part of a name, "
        "the finding is a warning. So is 1,000 kept in a language that reads it as one; beside a unit of "
        "medicines that is an error. An ordinal in words is compared, too: where the source says the second "
        "dose and the translation the third, and nowhere the second. Write the number of the source."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        return tell(self, "numbers", pair, context, hint="write the number as in the source")
