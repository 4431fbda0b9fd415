"""Verify: recompute every digest, signature and state, offline, from what lies in the project."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from msgspec import Struct

from pipeline.errors import PolyleafError
from pipeline.execution.tasks import run_tasks
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


def verify(
    project: Project, tags: Iterable[str], *, now: datetime.datetime, jobs: int = 1
) -> tuple[Verified | Unread, ...]:
    """Judge every record of every document in the locales ``tags`` (all where empty); of what cannot be read,
    the error.

    Args:
        jobs: how many documents to look at at once.
    """
    reviewers = leaflets.read_reviewers(project)
    locales = leaflets.choose_locales(project, tags)
    sources = project.sources()
    sizes = [project.size_of_catalogs(source.domain, locales) for source in sources]
    of_document = _OfDocument(project, locales, reviewers, now)
    found = run_tasks(of_document, sources, jobs=jobs, sizes=sizes)
    return tuple(one for of_locales in found for one in of_locales)


class _OfDocument(Struct, frozen=True):
    """Judges the records of one document after the other, in each locale; reads each once."""

    project: Project
    locales: tuple[Locale, ...]
    reviewers: tuple[Reviewer, ...]
    now: datetime.datetime

    def __call__(self, source: SourceFile) -> list[Verified | Unread]:
        leaflet = attempt(leaflets.read_leaflet, self.project, source)
        judged: list[Verified | Unread] = []
        for locale in self.locales:
            found = attempt(self._judge, leaflet, locale)
            judged.append(
                Unread(source.domain, locale, found.at(source.path))
                if isinstance(found, PolyleafError)
                else found
            )
        return judged

    def _judge(self, found: leaflets.Leaflet | PolyleafError, locale: Locale) -> Verified:
        project, leaflet = self.project, given(found)
        domain = leaflet.source.domain
        translation = leaflets.read_translation(project, leaflet, locale)
        signed = leaflets.read_records(project, domain, locale)
        review = leaflets.review_translation(
            project, leaflet, translation, self.reviewers, now=self.now, signed=signed
        )
        records, unreadable = signed
        return Verified(
            domain=domain,
            locale=locale,
            total=len(records) + len(unreadable),
            refused=tuple((one.path, one.reason) for one in review.refusals),
            publishable=review.publishable,
        )
