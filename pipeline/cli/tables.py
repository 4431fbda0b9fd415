"""Tables for people: columns padded by the width that a terminal shows, nothing cut off."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def format_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with a header; a column of numbers is flush right, also where some are not known ("-")."""
    columns = list(zip(header, *rows, strict=True))
    widths = [max(map(display_width, column)) for column in columns]
    known = [set(column[1:]) - {"-"} for column in columns]
    numeric = [bool(cells) and all(map(str.isdigit, cells)) for cells in known]
    lines = []
    for row in (header, *rows):
        cells = [
            " " * (width - display_width(cell)) + cell
            if right
            else cell + " " * (width - display_width(cell))
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def side_by_side(left: str, right: str, width: int) -> str:
    """Two texts in two columns, together at most ``width`` cells wide, each wrapped to its own."""
    half = (width - 3) // 2
    columns = [_wrapped(text, half) for text in (left, right)]
    height = max(map(len, columns))
    lines = zip(*(column + [""] * (height - len(column)) for column in columns), strict=True)
    return "\n".join(f"{one}{' ' * (half - display_width(one))} | {other}".rstrip() for one, other in lines)


def _wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` cells, broken at spaces where there are any."""
    lines, line = [], ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if display_width(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        line = ""
        for character in word:
            if line and display_width(line + character) > width:
                lines.append(line)
                line = ""
            line += character
    return [*lines, line]


def first_few(notes: Sequence[str], where: str, *, most: int = 4) -> list[str]:
    """The first of ``notes``, and how many more there are and ``where`` to find them."""
    more = len(notes) - most
    return [*notes[:most], f"… and {more} more; {where}"] if more > 0 else list(notes)


def display_width(text: str) -> int:
    """How many cells of a terminal ``text`` takes (UAX #11; marks and format characters take none)."""
    width = 0
    for character in text:
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width
