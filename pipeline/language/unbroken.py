"""What must stand in one line: a range of numbers, a telephone number, a number with its unit.

A line may end behind a dash, a hyphen or a wave dash (UAX #14, classes BA, HY, NS and B2; browsers and
LibreOffice break behind a hyphen before a digit too), and between a number and its unit in writing that has
no spaces. "5–" apart from its "10" is another dose, and looks like a minus in right-to-left text; of
"10 มก." Typst makes "10 ม", ten metres, and "ก." in the next line. A no-break space keeps none of that
together, and U+2060 would stand in what is copied or searched for, and shows as a box in some versions of
Word. So layouts are told which stretches to keep whole, and the characters stay as they are.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pipeline.language.regex import regex

MAX_WHOLE = 24
"""Characters that stand in one line at most; longer ones would leave a narrow column."""

# Writing without spaces, or in which a line may end within a word, by the languages whose units are known.
_WRITTEN = {
    "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff": ("zh", "ja"),
    "\uac00-\ud7af": ("ko",),
    "\u0e00-\u0e7f": ("th",),
    "\u0e80-\u0eff": ("lo",),
    "\u1780-\u17ff": ("km",),
    "\u1000-\u109f": ("my",),
}
_ANY = "".join(_WRITTEN)
# Signs of these that belong to the letter before them, or may not begin a line.
_SIGNS = (
    "\u0e31\u0e34-\u0e3a\u0e46-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec6-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3"
    "\u17d7\u17dd々ー・゛゜ゝゞヽヾ"
)
_SPACE = "[\u00a0\u202f]"
_NUMBER = r"\d(?:[\d.,٫٬\u00a0\u202f]*\d)?"
_TAIL = rf"(?:{_SPACE}?[%٪‰°℃℉][CF]?)?"
_JOINT = rf"{_SPACE}?(?:[-‐‒–−～〜~]|[—―]{{1,2}}|[至到])(?:{_SPACE}?)"
_FIRST = rf"(?<![\d.,٫٬A-Za-z])(?:[<>≤≥≈~±+−$€£¥₹-]{_SPACE}?)?"
# A word or a sign goes on behind the number: a layout that keeps the number apart would let a line end there.
_REST = (
    rf"(?:(?![{_ANY}])(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0970-\u0dff])"
    r"|[-+*×%٪‰°²³†‡])*"
)

_HAS = {letters: regex(f"[{letters}]") for letters in _WRITTEN}
_FREE = regex(f"[{_ANY}]")
_CANDIDATE = regex(rf"\d{_TAIL}{_SPACE}?(?:[-‐‒–—―−～〜~{_ANY}])")


def unbroken(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the stretches of ``text`` in order, each with whether it must stand in one line."""
    if _CANDIDATE.search(text) is None:
        yield text, False
        return
    done = 0
    writings = tuple(letters for letters, has in _HAS.items() if has.search(text) is not None)
    for match in _stretches(writings).finditer(text):
        if match.end() - match.start() > MAX_WHOLE:
            continue
        if match.start() > done:
            yield text[done : match.start()], False
        yield match[0], True
        done = match.end()
    if done < len(text):
        yield text[done:], False


def cut_at_hyphens(text: str) -> list[str]:
    """``text`` cut at the hyphens that may not end a line: Word has one that does not, and no dash."""
    cut = [""]
    for piece, whole in unbroken(text):
        first, *rest = piece.split("-") if whole else [piece]
        cut[-1] += first
        cut += rest
    return cut


def may_end_lines(character: str) -> bool:
    """Whether a character is of writing in which a line may end beside any letter."""
    return _FREE.match(character) is not None


@functools.lru_cache(maxsize=64)
def _stretches(writings: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern for text in which those kinds of writing are."""
    if not writings:
        measure = _NUMBER + _TAIL
        return re.compile(rf"{_FIRST}{measure}(?:{_JOINT}{measure})+{_REST}")
    unit = rf"{_SPACE}?(?:{'|'.join(_units(writings))})(?![{_SIGNS}])"
    measure = rf"{_NUMBER}(?:{unit}|{_TAIL})"
    return re.compile(rf"{_FIRST}(?:{measure}(?:{_JOINT}{measure})+|{_NUMBER}{unit}){_REST}[{_SIGNS}]?")


def _units(writings: tuple[str, ...]) -> list[str]:
    """Patterns of units in such writing; of Chinese, Japanese and Korean any one character at least."""
    from pipeline.language.locale import parse_locale
    from pipeline.language.quantities.units import unit_names

    names: set[str] = set()
    for letters in writings:
        own = re.compile(rf"[{letters}. ]+")
        for language in _WRITTEN[letters]:
            names.update(name for name in unit_names(parse_locale(language)) if own.fullmatch(name))
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    written = [re.escape(name).replace(r"\ ", "[ \u00a0]") for name in longest_first]
    return [*written, "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]"]
