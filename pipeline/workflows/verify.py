"""Verify: recompute every digest, signature and state, offline, from what lies in the project."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from msgspec import Struct

from pipeline.errors import PolyleafError
from pipeline.language.locale import Locale
from pipeline.project.store import Project, SourceFile
from pipeline.signoff.model import Reviewer
from pipeline.workflows import leaflets
from pipeline.workflows.attempts import Unread, attempt, given


class Verified(Struct, frozen=True):
    """The records of one document in one locale.

    Attributes:
        total: how many records there are.
        refused: path and reason of each that does not count.
        publishable: every unit is approved.
    """

    domain: str
    locale: Locale
    total: int
    refused: tuple[tuple[str, str], ...]
    publishable: bool


def verify(project: Project, tags: Iterable[str], *, now: datetime.datetime) -> tuple[Verified | Unread, ...]:
    """Judge every record of every document in the locales ``tags`` (all where empty); of what cannot be read,
    the error."""
    reviewers = leaflets.read_reviewers(project)
    locales = leaflets.choose_locales(project, tags)
    verified: list[Verified | Unread] = []
    for source in project.sources():
        leaflet = attempt(leaflets.read_leaflet, project, source)
        for locale in locales:
            found = attempt(_verified, project, source, leaflet, locale, reviewers, now)
            verified.append(
                Unread(source.domain, locale, found.at(source.path))
                if isinstance(found, PolyleafError)
                else found
            )
    return tuple(verified)


def _verified(
    project: Project,
    source: SourceFile,
    leaflet: leaflets.Leaflet | PolyleafError,
    locale: Locale,
    reviewers: Sequence[Reviewer],
    now: datetime.datetime,
) -> Verified:
    translation = leaflets.read_translation(project, given(leaflet), locale)
    review = leaflets.review_translation(project, given(leaflet), translation, reviewers, now=now)
    return Verified(
        domain=source.domain,
        locale=locale,
        total=sum(1 for _ in project.records(locale, source.domain)),
        refused=tuple((one.path, one.reason) for one in review.refusals),
        publishable=review.publishable,
    )
