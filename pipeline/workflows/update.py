"""Update: every catalog brought in line with its document; nothing that a person wrote is lost."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from pipeline.errors import PolyleafError, StoreError
from pipeline.language.locale import Locale
from pipeline.project.inputs import Inputs
from pipeline.project.remembered import Remembered
from pipeline.project.store import Project, SourceFile, StoredFile
from pipeline.workflows.attempts import Remark, attempt, raise_all, untold
from pipeline.workflows.leaflets import check_language, choose_locales

if TYPE_CHECKING:
    from pipeline.catalogs.model import Catalog
    from pipeline.catalogs.update import UpdateResult
    from pipeline.workflows.extract import Template
    from pipeline.workflows.leverage import Leverage, UpdateMemory


P = ParamSpec("P")
T = TypeVar("T")

REMEMBERED = "update.json"
"""The file in the cache with the leaflets that are up to date."""


class UpdatedCatalog(Struct, frozen=True):
    """One catalog: where it stands, what became of its units, and what the memory gave to new ones.

    Attributes:
        domain: the document; None where the catalog is of the words of the frame.
        result: None where nothing that it depends on has changed since the last update: it is up to date.
    """

    domain: str | None
    locale: Locale
    path: str
    created: bool = False
    result: UpdateResult | None = None
    leverage: Leverage | None = None


def update(
    project: Project,
    tags: Iterable[str],
    *,
    now: datetime.datetime,
    fill: bool = False,
    dry_run: bool = False,
    remark: Remark = untold,
) -> tuple[UpdatedCatalog, ...]:
    """Extract, then update the catalogs of the locales ``tags`` (all where empty). A locale that Polyleaf has
    no words for the frame in gets a catalog of those too.

    Every file is read and every change worked out before the first is written; a catalog that has not
    changed is not touched. The templates are written last: where a run is cut short, the next one does the
    rest. A leaflet that depends on nothing that has changed since the last update is not read.

    Args:
        fill: look every empty unit up in the memory; otherwise only those that are new.
        dry_run: only tell what would become of the units. Nothing at all is written, so the memory, which
            keeps itself in step with the catalogs, is not asked.
        remark: is told what is amiss with a document and holds nothing up, each time.

    Raises:
        SeveralErrors: several documents or catalogs cannot be read (or the error of the one that cannot be);
            nothing is written then.
        StoreError: somebody else wrote a catalog at the same time; nothing is written then.
    """
    locales = [one for one in choose_locales(project, tags) if one != project.settings.source_locale]
    with contextlib.nullcontext() if dry_run else project.locked():
        plan = _Plan.take(project, locales, now, fill=fill)
        if dry_run or not plan.has_work:
            plan.make(None)
            plan.tell(remark)
            return tuple(plan.updated)
        from pipeline.workflows.leverage import UpdateMemory

        with UpdateMemory(project, locales, now=now) as memory:
            plan.make(memory)
            plan.write()
            plan.tell(remark)
            return tuple(plan.updated)


class _Plan:
    """What one update found and what it would write."""

    def __init__(
        self,
        project: Project,
        sources: Sequence[SourceFile],
        locales: Sequence[Locale],
        known: Remembered,
        now: datetime.datetime,
        fill: bool,
    ) -> None:
        self.project = project
        self.sources = sources
        self.locales = locales
        self.known = known
        self.now = now
        self.fill = fill
        self._stale = {
            source.domain: [one for one in locales if fill or known.recall(source.domain, one) is None]
            for source in sources
        }
        self.updated: list[UpdatedCatalog] = []
        self._errors: list[PolyleafError] = []
        self._writes: list[tuple[Path, StoredFile | None, bytes]] = []
        self._templates: list[Template] = []

    @classmethod
    def take(
        cls, project: Project, locales: Sequence[Locale], now: datetime.datetime, *, fill: bool
    ) -> _Plan:
        """A plan over the project as it stands now."""
        sources = project.sources()
        inputs = Inputs.take(project, sources, now.date().isoformat())
        return cls(project, sources, locales, Remembered.open(project, REMEMBERED, inputs), now, fill)

    @property
    def has_work(self) -> bool:
        """Whether there is a leaflet that may not be up to date."""
        return any(self._stale.values())

    def make(self, memory: UpdateMemory | None) -> None:
        """Read everything and work every change out.

        Raises:
            SeveralErrors: see ``update``.
        """
        for source in self.sources:
            if self._stale[source.domain]:
                template = self._try(self._template_of, source)
                if template is not None:
                    self._templates.append(template)
        explain = self._glossary()
        templates = {template.source.domain: template for template in self._templates}
        for source in self.sources:
            for locale in self.locales:
                if locale in self._stale[source.domain]:
                    template = templates.get(source.domain)
                    # After an error nothing will be written: only other errors are still looked for.
                    self._try(
                        self._update, source, locale, template, explain, None if self._errors else memory
                    )
                else:
                    path = self.project.paths.catalog(locale, source.domain)
                    shown = self.project.paths.relative(path)
                    self.updated.append(UpdatedCatalog(source.domain, locale, shown))
        looked_at = {locale for locales in self._stale.values() for locale in locales}
        for locale in self.locales:
            if locale in looked_at:
                self._try(self._update_frame, locale)
        raise_all(self._errors)

    def tell(self, remark: Remark) -> None:
        """Tell what is amiss with the documents that were read and holds nothing up."""
        for template in self._templates:
            for one in template.remarks:
                remark(one)

    def _try(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What ``work`` gives; None where a file is broken, which is told with the others."""
        found = attempt(work, *args, **kwargs)
        if not isinstance(found, PolyleafError):
            return found
        self._errors.append(found)
        return None

    def _template_of(self, source: SourceFile) -> Template:
        from pipeline.workflows.extract import Template

        return Template.make(self.project, source, now=self.now, hold=True)

    def _glossary(self) -> Callable[[Catalog, Locale], Catalog]:
        """Puts what the glossary says beside each unit of a template."""
        if not self._templates or self.project.read(self.project.paths.terms) is None:
            return lambda template, _: template
        from pipeline.workflows.terms import Glossary

        return Glossary.open(self.project).explain

    def _update(
        self,
        source: SourceFile,
        locale: Locale,
        template: Template | None,
        explain: Callable[[Catalog, Locale], Catalog],
        memory: UpdateMemory | None,
    ) -> None:
        """Work out what becomes of one catalog; without a ``template`` only whether it can be read."""
        from pipeline.catalogs.reading import parse_layout
        from pipeline.catalogs.update import update_catalog
        from pipeline.catalogs.writing import serialize_catalog
        from pipeline.workflows.leverage import Leverage
        from pipeline.workflows.splitting import SentenceSplitter

        source.check()
        project, domain = self.project, source.domain
        path = project.paths.catalog(locale, domain)
        stored = project.read_catalog(path)
        layout = parse_layout(stored.data, stored.path, project.settings.limits.catalogs) if stored else None
        old = layout.catalog if layout else None
        if old is not None and stored is not None:
            check_language(old, stored, locale)
        if template is None:
            return
        result = update_catalog(
            old,
            explain(template.catalog, locale),
            locale=locale,
            now=self.now,
            source_locale=project.settings.source_locale,
            splitter=SentenceSplitter(locale),
        )
        leverage = Leverage()
        if memory is not None:
            filled, leverage = memory.fill(
                result.catalog, old, template.segments, domain, locale, every_unit=self.fill
            )
            if leverage != Leverage():
                result = replace(result, catalog=filled, changed=True)
        if result.changed and memory is not None:
            data = serialize_catalog(result.catalog, stored.data if stored else None, layout)
            self._writes.append((path, stored, data))
        shown = project.paths.relative(path)
        self.updated.append(UpdatedCatalog(domain, locale, shown, stored is None, result, leverage))

    def _update_frame(self, locale: Locale) -> None:
        from pipeline.workflows.frames import update_frame

        made = update_frame(self.project, locale, now=self.now)
        if made is not None:
            stored, result, data = made
            path = self.project.paths.frame(locale)
            self._writes.append((path, stored, data))
            shown = self.project.paths.relative(path)
            self.updated.append(UpdatedCatalog(None, locale, shown, stored is None, result))

    def write(self) -> None:
        """Write what differs, then remember that all of it is up to date."""
        project = self.project
        for path, stored, _ in self._writes:
            if project.read_catalog(path) != stored:
                raise StoreError(
                    "was changed by someone else just now",
                    "run it again; nothing was written",
                    path=project.paths.relative(path),
                )
        written: dict[str, str] = {}

        def write(path: Path, data: bytes) -> None:
            project.write(path, data)
            written[project.paths.relative(path)] = hashlib.sha256(data).hexdigest()

        for path, _, data in self._writes:
            write(path, data)
        for template in self._templates:
            template.write(project, written)
        self.known.inputs = self.known.inputs.after(written)
        amiss = {template.source.domain for template in self._templates if template.remarks}
        for one in self.updated:
            if one.domain is not None and one.domain not in amiss:
                self.known.learn(one.domain, one.locale, True)
        self.known.save()
