"""``same-as-source``: the translation is the source."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span
from pipeline.checks.signs import Sign
from pipeline.checks.texts import bare, words_of
from pipeline.language.regex import regex
from pipeline.language.writing import writing_of

_WORD = regex(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MOST_NAMES = 3


class SameAsSource:
    id = "same-as-source"
    category: Category = "linguistic"
    severity = Severity.WARNING
    signs = Sign.ALIKE
    explanation = (
        "The translation is the source, letter for letter. Names, abbreviations, codes, units, "
        "addresses and words written with capitals may rightly stay as they are, and so may up to "
        "three words that two languages in one script can share (“virus”, “normal”); anything longer "
        "was most likely forgotten. Translate it, or make it do-not-translate by directive."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        source, target = pair.source.plain, pair.target.plain
        if source != target and (
            abs(len(source) - len(target)) > 3 or source.casefold().split() != target.casefold().split()
        ):
            return
        if context.same_language:
            return
        plain_words = [
            word
            for token in words_of(pair.source)
            if "%" not in token
            and "{" not in token
            and "@" not in token
            and "/" not in token
            and "." not in bare(token)
            for word in _WORD.findall(bare(token))
            if word == word.lower() and len(word) > 3
        ]
        source_writing = context.once("source-writing", lambda: writing_of(context.source_locale))
        writing = context.once("writing", lambda: writing_of(context.locale))
        shares_script = set(writing.scripts) & set(source_writing.scripts)
        # In another script any plain word is a forgotten one; in the same script two languages share some.
        least = _MOST_NAMES if shares_script else 1
        first_words = _WORD.findall(source)
        if not shares_script and not plain_words and len(first_words) == 1 and _is_title(first_words[0]):
            plain_words = first_words  # "Cough" as a heading
        if len(plain_words) >= least:
            yield pair.finding(
                self,
                "the translation is the same as the source",
                "translate it",
                target=[Span(0, len(pair.target.raw))],
            )


def _is_title(word: str) -> bool:
    return len(word) > 4 and word[1:].islower()
