"""Formulas of HTML (MathML Core) in one line, as ``documents/formulas.py`` writes them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from pipeline.documents.formulas import fraction, in_row, root, stacked, with_scripts
from pipeline.documents.html_tokens import StartTag
from pipeline.documents.tidy import collapse

_MOST_DEEP = 100
_SILENT = frozenset(
    ["annotation", "annotation-xml", "mphantom", "maligngroup", "malignmark", "none", "mprescripts"]
)
_COUNTS = {
    "mfrac": 2,
    "msup": 2,
    "mover": 2,
    "msub": 2,
    "munder": 2,
    "msubsup": 3,
    "munderover": 3,
    "mroot": 2,
}
"""How many parts an element must have."""

# Signs that are not seen (Unicode, Invisible Operators).
_UNSEEN = str.maketrans({"\u2061": "", "\u2062": "·", "\u2063": ",", "\u2064": " "})


class _Open(Struct):
    """An element that is open, and what is in it so far."""

    name: str
    bare: bool = False
    opens: str = "("
    closes: str = ")"
    between: str = ","
    parts: list[str] = field(default_factory=list)


class Formula:
    """Reads one formula, token by token."""

    def __init__(self) -> None:
        self._stack = [_Open("math")]

    def start(self, tag: StartTag) -> None:
        if tag.name == "mspace":
            self.text(" ")
        if tag.closed or tag.name == "mspace" or len(self._stack) > _MOST_DEEP:
            return
        said = {
            name: found.value.strip()
            for name in ("linethickness", "open", "close", "separators")
            if (found := tag.get(name)) is not None
        }
        self._stack.append(
            _Open(
                tag.name,
                said.get("linethickness", "1").rstrip("pxemt%") in ("0", "0.0"),
                said.get("open", "("),
                said.get("close", ")"),
                said.get("separators", ",")[:1],
            )
        )

    def end(self, name: str) -> None:
        if any(one.name == name for one in self._stack[1:]):
            while self._close() != name:
                pass

    def text(self, text: str) -> None:
        self._stack[-1].parts.append(collapse(text).translate(_UNSEEN))

    def read(self) -> str:
        """What a reader sees of it."""
        while len(self._stack) > 1:
            self._close()
        return _shown(self._stack[0]).strip()

    def _close(self) -> str:
        one = self._stack.pop()
        self._stack[-1].parts.append(_shown(one))
        return one.name


def _shown(element: _Open) -> str:
    parts: Sequence[str] = element.parts
    if element.name not in ("mtext", "ms", "mi", "mn", "mo"):
        parts = [part for part in parts if part.strip() or part == ""]  # not the white space between elements
    first, second, third = (*parts, "", "", "")[:3]
    if len(parts) != _COUNTS.get(element.name, len(parts)):
        return " ".join(parts)  # browsers show such parts beside each other
    match element.name:
        case name if name in _SILENT:
            return ""
        case "mfrac":
            return stacked(first, second) if element.bare else fraction(first, second)
        case "mover" if len(second) == 1 and not second.isalnum():
            return f"{first}{second}"  # an accent
        case "msup" | "mover":
            return with_scripts(first, "", second)
        case "msub" | "munder":
            return with_scripts(first, second, "")
        case "msubsup" | "munderover":
            return with_scripts(first, second, third)
        case "msqrt":
            return root(in_row(parts))
        case "mroot":
            return root(first, second)
        case "mfenced":
            return f"{element.opens}{f'{element.between} '.join(parts)}{element.closes}"
        case "mtable":
            return f"({'; '.join(parts)})"
        case "mtr":
            return ", ".join(parts)
        case "semantics":
            return first
        case "mi" | "mn" | "mo":
            return "".join(parts).strip()
        case _:
            return in_row(parts)
