"""``font-coverage``: a character for which the PDF has no glyph."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.signs import Sign
from pipeline.language.coverage import uncovered
from pipeline.language.visible import name_character


class FontCoverage:
    id = "font-coverage"
    category: Category = "linguistic"
    severity = Severity.ERROR
    signs = Sign.UNCOVERED
    explanation = (
        "The translation holds a character that none of the fonts of the PDF has: a reader would see "
        "an empty box, so the PDF is not made. Most often it is a typing error, a private-use "
        "character of an old font, or an emoji. Type the character anew, or use words for the sign."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        text = pair.target.plain
        if text.isascii():
            return
        pattern = context.once("uncovered", uncovered)
        found = pattern.search(text)
        if found is None:
            return
        places: dict[str, list[int]] = {}
        for match in pattern.finditer(text):
            places.setdefault(match[0], []).append(match.start())
        for character, where in list(places.items())[:5]:
            yield pair.finding(
                self,
                f"no font has {name_character(character)}",
                "use another character, or words",
                target=[pair.target.span(place, place + 1) for place in where[:20]],
            )
