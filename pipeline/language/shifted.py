"""Raised and lowered characters (Unicode, Superscripts and Subscripts), for where a text has no looks.

Without them "10" with a raised "9" would read "109".
"""

from __future__ import annotations

_RAISED = dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))


def raised(text: str) -> str:
    """``text`` raised, in characters of its own or as "^(…)"."""
    return _shifted(text, _RAISED, "^")


def lowered(text: str) -> str:
    """``text`` lowered, in characters of its own or as "_(…)"."""
    return _shifted(text, _LOWERED, "_")


def _shifted(text: str, characters: dict[str, str], sign: str) -> str:
    if all(character in characters for character in text):
        return "".join(characters[character] for character in text)
    return f"{sign}({text})"
