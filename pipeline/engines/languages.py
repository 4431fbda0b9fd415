"""Which of the codes that a service knows stands for a locale."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.language.locale import Locale

# Where services write a script as a territory, or keep a code that ISO 639 has given up.
_OTHER_NAMES = {
    "ar": ("ar-SA",),
    "zh-Hans": ("zh-CN", "zh"),
    "zh-Hant": ("zh-TW", "zt"),
    "he": ("iw",),
    "jv": ("jw",),
    "nb": ("no",),
    "fil": ("tl",),
}


def choose_code(locale: Locale, codes: Iterable[str]) -> str | None:
    """The code that stands for ``locale`` among ``codes``, or None. Case and "_" make no difference.

    Codes of two and of three letters are both known ("es", "spa"). Never another variety than asked for:
    zh-Hant is not served by a plain "zh", nor pt-BR by "pt-PT".
    """
    known = {code.replace("_", "-").lower(): code for code in codes}
    for name in _names(locale):
        if name.lower() in known:
            return known[name.lower()]
    if locale.script is None and locale.territory is None:
        same = [code for name, code in known.items() if name.partition("-")[0] == locale.language]
        return same[0] if len(same) == 1 else None
    return None


def _names(locale: Locale) -> list[str]:
    """What a service may call the locale, the best name first."""
    language, script, territory = locale.language, locale.script, locale.territory
    names = [locale.tag]
    if language == "zh":
        tag = f"zh-{locale.likely_script}"
        return [*names, tag, *_OTHER_NAMES[tag], *_three_letters()["zh"]]
    if script and script != _plain_script(language):
        return [*names, f"{language}-{script}"]
    names.append(language)
    if territory is None:
        names += _OTHER_NAMES.get(language, ())
        usual = _usual_territory(locale)
        names += [f"{language}-{usual}"] if usual else []
    return [*names, *_three_letters().get(language, ())]


def _plain_script(language: str) -> str:
    from pipeline.language.locale import parse_locale

    return parse_locale(language).likely_script


def _usual_territory(locale: Locale) -> str | None:
    from babel.core import get_global

    likely = get_global("likely_subtags").get(locale.language, "")
    last = str(likely).rpartition("_")[2]
    return last if len(last) == 2 and last.isupper() else None


@functools.cache
def _three_letters() -> dict[str, tuple[str, ...]]:
    """ISO 639-2 and 639-3 codes by those of two letters (CLDR's aliases; it knows both "fra" and "fre")."""
    from babel.core import get_global

    found: dict[str, tuple[str, ...]] = {}
    for three, two in sorted(get_global("language_aliases").items()):
        if len(three) == 3 and len(two) == 2:
            found[two] = (*found.get(two, ()), three)
    return found
