"""Reading and writing files so that no crash, full disk or second process can lose or halve one."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import StoreError

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read: a caller's cap may be lower."""

_HOUR = 3600.0
_LOCK_SECONDS = 60
_LOCK_PAUSE = 0.05
_NOT_WRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM)
_BESIDE, _UNFINISHED = ".polyleaf-", ".tmp"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def read_file(path: Path, shown: str, *, limit: int = MAX_BYTES, hint: str = "split it") -> bytes:
    """Return the bytes of a regular file.

    Args:
        shown: its name in messages.
        limit, hint: how large it may be, and what to do if it is larger.

    Raises:
        StoreError: it cannot be read, is no regular file, or is larger than ``limit`` bytes.
    """
    with opened(path, shown, limit=limit, hint=hint) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise _too_large(shown, limit, hint)
    return data


@contextlib.contextmanager
def opened(path: Path, shown: str, *, limit: int = MAX_BYTES, hint: str = "split it") -> Iterator[BinaryIO]:
    """A regular file, open for reading. Args and errors: see ``read_file``."""
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise StoreError("is not a regular file", "replace it", path=shown)
            if found.st_size > limit:
                raise _too_large(shown, limit, hint)
            yield file
    except OSError as error:
        raise from_os_error(error, shown, "cannot be read") from None


def _too_large(shown: str, limit: int, hint: str) -> StoreError:
    return StoreError(f"is larger than {limit:,} bytes", hint, path=shown)


def write_file(path: Path, data: bytes, shown: str) -> None:
    """Put ``data`` at ``path`` in one step: readers see the old file or the new one, never a part.

    Raises:
        StoreError: it cannot be written; the old file is untouched.
    """
    write_stream(path, (data,), shown)


def write_stream(path: Path, pieces: Iterable[bytes], shown: str) -> None:
    """Put what ``pieces`` yield at ``path`` in one step; whatever they raise leaves the old file untouched.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.parent / f"{_BESIDE}{os.urandom(8).hex()}{_UNFINISHED}"
        try:
            with open(beside, "xb", opener=_open_for_us) as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            beside.chmod(path.stat().st_mode & 0o777 if path.exists() else _default_mode())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise from_os_error(error, shown, "cannot be written") from None


def write_folder(target: Path, files: Mapping[str, bytes], shown: str) -> None:
    """Make ``target`` a folder of exactly ``files`` (relative path → bytes), in one step.

    What stood there before is gone afterwards; if anything fails it still stands, whole. Where ``target`` is
    a symbolic link, the folder that it leads to is replaced, so that whoever serves that one sees the new.

    Raises:
        StoreError: it cannot be written.
    """
    import glob
    import shutil
    import tempfile

    target = resolved(target, shown)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for left_over in target.parent.glob(f".{glob.escape(target.name)}{_BESIDE}*"):
            shutil.rmtree(left_over, ignore_errors=True)  # of a run that was killed
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}{_BESIDE}", dir=target.parent))
        try:
            beside.chmod(0o777 & ~_umask())
            for name, data in files.items():
                path = beside / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            for folder in {(beside / name).parent for name in files} | {beside}:
                sync_folder(folder)
            if target.exists():
                _exchange(beside, target)
            else:
                beside.rename(target)
            sync_folder(target.parent)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise from_os_error(error, shown, "cannot be written") from None


def sweep(folder: Path, *, unlocked: bool = False) -> None:
    """Take away what runs that were killed left unfinished in ``folder`` and below.

    Args:
        folder: where files are written only by those who hold the lock that the caller holds.
        unlocked: where others may be writing just now; what is older than an hour is theirs no more.

    Raises:
        StoreError: see ``not_too_deep``.
    """
    latest = time.time() - _HOUR if unlocked else None
    with not_too_deep(folder.name):
        for path in folder.rglob(f"{_BESIDE}*{_UNFINISHED}"):
            with contextlib.suppress(FileNotFoundError):
                if latest is None or path.stat().st_mtime < latest:
                    path.unlink()


def resolved(path: Path, shown: str) -> Path:
    """``path`` without symbolic links.

    Raises:
        StoreError: a link on the way leads to itself.
    """
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError) as error:  # the latter from Python before 3.13
        if isinstance(error, OSError) and error.errno != errno.ELOOP:
            return path.resolve()  # what is not there, or not yet, leads nowhere else
        raise StoreError("is a symbolic link that leads to itself", "replace the link", path=shown) from None


@contextlib.contextmanager
def not_too_deep(shown: str) -> Iterator[None]:
    """For looking through the folder ``shown`` with pathlib, which goes down by recursion.

    Raises:
        StoreError: the folders in it lie deeper than Python's stack.
    """
    try:
        yield
    except RecursionError:
        raise StoreError("holds folders in folders without end", "take them out", path=shown) from None


@contextlib.contextmanager
def locked(folder: Path, what: str, *, optional: bool = False) -> Iterator[bool]:
    """Hold the lock ``what`` in ``folder`` (made if missing); another process waits. Yields whether it is
    held: where it is ``optional``, a folder that this process may not write is gone without it.

    Raises:
        StoreError: another process held it for a minute, or the folder cannot be written.
    """
    import fcntl

    file: int | None = None
    try:
        _make_unversioned(folder)
        file = _open_alone(folder / f"{what}.lock")
    except TimeoutError:
        raise StoreError(
            "another polyleaf has been working here for over a minute", "wait for it, or end it"
        ) from None
    except OSError as error:
        if not (optional and error.errno in _NOT_WRITABLE):
            raise from_os_error(error, folder.name, "cannot be locked") from None
    try:  # apart from the above: an error of the work inside is none of the lock
        yield file is not None
    finally:
        if file is not None:
            fcntl.flock(file, fcntl.LOCK_UN)  # of a child too that was forked meanwhile
            os.close(file)


def _open_alone(path: Path) -> int:
    """Open a file that others open in the same way, and hold it alone.

    It could be filelock's work, but that takes a fifth of the time that a command starts in.

    Raises:
        TimeoutError: another process held it for a minute.
    """
    import fcntl

    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    latest = time.monotonic() + _LOCK_SECONDS
    try:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return file
            except BlockingIOError:
                if time.monotonic() > latest:
                    raise TimeoutError from None
                time.sleep(_LOCK_PAUSE)
    except BaseException:
        os.close(file)
        raise


def make_cache(folder: Path) -> None:
    """Make the folder of a cache, where there is none, so that git leaves it alone.

    Raises:
        StoreError: it cannot be made.
    """
    try:
        _make_unversioned(folder)
    except OSError as error:
        raise from_os_error(error, folder.name, "cannot be written") from None


def _make_unversioned(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="ascii")


def from_os_error(error: OSError, shown: str, what: str) -> StoreError:
    """A StoreError that says in the system's words why ``shown`` ``what``."""
    reason = (error.strerror or str(error)).lower()
    hints = {
        "no space left on device": "free some space and run it again",
        "permission denied": "check who may read and write it",
        "read-only file system": "work in a copy that can be written",
        "no such file or directory": "check the name",
        "is a directory": "a file belongs there; move the folder",
        "not a directory": "a folder belongs there; move the file",
    }
    return StoreError(f"{what}: {reason}", hints.get(reason, ""), path=shown)


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting for a writer, should it be a named pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _open_for_us(path: str, flags: int) -> int:
    """Open a file that nobody else may read while it is being written."""
    return os.open(path, flags, 0o600)


def _exchange(new: Path, target: Path) -> None:
    """Swap two folders; afterwards the old content of ``target`` stands at ``new``."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # not Linux, or a file system that cannot do it
        rename = ctypes.CDLL(None).renameat2
        if rename(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(target), _RENAME_EXCHANGE) == 0:
            return
    # The nearest thing, with a gap between two renames.
    old = new.with_name(f"{new.name}.old")
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise
    old.rename(new)


@functools.cache
def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _default_mode() -> int:
    return 0o666 & ~_umask()
