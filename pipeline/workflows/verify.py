"""Verify: recompute every digest, signature and state, offline, from what lies in the project."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from msgspec import Struct

from pipeline.language.locale import Locale
from pipeline.project.store import Project
from pipeline.workflows import leaflets


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


def verify(project: Project, tags: Iterable[str], *, now: datetime.datetime) -> tuple[Verified, ...]:
    """Judge every record of every document in the locales ``tags`` (all where empty)."""
    reviewers = leaflets.read_reviewers(project)
    locales = leaflets.choose_locales(project, tags)
    verified: list[Verified] = []
    for source in project.sources():
        leaflet = leaflets.read_leaflet(project, source)
        for locale in locales:
            translation = leaflets.read_translation(project, leaflet, locale)
            review = leaflets.review_translation(project, leaflet, translation, reviewers, now=now)
            verified.append(
                Verified(
                    domain=source.domain,
                    locale=locale,
                    total=sum(1 for _ in project.records(locale, source.domain)),
                    refused=tuple((one.path, one.reason) for one in review.refusals),
                    publishable=review.publishable,
                )
            )
    return tuple(verified)
