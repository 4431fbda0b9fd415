"""Locales: BCP 47 tags as Polyleaf uses them, and what CLDR says of each (through Babel)."""

from __future__ import annotations

import functools
import pkgutil
import re
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from pipeline.errors import LocaleError

if TYPE_CHECKING:
    import babel

Direction = Literal["ltr", "rtl"]

# language[-Script][-REGION]: the subset of BCP 47 that gettext's folder names can hold without loss.
# It also keeps a locale from ever being a path: no dot, no slash, at most 11 characters.
_TAG = re.compile(r"([a-z]{2,3})(?:-([A-Z][a-z]{3}))?(?:-([A-Z]{2}|[0-9]{3}))?", re.ASCII)

# ISO 15924 scripts that are written from right to left (Unicode Script_Extensions, Bidi_Class R and AL).
_RTL_SCRIPTS = frozenset(
    ("Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi")
)

# Members of macrolanguages that neither CLDR's names nor its aliases have (ISO 639-3).
_MACROLANGUAGES = {
    "ff": "ffm fub fue fuf fuh fui fuq fuv",
    "ps": "pbt pbu pst",
    "om": "hae orc",
}


class Locale(Struct, frozen=True, order=True):
    """A valid locale; make one with ``parse_locale``.

    Attributes:
        tag: BCP 47 in its usual case, such as "pt-BR" or "zh-Hans".
        language, script, territory: its subtags; script and territory are None where not written.
    """

    tag: str
    language: str
    script: str | None = None
    territory: str | None = None

    def __str__(self) -> str:
        return self.tag

    @property
    def gettext_name(self) -> str:
        """The name of the locale's folder: "pt_BR", "zh_Hans"."""
        return self.tag.replace("-", "_")

    @property
    def likely_script(self) -> str:
        """The ISO 15924 script the locale is written in (CLDR likely subtags): "Latn", "Arab", …"""
        return _likely_script(self.language, self.script, self.territory)

    @property
    def direction(self) -> Direction:
        return "rtl" if self.likely_script in _RTL_SCRIPTS else "ltr"

    @property
    def native_name(self) -> str:
        """Its name in its own language, such as "español"."""
        return self.name_in(self)

    @property
    def english_name(self) -> str:
        return self.name_in(_ENGLISH)

    def name_in(self, other: Locale) -> str:
        """Its name in the language of ``other``, or in English where CLDR has none in that.

        CLDR names hundreds of languages that it has no other data of, Dinka and Mizo among them: ``cldr`` is
        not theirs then, and what it calls itself is not their name.
        """
        cldr, names = self.cldr(), other.cldr()
        if cldr.language == self.language:
            return cldr.get_display_name(names) or self.tag
        language = names.languages.get(self.language) or _ENGLISH.cldr().languages.get(self.language)
        details = (names.scripts.get(self.script), names.territories.get(self.territory))
        more = ", ".join(filter(None, details))
        return f"{language or self.tag} ({more})" if more else language or self.tag

    def cldr(self) -> babel.Locale:
        """Babel's locale: this one, the nearest one above it that CLDR has data of, or else English."""
        return _cldr(self.tag)


_ENGLISH = Locale("en", "en")


def parse_locale(text: str) -> Locale:
    """Read a BCP 47 tag, exactly as it is to be written.

    Raises:
        LocaleError: not well-formed, or its language is not one that CLDR knows; names the nearest right one.
    """
    match = _TAG.fullmatch(text)
    if match is None:
        tidy = _tidy(text)
        one = "one BCP 47 tag" if re.search(r"[,; ]", text.strip()) else "a BCP 47 tag"
        hint = f'write "{tidy}"' if tidy else f'use {one} such as "es", "pt-BR" or "zh-Hans"'
        raise LocaleError(f'"{text}" is not a locale', hint)
    if not _is_known(match[1]):
        raise LocaleError(f'"{text}" is not a known locale', _nearest_hint(text))
    return Locale(text, match[1], match[2], match[3])


def _tidy(text: str) -> str | None:
    """The tag that ``text`` was likely meant to be, or None."""
    parts = re.split(r"[-_]", text.strip())
    if not 1 <= len(parts) <= 3:
        return None
    cased = [parts[0].lower()]
    for part in parts[1:]:
        cased.append(part.capitalize() if len(part) == 4 else part.upper())
    tag = "-".join(cased)
    match = _TAG.fullmatch(tag)
    return tag if match and _is_known(match[1]) else None


def _nearest_hint(text: str) -> str:
    import difflib

    from babel.core import get_global
    from babel.localedata import locale_identifiers

    language, _, rest = text.partition("-")
    for macro, members in _MACROLANGUAGES.items():
        if language in members.split():
            return f'write "{macro}{"-" * bool(rest)}{rest}"'
    other = get_global("language_aliases").get(language)
    if other:  # CLDR has it under another code: Dari is "fa-AF"
        return f'write "{other.replace("_", "-")}"'
    known = sorted({name.split("_")[0] for name in locale_identifiers()})
    near = difflib.get_close_matches(language, known, n=1)
    return f'did you mean "{near[0]}"?' if near else "use a language that CLDR knows"


@functools.cache
def _languages() -> frozenset[str]:
    """The languages that CLDR has an English name for, out of a list: Babel takes long to load."""
    data = pkgutil.get_data("pipeline.language", "languages.txt")
    assert data is not None
    return frozenset(data.decode("ascii").split())


def _is_known(language: str) -> bool:
    return language in _languages()


@functools.cache
def _cldr(tag: str) -> babel.Locale:
    import babel

    parts = tag.split("-")
    while parts:
        try:
            return _unshared(babel.Locale.parse("_".join(parts)))
        except (babel.UnknownLocaleError, ValueError):
            parts.pop()
    return _unshared(babel.Locale("en"))


def _unshared(locale: babel.Locale) -> babel.Locale:
    """The locale with data of its own.

    Babel 2.18 writes what an alias stands for into dictionaries that locales share with their "root": the
    stand-alone months of the first language asked for became those of every language that has none.
    """
    from babel.localedata import LocaleDataDict, load

    vars(locale)["_Locale__data"] = LocaleDataDict(_copied(load(str(locale))))
    return locale


def _copied(data: dict[Any, Any]) -> dict[Any, Any]:
    return {key: _copied(value) if isinstance(value, dict) else value for key, value in data.items()}


@functools.cache
def _likely_script(language: str, script: str | None, territory: str | None) -> str:
    if script:
        return script
    from babel.core import get_global

    likely = get_global("likely_subtags")
    for key in (f"{language}_{territory}", language):
        if key in likely:
            found = re.search(r"_([A-Z][a-z]{3})(?:_|$)", likely[key])
            if found:
                return found[1]
    return "Latn"
