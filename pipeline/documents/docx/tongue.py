"""What Word is told of a language: its tag, direction, and the fonts and weights of its script."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

from msgspec import Struct

from pipeline.documents.docx.properties import RUN, Properties, attribute, with_attributes
from pipeline.language.locale import Locale, parse_locale


class Tongue(Struct, frozen=True):
    """One language for Word.

    Attributes:
        tag: as Word writes it, with a region: "zh-CN".
        rtl: whether it goes from right to left.
        complex_font, east_asian_font: of its script, if it is of that kind.
    """

    locale: Locale
    tag: str
    rtl: bool
    complex_font: str | None
    east_asian_font: str | None

    @property
    def languages(self) -> dict[str, str]:
        """The attributes of ``w:lang``."""
        found = {"val": self.tag}
        if self.east_asian_font is not None:
            found["eastAsia"] = self.tag
        if self.complex_font is not None:
            found["bidi"] = self.tag
        return found

    def adapt_run(self, raw: bytes, prefix: bytes, *, rtl: bool | None = None, mark: bool = False) -> bytes:
        """The properties of a run (or none) for text in this language.

        Args:
            rtl: whether it stands in right-to-left text and is such; None for that of the language.
            mark: whether to say the language in any case, as for a text that is not in the document's.
        """
        return _adapted(self, raw, prefix, self.rtl if rtl is None else rtl, mark)


@functools.cache
def tongue_of(locale: Locale) -> Tongue:
    facts = tomllib.loads((resources.files(__package__) / "scripts.toml").read_text("utf-8"))
    script = locale.likely_script
    return Tongue(
        locale,
        _tag(locale),
        locale.direction == "rtl",
        facts["complex"].get(script),
        facts["east_asian"].get(script),
    )


def _tag(locale: Locale) -> str:
    """Language and region, the likely one if none is named (CLDR): Word knows few languages without one."""
    if locale.territory is not None:
        return f"{locale.language}-{locale.territory}"
    from babel.core import get_global

    likely = get_global("likely_subtags")
    key = f"{locale.language}_{locale.script}" if locale.script else locale.language
    found = likely.get(key) or likely.get(locale.language) or ""
    territory = found.rpartition("_")[2]
    if len(territory) == 2 and territory.isupper():
        return f"{locale.language}-{territory}"
    return locale.tag


def locale_of(tag: str) -> Locale | None:
    """The locale that a tag in a document names, if there is such."""
    from pipeline.errors import LocaleError

    try:
        return parse_locale(tag)
    except LocaleError:
        return None


@functools.lru_cache(maxsize=4096)
def _adapted(tongue: Tongue, raw: bytes, prefix: bytes, rtl: bool, mark: bool) -> bytes:
    properties = Properties(raw, "rPr", prefix, RUN)
    if rtl:
        if properties.is_on("rtl") is not True:
            properties.set("rtl")
    elif properties.get("rtl") is not None:
        properties.remove("rtl")
    add_complex(properties, tongue, rtl)
    language = properties.get("lang")
    if language is not None:
        properties.put("lang", with_attributes(language, prefix, tongue.languages))
    elif mark:
        properties.set("lang", tongue.languages)
    return properties.written() if properties.children else b""


def add_complex(properties: Properties, tongue: Tongue, rtl: bool = False) -> None:
    """Weight, slope and size once more for complex scripts, which have their own; and fonts of the script."""
    if tongue.complex_font is not None or rtl:
        for name in ("b", "i", "sz"):
            raw = properties.get(name)
            if raw is not None and properties.get(f"{name}Cs") is None:
                value = attribute(raw, "val")
                properties.set(f"{name}Cs", {} if value is None else {"val": value})
    fonts = properties.get("rFonts")
    if fonts is None:
        return
    prefix = properties.prefix
    for name, font in (("cs", tongue.complex_font), ("eastAsia", tongue.east_asian_font)):
        # A font of the theme follows the language by itself (settings.xml, themeFontLang).
        theme = "cstheme" if name == "cs" else "eastAsiaTheme"
        if font is not None and attribute(fonts, name) is not None and attribute(fonts, theme) is None:
            fonts = with_attributes(fonts, prefix, {name: font})
    properties.put("rFonts", fonts)
