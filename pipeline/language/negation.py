"""Words that negate or forbid, found in a text (``negators.toml`` has them, with their sources)."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from pipeline.language.quantities.facts import UNSPACED, WORD

if TYPE_CHECKING:
    from pipeline.language.locale import Locale

Strength = Literal["strong", "nominal", "concord", "ceiling", "limit", "lexical", "weak"]
_STRENGTHS: tuple[Strength, ...] = ("ceiling", "limit", "concord", "strong", "nominal", "lexical", "weak")

_LONGEST = 20
_NEAR = 24
# The beginning of a clause, with one word after it at most: there "ningún", "nobody" negate without a "no".
_CLAUSE = re.compile(r"(?:^|[.,;:!?،؛؟(–—])\s*(?:\w{1,12}\s)?$")


@dataclass(frozen=True, slots=True)
class Negation:
    """A word that negates.

    Attributes:
        start, end: the span in code points.
        strength: "strong" and "nominal" negate (a clause, or a noun or adjective); "concord" goes with a
            negation and is told only where it begins a clause and so may negate alone; "ceiling" sets an
            upper limit with a negation, "limit" without; "lexical" and "weak" another language may put as a
            negation.
    """

    start: int
    end: int
    strength: Strength


def has_negators(locale: Locale) -> bool:
    """Whether the negators of the language are known."""
    return locale.language in _table()


def drift_of(locale: Locale) -> float | None:
    """How far a negation may stand from its place in the other text, as a share of it (see the table)."""
    drift = _table().get(locale.language, {}).get("drift")
    return None if drift is None else float(drift)


def find_negations(text: str, locale: Locale, *, weak: bool = True) -> tuple[Negation, ...]:
    """The negating words of ``text`` in order; none where the language has no table. Linear.

    Without the ``weak`` ones, which are most of the table, it takes a fifth of the time.
    """
    pattern = _pattern(locale.language, locale.likely_script in UNSPACED, weak)
    if pattern is None:
        return ()
    found: list[Negation] = []
    for match in pattern.finditer(text):
        if match.lastgroup != "quiet":
            strength = next(one for one in _STRENGTHS if one == match.lastgroup)
            if strength == "concord" and not _CLAUSE.search(
                text[max(0, match.start() - _NEAR) : match.start()]
            ):
                continue
            found.append(Negation(match.start(), match.end(), strength))
    return tuple(found)


@functools.cache
def _table() -> dict[str, dict[str, Any]]:
    path = resources.files("pipeline.language") / "negators.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=64)
def _pattern(language: str, unspaced: bool, weak: bool) -> re.Pattern[str] | None:
    """One expression for a language: what is quiet wins over what negates, a limit over its first word."""
    entry = _table().get(language)
    if entry is None:
        return None
    left, right = ("", "") if unspaced else (rf"(?<![{WORD}])", rf"(?![{WORD}])")
    groups = []
    for kind in ("quiet", *(_STRENGTHS if weak else _STRENGTHS[:-1])):
        words = _words(entry.get(kind, ""))
        if words:
            options = "|".join(sorted((_source(word) for word in words), key=len, reverse=True))
            groups.append(f"(?P<{kind}>{options})")
    return re.compile(f"{left}(?:{'|'.join(groups)}){right}", re.IGNORECASE)


def _words(listed: str) -> list[str]:
    found: dict[str, None] = {}
    for word in listed.split("|"):
        for form in ("NFC", "NFD"):
            found[unicodedata.normalize(form, word.strip())] = None
    return [word for word in found if word]


def _source(word: str) -> str:
    """The expression of one entry of the table."""
    gap = "[ \u00a0\u202f]{1,2}"
    source = re.escape(word.replace("_", " ")).replace(r"\*", f"[{WORD}\u200c]{{0,{_LONGEST}}}")
    source = source.replace(r"\[0\-9\]", "[0-9]").replace(r"\ ", gap)
    return source.replace("'", "['’]").replace("’", "['’]") if "['’]" not in source else source
