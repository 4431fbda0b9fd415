"""``phones``: a telephone number was changed, lost or added."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.quantities import tell
from pipeline.checks.signs import Sign


class Phones:
    id = "phones"
    category: Category = "clinical"
    severity = Severity.ERROR
    signs = Sign.QUANTITY
    explanation = (
        "Every telephone number of the source must stand in the translation digit by digit; spaces, "
        "hyphens and the script of the digits do not matter, and a country code may be added. An "
        "emergency number may be another one where the settings say so for the locale "
        "(emergency_numbers). Copy the number from the source; try a local one before it goes into a "
        "leaflet."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        return tell(
            self,
            "phones",
            pair,
            context,
            hint="copy the number from the source, or name the local one under emergency_numbers",
        )
