"""Machine drafts: targets that no person has confirmed say so, in a comment that every PO tool keeps."""

from __future__ import annotations

from msgspec.structs import replace

from pipeline.catalogs.model import Unit

_MARK = "Unreviewed machine draft"


def mark_draft(unit: Unit, *, origin: str) -> Unit:
    """The unit as a fuzzy machine draft.

    Args:
        unit: with the draft as its target.
        origin: which machine made it, such as the name of an engine.
    """
    comment = f"{_MARK} ({' '.join(origin.split())})"
    others = tuple(text for text in unit.translator_comments if not _is_mark(text))
    return replace(unit, fuzzy=True, translator_comments=(*others, comment))


def is_machine_draft(unit: Unit) -> bool:
    """Whether the target is a machine's and still fuzzy: taking ``fuzzy`` off is how a person confirms it."""
    return unit.fuzzy and unit.is_translated and any(map(_is_mark, unit.translator_comments))


def draft_marks(unit: Unit) -> tuple[str, ...]:
    """The comments that ``mark_draft`` left; they belong to the target, wherever it goes."""
    return tuple(text for text in unit.translator_comments if _is_mark(text))


def _is_mark(comment: str) -> bool:
    return comment.lstrip().startswith(_MARK)
