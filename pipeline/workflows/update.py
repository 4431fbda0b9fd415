"""Update: every catalog brought in line with its document; nothing that a person wrote is lost."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.catalogs.model import Catalog
from pipeline.catalogs.update import UpdateResult
from pipeline.errors import StoreError
from pipeline.language.locale import Locale
from pipeline.project.store import Project, StoredFile
from pipeline.workflows.extract import Template, make_leaflet_template, write_template
from pipeline.workflows.leaflets import Leaflet, choose_locales, read_leaflet
from pipeline.workflows.leverage import Leverage, UpdateMemory


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
    project: Project,
    tags: Iterable[str],
    *,
    now: datetime.datetime,
    fill: bool = False,
    dry_run: bool = False,
) -> tuple[UpdatedCatalog, ...]:
    """Extract, then update the catalogs of the locales ``tags`` (all where empty). A locale that Polyleaf has
    no words for the frame in gets a catalog of those too.

    Every file is read and every change worked out before the first is written; a catalog that has not
    changed is not touched. The templates are written last: where a run is cut short, the next one does the
    rest.

    Args:
        fill: look every empty unit up in the memory; otherwise only those that are new.
        dry_run: only tell what would become of the units. Nothing at all is written, so the memory, which
            keeps itself in step with the catalogs, is not asked.

    Raises:
        StoreError: somebody else wrote a catalog at the same time; nothing is written then.
    """
    locales = [one for one in choose_locales(project, tags) if one != project.settings.source_locale]
    if dry_run:
        plan = _Plan(project, locales, now)
        plan.make(None)
        return tuple(plan.updated)
    with project.locked(), UpdateMemory(project, locales, now=now) as memory:
        plan = _Plan(project, locales, now)
        plan.make(memory, fill=fill)
        plan.write()
        return tuple(plan.updated)


class _Plan:
    """What one update found and what it would write."""

    def __init__(self, project: Project, locales: Sequence[Locale], now: datetime.datetime) -> None:
        self.project = project
        self.locales = locales
        self.now = now
        self.updated: list[UpdatedCatalog] = []
        self._writes: list[tuple[Path, StoredFile | None, bytes]] = []
        self._templates: list[Template] = []

    def make(self, memory: UpdateMemory | None, *, fill: bool = False) -> None:
        project = self.project
        leaflets = [read_leaflet(project, source) for source in project.sources()]
        for leaflet in leaflets:
            self._templates.append(make_leaflet_template(project, leaflet, now=self.now))
        explain = self._glossary()
        for template in self._templates:
            for locale in self.locales:
                localized = explain(template.catalog, locale)
                self._update(template.leaflet, locale, localized, memory, fill)

    def _glossary(self) -> Callable[[Catalog, Locale], Catalog]:
        """Puts what the glossary says beside each unit of a template."""
        if self.project.read(self.project.paths.terms) is None:
            return lambda template, _: template
        from pipeline.workflows.terms import Glossary

        return Glossary.open(self.project).explain

    def _update(
        self, leaflet: Leaflet, locale: Locale, template: Catalog, memory: UpdateMemory | None, fill: bool
    ) -> None:
        from pipeline.catalogs.reading import parse_layout
        from pipeline.catalogs.update import update_catalog
        from pipeline.catalogs.writing import serialize_catalog
        from pipeline.workflows.splitting import SentenceSplitter

        project, domain = self.project, leaflet.source.domain
        path = project.paths.catalog(locale, domain)
        stored = project.read_catalog(path)
        layout = parse_layout(stored.data, stored.path, project.settings.limits.catalogs) if stored else None
        old = layout.catalog if layout else None
        result = update_catalog(
            old,
            template,
            locale=locale,
            now=self.now,
            source_locale=project.settings.source_locale,
            splitter=SentenceSplitter(locale),
        )
        leverage = Leverage()
        if memory is not None:
            filled, leverage = memory.fill(
                result.catalog, old, leaflet.segments, domain, locale, every_unit=fill
            )
            if leverage != Leverage():
                result = replace(result, catalog=filled, changed=True)
        if result.changed and memory is not None:
            data = serialize_catalog(result.catalog, stored.data if stored else None, layout)
            self._writes.append((path, stored, data))
        shown = project.paths.relative(path)
        self.updated.append(UpdatedCatalog(domain, locale, shown, stored is None, result, leverage))

    def write(self) -> None:
        from pipeline.workflows.frames import new_frame

        project = self.project
        frames = [(locale, new_frame(project, locale, now=self.now)) for locale in self.locales]
        for path, stored, _ in self._writes:
            if project.read_catalog(path) != stored:
                raise StoreError(
                    "was changed by someone else just now",
                    "run it again; nothing was written",
                    path=project.paths.relative(path),
                )
        for path, _, data in self._writes:
            project.write(path, data)
        for locale, frame in frames:
            if frame is not None:
                project.write(project.paths.frame(locale), frame)
        for template in self._templates:
            write_template(project, template)
