"""Which characters the PDF has a glyph for: the table ``coverage.toml``, made from the fonts."""

from __future__ import annotations

import bisect
import functools
import re
import tomllib
from importlib import resources

from pipeline.language.regex import regex

# Characters that need no glyph: white space, and those without a shape (controls, joiners, marks of
# direction, variation selectors).
_SHAPELESS = (
    r"\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f"
    r"\ufeff\ufff9-\ufffc\U000e0000-\U000e01ef"
)


def is_covered(character: str) -> bool:
    """Whether a character needs no glyph, or one of the fonts has it."""
    starts, ends = _ranges()
    code = ord(character)
    place = bisect.bisect_right(starts, code) - 1
    return (place >= 0 and code <= ends[place]) or re.match(f"[{_SHAPELESS}]", character) is not None


@functools.cache
def uncovered() -> re.Pattern[str]:
    """Finds a character that neither a shipped font nor the system's CJK font shows.

    Characters without a shape (controls, joiners, marks of direction, variation selectors) and white space
    need no glyph and are not found.
    """
    parts = [f"\\U{first:08x}-\\U{last:08x}" for first, last in zip(*_ranges(), strict=True)]
    return regex(f"[^{_SHAPELESS}{''.join(parts)}]")


@functools.cache
def _ranges() -> tuple[list[int], list[int]]:
    """Where each range of covered characters begins and ends, in order and apart."""
    table = resources.files("pipeline.language").joinpath("coverage.toml").read_text("utf-8")
    blocks = []
    for row in tomllib.loads(table).values():
        for block in str(row).split():
            first, _, last = block.partition("-")
            blocks.append((int(first, 16), int(last or first, 16)))
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(blocks):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends
