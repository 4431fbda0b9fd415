"""``whitespace``: space or line ends at the edges differ, or there is too much within."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span
from pipeline.checks.signs import Sign


class Whitespace:
    id = "whitespace"
    category: Category = "linguistic"
    severity = Severity.WARNING
    signs = Sign.SPACE
    explanation = (
        "The translation begins or ends with white space where the source does not, or the other way "
        "round; or has a line end or a tab that the source has not. Sentences are joined as they "
        "stand, so a lost space glues two together. A space too many, at an edge or inside, is told "
        "as information. Make the white space as in the source."
    )

    def check(self, pair: Pair, _context: CheckContext) -> Iterator[Diagnostic]:
        source, target = pair.source.raw, pair.target.raw
        for edge, wanted, found in (
            ("begins", source[:1].isspace(), target[:1].isspace()),
            ("ends", source[-1:].isspace(), target[-1:].isspace()),
        ):
            if wanted != found:
                place = 0 if edge == "begins" else len(target) - 1
                side = "the translation" if found else "the source"
                yield pair.finding(
                    self,
                    f"only {side} {edge} with white space",
                    "make the edges as in the source",
                    target=[_at(place)],
                    # Too much of it shows at most as a wider gap; too little glues two sentences together.
                    severity=Severity.INFO if found and target[place] == " " else None,
                )
        if "\n" in target and "\n" not in source and "<br" not in source:
            place = target.index("\n")
            yield pair.finding(self, "a line end inside", "write it as one line", target=[_at(place)])
        if "\t" in target and "\t" not in source:
            yield pair.finding(self, "a tab inside", "use a space", target=[_at(target.index("\t"))])
        if "  " in target and "  " not in source:
            place = target.index("  ")
            yield pair.finding(
                self, "two spaces in a row", "use one", target=[_at(place + 1)], severity=Severity.INFO
            )


def _at(place: int) -> Span:
    return Span(place, place + 1)
