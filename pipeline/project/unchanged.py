"""The quickest answer there is: whether ``build/`` already holds all that a build would make.

Nothing is parsed: the answer compares one digest of everything that a build depends on with the digest that
the last build left behind. It imports next to nothing, since importing is most of what such a run costs.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat

import pipeline

TYPE_CHECKING = False  # not from typing: importing that costs more than the whole answer
if TYPE_CHECKING:
    from collections.abc import Sequence

STATE_FILE = ".polyleaf.json"
SCHEMA = "polyleaf-build-1"


def snapshot(root: str, settings_file: str, today: str) -> str:
    """SHA-256 over the settings, everything in ``source/`` and ``locales/``, the program, and the day (an
    approval can expire overnight).

    Args:
        root: of the project.
        today: ISO date, in UTC.
    """
    digest = hashlib.sha256()

    def add(*parts: str) -> None:
        for part in parts:
            data = os.fsencode(part)
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)

    add(today, program_fingerprint(), digest_of(settings_file))
    for folder in ("source", "locales"):
        for path in _files(os.path.join(root, folder)):
            add(path[len(root) :], digest_of(path))
    return digest.hexdigest()


def program_fingerprint() -> str:
    """What identifies the installed package: its version; names, sizes and times of its files."""
    home = os.path.dirname(pipeline.__file__)
    parts = [pipeline.__version__]
    for path in _files(home):
        if not path.endswith(".pyc"):
            found = os.stat(path)
            parts.append(f"{path[len(home) :]}:{found.st_size}:{found.st_mtime_ns}")
    return "\n".join(parts)


def read_state(folder: str) -> dict[str, dict[str, list[object]]] | None:
    """What the last build left in ``folder``: ``artifacts`` (path → key, SHA-256, whether a draft) and
    ``requests`` (request → snapshot, paths). None if there is nothing that can be trusted."""
    try:
        with open(os.path.join(folder, STATE_FILE), "rb") as file:
            state = json.loads(file.read())
        if state.pop("schema") != SCHEMA:
            return None
        artifacts = state["artifacts"]
        for path, (key, sha256, draft) in artifacts.items():
            if path.startswith("/") or ".." in path.split("/"):
                return None
            if not (isinstance(key, str) and isinstance(sha256, str) and isinstance(draft, bool)):
                return None
        for _, paths in state["requests"].values():
            if any(path not in artifacts for path in paths):
                return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return {"artifacts": artifacts, "requests": state["requests"]}


def request_key(tags: Sequence[str], formats: Sequence[str]) -> str:
    """The key of a request in the state: the locales and formats asked for, as given."""
    return json.dumps([tags, formats])


def drafts_in_place(
    folder: str, state: dict[str, dict[str, list[object]]], request: str, taken: str
) -> list[bool] | None:
    """For each artifact that answers ``request`` whether it is a draft, if all stand below ``folder`` as they
    were made from the inputs ``taken``; else None."""
    known = state["requests"].get(request)
    if known is None or known[0] != taken:
        return None
    paths = known[1]
    assert isinstance(paths, list)
    if any(digest_of(os.path.join(folder, path)) != state["artifacts"][path][1] for path in paths):
        return None
    return [bool(state["artifacts"][path][2]) for path in paths]


def _files(top: str) -> list[str]:
    """The files below ``top``, always in the same order; a folder that cannot be read stands as one."""
    found: list[str] = []
    folders = [top]
    while folders:  # no recursion: a tree may be deeper than Python's stack
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    (folders if entry.is_dir(follow_symlinks=False) else found).append(entry.path)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            found.append(folder)
    return found


def digest_of(path: str) -> str:
    """SHA-256 of a regular file; of anything else, and of one that cannot be read, the reason."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return "not a regular file"  # a pipe or a device could be read for ever
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return error.strerror or "?"
