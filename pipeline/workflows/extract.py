"""Extract: every document's segments into its template (POT)."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypedDict

from msgspec import Struct
from msgspec.structs import replace

from pipeline.catalogs.model import Catalog, Unit
from pipeline.errors import CatalogError, PolyleafError
from pipeline.language.locale import Locale
from pipeline.project.inputs import Inputs
from pipeline.project.remembered import Remembered
from pipeline.project.store import Project, SourceFile, StoredFile
from pipeline.workflows.attempts import Remark, attempt, raise_all, untold
from pipeline.workflows.leaflets import Leaflet, read_leaflet

if TYPE_CHECKING:
    from pipeline.catalogs.limits import Limits


class ExtractedTemplate(Struct, frozen=True):
    """One document's template: where it stands, how many units, whether it was written anew."""

    domain: str
    path: str
    units: int
    changed: bool


def extract(
    project: Project, *, now: datetime.datetime, remark: Remark = untold
) -> tuple[ExtractedTemplate, ...]:
    """Write the template of every document; one that has not changed is not touched.

    All documents are read before the first template is written; but for those that depend on nothing that has
    changed since the last time.

    Args:
        remark: is told what is amiss with a document and holds nothing up, each time.

    Raises:
        SeveralErrors: several documents or templates cannot be read (or the error of the one that cannot be);
            nothing is written then.
    """
    with project.locked():
        sources = project.sources()
        inputs = Inputs.take(project, sources, now.date().isoformat())
        known = Remembered.open(project, "extract.json", inputs)
        found: list[ExtractedTemplate | Template] = []
        errors: list[PolyleafError] = []
        told: dict[str, tuple[PolyleafError, ...]] = {}
        for source in sources:
            units = known.recall(source.domain)
            if type(units) is int:
                shown = project.paths.relative(project.paths.template(source.domain))
                found.append(ExtractedTemplate(source.domain, shown, units, changed=False))
            else:
                template = attempt(Template.make, project, source, now=now)
                if isinstance(template, PolyleafError):
                    errors.append(template)
                else:
                    found.append(template)
                    told[source.domain] = template.remarks
        raise_all(errors)
        written: dict[str, str] = {}
        done = tuple(
            one if isinstance(one, ExtractedTemplate) else one.write(project, written) for one in found
        )
        known.inputs = inputs.after(written)
        for one in done:
            if not told.get(one.domain):
                known.learn(one.domain, None, one.units)
        known.save()
        for remarks in told.values():
            for one_remark in remarks:
                remark(one_remark)
        return done


class Template:
    """A document's template beside the file there is of it.

    Its units are made each time they are gone through, unless they are held: a document can have very many,
    and to write them one after the other is enough for most.
    """

    def __init__(self, leaflet: Leaflet) -> None:
        self.source = leaflet.source
        self.segments = leaflet.segments
        self.remarks = leaflet.remarks
        self._head = Catalog()
        self._held: tuple[Unit, ...] | None = None
        self._pieces: Callable[[], Iterable[bytes]] | None = None
        self._count = 0

    @classmethod
    def make(
        cls, project: Project, source: SourceFile, *, now: datetime.datetime, hold: bool = False
    ) -> Template:
        """Read a document and make its template; nothing of it is written.

        Args:
            hold: make its units once, and keep them.

        Raises:
            DocumentError: the document cannot be read; says where.
            CatalogError: the file there is of the template is broken; says where.
        """
        from pipeline.catalogs.template_file import renew_template

        template = cls(read_leaflet(project, source))
        if hold:
            template._held = tuple(template._units())
        path = project.paths.template(source.domain)
        particulars = _particulars(project, now)
        with project.opened_catalog(path) as file:
            renewed = renew_template(template._units, file, **particulars)
        if renewed is not None:
            template._head, template._pieces = renewed.head, renewed.pieces
        elif (stored := project.read_catalog(path)) is not None:
            template._take_over(stored, project.settings.limits.catalogs, particulars)
        return template

    def _take_over(self, stored: StoredFile, limits: Limits, particulars: _Particulars) -> None:
        """Make it in the style of a file that others have written over."""
        from pipeline.catalogs.reading import parse_layout
        from pipeline.catalogs.template import make_template
        from pipeline.catalogs.writing import serialize_catalog

        layout = parse_layout(stored.data, stored.path, limits)
        old = layout.catalog
        _refuse_translations(old, stored.path)
        catalog = make_template(self.segments, source_path=self.source.path, **particulars, old=old)
        self._head, self._held, self._count = catalog, catalog.units, len(catalog.units)
        data = serialize_catalog(catalog, stored.data, layout)
        self._pieces = None if data == stored.data else lambda: (data,)

    @property
    def catalog(self) -> Catalog:
        """The template whole."""
        return replace(self._head, units=tuple(self._units()))

    def _units(self) -> Iterable[Unit]:
        if self._held is not None:
            self._count = len(self._held)
            return self._held
        from pipeline.catalogs.template import template_units

        return self._counted(template_units(self.segments, source_path=self.source.path))

    def _counted(self, units: Iterable[Unit]) -> Iterator[Unit]:
        self._count = 0
        for unit in units:
            self._count += 1
            yield unit

    def write(self, project: Project, written: dict[str, str]) -> ExtractedTemplate:
        """Write it, unless its bytes are on disk already. ``written`` is told of it: path → SHA-256."""
        path = project.paths.template(self.source.domain)
        shown = project.paths.relative(path)
        changed = self._pieces is not None
        if self._pieces is not None:
            digest = hashlib.sha256()

            def hashed(pieces: Iterable[bytes]) -> Iterator[bytes]:
                for piece in pieces:
                    digest.update(piece)
                    yield piece

            project.write_pieces(path, hashed(self._pieces()))
            written[shown] = digest.hexdigest()
        return ExtractedTemplate(self.source.domain, shown, self._count, changed)


def _refuse_translations(template: Catalog, path: str) -> None:
    """A template is written over: what somebody has translated in it by mistake would be lost."""
    for unit in template.units:
        if any(target not in ("", unit.source) for target in unit.targets):
            raise CatalogError(
                "a translation in the template, which is written over",
                "put it into the catalog of its language (a .po file), and take it out of here",
                path=path,
                line=unit.line,
            )


class _Particulars(TypedDict):
    """What a template says beside its units."""

    project: str
    contact: str
    now: datetime.datetime
    source_locale: Locale


def _particulars(project: Project, now: datetime.datetime) -> _Particulars:
    publisher = project.settings.publisher
    return {
        "project": publisher.name or project.root.name,
        "contact": publisher.contact,
        "now": now,
        "source_locale": project.settings.source_locale,
    }
