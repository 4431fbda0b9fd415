"""The glossary of a project: ``locales/terms.csv``, filled by imports, reviewed by people, handed on."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.catalogs.model import Catalog, Unit
from pipeline.errors import ExchangeError, PolyleafError
from pipeline.language.locale import Locale
from pipeline.memory.limits import Limits
from pipeline.memory.terms import EVERY_LOCALE, Term, TermFinder, term_comments
from pipeline.project.files import read_file
from pipeline.project.store import Project

if TYPE_CHECKING:
    from pipeline.checks import model as check_model


class Glossary(Struct, frozen=True):
    """The terms of a project."""

    terms: tuple[Term, ...]
    _finders: dict[str, TermFinder] = field(default_factory=dict)

    @classmethod
    def open(cls, project: Project) -> Glossary:
        """Read the glossary; one without terms where there is no file.

        Raises:
            ExchangeError: the file is wrong; says the line.
            SettingsError: it cannot be read.
        """
        stored = project.read_for_all(project.paths.terms)
        if stored is None:
            return cls(())
        from pipeline.memory.terms_csv import read_terms

        return cls(read_terms(stored.data, stored.path, project.settings.limits.exchange))

    def finder(self, locale: Locale) -> TermFinder:
        """Finds the terms that hold in ``locale``."""
        if locale.tag not in self._finders:
            self._finders[locale.tag] = TermFinder(self.terms, locale.tag)
        return self._finders[locale.tag]

    def for_checks(self, locale: Locale) -> tuple[check_model.Term, ...]:
        """The terms that hold in ``locale``, as the checks want them: one a source."""
        from pipeline.checks import model as check_model

        targets: dict[str, list[str]] = {}
        forbidden: dict[str, list[str]] = {}
        for term in self.terms:
            if term.locale in (locale.tag, EVERY_LOCALE):
                said = targets.setdefault(term.source, [])
                if term.avoid:
                    forbidden.setdefault(term.source, []).append(term.target)
                elif term.translate:
                    said.append(term.target)
        return tuple(
            check_model.Term(source, tuple(said), tuple(forbidden.get(source, ())))
            for source, said in sorted(targets.items())
        )

    def explain(self, template: Catalog, locale: Locale) -> Catalog:
        """The template with the terms of each unit as extracted comments, for one locale."""
        finder = self.finder(locale) if self.terms else None
        if not finder:
            return template

        def explained(unit: Unit) -> Unit:
            lines = term_comments(finder.find(unit.source))
            return replace(unit, extracted_comments=(*unit.extracted_comments, *lines)) if lines else unit

        return replace(template, units=tuple(map(explained, template.units)))


class ImportedTerms(Struct, frozen=True):
    """What an import of terms brought: new ones, changed ones, those as they were, and those left out."""

    path: str
    new: int
    changed: int
    same: int
    left: int


def import_terms(project: Project, path: Path, tags: Iterable[str]) -> ImportedTerms:
    """Take the terms of a CSV or TBX file into the glossary.

    What the file says of a source in a locale replaces what the glossary said; words to be avoided stay,
    unless the file says otherwise of that very word. What no locale of the project is for, is left out.

    Raises:
        ExchangeError: the file is broken, or of neither kind; says its line. Nothing was changed.
    """
    from pipeline.memory.terms_csv import write_terms
    from pipeline.workflows.leaflets import choose_locales

    source_locale = project.settings.source_locale
    locales = [one for one in choose_locales(project, tags) if one != source_locale]
    data = read_file(path, str(path))
    with project.locked():
        before = set(Glossary.open(project).terms)
        found: dict[tuple[str, str, str], Term] = {}
        left = 0
        for term in _terms(path, data, source_locale, locales, project.settings.limits.exchange):
            if term is None:
                left += 1
            else:
                found.setdefault((term.source, term.locale, term.target), term)
        replaced = {(term.source, term.locale) for term in found.values() if not term.avoid}
        kept = [
            term
            for term in before
            if (term.source, term.locale, term.target) not in found
            and (term.avoid or (term.source, term.locale) not in replaced)
        ]
        after = {*kept, *found.values()}
        known = {(term.source, term.locale) for term in before}
        new = sum((term.source, term.locale) not in known for term in found.values())
        same = sum(term in before for term in found.values())
        if after != before:
            project.write(project.paths.terms, write_terms(after))
    shown = project.paths.relative(project.paths.terms)
    return ImportedTerms(shown, new, len(found) - new - same, same, left)


def export_terms(project: Project, path: Path, tags: Iterable[str]) -> int:
    """Write the terms of the locales ``tags`` (all where empty) to a CSV or TBX file; return how many.

    Raises:
        ExchangeError: the name ends in neither; or the glossary is broken. Nothing was written.
    """
    from pipeline.memory.tbx_writing import write_tbx
    from pipeline.memory.terms_csv import write_terms
    from pipeline.project.files import write_stream
    from pipeline.workflows.leaflets import choose_locales

    source = project.settings.source_locale
    locales = [one.tag for one in choose_locales(project, tags) if one != source]
    terms = [term for term in Glossary.open(project).terms if term.locale in (EVERY_LOCALE, *locales)]
    match path.suffix.lower():
        case ".csv":
            pieces: Iterable[bytes] = [write_terms(terms)]
        case ".tbx":
            pieces = write_tbx(terms, source_locale=source.tag, locales=locales)
        case _:
            raise ExchangeError("is neither CSV nor TBX", "give it a name in .csv or .tbx", path=str(path))
    write_stream(path, pieces, str(path))
    return len(terms)


def _terms(
    path: Path, data: bytes, source_locale: Locale, locales: list[Locale], limits: Limits
) -> Iterator[Term | None]:
    """The terms of a file in the project's locales; None for each that is left out."""
    match path.suffix.lower():
        case ".csv":
            yield from _terms_of_csv(str(path), data, source_locale, locales, limits)
        case ".tbx" | ".xml":
            yield from _terms_of_tbx(str(path), data, source_locale, locales, limits)
        case _:
            raise ExchangeError("is neither CSV nor TBX", "export it as .csv or .tbx", path=str(path))


def _terms_of_csv(
    shown: str, data: bytes, source_locale: Locale, locales: list[Locale], limits: Limits
) -> Iterator[Term | None]:
    from pipeline.memory.languages import match_language
    from pipeline.memory.terms_csv import read_foreign_terms

    for source_language, language, term in read_foreign_terms(data, shown, limits):
        locale = match_language(language, locales)
        if source_language and match_language(source_language, [source_locale]) is None:
            yield None
        elif language == EVERY_LOCALE:
            yield replace(term, locale=EVERY_LOCALE)
        else:
            yield None if locale is None else replace(term, locale=locale.tag)


def _terms_of_tbx(
    shown: str, data: bytes, source_locale: Locale, locales: list[Locale], limits: Limits
) -> Iterator[Term | None]:
    from pipeline.memory.languages import match_language
    from pipeline.memory.tbx import read_tbx

    try:
        for concept in read_tbx(io.BytesIO(data), limits):
            placed = [(match_language(tag, (source_locale, *locales)), term) for tag, term in concept]
            sources = [term for locale, term in placed if locale == source_locale and not term.avoid]
            for locale, term in placed:
                if locale is None or not sources:
                    yield None
                    continue
                for source in sources:
                    if locale == source_locale:
                        if term is source and term.locale == EVERY_LOCALE:
                            yield term
                    elif term.translate or term.source != source.source:
                        yield Term(source.source, locale.tag, term.source, True, term.note, term.avoid)
                    else:
                        yield replace(term, locale=term.locale or locale.tag)
    except PolyleafError as error:
        raise error.at(shown) from None
