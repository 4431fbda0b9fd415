"""What readers see of fields that have no result in the file: Word draws them from their code.

An equation of older documents, "EQ" (ECMA-376-1, 17.16.5.22), is written in one line; the character of a
"SYMBOL" (17.16.5.66) is the one that its font shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.documents.docx.nodes import whole
from pipeline.documents.docx.symbols import UNKNOWN, symbol
from pipeline.documents.formulas import fraction, in_row, root
from pipeline.language.shifted import lowered, raised

DRAWN = frozenset(["EQ", "SYMBOL"])
"""The fields that are read here."""

_MOST = 2_000
_DEEPEST = 20
_PIECE = re.compile(r"\\[a-zA-Z]+-?\d*|\\.|[(),;]|[^\\(),;]+", re.DOTALL)


def drawn_by_code(kind: str, words: list[str], code: str) -> str:
    """What a field shows.

    Args:
        kind: one of ``DRAWN``.
        words: of its code, the kind first.
        code: the whole of it.
    """
    if kind == "SYMBOL":
        return _symbol(words)
    equation = code.strip()[len("EQ") :].strip()
    return _Equation(_PIECE.findall(equation[:_MOST])).read()


def _symbol(words: list[str]) -> str:
    number = words[1] if len(words) > 1 else ""
    code = int(number, 16) if re.fullmatch("0[xX][0-9a-fA-F]{1,6}", number) else whole(number)
    place = next((place for place, word in enumerate(words) if word.lower() == "\\f"), len(words))
    font = words[place + 1] if place + 1 < len(words) else ""
    return UNKNOWN if code is None or code < 0 else symbol(font, code)


class _Equation:
    """Reads an equation from its pieces. A list of parts stands in brackets behind a switch."""

    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self._at = 0
        self._depth = 0

    def read(self) -> str:
        shown: list[str] = []
        while self._at < len(self._pieces):
            shown.append(self._part())
            shown.append(self._taken() if self._at < len(self._pieces) else "")
        return in_row(shown).strip()

    def _taken(self) -> str:
        self._at += 1
        return self._pieces[self._at - 1]

    def _part(self) -> str:
        """Up to the end of the part, or of the whole."""
        shown: list[str] = []
        inside = 0
        while self._at < len(self._pieces):
            piece = self._pieces[self._at]
            if inside == 0 and self._depth and piece in (",", ";", ")"):
                break
            self._at += 1
            if re.fullmatch(r"\\[a-zA-Z].*", piece):
                shown.append(self._switched(piece))
                continue
            inside += {"(": 1, ")": -1 if inside else 0}.get(piece, 0)
            shown.append(piece[1:] if piece.startswith("\\") else piece)
        return in_row(shown).strip() if self._depth else in_row(shown)

    def _switched(self, switch: str) -> str:
        """What the switches that begin with one make of the parts behind them."""
        switches = [switch.lower()]
        while self._at < len(self._pieces) and re.fullmatch(r"\\[a-zA-Z].*", self._pieces[self._at]):
            switches.append(self._taken().lower())
        if self._at >= len(self._pieces) or self._pieces[self._at] != "(" or self._depth >= _DEEPEST:
            return ""
        self._at += 1
        self._depth += 1
        parts = [self._part()]
        while self._at < len(self._pieces) and self._taken() != ")":
            parts.append(self._part())
        self._depth -= 1
        return (
            _SHOWN.get(switches[0][:2], ", ".join)(parts)
            if switches[0] != "\\s"
            else _shifted(switches, parts)
        )


def _shifted(switches: list[str], parts: list[str]) -> str:
    text = "".join(parts)
    if any(switch.startswith("\\up") for switch in switches):
        return raised(text)
    return lowered(text) if any(switch.startswith("\\do") for switch in switches) else text


_SHOWN: dict[str, Callable[[list[str]], str]] = {
    "\\f": lambda parts: fraction(parts[0], parts[1]) if len(parts) == 2 else "/".join(parts),
    "\\r": lambda parts: root(parts[-1], parts[0] if len(parts) > 1 else ""),
    "\\b": lambda parts: f"({', '.join(parts)})",
    "\\o": "".join,
    "\\x": "".join,
}
