"""What Word is told of a language: tag, direction, and the font of its script."""

from __future__ import annotations

import functools

from msgspec import Struct

from pipeline.exporters.scripts import Script, script_of
from pipeline.language.locale import Locale

LATIN = "Arial"

_EAST_ASIAN = frozenset(["Hans", "Hant", "Jpan", "Kore"])
# Set in the one font for all others (ECMA-376-1, 17.3.2.26); every other script is "complex".
_PLAIN = frozenset(["Latn", "Cyrl", "Grek", "Armn", "Geor", "Ethi", "Zyyy"])


class Tongue(Struct, frozen=True):
    """One language for Word.

    Attributes:
        tag: with a region, as Word knows few languages without one: "zh-CN".
        rtl: whether it goes from right to left.
        script: its layout.
    """

    tag: str
    rtl: bool
    script: Script

    @property
    def fonts(self) -> str:
        """The element ``w:rFonts``: in a run that goes from right to left, and for complex scripts, Word
        takes the font called "cs", for Chinese, Japanese and Korean the one called "eastAsia"."""
        code, font = self.script.code, self.script.word
        plain = font if code in _PLAIN else LATIN
        far = font if code in _EAST_ASIAN else plain
        complex_ = LATIN if code in _EAST_ASIAN else font
        return f'<w:rFonts w:ascii="{plain}" w:hAnsi="{plain}" w:eastAsia="{far}" w:cs="{complex_}"/>'

    @property
    def language(self) -> str:
        """The element ``w:lang``."""
        code, tag = self.script.code, self.tag
        more = f' w:eastAsia="{tag}"' if code in _EAST_ASIAN else ""
        more += f' w:bidi="{tag}"' if code not in _EAST_ASIAN | _PLAIN or self.rtl else ""
        return f'<w:lang w:val="{tag}"{more}/>'


@functools.cache
def tongue_of(locale: Locale) -> Tongue:
    """What Word is told of ``locale``."""
    return Tongue(_tag(locale), locale.direction == "rtl", script_of(locale))


def _tag(locale: Locale) -> str:
    """Language and region, the likely one if none is named (CLDR)."""
    if locale.territory is not None:
        return f"{locale.language}-{locale.territory}"
    from babel.core import get_global

    likely = get_global("likely_subtags")
    key = f"{locale.language}_{locale.script}" if locale.script else locale.language
    territory = (likely.get(key) or likely.get(locale.language) or "").rpartition("_")[2]
    return f"{locale.language}-{territory}" if len(territory) == 2 and territory.isupper() else locale.tag
