"""Words that negate or forbid, found in a text (``negators.toml`` has them, with their sources)."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from pipeline.language.quantities.facts import UNSPACED, WORD
from pipeline.language.regex import regex
from pipeline.language.spellings import spellings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.language.locale import Locale

Strength = Literal["strong", "nominal", "concord", "ceiling", "limit", "lexical", "weak"]
_STRENGTHS: tuple[Strength, ...] = ("ceiling", "limit", "concord", "strong", "nominal", "lexical", "weak")

_STRENGTH_OF: dict[str, Strength] = {strength: strength for strength in _STRENGTHS}
_COUNTING: tuple[Strength, ...] = ("ceiling", "concord", "strong", "nominal")
_RUN = regex(f"[{WORD}]+")
# What may stand within an entry behind a word: after it the whole expression is tried.
_DIGIT = regex("[0-9]")
_GLUE = frozenset(["'", "’", "-", "/", ".", "\u200c", "("])
_MOST_WORDS = 50_000
_LONGEST = 20
_LONGEST_KEPT = 80
_NEAR = 24
# The beginning of a clause, with one word after it at most: there "ningún", "nobody" negate without a "no".
_CLAUSE = regex(r"(?:^|[.,;:!?،؛؟(–—])\s*(?:\w{1,12}\s)?$")


class Negation(Struct, frozen=True):
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

    Args:
        weak: whether to tell the weak ones too, which are most of the table.
    """
    finder = _finder(locale.language, locale.likely_script in UNSPACED, weak)
    if finder is None:
        return ()
    found: list[Negation] = []
    for start, end, kind in finder.find(text):
        if kind == "quiet":
            continue
        if kind == "concord" and not _CLAUSE.search(text[max(0, start - _NEAR) : start]):
            continue
        found.append(Negation(start, end, _STRENGTH_OF[kind]))
    return tuple(found)


def unanswered(wanted: Sequence[Negation], found: Sequence[Negation]) -> list[Negation]:
    """The negations of the source where the target has fewer; ceilings where it has nothing of the kind."""
    needed = negating(wanted)
    nominal = sum(one.strength == "nominal" for one in found)
    lexical = sum(one.strength == "lexical" for one in wanted)
    # "unknown" may have become "not known", and then its negator answers no other word of the source.
    answers = len(negating(found)) - min(nominal, lexical)
    if len(needed) > answers:
        return needed
    return [one for one in wanted if one.strength == "ceiling"] if not found else []


def negating(some: Sequence[Negation]) -> list[Negation]:
    """Those that count."""
    return [one for one in some if one.strength in ("strong", "nominal")] or [
        one for one in some if one.strength == "concord"
    ][:1]


# Start, end and kind of an entry within a word; an empty kind where a longer one may begin, in the text.
_Hit = tuple[int, int, str]


class _Finder(dict[str, tuple[_Hit, ...]]):
    """Looks words up rather than trying the whole expression at each place: texts repeat their words.

    By word, which is what stands between spaces: the entries that it holds, or that may begin in it.
    """

    def __init__(self, pattern: re.Pattern[str], firsts: re.Pattern[str], *, unspaced: bool) -> None:
        super().__init__()
        self._pattern = pattern
        self._firsts = firsts
        self.unspaced = unspaced

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and kind of each entry in ``text``, the first and longest at each place."""
        if self.unspaced:
            for match in self._pattern.finditer(text):
                yield match.start(), match.end(), match.lastgroup or ""
            return
        place = done = 0
        for word in text.split(" "):
            for first, last, kind in self[word]:
                start = place + first
                if start < done:
                    continue
                if kind:
                    yield start, place + last, kind
                elif longer := self._pattern.match(text, start):
                    done = longer.end()
                    yield start, done, longer.lastgroup or ""
            place += len(word) + 1

    def __missing__(self, word: str) -> tuple[_Hit, ...]:
        # No entry tells one digit from another.
        if (zeros := _DIGIT.sub("0", word)) != word:
            return self[zeros]
        found = tuple(self._learn(word)) if _RUN.search(word) else ()
        if len(word) <= _LONGEST_KEPT:
            if len(self) > _MOST_WORDS:
                self.clear()
            self[word] = found
        return found

    def _learn(self, word: str) -> Iterator[_Hit]:
        for run in _RUN.finditer(word):
            start, end = run.span()
            open_ended = self._firsts.fullmatch(run[0]) is not None
            if word[end : end + 1] in _GLUE:
                # The entry may hold what stands behind the run; alone it is looked for where it can be.
                if open_ended or self._firsts.match(word, start) or self._pattern.match(word, start):
                    yield start, end, ""
            elif open_ended:
                yield start, end, ""
            elif match := self._pattern.match(run[0]):
                yield start, end, match.lastgroup or ""


@functools.lru_cache(maxsize=64)
def negating_part(locale: Locale) -> re.Pattern[str]:
    """Finds what every entry of weight has in it: one that negates, or sets a limit with a negation.

    Of an entry of several words that is one that another entry has too, or else the longest. It finds
    nothing where the language has no table.
    """
    entry = _table().get(locale.language, {})
    words = [word for kind in _COUNTING for word in _words(entry.get(kind, ""))]
    parts: set[str] = set()
    for some in sorted((word.split("_") for word in words), key=len):
        if parts.isdisjoint(some):
            parts.add(max(some, key=lambda part: len(part.replace("*", ""))))
    unspaced = locale.likely_script in UNSPACED
    left, right = ("", "") if unspaced else (rf"(?<![{WORD}])", rf"(?![{WORD}])")
    return regex(f"{left}(?:{'|'.join(map(_source, sorted(parts))) or '(?!)'}){right}", re.IGNORECASE)


@functools.cache
def _table() -> dict[str, dict[str, Any]]:
    path = resources.files("pipeline.language") / "negators.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=64)
def _finder(language: str, unspaced: bool, weak: bool) -> _Finder | None:
    """One expression for a language: what is quiet wins over what negates, a limit over its first word."""
    entry = _table().get(language)
    if entry is None:
        return None
    left, right = ("", "") if unspaced else (rf"(?<![{WORD}])", rf"(?![{WORD}])")
    groups, firsts = [], []
    for kind in ("quiet", *(_STRENGTHS if weak else _STRENGTHS[:-1])):
        words = _words(entry.get(kind, ""))
        if words:
            groups.append(f"(?P<{kind}>{'|'.join(_options(words))})")
        firsts += [word.partition("_")[0] for word in words if "_" in word]
    pattern = regex(f"{left}(?:{'|'.join(groups)}){right}", re.IGNORECASE)
    first = regex("|".join(map(_source, firsts)) or "(?!)", re.IGNORECASE)
    return _Finder(pattern, first, unspaced=unspaced)


def _words(listed: str) -> list[str]:
    found: dict[str, None] = {}
    for word in listed.split("|"):
        found.update(dict.fromkeys(spellings(word.strip())))
    return [word for word in found if word]


def _options(words: list[str]) -> Iterator[str]:
    """The expressions of the entries, the longest first; what neighbours end in alike is written once."""
    ordered = sorted(((_source(word), word) for word in words), key=lambda pair: len(pair[0]), reverse=True)
    for is_stem, group in itertools.groupby(ordered, lambda pair: pair[1].find("*") == len(pair[1]) - 1):
        sources = [source for source, _ in group]
        if is_stem:
            ending = _source("*")
            yield f"(?:{'|'.join(source.removesuffix(ending) for source in sources)}){ending}"
        else:
            yield from sources


def _source(word: str) -> str:
    """The expression of one entry of the table."""
    gap = "[ \u00a0\u202f]{1,2}"
    source = re.escape(word.replace("_", " ")).replace(r"\*", f"[{WORD}\u200c]{{0,{_LONGEST}}}")
    source = source.replace(r"\[0\-9\]", r"\d{1,9}").replace(r"\ ", gap)
    return source.replace("'", "['’]").replace("’", "['’]") if "['’]" not in source else source
