"""Pseudo-translation: text that shows how a layout bears a translation, and what was left out of the catalog.

Only letters change: tags, numbers, spaces and signs stay as they are.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable
from typing import Literal

from pipeline.documents.inline import TAG

PseudoStyle = Literal["accents", "upper", "rtl", "identity"]
PSEUDO_STYLES: tuple[PseudoStyle, ...] = ("accents", "upper", "rtl", "identity")

_ACCENTED = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz",
    "ÅåƁƀÇçÐðÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀṁÑñÖöÞþǪǫŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž",
)
_ARABIC = str.maketrans(
    string.ascii_lowercase + string.ascii_uppercase,
    "ابتثجحخدذرزسشصضطظعغفقكلمنه" * 2,
)
_LONGER = 3
"""One letter more for each so many: translations from English are about a third longer."""


def pseudo_translate(source: str, style: PseudoStyle) -> str:
    """Return ``source``, a text in inline notation, in a style.

    Args:
        style: "accents" (each letter of the Latin alphabet with an accent, a third longer, in brackets),
            "upper", "rtl" (Arabic letters), or "identity".
    """
    if style == "identity":
        return source
    change: Callable[[str], str] = {"accents": _accents, "upper": str.upper, "rtl": _rtl}[style]
    parts: list[str] = []
    done = 0
    for match in TAG.finditer(source):
        parts += (change(source[done : match.start()]), match[0])
        done = match.end()
    parts.append(change(source[done:]))
    written = "".join(parts)
    if style != "accents":
        return written
    letters = sum(unicodedata.category(character)[0] == "L" for character in TAG.sub("", source))
    more = "·" * (letters // _LONGER)
    return f"[{written}{' ' + more if more else ''}]"


def _accents(text: str) -> str:
    return text.translate(_ACCENTED)


def _rtl(text: str) -> str:
    return text.translate(_ARABIC)
