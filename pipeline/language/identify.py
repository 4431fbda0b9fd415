"""Which language a text is in: a guess from its letters, made only to say that it is not the right one.

Every three letters in a row are looked up among the 300 commonest of each language in its script (Cavnar and
Trenkle, "N-Gram-Based Text Categorization", 1994, with hits in place of ranks); the table is
``trigrams.toml``.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources

from pipeline.language.locale import Locale

_LEAST = 60
"""Code points; shorter texts are too few letters to tell by."""
_MOST = 400
_SURE = {"Latn": 0.4, "Cyrl": 0.4, "Arab": 0.26, "Deva": 0.27}
"""A text with this share of hits, in a sample, is in the language: nine in ten of TICO-19's are above it."""
_SAMPLE = 240
_MARGIN = 0.1
"""How much larger another language's share has to be. TICO-19's human translations stay below 0.08."""

# Languages that the table cannot tell apart, or that are ways of writing one.
_KIN = (
    {"bs", "hr", "sr"},
    {"id", "ms", "jv", "su", "mad"},
    {"rw", "rn"},
    {"hi", "mai", "bho", "mag", "ne", "mr"},
    {"ar", "ps", "skr"},
    {"hmn", "hnj", "za"},
    {"be", "ru", "uk", "bg"},
    {"ceb", "tl", "ilo"},
    {"zu", "ny"},
)

_NOT_LETTERS = re.compile(r"[\s\d!-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u060c\u061b\u061f\u06d4\u0964\u0965]+")


def other_language(text: str, locale: Locale) -> str | None:
    """The code of the language that ``text`` is far more like than ``locale``'s, or None.

    None, too, where the text is short, or the table lacks the language: only a clear case is told.
    """
    if len(text) < _LEAST:
        return None
    profiles = _profiles().get(locale.likely_script)
    if profiles is None or locale.language not in profiles:
        return None
    # Every third sequence is enough to be sure of most texts.
    profile, start = profiles[locale.language], text[:_MOST].lower()
    sample = [start[index : index + 3] for index in range(0, min(len(start), _SAMPLE) - 2, 3)]
    sure = _SURE[locale.likely_script]
    if sum(map(profile.__contains__, sample)) > sure * len(sample):
        return None
    letters = f" {_NOT_LETTERS.sub(' ', start).strip()} "
    grams = [letters[index : index + 3] for index in range(len(letters) - 2)]
    if len(grams) < _LEAST:
        return None
    own = sum(map(profile.__contains__, grams)) / len(grams)
    if own > sure + _MARGIN:
        return None
    kin: set[str] = next((group for group in _KIN if locale.language in group), set())
    best, share = None, own + _MARGIN
    for language, other in profiles.items():
        found = sum(map(other.__contains__, grams)) / len(grams)
        if found > share and language not in kin:
            best, share = language, found
    return best


@functools.cache
def _profiles() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """By script, then by language, the commonest sequences."""
    table = resources.files("pipeline.language").joinpath("trigrams.toml").read_text("utf-8")
    return {
        script: {language: frozenset(row.split("|")) for language, row in rows.items()}
        for script, rows in tomllib.loads(table).items()
    }
