"""Frames that a project brings: the words around a leaflet in a language that Polyleaf ships none in."""

from __future__ import annotations

import datetime

from pipeline.catalogs.model import Catalog
from pipeline.catalogs.reading import parse_catalog, parse_layout
from pipeline.catalogs.update import UpdateResult, update_catalog
from pipeline.catalogs.writing import serialize_catalog
from pipeline.editions.frame import WORDS, Frame, fault_of_word, frame_from_words, frame_template, ships
from pipeline.errors import PolyleafError
from pipeline.language.locale import Locale
from pipeline.project.store import Project, StoredFile


def read_frame(project: Project, locale: Locale) -> Frame | None:
    """The project's own frame in ``locale``, or None where Polyleaf ships one, or the project has none or has
    not finished translating it. (No one signs a frame: a file must not be able to replace one that ships.)

    Raises:
        CatalogError: the file is broken, or a word has lost a field such as ``{date}``.
    """
    stored = _stored(project, locale)
    if stored is None:
        return None
    catalog = _parsed(project, stored)
    if _unfinished(catalog):
        return None
    fault = _fault(catalog, stored.path, locale)
    if fault is not None:
        raise fault
    return frame_from_words({unit.source: unit.target for unit in catalog.active}, locale)


def why_no_frame(project: Project, locale: Locale) -> str:
    """What keeps leaflets in ``locale`` from being approved, as their readers could not read who approved
    them; empty if nothing does.

    Raises:
        CatalogError: the file is broken.
    """
    if ships(locale):
        return ""
    stored = _stored(project, locale)
    if stored is None:
        path = project.paths.relative(project.paths.frame(locale))
        return (
            f"Polyleaf has no words for the frame of a leaflet in {locale.english_name}; "
            f'run "polyleaf update" and translate {path}'
        )
    catalog = _parsed(project, stored)
    words = _unfinished(catalog)
    if not words:
        fault = _fault(catalog, stored.path, locale)
        return str(fault) if fault is not None else ""
    units = {unit.source: unit for unit in catalog.active}
    first = units.get(words[0])
    where = f"{stored.path}:{first.line}" if first is not None else stored.path
    if first is None:
        what = 'is missing; run "polyleaf update" and translate it'
    elif first.is_translated:
        what = "is fuzzy; check its translation and take the flag away"
    else:
        what = "is not translated; translate it"
    more = f" (and so for {len(words) - 1} more)" if len(words) > 1 else ""
    return f"{where}: “{words[0]}”, a word of the frame, {what}{more}"


def update_frame(
    project: Project, locale: Locale, *, now: datetime.datetime
) -> tuple[StoredFile | None, UpdateResult, bytes] | None:
    """The project's frame in ``locale`` as it stands, what becomes of it, and its new bytes; None where
    Polyleaf ships one, or the project's has an entry for every word.

    Raises:
        CatalogError: the project's is broken.
    """
    if ships(locale):
        return None
    stored = _stored(project, locale)
    layout = parse_layout(stored.data, stored.path, project.settings.limits.catalogs) if stored else None
    old = layout.catalog if layout else None
    if old is not None and {unit.source for unit in old.active} >= set(WORDS.values()):
        return None
    template = parse_catalog(frame_template(), "frame.pot")
    result = update_catalog(old, template, locale=locale, now=now)
    return stored, result, serialize_catalog(result.catalog, stored.data if stored else None, layout)


def _stored(project: Project, locale: Locale) -> StoredFile | None:
    return None if ships(locale) else project.read_catalog(project.paths.frame(locale))


def _parsed(project: Project, stored: StoredFile) -> Catalog:
    return parse_catalog(stored.data, stored.path, project.settings.limits.catalogs)


def _fault(catalog: Catalog, path: str, locale: Locale) -> PolyleafError | None:
    """What is wrong with the first word that is translated and can stand in no leaflet; with its line."""
    known = set(WORDS.values())
    for unit in catalog.active:
        fault = fault_of_word(unit.source, unit.target, locale) if unit.source in known else None
        if fault is not None:
            return fault.at(path, unit.line)
    return None


def _unfinished(catalog: Catalog) -> list[str]:
    """The words of the frame without a translation that somebody stands by, in their order."""
    done = {unit.source for unit in catalog.active if unit.is_translated and not unit.fuzzy}
    return [word for word in WORDS.values() if word not in done]
