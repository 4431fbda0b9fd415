"""The memory of a project, kept in step with its catalogs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.catalogs.model import State
from pipeline.errors import PolyleafError
from pipeline.language.locale import Locale
from pipeline.memory.model import Languages, Origin, Pair
from pipeline.project.store import Project, SourceFile
from pipeline.workflows.attempts import attempt, distinct

if TYPE_CHECKING:
    import datetime

    from pipeline.memory.store import Memory


def refresh(
    project: Project, memory: Memory, locales: Iterable[Locale], *, now: datetime.datetime
) -> tuple[PolyleafError, ...]:
    """Bring the pairs of the project's catalogs up to date; a catalog that is as it was is not parsed.

    Obsolete units count as translated. Fuzzy ones, so machine drafts too, never enter; a piece of a longer
    text only once somebody signed it.

    Returns:
        the error of each catalog that cannot be read, of whose pairs all stay. Of one that no document needs
        any more, nothing is said.
    """
    known = memory.origins()
    prefix = _prefix(project)
    shared = _shared_digest(project)
    kept: set[str] = set()
    locales = list(locales)
    errors: list[PolyleafError] = []
    for one in _catalogs(project, locales):
        name = f"{prefix}{one.locale.tag}/{one.domain}"
        found = attempt(_look, project, one, known.get(name), shared, now)
        if found is None:
            continue
        kept.add(name)
        if isinstance(found, PolyleafError):
            if one.source is not None:
                errors.append(found)
        elif found.pairs is not None:
            languages = Languages(project.settings.source_locale.tag, one.locale.tag)
            memory.replace(Origin(name, found.digest), ((languages, pair) for pair in found.pairs))
    gone = [
        name
        for name in known
        if name not in kept and any(name.startswith(f"{prefix}{locale.tag}/") for locale in locales)
    ]
    for name in gone:
        memory.forget(name)
    return distinct(errors)


class _Catalog(Struct, frozen=True):
    """A catalog that the memory keeps in step with; ``source`` is None where its document is gone."""

    domain: str
    locale: Locale
    source: SourceFile | None


class _Looked(Struct, frozen=True):
    """A catalog as it is now; ``pairs`` is None where the memory has them already."""

    digest: str
    pairs: Sequence[Pair] | None


def _catalogs(project: Project, locales: Sequence[Locale]) -> Iterator[_Catalog]:
    """The catalogs of the project, and those of documents that are gone: a renamed one finds its own."""
    from pipeline.project.left_over import left_over_catalogs

    sources = project.sources()
    for locale in locales:
        for source in sources:
            yield _Catalog(source.domain, locale, source)
    for domain, locale, _ in left_over_catalogs(project, sources, locales):
        yield _Catalog(domain, locale, None)


def _look(
    project: Project, one: _Catalog, known: Origin | None, shared: bytes, now: datetime.datetime
) -> _Looked | None:
    """What is new in a catalog; None where there is none."""
    if one.source is not None:
        one.source.check()
    stored = project.read_catalog(project.paths.catalog(one.locale, one.domain))
    if stored is None:
        return None
    digest = _digest(project, one, stored.data, shared, now)
    if known is not None and known.digest == digest:
        return _Looked(digest, None)
    return _Looked(digest, list(_catalog_pairs(project, one, stored.data, stored.path, now)))


def _prefix(project: Project) -> str:
    publisher = project.settings.publisher.name or "-"
    return f"catalog:{publisher}/{project.root.name}/"


def _shared_digest(project: Project) -> bytes:
    reviewers = project.read_for_all(project.paths.reviewers)
    digest = hashlib.sha256(reviewers.data if reviewers else b"")
    digest.update(repr((project.settings.policy, project.settings.segmentation)).encode())
    return digest.digest()


def _digest(project: Project, one: _Catalog, data: bytes, shared: bytes, now: datetime.datetime) -> str:
    digest = hashlib.sha256(data)
    records = list(project.records(one.locale, one.domain)) if one.source else []
    if one.source and records:
        # Only what was signed depends on the reviewers, the document's order, and the day.
        for part in (shared, project.read_source(one.source), now.date().isoformat().encode()):
            digest.update(hashlib.sha256(part).digest())
        for record in records:
            digest.update(record.path.encode() + b"\0" + hashlib.sha256(record.data).digest())
    return digest.hexdigest()


def _catalog_pairs(
    project: Project, one: _Catalog, data: bytes, path: str, now: datetime.datetime
) -> Iterator[Pair]:
    from pipeline.catalogs.reading import parse_catalog
    from pipeline.workflows.passages import is_piece

    catalog = parse_catalog(data, path, project.settings.limits.catalogs)
    states: dict[tuple[str | None, str], State] = {}
    if one.source and next(project.records(one.locale, one.domain), None) is not None:
        from pipeline.workflows.leaflets import (
            read_leaflet,
            read_reviewers,
            read_translation,
            review_translation,
        )

        leaflet = read_leaflet(project, one.source)
        translation = read_translation(project, leaflet, one.locale)
        review = review_translation(project, leaflet, translation, read_reviewers(project), now=now)
        states = {unit.key: unit.state for unit in review.units}
    for unit in catalog.units:
        if unit.fuzzy or unit.source_plural is not None or not unit.target or not unit.source:
            continue
        state = State.TRANSLATED if unit.obsolete else states.get(unit.key, State.TRANSLATED)
        if state not in (State.REVIEWED, State.APPROVED):
            if is_piece(unit):
                continue
            state = State.TRANSLATED
        yield Pair(unit.source, unit.target, state, unit.context, one.domain)
