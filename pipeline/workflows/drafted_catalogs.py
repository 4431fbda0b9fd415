"""The catalogs of a locale that machine drafts are wanted for and written into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pipeline.catalogs.model import Catalog, Unit
from pipeline.errors import PolyleafError, StoreError
from pipeline.language.locale import Locale
from pipeline.project.store import Project, SourceFile, StoredFile
from pipeline.workflows.attempts import attempt

if TYPE_CHECKING:
    from pipeline.catalogs.plural import PluralForms


class Answer(Struct, frozen=True):
    """One line of the journal: what became of a sentence, by whom and when."""

    source: str
    target: str | None
    reason: str
    origin: str

    def as_entry(self) -> Mapping[str, object]:
        return {"source": self.source, "target": self.target, "reason": self.reason, "origin": self.origin}


class DraftedCatalog(Struct, frozen=True):
    """One catalog: drafts written into it, and units still untranslated."""

    domain: str
    path: str
    drafted: int
    left: int


class Catalogs:
    """The catalogs of a run. Each is read anew whenever it is needed: people work on them meanwhile.

    Attributes:
        errors: of those that could not be read.
    """

    def __init__(self, project: Project, locale: Locale, domains: Iterable[str]) -> None:
        """``domains``: of the documents; all where empty."""
        self.errors: list[PolyleafError] = []
        self._project = project
        self._locale = locale
        self._sources = tuple(map(project.source, dict.fromkeys(domains))) or project.sources()

    def wanted(self) -> dict[str, tuple[str, int]]:
        """Untranslated sentences, each once, with the first place it stands at."""
        found: dict[str, tuple[str, int]] = {}
        for _, catalog, stored in self._read():
            declared = _plural_forms(catalog)
            for unit in catalog.active:
                if not any(unit.targets):
                    for source in _sources_of_forms(unit, declared):
                        found.setdefault(source, (stored.path, unit.line))
        return found

    def fill(self, answers: Mapping[str, Answer]) -> tuple[DraftedCatalog, ...]:
        """Write drafts into the catalogs as they are now."""
        from pipeline.catalogs.writing import serialize_catalog

        project = self._project
        done: list[DraftedCatalog] = []
        with project.locked():
            for domain, catalog, stored in self._read():
                declared = _plural_forms(catalog)
                units = tuple(_drafted(unit, answers, declared) for unit in catalog.units)
                drafted = sum(new is not old for new, old in zip(units, catalog.units, strict=True))
                if drafted:
                    filled = serialize_catalog(replace(catalog, units=units), like=stored.data)
                    project.write(project.paths.catalog(self._locale, domain), filled)
                left = sum(not unit.obsolete and not any(unit.targets) for unit in units)
                done.append(DraftedCatalog(domain, stored.path, drafted, left))
        return tuple(done)

    def untouched(self) -> tuple[DraftedCatalog, ...]:
        """What is left in each where nothing is drafted."""
        return tuple(
            DraftedCatalog(domain, stored.path, 0, sum(not any(unit.targets) for unit in catalog.active))
            for domain, catalog, stored in self._read()
        )

    def _read(self) -> Iterator[tuple[str, Catalog, StoredFile]]:
        for source in self._sources:
            found = attempt(self._read_one, source)
            if isinstance(found, PolyleafError):
                self.errors.append(found)
            else:
                yield source.domain, *found

    def _read_one(self, source: SourceFile) -> tuple[Catalog, StoredFile]:
        from pipeline.catalogs.reading import parse_catalog

        source.check()
        path = self._project.paths.catalog(self._locale, source.domain)
        stored = self._project.read_catalog(path)
        if stored is None:
            shown = self._project.paths.relative(path)
            raise StoreError("is missing", 'make it with "polyleaf update"', path=shown)
        return parse_catalog(stored.data, stored.path, self._project.settings.limits.catalogs), stored


def _plural_forms(catalog: Catalog) -> PluralForms | None:
    from pipeline.catalogs.plural import parse_plural_forms

    written = catalog.header("Plural-Forms")
    return parse_plural_forms(written) if written is not None else None


def _sources_of_forms(unit: Unit, declared: PluralForms | None) -> Sequence[str]:
    """For each target form the sentence that is drafted for it: of the singular only what is said of 1 alone.

    The form of other languages that is said of 1 and of 21, or of 0, must not say "one".
    """
    if unit.source_plural is None:
        return (unit.source,)
    alone = declared.only_one() if declared is not None else None
    return [unit.source if form == alone else unit.source_plural for form in range(len(unit.targets))]


def _drafted(unit: Unit, answers: Mapping[str, Answer], declared: PluralForms | None) -> Unit:
    """The unit with its draft; the very unit that came in where none may be put there."""
    from pipeline.catalogs.drafts import mark_draft

    if unit.obsolete or any(unit.targets):
        return unit
    found = [answers.get(source) for source in _sources_of_forms(unit, declared)]
    drafts = [(one.target, one.origin) for one in found if one is not None and one.target is not None]
    if len(drafts) < len(found):
        return unit
    return mark_draft(replace(unit, targets=tuple(target for target, _ in drafts)), origin=drafts[0][1])
