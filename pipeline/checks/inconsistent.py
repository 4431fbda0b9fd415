"""``inconsistent``: one source with two translations, or two sources with one."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span
from pipeline.checks.texts import bare, words_of


class Inconsistent:
    id = "inconsistent"
    category: Category = "linguistic"
    severity = Severity.WARNING
    explanation = (
        "The same sentence is translated in two ways in one catalog, or two sentences that say "
        "different things have the very same translation. The first confuses a reader who wonders "
        "what the difference means; the second is most often a translation pasted into the wrong "
        "place. Two sources that differ only in small words, capitals or punctuation may share a "
        "translation. Compare the two entries and mend the wrong one."
    )

    def check_catalog(self, pairs: tuple[Pair, ...], context: CheckContext) -> Iterator[Diagnostic]:
        if context.same_language:
            return
        by_source: dict[str, Pair] = {}
        by_target: dict[str, Pair] = {}
        for pair in pairs:
            if pair.unit.source_plural is not None:
                continue  # its forms are alike by nature
            source, target = _normal(pair.source.plain), _normal(pair.target.plain)
            first = by_source.setdefault(source, pair)
            if (
                first is not pair
                and _normal(first.target.plain) != target
                and pair.unit.context == first.unit.context
            ):
                yield self._finding(pair, first, "translates the same sentence differently")
            elif first is not pair and _normal(first.target.plain) != target:
                yield self._finding(pair, first, "translates the same sentence differently", Severity.INFO)
            other = by_target.setdefault(target, pair)
            if other is not pair and other is not first and _differ(other, pair):
                yield self._finding(pair, other, "has the same translation for another sentence")

    def _finding(self, pair: Pair, other: Pair, what: str, severity: Severity | None = None) -> Diagnostic:
        where = f"the entry at line {other.unit.line}" if other.unit.line else "another entry"
        return pair.finding(
            self,
            f"{where} {what}: {_cut(other.target.plain if 'same sentence' in what else other.source.plain)}",
            "compare the two and mend the wrong one",
            target=[Span(0, len(pair.target.raw))],
            severity=severity,
        )


def _normal(text: str) -> str:
    return text.casefold().strip(" .!?。！？؟।۔…\u00a0")


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def _differ(one: Pair, other: Pair) -> bool:
    """Whether two sources say different things: more than a third of their longer words differ."""
    first, second = _longer_words(one), _longer_words(other)
    shared = len(first & second)
    return shared < 2 * max(len(first), len(second)) / 3 and max(len(first), len(second)) > 2


def _longer_words(pair: Pair) -> set[str]:
    return {word for word in (bare(word).casefold() for word in words_of(pair.source)) if len(word) > 3}
