"""Extract: every document's segments into its template (POT)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogs.model import Catalog
from pipeline.project.inputs import Inputs
from pipeline.project.remembered import Remembered
from pipeline.project.store import Project
from pipeline.workflows.leaflets import Leaflet, read_leaflet

if TYPE_CHECKING:
    from pipeline.catalogs.reading import Layout


@dataclass(frozen=True, slots=True)
class ExtractedTemplate:
    """One document's template: where it stands, how many units, whether it was written anew."""

    domain: str
    path: str
    units: int
    changed: bool


def extract(project: Project, *, now: datetime.datetime) -> tuple[ExtractedTemplate, ...]:
    """Write the template of every document; one that has not changed is not touched.

    All documents are read before the first template is written; but for those that depend on nothing that has
    changed since the last time.
    """
    with project.locked():
        sources = project.sources()
        known = Remembered.open(
            project, "extract.json", Inputs.take(project, sources, now.date().isoformat())
        )
        made: list[Template | ExtractedTemplate] = []
        for source in sources:
            units = known.recall(source.domain)
            if isinstance(units, int):
                path = project.paths.relative(project.paths.template(source.domain))
                made.append(ExtractedTemplate(source.domain, path, units, changed=False))
            else:
                made.append(make_leaflet_template(project, read_leaflet(project, source), now=now))
        written: dict[str, bytes] = {}
        done = tuple(
            one if isinstance(one, ExtractedTemplate) else _write(project, one, written) for one in made
        )
        known.inputs = known.inputs.after(written)
        for one in done:
            known.learn(one.domain, None, one.units)
        known.save()
        return done


@dataclass(frozen=True, slots=True)
class Template:
    """A leaflet's template, and the one on disk: its bytes and what was read of them."""

    leaflet: Leaflet
    catalog: Catalog
    stored: bytes | None
    layout: Layout | None

    def serialized(self) -> bytes:
        """Its bytes, in the style of the file that there is."""
        from pipeline.catalogs.writing import serialize_catalog

        return serialize_catalog(self.catalog, self.stored, self.layout)


def make_leaflet_template(project: Project, leaflet: Leaflet, *, now: datetime.datetime) -> Template:
    """The template of a leaflet; the very one on disk where it says the same."""
    from pipeline.catalogs.reading import parse_layout
    from pipeline.catalogs.template import make_template

    stored = project.read_catalog(project.paths.template(leaflet.source.domain))
    layout = parse_layout(stored.data, stored.path, project.settings.limits.catalogs) if stored else None
    publisher = project.settings.publisher
    template = make_template(
        leaflet.segments,
        source_path=leaflet.source.path,
        project=publisher.name or project.root.name,
        contact=publisher.contact,
        now=now,
        old=layout.catalog if layout else None,
        source_locale=project.settings.source_locale,
    )
    return Template(leaflet, template, stored.data if stored else None, layout)


def _write(project: Project, template: Template, written: dict[str, bytes]) -> ExtractedTemplate:
    """Write a template, unless its bytes are on disk already, and say so in ``written``."""
    domain = template.leaflet.source.domain
    path = project.paths.template(domain)
    shown = project.paths.relative(path)
    data = template.serialized()
    changed = data != template.stored
    if changed:
        project.write(path, data)
        written[shown] = data
    return ExtractedTemplate(domain, shown, len(template.catalog.active), changed)
