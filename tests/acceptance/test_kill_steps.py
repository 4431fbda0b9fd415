"""A command that is killed before any of its steps leaves each file as it was or as it should be, whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.test_main_job import DOMAIN, World
from tests.support.kills import after, kill_at_every_step

CATALOG = f"locales/es/LC_MESSAGES/{DOMAIN}.po"
TMX = """<?xml version="1.0"?><tmx version="1.4"><header srclang="en" segtype="sentence" adminlang="en"
 datatype="plaintext" o-tmf="x" creationtool="x" creationtoolversion="1"/><body><tu>
<tuv xml:lang="en"><seg>Rest.</seg></tuv><tuv xml:lang="es"><seg>Descanse.</seg></tuv></tu></body></tmx>"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("world"))


def edited(root: Path) -> None:
    source = root / "source" / f"{DOMAIN}.txt"
    source.write_text(source.read_text().replace("thumbs", "thumbs, nails") + "\nOne more line.\n")


def branches(root: Path) -> None:
    catalog = (root / CATALOG).read_text()
    (root / "base.po").write_text(catalog)
    (root / "ours.po").write_text(catalog.replace("Lavarse las manos", "Lávese las manos"))
    (root / "theirs.po").write_text(catalog.replace("Manténgalo", "Guárdelo"))


def unreadable(root: Path) -> None:
    branches(root)
    (root / "theirs.po").write_text('msgid "not closed')


def terms(root: Path) -> None:
    (root / "locales" / "terms.csv").write_text("source,locale,target,translate,note\nsoap,es,jabón,yes,\n")
    (root / "new.csv").write_text("source,target,locale\ntowel,toalla,es\n")


def tmx(root: Path) -> None:
    (root / "pairs.tmx").write_text(TMX)


def earlier(root: Path) -> None:
    (root / "pseudo.txt").write_text("What an earlier run wrote.\n")


def nothing(root: Path) -> None:
    """The project is ready as it is."""


CASES: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "update": (edited, ("update",)),
    "extract": (edited, ("extract",)),
    "merge-po": (branches, ("merge-po", "{}/base.po", "{}/ours.po", "{}/theirs.po")),
    "merge-po by lines": (unreadable, ("merge-po", "{}/base.po", "{}/ours.po", "{}/theirs.po")),
    "memory import": (tmx, ("memory", "import", "{}/pairs.tmx")),
    "memory export": (tmx, ("memory", "export", "{}/pairs.tmx")),
    "terms import": (terms, ("terms", "import", "{}/new.csv")),
    "pseudo": (earlier, ("pseudo", f"source/{DOMAIN}.txt", "-o", "{}/pseudo.txt")),
    "build": (nothing, ("build", "--jobs", "1", "-f", "source", "-f", "txt", "-l", "es")),
    "init": (nothing, ("init", "{}/new", "-l", "es")),
}


@pytest.mark.parametrize("name", CASES)
def test_a_kill_before_any_step_leaves_every_file_whole(made: World, tmp_path: Path, name: str) -> None:
    prepare, arguments = CASES[name]
    folder = tmp_path / "folder"
    shutil.copytree(made.root, folder)
    prepare(folder)
    left = kill_at_every_step(
        folder, tmp_path / "out", *arguments, code=1 if name == "merge-po by lines" else 0
    )
    assert left
    before, done = files(folder), files(after(folder, tmp_path / "out"))
    assert before != done or name == "memory import"  # that one only fills the cache
    for kill in left:
        found = files(kill)
        assert found.keys() <= before.keys() | done.keys()
        assert before.keys() & done.keys() <= found.keys()
        for path, data in found.items():
            assert data in (before.get(path), done.get(path)), f"{path} after {kill.parent.name} steps"


def test_a_kill_of_a_signing_leaves_no_part_of_a_record(made: World, tmp_path: Path) -> None:
    arguments = ("sign-off", DOMAIN, "--locale", "es", "--role", "linguistic", "--yes")
    arguments += ("--reviewer", made.a.id, "--key", str(made.a.key))
    left = kill_at_every_step(made.root, tmp_path / "out", *arguments)
    records = {tuple(path.name for path in folder.glob("locales/es/signoffs/*/*.json")) for folder in left}
    assert {len(names) for names in records} <= {0, 1}
    done = after(made.root, tmp_path / "out")
    whole = {path.stat().st_size for path in done.glob("locales/es/signoffs/*/*.json")}
    for folder in left:
        assert {path.stat().st_size for path in folder.glob("locales/es/signoffs/*/*.json")} <= whole
        assert (folder / CATALOG).read_bytes() == made.catalog.read_bytes()


def files(root: Path) -> dict[str, bytes]:
    """What the folder holds, but for the cache and what was left half written beside, to be swept."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not any(part.startswith(".polyleaf") for part in path.relative_to(root).parts)
    }
