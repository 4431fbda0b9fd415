"""Ordinals in words, "second" and «вторая», found in a text; ``ordinals.toml`` has them and their sources."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pipeline.language.quantities.facts import UNSPACED, WORD, pattern_of, words_of
from pipeline.language.regex import regex

if TYPE_CHECKING:
    from pipeline.language.locale import Locale

_LONGEST = 20
# Numerals that make another number of the one before them: 第十 is the tenth, 第十一 the eleventh.
_GOES_ON = {"zh": "一二三四五六七八九十百千万两0-9", "ja": "一二三四五六七八九十百千万0-9"}


class OrdinalWord(Struct, frozen=True):
    """A word that says an ordinal.

    Attributes:
        start, end: the span in code points.
        value: 2 for "second".
        sure: False for a word that only may say it: "other" may be the Danish "second".
    """

    start: int
    end: int
    value: int
    sure: bool


def find_ordinals(text: str, locale: Locale) -> tuple[OrdinalWord, ...]:
    """The ordinals in words of ``text`` in order; none where the language has no table. Linear."""
    pattern = _pattern(locale.language, locale.likely_script in UNSPACED)
    if pattern is None:
        return ()
    found = []
    for match in pattern.finditer(text):
        kind = match.lastgroup or "q"
        if kind != "q":
            found.append(OrdinalWord(match.start(), match.end(), int(kind[1:]), kind[0] == "w"))
    return tuple(found)


def is_collective(locale: Locale) -> bool:
    """Whether the words say "both" and "the three" as well: "kedua", "ketiga"."""
    return bool(_table().get(locale.language, {}).get("collective"))


def ordinal_words(locale: Locale) -> dict[int, tuple[str, ...]]:
    """The words that surely say each ordinal, without stems; none where the language has no table."""
    listed = _table().get(locale.language, {}).get("words", {})
    return {
        int(value): tuple(word for word in words_of(listing) if not word.endswith("*"))
        for value, listing in listed.items()
    }


def may_have_ordinals(text: str, locale: Locale) -> bool:
    """Whether a word that surely says an ordinal may be in ``text``: a quick look, which rules out most.

    "Seconds" holds "second" but is not the word: only where the letters are there at all is that looked at.
    """
    parts = _parts(locale.language)
    if not parts:
        return False
    small = text.lower()
    if "\u0307" in small:
        small = small.replace("\u0307", "")  # of the Turkish capital with a dot
    if not any(part in small for part in parts):
        return False
    return locale.likely_script in UNSPACED or _whole_words(locale.language).search(small) is not None


@functools.lru_cache(maxsize=64)
def _parts(language: str) -> tuple[str, ...]:
    """The letters of the needed words, none that hold others."""
    parts: list[str] = []
    for part in sorted({word.rstrip("*") for word in _needed(language)}, key=len):
        if not any(other in part for other in parts):
            parts.append(part)
    return tuple(parts)


@functools.lru_cache(maxsize=64)
def _whole_words(language: str) -> re.Pattern[str]:
    return regex(_source(_needed(language), _table()[language].get("prefixes", ""), "", unspaced=False))


def _needed(language: str) -> set[str]:
    """Of every phrase that surely says an ordinal the longest word, "*" where more letters may follow."""
    listed = _table().get(language, {}).get("words", {})
    phrases = [phrase.lower() for listing in listed.values() for phrase in words_of(listing)]
    return {max(reversed(phrase.split(" ")), key=len) for phrase in phrases}


@functools.cache
def _table() -> dict[str, dict[str, Any]]:
    path = resources.files("pipeline.language") / "ordinals.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=64)
def _pattern(language: str, unspaced: bool) -> re.Pattern[str] | None:
    """One expression for a language: a group for each value, what is quiet before what counts."""
    entry = _table().get(language)
    if entry is None:
        return None
    groups = {"q": entry.get("quiet", "")}
    groups |= {f"w{value}": listing for value, listing in entry["words"].items()}
    groups |= {f"a{value}": listing for value, listing in entry.get("also", {}).items()}
    sources = []
    for name, listing in groups.items():
        after = "" if name == "q" else _GOES_ON.get(language, "")
        if listing:
            sources.append(
                f"(?P<{name}>{_source(words_of(listing), entry.get('prefixes', ''), after, unspaced)})"
            )
    return regex("|".join(sources), re.IGNORECASE)


def _source(phrases: list[str] | set[str], prefixes: str, after: str, unspaced: bool) -> str:
    """The expression for any of the phrases, whole words where the script has spaces between them."""
    stems = [phrase.rstrip("*") for phrase in phrases if phrase.endswith("*")]
    whole = [phrase for phrase in phrases if not phrase.endswith("*")]
    left, right = ("", "") if unspaced else (rf"(?<![{WORD}])", rf"(?![{WORD}])")
    prefix = f"[{prefixes}]{{0,2}}" if prefixes else ""
    end = f"(?![{after}])" if after else ""
    options = []
    if whole:
        options.append(f"(?:{pattern_of(whole)}){right}{end}")
    if stems:
        options.append(f"(?:{pattern_of(stems)})" + ("" if unspaced else rf"[{WORD}]{{0,{_LONGEST}}}{right}"))
    return f"{left}{prefix}(?:{'|'.join(options)})"
