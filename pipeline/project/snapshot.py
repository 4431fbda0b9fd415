"""Snapshot: one digest of all that a build depends on, taken without reading what any of it means.

It lets a second ``build`` answer before the parsers, the layout engine or even Babel are imported.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pipeline


def snapshot(root: Path, settings_file: Path, *, today: datetime.date) -> str:
    """SHA-256 over the settings, everything in ``source/`` and ``locales/``, the program, and the day (an
    approval can expire overnight)."""
    digest = hashlib.sha256()

    def add(*parts: bytes) -> None:
        for part in parts:
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)

    add(today.isoformat().encode(), program_fingerprint().encode())
    add(_content(settings_file))
    for folder in ("source", "locales"):
        for path in _files(root / folder):
            add(os.fsencode(path.relative_to(root)), _content(path))
    return digest.hexdigest()


def program_fingerprint() -> str:
    """What identifies the installed package: its version; names, sizes and times of its files."""
    home = Path(pipeline.__file__).parent
    parts = [pipeline.__version__]
    for path in _files(home):
        if path.suffix != ".pyc":
            found = path.stat()
            parts.append(f"{path.relative_to(home)}:{found.st_size}:{found.st_mtime_ns}")
    return "\n".join(parts)


def _files(folder: Path) -> Iterator[Path]:
    """The files below ``folder``, sorted, as paths."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        else:
            yield Path(entry.path)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        return (error.strerror or "?").encode()
