"""The words that set a limit, found in a text (``limits.toml`` has them, with their sources)."""

from __future__ import annotations

import functools
import operator
import re
import tomllib
import unicodedata
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from pipeline.language.quantities.facts import GAP, RUN, UNSPACED, WORD, pattern_of, words_of
from pipeline.language.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.language.locale import Locale

LESS, MORE, EARLIER, LATER = 1, 2, 4, 8
LOW, HIGH = LESS | EARLIER, MORE | LATER
NEGATED = 16
_KINDS = {
    "less": LESS,
    "more": MORE,
    "not_more": LESS | NEGATED,
    "not_less": MORE | NEGATED,
    "earlier": EARLIER,
    "later": LATER,
}
_MOST_WORDS = 50_000
_LONGEST_KEPT = 80
_LONGEST = 60
_DIGIT = regex("[1-9]")
_APOSTROPHES = frozenset("'’")


class Hit(NamedTuple):
    """Words of the table in a text, and their kinds before and behind a quantity, as bits."""

    start: int
    end: int
    before: int
    behind: int


class LimitWords(dict[str, tuple[int, tuple[int, ...]]]):
    """The words of one language.

    By word of a text, which is what stands between spaces: the kinds it may be part of the words for, and
    where in it such words may begin.

    Attributes:
        span: words that may say "during" beside a period, folded.
    """

    def __init__(self, language: str, *, unspaced: bool) -> None:
        super().__init__()
        table = _table()
        entry = table.get(language, {})
        # Phrase, folded → its kinds before and behind a quantity.
        self._kinds: dict[str, tuple[int, int]] = {}
        for key, kind in _KINDS.items():
            for phrase in _phrases(entry.get(key, "")):
                self._kinds[phrase] = (kind, self._kinds.get(phrase, (0, 0))[1])
            for phrase in _phrases(entry.get(f"{key}_after", "")):
                self._kinds[phrase] = (self._kinds.get(phrase, (0, 0))[0], kind)
        self._parts = _parts(self._kinds, unspaced=unspaced)
        self._firsts = {RUN.findall(phrase)[0] for phrase in self._kinds}
        # All words of a phrase but its last.
        self._openings = {
            phrase[: run.end()] for phrase in self._kinds for run in [*RUN.finditer(phrase)][:-1]
        }
        stems = (phrase[:-1] for phrase in self._kinds if phrase.endswith("*"))
        self._stems = tuple(sorted(stems, key=len, reverse=True))
        self._prefixes = entry.get("prefixes", "")
        self._signs = {
            sign: (_KINDS[key], 0) for key, listed in table["signs"].items() for sign in _phrases(listed)
        }
        self._sign = regex("|".join(map(re.escape, self._signs)))
        # Where no spaces part the words, they may begin anywhere.
        self._anywhere = (
            regex(f"(?=({pattern_of([*self._kinds, *self._signs])}))", re.IGNORECASE) if unspaced else None
        )
        # By kind, the phrases that may be of it.
        self._of_kind = {
            kind: tuple(
                phrase.rstrip("*")
                for phrase, (before, behind) in (self._kinds | self._signs).items()
                if readings_of(before | behind) & kind
            )
            for kind in (LESS, MORE, EARLIER, LATER)
        }
        self._entry = entry
        self.span = frozenset(_phrases(entry.get("span", "")))

    @functools.cached_property
    def before(self) -> re.Pattern[str]:
        """What may stand between the words and a quantity behind them."""
        word = rf"[{WORD}]{{2,20}}{GAP}+" if self._anywhere is None else rf"[{WORD}]{{1,4}}{GAP}*"
        return _gap(self._entry.get("between", ""), f"(?:{word})?" if self._entry.get("noun") else "")

    @functools.cached_property
    def behind(self) -> re.Pattern[str]:
        """What may stand between a quantity and the words behind it."""
        return _gap(self._entry.get("between_after", ""), "")

    def may_have(self, text: str, kind: int) -> bool:
        """Whether words of a kind may be in a text, which is folded: far quicker than to find them."""
        return any(map(text.__contains__, self._of_kind[kind]))

    def find(self, text: str) -> list[Hit]:
        """The words in ``text``, in order. Linear."""
        found: list[Hit] = []
        for start, end, kinds in self._matches(text):
            # The "under" of "and under" may belong to the next quantity, "less than" in "no less than" not.
            if not found or end > found[-1].end:
                found.append(Hit(start, end, *kinds))
        return found

    def kinds_in(self, text: str) -> int:
        """The kinds, and ``NEGATED``, that words of ``text`` may be a part of: quicker than to find them."""
        kinds = 0
        for word in (text,) if self._anywhere is not None else text.split(" "):
            kinds |= self[word][0]
        return kinds

    def waits(self, text: str) -> bool:
        """Whether a word of waiting stands anywhere in ``text``."""
        return self._wait.search(text) is not None

    @functools.cached_property
    def _wait(self) -> re.Pattern[str]:
        words = words_of(self._entry.get("wait", ""))
        stems = [word[:-1] for word in words if word.endswith("*")]
        others = [word for word in words if not word.endswith("*")]
        left, right = (rf"(?<![{WORD}])", rf"(?![{WORD}])") if self._anywhere is None else ("", "")
        return regex(f"{left}(?:{pattern_of(stems)}|{pattern_of(others)}{right})", re.IGNORECASE)

    def _matches(self, text: str) -> Iterator[tuple[int, int, tuple[int, int]]]:
        """Start, end and kinds of the longest words at each place where some may begin."""
        if self._anywhere is not None:
            for match in self._anywhere.finditer(text):
                start, end = match.span(1)
                yield start, end, self._signs.get(match[1]) or self._kinds.get(folded(match[1]), (0, 0))
            return
        place = 0
        for word in text.split(" "):
            for offset in self[word][1]:
                start = place + offset
                if sign := self._sign.match(text, start):
                    yield start, sign.end(), self._signs[sign[0]]
                elif longest := self._longest(text, start):
                    yield start, *longest
            place += len(word) + 1

    def _longest(self, text: str, start: int) -> tuple[int, tuple[int, int]] | None:
        """The end and the kinds of the longest words that begin there."""
        found = None
        for run in RUN.finditer(text, start, start + _LONGEST):
            end = run.end()
            written = folded(text[start:end])
            if kinds := self._kinds.get(written) or self._inflected(written):
                found = end, kinds
            # "Plus d'" goes on to its apostrophe.
            if text[end : end + 1] in _APOSTROPHES and (kinds := self._kinds.get(f"{written}'")):
                found = end + 1, kinds
            if written not in self._openings and (
                not self._prefixes
                or all(words not in self._openings for words in self._without_prefixes(written))
            ):
                break
        return found

    def _inflected(self, written: str) -> tuple[int, int] | None:
        """The kinds of words with letters glued to their beginning or their end."""
        if self._prefixes:
            for words in self._without_prefixes(written):
                if (kinds := self._kinds.get(words)) is not None:
                    return kinds
        if self._stems and written.startswith(self._stems):
            stem = next(stem for stem in self._stems if written.startswith(stem))
            return self._kinds[f"{stem}*"] if " " not in written[len(stem) :] else None
        return None

    def __missing__(self, word: str) -> tuple[int, tuple[int, ...]]:
        # No phrase tells one digit from another.
        if (zeros := _DIGIT.sub("0", word)) != word:
            return self[zeros]
        found = self._look_at(word)
        if len(word) <= _LONGEST_KEPT:
            if len(self) > _MOST_WORDS:
                self.clear()
            self[word] = found
        return found

    def _look_at(self, word: str) -> tuple[int, tuple[int, ...]]:
        signs = list(self._sign.finditer(word))
        starts = [sign.start() for sign in signs]
        kinds = functools.reduce(operator.or_, (self._signs[sign[0]][0] for sign in signs), 0)
        if self._anywhere is not None:
            small = folded(word)
            for part, kind in self._parts.items():
                if part in small:
                    kinds |= kind
            return kinds, ()
        for run in RUN.finditer(word):
            for small in self._without_prefixes(folded(run[0])):
                kinds |= self._parts.get(small, 0)
                if small in self._firsts:
                    starts.append(run.start())
                if self._stems and small.startswith(self._stems):
                    kinds |= LOW | HIGH
                    starts.append(run.start())
        return kinds, tuple(sorted(set(starts)))

    def _without_prefixes(self, words: str) -> Iterator[str]:
        yield words
        for glued in (1, 2):
            if not self._prefixes or words[glued - 1 : glued] not in self._prefixes:
                return
            yield words[glued:]


def folded(words: str) -> str:
    """The form in which words are looked up."""
    small = words.lower().replace("’", "'")
    return " ".join((small if small.isascii() else unicodedata.normalize("NFC", small)).split())


def readings_of(kinds: int) -> int:
    """``kinds`` and what else they may be: a limit with a negation in it is the other one without."""
    return kinds & ~NEGATED | (LESS | MORE if kinds & NEGATED and kinds & (LESS | MORE) else 0)


def opposites_of(kinds: int) -> int:
    """The opposite of each of ``kinds``."""
    return (kinds & LOW) << 1 | (kinds & HIGH) >> 1


def words_of_limits(locale: Locale) -> LimitWords:
    """The words of the locale's language: signs such as "<" alone where there is no table of it."""
    return _words(locale.language, locale.likely_script in UNSPACED)


def listed_limits(locale: Locale) -> dict[str, tuple[str, ...]]:
    """The words of each key of the table ("less", "less_after"), the commonest first; stems are left out."""
    return {
        key: tuple(word for word in _phrases(listing) if not word.endswith("*"))
        for key, listing in _table().get(locale.language, {}).items()
        if key.removesuffix("_after") in _KINDS
    }


@functools.lru_cache(maxsize=64)
def _words(language: str, unspaced: bool) -> LimitWords:
    return LimitWords(language, unspaced=unspaced)


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    path = resources.files("pipeline.language") / "limits.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _phrases(listed: str) -> list[str]:
    return [folded(phrase.replace("_", " ")) for phrase in listed.split("|") if phrase]


def _parts(kinds: dict[str, tuple[int, int]], *, unspaced: bool) -> dict[str, int]:
    """Of every phrase one word that another has or the longest, and the kinds of all that it stands for.

    Of one with a negation also the first, which alone is nothing: beside a "no" "more" may be ``LESS``.
    """
    parts: dict[str, int] = {}
    for phrase, (before, behind) in sorted(kinds.items(), key=lambda item: item[0].count(" ")):
        runs, own = [phrase] if unspaced else RUN.findall(phrase), before | behind
        if own & NEGATED and len(runs) > 1:
            first = runs.pop(0)
            parts[first] = parts.get(first, 0) | NEGATED
            own = opposites_of(own & (LESS | MORE))
        part = next((run for run in runs if run in parts), max(runs, key=len))
        parts[part] = parts.get(part, 0) | own
    return parts


def _gap(listed: str, noun: str) -> re.Pattern[str]:
    """What may stand between words and a quantity."""
    words = f"(?:(?:{pattern_of(words_of(listed))}){GAP}*){{0,2}}" if listed else ""
    return regex(f"{GAP}*{words}{noun}".replace("'", "['’]"), re.IGNORECASE)
