"""Frames that a project brings: the words around a leaflet in a language that Polyleaf ships none in."""

from __future__ import annotations

import datetime

from pipeline.catalogs.reading import parse_catalog
from pipeline.catalogs.update import update_catalog
from pipeline.catalogs.writing import serialize_catalog
from pipeline.editions.frame import WORDS, Frame, frame_from_words, frame_template, ships
from pipeline.errors import CatalogError
from pipeline.language.locale import Locale
from pipeline.project.store import Project


def read_frame(project: Project, locale: Locale) -> Frame | None:
    """The project's own frame in ``locale``, or None where Polyleaf ships one, or the project has none or has
    not finished translating it. (No one signs a frame: a file must not be able to replace one that ships.)

    Raises:
        CatalogError: the file is broken, or a word has lost a field such as ``{date}``.
    """
    stored = None if ships(locale) else project.read_catalog(project.paths.frame(locale))
    if stored is None:
        return None
    catalog = parse_catalog(stored.data, stored.path, project.settings.limits.catalogs)
    words = {unit.source: unit.target for unit in catalog.active if unit.is_translated and not unit.fuzzy}
    if not words.keys() >= set(WORDS.values()):
        return None
    try:
        return frame_from_words(words, locale)
    except CatalogError as error:
        raise error.at(stored.path) from None


def new_frame(project: Project, locale: Locale, *, now: datetime.datetime) -> bytes | None:
    """The frame to be translated into ``locale``, where neither Polyleaf nor the project has one."""
    if ships(locale) or project.read(project.paths.frame(locale)) is not None:
        return None
    template = parse_catalog(frame_template(), "frame.pot")
    return serialize_catalog(update_catalog(None, template, locale=locale, now=now).catalog)
