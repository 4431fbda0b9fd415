"""The Project: settings and files of one project. The only door to them."""

from __future__ import annotations

import contextlib
import os
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from pipeline.errors import SettingsError, StoreError, UsageError
from pipeline.language.locale import Locale
from pipeline.project.files import (
    MAX_BYTES,
    from_os_error,
    locked,
    not_too_deep,
    opened,
    read_file,
    resolved,
    sweep,
    write_file,
    write_stream,
)
from pipeline.project.paths import ProjectPaths, check_domain
from pipeline.project.settings import Settings, find_settings, parse_settings

MAX_RECORDS = 10_000
"""Most sign-off records that one document in one locale may have."""


_CATALOG_SIZE = "is this a catalog? If it is, set limits.catalog_bytes"


class SourceFile(Struct, frozen=True):
    """One document's file: its domain and its path relative to the project.

    Attributes:
        error: why nothing can be made of it, whatever it holds: raised by whoever reads it.
    """

    domain: str
    path: str
    error: StoreError | None = None

    def check(self) -> None:
        """
        Raises:
            StoreError: nothing can be made of it.
        """
        if self.error is not None:
            raise self.error


class StoredFile(Struct, frozen=True):
    """Bytes with the name to show in messages."""

    path: str
    data: bytes


class Project(Struct, frozen=True):
    """One project on disk."""

    paths: ProjectPaths
    settings: Settings

    @classmethod
    def open(cls, start: Path) -> Project:
        """Open the project that the folder ``start`` lies in.

        Raises:
            SettingsError: there is none, or its settings are wrong.
        """
        try:
            settings_file = find_settings(start.resolve())
        except OSError as error:
            raise from_os_error(error, str(start), "cannot be read") from None
        data = read_file(settings_file, settings_file.name)
        return cls(ProjectPaths(settings_file.parent), parse_settings(data, settings_file.name))

    @property
    def root(self) -> Path:
        return self.paths.root

    @contextlib.contextmanager
    def locked(self, *, only_reads: bool = False) -> Iterator[None]:
        """Hold the project's lock; every workflow that writes does.

        One that ``only_reads`` the project, and takes care of what it writes elsewhere, does without it
        where the project may not be written: what it reads is whole, as every file is replaced in one step.
        """
        with locked(self.paths.cache, "project", optional=only_reads) as held:
            if held:
                sweep(self.paths.locales)
                sweep(self.paths.cache, unlocked=True)
            yield

    def sources(self) -> tuple[SourceFile, ...]:
        """The documents that the settings name, sorted by path, each domain once.

        One with an odd name, two of one name, and one that a link leads to from outside are there too, with
        their error: they hold back themselves, and none goes missing unseen.

        Raises:
            StoreError: there is none, or a folder cannot be looked into.
        """
        found: dict[str, SourceFile] = {}
        by_name: dict[str, str] = {}
        for pattern in self.settings.documents:
            for path in self._matching(pattern):
                shown = self.paths.relative(path)
                if any(part.startswith(".") for part in path.relative_to(self.root).parts):
                    continue  # hidden files are editors' and systems', not documents
                error = self._refusal(path, shown)
                # Whatever is no folder is a document, also what cannot be read: none may go missing unseen.
                with contextlib.suppress(OSError):
                    if path.is_dir():
                        continue
                domain = path.relative_to(self.paths.source).with_suffix("").as_posix()
                one = found.setdefault(domain, SourceFile(domain, shown, error))
                if one.path != shown:
                    what = f"has the same name as {one.path} but for its ending"
                    found[domain] = SourceFile(domain, one.path, StoreError(what, "rename one", path=shown))
                # Where case and composition of letters play no part (Windows, macOS), they are one file.
                alike = by_name.setdefault(unicodedata.normalize("NFC", domain.casefold()), domain)
                for this, other in ((domain, alike), (alike, domain)) if alike != domain else ():
                    what = (
                        f"differs from {found[other].path} only in capitals, or in how accents are encoded: "
                        "on Windows and macOS they are one file"
                    )
                    path_of = found[this].path
                    found[this] = SourceFile(
                        this, path_of, found[this].error or StoreError(what, "rename one", path=path_of)
                    )
        if not found:
            raise StoreError(
                f"no document matches {', '.join(self.settings.documents)}",
                'put one there, or set "documents"',
                path=self.settings.path,
            )
        return tuple(found[domain] for domain in sorted(found))

    def _refusal(self, path: Path, shown: str) -> StoreError | None:
        """Why a file of this name can be no document."""
        try:
            if not resolved(path, shown).is_relative_to(self.root):
                return StoreError(
                    "leads out of the project by a symbolic link", "replace the link", path=shown
                )
            check_domain(path.relative_to(self.paths.source).with_suffix("").as_posix())
        except StoreError as error:
            error.at(shown)
            return error
        return None

    def _matching(self, pattern: str) -> list[Path]:
        """What matches ``pattern``. An error where that cannot be known: nothing may go missing unseen."""
        with not_too_deep("source"):
            for _ in os.walk(self.paths.source, onerror=self._unreadable):
                pass
            return sorted(self.root.glob(pattern))

    def _unreadable(self, error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise from_os_error(error, self.paths.relative(Path(error.filename)), "cannot be read") from None

    def source(self, domain: str) -> SourceFile:
        """The document of ``domain``.

        Raises:
            UsageError: there is none; names the nearest.
        """
        import difflib

        sources = self.sources()
        for source in sources:
            if source.domain == domain:
                return source
        near = difflib.get_close_matches(domain, [source.domain for source in sources], n=1, cutoff=0.4)
        hint = f'did you mean "{near[0]}"?' if near else f"there are: {_listed(sources)}"
        raise UsageError(f'no document "{domain}"', hint)

    def read_source(self, source: SourceFile) -> bytes:
        source.check()
        limit = self.settings.limits.document_bytes
        hint = "is it really a leaflet? Split it, or set limits.document_bytes"
        return read_file(self.root / source.path, source.path, limit=limit, hint=hint)

    def read_catalog(self, path: Path) -> StoredFile | None:
        """As ``read``, for a catalog or template: of any size that the settings allow."""
        return self.read(path, limit=self.settings.limits.catalogs.catalog_bytes, hint=_CATALOG_SIZE)

    @contextlib.contextmanager
    def opened_catalog(self, path: Path) -> Iterator[BinaryIO | None]:
        """As ``read_catalog``, open for reading a little at a time."""
        if not self._exists(path):
            yield None
            return
        limit = self.settings.limits.catalogs.catalog_bytes
        with opened(path, self.paths.relative(path), limit=limit, hint=_CATALOG_SIZE) as file:
            yield file

    def read(self, path: Path, *, limit: int = MAX_BYTES, hint: str = "split it") -> StoredFile | None:
        """The file at ``path``, one of ``paths``, or None where there is none."""
        if not self._exists(path):
            return None
        shown = self.paths.relative(path)
        return StoredFile(shown, read_file(path, shown, limit=limit, hint=hint))

    def _exists(self, path: Path) -> bool:
        try:
            return path.exists() or path.is_symlink()
        except OSError as error:
            raise from_os_error(error, self.paths.relative(path), "cannot be read") from None

    def read_for_all(self, path: Path) -> StoredFile | None:
        """As ``read``, for what all leaflets share.

        Raises:
            SettingsError: it cannot be read, which is no fault of the leaflet that it is asked for.
        """
        try:
            return self.read(path)
        except StoreError as error:
            raise SettingsError(error.what, error.hint, path=error.path) from None

    def size_of_catalogs(self, domain: str, locales: Iterable[Locale]) -> int:
        """The bytes of a document's catalogs in some locales, to see how much there is to do; what cannot be
        read counts for nothing."""
        size = 0
        for locale in locales:
            with contextlib.suppress(OSError, StoreError):
                size += self.paths.catalog(locale, domain).stat().st_size
        return size

    def write(self, path: Path, data: bytes) -> None:
        """Write a file at ``path``, one of ``paths``, in one step."""
        write_file(path, data, self.paths.relative(path))

    def write_pieces(self, path: Path, pieces: Iterable[bytes]) -> None:
        """As ``write``, for what is made while it is written."""
        write_stream(path, pieces, self.paths.relative(path))

    def records(self, locale: Locale, domain: str) -> Iterator[StoredFile]:
        """The sign-off records of one document in one locale, by name; whatever else lies there too, but for
        hidden files and the records of documents in a folder of that name."""
        folder = self.paths.records(locale, domain)
        try:
            names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
        except FileNotFoundError:
            return
        except OSError as error:
            raise from_os_error(error, self.paths.relative(folder), "cannot be read") from None
        if len(names) > MAX_RECORDS:
            raise StoreError(f"holds more than {MAX_RECORDS} records", path=self.paths.relative(folder))
        for name in names:
            if (folder / name).is_dir():
                continue
            stored = self.read(folder / name)
            if stored is not None:
                yield stored


def _listed(sources: tuple[SourceFile, ...]) -> str:
    names = [source.domain for source in sources[:5]]
    return ", ".join(names) + (", …" if len(sources) > 5 else "")
