"""``spacing``: the space before and after punctuation, by language."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.signs import Sign
from pipeline.language.locale import Locale
from pipeline.language.writing import writing_of

# Each pattern begins with the mark, or a plain space, so that a text without any is passed over at once.
_GLUED = r"[,;،؛](?<=[^\W\d_]{2}.)(?=[^\W\d_]{2})"
_BEFORE = r" (?:(?<=\w.)[,،](?= )|(?<=[^\W\d_].)\.(?=\s|$))"
_BEFORE_HIGH = r" (?<=\w.)[;:!?؟؛](?=\s|$)"
# French sets a (thin, no-break) space before the high marks and inside « » (Imprimerie nationale, "Lexique
# des règles typographiques"); Canadian French only before ":" and inside « » (OQLF).
_FRENCH = r"[:»«](?:(?<=[^\W\d_][:»])(?=\s|$)|(?<=«)(?=\w))"
_FRENCH_HIGH = r"[;!?](?<=[^\W\d_].)(?=\s|$)"
_HAN = (
    r"[,;!?](?<=[\u4e00-\u9fff\u3040-\u30ff].)(?=[\u4e00-\u9fff\u3040-\u30ff]|$)"
    r"|[，。；：？！、] (?=[\u4e00-\u9fff])"
)
_FREE = frozenset({"Khmr", "Thai", "Laoo", "Mymr", "Tibt", "Mong", "Zyyy"})


class Spacing:
    id = "spacing"
    category: Category = "linguistic"
    severity = Severity.INFO
    signs = Sign.SPACING
    explanation = (
        "The space before or after a mark is not what the language wants: a space before a comma, "
        "none behind it, a Western comma between Chinese characters, a missing space before “;” or "
        "inside « » in French. It does no harm to the meaning, so it is told as information; raise it "
        "in the settings to hold a house style. Set the space as the language does."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        patterns = spacing_of(context.locale)
        text = pair.target.plain
        found = [match for pattern in patterns for match in pattern.finditer(text)]
        if not found or "://" in text:
            return
        yield pair.finding(
            self,
            f"the space around “{found[0][0].strip()}”",
            "set it as the language does",
            target=[pair.target.span(*match.span()) for match in found[:20]],
        )


@functools.lru_cache(maxsize=64)
def spacing_of(locale: Locale) -> tuple[re.Pattern[str], ...]:
    """The patterns that find a mark with wrong spaces."""
    writing = writing_of(locale)
    if writing.script in _FREE:
        rules: tuple[str, ...] = ()
    elif writing.script in ("Hans", "Hant", "Jpan"):
        rules = (_HAN,)
    elif locale.language == "fr":
        rules = (_GLUED, _BEFORE, _FRENCH)
        if locale.territory != "CA":
            rules = (*rules, _FRENCH_HIGH)
    elif writing.script in ("Deva", "Beng", "Guru", "Gujr", "Orya", "Arab", "Armn", "Ethi"):
        rules = (_GLUED, _BEFORE)  # a space before "?" and "!" is common in print
    else:
        rules = (_GLUED, _BEFORE, _BEFORE_HIGH)
    return tuple(map(re.compile, rules))
