"""How hard a text is to read, by the formula that was published for its language (``readability.toml``)."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import Any

from msgspec import Struct

from pipeline.language.locale import Locale
from pipeline.language.regex import regex

LEAST_WORDS = 100
"""The formulas were made on samples of a hundred words; less says nothing."""

_WORD = regex(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_LONG = 6


class Readability(Struct, frozen=True):
    """The outcome for one text.

    Attributes:
        formula: its name.
        source: where it was published.
        score: by the formula, to one place.
        limit: the score that easy texts keep to.
        easy: whether the text does.
    """

    formula: str
    source: str
    score: float
    limit: float
    easy: bool


def readability_of(sentences: Iterable[str], locale: Locale) -> Readability | None:
    """How hard ``sentences`` are together; None without a formula, or where the text is too short."""
    row = _formulas().get(locale.language)
    if row is None:
        return None
    words: list[str] = []
    count = 0
    for sentence in sentences:
        found = _WORD.findall(sentence)
        count += bool(found)
        words += found
    if len(words) < LEAST_WORDS:
        return None
    score = (
        row["constant"]
        + row.get("sentence", 0) * len(words) / count
        + row.get("count", 0) * count / len(words)
        + row.get("letter", 0) * sum(map(len, words)) / len(words)
        + row.get("long", 0) * sum(len(word) > _LONG for word in words) / len(words)
    )
    if "syllable" in row:
        score += row["syllable"] * _syllables(words, row) / len(words)
    easy = score <= row["easy"] if row.get("below") else score >= row["easy"]
    return Readability(row["name"], row["source"], round(score, 1), row["easy"], easy)


def _syllables(words: list[str], row: dict[str, Any]) -> int:
    """Runs of vowels, at least one a word; an e at the end of an English or French word is not spoken."""
    runs = regex(f"[{row['vowels']}]" + ("" if row.get("each_vowel") else "+"))
    silent = row["name"] in ("Flesch-Kincaid grade", "Kandel-Moles")
    total = 0
    for word in words:
        lower = word.lower()
        if silent and len(lower) > 3 and lower.endswith(("e", "es")) and not lower.endswith(("le", "ee")):
            lower = lower.rstrip("s")[:-1]
        total += max(1, len(runs.findall(lower)))
    return total


@functools.cache
def _formulas() -> dict[str, Any]:
    table = resources.files("pipeline.language").joinpath("readability.toml").read_text("utf-8")
    return tomllib.loads(table)
