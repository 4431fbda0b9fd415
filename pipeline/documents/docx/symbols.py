"""Symbols that Word sets in a font of pictures: which Unicode character a reader sees."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

UNKNOWN = "\ufffd"
"""Stands for a symbol that no table here knows: an exporter refuses it rather than leave it out."""

_FONTS = frozenset(["symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "zapfdingbats"])


def is_symbol_font(font: str | None) -> bool:
    """Whether the letters of a font are pictures."""
    return font is not None and font.lower() in _FONTS


def symbol(font: str, code: int) -> str:
    """The character that ``code`` shows in ``font``; ``UNKNOWN`` where no table has it."""
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
    table = _table().get(font.lower())
    if table is not None:
        found = table.get(code)
        if found is not None:
            return found
        # Symbol has digits, spaces and most punctuation where ASCII has them.
        return chr(code) if font.lower() == "symbol" and 0x20 <= code < 0x40 else UNKNOWN
    if is_symbol_font(font) or not 0x20 <= code <= 0x10FFFF or 0xD800 <= code <= 0xF8FF:
        return UNKNOWN
    return chr(code)


@functools.cache
def _table() -> dict[str, dict[int, str]]:
    text = (resources.files(__package__) / "symbols.toml").read_text("utf-8")
    return {
        font: {int(code, 16): character for code, character in codes.items()}
        for font, codes in tomllib.loads(text).items()
    }
