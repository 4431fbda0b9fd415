"""The quickest answer there is: whether ``build/`` already holds all that a build would make.

Nothing is parsed: the answer compares one digest of everything that a build depends on with the digest that
the last build left behind. It imports next to nothing, since importing is most of what such a run costs.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys

import pipeline
from pipeline.exporters.system_fonts import CJK_FOLDERS

TYPE_CHECKING = False  # not from typing: importing that costs more than the whole answer
if TYPE_CHECKING:
    from collections.abc import Sequence

STATE_FILE = ".polyleaf.json"
SCHEMA = "polyleaf-build-2"


def snapshot(root: str, settings_file: str, today: str) -> str:
    """SHA-256 over all that any outcome depends on: see ``common_inputs`` and ``project_files``."""
    return digest_of_parts(common_inputs(settings_file, today), *project_files(root))


def common_inputs(settings_file: str, today: str) -> tuple[str, ...]:
    """What every outcome depends on: the day (an approval can expire overnight), the program, the settings.

    Args:
        today: ISO date, in UTC.
    """
    return (today, program_fingerprint(), digest_of(settings_file))


def project_files(root: str) -> list[tuple[str, str]]:
    """Everything in ``source/`` and ``locales/`` of the project in ``root``: path from there, SHA-256."""
    return [
        (path[len(root) + 1 :].replace(os.sep, "/"), digest_of(path))
        for folder in ("source", "locales")
        for path in _files(os.path.join(root, folder), root)
    ]


def digest_of_parts(*parts: Sequence[str]) -> str:
    """SHA-256 over lists of strings; other lists, or the same cut elsewhere, have another one."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        for text in part:
            data = os.fsencode(text)
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)
    return digest.hexdigest()


def program_fingerprint() -> str:
    """What identifies the program that runs: Python, the versions of all that is installed beside it; names,
    sizes and times of the files of this package and of the fonts that it takes from the system."""
    home = os.path.dirname(pipeline.__file__)
    parts = [sys.version, pipeline.__version__, *_installed()]
    for folder in (home, *CJK_FOLDERS):
        for path in _files(folder):
            if not path.endswith(".pyc"):
                found = os.stat(path)
                parts.append(f"{path.removeprefix(home)}:{found.st_size}:{found.st_mtime_ns}")
    return "\n".join(parts)


def _installed() -> list[str]:
    """Name and version of every package that Python finds. Its own module for that takes long to import."""
    found: set[str] = set()
    for folder in sys.path:
        try:
            found.update(name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))
        except OSError:
            continue  # an archive, or no folder at all
    return sorted(found)


def read_state(folder: str) -> dict[str, dict[str, list[object]]] | None:
    """What the last build left in ``folder``: ``artifacts`` (path → the fields of ``built.Built``) and
    ``requests`` (request → snapshot, paths). None if there is nothing that can be trusted."""
    try:
        with open(os.path.join(folder, STATE_FILE), "rb") as file:
            state = json.loads(file.read())
        if state.pop("schema") != SCHEMA:
            return None
        artifacts = state["artifacts"]
        for path, (inputs, key, sha256, draft) in artifacts.items():
            if path.startswith("/") or ".." in path.split("/"):
                return None
            if not (all(isinstance(one, str) for one in (inputs, key, sha256)) and isinstance(draft, bool)):
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
    if any(digest_of(os.path.join(folder, path)) != state["artifacts"][path][2] for path in paths):
        return None
    return [bool(state["artifacts"][path][3]) for path in paths]


def _files(top: str, root: str | None = None) -> list[str]:
    """The files below ``top``, always in the same order; a folder that cannot be read stands as one.

    Links to folders are followed where they lead to below ``root``; others stand as files.
    """
    found: list[str] = []
    folders = [top]
    seen: set[str] = set()  # folders behind links, which may lead round in a circle
    while folders:  # no recursion: a tree may be deeper than Python's stack
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    is_folder = entry.is_dir(follow_symlinks=False)
                    if root is not None and not is_folder and entry.is_symlink() and entry.is_dir():
                        behind = os.path.realpath(entry.path)
                        is_folder = behind.startswith(root + os.sep) and behind not in seen
                        seen.add(behind)
                    (folders if is_folder else found).append(entry.path)
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
