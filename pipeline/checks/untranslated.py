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
        "all, so each sentence needs one. Translate it; if it must stay as it is, copy the source. Where the "
        "last commit has a translation, it is told: an editor may have taken it out."
    )

    def check_catalog(self, _pairs: Iterable[Pair], context: CheckContext) -> Iterator[Diagnostic]:
        for unit in context.units:
            if not unit.source or unit.obsolete:
                continue
            empty = [form for form, target in enumerate(unit.targets) if not target.strip()]
            if empty:
                forms = ", ".join(map(str, empty))
                what = "no translation" if len(empty) == len(unit.targets) else f"no plural form {forms}"
                hint = "translate it"
                if committed := context.committed.get(unit.key):
                    what = f"{what} any more"
                    hint = f"put back what the last commit has, or translate it anew: {' / '.join(committed)}"
                yield Diagnostic(self.id, self.severity, what, hint, unit.key, empty[0])
