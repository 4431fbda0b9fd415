"""``capitals``: a sentence begins with a small letter, or shouts, where the source does not."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.misplaced import misplaced
from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.signs import Sign
from pipeline.checks.texts import bare, words_of
from pipeline.language.writing import writing_of

_LEAST_SHOUTED = 12


class Capitals:
    id = "capitals"
    category: Category = "linguistic"
    severity = Severity.WARNING
    signs = Sign.SMALL
    explanation = (
        "The source is a sentence that begins with a capital, and the translation begins with a small "
        "letter, in a script that has both; or the translation is all capitals and the source is not, "
        "which is hard to read. A first word that the source has in the same letters, such as mRNA or "
        "pH, is fine. Write the first letter as the language writes the start of a sentence."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        source, target = pair.source.plain, pair.target.plain
        first, place = _first_letter(target)
        if first.islower():
            if not _is_sentence(source):
                return  # in a list or a table, languages differ in what they write with a capital
            wanted, _ = _first_letter(source)
            writing = context.once("writing", lambda: writing_of(context.locale))
            if not wanted.isupper() or not writing.has_case or writing.foreign.match(first):
                return
            words = words_of(pair.target)
            word = bare(words[0])
            if (
                any(map(str.isupper, word))
                or word in source
                or "." in word
                or "://" in words[0]
                or "@" in words[0]
            ):
                return
            if word[:1] != first or source[:2].isupper():
                return  # an apostrophe, as in Dutch "'s avonds"; or the source begins with an abbreviation
            if pair.unit.key in misplaced(context):
                return  # one cause, one finding: ``inconsistent`` tells of it
            yield pair.finding(
                self,
                "begins with a small letter, the source with a capital",
                "begin with a capital",
                target=[pair.target.span(place, place + 1)],
            )
        elif target.isupper() and not source.isupper():
            letters = sum(map(str.isalpha, target))
            if letters >= _LEAST_SHOUTED and sum(map(str.isupper, target)) > 0.9 * letters:
                yield pair.finding(
                    self,
                    "all in capitals, the source is not",
                    "write it as the source is written",
                    target=[pair.target.span(0, len(target))],
                )


def _is_sentence(text: str) -> bool:
    return text.rstrip(" \u00a0\"')”’").endswith((".", "!", "?", "。")) and text.count(" ") > 1


def _first_letter(text: str) -> tuple[str, int]:
    """The first letter or digit of ``text`` and its place; an empty string where there is none near."""
    for place, character in enumerate(text[:40]):
        if character.isalnum():
            return character, place
    return "", 0
