"""Publish: approved editions only, whole, with a manifest, in one step."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

import pipeline
from pipeline.editions.assembly import source_title
from pipeline.editions.model import Edition
from pipeline.errors import PolyleafError, UsageError
from pipeline.execution.tasks import run_tasks
from pipeline.exporters.registry import exporter_for
from pipeline.language.locale import Locale
from pipeline.project.files import resolved, write_folder
from pipeline.project.store import Project
from pipeline.publication import manifest as manifests
from pipeline.publication import site
from pipeline.publication.gate import Candidate, Passage, pass_gate
from pipeline.publication.model import Manifest, Policy, PublishedFile, PublishedLeaflet
from pipeline.signoff.model import CatalogReview, Reviewer
from pipeline.workflows import leaflets
from pipeline.workflows.attempts import attempt, given, raise_all
from pipeline.workflows.compose import compose, located
from pipeline.workflows.earlier import EarlierPublication


class _Approved(Struct, frozen=True):
    """An approved edition and what its entry in the manifest needs."""

    edition: Edition
    entry: PublishedLeaflet


def publish(
    project: Project,
    output: Path,
    *,
    policy: Policy,
    tags: Iterable[str] = (),
    allow_empty: bool = False,
    jobs: int,
    now: datetime.datetime,
) -> Passage:
    """Publish the documents of ``project`` in the locales ``tags`` (all where empty) to ``output``.

    Editions in other locales that were published there before stay as long as they still stand. Where the
    gate stays shut nothing is written and the passage says why. A document or catalog that cannot be read is
    not approved, and its error is the reason.

    Raises:
        SeveralErrors: several documents or catalogs cannot be read under the policy ``fail`` (or the error of
            the one that cannot be); nothing is written then.
        UsageError: ``output`` is a folder that Polyleaf must not replace.
    """
    locales = leaflets.choose_locales(project, tags)
    with project.locked(only_reads=True):
        earlier = EarlierPublication.open(project, output)
        _check_output(project, output, earlier)
        reviewers = leaflets.read_reviewers(project)
        approved: dict[tuple[str, str], _Approved] = {}
        candidates: list[Candidate] = []
        errors: list[PolyleafError] = []
        for source in project.sources():
            leaflet = attempt(leaflets.read_leaflet, project, source)
            for locale in locales:
                key = (source.domain, locale.tag)
                judged = attempt(_judge, project, leaflet, locale, reviewers, now)
                if isinstance(judged, _Approved):
                    approved[key] = judged
                    candidates.append(Candidate(*key, approved=True, reasons=()))
                    continue
                if isinstance(judged, PolyleafError):
                    errors.append(judged.at(source.path))
                    judged = (str(judged),)
                why = earlier.why_not_keepable(*key, reviewers, now=now)
                candidates.append(Candidate(*key, False, judged, keepable=not why, not_keepable=why))
            candidates += _others(project, source.domain, locales, earlier, reviewers, now)
        if policy == "fail":
            raise_all(errors)
        passage = pass_gate(candidates, policy, allow_empty=allow_empty)
        if passage.open:
            files = _make_files(project, passage, approved, earlier, jobs)
            _check_output(project, output, earlier)  # again: somebody may have put a file there meanwhile
            write_folder(output, files, str(output))
        return passage


def _judge(
    project: Project,
    found: leaflets.Leaflet | PolyleafError,
    locale: Locale,
    reviewers: Sequence[Reviewer],
    now: datetime.datetime,
) -> _Approved | tuple[str, ...]:
    """The edition of a leaflet in a locale, or why it is not approved.

    Raises:
        PolyleafError: a file of it cannot be read, so nobody can say that it is.
    """
    leaflet = given(found)
    translation = leaflets.read_translation(project, leaflet, locale)
    review = leaflets.review_translation(project, leaflet, translation, reviewers, now=now)
    if not review.publishable:
        return review.reasons
    edition = compose(project, leaflet, translation, review)
    return _Approved(edition, _entry(project, leaflet, translation, review, edition))


def _others(
    project: Project,
    domain: str,
    asked_for: Sequence[Locale],
    earlier: EarlierPublication,
    reviewers: Sequence[Reviewer],
    now: datetime.datetime,
) -> list[Candidate]:
    """The editions of ``domain`` that stand in the output in locales that this run is not asked for."""
    found: list[Candidate] = []
    for locale in project.settings.locales:
        if locale not in asked_for and (domain, locale.tag) in earlier.entries:
            why = earlier.why_not_keepable(domain, locale.tag, reviewers, now=now)
            found.append(
                Candidate(domain, locale.tag, False, (), keepable=not why, not_keepable=why, asked_for=False)
            )
    return found


def _check_output(project: Project, output: Path, earlier: EarlierPublication) -> None:
    """Refuse to replace a folder that holds anything but an earlier publication."""
    place = resolved(output, str(output))
    if project.root.is_relative_to(place) or any(
        place.is_relative_to(project.root / name)
        for name in ("source", "locales", "build", ".polyleaf", ".git")
    ):
        raise UsageError(f'"{output}" is part of the project, or holds it', "publish to a folder of its own")
    if place.exists() and not place.is_dir():
        raise UsageError(f'"{output}" is not a folder', "name another")
    strange = earlier.strange_file()
    if strange is not None:
        raise UsageError(
            f'"{output}" holds "{strange}", which publishing would remove',
            "publish to an empty folder, or to an earlier publication and nothing else",
        )


def _entry(
    project: Project,
    leaflet: leaflets.Leaflet,
    translation: leaflets.Translation,
    review: CatalogReview,
    edition: Edition,
) -> PublishedLeaflet:
    """The manifest's entry of an edition that is not laid out yet."""
    domain, locale = leaflet.source.domain, translation.locale
    digests = {unit.key: unit.digest for unit in review.units}
    provenance = edition.provenance
    return PublishedLeaflet(
        domain=domain,
        locale=locale.tag,
        title=edition.title,
        version=provenance.version,
        published=provenance.published.isoformat() if provenance.published else None,
        reviews=tuple((one.role, one.date.isoformat()) for one in provenance.reviews),
        review_by=provenance.review_by.isoformat() if provenance.review_by else None,
        source_sha256=hashlib.sha256(leaflet.document.data).hexdigest(),
        catalog_sha256=translation.sha256,
        sentences=tuple(digests[key] for key in leaflet.order),
        outline=leaflet.outline,
        records=review.records,
        fonts=(),
        files=(),
        source_title=source_title(leaflet.document, project.settings.source_locale) or None,
    )


def _make_files(
    project: Project,
    passage: Passage,
    approved: Mapping[tuple[str, str], _Approved],
    earlier: EarlierPublication,
    jobs: int,
) -> dict[str, bytes]:
    """Everything that the output folder is to hold, by path."""
    files: dict[str, bytes] = {}
    entries: list[PublishedLeaflet] = []
    exporters = [exporter_for(name) for name in project.settings.formats]
    todo = [approved[one.domain, one.locale] for one in passage.let_out]

    def lay_out(one: _Approved) -> tuple[PublishedLeaflet, dict[str, bytes]]:
        made: dict[str, bytes] = {}
        fonts: dict[str, str] = {}
        for exporter in exporters:
            path = f"{one.entry.locale}/{one.entry.domain}{exporter.suffix}"
            try:
                made[path] = exporter.export(one.edition, project.settings.export)
            except PolyleafError as error:
                raise located(project, one.edition, error).at(path) from None
            fonts |= exporter.resources(one.edition)
        listed = tuple(_described(path, data) for path, data in made.items())
        return replace(one.entry, fonts=tuple(sorted(fonts.items())), files=listed), made

    for entry, made in run_tasks(lay_out, todo, jobs=jobs):
        entries.append(entry)
        files |= made
    for one in passage.kept:
        entry = earlier.entries[one.domain, one.locale]
        entries.append(entry)
        files |= {file.path: earlier.read(file) for file in entry.files}

    entries.sort(key=lambda entry: (entry.domain, entry.locale))
    files[site.NAME] = _index(project, entries)
    manifest = Manifest(
        generator=f"polyleaf {pipeline.__version__}",
        publisher=project.settings.publisher.name,
        leaflets=tuple(entries),
        site=(_described(site.NAME, files[site.NAME]),),
    )
    files[manifests.NAME] = manifests.format_manifest(manifest)
    return files


def _index(project: Project, entries: Sequence[PublishedLeaflet]) -> bytes:
    from pipeline.editions.frame import frame_for
    from pipeline.workflows.frames import read_frame

    locale = project.settings.source_locale
    frame = read_frame(project, locale) or frame_for(locale)
    return site.index_page(
        entries,
        locale=locale,
        heading=frame.leaflets,
        publisher=project.settings.publisher.name,
    )


def _described(path: str, data: bytes) -> PublishedFile:
    return PublishedFile(path, hashlib.sha256(data).hexdigest(), len(data))
