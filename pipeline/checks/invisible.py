"""``invisible-characters`` and ``bidi-controls``: what no reader can see, judged by script."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.signs import Sign
from pipeline.checks.texts import invisibles, name_character
from pipeline.language.writing import writing_of

_MARKS = "\u200e\u200f\u061c"
_OPENERS = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}
_CLOSERS = "\u202c\u2069"
_OVERRIDES = "\u202d\u202e"
_BIDI = frozenset(_MARKS + "".join(_OPENERS) + _CLOSERS + _OVERRIDES)
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))


class InvisibleCharacters:
    id = "invisible-characters"
    category: Category = "linguistic"
    severity = Severity.WARNING
    signs = Sign.INVISIBLE
    explanation = (
        "The translation holds a character that no reader can see and that its script does not need: "
        "a control character, a zero-width space in Latin text, a byte order mark. Such characters "
        "break searching, and controls keep a leaflet from being laid out at all. The zero-width "
        "non-joiner of Persian, the joiners of Indic scripts and the zero-width space that parts "
        "words in Khmer, Thai, Lao or Burmese are spelling and are not told of. Take the character "
        "out."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        found = invisibles(pair.target)
        if not found:
            return
        writing = context.once("writing", lambda: writing_of(context.locale))
        text = pair.target.plain
        seen: dict[str, list[int]] = {}
        for match in found:
            character, place = match[0], match.start()
            if character in _BIDI or character in writing.invisible or character in pair.source.plain:
                continue
            if character in _SELECTORS and place and not text[place - 1].isalnum():
                continue  # says how an emoji looks
            if character == "\u200d" and place and ord(text[place - 1]) > 0x2190:
                continue  # joins emoji
            seen.setdefault(character, []).append(place)
        for character, places in seen.items():
            control = (
                ord(character) < 0xA0 or character in "\u2028\u2029\ufffe\uffff" or character >= "\U000e0000"
            )
            yield pair.finding(
                self,
                f"the invisible character {name_character(character)}"
                + (f" ({len(places)} times)" if len(places) > 1 else ""),
                "take it out",
                target=[pair.target.span(place, place + 1) for place in places[:20]],
                severity=Severity.ERROR if control else Severity.INFO if character == "\u00ad" else None,
            )


class BidiControls:
    id = "bidi-controls"
    category: Category = "linguistic"
    severity = Severity.ERROR
    signs = Sign.INVISIBLE
    explanation = (
        "The translation holds an invisible control of writing direction that can show a text in "
        "another order than it is read, as “05” for “50”: an override, or an embedding or isolate "
        "without its pair. Pairs are fine, and so are the marks LRM, RLM and ALM in right-to-left "
        "text. Polyleaf holds numbers and Latin words in order by itself: take the control out."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        found = [match for match in invisibles(pair.target) if match[0] in _BIDI]
        if not found:
            return
        overrides = [match.start() for match in found if match[0] in _OVERRIDES]
        if overrides:
            yield self._finding(pair, overrides, "an override of the writing direction")
        open_ones: list[tuple[str, int]] = []
        stray: list[int] = []
        for match in found:
            mark = match[0]
            if mark in _OPENERS:
                open_ones.append((_OPENERS[mark], match.start()))
            elif mark in _CLOSERS and not overrides:
                if open_ones and open_ones[-1][0] == mark:
                    open_ones.pop()
                else:
                    stray.append(match.start())
        stray += [place for _, place in open_ones]
        if stray and not overrides:
            yield self._finding(pair, sorted(stray), "a control of the writing direction without its pair")
        marks = [match.start() for match in found if match[0] in _MARKS]
        if marks and context.locale.direction == "ltr" and not _has_rtl(pair.target.plain):
            yield self._finding(
                pair, marks, "a mark of right-to-left text, of which there is none", Severity.WARNING
            )

    def _finding(
        self, pair: Pair, places: list[int], what: str, severity: Severity | None = None
    ) -> Diagnostic:
        character = pair.target.plain[places[0]]
        return pair.finding(
            self,
            f"{what}: {name_character(character)}",
            "take it out",
            target=[pair.target.span(place, place + 1) for place in places[:20]],
            severity=severity,
        )


def _has_rtl(text: str) -> bool:
    import unicodedata

    return any(
        character > "\u058f"
        and character not in _BIDI
        and unicodedata.bidirectional(character) in ("R", "AL")
        for character in text
    )
