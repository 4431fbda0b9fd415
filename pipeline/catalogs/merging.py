"""Two catalogs that came of one, merged unit by unit; nothing that a person wrote is lost.

- What one side changed is taken.
- Where both changed a target, the unit is fuzzy: ours is its target, theirs stands in a comment.
- Where a source was edited on one side and its target on the other, the unit is fuzzy: the new target was
  made for another source. (Line by line, such a merge is clean and wrong.)
- A unit that one side took out and the other worked on stays as obsolete.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from pipeline.catalogs import offers
from pipeline.catalogs.header_merging import is_later, merge_headers
from pipeline.catalogs.headers import fit_charset
from pipeline.catalogs.matching import match_edits
from pipeline.catalogs.model import Catalog, Unit, UnitKey
from pipeline.catalogs.plural import parse_plural_forms
from pipeline.catalogs.update import without_doubles
from pipeline.language.locale import Locale

_T = TypeVar("_T")
_Units = dict[UnitKey, Unit]


class MergeResult(Struct, frozen=True):
    """What a merge made.

    Attributes:
        catalog: the two sides in one.
        held: keys of the units that hold what both sides wrote and must be looked at.
    """

    catalog: Catalog
    held: tuple[UnitKey, ...]


def merge_catalogs(
    base: Catalog, ours: Catalog, theirs: Catalog, *, source_locale: Locale | None = None
) -> MergeResult:
    """Merge two catalogs (or templates) that came of ``base``; an empty one where there was none.

    Args:
        source_locale: of the sources; English if not given.

    Raises:
        CatalogError: the Plural-Forms header is wrong.
    """
    if ours == theirs or theirs == base:
        return MergeResult(ours, ())
    if ours == base:
        return MergeResult(theirs, ())
    merge = _Merge(base, ours, theirs, source_locale)
    merge.units_of_one_key()
    merge.edited_sources(merge.ours, merge.theirs)
    merge.edited_sources(merge.theirs, merge.ours)
    headers = merge_headers(base, ours, theirs)
    units = merge.in_order(base, ours, theirs)
    catalog = Catalog(
        headers,
        tuple(_with_all_forms(units, headers)),
        _lines(base.header_comments, ours.header_comments, theirs.header_comments),
        _three(base.header_fuzzy, ours.header_fuzzy, theirs.header_fuzzy),
    )
    keys = {unit.key for unit in units}
    return MergeResult(fit_charset(catalog), tuple(key for key in merge.held if key in keys))


class _Merge:
    def __init__(self, base: Catalog, ours: Catalog, theirs: Catalog, source_locale: Locale | None) -> None:
        self.base, self.ours, self.theirs = _by_key(base), _by_key(ours), _by_key(theirs)
        self.locale = source_locale
        self.theirs_is_newer = is_later(theirs, ours, "POT-Creation-Date")
        self.merged: _Units = {}
        self.held: dict[UnitKey, None] = {}

    # ------------------------------------------------------------------ one key on both sides

    def units_of_one_key(self) -> None:
        for key in dict.fromkeys((*self.ours, *self.theirs)):
            unit = self._unit(key, self.base.get(key), self.ours.get(key), self.theirs.get(key))
            if unit is not None:
                self.merged[key] = unit

    def _unit(self, key: UnitKey, base: Unit | None, ours: Unit | None, theirs: Unit | None) -> Unit | None:
        if ours is None or theirs is None:
            there = ours or theirs
            assert there is not None
            if base is None:
                return there
            # Taken out on one side. What the other side did to it meanwhile is not lost.
            return None if _work(there) == _work(base) else replace(there, obsolete=True)
        newer, older = (theirs, ours) if self.theirs_is_newer else (ours, theirs)
        unit = self._translated(key, base, ours, theirs)
        unit = replace(
            unit,
            references=_three(base.references if base else None, newer.references, older.references),
            extracted_comments=_three(
                base.extracted_comments if base else None, newer.extracted_comments, older.extracted_comments
            ),
            flags=_lines(base.flags if base else (), ours.flags, theirs.flags),
            translator_comments=_lines(
                base.translator_comments if base else (),
                ours.translator_comments,
                theirs.translator_comments,
                unit.translator_comments,
            ),
            unknown_comments=_lines(
                base.unknown_comments if base else (), ours.unknown_comments, theirs.unknown_comments
            ),
            obsolete=_three(base.obsolete, ours.obsolete, theirs.obsolete)
            if base
            else ours.obsolete and theirs.obsolete,
        )
        plural = _three(base.source_plural if base else None, newer.source_plural, older.source_plural)
        if plural != unit.source_plural:
            unit = replace(unit, source_plural=plural, fuzzy=unit.fuzzy or any(unit.targets))
        return unit

    def _translated(self, key: UnitKey, base: Unit | None, ours: Unit, theirs: Unit) -> Unit:
        """One of the two, with the target that the unit gets."""
        if _target(ours) == _target(theirs):
            return ours
        if base is None:
            # Both sides brought it in: what no person has touched there gives way.
            untouched = [self._is_untouched(unit) for unit in (ours, theirs)]
            if any(untouched):
                return ours if untouched[1] else theirs
        elif _target(ours) == _target(base):
            return _made_for(theirs, ours, base)
        elif _target(theirs) == _target(base):
            return _made_for(ours, theirs, base)
        if ours.targets == theirs.targets:
            return replace(ours, fuzzy=True)
        self.held[key] = None
        if not any(ours.targets):
            return replace(theirs, fuzzy=True)
        comments = _other_side(theirs.targets)
        return replace(ours, fuzzy=True, translator_comments=_with_lines(ours.translator_comments, comments))

    def _is_untouched(self, unit: Unit) -> bool:
        """Whether the target is what an update gives: nothing, or an earlier target as fuzzy."""
        if not any(unit.targets):
            return True
        earlier = self.base.get((unit.previous_context, unit.previous_source or ""))
        return unit.fuzzy and earlier is not None and earlier.targets == unit.targets

    # ------------------------------------------------------------------ a source edited on one side

    def edited_sources(self, side: Mapping[UnitKey, Unit], other: Mapping[UnitKey, Unit]) -> None:
        """Make fuzzy what one side changed the source of, and the other the target."""
        for key, (before, likely) in _edited(self.base, side).items():
            elsewhere = other.get(before.key)
            if elsewhere is None or key in other or _target(elsewhere) == _target(before):
                continue
            if not any(elsewhere.targets):
                continue
            unit = self.merged[key]
            unsafe = not likely or offers.classify_units(elsewhere, unit, self.locale).is_unsafe
            if not unsafe and unit.targets in (before.targets, ("",) * len(unit.targets)):
                unit = replace(unit, targets=elsewhere.targets)
            elif not any(unit.targets):
                comments = (*unit.translator_comments, *offers.reminder(elsewhere))
                unit = replace(unit, translator_comments=tuple(dict.fromkeys(comments)))
            else:
                comments = _other_side(elsewhere.targets)
                unit = replace(unit, translator_comments=_with_lines(unit.translator_comments, comments))
            if any(unit.targets):
                unit = replace(unit, fuzzy=True)
                if unit.previous_source is None:
                    unit = replace(unit, previous_source=before.source, previous_context=before.context)
            self.merged[key] = unit
            self.held[key] = None

    # ------------------------------------------------------------------ order

    def in_order(self, base: Catalog, ours: Catalog, theirs: Catalog) -> list[Unit]:
        """Our order, or theirs where only they changed it; what the other side has more follows."""
        common = self.base.keys() & self.ours.keys() & self.theirs.keys()
        orders = [[u.key for u in catalog.units if u.key in common] for catalog in (base, ours, theirs)]
        first, second = (self.theirs, self.ours) if orders[1] == orders[0] else (self.ours, self.theirs)
        followers: dict[UnitKey | None, list[UnitKey]] = {}
        anchor: UnitKey | None = None
        for key in second:
            if key in first:
                anchor = key
            else:
                followers.setdefault(anchor, []).append(key)
        order = list(followers.get(None, ()))
        for key in first:
            order += (key, *followers.get(key, ()))
        units = [self.merged[key] for key in order if key in self.merged]
        return [u for u in units if not u.obsolete] + [u for u in units if u.obsolete]


def _by_key(catalog: Catalog) -> _Units:
    active = [unit for unit in catalog.units if not unit.obsolete]
    return {unit.key: unit for unit in without_doubles(active, [u for u in catalog.units if u.obsolete])}


def _edited(base: Mapping[UnitKey, Unit], side: Mapping[UnitKey, Unit]) -> dict[UnitKey, tuple[Unit, bool]]:
    """Which unit of ``base`` each edited one of a side was, and whether their sources are alike."""
    vanished = {
        key: unit
        for key, unit in base.items()
        if not unit.obsolete and (key not in side or side[key].obsolete)
    }
    arrived = {key: unit for key, unit in side.items() if not unit.obsolete and key not in base}
    if not vanished or not arrived:
        return {}
    matches = match_edits(
        [unit for unit in base.values() if not unit.obsolete],
        [unit for unit in side.values() if not unit.obsolete],
        vanished.keys(),
        arrived.keys(),
    )
    found = {key: (match.old, True) for key, match in matches.items()}
    by_targets: dict[tuple[str, ...], list[Unit]] = {}
    for unit in vanished.values():
        if any(unit.targets):
            by_targets.setdefault(unit.targets, []).append(unit)
    for key, unit in arrived.items():
        previous = vanished.get((unit.previous_context, unit.previous_source or ""))
        if previous is not None and unit.previous_source is not None:
            found[key] = (previous, True)
        elif len(by_targets.get(unit.targets, ())) == 1:
            found.setdefault(key, (by_targets[unit.targets][0], False))
    return found


def _target(unit: Unit) -> tuple[object, ...]:
    return (unit.targets, unit.fuzzy)


def _work(unit: Unit) -> tuple[object, ...]:
    """All that a person may have written in a unit."""
    return (unit.targets, unit.fuzzy, unit.flags, unit.translator_comments, unit.unknown_comments)


def _made_for(changed: Unit, unchanged: Unit, base: Unit) -> Unit:
    """The side that changed the target; fuzzy if the other side changed the plural it was not made for."""
    if unchanged.source_plural == base.source_plural or not any(changed.targets):
        return changed
    return replace(
        changed,
        fuzzy=True,
        previous_source=changed.previous_source or base.source,
        previous_source_plural=changed.previous_source_plural or base.source_plural,
    )


def _other_side(targets: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        f"Translation of the other branch: {offers.one_line(target)}" for target in targets if target
    )


def _with_lines(comments: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return (*comments, *(line for line in more if line not in comments))


def _three(base: _T | None, preferred: _T, other: _T) -> _T:
    return other if preferred == base else preferred


def _lines(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...], more: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """All lines of both sides, but for those that one of them took out."""
    if theirs == base or ours == theirs:
        kept = ours
    elif ours == base:
        kept = theirs
    else:
        gone = {line for line in base if line not in ours or line not in theirs}
        kept = tuple(line for line in ours if line not in gone)
        kept = _with_lines(kept, (line for line in theirs if line not in gone))
    added = (line for line in more if line not in ours and line not in theirs)
    return _with_lines(kept, added)


def _with_all_forms(units: Iterable[Unit], headers: tuple[tuple[str, str], ...]) -> Iterable[Unit]:
    """Each unit with as many targets as the header and its plural ask for."""
    value = next((value for name, value in headers if name.lower() == "plural-forms"), None)
    declared = parse_plural_forms(value) if value is not None else None
    for unit in units:
        count = 1
        if unit.source_plural is not None:
            count = declared.count if declared else len(unit.targets)
        if len(unit.targets) == count:
            yield unit
        else:
            targets = (unit.targets + ("",) * count)[:count]
            lost = unit.targets[count:]
            yield replace(
                unit,
                targets=targets,
                fuzzy=unit.fuzzy or any(targets),
                translator_comments=_with_lines(unit.translator_comments, _other_side(lost)),
            )
