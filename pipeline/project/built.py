"""The folder ``build/`` and what is known of it: which artifact was made from what.

The knowledge is a cache (``build/.polyleaf.json``, read by ``unchanged``): lost or broken, everything is
simply built again.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.errors import StoreError
from pipeline.project import unchanged
from pipeline.project.files import from_os_error, resolved, write_file

_STAGING = ".polyleaf-staging-"


class Built(Struct, frozen=True):
    """One artifact.

    Attributes:
        inputs: the digest of all that its leaflet depended on (``inputs.Inputs``); empty where that is not
            known, or the day alone does not tell what it is: then the leaflet is looked at again.
        key: the digest of what of that went into it.
        sha256: its own digest.
        draft: whether it is a draft.
    """

    inputs: str
    key: str
    sha256: str
    draft: bool


class BuildFolder(Struct):
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
        state = unchanged.read_state(str(folder))
        if state is None:
            return cls(folder)
        artifacts = {
            path: Built(str(inputs), str(key), str(sha256), bool(draft))
            for path, (inputs, key, sha256, draft) in state["artifacts"].items()
        }
        requests = {
            key: (str(taken), tuple(paths) if isinstance(paths, list) else ())
            for key, (taken, paths) in state["requests"].items()
        }
        return cls(folder, artifacts, requests)

    def save(self) -> None:
        state = {
            "schema": unchanged.SCHEMA,
            "artifacts": {
                path: [built.inputs, built.key, built.sha256, built.draft]
                for path, built in self.artifacts.items()
            },
            "requests": self.requests,
        }
        text = json.dumps(state, indent=1, sort_keys=True) + "\n"
        write_file(self.folder / unchanged.STATE_FILE, text.encode(), f"build/{unchanged.STATE_FILE}")

    def answer(
        self, request: str, taken: str, paths: tuple[str, ...], *, still: str, whole: bool = True
    ) -> None:
        """Remember that ``paths`` answer ``request``, from the inputs whose snapshot is ``taken``; but not
        where they are not the ``whole`` answer.

        Where they are not what they were any more (``still``), nobody knows which of them went into the
        artifacts: those are looked at again next time.
        """
        if still != taken:
            for path in paths:
                self.artifacts[path] = replace(self.artifacts[path], inputs="")
        known = {path for path, built in self.artifacts.items() if built.inputs}
        answers = {**self.requests, request: (taken, paths)}
        self.requests = {
            key: (snapshot, asked)
            for key, (snapshot, asked) in answers.items()
            if snapshot == taken and known >= set(asked) and (whole or key != request)
        }

    def is_untouched(self, path: str, inputs: str) -> bool:
        """Whether the artifact on disk is what was built, from a leaflet that depended on ``inputs``."""
        known = self.artifacts.get(path)
        return known is not None and known.inputs == inputs and self._is_intact(path)

    def is_current(self, path: str, key: str) -> bool:
        """Whether the artifact on disk is the one that was built, and from what ``key`` stands for."""
        known = self.artifacts.get(path)
        return known is not None and known.key == key and self._is_intact(path)

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
                if self._leads_out(path):
                    raise StoreError(
                        "leads out of build/ by a symbolic link", "replace the link", path=f"build/{path}"
                    )
                target.parent.mkdir(parents=True, exist_ok=True)
                (staging / path).replace(target)
            except OSError as error:
                raise from_os_error(error, f"build/{path}", "cannot be written") from None

    def remove_all_but(self, wanted: Iterable[str]) -> None:
        """Take away what an earlier build made and is no longer asked for; files of others stay."""
        for path in set(self.artifacts) - set(wanted):
            if self._is_intact(path) and not self._leads_out(path):
                (self.folder / path).unlink(missing_ok=True)
                with contextlib.suppress(OSError):
                    (self.folder / path).parent.rmdir()
            del self.artifacts[path]

    def _leads_out(self, path: str) -> bool:
        """Whether the folder of an artifact is another than its path says: a link stands in the way."""
        parent = (self.folder / path).parent
        whole = resolved(self.folder, "build") / parent.relative_to(self.folder)
        return resolved(parent, f"build/{path}") != whole

    def _is_intact(self, path: str) -> bool:
        return unchanged.digest_of(str(self.folder / path)) == self.artifacts[path].sha256
