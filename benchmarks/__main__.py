"""Run every comparison, or those named on the command line, and print one table."""

from __future__ import annotations

import importlib
import os
import platform
import sys

from benchmarks.measure import Missing, NotMeasuredError, Row, table

COMPARISONS = {
    "start": "start of the command",
    "pdf": "PDF of one leaflet",
    "rebuild": "build again",
    "incremental": "everyday commands after an edit",
    "first_run": "first run on a large project, one job and all cores",
    "word": "texts of a Word document",
    "catalogs": "extract and first update",
    "formats": "extract from Markdown and HTML",
    "update": "update after edits",
    "memory": "translation memory",
    "checks": "checks of translations",
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in COMPARISONS]
    if unknown:
        print(f"no comparison {', '.join(unknown)}; there are: {', '.join(COMPARISONS)}", file=sys.stderr)
        return 2
    results: list[Row | Missing] = []
    for name in names or COMPARISONS:
        print(f"measuring: {COMPARISONS[name]} …", file=sys.stderr, flush=True)
        try:
            results += importlib.import_module(f"benchmarks.{name}").rows()
        except NotMeasuredError as error:
            results.append(Missing(COMPARISONS[name], str(error)))
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load}; medians, one run\n")
    print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
