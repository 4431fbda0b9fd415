"""``do-not-translate``, ``forbidden-terms`` and ``glossary``: the words that a project has agreed on."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span, Term
from pipeline.checks.wordings import occurs, occurs_exactly


class DoNotTranslate:
    id = "do-not-translate"
    category: Category = "clinical"
    severity = Severity.ERROR
    explanation = (
        "A term that the glossary marks as not to be translated, such as the name of a medicine or of an "
        "organisation, must stand in the translation exactly as in the source and as often. An ending of "
        "the language may follow it. Copy the term from the source."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        for term in _terms(context, kept=True):
            wanted = list(occurs_exactly(term.source, pair.source, context.source_locale))
            if not wanted:
                continue
            found = list(occurs_exactly(term.source, pair.target, context.locale))
            if not found:
                yield pair.finding(
                    self,
                    f"“{term.source}” is not to be translated, and is missing",
                    f"write “{term.source}” as in the source",
                    source=wanted,
                )


class ForbiddenTerms:
    id = "forbidden-terms"
    category: Category = "clinical"
    severity = Severity.ERROR
    explanation = (
        "The glossary forbids a word for this term: it is wrong, insulting or understood otherwise by the "
        "readers. Only the word itself and its inflected forms are found, and only where the source has the "
        "term. Use the term that the glossary gives."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        for term in context.terms:
            if not term.forbidden:
                continue
            wanted = list(occurs(term.source, pair.source, context.source_locale))
            if not wanted:
                continue
            right = _places(term.targets, pair, context)
            for word in term.forbidden:
                # "breast cancer" may be right where "cancer" alone is not.
                found = [
                    span
                    for span in occurs(word, pair.target, context.locale)
                    if not any(one.start <= span.start and span.end <= one.end for one in right)
                ]
                if found:
                    instead = f"use “{'” or “'.join(term.targets)}”" if term.targets else "use another word"
                    yield pair.finding(
                        self,
                        f"“{word}” must not stand for “{term.source}”",
                        instead,
                        source=wanted,
                        target=found,
                    )


class Glossary:
    id = "glossary"
    category: Category = "clinical"
    severity = Severity.WARNING
    explanation = (
        "The source has a term of the glossary and the translation has none of the words agreed on for it. "
        "Inflected forms count, and so do forms with a prefix or an article; in scripts without spaces the "
        "term may stand anywhere. Use the agreed term, or add the one you used to the glossary if it is as "
        "good."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        for term in _terms(context, kept=False):
            wanted = list(occurs(term.source, pair.source, context.source_locale))
            if wanted and not _places(term.targets, pair, context):
                yield pair.finding(
                    self,
                    f"“{term.source}” is not translated as agreed",
                    f"use “{'” or “'.join(term.targets)}”",
                    source=wanted,
                )


def _terms(context: CheckContext, *, kept: bool) -> tuple[Term, ...]:
    """The terms that are to stay as they are, or those that have a translation."""
    return context.once(
        ("terms", kept),
        lambda: tuple(
            term
            for term in context.terms
            if term.source
            and (bool(term.targets) != kept if not term.forbidden else not kept and term.targets)
        ),
    )


def _places(words: tuple[str, ...], pair: Pair, context: CheckContext) -> list[Span]:
    return [span for word in words for span in occurs(word, pair.target, context.locale)]
