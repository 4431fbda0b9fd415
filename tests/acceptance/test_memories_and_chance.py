"""Edits and commands in any order: what earlier runs left behind changes nothing that a run does or says."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.acceptance.test_incremental import PICTURE, SECOND, files
from tests.acceptance.test_main_job import DOMAIN, World
from tests.support.command import Ran, polyleaf

COMMANDS = (
    ("status", "--format", "json"),
    ("status", "--locale", "es"),
    ("check",),
    ("check", "--select", "numbers", "--format", "json"),
    ("extract",),
    ("update",),
    ("update", "--locale", "fr"),
    ("update", "--dry-run"),
    ("build", "-f", "txt"),
    ("build", "-f", "md", "-l", "es"),
    ("build",),
    ("verify",),
)
LAST = (("status",), ("check",), ("build", "-f", "txt"))
ES, FR = (f"locales/{locale}/LC_MESSAGES/{DOMAIN}.po" for locale in ("es", "fr"))
FILES = (
    f"source/{DOMAIN}.txt",
    "source/water.md",
    "source/glass.png",
    ES,
    FR,
    "locales/es/LC_MESSAGES/water.po",
    "locales/water.pot",
    "locales/reviewers.toml",
    "locales/terms.csv",
    "polyleaf.toml",
)
CHANGES = {
    "a number": lambda data: data.replace(b"20", b"30", 1),
    "a word": lambda data: data.replace(b"soap", b"lime", 1),
    "a line at the end": lambda data: data + b"\n# x\n",
    "a sentence at the end": lambda data: data + b"\nDrink 3 litres.\n",
    "line ends of Windows": lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "letters taken apart": lambda data: unicodedata.normalize("NFD", data.decode("utf-8", "ignore")).encode(),
    "a translation": lambda data: data.replace(b'msgstr ""\n\n', b'msgstr "20 x"\n\n', 1),
    "a mark of doubt": lambda data: data.replace(b"\nmsgid", b"\n#, fuzzy\nmsgid", 3).replace(
        b"\n#, fuzzy", b"", 2
    ),
    "cut in half": lambda data: data[: len(data) // 2],
    "nothing in it": lambda _: b"",
    "gone": lambda _: None,
    "bytes that are no text": lambda data: data + b"\xff",
}
EDITS = st.one_of(
    st.tuples(st.just("change"), st.sampled_from(FILES), st.sampled_from(sorted(CHANGES))),
    st.tuples(st.just("put back"), st.sampled_from(FILES)),
    st.tuples(st.just("take out a record"), st.integers(0, 1)),
    st.tuples(st.just("move behind a link"), st.sampled_from(FILES)),
    st.tuples(st.just("next day")),
)
ROUNDS = st.lists(st.tuples(st.lists(EDITS, max_size=2), st.sampled_from(COMMANDS)), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Two documents in two languages, one of them approved in one; every command has run."""
    world = World(tmp_path_factory.mktemp("world"))
    (world.root / "source" / "water.md").write_text(SECOND)
    (world.root / "source" / "glass.png").write_bytes(PICTURE)
    (world.root / "locales" / "terms.csv").write_text(
        "source,locale,target,translate,note\nsoap,es,jabón,yes,\n"
    )
    settings_file = world.root / "polyleaf.toml"
    text = settings_file.read_text().replace('"html", "pdf", "txt"', '"txt", "md"')
    settings_file.write_text(f'memory = "off"\n{text}')
    assert polyleaf("update", cwd=world.root).code == 0
    world.approve()
    for command in COMMANDS:
        polyleaf(*command, cwd=world.root)
    return world


def forget(root: Path) -> None:
    for folder in (".polyleaf", "build"):
        shutil.rmtree(root / folder, ignore_errors=True)


@contextlib.contextmanager
def on(day: datetime.datetime) -> Iterator[None]:
    clock = SimpleNamespace(strftime=lambda *_: f"{day:%Y-%m-%d}", gmtime=lambda: None)
    with (
        mock.patch("pipeline.cli.options.now", lambda: day),
        mock.patch("pipeline.cli.unchanged.time", clock),
    ):
        yield


class Pair:
    """Two copies of a project that live through the same; one forgets everything before each command."""

    def __init__(self, world: World, folder: Path) -> None:
        self.original = world.root
        self.roots = [folder / "one" / "project", folder / "other" / "project"]
        for root in self.roots:
            shutil.copytree(world.root, root)
        self.day = datetime.datetime.now(datetime.UTC).replace(microsecond=0)

    def live_through(self, kind: str, *about: object) -> None:
        if kind == "next day":
            self.day += datetime.timedelta(days=1)
        else:
            for root in self.roots:
                self.edit(root, kind, *about)  # type: ignore[arg-type]

    def edit(self, root: Path, kind: str, what: str | int, how: str = "") -> None:
        if isinstance(what, int):
            records = sorted((root / "locales/es/signoffs" / DOMAIN).glob("*.json"))
            if len(records) > what:
                records[what].unlink()
            return
        path = root / what
        stood = path.read_bytes() if path.is_file() else b""
        if kind == "put back":
            path.unlink(missing_ok=True)
            shutil.copy2(self.original / what, path)  # with its old time, as some tools do
        elif kind == "move behind a link" and path.is_file() and not path.is_symlink():
            (root / "kept").mkdir(exist_ok=True)
            path.rename(root / "kept" / path.name)
            path.symlink_to(os.path.relpath(root / "kept" / path.name, path.parent))
        elif kind == "change":
            data = CHANGES[how](stood)
            if data is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(data)

    def run(self, command: tuple[str, ...]) -> None:
        one, other = self.roots
        forget(other)
        with on(self.day):
            told, afresh = polyleaf(*command, cwd=one), polyleaf(*command, cwd=other)
        assert told.code in (0, 1, 2), told.err
        assert self.worded(told, one, command) == self.worded(afresh, other, command)
        kept, new = files(one), files(other)
        assert {path: data for path, data in kept.items() if not path.startswith("build/")} == {
            path: data for path, data in new.items() if not path.startswith("build/")
        }
        assert kept.items() >= new.items()

    @staticmethod
    def worded(ran: Ran, root: Path, command: tuple[str, ...]) -> tuple[object, ...]:
        out = ran.out.replace(str(root), "ROOT")
        if command[0] == "build" and out.startswith("build: "):
            out = out.partition("; ")[2]  # how much was made is not the same, also beside what cannot be
        elif "json" in command and out:
            json.loads(out)
        return ran.code, out, ran.err.replace(str(root), "ROOT")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(ROUNDS)
def test_what_earlier_runs_left_behind_changes_nothing(
    made: World, rounds: list[tuple[list[tuple[object, ...]], tuple[str, ...]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pair = Pair(made, Path(folder))
        for edits, command in rounds:
            for edit in edits:
                pair.live_through(*edit)  # type: ignore[arg-type]
            pair.run(command)
        for command in LAST:
            pair.run(command)
