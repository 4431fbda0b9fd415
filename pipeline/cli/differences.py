"""What an update does to a catalog, as lines for a person to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.catalogs.model import Unit
    from pipeline.catalogs.update import Change

_WIDEST = 300


def describe(changes: tuple[Change, ...]) -> Iterator[str]:
    """The lines of all changes: "-" is what stood there, "+" what will, "=" its translation."""
    for change in changes:
        yield from _describe(change)


def _describe(change: Change) -> Iterator[str]:
    from pipeline.catalogs.update import Outcome

    kind = f" ({change.edit.value} changed)" if change.edit is not None else ""
    match change.outcome:
        case Outcome.MOVED:
            yield f"  moved: {_shown(change.unit)}"
            return
        case Outcome.NEW:
            yield f"  new: {_shown(change.unit)}"
            return
        case Outcome.OBSOLETE:
            yield f"  obsolete: {_shown(change.unit)}"
            return
        case Outcome.REVIVED:
            yield f"  back again: {_shown(change.unit)}"
        case Outcome.REMINDED:
            yield f"  empty, with its earlier translation in a comment{kind}:"
        case Outcome.CARRIED:
            yield f"  kept{kind}:"
        case Outcome.JOINED:
            yield "  joined, kept:"
        case Outcome.FUZZY:
            how = kind or (" (joined)" if len(change.earlier) > 1 else " (split)")
            yield f"  fuzzy{how}:"
    for unit in change.earlier:
        yield f"    - {_shown(unit)}"
    if change.outcome is not Outcome.REVIVED:
        yield f"    + {_shown(change.unit)}"
    for target in change.unit.targets:
        if target:
            yield f"    = {_short(target)}"


def _shown(unit: Unit) -> str:
    return _short(unit.source) + (f" [{_short(unit.context)}]" if unit.context is not None else "")


def _short(text: str) -> str:
    text = "".join(c if c.isprintable() else " " for c in text)
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}…"
