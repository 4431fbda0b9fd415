"""The first look at a pair: the signs it shows, so that only checks that may have something to say are asked.

Most words of a text are plain: letters of its own script, nothing else. Each word (what stands between
spaces) is looked at once and kept, in a table of bounded size; a text shows what its words show together.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache, reduce
from operator import eq, or_

from pipeline.checks.brackets import BRACKETS, all_closed
from pipeline.checks.ends import DROPPED, end_of
from pipeline.checks.look_alikes import FORMS, letters_of_others, may_hold_letter_for_digit
from pipeline.checks.model import CheckContext, Pair
from pipeline.checks.quotes import QUOTES, count_quotes
from pipeline.checks.signs import Sign
from pipeline.checks.spacing import spacing_of
from pipeline.checks.texts import INVISIBLE
from pipeline.language.coverage import is_covered
from pipeline.language.identify import LEAST
from pipeline.language.limit_words import opposites_of, readings_of, words_of_limits
from pipeline.language.locale import Locale
from pipeline.language.negation import negating_part
from pipeline.language.ordinals import may_have_ordinals
from pipeline.language.quantities.facts import UNSPACED
from pipeline.language.quantities.glance import Glimpse, glance_of
from pipeline.language.quantities.periods import periods_of
from pipeline.language.regex import regex
from pipeline.language.writing import End, Writing, writing_of

LONGEST = 20_000
"""Code points of a text that is looked at word by word; a longer one is left to all checks."""
_MOST = 50_000
_LONGEST_KEPT = 80

_TAG = regex("<[^<>]*>")
_DIGITS = regex("[0-9]+")
_NOTATION = frozenset("<＜〈‹")
_MARKS = frozenset(",.;:!?»«،؛؟。，；：？！、")
_LETTERS_FOR_DIGITS = frozenset("lIOoОоІ|")

# Of a character: the word it stands in has to be looked at more closely.
_BRACKET, _QUOTE, _MARK, _DIGIT = (Sign.ALWAYS << shift for shift in (1, 2, 3, 4))
# Of a word: the kinds of limits that it may set, from there on.
_LIMITS = 35
_ANY_LIMIT = 31 << _LIMITS
_CLOSER = _BRACKET | _QUOTE | _MARK | _DIGIT

_OF_SOURCE = Sign.QUANTITY | Sign.PERIOD | Sign.NEGATION | Sign.LINK | Sign.PLACEHOLDER | Sign.SPACE
_OF_TAGS = Sign.MARKUP | Sign.LINK | Sign.PLACEHOLDER | Sign.UNSAFE | Sign.SPACE


class FirstLook:
    """Looks at the pairs of one catalog."""

    def __init__(self, context: CheckContext) -> None:
        self._source = _words_of(context.source_locale, of_source=True)
        self._target = _words_of(context.locale, of_source=False)
        self._source_ends = _Ends(writing_of(context.source_locale))
        self._target_ends = _Ends(writing_of(context.locale))
        self._firsts = _Firsts()
        self._spaced = self._target.spaced
        self._always = Sign.ALWAYS
        if context.terms:
            self._always |= Sign.TERM
        if self._target.writing.script in ("Hans", "Hant"):
            self._always |= Sign.FOREIGN
        if not self._spaced:
            self._always |= Sign.DOUBLED

    def signs(self, pair: Pair) -> int:
        """The signs of ``pair``: bits of ``Sign``."""
        source, target = pair.source.plain, pair.target.plain
        if len(source) > LONGEST or len(target) > LONGEST:
            return Sign.ANY | Sign.ALWAYS
        written, shown = self._target.read(target)
        written_there, shown_there = pair.source.memo("first look", self._source.read)
        here, there = reduce(or_, shown), reduce(or_, shown_there)
        found = self._always | here & ~_ANY_LIMIT | there & _OF_SOURCE
        if found & Sign.ORDER and not there & Sign.ORDER:
            found &= ~Sign.ORDER
        if here & _ANY_LIMIT and _may_oppose(here >> _LIMITS & 31, there >> _LIMITS & 31):
            found |= Sign.LIMIT
        if found & Sign.QUANTITY:
            wanted = pair.source.memo(
                "glimpses", lambda text: self._source.quantities(text, written_there, shown_there)
            )
            if wanted is not None and _same(wanted, self._target.quantities(target, written, shown)):
                found &= ~Sign.QUANTITY
        length = len(target)
        if length >= LEAST:
            found |= Sign.LONG
        if -4 < len(source) - length < 4:
            found |= Sign.ALIKE
        end = self._target_ends[written[-1]]
        if end == "" or end != self._source_ends[written_there[-1]]:
            found |= Sign.END
        if self._firsts[written[0]] or target.isupper():
            found |= Sign.SMALL
        if True in map(eq, written, written[1:]):
            found |= Sign.DOUBLED
        if ("<" in pair.source.raw or "<" in pair.target.raw) and not _same_tags(pair):
            found |= _OF_TAGS
        return found


@lru_cache(maxsize=64)
def _words_of(locale: Locale, *, of_source: bool) -> _Words:
    """The table of a locale, which lasts for the run: the catalogs of a project share their sources."""
    return _Words(locale, of_source=of_source)


class _Words(dict[str, int]):
    """The signs that the words of one language show."""

    def __init__(self, locale: Locale, *, of_source: bool) -> None:
        super().__init__()
        self.writing = writing_of(locale)
        self.spaced = locale.likely_script not in UNSPACED
        self._glance = glance_of(locale)
        self._negating = negating_part(locale)
        self._limits = words_of_limits(locale)
        self._locale = locale
        self._periods = periods_of(locale) if of_source else None
        self._characters = _Characters(locale, self.writing)
        self._spacing = spacing_of(locale)
        self._of_source = of_source

    def read(self, text: str) -> tuple[list[str], list[int]]:
        """The words of ``text`` and the signs of each; where words are written together it is one word."""
        words = text.split(" ") if self.spaced else [text]
        return words, list(map(self.__getitem__, words))

    def quantities(self, text: str, words: list[str], shown: list[int]) -> list[Glimpse] | None:
        """The quantities of a text that was read, or None where a glance is not enough."""
        if self._glance is None:
            return None
        if "\u00a0" in text or "\u202f" in text:
            return self._glance.quantities(text)
        places = [place for place, signs in enumerate(shown) if signs & Sign.QUANTITY]
        return self._glance.among(words, places, text)

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST:
            self.clear()
        # A number is looked at as any other: "(123)" shows what "(0)" does.
        plain = _DIGITS.sub("0", word)
        found = self._look(plain) if plain == word else self[plain]
        if len(word) <= _LONGEST_KEPT and plain == word:
            self[word] = found
        return found

    def _look(self, word: str) -> int:
        if not word:
            return Sign.SPACE
        found, characters = 0, self._characters
        for character in set(word):
            found |= characters[character]
        if found & _CLOSER:
            found = self._look_closer(word, found)
        if self._glance is None or self._glance.may_count(word):
            found |= Sign.QUANTITY
        if self._periods is not None and self._periods.first.search(word):
            found |= Sign.PERIOD
        if self._negating.search(word):
            found |= Sign.NEGATION
        if may_have_ordinals(word, self._locale):
            found |= Sign.ORDER
        found |= self._limits.kinds_in(word) << _LIMITS
        if not _LETTERS_FOR_DIGITS.isdisjoint(word) and may_hold_letter_for_digit(word):
            found |= Sign.LOOK_ALIKE
        if "script" in word or "data" in word or "ſ" in word:
            found |= Sign.UNSAFE
        return found

    def _look_closer(self, word: str, found: int) -> int:
        if found & _BRACKET and not all_closed(word):
            found |= Sign.BRACKET
        if found & _QUOTE and count_quotes(word) % 2:
            found |= Sign.QUOTE
        if found & _MARK:
            if "://" in word or "www." in word or "@" in word:
                found |= Sign.LINK
            if "&#" in word or ("&" in word and ";" in word):
                found |= Sign.UNSAFE
            if "&lt;" in word:
                found |= Sign.MARKUP
            # As it stands between two words, which is where most can be wrong with it.
            between = f"x {word} " if self.spaced else word
            if not self._of_source and any(pattern.search(between) for pattern in self._spacing):
                found |= Sign.SPACING
        return found & ~_CLOSER


class _Characters(dict[str, int]):
    """The signs that characters show in a locale."""

    def __init__(self, locale: Locale, writing: Writing) -> None:
        super().__init__()
        self._writing = writing
        self._others = letters_of_others(locale.language)

    def __missing__(self, character: str) -> int:
        found = 0
        if character.isspace():
            found |= Sign.SPACE
        if character in BRACKETS:
            found |= _BRACKET
        if character in QUOTES:
            found |= _QUOTE
        if character in _MARKS or character in "&@":
            found |= _MARK
        if character in _NOTATION:
            found |= Sign.MARKUP
        if character in "%{":
            found |= Sign.PLACEHOLDER
        if character == "|" or character in self._others or FORMS.match(character):
            found |= Sign.LOOK_ALIKE
        if INVISIBLE.match(character):
            found |= Sign.INVISIBLE
        if self._writing.foreign.match(character):
            found |= Sign.FOREIGN
        if not character.isascii() and not is_covered(character):
            found |= Sign.UNCOVERED
        self[character] = found
        return found


class _Ends(dict[str, "End | str | None"]):
    """What the last words of texts say; an empty string for one that leaves it to the word before."""

    def __init__(self, writing: Writing) -> None:
        super().__init__()
        self._writing = writing

    def __missing__(self, word: str) -> End | str | None:
        found: End | str | None = end_of(word, self._writing)[0] if word.rstrip(DROPPED) else ""
        if len(word) <= _LONGEST_KEPT:
            if len(self) > _MOST:
                self.clear()
            self[word] = found
        return found


class _Firsts(dict[str, bool]):
    """Whether the first word of a text has a small letter first, or no letter or digit at all."""

    def __missing__(self, word: str) -> bool:
        first = next((character for character in word[:40] if character.isalnum()), "")
        found = not first or first.islower()
        if len(word) <= _LONGEST_KEPT:
            if len(self) > _MOST:
                self.clear()
            self[word] = found
        return found


def _may_oppose(kinds: int, others: int) -> bool:
    """Whether a limit of the one text may be the opposite of one of the other."""
    return bool(opposites_of(readings_of(kinds)) & readings_of(others))


def _same(wanted: list[Glimpse], found: list[Glimpse] | None) -> bool:
    """Whether two texts hold the same quantities, whatever their order."""
    if found is None:
        return False
    if wanted == found:
        return True
    kept, more = Counter(wanted), Counter(found)
    # "a glass" may become "un verre", which is one glass.
    return kept <= more and all(low == 1 == high for low, high, _ in more - kept)


def _same_tags(pair: Pair) -> bool:
    """Whether both texts have the same tags in the same order, and no "<" or ">" that is not of a tag."""
    source, target = pair.source.raw, pair.target.raw
    tags = _TAG.findall(target)
    count = len(tags)
    return (
        tags == _TAG.findall(source)
        and target.count("<") == count == target.count(">")
        and source.count("<") == count == source.count(">")
    )
