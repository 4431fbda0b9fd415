"""What a full stop may mean in each language: tables beside this module, one file a language.

Keys of a table, all optional; an abbreviation is written with its stop, in lower case unless it only occurs
with a capital:

    never_final           never ends a sentence when more text follows: "Dr.", "approx."
    before_number         does not end one when a number follows: "No. 5", "Fig. 3"
    final_before_capital  ends one only if a word with a capital follows that is no day or month: "etc."
    final_before_starter  ends one only if one of ``starters`` follows: "a.m." ("9 a.m. London time")
    starters              words that begin sentences and are no names
    letter_after          words, in any case, after which a single capital is no initial: "vitamin C."
    ordinal_point         whether "5." is how "5th" is written: "am 5. Mai"

``any.toml`` holds for every language.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from importlib import resources

from msgspec import Struct


class Abbreviations(Struct, frozen=True):
    """The table of one language together with ``any``: each form also capitalised and in capitals.

    ``letter_after`` is all in lower case; ``beginnings`` holds all abbreviations of several words, and what
    they begin with, from the second word on ("i. d." and "i. d. R."); ``words`` holds each word of
    any, in lower case and without its stop.
    """

    never_final: frozenset[str]
    before_number: frozenset[str]
    final_before_capital: frozenset[str]
    final_before_starter: frozenset[str]
    starters: frozenset[str]
    letter_after: frozenset[str]
    beginnings: frozenset[str]
    words: frozenset[str]
    ordinal_point: bool


@functools.cache
def abbreviations_of(language: str) -> Abbreviations:
    """The abbreviations of an ISO 639 language; only the general ones where it has no table."""
    tables = [_table("any"), _table(language)]
    never = _words(tables, "never_final")
    number = _words(tables, "before_number")
    capital = _words(tables, "final_before_capital")
    starter = _words(tables, "final_before_starter")
    forms = never | number | capital | starter
    return Abbreviations(
        never,
        number,
        capital,
        starter,
        _words(tables, "starters"),
        frozenset(word.lower() for word in _words(tables, "letter_after")),
        frozenset(_beginnings(forms)),
        frozenset(word.removesuffix(".").lower() for form in forms for word in form.split(" ")),
        any(table.get("ordinal_point", False) for table in tables),
    )


def _beginnings(forms: frozenset[str]) -> Iterator[str]:
    for form in forms:
        words = form.split(" ")
        for count in range(2, len(words) + 1):
            yield " ".join(words[:count])


def _table(language: str) -> dict[str, object]:
    file = resources.files(__package__) / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _words(tables: list[dict[str, object]], key: str) -> frozenset[str]:
    words: set[str] = set()
    for table in tables:
        listed = table.get(key, [])
        assert isinstance(listed, list)
        for word in listed:
            words.update((word, word[0].upper() + word[1:], word.upper()))
    return frozenset(words)
