"""Which characters the PDF has a glyph for: the table ``coverage.toml``, made from the fonts."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources


@functools.cache
def uncovered() -> re.Pattern[str]:
    """Finds a character that neither a shipped font nor the system's CJK font shows.

    Characters without a shape (controls, joiners, marks of direction, variation selectors) and white space
    need no glyph and are not found.
    """
    table = resources.files("pipeline.language").joinpath("coverage.toml").read_text("utf-8")
    parts = [
        r"\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f"
        r"\ufeff\ufff9-\ufffc\U000e0000-\U000e01ef"
    ]
    for row in tomllib.loads(table).values():
        for block in str(row).split():
            first, _, last = block.partition("-")
            parts.append(f"\\U{int(first, 16):08x}-\\U{int(last or first, 16):08x}")
    return re.compile(f"[^{''.join(parts)}]")
