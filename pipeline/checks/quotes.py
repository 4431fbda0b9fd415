"""``quotes``: a quotation that opens and never closes."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.signs import Sign
from pipeline.language.regex import regex

# Apostrophes look like single quotes, so those are left alone; so are the primes of feet and minutes.
QUOTES = frozenset('"“”„‟«»「」『』＂〝〞〟')
_QUOTES = regex(f"[{''.join(sorted(QUOTES))}]")
_GERSHAYIM = regex('[א-ת]"[א-ת]')  # typed with a quotation mark in Hebrew abbreviations
_INCHES = regex(r"[0-9]\s?[\"”″]")  # 5" is five inches


class Quotes:
    id = "quotes"
    category: Category = "linguistic"
    severity = Severity.WARNING
    signs = Sign.QUOTE
    explanation = (
        "A quotation mark opens and does not close, or the other way round, while the source has its "
        "marks in pairs. Every style of quotation counts: “…”, „…“, «…», »…«, 「…」; single marks are "
        "passed over, as an apostrophe looks the same. Set the mark that is missing."
    )

    def check(self, pair: Pair, _context: CheckContext) -> Iterator[Diagnostic]:
        text = pair.target.plain
        if count_quotes(text) % 2 == 0 or count_quotes(pair.source.plain) % 2 or _INCHES.search(text):
            return
        place = [match.start() for match in _QUOTES.finditer(text)]
        yield pair.finding(
            self,
            "a quotation mark without its other half",
            "set the one that is missing, or take this one out",
            target=[pair.target.span(one, one + 1) for one in place[:21]],
        )


def count_quotes(text: str) -> int:
    """How many quotation marks stand in ``text``."""
    if text.isascii():
        return text.count('"')
    return len(_QUOTES.findall(text)) - len(_GERSHAYIM.findall(text))
