"""Which of two close languages a text is in, by everyday words that one of them has (``relatives.toml``)."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources

from msgspec import Struct

from pipeline.language.locale import Locale

_MOST = 600
"""Code points that are looked at."""
_LEAST = 3
_DISTINCT = 3
"""Words of the other language that a text has to have, and different ones among them."""
_SHARE = 8
"""Of so many words one has to be the other language's."""
_TIMES = 5
"""How many of them outweigh one word of the language itself, a quoted one or a name's."""
_MARKS = ".,;:!?()[]{}«»“”\"'„‚‘’…،؛؟।॥¿¡*–—"


def relative_of(text: str, locale: Locale) -> str | None:
    """The code of the close relative of ``locale``'s language that ``text`` is in, or None.

    Told only where several everyday words are the relative's and next to none the language's own; a few
    words, or mostly names, tell nothing.
    """
    known = _known().get(locale.language)
    if known is None:
        return None
    words = text[:_MOST].lower().split()
    if known.words.isdisjoint(words) and known.letters.isdisjoint(text):
        return None
    words = [word.strip(_MARKS) for word in words]
    for language, (own, other) in known.pairs.items():
        found = [word for word in words if other.holds(word)]
        if len(found) < _LEAST or len(set(found)) < _DISTINCT or len(found) * _SHARE < len(words):
            continue
        if sum(map(own.holds, words)) * _TIMES <= len(found):
            return language
    return None


class _Tells(Struct, frozen=True):
    """The words and letters that only one language of a pair has."""

    words: frozenset[str]
    letters: frozenset[str]

    def holds(self, word: str) -> bool:
        return word in self.words or not self.letters.isdisjoint(word)


class _Known:
    """What is known of the relatives of one language: their words, and its own words against each."""

    def __init__(self) -> None:
        self.pairs: dict[str, tuple[_Tells, _Tells]] = {}
        self.words: frozenset[str] = frozenset()
        self.letters: frozenset[str] = frozenset()

    def add(self, language: str, own: _Tells, other: _Tells) -> None:
        self.pairs[language] = (own, other)
        self.words |= other.words
        self.letters |= other.letters


@functools.cache
def _known() -> Mapping[str, _Known]:
    text = resources.files("pipeline.language").joinpath("relatives.toml").read_text("utf-8")
    found: dict[str, _Known] = {}
    for pair in tomllib.loads(text).values():
        letters = pair.pop("letters", {})
        (first, one), (second, two) = (
            (language, _Tells(frozenset(listing.lower().split("|")), frozenset(letters.get(language, ""))))
            for language, listing in pair.items()
        )
        found.setdefault(first, _Known()).add(second, one, two)
        found.setdefault(second, _Known()).add(first, two, one)
    return found
