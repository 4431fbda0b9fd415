"""A memory of 1,000,000 pairs: exact and fuzzy look-ups, how their cost grows, and reading TMX.

The pairs are the sentences of TICO-19 where ``POLYLEAF_TICO_19`` names a folder with its TMX files (or zips
of them), and sentences cut together from two or three of these at random places; without it only sentences
of generated words, which are less like each other than real ones. Questions are sentences of the memory with
words left out, put in, swapped and spelt wrongly. "Theirs" is what is simplest and sure to be right: SQLite's
own look-up by primary key, rapidfuzz's ``extractOne`` over all pairs, a bare ``iterparse`` of the file.
"""

from __future__ import annotations

import functools
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.catalogs import WORDS
from benchmarks.measure import Missing, NotMeasuredError, Row, Target, medians
from pipeline.memory.model import Languages, Origin, Pair
from pipeline.memory.store import Memory
from pipeline.project.memory_database import memory_connection
from pipeline.project.paths import ProjectPaths

SIZES = (10_000, 100_000, 1_000_000)
QUESTIONS = 100
LEAST = 0.75
SHARE = 0.98
TICO_19 = "POLYLEAF_TICO_19"
ES = Languages("en", "es")


def rows() -> list[Row | Missing]:
    results: list[Row | Missing] = []
    costs: list[float] = []
    for size in SIZES:
        texts = sentences(size)
        with tempfile.TemporaryDirectory() as name, filled(Path(name), texts) as (memory, bare):
            fuzzy, everything, found = _fuzzy(memory, texts)
            costs.append(fuzzy)
            last = size == SIZES[-1]
            work = f"fuzzy look-up in {size:,} pairs, best match found {found:.0%}"
            results.append(
                Row(work, fuzzy, "extractOne over all", everything, Target("faster", 50) if last else None)
            )
            if found < SHARE:
                results.append(Missing(work, f"MISSED: the best match must be found {SHARE:.0%} of the time"))
            exact, primary = _exact(memory, bare, texts)
            target = Target("slower", 3) if last else None
            results.append(
                Row(f"exact look-up in {size:,} pairs", exact, "SQLite primary key", primary, target)
            )
    growth = SIZES[-1] / SIZES[0]
    # The cost of a look-up that grew like the memory, against what it grew to.
    work = f"fuzzy look-up, memory {growth:g} times as large: its cost against as many times as much"
    results.append(Row(work, costs[-1], "growing alike", costs[0] * growth, Target("faster", 2)))
    return [*results, *_tmx()]


@functools.cache
def _real() -> tuple[list[str], list[Path]]:
    """Sentences of TICO-19, and its TMX files; nothing where there is none."""
    from pipeline.memory.tmx_reading import read_tmx
    from pipeline.project.foreign import tmx_streams

    folder = os.environ.get(TICO_19)
    if not folder:
        return [], []
    files = sorted(path for path in Path(folder).iterdir() if path.name.endswith((".tmx", ".tmx.zip")))
    if not files:
        raise NotMeasuredError(f"{TICO_19} names a folder without TMX files")
    found = (unit.variants[0][1] for _, stream in tmx_streams(files[0]) for unit in read_tmx(stream))
    return list(dict.fromkeys(found)), files


def sentences(count: int, *, real: bool = True) -> list[str]:
    """So many distinct sentences, the same in every run; generated ones unless real ones are wanted and
    there."""
    dice = random.Random(1)
    words = WORDS.split()
    known = _real()[0] if real else []
    known = known or [" ".join(dice.choices(words, k=dice.randint(6, 24))) for _ in range(3_000)]
    made = dict.fromkeys(known)
    split = [sentence.split() for sentence in known]
    while len(made) < count:
        parts: list[str] = []
        for sentence in dice.choices(split, k=dice.choice((2, 2, 3))):
            start = dice.randrange(len(sentence))
            parts += sentence[start : start + dice.randint(3, 12)]
        made[" ".join(parts)] = None
    return list(made)[:count]


def questions(texts: list[str]) -> list[str]:
    """Sentences of the memory, each with 5 to 20% of its words edited."""
    dice = random.Random(7)
    vocabulary = [word for text in texts[:3_000] for word in text.split()]

    def edited(text: str) -> str:
        words = text.split()
        for _ in range(max(1, round(len(words) * dice.choice((0.05, 0.1, 0.15, 0.2))))):
            place = dice.randrange(len(words))
            match dice.randrange(5):
                case 0 if len(words) > 1:
                    del words[place]
                case 1:
                    words[place] = dice.choice(vocabulary)
                case 2:
                    words.insert(place, dice.choice(vocabulary))
                case 3:
                    cut = dice.randrange(len(words[place]))
                    words[place] = words[place][:cut] + dice.choice("abcdefghij") + words[place][cut + 1 :]
                case _:
                    other = dice.randrange(len(words))
                    words[place], words[other] = words[other], words[place]
        return " ".join(words)

    return [edited(dice.choice(texts)) for _ in range(QUESTIONS)]


@contextmanager
def filled(folder: Path, texts: list[str]) -> Iterator[tuple[Memory, sqlite3.Connection]]:
    """A memory of the texts, indexed, and a bare table of them with the same settings of SQLite."""
    started = time.perf_counter()
    with memory_connection(ProjectPaths(folder), "") as connection:
        memory = Memory(connection)
        memory.create()
        memory.replace(Origin("benchmark", ""), ((ES, Pair(text, f"[{text}]")) for text in texts))
        memory.prepare()
    taken = time.perf_counter() - started
    size = (folder / ".polyleaf/memory.db").stat().st_size
    print(f"  {len(texts):,} pairs in {taken:.0f} s, {size / 1e6:.0f} MB", file=sys.stderr, flush=True)
    bare = sqlite3.connect(folder / "bare.db")
    bare.execute("CREATE TABLE pairs (id INTEGER PRIMARY KEY, source TEXT, target TEXT)")
    bare.executemany(
        "INSERT INTO pairs VALUES (?, ?, ?)",
        ((number, text, f"[{text}]") for number, text in enumerate(texts)),
    )
    bare.commit()
    bare.execute("PRAGMA cache_size = -65536")
    bare.execute("PRAGMA mmap_size = 4294967296")
    try:
        with memory_connection(ProjectPaths(folder), "") as connection:
            yield Memory(connection), bare
    finally:
        bare.close()


def _fuzzy(memory: Memory, texts: list[str]) -> tuple[float, float, float]:
    """Seconds a look-up for ours and theirs, and the share of best matches that ours finds."""
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    asked = questions(texts)

    def ours(text: str) -> float:
        found = memory.fuzzy(ES, text, differs=_never, least=LEAST, limit=1)
        exact = memory.exact(ES, text)
        return 1.0 if exact else found[0].score if found else 0.0

    def theirs(text: str) -> float:
        best = process.extractOne(text, texts, scorer=Indel.normalized_similarity, score_cutoff=LEAST)
        return best[1] if best else 0.0

    own, everything = [_each(side, asked) for side in (ours, theirs)]
    answered = [(mine, best) for (mine, _), (best, _) in zip(own, everything, strict=True) if best]
    share = sum(mine >= best - 1e-4 for mine, best in answered) / len(answered)
    return _median(own), _median(everything), share


def _never(_earlier: str, _later: str) -> bool:
    return False


def _each(side: Callable[[str], float], asked: list[str]) -> list[tuple[float, float]]:
    """What a side answers and the seconds it takes, after a round that does not count."""
    for text in asked[:20]:
        side(text)
    answers = []
    for text in asked:
        started = time.perf_counter()
        answers.append((side(text), time.perf_counter() - started))
    return answers


def _median(answers: list[tuple[float, float]]) -> float:
    return statistics.median(seconds for _, seconds in answers)


def _exact(memory: Memory, bare: sqlite3.Connection, texts: list[str]) -> tuple[float, float]:
    dice = random.Random(3)
    numbers = [dice.randrange(len(texts)) for _ in range(20_000)]

    def ours() -> None:
        for number in numbers:
            assert memory.exact(ES, texts[number])

    def theirs() -> None:
        for number in numbers:
            assert bare.execute("SELECT target FROM pairs WHERE id = ?", (number,)).fetchone()

    own, primary = medians(ours, theirs, rounds=5)
    return own / len(numbers), primary / len(numbers)


def _tmx() -> list[Row | Missing]:
    from lxml import etree

    from pipeline.project.store import Project
    from pipeline.workflows.memory import import_tmx

    work = "TMX import, all of TICO-19"
    files = _real()[1]
    if not files:
        return [Missing(work, f"set {TICO_19} to a folder with its TMX files")]
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        locales = '["ar", "es", "fr", "hi", "sw", "zh-Hans"]'
        (root / "polyleaf.toml").write_text(f'source_locale = "en"\nlocales = {locales}\n')
        joined = _joined(files, root / "all.tmx")
        project = Project.open(root)

        def ours() -> None:
            for path in (root / ".polyleaf").glob("memory.db*"):
                path.unlink()
            taken = import_tmx(project, joined, ()).taken
            assert len(taken) == len(files) and min(taken.values()) > 3_000

        def theirs() -> None:
            for _, element in etree.iterparse(str(joined)):
                element.clear()

        own, bare = medians(ours, theirs, rounds=7)
    return [Row(work, own, "a bare iterparse", bare, Target("slower", 4))]


def _joined(files: list[Path], target: Path) -> Path:
    """The units of all files as one TMX file."""
    from pipeline.project.foreign import tmx_streams

    bodies = []
    for file in files:
        for _, stream in tmx_streams(file):
            text = stream.read().decode("utf-8")
            bodies.append(text[text.index("<body>") + 6 : text.rindex("</body>")])
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header srclang="en"></header><body>'
    target.write_text(head + "".join(bodies) + "</body></tmx>\n", encoding="utf-8")
    return target
