"""``wrong-script``: the translation is in another script than its language is written in."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span
from pipeline.checks.signs import Sign
from pipeline.checks.texts import foreign_letters
from pipeline.language.regex import regex
from pipeline.language.writing import Writing, script_of_letter, writing_of

_LETTERS = regex(r"[^\W\d_]+")
_LEAST_HAN = 3
_STEM = 4


class WrongScript:
    id = "wrong-script"
    category: Category = "linguistic"
    severity = Severity.ERROR
    signs = Sign.FOREIGN
    explanation = (
        "Most letters of the translation are of another script than the language is written in: "
        "English left in a Hindi catalog, Persian in an Arabic-script field gone Latin, Traditional "
        "characters in a Simplified Chinese catalog (the latter as a warning). Words that the source "
        "has in the same letters, such as names and abbreviations, do not count. Translate into the "
        "right script; if the language is also written in this one, name the script in the locale, "
        "such as sr-Latn."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        writing = context.once("writing", lambda: writing_of(context.locale))
        foreign = foreign_letters(pair.target, writing)
        if len(foreign) > 3:
            yield from self._other_script(pair, writing, len(foreign))
        if writing.script in ("Hans", "Hant"):
            yield from self._other_han(pair, writing)

    def _other_script(self, pair: Pair, writing: Writing, foreign: int) -> Iterator[Diagnostic]:
        text = pair.target.plain
        own = sum(map(str.isalpha, text)) - foreign
        if own > foreign:
            return
        # By their first letters: a name may take the ending of another number or case.
        known = {word[:_STEM].casefold() for word in _LETTERS.findall(pair.source.plain)}
        odd = [
            run
            for run in re.findall(f"{writing.foreign.pattern}+", text)
            if len(run) > 1 and run[:_STEM].casefold() not in known
        ]
        if sum(map(len, odd)) > max(3, own):
            script = script_of_letter(odd[0][0])
            yield pair.finding(
                self,
                f"written in the script {script}, not {writing.script}",
                "translate it in the script of the language",
                target=[Span(0, len(pair.target.raw))],
            )

    def _other_han(self, pair: Pair, writing: Writing) -> Iterator[Diagnostic]:
        text = pair.target.plain
        wrong = _han_only("Hant" if writing.script == "Hans" else "Hans").findall(text)
        if len(wrong) < _LEAST_HAN:
            return
        right = _han_only(writing.script).findall(text)
        if len(wrong) > len(right):
            kind = "Traditional" if writing.script == "Hans" else "Simplified"
            yield pair.finding(
                self,
                f"{kind} characters: {' '.join(Counter(wrong))[:40]}",
                "write it in the characters of the locale",
                target=[Span(0, len(pair.target.raw))],
            )


@functools.cache
def _han_only(script: str) -> re.Pattern[str]:
    """Finds Han characters that only one of the two ways of writing has.

    Those are the characters that the national set of the mainland (GB 2312) has and Taiwan's (Big5) has not,
    or the other way round.
    """
    mainland, taiwan = set(), set()
    for code in range(0x4E00, 0xA000):
        character = chr(code)
        if _encodes(character, "gb2312"):
            mainland.add(character)
        if _encodes(character, "big5"):
            taiwan.add(character)
    only = mainland - taiwan if script == "Hans" else taiwan - mainland
    return regex(f"[{''.join(sorted(only))}]")


def _encodes(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
