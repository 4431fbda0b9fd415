"""``phones``: a telephone number was changed, lost or added."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.difference import Difference
from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.quantities import tell
from pipeline.checks.signs import Sign
from pipeline.language.quantities.model import Phone


class Phones:
    id = "phones"
    category: Category = "clinical"
    severity = Severity.ERROR
    signs = Sign.QUANTITY
    explanation = (
        "Every telephone number of the source must stand in the translation digit by digit; spaces, "
        "hyphens and the script of the digits do not matter, and a country code may be added. An "
        "emergency number may be another one where the settings say so for the locale "
        "(emergency_numbers); any other number may where a reviewer waives the finding. Copy the number "
        "from the source; try a local one before it goes into a leaflet."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        return tell(self, "phones", pair, context, hint=_hint)


def _hint(difference: Difference) -> str:
    """Settings can name others for emergency numbers alone; for the rest a reviewer says what is right."""
    number = difference.source
    if isinstance(number, Phone) and number.emergency:
        return "copy the number from the source, or name the local one under emergency_numbers"
    do = "take it out" if number is None else "copy the number from the source"
    waive = f"where another is right for these readers, a reviewer can waive this (--waive {Phones.id})"
    return f"{do}; {waive}"
