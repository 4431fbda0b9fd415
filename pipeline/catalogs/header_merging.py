"""Two headers that came of one: field by field, the later of two dates."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.catalogs.headers import Headers, is_placeholder, with_header
from pipeline.catalogs.model import Catalog

OTHER_TRANSLATORS = "X-Other-Translators"
"""The field that names translators of merged branches beside Last-Translator, with "; " between them."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_Field = tuple[str, int]


def merge_headers(base: Catalog, ours: Catalog, theirs: Catalog) -> Headers:
    """The fields of three catalogs as one header.

    What one side changed is taken; where both did, the later date, the translator who worked last, and of
    anything else ours. The other translator is kept in a field of our own (``OTHER_TRANSLATORS``), so that
    nobody approves what they translated themselves.
    """
    before, mine, other = (_fields(catalog.headers) for catalog in (base, ours, theirs))
    later = is_later(theirs, ours, "PO-Revision-Date")
    merged: list[tuple[str, str]] = []
    for field in dict.fromkeys((*mine, *other)):
        value = _merged(field, before.get(field), mine.get(field), other.get(field), theirs_later=later)
        if value is not None:
            merged.append(value)
    others = _other_translators(ours, theirs, dict(merged).get("Last-Translator", ""))
    headers = tuple(merged)
    return with_header(headers, OTHER_TRANSLATORS, others) if others else headers


def _other_translators(ours: Catalog, theirs: Catalog, last: str) -> str:
    """Everybody who has translated one side, but for the one whom the merged header names as the last."""
    found: dict[str, None] = {}
    for catalog in (ours, theirs):
        for part in (catalog.header(OTHER_TRANSLATORS) or "").split(";"):
            found[part.strip()] = None
    mine, other = (catalog.header("Last-Translator") or "" for catalog in (ours, theirs))
    if mine != other:
        found |= {mine.strip(): None, other.strip(): None}
    return "; ".join(one for one in found if one and one != last.strip() and not is_placeholder(one))


def is_later(one: Catalog, other: Catalog, name: str) -> bool:
    """Whether the date in a field of ``one`` is later; a placeholder is no date."""
    return _date(one.header(name) or "") > _date(other.header(name) or "")


def _fields(headers: Headers) -> dict[_Field, tuple[str, str]]:
    """Fields by name, and by number where one name (or a line without one) stands more than once."""
    seen: Counter[str] = Counter()
    found = {}
    for name, value in headers:
        key = name.lower()
        found[key, seen[key]] = (name, value)
        seen[key] += 1
    return found


def _merged(
    field: _Field,
    before: tuple[str, str] | None,
    ours: tuple[str, str] | None,
    theirs: tuple[str, str] | None,
    *,
    theirs_later: bool,
) -> tuple[str, str] | None:
    if ours == before or ours is None:
        return theirs if ours == before or theirs != before else None
    if theirs == before or theirs is None:
        return ours
    if field[0] in ("po-revision-date", "pot-creation-date"):
        return max(ours, theirs, key=lambda pair: _date(pair[1]))
    return theirs if field[0] == "last-translator" and theirs_later else ours


def _date(value: str) -> str:
    return value if _DATE.match(value) else ""
