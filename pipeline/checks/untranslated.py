"""``untranslated``: a unit, or one of its plural forms, has no target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity


class Untranslated:
    id = "untranslated"
    category: Category = "linguistic"
    severity = Severity.WARNING
    explanation = (
        "The sentence has no translation, or only white space. A leaflet is published whole or not at "
        "all, so each sentence needs one. Translate it; if it must stay as it is, copy the source."
    )

    def check_catalog(self, _pairs: Iterable[Pair], context: CheckContext) -> Iterator[Diagnostic]:
        for unit in context.units:
            if not unit.source or unit.obsolete:
                continue
            empty = [form for form, target in enumerate(unit.targets) if not target.strip()]
            if empty:
                forms = ", ".join(map(str, empty))
                what = "no translation" if len(empty) == len(unit.targets) else f"no plural form {forms}"
                yield Diagnostic(self.id, self.severity, what, "translate it", unit.key, empty[0])
