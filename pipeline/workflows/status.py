"""Status: documents × locales, and what each still needs before it may be published."""

from __future__ import annotations

import datetime
import functools
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from pipeline.catalogs.model import State
from pipeline.checks.model import Severity
from pipeline.errors import PolyleafError
from pipeline.language.locale import Locale
from pipeline.project.inputs import Inputs
from pipeline.project.remembered import Remembered
from pipeline.project.store import Project, SourceFile
from pipeline.workflows.attempts import Unread, attempt, given
from pipeline.workflows.leaflets import choose_locales

if TYPE_CHECKING:
    from pipeline.signoff.model import Reviewer
    from pipeline.workflows.leaflets import Leaflet, Translation

T = TypeVar("T")


class Standing(Struct, frozen=True):
    """Where one document stands in one locale.

    Attributes:
        states: number of units by state; every state is a key.
        stale: units whose sign-off is of an earlier text.
        rejected: comment of the rejection of each unit whose exact text was rejected, by its source.
        errors, warnings: findings of checks on what is translated and not fuzzy.
        waived: errors that a reviewer waived, counted apart.
        missing_roles: roles that still have to sign.
        publishable, reasons: as in ``signoff.model.CatalogReview``.
        review_by: the last day on which the approvals hold.
        refused_records: path and reason of each record that does not count.
    """

    domain: str
    locale: Locale
    states: dict[State, int]
    stale: int
    rejected: dict[str, str]
    errors: int
    waived: int
    warnings: int
    missing_roles: tuple[str, ...]
    publishable: bool
    reasons: tuple[str, ...]
    review_by: datetime.date | None
    refused_records: tuple[tuple[str, str], ...]


def status(
    project: Project, tags: Iterable[str], *, now: datetime.datetime, jobs: int = 1
) -> tuple[Standing | Unread, ...]:
    """Work out the standing of every document in the locales ``tags`` (all where empty); of one whose files
    cannot be read, the error. Nothing is remembered of that.

    Where nothing that a leaflet depends on has changed since it was last worked out, its standing is
    remembered: nobody is let out by it.

    Args:
        jobs: how many documents to look at at once.
    """
    locales = choose_locales(project, tags)
    sources = project.sources()
    known = Remembered.open(project, "status.json", Inputs.take(project, sources, now.date().isoformat()))
    standings: dict[tuple[str, Locale], Standing | Unread] = {}
    tasks: list[tuple[SourceFile, tuple[Locale, ...]]] = []
    for source in sources:
        unknown = []
        for locale in locales:
            found = known.recall(source.domain, locale)
            standing = _read(found, source.domain, locale) if found is not None else None
            if standing is not None:
                standings[source.domain, locale] = standing
            else:
                unknown.append(locale)
        if unknown:
            tasks.append((source, tuple(unknown)))
    if tasks:
        from pipeline.execution.tasks import run_tasks

        sizes = [project.size_of_catalogs(source.domain, unknown) for source, unknown in tasks]
        for of_document in run_tasks(_OfDocument(project, now), tasks, jobs=jobs, sizes=sizes):
            for worked_out, holds in of_document:
                standings[worked_out.domain, worked_out.locale] = worked_out
                if isinstance(worked_out, Standing) and holds:
                    known.learn(worked_out.domain, worked_out.locale, _written(worked_out))
    known.save()
    return tuple(standings[source.domain, locale] for source in sources for locale in locales)


class _OfDocument(Struct, frozen=True, dict=True):
    """Works standings out, of one document after the other; reads each once."""

    project: Project
    now: datetime.datetime

    def __call__(
        self, task: tuple[SourceFile, tuple[Locale, ...]]
    ) -> list[tuple[Standing, bool] | tuple[Unread, bool]]:
        """The standing of a document in each locale, and whether it holds all day."""
        from pipeline.workflows.leaflets import read_leaflet

        source, locales = task
        leaflet = attempt(read_leaflet, self.project, source)
        done: list[tuple[Standing, bool] | tuple[Unread, bool]] = []
        for locale in locales:
            worked_out = attempt(self._standing, leaflet, locale)
            if isinstance(worked_out, PolyleafError):
                done.append((Unread(source.domain, locale, worked_out.at(source.path)), False))
            else:
                done.append(worked_out)
        return done

    @functools.cached_property
    def _reviewers(self) -> tuple[Reviewer, ...]:
        from pipeline.workflows.leaflets import read_reviewers

        return read_reviewers(self.project)

    def _standing(self, found: Leaflet | PolyleafError, locale: Locale) -> tuple[Standing, bool]:
        from pipeline.workflows.findings import check_translation
        from pipeline.workflows.leaflets import (
            holds_all_day,
            read_records,
            read_translation,
            review_translation,
        )

        project, leaflet = self.project, given(found)
        source = leaflet.source
        translation = read_translation(project, leaflet, locale)
        findings = check_translation(project, leaflet, translation)
        signed = read_records(project, source.domain, locale)
        review = review_translation(
            project,
            leaflet,
            translation,
            self._reviewers,
            now=self.now,
            signed=signed,
            findings=findings,
        )
        trusted = [one for one in findings if not one.fuzzy and (one.unit is None or one.unit.is_translated)]
        counted = Counter(unit.state for unit in review.units)
        reasons = list(review.reasons)
        if not translation.exists:
            reasons.insert(0, f'{translation.path} is missing; run "polyleaf update"')
        elif translation.missing:
            reasons.insert(
                0,
                f"{translation.missing} sentences of {source.path} are not in {translation.path}; "
                'run "polyleaf update"',
            )
        if not review.publishable and _is_nobodys(translation, project.settings.source_locale):
            reasons.append(
                f"{translation.path} names no Last-Translator, so nobody can tell its translator from its "
                "reviewers; set a name in the editor, or write it into the header"
            )
        standing = Standing(
            domain=source.domain,
            locale=locale,
            states={state: counted[state] for state in State},
            stale=sum(bool(unit.stale) for unit in review.units),
            rejected={unit.key[1]: unit.rejection for unit in review.units if unit.rejection is not None},
            errors=sum(len(unit.errors) for unit in review.units),
            waived=sum(len(unit.waived) for unit in review.units),
            warnings=sum(one.severity is Severity.WARNING for one in trusted),
            missing_roles=review.missing,
            publishable=review.publishable,
            reasons=tuple(reasons),
            review_by=review.review_by,
            refused_records=tuple((one.path, one.reason) for one in review.refusals),
        )
        return standing, holds_all_day(signed, self.now)


def _is_nobodys(translation: Translation, source_locale: Locale) -> bool:
    """Whether there are translations to sign, and no word of who made them."""
    from pipeline.catalogs.headers import is_placeholder

    return (
        translation.locale != source_locale
        and is_placeholder(translation.last_translator or "")
        and any(unit.state is State.TRANSLATED for unit in translation.units)
    )


def _written(standing: Standing) -> dict[str, object]:
    """A standing as JSON holds it, without domain and locale."""
    day = standing.review_by
    return {
        **asdict(standing),
        "domain": None,
        "locale": None,
        "states": [standing.states[state] for state in State],
        "review_by": day.isoformat() if day else None,
    }


def _read(tree: Any, domain: str, locale: Locale) -> Standing | None:
    """What ``_written`` wrote; None where it is something else."""
    try:
        day = tree["review_by"]
        return Standing(
            domain=domain,
            locale=locale,
            states={state: _of(int, count) for state, count in zip(State, tree["states"], strict=True)},
            stale=_of(int, tree["stale"]),
            rejected={source: _of(str, why) for source, why in _of(dict, tree["rejected"]).items()},
            errors=_of(int, tree["errors"]),
            waived=_of(int, tree["waived"]),
            warnings=_of(int, tree["warnings"]),
            missing_roles=_texts(tree["missing_roles"]),
            publishable=_of(bool, tree["publishable"]),
            reasons=_texts(tree["reasons"]),
            review_by=None if day is None else datetime.date.fromisoformat(day),
            refused_records=tuple((_of(str, path), _of(str, why)) for path, why in tree["refused_records"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _of(kind: type[T], value: object) -> T:
    """``value``, where it is exactly of this type (True is no number)."""
    if type(value) is not kind:
        raise TypeError
    return value


def _texts(values: object) -> tuple[str, ...]:
    return tuple(_of(str, value) for value in _of(list, values))
