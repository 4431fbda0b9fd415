"""Templates and catalogs of documents that are gone, and files that never became documents."""

from __future__ import annotations

import contextlib
import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from pipeline.errors import StoreError
from pipeline.language.locale import Locale
from pipeline.project.files import not_too_deep
from pipeline.project.store import Project, SourceFile


def left_over(project: Project, sources: Sequence[SourceFile]) -> dict[str, tuple[Path, ...]]:
    """By domain, the template and the catalogs that no document of ``sources``, all there are, has.

    Only the locales of the project are looked at, and only what a document can have had: regular files inside
    the project. Nothing is read.
    """
    found: defaultdict[str, list[Path]] = defaultdict(list)
    known = {source.domain for source in sources}
    paths = project.paths
    places = [(paths.locales, "*.pot", paths.template)]
    for one in project.settings.locales:
        with contextlib.suppress(StoreError):  # a link that leads out, or to itself
            folder = paths.locale(one) / "LC_MESSAGES"
            places.append((folder, "*.po", functools.partial(paths.catalog, one)))
    with not_too_deep("locales"):
        for folder, pattern, place_of in places:
            with contextlib.suppress(OSError):  # what cannot be looked at is told where it is needed
                for path in sorted(folder.rglob(pattern)):
                    domain = path.relative_to(folder).with_suffix("").as_posix()
                    if domain in known or not path.is_file():
                        continue
                    with contextlib.suppress(StoreError):
                        found[domain].append(place_of(domain))
    return {domain: tuple(found[domain]) for domain in sorted(found) if found[domain]}


def passed_over(project: Project, sources: Sequence[SourceFile]) -> list[tuple[str, str]]:
    """Files below source/ of a kind that the settings ask for nowhere, with what to do about each.

    Only what looks like a leaflet: with the suffix of a format, or of a program that can save as .docx.
    Pictures and the like lie there rightly.
    """
    from pipeline.documents.registry import OTHER_PROGRAMS, SAVE_AS_DOCX, SUFFIXES

    asked = {PurePosixPath(pattern).suffix for pattern in project.settings.documents}
    known = {source.path for source in sources}
    found = []
    with not_too_deep("source"), contextlib.suppress(OSError):  # what cannot be looked at is told elsewhere
        for path in sorted(project.paths.source.rglob("*.*")):
            suffix, small = path.suffix, path.suffix.lower()
            if suffix in asked or small not in SUFFIXES | OTHER_PROGRAMS or not path.is_file():
                continue
            shown = project.paths.relative(path)
            hidden = any(
                part.startswith((".", "~$")) for part in path.relative_to(project.paths.source).parts
            )
            if hidden or shown in known:
                continue
            if small in OTHER_PROGRAMS:
                found.append((shown, SAVE_AS_DOCX))
            elif small in asked:
                found.append((shown, f"write its ending in small letters: {small}"))
            else:
                found.append((shown, f'add "source/**/*{suffix}" to "documents" in the settings'))
    return found


def left_over_catalogs(
    project: Project, sources: Sequence[SourceFile], locales: Iterable[Locale]
) -> list[tuple[str, Locale, Path]]:
    """Domain, locale and path of each catalog of ``left_over`` that is in one of ``locales``."""
    folders = {locale: project.paths.locale(locale) for locale in locales}
    return [
        (domain, locale, path)
        for domain, left in left_over(project, sources).items()
        for path in left
        for locale, folder in folders.items()
        if path.suffix == ".po" and path.is_relative_to(folder)
    ]
