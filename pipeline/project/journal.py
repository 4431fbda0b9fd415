"""A journal: what a long run has got so far, a line each, so that a killed run goes on where it was.

It lies in the project's cache and can be thrown away at any time. A batch of lines is written in one go and
made durable before the next is asked for; a line that a crash cut short is passed over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.project.files import from_os_error, sync_folder

MAX_LINE = 1_000_000
"""Most characters of a line; a longer one is none of ours."""


class Journal:
    """Lines of JSON in the file ``path``; ``shown`` is its name in messages.

    Whoever writes holds a lock: two at once are not foreseen.
    """

    def __init__(self, path: Path, shown: str) -> None:
        self._path, self._shown = path, shown

    def entries(self) -> Iterator[Mapping[str, object]]:
        """Every whole line, oldest first; none where there is no file.

        Raises:
            StoreError: it cannot be read.
        """
        try:
            with self._path.open("r", encoding="utf-8", errors="replace", newline="\n") as file:
                while line := file.readline(MAX_LINE):
                    try:
                        entry = json.loads(line)
                    except (ValueError, RecursionError):
                        continue
                    if isinstance(entry, dict):
                        yield entry
        except FileNotFoundError:
            return
        except OSError as error:
            raise from_os_error(error, self._shown, "cannot be read") from None

    def add(self, entries: Iterable[Mapping[str, object]]) -> None:
        """Append ``entries``; they are on the disk when this returns.

        Raises:
            StoreError: they cannot be written.
        """
        lines = "".join(f"{json.dumps(entry, ensure_ascii=True)}\n" for entry in entries)
        try:
            is_new = not self._path.exists()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                # A line end first, for the last line may have been cut short.
                file.write(lines.encode("ascii") if is_new else b"\n" + lines.encode("ascii"))
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                sync_folder(self._path.parent)
        except OSError as error:
            raise from_os_error(error, self._shown, "cannot be written") from None

    def remove(self) -> None:
        """Throw it away.

        Raises:
            StoreError: it cannot be removed.
        """
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise from_os_error(error, self._shown, "cannot be removed") from None
