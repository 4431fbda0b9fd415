"""``polyleaf --version`` against a Python that only imports click, which its command line is made with."""

from __future__ import annotations

import sys

from benchmarks.measure import POLYLEAF, Row, Target, medians, run

ROUNDS = 31


def rows() -> list[Row]:
    ours, theirs = medians(
        lambda: run(POLYLEAF, "--version"),
        lambda: run(sys.executable, "-c", "import click"),
        rounds=ROUNDS,
        warm_up=3,
    )
    return [Row("polyleaf --version", ours, 'python -c "import click"', theirs, Target("slower", 4))]
