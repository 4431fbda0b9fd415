"""What is remembered between two runs is what would be worked out afresh, whatever was changed in between."""

from __future__ import annotations

import datetime
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.cli import options
from pipeline.workflows import leaflets
from tests.acceptance.test_main_job import DOMAIN, World
from tests.support.command import Ran, polyleaf

COMMANDS = (
    ("check",),
    ("check", "--select", "numbers", "--format", "json"),
    ("status", "--format", "json"),
    ("extract",),
    ("update", "--dry-run"),
    ("update",),
    ("status",),
    ("build", "-f", "txt", "-f", "md", "-f", "source"),
)
SECOND = "# Drink water\n\nDrink 2 litres of water a day.\n\n![A glass](glass.png)\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture(scope="module", autouse=True)
def one_moment() -> Iterator[None]:
    """The headers of catalogs say when they were made: two runs may lie on either side of a minute's end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1790000000")
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Two documents in two languages, one of them signed in one role; every command has run twice."""
    world = World(tmp_path_factory.mktemp("world"))
    (world.root / "source" / "water.md").write_text(SECOND)
    (world.root / "source" / "glass.png").write_bytes(PICTURE)
    assert polyleaf("update", cwd=world.root).code == 0
    assert world.sign(world.a, "linguistic").code == 0
    for _ in range(2):
        run_all(world.root)
    return world


def run_all(root: Path) -> list[Ran]:
    return [polyleaf(*command, cwd=root) for command in COMMANDS]


def files(root: Path) -> dict[str, bytes]:
    """All files but for the caches."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not any(part.startswith(".polyleaf") for part in path.relative_to(root).parts)
    }


def replace(path: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def remove(path: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        target = root / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()

    return edit


def write(path: str, data: bytes) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)

    return edit


def link_out(path: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        (root / path).rename(root.parent / "elsewhere")
        (root / path).symlink_to(root.parent / "elsewhere")

    return edit


CATALOG = f"locales/es/LC_MESSAGES/{DOMAIN}.po"
SOURCE = f"source/{DOMAIN}.txt"
EDITS: dict[str, Callable[[Path], None]] = {
    "nothing": lambda _: None,
    "a sentence of a document": replace(SOURCE, "20 seconds", "30 seconds"),
    "a translation": replace(CATALOG, "20 segundos", "30 segundos"),
    "a comment in a catalog": replace(CATALOG, "msgid", "# by hand\nmsgid"),
    "a catalog of another locale": replace(f"locales/fr/LC_MESSAGES/{DOMAIN}.po", 'msgstr ""', 'msgstr "x"'),
    "a catalog that is gone": remove(f"locales/fr/LC_MESSAGES/{DOMAIN}.po"),
    "a template that is gone": remove("locales/water.pot"),
    "a template": replace("locales/water.pot", "Drink water", "Drink wine"),
    "records that are gone": remove("locales/es/signoffs"),
    "a record that is none": write(f"locales/es/signoffs/{DOMAIN}/notes.txt", b"?"),
    "a record with a name that is no text": write(
        os.fsdecode(f"locales/es/signoffs/{DOMAIN}/".encode() + b"\xff.json"), b"{}"
    ),
    "a catalog that leads out": link_out(CATALOG),
    "the reviewers": replace("locales/reviewers.toml", "reviewer-a", "reviewer-x"),
    "no reviewers": remove("locales/reviewers.toml"),
    "a glossary": write("locales/terms.csv", b"source,locale,target,translate,note\nsoap,es,pastilla,yes,\n"),
    "a glossary that is none": write("locales/terms.csv", b"source,target\nsoap,x\n"),
    "a picture": write("source/glass.png", PICTURE + b"\0"),
    "a picture that is gone": remove("source/glass.png"),
    "the settings": replace("polyleaf.toml", "locales = [", 'segmentation = "paragraph"\nlocales = ["sw", '),
    "a document that is gone": remove("source/water.md"),
    "a new document": write("source/fever/rest.md", b"# Rest\n\nRest at home.\n"),
    "a broken catalog": replace(CATALOG, 'msgstr ""', 'msgstr "'),
    "an artifact that is gone": remove(f"build/es/{DOMAIN}.txt"),
    "an artifact of somebody else's": write(f"build/es/{DOMAIN}.txt", b"Take 100 tablets."),
}


@pytest.mark.parametrize("what", EDITS)
def test_a_run_with_memories_does_what_one_without_does(
    made: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    now = options.now()  # templates hold the minute in which they were made
    monkeypatch.setattr(options, "now", lambda: now)
    with_memories, without = tmp_path / "one" / "project", tmp_path / "other" / "project"
    for root in (with_memories, without):
        shutil.copytree(made.root, root)
        EDITS[what](root)
    shutil.rmtree(without / ".polyleaf")
    (without / "build" / ".polyleaf.json").unlink()
    told, afresh = run_all(with_memories), run_all(without)
    for command, one, other in zip(COMMANDS, told, afresh, strict=True):
        if command[0] == "build":  # says how much it made
            assert (one.code, one.err) == (other.code, other.err)
        else:
            assert one == other, command
    assert files(with_memories) == files(without)
    assert run_all(with_memories)[-1].out == run_all(without)[-1].out


def test_another_day_is_looked_at_anew(made: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "project"
    shutil.copytree(made.root, root)
    before = json.loads(polyleaf("status", "--format", "json", "-l", "es", cwd=root).out)
    monkeypatch.setattr(options, "now", lambda: datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC))
    after = json.loads(polyleaf("status", "--format", "json", "-l", "es", cwd=root).out)
    assert before != after


def test_a_record_of_the_future_is_looked_at_again_within_the_day(
    made: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "project"
    shutil.copytree(made.root, root)
    signed = datetime.datetime.now(datetime.UTC)
    morning = signed.replace(hour=0, minute=0, second=1) - datetime.timedelta(days=1)
    monkeypatch.setattr(options, "now", lambda: morning)
    early = [polyleaf(*command, cwd=root) for command in COMMANDS]
    assert "future" in early[2].out
    monkeypatch.setattr(options, "now", lambda: morning.replace(hour=23, minute=59, second=59))
    late = json.loads(polyleaf("status", "--format", "json", "-l", "es", cwd=root).out)
    assert [one["refused_records"] for one in late] == [[], []]


def test_what_was_read_while_somebody_wrote_is_not_remembered(
    made: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A catalog changes between the look at all files and its own turn, and back again afterwards."""
    root = tmp_path / "project"
    shutil.copytree(made.root, root)
    monkeypatch.setattr(options, "now", lambda: datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC))
    before = (root / CATALOG).read_bytes()
    genuine = leaflets.read_translation

    def while_somebody_writes(*arguments: object) -> leaflets.Translation:
        (root / CATALOG).write_bytes(before.replace(b"20 segundos", b"300 segundos"))
        return genuine(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(leaflets, "read_translation", while_somebody_writes)
        for command in (("status",), ("build", "-f", "txt")):
            (root / CATALOG).write_bytes(before)
            assert polyleaf(*command, cwd=root).code == 0
    (root / CATALOG).write_bytes(before)
    told = polyleaf("status", cwd=root)
    assert polyleaf("build", "-f", "txt", cwd=root).code == 0
    assert "300 segundos" not in (root / f"build/es/{DOMAIN}.txt").read_text(encoding="utf-8")
    shutil.rmtree(root / ".polyleaf")
    assert polyleaf("status", cwd=root) == told


@pytest.mark.parametrize("command", [("status",), ("update",), ("build", "-f", "txt")])
def test_only_the_document_that_changed_is_read(
    made: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    root = tmp_path / "project"
    shutil.copytree(made.root, root)
    assert polyleaf(*command, cwd=root).code == 0
    replace("source/water.md", "# Drink", "\n# Drink")(root)
    read: list[str] = []

    def spy(project: object, source: leaflets.SourceFile) -> leaflets.Leaflet:
        read.append(source.domain)
        return genuine(project, source)  # type: ignore[arg-type]

    genuine = leaflets.read_leaflet
    monkeypatch.setattr(leaflets, "read_leaflet", spy)
    monkeypatch.setattr("pipeline.workflows.extract.read_leaflet", spy)
    assert polyleaf(*command, cwd=root).code == 0
    assert read == ["water"]


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"[]",
        b'{"schema": 1}',
        b'{"schema": "polyleaf-remembered-1", "entries": {"es water": 1}}',
        b'{"schema": "polyleaf-remembered-1", "entries": {"\\ud800 water": ["x", "\\ud800"]}}',
        b'{"schema": "polyleaf-remembered-1", "entries": {"es water": [NaN, 1e999]}}',
        b"[" * 100_000,
        b'{"schema": ' + b"9" * 5000 + b"}",
    ],
    ids=range(9),
)
def test_memories_that_are_broken_are_no_memories(made: World, tmp_path: Path, broken: bytes) -> None:
    root = tmp_path / "project"
    shutil.copytree(made.root, root)
    wanted = run_all(root)
    for path in (root / ".polyleaf").glob("*.json"):
        path.write_bytes(broken)
    assert run_all(root) == wanted


def test_values_of_another_kind_are_no_memories(made: World, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(made.root, root)
    wanted = run_all(root)
    for odd in (7, "x", ["x"], {"states": "x"}, [["numbers"], [[1]]]):
        for path in (root / ".polyleaf").glob("*.json"):
            tree = json.loads(path.read_bytes())
            tree["entries"] = {key: [digest, odd] for key, (digest, _) in tree["entries"].items()}
            if path.name != "update.json":
                path.write_text(json.dumps(tree))
        assert [ran.code for ran in run_all(root)] == [ran.code for ran in wanted]


@given(st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_value_in_place_of_another_ends_in_a_bug(made: World, data: st.DataObject) -> None:
    values = st.sampled_from(
        [None, True, -1, 10**30, 1.5, float("nan"), "", "\ud800", [], [[]], {}, {"a": 1}]
    )
    paths = [made.root / ".polyleaf" / f"{name}.json" for name in ("status", "check", "extract", "update")]
    path = data.draw(st.sampled_from(paths))
    before = path.read_bytes()
    try:
        tree = json.loads(before)
        holder: Any = data.draw(st.sampled_from(sorted(tree["entries"].items())))[1]
        place: Any = 1
        while holder[place] and isinstance(holder[place], dict | list) and data.draw(st.integers(0, 3)):
            holder = holder[place]
            places = sorted(holder) if isinstance(holder, dict) else range(len(holder))
            place = data.draw(st.sampled_from(places))
        holder[place] = data.draw(values)
        path.write_text(json.dumps(tree))
        for command in ((path.stem,), (path.stem, "--format", "json")):
            if len(command) == 1 or path.stem in ("status", "check"):
                assert polyleaf(*command, cwd=made.root).code in (0, 1)
    finally:
        path.write_bytes(before)


def test_a_cache_that_cannot_be_written_costs_only_time(made: World, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(made.root, root)
    wanted = [polyleaf("status", cwd=root), polyleaf("check", cwd=root)]
    shutil.rmtree(root / ".polyleaf")
    (root / ".polyleaf").write_text("in the way")
    assert [polyleaf("status", cwd=root), polyleaf("check", cwd=root)] == wanted
