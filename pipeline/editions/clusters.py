"""Letters with marks upon marks without end: no writing has them, and laying one out can take all memory."""

from __future__ import annotations

import unicodedata

from pipeline.errors import ExportError

MOST = 32
"""Characters that are laid out as one letter. 30 marks on a letter are more than any language needs (UAX #15,
13.2, stream-safe text)."""

_JOINERS = frozenset("\u200c\u200d")
_VIRAMA = 9
"""The combining class of signs that join the next letter to the one before."""
_ASAT = "\u103a"
"""Of that class, but it ends a syllable: text in Burmese, which has no spaces, is full of it."""


def refuse_endless_letters(text: str) -> None:
    """See that no letter of ``text`` is of more than ``MOST`` characters.

    Raises:
        ExportError: one is; names its last mark.
    """
    if text.isascii():
        return
    length, joined = 0, False
    for character in text:
        category = unicodedata.category(character)
        mark = category[0] == "M" or character in _JOINERS
        if category == "Cf" and not mark:
            continue
        length = length + 1 if mark or joined else 1
        joined = character == "\u200d" or (unicodedata.combining(character) == _VIRAMA and character != _ASAT)
        if length > MOST:
            raise ExportError(
                f"a text holds a letter of more than {MOST} characters, with U+{ord(character):04X} "
                f"({unicodedata.name(character, 'without a name').lower()})",
                "take them out of the text",
            )
