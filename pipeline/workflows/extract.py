"""Extract: every document's segments into its template (POT)."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypedDict

from msgspec import Struct

from pipeline.catalogs.model import Catalog, Unit
from pipeline.errors import PolyleafError
from pipeline.language.locale import Locale
from pipeline.project.inputs import Inputs
from pipeline.project.remembered import Remembered
from pipeline.project.store import Project, SourceFile
from pipeline.segmentation.model import Segment
from pipeline.workflows.attempts import attempt, raise_all
from pipeline.workflows.leaflets import Leaflet, read_leaflet

if TYPE_CHECKING:
    from pipeline.catalogs.reading import Layout


class ExtractedTemplate(Struct, frozen=True):
    """One document's template: where it stands, how many units, whether it was written anew."""

    domain: str
    path: str
    units: int
    changed: bool


def extract(project: Project, *, now: datetime.datetime) -> tuple[ExtractedTemplate, ...]:
    """Write the template of every document; one that has not changed is not touched.

    All documents are read before the first template is written; but for those that depend on nothing that has
    changed since the last time.

    Raises:
        SeveralErrors: several documents or templates cannot be read (or the error of the one that cannot be);
            nothing is written then.
    """
    with project.locked():
        sources = project.sources()
        inputs = Inputs.take(project, sources, now.date().isoformat())
        known = Remembered.open(project, "extract.json", inputs)
        found: list[ExtractedTemplate | Template | _FirstTemplate] = []
        errors: list[PolyleafError] = []
        for source in sources:
            path = project.paths.template(source.domain)
            units = known.recall(source.domain)
            if type(units) is int:
                shown = project.paths.relative(path)
                found.append(ExtractedTemplate(source.domain, shown, units, changed=False))
            else:
                template = attempt(_template_of, project, source, now)
                if isinstance(template, PolyleafError):
                    errors.append(template)
                else:
                    found.append(template)
        raise_all(errors)
        written: dict[str, str] = {}
        done = tuple(
            one if isinstance(one, ExtractedTemplate) else one.write(project, now, written) for one in found
        )
        known.inputs = inputs.after(written)
        for one in done:
            known.learn(one.domain, None, one.units)
        known.save()
        return done


def _template_of(project: Project, source: SourceFile, now: datetime.datetime) -> Template | _FirstTemplate:
    leaflet = read_leaflet(project, source)
    if project.paths.template(source.domain).exists():
        return make_leaflet_template(project, leaflet, now=now)
    return _FirstTemplate(source, leaflet.segments)


class Template(Struct, frozen=True):
    """A leaflet's template, and the one on disk: its bytes and what was read of them."""

    leaflet: Leaflet
    catalog: Catalog
    stored: bytes | None
    layout: Layout | None

    def write(self, project: Project, _now: datetime.datetime, written: dict[str, str]) -> ExtractedTemplate:
        """Write it in the style of the file that there is, unless its bytes are on disk already.

        ``written`` is told of it: path from the project → SHA-256.
        """
        from pipeline.catalogs.writing import serialize_catalog

        domain = self.leaflet.source.domain
        path = project.paths.template(domain)
        shown = project.paths.relative(path)
        data = serialize_catalog(self.catalog, self.stored, self.layout)
        changed = data != self.stored
        if changed:
            project.write(path, data)
            written[shown] = hashlib.sha256(data).hexdigest()
        return ExtractedTemplate(domain, shown, len(self.catalog.active), changed)


class _FirstTemplate(Struct, frozen=True):
    """A template where there is none yet: it is written while its units are made, and never held whole."""

    source: SourceFile
    segments: tuple[Segment, ...]

    def write(self, project: Project, now: datetime.datetime, written: dict[str, str]) -> ExtractedTemplate:
        from pipeline.catalogs.template import make_template, template_units
        from pipeline.catalogs.writing import serialize_anew

        path = project.paths.template(self.source.domain)
        shown = project.paths.relative(path)
        head = make_template((), source_path=self.source.path, **_particulars(project), now=now)
        digest = hashlib.sha256()
        count = 0

        def counted(units: Iterable[Unit]) -> Iterator[Unit]:
            nonlocal count
            for unit in units:
                count += 1
                yield unit

        def hashed(pieces: Iterable[bytes]) -> Iterator[bytes]:
            for piece in pieces:
                digest.update(piece)
                yield piece

        units = counted(template_units(self.segments, source_path=self.source.path))
        project.write_pieces(path, hashed(serialize_anew(head, units)))
        written[shown] = digest.hexdigest()
        return ExtractedTemplate(self.source.domain, shown, count, changed=True)


class _Particulars(TypedDict):
    """What a template says beside its units."""

    project: str
    contact: str
    source_locale: Locale


def _particulars(project: Project) -> _Particulars:
    publisher = project.settings.publisher
    return {
        "project": publisher.name or project.root.name,
        "contact": publisher.contact,
        "source_locale": project.settings.source_locale,
    }


def make_leaflet_template(project: Project, leaflet: Leaflet, *, now: datetime.datetime) -> Template:
    """The template of a leaflet; the very one on disk where it says the same."""
    from pipeline.catalogs.reading import parse_layout
    from pipeline.catalogs.template import make_template

    stored = project.read_catalog(project.paths.template(leaflet.source.domain))
    layout = parse_layout(stored.data, stored.path, project.settings.limits.catalogs) if stored else None
    template = make_template(
        leaflet.segments,
        source_path=leaflet.source.path,
        **_particulars(project),
        now=now,
        old=layout.catalog if layout else None,
    )
    return Template(leaflet, template, stored.data if stored else None, layout)
