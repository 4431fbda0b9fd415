"""Whether two similar sentences may share a translation: the one place that judges it.

Similar is not safe: "Give aspirin over 12" is one word from "Do not give aspirin under 12". Numbers,
measures, dates and telephone numbers are compared as values in their order (``language.quantities``),
negations and limits by the tables of each language (``language.negation``, ``language.limit_words``), and
words that set a time or a side by ``cautions.toml``. In doubt the answer is that they differ; it costs a
translator a look at a comment.
"""

from __future__ import annotations

import enum
import functools
import re
import tomllib
from importlib.resources import files

from pipeline.language.limit_words import folded, words_of_limits
from pipeline.language.locale import Locale, parse_locale
from pipeline.language.negation import find_negations
from pipeline.language.quantities.facts import UNSPACED, Facts, facts_of, runs_of

_TOKEN = re.compile(r"\d+(?:[.,٫٬·]\d+)*|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞]|°[CF]?|%|[^\W\d_]+(?:['’][^\W\d_]+)*")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+|www\.[^\s<>\"]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_FIGURES = re.compile(r"\d+(?:[.,٫٬·’'\s]?\d+)*|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞]")
_NEAR = 32
"""Characters round an edit, and on to the next space, within which a number can change what it means."""

_NEXT = 16
"""The same for a number whose value is read, as a rule one or two words from its unit, and for a limit."""

_BESIDE = 4
"""The same for a word that negates."""

_LONGEST = 20_000
"""Longer texts are not read as quantities: a change of any token with a digit counts."""


class Difference(enum.Enum):
    """What keeps two sources from sharing a translation."""

    NUMBER = "number or measure"
    NEGATION = "negation or limit"


def differs_in_meaning(earlier: str, later: str, locale: Locale | None = None) -> bool:
    """Whether two sources differ in a number, a measure, a negation or a limit, or in the order of these."""
    return find_difference(earlier, later, locale) is not None


def find_difference(earlier: str, later: str, locale: Locale | None = None) -> Difference | None:
    """What two sources differ in that must never be taken over; None if nothing was found.

    Args:
        earlier, later: without tags; addresses of pages and mail in them are not compared.
        locale: of both; English if not given.
    """
    if earlier == later:
        return None
    locale = locale or parse_locale("en")
    earlier, later = _without_addresses(earlier), _without_addresses(later)
    span = _changed_span(earlier, later)
    before, after = _part(earlier, span, _NEAR), _part(later, span, _NEAR)
    if _numbers(before, locale) != _numbers(after, locale) or _quantities_differ(
        earlier, later, span, locale
    ):
        return Difference.NUMBER
    before, after = _part(earlier, span, _NEXT), _part(later, span, _NEXT)
    if _limits(before, locale) != _limits(after, locale):
        return Difference.NEGATION
    before, after = _part(earlier, span, _BESIDE), _part(later, span, _BESIDE)
    if _turns(before, locale) != _turns(after, locale):
        return Difference.NEGATION
    return None


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub("\ufffc", text) if "://" in text or "www." in text or "@" in text else text


def _changed_span(earlier: str, later: str) -> tuple[int, int]:
    """How many characters at the beginning, and at the end, are the same in both."""
    from rapidfuzz.distance import Postfix, Prefix

    start = Prefix.similarity(earlier, later)
    return start, min(Postfix.similarity(earlier, later), min(len(earlier), len(later)) - start)


def _part(text: str, span: tuple[int, int], near: int) -> str:
    """What lies between the same beginning and the same end, and what stands near; whole words."""
    start = max(0, span[0] - near)
    if start:
        space = text.rfind(" ", max(0, start - _NEAR), start)
        start = space + 1 if space >= 0 else max(0, start - _NEAR)
    end = len(text) - max(0, span[1] - near)
    if end < len(text):
        space = text.find(" ", end, end + _NEAR)
        end = space if space >= 0 else min(len(text), end + _NEAR)
    return text[start:end]


def _numbers(text: str, locale: Locale) -> list[str]:
    """Figures, number words and the measures after them, in order, in one spelling."""
    table, measures, _ = _table(locale.language)
    found: list[str] = []
    after_number = False
    tokens = [token.casefold() for token in _TOKEN.findall(text)]
    if table.keys().isdisjoint(tokens) and not any(token[0].isnumeric() for token in tokens):
        return found
    for token in tokens:
        word = token if token[0].isnumeric() else table.get(token)
        if word is None and after_number and token in measures:
            word = token
        after_number = word is not None
        if word is not None:
            found.append(word)
    return found


def _quantities_differ(earlier: str, later: str, span: tuple[int, int], locale: Locale) -> bool:
    """Whether quantities have other values; asked only where there are any near the edit."""
    facts = facts_of(locale)
    if not any(_may_hold(_part(text, span, _NEXT), facts) for text in (earlier, later)):
        return False
    if max(len(earlier), len(later)) > _LONGEST:
        earlier, later = (_part(text, span, _NEAR)[:_LONGEST] for text in (earlier, later))
    return _values(earlier, locale) != _values(later, locale)


def _may_hold(text: str, facts: Facts) -> bool:
    """Whether a figure, a number word or a month stands in a text."""
    if _FIGURES.search(text):
        return True
    runs = runs_of(text)
    return any(
        pattern is not None
        and (runs is None or firsts is None or not runs.isdisjoint(firsts))
        and pattern.search(text)
        for pattern, firsts in (
            (facts.word_pattern, facts.word_runs),
            (facts.month_pattern, facts.month_runs),
        )
    )


def _values(text: str, locale: Locale) -> list[object]:
    from pipeline.language.quantities import find_quantities  # few edits need the whole recogniser
    from pipeline.language.quantities.model import Email, Url

    return [
        (quantity.key, quantity.other_key)
        for quantity in find_quantities(text, locale)
        if not isinstance(quantity, Url | Email)
    ]


def _limits(text: str, locale: Locale) -> list[str]:
    """The words that set a limit, in order."""
    return [folded(text[hit.start : hit.end]) for hit in words_of_limits(locale).find(text)]


def _turns(text: str, locale: Locale) -> list[str]:
    """The words that turn a meaning round, in order, in one spelling."""
    _, _, turns = _table(locale.language)
    found: list[tuple[int, str]] = []
    negated: set[int] = set()
    for one in find_negations(text, locale, weak=False):
        word = text[one.start : one.end].casefold().replace("’", "'")
        plain = word.endswith("n't") or word in ("cannot", "dont", "cant")
        found.append((one.start, "not" if plain else word))
        negated.update(range(one.start, one.end))
    if not turns.isdisjoint(token.casefold() for token in _TOKEN.findall(text)):
        for match in _TOKEN.finditer(text):
            if match.start() not in negated and match[0].casefold() in turns:
                found.append((match.start(), match[0].casefold()))
    if locale.likely_script in UNSPACED:
        found += [(one.start(), phrase) for phrase in turns for one in re.finditer(re.escape(phrase), text)]
    return [word for _, word in sorted(found)]


@functools.cache
def _table(language: str) -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Number words with their figures, measures, and words that turn a meaning, of one language."""
    data = tomllib.loads(files("pipeline.catalogs").joinpath("cautions.toml").read_text("utf-8"))
    turns = frozenset(data["turns"].get(language, "").split())
    numbers = data["numbers"] if language == "en" else {}
    measures = frozenset(data["measures"]["words"]) if language == "en" else frozenset()
    return numbers, measures, turns
