"""Which inline notation is surely tidy as it is, so that no node need be made of it."""

from __future__ import annotations

from collections.abc import Sequence


def plain_notation(parts: Sequence[str]) -> str | None:
    """The text that ``parts`` make up, or None if it is not surely in the form that ``tidy`` gives.

    Args:
        parts: characters without "<", and tags of the notation that do not stand in each other. What follows
            a tag that opens does not begin with a space.
    """
    notation = "".join(parts)
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
    ):
        return None
    first = parts[1] if notation[0] == "<" and len(parts) > 1 else parts[0]
    return notation if first.strip() else None
