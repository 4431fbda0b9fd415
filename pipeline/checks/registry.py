"""The checks there are, in the order in which findings on one unit are told."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from pipeline.checks.engine import Check
from pipeline.checks.tags import Tags
from pipeline.checks.untranslated import Untranslated
from pipeline.errors import UsageError

_ALL: tuple[Check, ...] = (
    # clinical
    # markup
    Tags(),
    # linguistic
    Untranslated(),
)

CHECKS: dict[str, Check] = {check.id: check for check in _ALL}
"""By id. To add one, write a module that fits ``UnitCheck`` or ``CatalogCheck`` and name it here."""


def choose_checks(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Check, ...]:
    """The checks named in ``select`` (all where empty) without those in ``ignore``; a category names all its
    checks.

    Raises:
        UsageError: there is no such check; names the nearest.
    """
    selected = _ids(select) or set(CHECKS)
    ignored = _ids(ignore)
    return tuple(check for id, check in CHECKS.items() if id in selected and id not in ignored)


def check_called(id: str) -> Check:
    """The check with this id.

    Raises:
        UsageError: there is none; names the nearest.
    """
    try:
        return CHECKS[id]
    except KeyError:
        raise UsageError(f'"{id}" is not a check', nearest_check(id)) from None


def nearest_check(id: str) -> str:
    """A hint for someone who wrote the id of a check wrongly."""
    near = difflib.get_close_matches(id, CHECKS, n=1, cutoff=0.5)
    return f'did you mean "{near[0]}"?' if near else f"there are: {', '.join(CHECKS)}"


def _ids(names: Iterable[str]) -> set[str]:
    ids: set[str] = set()
    for name in names:
        of_category = {id for id, check in CHECKS.items() if check.category == name}
        ids |= of_category or {check_called(name).id}
    return ids
