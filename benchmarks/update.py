"""``update`` of catalogs in which a tenth of the sources were edited, against msgmerge and pot2po.

``polyleaf update`` reads and splits the document, writes template and catalog; msgmerge and pot2po are
given that template ready made. Their rows say how many of the edited units got their own old translation: in
Polyleaf's that of a unit in which a number or a negation changed counts too, which stands in a comment.
The sentences are those of the comparison "memory": TICO-19's where ``POLYLEAF_TICO_19`` names its folder, and
generated ones beside them; a paragraph is four, one after the other. msgmerge uses all cores, Polyleaf one:
the rows "CPU" say what each takes of all cores together. pot2po is measured as it is installed; Debian's
python3-levenshtein makes it faster.
"""

from __future__ import annotations

import os
import random
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import (
    POLYLEAF,
    Missing,
    NotMeasuredError,
    Row,
    Target,
    medians,
    medians_with_cpu,
    run,
)
from benchmarks.memory import sentences
from pipeline.catalogs.model import Catalog
from pipeline.catalogs.reading import parse_catalog

SIZES = (1_000, 10_000, 100_000)
EDITED = 0.1
GIGABYTE = 1 << 30
SETTINGS = 'source_locale = "en"\nlocales = ["fr"]\nsegmentation = "paragraph"\nmemory = "off"\n'
CATALOG = "locales/fr/LC_MESSAGES/long.po"
TEMPLATE = "locales/long.pot"


def rows() -> list[Row | Missing]:
    results: list[Row | Missing] = []
    costs: dict[int, float] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            work = _Work.make(Path(name), sentences(size))
            costs[size] = _against_msgmerge(work, f"update, {size:,} units", size, results)
            label = f"update, {size:,} units, {EDITED:.0%} edited"
            if size <= 10_000:
                try:
                    (pot2po,) = medians(work.pot2po, rounds=1, warm_up=0)
                    share = work.share(work.folder / "pot2po.po")
                    target = Target("faster", 25) if size == 10_000 else None
                    results.append(Row(label, costs[size], f"pot2po, {share:.1%}", pot2po, target))
                except NotMeasuredError as error:
                    results.append(Missing(label, str(error)))
            if size == SIZES[-1]:
                peak = work.peak()
                if peak > GIGABYTE:
                    results.append(Missing(label, f"MISSED: {peak >> 20} MB at its peak, of at most 1 GB"))
                growth = size / 10_000
                linear = costs[10_000] * growth
                work_done = f"{label}, peak {peak >> 20} MB, against {growth:g} times 10,000"
                results.append(Row(work_done, costs[size], "linear", linear, Target("slower", 1.5)))
    for label, texts in (
        ("10,000 paragraphs", paragraphs(sentences(40_000))),
        ("10,000 generated sentences", sentences(10_000, real=False)),
        ("10,000 generated paragraphs", paragraphs(sentences(40_000, real=False))),
    ):
        with tempfile.TemporaryDirectory() as name:
            _against_msgmerge(_Work.make(Path(name), texts), f"update, {label}", 10_000, results)
    return results


def paragraphs(told: list[str]) -> list[str]:
    """Texts of four sentences each."""
    return [" ".join(told[start : start + 4]) for start in range(0, len(told), 4)]


def _against_msgmerge(work: _Work, label: str, size: int, results: list[Row | Missing]) -> float:
    """Add the rows of one folder; the seconds that Polyleaf took."""
    large = size == SIZES[-1]
    (ours, cpu), (msgmerge, its_cpu) = medians_with_cpu(
        work.ours, work.msgmerge, rounds=1 if large else 3, warm_up=0 if large else 1
    )
    own, theirs = work.share(work.folder / CATALOG), work.share(work.folder / "msgmerge.po")
    label = f"{label}, {EDITED:.0%} edited"
    target = Target("faster", 8) if size == 10_000 else None
    results.append(Row(f"{label}; found {own:.1%}", ours, f"msgmerge, {theirs:.1%}", msgmerge, target))
    results.append(Row(f"{label}; CPU", cpu, "msgmerge", its_cpu, target))
    if own < theirs:
        results.append(Missing(label, "MISSED: fewer old translations were found than by msgmerge"))
    return ours


@dataclass(frozen=True, slots=True)
class _Work:
    """One folder with the document after the edits and the catalog before them."""

    folder: Path
    before: dict[str, str]
    old: bytes
    template: bytes

    @classmethod
    def make(cls, folder: Path, texts: list[str]) -> _Work:
        dice = random.Random(4)
        earlier = [" ".join(text.split()) for text in texts]
        vocabulary = [word for text in earlier[:2_000] for word in text.split() if word.isalpha()]
        before = {}
        later = []
        for text in earlier:
            if dice.random() < EDITED:
                edited = _edit(text, dice, vocabulary)
                before[edited] = text
                later.append(edited)
            else:
                later.append(text)
        (folder / "source").mkdir()
        (folder / "polyleaf.toml").write_text(SETTINGS, encoding="utf-8")
        source = folder / "source" / "long.txt"
        source.write_text("\n\n".join(["Many sentences", *earlier]) + "\n", encoding="utf-8")
        run(POLYLEAF, "update", cwd=folder)
        catalog = folder / CATALOG
        lines = catalog.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines):
            if line == 'msgstr ""' and lines[number - 1] != 'msgid ""':
                lines[number] = f'msgstr "fr {lines[number - 1][7:]}'
        old = "\n".join(lines).encode()
        template = (folder / TEMPLATE).read_bytes()
        source.write_text("\n\n".join(["Many sentences", *later]) + "\n", encoding="utf-8")
        catalog.write_bytes(old)
        run(POLYLEAF, "update", cwd=folder)
        (folder / "old.po").write_bytes(old)
        (folder / "new.pot").write_bytes((folder / TEMPLATE).read_bytes())
        return cls(folder, before, old, template)

    def _reset(self) -> None:
        (self.folder / CATALOG).write_bytes(self.old)
        (self.folder / TEMPLATE).write_bytes(self.template)

    def ours(self) -> None:
        self._reset()
        run(POLYLEAF, "update", cwd=self.folder)

    def msgmerge(self) -> None:
        run("msgmerge", "--quiet", "--previous", "-o", "msgmerge.po", "old.po", "new.pot", cwd=self.folder)

    def pot2po(self) -> None:
        run("pot2po", "--progress=none", "-t", "old.po", "new.pot", "pot2po.po", cwd=self.folder)

    def peak(self) -> int:
        """Bytes that one update takes at its peak."""
        self._reset()
        with subprocess.Popen(
            [POLYLEAF, "update"], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0
        return usage.ru_maxrss * 1024

    def share(self, path: Path) -> float:
        """The share of edited units for which their own old translation was found."""
        catalog: Catalog = parse_catalog(path.read_bytes(), path.name)
        found = 0
        for unit in catalog.active:
            old = self.before.get(unit.source)
            if old is not None:
                wanted = f"fr {old}"
                found += unit.target == wanted or f"Earlier translation: {wanted}" in unit.translator_comments
        return found / len(self.before)


def _edit(text: str, dice: random.Random, vocabulary: list[str]) -> str:
    """The text with a word or two swapped, put in or left out."""
    words = text.split()
    if len(words) < 3:
        return f"{text} {dice.choice(vocabulary)}"
    at = dice.randrange(1, len(words))
    match dice.randrange(4):
        case 0:
            words[at] = dice.choice(vocabulary)
        case 1:
            words.insert(at, dice.choice(vocabulary))
        case 2:
            del words[at]
        case _:
            words[at] = dice.choice(vocabulary)
            words.insert(1, dice.choice(vocabulary))
    return " ".join(words)
