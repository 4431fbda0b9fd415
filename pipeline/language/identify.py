"""Which language a text is in: a guess from its letters, made only to say that it is not the right one.

Every three letters in a row are looked up among the 300 commonest of each language in its script (Cavnar and
Trenkle, "N-Gram-Based Text Categorization", 1994, with hits in place of ranks); the table is
``trigrams.toml``.
"""

from __future__ import annotations

import functools
import itertools
import tomllib
from collections.abc import Mapping
from importlib import resources

from msgspec import Struct

from pipeline.language.locale import Locale
from pipeline.language.regex import regex

LEAST = 60
"""Code points; shorter texts are too few letters to tell by."""
_MOST = 400
_SURE = {"Latn": 0.4, "Cyrl": 0.4, "Arab": 0.26, "Deva": 0.27}
"""A text with this share of hits, in a sample, is in the language: nine in ten of TICO-19's are above it."""
_SAMPLE = 180
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

_NOT_LETTERS = regex(r"[\s\d!-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u060c\u061b\u061f\u06d4\u0964\u0965]+")
_THREES = regex("(?s)...")
_BITS = 10
_FIELD = (1 << _BITS) - 1
_HALF = 1 << (_BITS - 1)


class _Table(Struct, frozen=True):
    """The sequences of all languages of one script, packed so that one sum counts the hits of all of them.

    Attributes:
        places: for each language, how far to the left its count stands.
        ones: a one in the place of every language.
        counts: for each sequence, a one in the place of every language that has it.
    """

    places: Mapping[str, int]
    ones: int
    counts: Mapping[str, int]

    def shares(self, grams: list[str]) -> int:
        """How many of ``grams`` (at most ``_FIELD``) each language has, packed."""
        return sum(map(self.counts.get, grams, itertools.repeat(0)))

    def share(self, packed: int, language: str) -> int:
        return packed >> self.places[language] & _FIELD


def other_language(text: str, locale: Locale) -> str | None:
    """The code of the language that ``text`` is far more like than ``locale``'s, or None.

    None, too, where the text is short, or the table lacks the language: only a clear case is told.
    """
    if len(text) < LEAST:
        return None
    script = locale.likely_script
    if locale.language not in _rows().get(script, ()):
        return None
    # Every third sequence is enough to be sure of most texts.
    start = text[:_MOST].lower()
    sample = _THREES.findall(start[:_SAMPLE])
    own = sum(map(_own(script, locale.language).__contains__, sample))
    if own > _SURE[script] * len(sample):
        return None
    table = _table(script)
    packed = table.shares(sample)
    if _best(table, packed, own + _MARGIN / 2 * len(sample), locale.language) is None:
        return None
    letters = f" {_NOT_LETTERS.sub(' ', start).strip()} "
    grams = [letters[index : index + 3] for index in range(len(letters) - 2)]
    if len(grams) < LEAST:
        return None
    packed = table.shares(grams)
    own = table.share(packed, locale.language)
    return _best(table, packed, own + _MARGIN * len(grams), locale.language)


@functools.lru_cache(maxsize=64)
def _own(script: str, language: str) -> frozenset[str]:
    """The sequences of one language."""
    return frozenset(_rows()[script][language].split("|"))


def _best(table: _Table, packed: int, least: float, language: str) -> str | None:
    """The language with the most hits where they are more than ``least``; none of the kin of ``language``."""
    # Added to a count that is larger, this carries into the highest bit of its place.
    more = _HALF - 1 - int(least)
    if not (packed + table.ones * more) & table.ones * _HALF:
        return None
    kin: set[str] = next((group for group in _KIN if language in group), set())
    best = None
    for other, place in table.places.items():
        found = packed >> place & _FIELD
        if found > least and other != language and other not in kin:
            best, least = other, found
    return best


@functools.lru_cache(maxsize=16)
def _table(script: str) -> _Table:
    places = {language: number * _BITS for number, language in enumerate(_rows()[script])}
    counts: dict[str, int] = {}
    for language, row in _rows()[script].items():
        for gram in row.split("|"):
            counts[gram] = counts.get(gram, 0) | 1 << places[language]
    return _Table(places, sum(1 << place for place in places.values()), counts)


@functools.cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    text = resources.files("pipeline.language").joinpath("trigrams.toml").read_text("utf-8")
    return tomllib.loads(text)
