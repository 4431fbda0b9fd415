"""Extract: every document's segments into its template (POT)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogs.model import Catalog
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

    All documents are read before the first template is written.
    """
    with project.locked():
        leaflets = [read_leaflet(project, source) for source in project.sources()]
        made = [make_leaflet_template(project, leaflet, now=now) for leaflet in leaflets]
        return tuple(write_template(project, one) for one in made)


@dataclass(frozen=True, slots=True)
class Template:
    """A leaflet's template, and the one on disk: its bytes and what was read of them."""

    leaflet: Leaflet
    catalog: Catalog
    stored: bytes | None
    layout: Layout | None


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


def write_template(project: Project, template: Template) -> ExtractedTemplate:
    """Write a template unless its bytes are on disk already."""
    from pipeline.catalogs.writing import serialize_catalog

    domain = template.leaflet.source.domain
    path = project.paths.template(domain)
    data = serialize_catalog(template.catalog, template.stored, template.layout)
    changed = data != template.stored
    if changed:
        project.write(path, data)
    units = len(template.catalog.active)
    return ExtractedTemplate(domain, project.paths.relative(path), units, changed)
