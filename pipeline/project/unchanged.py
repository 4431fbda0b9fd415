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
BEHIND_LINKS = "behind links"
_MOST_BYTES = 256_000_000


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
    """Everything in ``source/`` and ``locales/`` of the project in ``root``: path from there, SHA-256.

    With a symbolic link counts where it leads. What lies in folders of the project behind links stands under
    ``BEHIND_LINKS``, once each: several links may lead there.
    """
    found: list[tuple[str, str]] = []
    links: list[str] = []

    def enter(path: str, name: str, digest: str) -> None:
        if os.path.islink(path):
            digest = f"{digest} in {os.path.realpath(path)}"
        found.append((name.replace(os.sep, "/"), digest))

    for folder in ("source", "locales"):
        top = os.path.join(root, folder)
        if os.path.islink(top):
            enter(top, folder, "a folder")
        for path in _files(top, links):
            enter(path, path[len(root) + 1 :], digest_of(path))
    seen: set[str] = set()  # they may lead round in a circle
    while links:
        link = links.pop()
        enter(link, link[len(root) + 1 :], "a folder")
        behind = os.path.realpath(link)
        if behind.startswith(root + os.sep) and behind not in seen:
            seen.add(behind)
            for path in _files(behind, links):
                enter(path, BEHIND_LINKS + path[len(root) :], digest_of(path))
    return found


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
            if "__pycache__" not in path:  # which other processes write into, and take files out of
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
    path = os.path.join(folder, STATE_FILE)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return None
        with open(path, "rb") as file:
            data = file.read(_MOST_BYTES + 1)
        state = json.loads(data) if len(data) <= _MOST_BYTES else {}
        if state.pop("schema") != SCHEMA:
            return None
        artifacts, requests = state["artifacts"], state["requests"]
        for path, (inputs, key, sha256, draft) in artifacts.items():
            if not (_is_name(path) and _is_digest(sha256)):
                return None
            if not (isinstance(inputs, str) and isinstance(key, str) and isinstance(draft, bool)):
                return None
        for taken, paths in requests.values():
            if not (isinstance(taken, str) and isinstance(paths, list)):
                return None
            if any(path not in artifacts for path in paths):
                return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return {"artifacts": artifacts, "requests": requests}


def _is_name(path: str) -> bool:
    """Whether ``path`` can only lead to something below the folder it is taken from (but for links)."""
    return not ({"", ".", ".."} & set(path.split("/")) or set("\0\\:") & set(path))


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")


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


def _files(top: str, links: list[str] | None = None) -> list[str]:
    """The files below ``top``, always in the same order; a folder that cannot be read stands as one.

    Links to folders go into ``links``, where that is given; otherwise they stand as files. With ``links``
    an empty folder stands there too, with a "/" after it: it may have the name of a file that is to be there.
    """
    found: list[str] = []
    folders = [top]
    while folders:  # no recursion: a tree may be deeper than Python's stack
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
                if links is not None and not inside:
                    found.append(os.path.join(folder, ""))
                for entry in inside:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif links is not None and entry.is_symlink() and entry.is_dir():
                        links.append(entry.path)
                    else:
                        found.append(entry.path)
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
    except ValueError as error:  # no system has a file of that name
        return str(error)
