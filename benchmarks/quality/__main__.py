"""Measure, and print what docs/checks.md shows (``--write`` puts it into docs/checks-measured.md)."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from benchmarks.measure import ROOT, NotMeasuredError
from benchmarks.quality.corpus import leaflets, tico
from benchmarks.quality.measuring import recall, untouched
from benchmarks.quality.report import report, show


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument(
        "--tico",
        type=Path,
        default=os.environ.get("TICO19"),
        help="folder of the TICO-19 memories (or $TICO19)",
    )
    parser.add_argument("--seed", type=int, default=19, help="of the faults; the same puts in the same")
    parser.add_argument("--sample", type=int, default=300, help="faults of a kind in a language, at most")
    parser.add_argument("--locale", action="append", help="only this one; may be repeated")
    parser.add_argument("--show", metavar="CHECK", help="print the findings of a check on untouched units")
    parser.add_argument("--missed", metavar="FAULT", help="print the faults of a kind that were not found")
    parser.add_argument("--write", action="store_true", help="write docs/checks-measured.md")
    options = parser.parse_args(arguments)
    corpora = []
    if options.tico is None:
        print("TICO-19: skipped, name its folder with --tico or $TICO19", file=sys.stderr)
    else:
        try:
            corpora = tico(Path(options.tico))
        except NotMeasuredError as error:
            print(f"TICO-19: skipped, {error}", file=sys.stderr)
    more = leaflets()
    if options.locale:
        corpora = [corpus for corpus in corpora if corpus.locale.tag in options.locale]
        more = [corpus for corpus in more if corpus.locale.tag in options.locale]
    quiet = [untouched(corpus) for corpus in corpora]
    quiet_leaflets = [untouched(corpus) for corpus in more]
    if options.show:
        show(quiet + quiet_leaflets, options.show)
        return 0
    seeded = [recall(corpus, options.seed, options.sample) for corpus in corpora]
    seeded_leaflets = [recall(corpus, options.seed, options.sample) for corpus in more]
    if options.missed:
        for one in (*seeded, *seeded_leaflets):
            for id, text in one.missed.get(options.missed, ()):
                print(f"{one.locale}\t{id}\t{text}")
        return 0
    text = report(quiet, seeded, quiet_leaflets, seeded_leaflets, options.seed)
    print(text)
    if options.write:
        (ROOT / "docs/checks-measured.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
