"""Update: every catalog brought in line with its document; nothing that a person wrote is lost."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.catalogs.update import UpdateResult
from pipeline.language.locale import Locale
from pipeline.project.store import Project
from pipeline.workflows.extract import make_leaflet_template, write_template
from pipeline.workflows.frames import new_frame
from pipeline.workflows.leaflets import choose_locales, read_leaflet
from pipeline.workflows.leverage import Leverage, UpdateMemory
from pipeline.workflows.terms import Glossary


@dataclass(frozen=True, slots=True)
class UpdatedCatalog:
    """One catalog: where it stands, what became of its units, and what the memory gave to new ones."""

    domain: str
    locale: Locale
    path: str
    created: bool
    result: UpdateResult
    leverage: Leverage


def update(
    project: Project, tags: Iterable[str], *, now: datetime.datetime, fill: bool = False
) -> tuple[UpdatedCatalog, ...]:
    """Extract, then update the catalogs of the locales ``tags`` (all where empty). A locale that Polyleaf has
    no words for the frame in gets a catalog of those too.

    Every file is read and every change worked out before the first is written; a catalog that has not
    changed is not touched.

    Args:
        fill: look every empty unit up in the memory; otherwise only those that are new.
    """
    from pipeline.catalogs.reading import parse_catalog
    from pipeline.catalogs.update import update_catalog
    from pipeline.catalogs.writing import serialize_catalog

    locales = [one for one in choose_locales(project, tags) if one != project.settings.source_locale]
    with project.locked(), UpdateMemory(project, locales, now=now) as memory:
        leaflets = [read_leaflet(project, source) for source in project.sources()]
        templates = [make_leaflet_template(project, leaflet, now=now) for leaflet in leaflets]
        glossary = Glossary.open(project)
        updated: list[UpdatedCatalog] = []
        writes: list[tuple[Locale, str, bytes]] = []
        for leaflet, (template, _) in zip(leaflets, templates, strict=True):
            domain = leaflet.source.domain
            for locale in locales:
                path = project.paths.catalog(locale, domain)
                stored = project.read(path)
                old = parse_catalog(stored.data, stored.path) if stored else None
                localized = glossary.explain(template, locale)
                result = update_catalog(old, localized, locale=locale, now=now)
                filled, leverage = memory.fill(result.catalog, old, domain, locale, every_unit=fill)
                if leverage != Leverage():
                    result = replace(result, catalog=filled, changed=True)
                if result.changed:
                    data = serialize_catalog(result.catalog, like=stored.data if stored else None)
                    writes.append((locale, domain, data))
                updated.append(
                    UpdatedCatalog(
                        domain, locale, project.paths.relative(path), stored is None, result, leverage
                    )
                )
        for leaflet, (template, old_bytes) in zip(leaflets, templates, strict=True):
            write_template(project, leaflet, template, old_bytes)
        for locale, domain, data in writes:
            project.write(project.paths.catalog(locale, domain), data)
        for locale in locales:
            frame = new_frame(project, locale, now=now)
            if frame is not None:
                project.write(project.paths.frame(locale), frame)
        return tuple(updated)
