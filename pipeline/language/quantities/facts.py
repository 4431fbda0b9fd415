"""What the data files and CLDR say for one language, made ready for the recogniser once and kept."""

from __future__ import annotations

import functools
import re
import tomllib
from decimal import Decimal
from importlib import resources
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from pipeline.language.quantities.numerals import Separators, separators_of
from pipeline.language.regex import regex
from pipeline.language.spellings import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.language.locale import Locale

# Letters, and the marks that \w leaves out: vowel signs and viramas are part of a word in the Indic scripts.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u0900-\u0903\u093a-\u094f"
    "\u0951-\u0957\u0962-\u0963\u0981-\u0983\u09bc-\u09cd\u09d7\u09e2-\u09e3\u0a01-\u0a03\u0a3c-\u0a51"
    "\u0a70-\u0a75\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0c00-\u0c04"
    "\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0d81-\u0d83\u0dca-\u0ddf"
)
WORD = rf"\w{MARKS}"
# Scripts whose writing puts no spaces between words: no word boundary can be asked for there.
UNSPACED = frozenset(["Hans", "Hant", "Jpan", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"])
# Optional space between a number and what belongs to it.
GAP = "[ \u00a0\u202f\u2009]"


def words_of(listed: str, separator: str = "|") -> list[str]:
    """The phrases of a data entry, with "_" as a space, in composed and decomposed spelling."""
    found: dict[str, None] = {}
    for phrase in listed.split(separator):
        phrase = phrase.strip().replace("_", " ")
        if phrase:
            found.update(dict.fromkeys((*spellings(phrase), phrase)))
    return list(found)


def fold(text: str) -> str:
    """The form in which words are looked up: lower case, with plain spaces."""
    return re.sub(r"[\s\u00a0]+", " ", text).lower()


def pattern_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases, factored so that it never backtracks far."""
    root: dict[str, Any] = {}
    for phrase in phrases:
        node = root
        for char in phrase:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(root) if root else "(?!)"


def _branch(node: dict[str, Any]) -> str:
    options = []
    for char, below in sorted(node.items()):
        if char:
            literal = rf"(?:{GAP}+)" if char == " " else re.escape(char)
            options.append(literal + _branch(below))
    if not options:
        return ""
    text = options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
    return f"(?:{text})?" if "" in node else text


RUN = regex(f"[{WORD}]+")
# Letters that an expression takes for others where it is told to ignore case (Python's re._casefix), or whose
# small form depends on where they stand.
ODD = regex(
    "[\u0130\u0131\u017f\u00b5\u0345\u03a3\u03c2\u03d0\u03d1\u03d5\u03d6\u03f0\u03f1\u03f5"
    "\u1c80-\u1c88\u1e9b\u1fbe\u1fd3\u1fe3\ufb05\ufb06]"
)


def runs_of(text: str) -> frozenset[str] | None:
    """The runs of letters, digits and marks in ``text``, in small letters; None where that cannot be said.

    A phrase whose first run is not among them is not in the text as words of their own.
    """
    if not text.isascii() and ODD.search(text):
        return None
    return frozenset(RUN.findall(text.lower()))


def first_runs(phrases: Iterable[str]) -> frozenset[str] | None:
    """The first run of each phrase; None where one does not begin with a run."""
    found = set()
    for phrase in phrases:
        match = RUN.match(phrase)
        if match is None or ODD.search(phrase):
            return None
        found.add(match[0])
    return frozenset(found)


class Before:
    """Finds a phrase at the end of a window of text: what stands before a number.

    A look at the last letters rules out nearly every window, before any expression is tried.
    """

    __slots__ = ("_pattern", "_sign", "endings")

    def __init__(self, phrases: Iterable[str], left: str, sign: str = "") -> None:
        listed = [fold(p) for p in phrases]
        self.endings = tuple(listed)
        self._sign = sign
        signs = f"[{re.escape(sign)}]?" if sign else ""
        self._pattern = regex(f"{left}({pattern_of(listed)}){GAP}*{signs}$", re.IGNORECASE)

    def search(self, window: str) -> re.Match[str] | None:
        """The phrase at the end of ``window``, or None."""
        if not self.endings or not window:
            return None
        tail = window.rstrip(self._sign + " \u00a0\u202f\u2009").replace("\u00a0", " ").lower()
        return self._pattern.search(window) if tail.endswith(self.endings) else None


@functools.cache
def data(name: str) -> dict[str, Any]:
    """A data file of this package, read once."""
    path = resources.files(__package__) / "data" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


class Word(Struct, frozen=True):
    """What a number word means. ``scale`` multiplies; ``unit`` is a dual's ("ساعتين": two hours)."""

    value: Decimal
    scale: bool = False
    before: bool = False
    weak: bool = False
    unit: str | None = None


class Neighbours(Struct, frozen=True):
    """What the words beside a number have to be looked at for (see ``glance``).

    Attributes:
        triggers: runs of letters that a phrase begins or ends with; None where words are written together,
            so that no word can be passed over by its runs.
        stems: beginnings of words that a phrase may go on from.
        openers: the beginning of a number or a month in several words → beginnings of the second word.
        phrases: the same for all else that stands behind a number.
        before: finds a phrase, or the end of one, that stands before a number.
        after: what is tried behind a number, but for its unit.
        names: those that are written with a number behind them ("COVID 19").
    """

    triggers: frozenset[str] | None
    stems: tuple[str, ...]
    openers: dict[str, tuple[str, ...]]
    phrases: dict[str, tuple[str, ...]]
    before: re.Pattern[str]
    after: tuple[re.Pattern[str], ...]
    names: tuple[str, ...]


class Facts(Struct, frozen=True, dict=True):
    """What the recogniser asks of a locale: compiled patterns, and dictionaries keyed by folded words."""

    language: str
    separators: Separators
    day_first: bool
    unspaced: bool
    unit_first: bool
    counted: bool
    ten_and: bool
    ones_first: bool
    words: dict[str, Word]
    word_pattern: re.Pattern[str] | None
    word_at: re.Pattern[str]
    scale_after: re.Pattern[str]
    join: re.Pattern[str]
    halves: re.Pattern[str]
    units: dict[str, str]
    stems: tuple[tuple[re.Pattern[str], str], ...]
    unit_source: str
    unit_after: re.Pattern[str]
    unit_before: re.Pattern[str] | None
    to: re.Pattern[str]
    per: re.Pattern[str]
    percent_after: re.Pattern[str]
    percent_before: Before
    ordinal_after: re.Pattern[str]
    ordinal_before: Before
    times_first: bool
    times_after: re.Pattern[str]
    times_before: Before
    between_after: re.Pattern[str]
    scale_before: Before | None
    between: Before
    and_: re.Pattern[str]
    counter_after: re.Pattern[str]
    clock_needed: bool
    every: Before
    each: dict[str, str]
    each_after: re.Pattern[str]
    each_before: Before
    noon: dict[str, str]
    noon_after: re.Pattern[str]
    noon_before: Before
    clock_after: re.Pattern[str]
    clock_before: Before
    call: re.Pattern[str]
    months: dict[str, int]
    doubtful_months: frozenset[str]
    date_link: re.Pattern[str]
    year_link: re.Pattern[str]
    day_suffix: re.Pattern[str]
    month_before: Before
    month_pattern: re.Pattern[str] | None
    word_runs: frozenset[str] | None
    month_runs: frozenset[str] | None
    follows: re.Pattern[str]
    precedes: tuple[str, ...] | None
    ends: frozenset[str]
    neighbours: Neighbours | None

    @functools.cached_property
    def unit_at(self) -> re.Pattern[str]:
        """Finds a unit where it begins."""
        return regex(f"(?:{self.unit_source})")

    def stem(self, name: str) -> str | None:
        """The unit whose listed stem begins this name."""
        return next((unit for pattern, unit in self.stems if pattern.fullmatch(name)), None)


@functools.lru_cache(maxsize=64)
def facts_of(locale: Locale) -> Facts:
    """The facts of a locale: its language's entries in the data files, and CLDR's for what they lack."""
    from pipeline.language.quantities.build import build

    spaces = locale.language in data("languages")["space_groups"]
    return build(locale, separators_of(locale, spaces))


@functools.lru_cache(maxsize=64)
def spaced_facts_of(locale: Locale) -> Facts:
    """The facts of a locale, read by one who puts a plain space between groups of three digits."""
    facts = facts_of(locale)
    return replace(facts, separators=replace(facts.separators, spaces=True))
