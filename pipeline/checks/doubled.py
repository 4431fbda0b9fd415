"""``doubled-words``: a word stands twice."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from operator import eq

from pipeline.checks.model import MOST_SPANS, Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.signs import Sign
from pipeline.checks.texts import bare, words_of
from pipeline.language.writing import writing_of


class DoubledWords:
    id = "doubled-words"
    category: Category = "linguistic"
    severity = Severity.WARNING
    signs = Sign.DOUBLED | Sign.SPACE
    explanation = (
        "The same word stands twice, one beside the other, as it does after a slip of the hand. "
        "Languages that double words by rule (Hindi, Indonesian, Swahili, Thai and many more) are "
        "only looked at for particles that are never doubled, and pairs that are right elsewhere, "
        "such as French “vous vous” or German “die die”, are known. Take one of the two out."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        words = words_of(pair.target)
        if len(words) < 2 or True not in map(eq, words, words[1:]):
            return
        writing = context.once("writing", lambda: writing_of(context.locale))
        source = [word.casefold() for word in words_of(pair.source)]
        source_doubles = True in map(eq, source, source[1:])
        times = Counter(source) if source_doubles else Counter[str]()
        place = told = 0
        text = pair.target.plain
        for first, second in itertools.pairwise(words):
            place = text.index(first, place) + len(first)
            if first != second:
                continue
            word = first.casefold()
            if bare(first) != first or not any(map(str.isalpha, first)):
                continue  # punctuation parts the two, or they are numbers
            if len(first) == 1 and not writing.doubles_freely and first.isupper():
                continue  # "A A": letters as names
            if source_doubles and (times[word] > 1 or not writing.never_doubled):
                continue
            if writing.doubles_freely and word not in writing.never_doubled:
                continue
            if word in writing.fine_doubled:
                continue
            start = text.index(second, place)
            told += 1
            if told > MOST_SPANS:
                return
            yield pair.finding(
                self,
                f"“{first}” stands twice",
                "take one out",
                target=[pair.target.span(start, start + len(second))],
            )
