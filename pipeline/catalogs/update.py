"""A new template into a catalog: what stays, what was edited, what came and what left. Nothing is lost."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.catalogs.caution import differs_in_meaning
from pipeline.catalogs.charset import charset_codec
from pipeline.catalogs.drafts import draft_marks
from pipeline.catalogs.headers import catalog_headers, plural_forms, updated_headers, with_header
from pipeline.catalogs.matching import match_edits
from pipeline.catalogs.model import Catalog, Unit, UnitKey
from pipeline.catalogs.plural import parse_plural_forms
from pipeline.language.locale import Locale

_LINE_ENDS = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """What an update made.

    Attributes:
        catalog: the catalog after it; the very one that came in if nothing changed.
        kept: units whose source is as it was.
        fuzzy: new units that were given the translation of a similar source, to be looked at.
        new: units without a translation from an earlier one.
        obsolete: units that left and are kept as obsolete now.
        revived: units that were obsolete and came back.
        changed: whether anything at all differs, positions and dates included.
    """

    catalog: Catalog
    kept: int
    fuzzy: int
    new: int
    obsolete: int
    revived: int
    changed: bool


def update_catalog(
    old: Catalog | None, template: Catalog, *, locale: Locale, now: datetime.datetime
) -> UpdateResult:
    """Bring a catalog up to date with its template, or make a new one.

    A unit with the same key keeps everything of its translator's; references and extracted comments come
    from the template. A new unit that is an edit of one that vanished gets its translation as fuzzy, with
    the earlier source as previous; but where the two sources differ in meaning (``caution``) the earlier
    translation only stands in a comment. Whatever leaves with a translation or a translator's comment stays
    as obsolete.

    Args:
        old: the catalog there is, or None.
        template: from ``make_template``, or any POT.
        locale: of the catalog; used for headers that are missing.
        now: used for a new catalog only: an update is no translator's work.

    Raises:
        CatalogError: the Plural-Forms header of ``old`` is wrong.
    """
    if old is None:
        catalog = Catalog(catalog_headers(template, locale=locale, now=now))
        forms = plural_forms(locale).count
        fresh = tuple(_untranslated(unit, forms) for unit in template.active)
        return UpdateResult(replace(catalog, units=fresh), 0, 0, len(fresh), 0, 0, True)

    headers = updated_headers(old, template, locale=locale, now=now)
    declared = parse_plural_forms(dict(headers).get("Plural-Forms", "nplurals=INTEGER; plural=EXPRESSION;"))
    forms = (declared or plural_forms(locale)).count
    active = old.by_key()
    obsolete = {unit.key: unit for unit in reversed(old.units) if unit.obsolete}
    wanted = {unit.key for unit in template.active}
    matches = match_edits(
        [unit for unit in old.units if not unit.obsolete],
        template.active,
        {key for key, unit in active.items() if key not in wanted and any(unit.targets)},
        {key for key in wanted if key not in active and key not in obsolete},
    )
    units: list[Unit] = []
    kept = fuzzy = new = revived = 0
    for unit in template.active:
        if unit.key in active:
            units.append(_refreshed(active[unit.key], unit, forms))
            kept += 1
        elif unit.key in obsolete:
            units.append(_refreshed(replace(obsolete[unit.key], obsolete=False), unit, forms))
            revived += 1
        elif unit.key in matches and not _is_unsafe(matches[unit.key].old, unit):
            units.append(_leveraged(matches[unit.key].old, unit, forms))
            fuzzy += 1
        else:
            fresh_unit = _untranslated(unit, forms)
            if unit.key in matches:
                fresh_unit = replace(fresh_unit, translator_comments=_reminder(matches[unit.key].old))
            units.append(fresh_unit)
            new += 1
    gone = [
        unit for unit in old.units if not unit.obsolete and unit.key not in wanted and _is_worth_keeping(unit)
    ]
    returned = {unit.key for unit in units if unit.key not in active and unit.key in obsolete}
    resting = [
        unit
        for unit in old.units
        if unit.obsolete and not (unit is obsolete.get(unit.key) and unit.key in returned)
    ]
    catalog = Catalog(
        headers,
        tuple(_without_doubles(units, [*resting, *(replace(unit, obsolete=True) for unit in gone)])),
        old.header_comments,
        old.header_fuzzy,
    )
    catalog = _in_a_charset_that_fits(catalog)
    changed = catalog != old
    return UpdateResult(catalog if changed else old, kept, fuzzy, new, len(gone), revived, changed)


def _untranslated(unit: Unit, forms: int) -> Unit:
    return replace(
        unit,
        targets=("",) * (1 if unit.source_plural is None else forms),
        fuzzy=False,
        translator_comments=(),
        previous_context=None,
        previous_source=None,
        previous_source_plural=None,
        unknown_comments=(),
    )


def _refreshed(old: Unit, unit: Unit, forms: int) -> Unit:
    """The old unit where the template now has it."""
    flags = (*old.flags, *(flag for flag in unit.flags if flag not in old.flags))
    fresh = replace(old, references=unit.references, extracted_comments=unit.extracted_comments, flags=flags)
    if old.source_plural == unit.source_plural:
        return fresh
    # The source is the same but its plural came, went or changed: its forms must be looked at.
    translated = any(old.targets)
    return replace(
        fresh,
        source_plural=unit.source_plural,
        targets=_fitted(old.targets, 1 if unit.source_plural is None else forms),
        fuzzy=old.fuzzy or translated,
        previous_source=old.source if translated else old.previous_source,
        previous_source_plural=old.source_plural if translated else old.previous_source_plural,
    )


def _leveraged(old: Unit, unit: Unit, forms: int) -> Unit:
    """The new unit with the translation of the one it is an edit of, whose comments stay behind."""
    return replace(
        _untranslated(unit, forms),
        targets=_fitted(old.targets, 1 if unit.source_plural is None else forms),
        fuzzy=True,
        translator_comments=draft_marks(old),
        previous_context=old.context,
        previous_source=old.source,
        previous_source_plural=old.source_plural,
    )


def _fitted(targets: tuple[str, ...], count: int) -> tuple[str, ...]:
    return (targets + ("",) * count)[:count]


def _is_unsafe(old: Unit, new: Unit) -> bool:
    return differs_in_meaning(old.source, new.source) or differs_in_meaning(
        old.source_plural or "", new.source_plural or ""
    )


def _reminder(old: Unit) -> tuple[str, ...]:
    """What the unit was before an edit that changes the meaning, as comments."""
    return (
        f"Earlier source: {_one_line(old.source)}",
        *(f"Earlier translation: {_one_line(target)}" for target in old.targets if target),
    )


def _one_line(text: str) -> str:
    return re.sub(r"[\\\n\r]", lambda match: _LINE_ENDS[match[0]], text)


def _is_worth_keeping(unit: Unit) -> bool:
    return any(unit.targets) or bool(unit.translator_comments) or bool(unit.unknown_comments)


def _without_doubles(active: Iterable[Unit], obsolete: Iterable[Unit]) -> list[Unit]:
    """All units, each key once (gettext wants it so even of obsolete ones); a double becomes a comment."""
    found: dict[UnitKey, Unit] = {unit.key: unit for unit in active}
    for unit in obsolete:
        first = found.setdefault(unit.key, unit)
        if first is unit:
            continue
        texts = (*unit.translator_comments, *(_reminder(unit)[1:] if unit.targets != first.targets else ()))
        missing = tuple(text for text in texts if text not in first.translator_comments)
        found[unit.key] = replace(first, translator_comments=(*first.translator_comments, *missing))
    return list(found.values())


def _in_a_charset_that_fits(catalog: Catalog) -> Catalog:
    """The catalog in the charset it has, or in UTF-8 where a text now has characters that charset has not."""
    declared = catalog.header("Content-Type") or ""
    name = declared.rpartition("charset=")[2].strip()
    if not name or name.upper() in ("UTF-8", "UTF8"):
        return catalog
    codec = charset_codec(name)
    try:
        for unit in catalog.units:
            "".join((unit.source, *unit.extracted_comments, *unit.references)).encode(codec)
    except UnicodeEncodeError:
        value = f"{declared.rpartition('charset=')[0]}charset=UTF-8"
        return replace(catalog, headers=with_header(catalog.headers, "Content-Type", value))
    return catalog
