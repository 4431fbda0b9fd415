"""Extract and first update of 10,000 one-sentence paragraphs against ``po4a-updatepo`` on the same file.

Each side runs one command, starts from nothing but the text and ends with every sentence as a unit of a
French catalog: `polyleaf update` extracts first, as `po4a-updatepo` does, and leaves the template behind too.
"""

from __future__ import annotations

import itertools
import random
import re
import tempfile
from pathlib import Path

from benchmarks.measure import POLYLEAF, NotMeasuredError, Row, Target, medians, run

PARAGRAPHS = 10_000
ROUNDS = 5
WORDS = """
adult after antibiotic appointment asthma baby bandage before blood breathing capsule child clinic
cough daily dizzy doctor dose drink evening fasting fever food glass headache heart hospital
infection inhaler injection kidney liver medicine morning nausea nurse pain patient pharmacist
pregnancy pressure pulse rash rest skin sleep stomach sugar swallow swelling symptom syrup tablet
temperature throat treatment urine vaccine vomiting water week wound
"""
SETTINGS = 'source_locale = "en"\nlocales = ["fr"]\n'


def text() -> str:
    """A title and distinct sentences of 8 to 18 words, the same in every run."""
    dice = random.Random(2)
    words = WORDS.split()
    paragraphs = [
        f"{' '.join(dice.choices(words, k=dice.randint(8, 18)))} {number} times.".capitalize()
        for number in range(2, PARAGRAPHS + 2)
    ]
    return "\n\n".join(["Ten thousand sentences", *paragraphs]) + "\n"


def count_units(catalog: Path) -> int:
    """Entries of a PO file beside its header and obsolete ones."""
    return len(re.findall("^msgid ", catalog.read_text(encoding="utf-8"), re.MULTILINE)) - 1


def rows() -> list[Row]:
    source = text()
    with tempfile.TemporaryDirectory() as name:
        turns = itertools.count()
        catalogs: dict[str, Path] = {}

        def fresh() -> Path:
            folder = Path(name) / str(next(turns))
            (folder / "source").mkdir(parents=True)
            (folder / "source" / "long.txt").write_text(source, encoding="utf-8")
            (folder / "polyleaf.toml").write_text(SETTINGS, encoding="utf-8")
            return folder

        def ours() -> None:
            folder = fresh()
            run(POLYLEAF, "update", cwd=folder)
            catalogs["template"] = folder / "locales/long.pot"
            catalogs["ours"] = folder / "locales/fr/LC_MESSAGES/long.po"

        def theirs() -> None:
            folder = fresh()
            run(
                *("po4a-updatepo", "--format", "text", "--master-charset", "UTF-8"),
                *("--master", "source/long.txt", "--po", "fr.po"),
                cwd=folder,
            )
            catalogs["theirs"] = folder / "fr.po"

        own, peers = medians(ours, theirs, rounds=ROUNDS)
        counts = {side: count_units(path) for side, path in catalogs.items()}
    if set(counts.values()) != {PARAGRAPHS + 1}:
        raise NotMeasuredError(f"the sides did not do the same work: units {counts}")
    work = f"extract + first update, {PARAGRAPHS:,} paragraphs"
    return [Row(work, own, "po4a-updatepo", peers, Target("faster", 1))]
