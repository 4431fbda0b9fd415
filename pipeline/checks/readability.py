"""``readability``: the leaflet is harder to read than health information should be."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.language.locale import Locale
from pipeline.language.readability import Readability as Found
from pipeline.language.readability import readability_of

_MOST = 400
"""Sentences that are looked at: what more there is does not change the picture."""


class Readability:
    id = "readability"
    category: Category = "linguistic"
    severity = Severity.INFO
    explanation = (
        "The leaflet as a whole, source or translation, is harder to read than health information "
        "should be, by the formula that was published for its language: Flesch-Kincaid for English, "
        "Szigriszt-Pazos for Spanish, Kandel-Moles for French, Amstad, Gulpease, Martins, Douma, "
        "Oborneva, Ateşman and LIX for German, Italian, Portuguese, Dutch, Russian, Turkish and the "
        "Scandinavian languages; for others nothing is said, and nothing for less than a hundred "
        "words. Use shorter sentences and everyday words. The formulas count, they do not understand: "
        "try the leaflet with readers."
    )

    def check_catalog(self, pairs: tuple[Pair, ...], context: CheckContext) -> Iterator[Diagnostic]:
        if not pairs:
            return
        some = [pair for pair in pairs if not pair.form][:_MOST]
        yield from self._judge("source", [pair.source.plain for pair in some], context.source_locale)
        yield from self._judge("translation", [pair.target.plain for pair in some], context.locale)

    def _judge(self, side: str, texts: list[str], locale: Locale) -> Iterator[Diagnostic]:
        found = _readability(tuple(texts), locale)
        if found is not None and not found.easy:
            yield Diagnostic(
                self.id,
                self.severity,
                f"the {side} is hard to read: {found.formula} {found.score:g}; easy is {found.limit:g}",
                "use shorter sentences and everyday words, and try it with readers",
            )


@functools.lru_cache(maxsize=2)
def _readability(texts: tuple[str, ...], locale: Locale) -> Found | None:
    """``readability_of``; the source of a document is the same in every locale."""
    return readability_of(texts, locale)
