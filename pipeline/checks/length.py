"""``length`` and ``sentence-count``: much shorter or longer than usual, or a sentence missing."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pipeline.checks.misplaced import misplaced
from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span
from pipeline.checks.texts import bare, words_of
from pipeline.language.regex import regex
from pipeline.language.writing import writing_of

_TRUST = 25
"""How many units the expansion from the table is worth beside that of the catalog itself."""
_SHORT = 20
"""Code points; shorter sources say little about how long a translation is."""
_SLACK = 12
"""Code points added to both sides, so that a short heading may double."""
_FACTOR = 2.2

# A stop, with what may close behind it, before white space and something that can begin a sentence.
_STOP = regex(
    r"[.!?…؟۔։።፧。！？।॥။។៕](?:(?<=[.!?…؟۔։።፧])[\"'”’»)\]]{0,3}\s{1,20}(?=[\"'“‘«(\[¿¡]{0,3}[^\W_a-z])"
    r"|(?<=[。！？।॥။។៕])[\"'”’」』）»]{0,2}\s{0,20}(?=[^\s。！？।॥။។៕]))"
)
_NOT_A_STOP = regex(
    r"(?:^|[\s(])(?:[A-Za-z]|[A-Z][a-z]{0,3}|e\.?g|i\.?e|etc|al|vs|no|approx|vol|pp|Prof|resp|ca|cf"
    r"|(?:[A-Za-z]\.){1,4}[A-Za-z])\.$"
)


class Length:
    id = "length"
    category: Category = "linguistic"
    severity = Severity.WARNING
    explanation = (
        "The translation is less than half or more than twice as long as one of this source usually "
        "is in this language. What is usual is learnt from the catalog itself and from a table by "
        "script, so a Chinese sentence may be a third as long as its English one. Something may be "
        "missing, or belong to another sentence: read both to the end."
    )

    def check_catalog(self, pairs: tuple[Pair, ...], context: CheckContext) -> Iterator[Diagnostic]:
        usual = _expansion(pairs, context)
        strange = misplaced(context)
        for pair in pairs:
            wanted = len(pair.source.plain) * usual + _SLACK
            found = len(pair.target.plain) + _SLACK
            if not _is_far(found, wanted) or pair.unit.key in strange:
                continue
            if found > wanted and " " not in pair.source.plain.strip():
                continue  # an abbreviation, written out
            # Names that stay as they are have the same length in every language.
            kept = sum(len(word) for word in words_of(pair.source) if bare(word) in pair.target.plain)
            if _is_far(found - kept, (len(pair.source.plain) - kept) * usual + _SLACK):
                short = found < wanted
                yield pair.finding(
                    self,
                    f"much {'shorter' if short else 'longer'} than usual: {found - _SLACK} characters, "
                    f"where about {round(wanted - _SLACK)} are to be expected",
                    "see that nothing is missing" if short else "see that nothing was added",
                    target=[Span(0, len(pair.target.raw))],
                )


class SentenceCount:
    id = "sentence-count"
    category: Category = "linguistic"
    severity = Severity.WARNING
    explanation = (
        "The source has more sentences than the translation, and the translation is also shorter than "
        "usual: a sentence may have been left out. Sentences may be joined or split as the language "
        "likes; where the length is as usual, nothing is said. Read both to the end and add what is "
        "missing."
    )

    def check_catalog(self, pairs: tuple[Pair, ...], context: CheckContext) -> Iterator[Diagnostic]:
        usual = _expansion(pairs, context)
        strange = misplaced(context)
        writing = writing_of(context.locale)
        spaced = writing.spaceless and "stop" in writing.optional_ends and writing.script != "Jpan"
        for pair in pairs:
            source, target = pair.source.plain, pair.target.plain
            if len(target) > 0.8 * usual * len(source) or pair.unit.key in strange:
                continue
            wanted = _sentences(source)
            if wanted < 2:
                continue
            found = _sentences(target)
            if spaced:
                found += target.count(" ")  # where no stop is written, a space can part sentences
            if found < wanted:
                yield pair.finding(
                    self,
                    f"{wanted} sentences became {found}, and the translation is shorter than usual",
                    "see that no sentence is missing",
                    target=[Span(0, len(pair.target.raw))],
                )


def _is_far(found: float, wanted: float) -> bool:
    return found * _FACTOR < wanted or found > wanted * _FACTOR


def _expansion(pairs: tuple[Pair, ...], context: CheckContext) -> float:
    """How many code points of target a code point of source usually becomes.

    That is the median of this catalog, drawn towards the table where the catalog is small.
    """

    def learn() -> float:
        prior = writing_of(context.locale).expansion / writing_of(context.source_locale).expansion
        if writing_of(context.source_locale).script == "Latn":
            prior = writing_of(context.locale).expansion
        logs = [
            math.log(max(1, len(pair.target.plain)) / len(pair.source.plain))
            for pair in pairs
            if len(pair.source.plain) >= _SHORT
        ]
        if not logs:
            return prior
        logs.sort()
        own = (logs[len(logs) // 2] + logs[(len(logs) - 1) // 2]) / 2
        return math.exp((own * len(logs) + math.log(prior) * _TRUST) / (len(logs) + _TRUST))

    return context.once("expansion", learn)


def _sentences(text: str) -> int:
    count = 1
    for match in _STOP.finditer(text):
        before = text[max(0, match.start() - 12) : match.start() + 1]
        if match[0][0] != "." or not _NOT_A_STOP.search(before):
            count += 1
    return count
