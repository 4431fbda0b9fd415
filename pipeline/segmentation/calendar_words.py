"""Names of days and months: their capital does not begin a sentence ("9 a.m. Monday", "am 5. Mai")."""

from __future__ import annotations

import functools

from pipeline.language.locale import parse_locale


@functools.cache
def calendar_words(language: str) -> frozenset[str]:
    """The day and month names of a language, whole and short, from CLDR, without a final stop."""
    cldr = parse_locale(language).cldr()
    words: set[str] = set()
    for names in (cldr.days, cldr.months):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for name in names[context][width].values():
                    words.add(name.rstrip("."))
                    words.add(name.rstrip(".").capitalize())
    return frozenset(words)
