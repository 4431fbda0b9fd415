"""``inconsistent``: one source with two translations, or two sources with one."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.misplaced import misplaced, same_text
from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span

_MOST_ALONE = 10


class Inconsistent:
    id = "inconsistent"
    category: Category = "linguistic"
    severity = Severity.WARNING
    explanation = (
        "The same sentence is translated in two ways in one catalog (as information where a context "
        "tells the two apart), or sentences that say different things have the very same translation, "
        "which is most often one pasted into the wrong place: of those the translation that fits best "
        "by names, numbers and length is taken for the right one. Where there are many of the second "
        "kind, a part of the catalog may have shifted: the first is a warning that says so, the "
        "others are information. Compare the two entries and mend the wrong one."
    )

    def check_catalog(self, pairs: tuple[Pair, ...], context: CheckContext) -> Iterator[Diagnostic]:
        if context.same_language:
            return
        strange = misplaced(context)
        many = len(strange) > _MOST_ALONE
        told = 0
        by_source: dict[str, Pair] = {}
        for pair in pairs:
            if pair.unit.source_plural is not None:
                continue  # its forms are alike by nature
            other = strange.get(pair.unit.key)
            if other is not None:
                told += 1
                what = f"{_place(other.line)} has the same translation for “{_cut(other.source)}”"
                if many and told == 1:
                    what += f"; {len(strange)} entries are so, a part of the catalog may have shifted"
                severity = Severity.INFO if many and told > 1 else None
                yield self._finding(pair, what, severity)
                continue
            first = by_source.setdefault(same_text(pair.source.plain), pair)
            if first is not pair and same_text(first.target.plain) != same_text(pair.target.plain):
                what = (
                    f"{_place(first.unit.line)} translates the same sentence as “{_cut(first.target.plain)}”"
                )
                apart = pair.unit.context != first.unit.context or pair.source.raw != first.source.raw
                yield self._finding(pair, what, Severity.INFO if apart else None)

    def _finding(self, pair: Pair, what: str, severity: Severity | None) -> Diagnostic:
        return pair.finding(
            self,
            what,
            "compare the two and mend the wrong one",
            target=[Span(0, len(pair.target.raw))],
            severity=severity,
        )


def _place(line: int) -> str:
    return f"the entry at line {line}" if line else "another entry"


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
