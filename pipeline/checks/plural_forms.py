"""``plural-forms``: forms that a language tells apart are alike, or a plural is left unexpanded."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span
from pipeline.language.regex import regex

_UNEXPANDED = regex(r"\((?<=[^\W\d_].)(?:s|es|e|n|en|x|i|ы|и|а)\)(?!\w)")


class PluralForms:
    id = "plural-forms"
    category: Category = "linguistic"
    severity = Severity.WARNING
    explanation = (
        "An entry with a plural has the same text for forms that the language tells apart (as "
        "information: some words have one form), or stands in a catalog whose header does not say "
        "which form is for which number; or a translation holds an unexpanded plural such as "
        "“tablet(s)”, which is hard to read aloud (as information). Write each form out, and have the "
        "header say Plural-Forms."
    )

    def check_catalog(self, pairs: tuple[Pair, ...], context: CheckContext) -> Iterator[Diagnostic]:
        told = any(name.lower() == "plural-forms" for name, _ in context.headers)
        silent = not told and bool(context.headers)
        for pair in pairs:
            unit = pair.unit
            if unit.source_plural is not None and pair.form == 0:
                if silent:
                    silent = False
                    yield pair.finding(
                        self,
                        "the header has no Plural-Forms, so nobody knows which form is for which number",
                        'add it; "polyleaf update" does',
                    )
                if len(unit.targets) > 1 and len(set(unit.targets)) == 1:
                    yield pair.finding(
                        self,
                        "all plural forms are alike",
                        "write the form of each number",
                        target=[Span(0, len(pair.target.raw))],
                        severity=Severity.INFO,
                    )
            if "(" in pair.target.raw:
                found = _UNEXPANDED.search(pair.target.plain)
                if found:
                    yield pair.finding(
                        self,
                        "a plural in brackets, which is hard to read aloud",
                        "write out the form that is meant",
                        target=[pair.target.span(*found.span())],
                        severity=Severity.INFO,
                    )
