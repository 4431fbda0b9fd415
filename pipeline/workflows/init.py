"""Init: a new project that builds at once."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import LocaleError, StoreError, UsageError
from pipeline.language.locale import Locale, parse_locale
from pipeline.project.files import write_file
from pipeline.project.scaffold import new_project_files
from pipeline.project.store import Project
from pipeline.workflows.update import update


def init(
    folder: Path,
    *,
    source: str,
    tags: Sequence[str],
    publisher: str,
    contact: str,
    now: datetime.datetime,
) -> tuple[str, ...]:
    """Make a project in ``folder``: settings, an example leaflet, its catalogs. Return the files made.

    Raises:
        StoreError: a file that would be made is there already; nothing is written then.
    """
    source_locale = _locale(source)
    locales = dict.fromkeys((source_locale, *(_locale(tag) for tag in tags)))
    files = new_project_files(
        source_locale=source_locale,
        locales=tuple(locales),
        publisher=_one_line(publisher),
        contact=_one_line(contact),
        today=now.date(),
    )
    for name in files:
        if (folder / name).exists() and name != ".gitignore":
            raise StoreError("is there already", "make the project in a new folder", path=str(folder / name))
    for name, data in files.items():
        if not (folder / name).exists():
            write_file(folder / name, data, str(folder / name))
    project = Project.open(folder)
    made = update(project, (), now=now)
    templates = [project.paths.relative(project.paths.template(one.domain)) for one in project.sources()]
    return (*files, *templates, *(one.path for one in made))


def _locale(tag: str) -> Locale:
    try:
        return parse_locale(tag)
    except LocaleError as error:
        raise UsageError(error.what, error.hint) from None


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise UsageError("a name or contact must be one line of text", "leave out line ends and tabs")
    return text
