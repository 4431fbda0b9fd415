"""Texts that read the same: spacing and typography folded to one plain form."""

from __future__ import annotations

import unicodedata

from pipeline.language.regex import regex

# What a reader does not see, or sees as the same sign. Joiners (ZWNJ, ZWJ) and marks of direction are not
# here: they change words, or the order in which figures are read.
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff"),  # soft hyphen, zero-width space, word joiner
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‘’‚‛‹›", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015", "-"),
        "…": "...",
    }
)
_DASHES = regex("--+")


def fold_typography(text: str) -> str:
    """``text`` with every run of white space as one space, and plain quotes, hyphens and dots.

    Two texts with one folded form differ in spacing or typography alone; white space that came or went
    altogether ("10 mg", "10mg") is kept apart. Whether numbers still say the same ("2 100" and "2 100" with a
    no-break space) is another question: see ``catalogs.caution``.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_FOLDED)
    if "--" in text:
        text = _DASHES.sub("-", text)
    return " ".join(text.split())
