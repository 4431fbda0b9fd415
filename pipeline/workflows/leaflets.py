"""What every workflow starts from: a leaflet, its translation into a locale, and the standing of that."""

from __future__ import annotations

import datetime
import functools
import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from pipeline.catalogs.model import Unit, UnitKey
from pipeline.errors import CatalogError, LocaleError, PolyleafError, RecordError, UsageError
from pipeline.language.locale import Locale
from pipeline.project.store import Project, SourceFile, StoredFile
from pipeline.segmentation.model import Segment

if TYPE_CHECKING:
    from pipeline.catalogs.model import Catalog
    from pipeline.checks.engine import Finding
    from pipeline.documents.model import Document
    from pipeline.signoff.model import CatalogReview, Record, Refusal, Reviewer
    from pipeline.workflows.findings import Errors


class Leaflet(Struct, frozen=True, dict=True):
    """A source document and the segments it is translated by.

    Attributes:
        remarks: what is amiss with it and holds nothing up.
    """

    source: SourceFile
    document: Document
    segments: tuple[Segment, ...]
    remarks: tuple[PolyleafError, ...] = ()

    @property
    def order(self) -> tuple[UnitKey, ...]:
        """The unit of each sentence in reading order, repeats included."""
        return tuple(segment.key for segment in self.segments)

    @functools.cached_property
    def outline(self) -> str:
        """Digest of the document's form: its blocks, date and pictures."""
        from pipeline.editions.canonical import outline_digest

        return outline_digest(self.document)


class Translation(Struct, frozen=True):
    """The units that a leaflet needs in one locale.

    Attributes:
        units: one a distinct sentence, in reading order; untranslated where the catalog lacks it.
        path: of the catalog; of the document where the locale is the source locale.
        exists: whether there is a catalog.
        last_translator: header of the catalog, and who translated what was merged into it ("; " between).
        missing: how many units are not in the catalog at all.
        headers: of the catalog.
        sha256: of the catalog's bytes; None where there is none.
    """

    locale: Locale
    units: tuple[Unit, ...]
    path: str
    exists: bool
    last_translator: str | None
    missing: int
    headers: tuple[tuple[str, str], ...] = ()
    sha256: str | None = None


Signed: TypeAlias = "tuple[tuple[Record, ...], tuple[Refusal, ...]]"
"""The records of one document in one locale, and a refusal for each that cannot be read."""


def read_leaflet(project: Project, source: SourceFile) -> Leaflet:
    """Read one document, with its pictures, and segment it.

    Raises:
        DocumentError: it cannot be read; says where.
    """
    from pipeline.documents.registry import format_for
    from pipeline.segmentation.places import tell_apart
    from pipeline.segmentation.sentences import segment_document
    from pipeline.workflows.pictures import lost_pictures, with_pictures

    try:
        document = format_for(source.path).parse(
            project.read_source(source), locale=project.settings.source_locale
        )
        document = with_pictures(project, source, document)
        segments = segment_document(
            document, locale=project.settings.source_locale, mode=project.settings.segmentation
        )
        segments = tell_apart(segments, project.settings.tell_apart)
    except PolyleafError as error:
        raise error.at(source.path) from None
    return Leaflet(source, document, segments, lost_pictures(project, source, document))


def read_translation(project: Project, leaflet: Leaflet, locale: Locale) -> Translation:
    """Read the units of ``leaflet`` in ``locale``; the source locale has its own sentences as targets.

    Raises:
        CatalogError: the catalog is broken; says where.
    """
    keys = dict.fromkeys(leaflet.order)
    if locale == project.settings.source_locale:
        lines = {segment.key: segment.line for segment in reversed(leaflet.segments)}
        units = tuple(Unit(source=key[1], targets=(key[1],), context=key[0], line=lines[key]) for key in keys)
        return Translation(locale, units, leaflet.source.path, True, None, 0)

    from pipeline.catalogs.reading import parse_catalog

    path = project.paths.catalog(locale, leaflet.source.domain)
    stored = project.read_catalog(path)
    if stored is None:
        units = tuple(Unit(source=key[1], context=key[0]) for key in keys)
        return Translation(locale, units, project.paths.relative(path), False, None, len(units))
    catalog = parse_catalog(stored.data, stored.path, project.settings.limits.catalogs)
    check_language(catalog, stored, locale)
    present = catalog.by_key()
    return Translation(
        locale,
        tuple(present.get(key) or Unit(source=key[1], context=key[0]) for key in keys),
        stored.path,
        True,
        translators_of(catalog),
        sum(key not in present for key in keys),
        catalog.headers,
        hashlib.sha256(stored.data).hexdigest(),
    )


def translators_of(catalog: Catalog) -> str | None:
    """Its last translator, and who translated what was merged into it, all fields of these; "; " between."""
    from pipeline.catalogs.header_merging import OTHER_TRANSLATORS

    names = ("last-translator", OTHER_TRANSLATORS.lower())
    return "; ".join(value for name, value in catalog.headers if name.lower() in names and value) or None


def check_language(catalog: Catalog, stored: StoredFile, locale: Locale) -> None:
    """Refuse a catalog in the wrong folder, which would be published in the wrong language.

    Raises:
        CatalogError: its header names another language; says where.
    """
    written = (catalog.header("Language") or "").strip()
    language = re.split(r"[-_@.]", written)[0].lower()
    if language and language != locale.language:
        before, found, _ = stored.data.partition(b'"Language:')
        raise CatalogError(
            f'its header says Language: {written}, but it stands in the folder of "{locale.tag}"',
            "move the file, or correct the header",
            path=stored.path,
            line=before.count(b"\n") + 1 if found else None,
        )


def read_reviewers(project: Project) -> tuple[Reviewer, ...]:
    """The people who may sign; none where there is no reviewers.toml.

    Raises:
        SettingsError: the file is wrong, or cannot be read.
    """
    from pipeline.signoff.reviewers import parse_reviewers

    stored = project.read_for_all(project.paths.reviewers)
    if stored is None:
        return ()
    return parse_reviewers(stored.data, stored.path, roles=project.settings.policy.roles)


def read_records(project: Project, domain: str, locale: Locale) -> Signed:
    """The records of one document in one locale, and a refusal for each that cannot be read."""
    from pipeline.signoff.model import Refusal
    from pipeline.signoff.record import parse_record

    records: list[Record] = []
    refusals: list[Refusal] = []
    for stored in project.records(locale, domain):
        if not stored.path.endswith(".json"):
            reason = "it has not the name of a record; give it back its name, or remove it"
            refusals.append(Refusal(None, stored.path, reason))
            continue
        try:
            records.append(parse_record(stored.data, path=stored.path))
        except RecordError as error:
            reason = f"{error.what}; {error.hint}" if error.hint else error.what
            refusals.append(Refusal(None, stored.path, reason))
    return tuple(records), tuple(refusals)


def holds_all_day(signed: Signed, now: datetime.datetime) -> bool:
    """Whether what the records say at ``now`` is what they say until the day ends: none is of the future."""
    return all(record.statement.time <= now for record in signed[0])


def review_translation(
    project: Project,
    leaflet: Leaflet,
    translation: Translation,
    reviewers: Sequence[Reviewer],
    *,
    now: datetime.datetime,
    signed: Signed | None = None,
    more_records: Sequence[Record] = (),
    findings: Sequence[Finding] | None = None,
) -> CatalogReview:
    """Work out from the sign-off records, and ``more_records``, where a translation stands. The records are
    read where ``signed`` does not bring them.

    Errors among the ``findings`` of checks keep their units from being approved. Where ``findings`` is None
    the checks are run only if all else is approved, as only then they decide. A leaflet whose frame readers
    could not read is not publishable either.
    """
    from pipeline.signoff.evaluation import review_catalog
    from pipeline.workflows.findings import check_translation, errors_of
    from pipeline.workflows.frames import why_no_frame

    domain = leaflet.source.domain
    records, unreadable = signed or read_records(project, domain, translation.locale)
    no_frame = why_no_frame(project, translation.locale)

    def review(errors: Errors) -> CatalogReview:
        found = review_catalog(
            translation.units,
            leaflet.order,
            (*records, *more_records),
            domain=domain,
            locale=translation.locale.tag,
            reviewers=reviewers,
            policy=project.settings.policy,
            last_translator=translation.last_translator,
            today=now.date(),
            now=now,
            unreadable=unreadable,
            outline=leaflet.outline,
            errors=errors,
        )
        if not no_frame:
            return found
        reasons = (*found.reasons, no_frame)
        return replace(found, publishable=False, reasons=reasons, approvals=(), review_by=None, records=())

    if findings is None:
        without = review({})
        errors = errors_of(check_translation(project, leaflet, translation)) if without.publishable else {}
        return review(errors) if errors else without
    return review(errors_of(findings))


def choose_locales(project: Project, tags: Iterable[str]) -> tuple[Locale, ...]:
    """The locales named on a command line, or all of the project's where none is.

    Raises:
        UsageError: one is not among the project's; names the nearest.
    """
    import difflib

    from pipeline.language.locale import parse_locale

    own = project.settings.locales
    chosen: dict[Locale, None] = {}
    for tag in tags:
        try:
            locale = parse_locale(tag)
        except LocaleError:
            locale = None
        if locale is None or locale not in own:
            names = {name.lower(): one.tag for one in own for name in (one.english_name, one.tag)}
            near = difflib.get_close_matches(tag.lower(), names, n=1)
            hint = (
                f'did you mean "{names[near[0]]}"?'
                if near
                else f"it has: {', '.join(one.tag for one in own)}"
            )
            if "," in tag:
                hint = "for several, say --locale for each"
            raise UsageError(f'"{tag}" is not a locale of this project', hint)
        chosen[locale] = None
    return tuple(chosen) or own
