"""What a unit of a new template gets from an earlier one: all of it, a fuzzy target, or a comment."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.catalogs.drafts import draft_marks
from pipeline.catalogs.edits import Edit, classify_edit
from pipeline.catalogs.model import Unit
from pipeline.language.locale import Locale

_LINE_ENDS = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}


def untranslated(unit: Unit, forms: int) -> Unit:
    """A unit of a template as a unit of a catalog with ``forms`` plural forms."""
    targets = ("",) * (1 if unit.source_plural is None else forms)
    if unit.targets == targets and not (
        unit.fuzzy or unit.translator_comments or unit.unknown_comments or unit.previous_source is not None
    ):
        return unit
    return replace(
        unit,
        targets=targets,
        fuzzy=False,
        translator_comments=(),
        previous_context=None,
        previous_source=None,
        previous_source_plural=None,
        unknown_comments=(),
    )


def refreshed(old: Unit, unit: Unit, forms: int) -> Unit:
    """The old unit where the template now has it."""
    flags = old.flags
    if unit.flags:
        flags = (*flags, *(flag for flag in unit.flags if flag not in flags))
    if old.source_plural == unit.source_plural:
        if (old.references, old.extracted_comments, old.flags) == (
            unit.references,
            unit.extracted_comments,
            flags,
        ):
            return old
        return Unit(
            old.source,
            old.targets,
            old.context,
            old.source_plural,
            flags,
            old.fuzzy,
            unit.references,
            unit.extracted_comments,
            old.translator_comments,
            old.previous_context,
            old.previous_source,
            old.previous_source_plural,
            old.obsolete,
            old.unknown_comments,
            old.line,
        )
    # The source is the same but its plural came, went or changed: its forms must be looked at.
    translated = any(old.targets)
    return replace(
        old,
        references=unit.references,
        extracted_comments=unit.extracted_comments,
        flags=flags,
        source_plural=unit.source_plural,
        targets=_fitted(old.targets, 1 if unit.source_plural is None else forms),
        fuzzy=old.fuzzy or translated,
        previous_source=old.source if translated else old.previous_source,
        previous_source_plural=old.source_plural if translated else old.previous_source_plural,
    )


def carried(old: Unit, unit: Unit, forms: int) -> Unit:
    """The new unit with all that the translator gave to one whose source reads the same."""
    same = replace(
        old,
        source=unit.source,
        source_plural=unit.source_plural,
        context=unit.context,
        obsolete=False,
        line=unit.line,
    )
    return refreshed(same, unit, forms)


def leveraged(old: Unit, unit: Unit, forms: int) -> Unit:
    """The new unit with the translation of the one it is an edit of, whose comments stay behind.

    The previous source is the one that the translation was made for: of a target that was fuzzy already that
    is the one it was made for then.
    """
    chained = old.fuzzy and old.previous_source is not None
    return replace(
        untranslated(unit, forms),
        targets=_fitted(old.targets, 1 if unit.source_plural is None else forms),
        fuzzy=True,
        translator_comments=draft_marks(old),
        previous_context=old.previous_context if chained else old.context,
        previous_source=old.previous_source if chained else old.source,
        previous_source_plural=old.previous_source_plural if chained else old.source_plural,
    )


def reminded(earlier: Sequence[Unit], unit: Unit, forms: int) -> Unit:
    """The new unit, empty, with the earlier translations in comments beside it."""
    comments = tuple(line for old in earlier for line in reminder(old))
    return replace(untranslated(unit, forms), translator_comments=comments)


def reminder(old: Unit) -> tuple[str, ...]:
    """What a unit was before an edit that changes the meaning, as comments."""
    return (
        f"Earlier source: {one_line(old.source)}",
        *(f"Earlier translation: {one_line(target)}" for target in old.targets if target),
    )


def one_line(text: str) -> str:
    """``text`` as one line of a comment."""
    return re.sub(r"[\\\n\r]", lambda match: _LINE_ENDS[match[0]], text)


def classify_units(old: Unit, new: Unit, locale: Locale | None) -> Edit:
    """The kind of edit that made one unit of another; the worse of its source and its plural.

    A fuzzy target may have been made for an earlier source still: then that is compared too. Where the source
    reads as it did, that only matters if the earlier one is unsafe.
    """
    edits = [_kind(old.source, new.source, locale)]
    if old.source_plural is not None or new.source_plural is not None:
        edits.append(_kind(old.source_plural or "", new.source_plural or "", locale))
    if old.fuzzy and old.previous_source is not None:
        earlier = _kind(old.previous_source, new.source, locale)
        reads_alike = all(edit is Edit.TYPOGRAPHY for edit in edits)
        if not reads_alike or (earlier is not None and earlier.is_unsafe):
            edits.append(earlier)
    if old.context != new.context:
        edits.append(Edit.REWORDING)
    order = list(Edit)
    return max((edit for edit in edits if edit is not None), key=order.index, default=Edit.TYPOGRAPHY)


def _kind(earlier: str, later: str, locale: Locale | None) -> Edit | None:
    return None if earlier == later else classify_edit(earlier, later, locale)


def _fitted(targets: tuple[str, ...], count: int) -> tuple[str, ...]:
    return (targets + ("",) * count)[:count]
