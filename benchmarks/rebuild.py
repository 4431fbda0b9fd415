"""``polyleaf build`` again with nothing changed against the first build, on a copy of this project."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path

from benchmarks.measure import POLYLEAF, ROOT, NotMeasuredError, Row, Target, run, seconds

FIRST_ROUNDS = 3
AGAIN_ROUNDS = 7
WANTED = 13 * 3


def copy_project(folder: Path) -> None:
    """Copy what a build reads: settings, documents, catalogs, sign-offs."""
    for name in ("source", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("pyproject.toml", "polyleaf.toml"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_project(folder)

        def build() -> None:
            run(POLYLEAF, "build", cwd=folder)

        first, again = [], []
        for _ in range(FIRST_ROUNDS):
            for made in ("build", ".polyleaf"):
                shutil.rmtree(folder / made, ignore_errors=True)
            first.append(seconds(build))
            files = [path for path in folder.glob("build/*/*") if not path.name.startswith(".")]
            if len(files) != WANTED:
                raise NotMeasuredError(f"the build made {len(files)} files, not {WANTED}")
            times = {path: path.stat().st_mtime_ns for path in files}
            again += [seconds(build) for _ in range(AGAIN_ROUNDS)]
            if any(path.stat().st_mtime_ns != time for path, time in times.items()):
                raise NotMeasuredError("the second build wrote files again")
    return [
        Row(
            f"build again, {WANTED} files, nothing changed",
            statistics.median(again),
            "the first build",
            statistics.median(first),
            Target("faster", 20),
        )
    ]
