"""``polyleaf build`` where nothing has changed: told before a command-line library is even imported."""

from __future__ import annotations

import os
import time

from pipeline.project import unchanged
from pipeline.project.settings_files import settings_files_above

TYPE_CHECKING = False  # not from typing: importing that costs more than the whole answer
if TYPE_CHECKING:
    from collections.abc import Sequence


def told_that_nothing_changed(folder: str, tags: Sequence[str], formats: Sequence[str]) -> bool:
    """Print the report of a build in ``folder`` that finds all its work done, or return False."""
    try:
        return _told(folder, tags, formats)
    except (OSError, ValueError):  # for the command proper to find, and to tell as it tells all errors
        return False


def _told(folder: str, tags: Sequence[str], formats: Sequence[str]) -> bool:
    found = settings_files_above(os.path.realpath(folder))
    if len(found) != 1:
        return False
    root = os.path.dirname(found[0])
    state = unchanged.read_state(os.path.join(root, "build"))
    if state is None:
        return False
    taken = unchanged.snapshot(root, found[0], time.strftime("%Y-%m-%d", time.gmtime()))
    request = unchanged.request_key(tags, formats)
    drafts = unchanged.drafts_in_place(os.path.join(root, "build"), state, request, taken)
    if drafts is None:
        return False
    text = report(made=0, total=len(drafts), drafts=sum(drafts))
    print(text, flush=True)  # noqa: T201 (click is not there yet)
    return True


def report(*, made: int, total: int, drafts: int, left: int = 0) -> str:
    """What a build says at its end; ``left`` is how many files could not be made."""
    of_them = f"{drafts} of them drafts, not for handing out" if drafts else "all approved"
    if not made and not left:
        return f"build: all {total} files are up to date; {of_them}"
    parts = [f"build: {made} {'file' if made == 1 else 'files'} made, {total - made} up to date"]
    if total:
        parts.append(of_them)
    if left:
        parts.append(f"{left} could not be made: what an earlier build made of them was left as it was")
    return "; ".join(parts)
