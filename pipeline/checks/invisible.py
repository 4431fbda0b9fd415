"""``invisible-characters`` and ``bidi-controls``: what no reader can see, judged by script."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.signs import Sign
from pipeline.checks.texts import invisibles
from pipeline.language.steering import CLOSED_BY, CLOSERS, CONTROLS, MARKS, OVERRIDES
from pipeline.language.visible import name_character
from pipeline.language.writing import writing_of

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
            if character in CONTROLS or character in writing.invisible or character in pair.source.plain:
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
        found = [match for match in invisibles(pair.target) if match[0] in CONTROLS]
        if not found:
            return
        overrides = [match.start() for match in found if match[0] in OVERRIDES]
        if overrides:
            yield self._finding(pair, overrides, "an override of the writing direction")
        open_ones: list[tuple[str, int]] = []
        stray: list[int] = []
        for match in found:
            mark = match[0]
            if mark in CLOSED_BY:
                open_ones.append((CLOSED_BY[mark], match.start()))
            elif mark in CLOSERS and not overrides:
                if open_ones and open_ones[-1][0] == mark:
                    open_ones.pop()
                else:
                    stray.append(match.start())
        stray += [place for _, place in open_ones]
        if stray and not overrides:
            yield self._finding(pair, sorted(stray), "a control of the writing direction without its pair")
        marks = [match.start() for match in found if match[0] in MARKS]
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
        and character not in CONTROLS
        and unicodedata.bidirectional(character) in ("R", "AL")
        for character in text
    )
