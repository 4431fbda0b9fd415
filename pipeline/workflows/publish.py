"""Publish: approved editions only, whole, with a manifest, in one step."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

import pipeline
from pipeline.editions.assembly import source_title
from pipeline.editions.model import Edition
from pipeline.errors import PolyleafError, UsageError
from pipeline.execution.tasks import Crew
from pipeline.exporters.registry import exporter_for
from pipeline.language.locale import Locale
from pipeline.project.files import resolved, write_folder
from pipeline.project.store import Project, SourceFile
from pipeline.publication import manifest as manifests
from pipeline.publication import site
from pipeline.publication.gate import Candidate, Passage, pass_gate
from pipeline.publication.model import Manifest, Policy, PublishedFile, PublishedLeaflet
from pipeline.signoff.model import CatalogReview, Reviewer
from pipeline.workflows import leaflets
from pipeline.workflows.attempts import attempt, given, raise_all
from pipeline.workflows.compose import compose, located
from pipeline.workflows.earlier import EarlierPublication

_TIMES_A_LOOK = 3
"""How much longer it takes to make a leaflet in the usual formats than to check it."""


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
        sources = project.sources()
        sizes = [project.size_of_catalogs(source.domain, locales) for source in sources]
        with Crew(jobs, _TIMES_A_LOOK * sum(sizes)) as crew:
            judge = _Judge(project, locales, earlier, reviewers, now)
            judged = crew.run(judge, sources, sizes=sizes, threads=False)
            if policy == "fail":
                raise_all(error for one in judged for error in one.errors)
            candidates = [candidate for one in judged for candidate in one.candidates]
            passage = pass_gate(candidates, policy, allow_empty=allow_empty)
            if passage.open:
                approved = {key: found for one in judged for key, found in one.approved.items()}
                files = _make_files(project, passage, approved, earlier, crew)
        if passage.open:
            _check_output(project, output, earlier)  # again: somebody may have put a file there meanwhile
            write_folder(output, files, str(output))
        return passage


class _Judged(Struct):
    """What is known of one document.

    Attributes:
        candidates: itself in each locale, and what stands of it in the output in others.
        approved: what may be published of it, by domain and locale.
        errors: of its files, each of which keeps a candidate from being approved.
    """

    candidates: list[Candidate] = field(default_factory=list)
    approved: dict[tuple[str, str], _Approved] = field(default_factory=dict)
    errors: list[PolyleafError] = field(default_factory=list)


class _Judge(Struct, frozen=True):
    """Works out of a document, in each locale, whether it may be published, and puts together what may."""

    project: Project
    locales: tuple[Locale, ...]
    earlier: EarlierPublication
    reviewers: tuple[Reviewer, ...]
    now: datetime.datetime

    def __call__(self, source: SourceFile) -> _Judged:
        leaflet = attempt(leaflets.read_leaflet, self.project, source)
        judged = _Judged()
        for locale in self.locales:
            key = (source.domain, locale.tag)
            found = attempt(self._judge, leaflet, locale)
            if isinstance(found, _Approved):
                judged.approved[key] = found
                judged.candidates.append(Candidate(*key, approved=True, reasons=()))
                continue
            if isinstance(found, PolyleafError):
                judged.errors.append(found.at(source.path))
                found = (str(found),)
            judged.candidates.append(self._earlier(*key, found))
        for locale in self.project.settings.locales:
            # What stands in the output in locales that this run is not asked for.
            if locale not in self.locales and (source.domain, locale.tag) in self.earlier.entries:
                stands = self._earlier(source.domain, locale.tag, ())
                judged.candidates.append(replace(stands, asked_for=False))
        return judged

    def _judge(self, found: leaflets.Leaflet | PolyleafError, locale: Locale) -> _Approved | tuple[str, ...]:
        """The edition of a leaflet in a locale, or why it is not approved.

        Raises:
            PolyleafError: a file of it cannot be read, so nobody can say that it is.
        """
        project, leaflet = self.project, given(found)
        translation = leaflets.read_translation(project, leaflet, locale)
        review = leaflets.review_translation(project, leaflet, translation, self.reviewers, now=self.now)
        if not review.publishable:
            return review.reasons
        edition = compose(project, leaflet, translation, review)
        return _Approved(edition, _entry(project, leaflet, translation, review, edition))

    def _earlier(self, domain: str, tag: str, reasons: tuple[str, ...]) -> Candidate:
        """A leaflet that is not approved now; its earlier edition may be."""
        why = self.earlier.why_not_keepable(domain, tag, self.reviewers, now=self.now)
        return Candidate(domain, tag, False, reasons, keepable=not why, not_keepable=why)


class _LayOut(Struct, frozen=True):
    """Makes the files of an approved edition, by path, and its entry in the manifest."""

    project: Project

    def __call__(self, one: _Approved) -> tuple[PublishedLeaflet, dict[str, bytes]]:
        settings = self.project.settings
        made: dict[str, bytes] = {}
        fonts: dict[str, str] = {}
        for exporter in map(exporter_for, settings.formats):
            path = f"{one.entry.locale}/{one.entry.domain}{exporter.suffix}"
            try:
                made[path] = exporter.export(one.edition, settings.export)
            except PolyleafError as error:
                raise located(self.project, one.edition, error).at(path) from None
            fonts |= exporter.resources(one.edition)
        listed = tuple(_described(path, data) for path, data in made.items())
        return replace(one.entry, fonts=tuple(sorted(fonts.items())), files=listed), made


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
    crew: Crew,
) -> dict[str, bytes]:
    """Everything that the output folder is to hold, by path."""
    files: dict[str, bytes] = {}
    entries: list[PublishedLeaflet] = []
    todo = [approved[one.domain, one.locale] for one in passage.let_out]
    for entry, made in crew.run(_LayOut(project), todo):
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
