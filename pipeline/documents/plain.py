"""Which inline notation is surely tidy as it is, so that no node need be made of it."""

from __future__ import annotations

import re

_FIRST_WORD = re.compile(r"(?:<[^>]*>)?\s*[^\s<]")


def plain_notation(notation: str) -> str | None:
    """``notation``, or None if it is not surely in the form that ``tidy`` gives.

    Args:
        notation: words without "<", and tags that do not stand in each other. What follows a tag that opens
            does not begin with a space.
    """
    if (
        not notation
        or notation[0] == " "
        or notation[-1] == " "
        or "  " in notation
        or "><" in notation  # tags side by side, or in each other, or round nothing
        or " </" in notation
        or "\n" in notation
        or "\t" in notation
        or "\r" in notation
        or "\f" in notation
        or not (notation[0].isalnum() or _FIRST_WORD.match(notation))
    ):
        return None
    return notation
