"""The folder ``build/`` and what is known of it: which artifact was made from what.

The knowledge is a cache (``build/.polyleaf.json``): lost or broken, everything is simply built again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipeline.project.files import from_os_error, write_file

_STATE = ".polyleaf.json"
_STAGING = ".polyleaf-staging-"
_SCHEMA = "polyleaf-build-1"


@dataclass(frozen=True, slots=True)
class Built:
    """One artifact: the digest of what it was made from, its own, and whether it is a draft."""

    key: str
    sha256: str
    draft: bool


@dataclass(slots=True)
class BuildFolder:
    """``build/`` of one project.

    Attributes:
        folder: its path.
        artifacts: what was built, by path below ``folder``.
        requests: for each request that was answered, the snapshot of its inputs and the paths it asked for.
    """

    folder: Path
    artifacts: dict[str, Built] = field(default_factory=dict)
    requests: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> BuildFolder:
        """Read what is known of ``folder``; nothing, if nothing there can be trusted."""
        try:
            state = json.loads((folder / _STATE).read_bytes())
            if state["schema"] != _SCHEMA:
                return cls(folder)
            artifacts = {_checked(path): Built(**built) for path, built in state["artifacts"].items()}
            requests = {key: (str(taken), tuple(paths)) for key, (taken, paths) in state["requests"].items()}
            if any(path not in artifacts for _, paths in requests.values() for path in paths):
                return cls(folder)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls(folder)
        return cls(folder, artifacts, requests)

    def save(self) -> None:
        state = {
            "schema": _SCHEMA,
            "artifacts": {path: asdict(built) for path, built in self.artifacts.items()},
            "requests": self.requests,
        }
        text = json.dumps(state, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        write_file(self.folder / _STATE, text.encode(), f"build/{_STATE}")

    def answer(self, request: str, taken: str) -> tuple[str, ...] | None:
        """The paths that ``request`` asks for if they stand there, made from the inputs ``taken``."""
        known = self.requests.get(request)
        if known is None or known[0] != taken or not all(map(self.is_intact, known[1])):
            return None
        return known[1]

    def is_intact(self, path: str) -> bool:
        """Whether the artifact on disk is the one that was built."""
        try:
            with (self.folder / path).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return False
        return path in self.artifacts and digest == self.artifacts[path].sha256

    @contextlib.contextmanager
    def staging(self) -> Iterator[Path]:
        """A new folder inside, gone afterwards; those of runs that were killed go too."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for left_over in self.folder.glob(f"{_STAGING}*"):
                shutil.rmtree(left_over, ignore_errors=True)
            folder = Path(tempfile.mkdtemp(prefix=_STAGING, dir=self.folder))
        except OSError as error:
            raise from_os_error(error, "build", "cannot be written") from None
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def take(self, staging: Path, paths: Iterable[str]) -> None:
        """Move finished artifacts from ``staging`` into place, each in one step."""
        for path in paths:
            target = self.folder / path
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                (staging / path).replace(target)
            except OSError as error:
                raise from_os_error(error, f"build/{path}", "cannot be written") from None

    def remove_all_but(self, wanted: Iterable[str]) -> None:
        """Take away what an earlier build made and is no longer asked for; files of others stay."""
        for path in set(self.artifacts) - set(wanted):
            if self.is_intact(path):
                (self.folder / path).unlink(missing_ok=True)
                with contextlib.suppress(OSError):
                    (self.folder / path).parent.rmdir()
            del self.artifacts[path]


def _checked(path: str) -> str:
    if path.startswith("/") or ".." in path.split("/"):
        raise ValueError(path)
    return path
