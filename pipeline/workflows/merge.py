"""Merge: git's three versions of a catalog into one."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from pipeline.catalogs.limits import USUAL, Limits
from pipeline.errors import CatalogError, LocaleError, PolyleafError
from pipeline.language.locale import Locale, parse_locale
from pipeline.project.files import read_file, write_file
from pipeline.project.git import merge_lines


class MergedCatalog(Struct, frozen=True):
    """What became of a merge.

    Attributes:
        held: how many units hold what both branches wrote, marked fuzzy.
        problem: why the file could not be merged by units; it was merged line by line then.
    """

    held: int
    problem: PolyleafError | None = None


def merge_files(base: Path, ours: Path, theirs: Path, shown: str, *, start: Path) -> MergedCatalog:
    """Merge three versions of a PO file and write the result over ``ours``, as git asks of a merge driver.

    Where a version is no PO file that can be read, git's own merge takes its place: its markers, or else
    Polyleaf's error, keep anyone from taking half of it for the whole.

    Args:
        shown: the name of the file in messages.
        start: a folder in the project, whose settings say how large a catalog may be.

    Raises:
        StoreError: a file cannot be read or written; ``ours`` is untouched.
    """
    from pipeline.catalogs.merging import merge_catalogs
    from pipeline.catalogs.reading import parse_catalog
    from pipeline.catalogs.writing import serialize_catalog

    limits = _limits(start)
    versions = (base, "base"), (ours, "ours"), (theirs, "theirs")
    # Where git runs this, the three are files of its own that nobody knows.
    names = [f"{path if shown == str(ours) else shown} ({name})" for path, name in versions]
    data = [
        read_file(path, name, limit=limits.catalog_bytes, hint="set limits.catalog_bytes")
        for (path, _), name in zip(versions, names, strict=True)
    ]
    try:
        catalogs = [parse_catalog(one, name, limits) for one, name in zip(data, names, strict=True)]
        merged = merge_catalogs(
            *catalogs, source_locale=_source_locale(catalogs[1].header("X-Source-Language"))
        )
        result = serialize_catalog(merged.catalog, like=data[1])
    except CatalogError as error:
        write_file(ours, merge_lines(base, ours, theirs), shown)
        return MergedCatalog(0, error)
    if result != data[1]:
        write_file(ours, result, shown)
    return MergedCatalog(len(merged.held))


def _limits(start: Path) -> Limits:
    """What the project allows that ``start`` lies in; a merge does not fail for want of settings."""
    from pipeline.project.store import Project

    try:
        return Project.open(start).settings.limits.catalogs
    except PolyleafError:
        return USUAL


def _source_locale(name: str | None) -> Locale | None:
    try:
        return parse_locale(name.replace("_", "-")) if name else None
    except LocaleError:
        return None
