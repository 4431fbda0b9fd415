"""``do-not-translate``, ``forbidden-terms`` and ``glossary``: the words that a project has agreed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span, Term
from pipeline.checks.signs import Sign
from pipeline.checks.wordings import begins_words, occurs, occurs_exactly
from pipeline.language.regex import regex

_WORDS = regex(r"\w+")
_BEGINNING = 3
_LONGEST_TERM = 200


class DoNotTranslate:
    id = "do-not-translate"
    category: Category = "clinical"
    severity = Severity.ERROR
    signs = Sign.TERM
    explanation = (
        "A term that the glossary marks as not to be translated, such as the name of a medicine or of an "
        "organisation, must stand in the translation exactly as in the source and as often. An ending of "
        "the language may follow it. Copy the term from the source."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        for term in _named(pair, context):
            if term.targets or term.forbidden:
                continue
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
    signs = Sign.TERM
    explanation = (
        "The glossary forbids a word for this term: it is wrong, insulting or understood otherwise by the "
        "readers. Only the word itself and its inflected forms are found, and only where the source has the "
        "term. Use the term that the glossary gives."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        for term in _named(pair, context):
            if not term.forbidden:
                continue
            wanted = list(occurs(term.source, pair.source, context.source_locale))
            if not wanted:
                continue
            right = _places(term.targets, pair, context)
            for word in term.forbidden:
                # "breast cancer" may be right where "cancer" alone is not.
                found = [
                    span for span in occurs(word, pair.target, context.locale) if not _within(span, right)
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
    signs = Sign.TERM
    explanation = (
        "The source has a term of the glossary and the translation has none of the words agreed on for it. "
        "Inflected forms count, and so do forms with a prefix or an article; in scripts without spaces the "
        "term may stand anywhere. Use the agreed term, or add the one you used to the glossary if it is as "
        "good."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        taken: list[Span] = []
        # The longest first: "breast cancer" has a translation of its own, and "cancer" within it needs none.
        for term in sorted(_named(pair, context), key=lambda term: -len(term.source)):
            wanted = [
                span
                for span in occurs(term.source, pair.source, context.source_locale)
                if not _within(span, taken)
            ]
            taken += wanted
            if wanted and term.targets and not _places(term.targets, pair, context):
                yield pair.finding(
                    self,
                    f"“{term.source}” is not translated as agreed",
                    f"use “{'” or “'.join(term.targets)}”",
                    source=wanted,
                )


def _named(pair: Pair, context: CheckContext) -> Iterable[Term]:
    """The terms that the source may hold, by the beginnings of its words; saves trying all of them."""
    if not context.terms:
        return ()
    index = context.once("terms", lambda: _index(context.terms))
    if not begins_words(context.source_locale):
        return context.terms
    beginnings = pair.source.memo("beginnings", _beginnings)
    return [term for beginning in sorted(beginnings & index.keys()) for term in index[beginning]]


def _index(terms: Iterable[Term]) -> dict[str, list[Term]]:
    index: dict[str, list[Term]] = {}
    for term in terms:
        words = _WORDS.findall(term.source[:_LONGEST_TERM].lower())
        if words:
            index.setdefault(words[0][:_BEGINNING], []).append(term)
    return index


def _beginnings(text: str) -> frozenset[str]:
    words = set(_WORDS.findall(text.lower()))
    return frozenset(word[:length] for word in words for length in range(1, _BEGINNING + 1))


def _within(span: Span, others: Iterable[Span]) -> bool:
    return any(one.start <= span.start and span.end <= one.end for one in others)


def _places(words: tuple[str, ...], pair: Pair, context: CheckContext) -> list[Span]:
    return [span for word in words for span in occurs(word, pair.target, context.locale)]
