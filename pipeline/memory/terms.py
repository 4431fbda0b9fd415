"""Terms: how a project says a thing in each language, and what must stay as it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

EVERY_LOCALE = "*"
"""In place of a locale: the term holds for all."""

MOST_SHOWN = 12
"""Most terms that are shown to a translator beside one unit."""

_WORD = re.compile(r"[^\W_]+", re.UNICODE)


class Term(Struct, frozen=True, order=True):
    """One term in one locale.

    Attributes:
        source: as it stands in the source language.
        locale: BCP 47 tag, or ``EVERY_LOCALE``.
        target: how to say it, or how not to (``avoid``); empty where it is not to be translated.
        translate: False if it must stay as it is, such as a name.
        note: for translators, or nothing.
        avoid: ``target`` must not stand for it: wrong, insulting, or understood otherwise.
    """

    source: str
    locale: str
    target: str
    translate: bool = True
    note: str = ""
    avoid: bool = False


class TermFinder:
    """Finds the terms of one locale in sentences; the time it takes does not grow with the glossary."""

    def __init__(self, terms: Iterable[Term], locale: str) -> None:
        # By the words of the source; a term is looked for word by word, so that "cold" is not in "scold".
        self._terms: defaultdict[tuple[str, ...], list[Term]] = defaultdict(list)
        own = {term for term in terms if term.locale in (locale, EVERY_LOCALE)}
        for term in sorted(own):
            words = _words(term.source)
            if words:
                self._terms[tuple(word for word, _, _ in words)].append(term)
        self._longest = max(map(len, self._terms), default=0)

    def __bool__(self) -> bool:
        return bool(self._terms)

    def find(self, text: str) -> list[Term]:
        """The terms in ``text`` by their first place; inside a longer term a shorter one is not seen.

        Words are compared without case, and an English plural in -s counts.
        """
        words = _words(text)
        forms = [word for word, _, _ in words]
        found: dict[Term, None] = {}
        place = 0
        while place < len(forms):
            step = 1
            for length in range(min(self._longest, len(forms) - place), 0, -1):
                terms = self._at(forms[place : place + length])
                if terms:
                    # "COVID 19" and "covid-19" are the same words: one is enough if they are said alike.
                    found.update(
                        dict.fromkeys({(one.avoid, one.target.casefold()): one for one in terms}.values())
                    )
                    step = length
                    break
            place += step
        return list(found)

    def spans(self, text: str) -> list[tuple[int, int, Term]]:
        """Where in ``text`` the terms that must stay as they are stand: start, end (code points), term."""
        words = _words(text)
        found: list[tuple[int, int, Term]] = []
        place = 0
        while place < len(words):
            step = 1
            for length in range(min(self._longest, len(words) - place), 0, -1):
                part = words[place : place + length]
                kept = [one for one in self._at([word for word, _, _ in part]) if not one.translate]
                if kept:
                    found.append((part[0][1], part[-1][2], kept[0]))
                    step = length
                    break
            place += step
        return found

    def _at(self, forms: Sequence[str]) -> list[Term]:
        terms = self._terms.get(tuple(forms))
        if terms is None and len(forms[-1]) > 3 and forms[-1].endswith("s"):
            terms = self._terms.get((*forms[:-1], forms[-1][:-1]))
        return terms or []


def term_comments(terms: Iterable[Term]) -> tuple[str, ...]:
    """What a translator is shown beside a unit, a line each."""
    lines = []
    for term in terms:
        if term.avoid:
            says = f"Term: {term.source}: do not say {term.target}"
        elif term.translate:
            says = f"Term: {term.source} → {term.target}"
        else:
            says = f"Term: {term.source} (keep as it is)"
        lines.append(f"{says} ({term.note})" if term.note else says)
    return tuple(lines[:MOST_SHOWN])


def _words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text, folded, with their places; where none are set apart, each character is one."""
    words: list[tuple[str, int, int]] = []
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        if word.isascii() or not any("\u0e00" <= one <= "\u0fff" or one >= "\u3040" for one in word):
            words.append((word.casefold(), start, match.end()))
        else:
            words += ((one, start + i, start + i + 1) for i, one in enumerate(word))
    return words
