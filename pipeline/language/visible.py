"""Text from a stranger's file on its way to a terminal, a log or a report, and characters by their name."""

from __future__ import annotations

_JOINERS = "\u200c\u200d"


def visible(text: str) -> str:
    """``text`` with what a terminal would act upon, or nobody could see, written as ``\\u….``.

    Joiners stay: Persian and Indic words need them.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _JOINERS else _written(c) for c in text)


def _written(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def name_character(character: str) -> str:
    """A character as a message names it: "U+200B (ZERO WIDTH SPACE)"."""
    import unicodedata

    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")
