"""Extract: every document's segments into its template (POT)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from pipeline.catalogs.model import Catalog
from pipeline.project.store import Project
from pipeline.workflows.leaflets import Leaflet, read_leaflet


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
        return tuple(
            write_template(project, leaflet, *one) for leaflet, one in zip(leaflets, made, strict=True)
        )


def make_leaflet_template(
    project: Project, leaflet: Leaflet, *, now: datetime.datetime
) -> tuple[Catalog, bytes | None]:
    """The template of a leaflet, and the bytes of the one on disk."""
    from pipeline.catalogs.reading import parse_catalog
    from pipeline.catalogs.template import make_template

    stored = project.read(project.paths.template(leaflet.source.domain))
    old = parse_catalog(stored.data, stored.path) if stored else None
    publisher = project.settings.publisher
    template = make_template(
        leaflet.segments,
        source_path=leaflet.source.path,
        project=publisher.name or project.root.name,
        contact=publisher.contact,
        now=now,
        old=old,
        source_locale=project.settings.source_locale,
    )
    return template, stored.data if stored else None


def write_template(
    project: Project, leaflet: Leaflet, template: Catalog, old: bytes | None
) -> ExtractedTemplate:
    """Write a template unless its bytes are on disk already."""
    from pipeline.catalogs.writing import serialize_catalog

    path = project.paths.template(leaflet.source.domain)
    data = serialize_catalog(template, like=old)
    changed = data != old
    if changed:
        project.write(path, data)
    return ExtractedTemplate(
        leaflet.source.domain, project.paths.relative(path), len(template.active), changed
    )
