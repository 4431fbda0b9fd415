"""A catalog or document that cannot be read is told in one line, and holds back what is made of it alone."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.workflows import leaflets
from tests.acceptance.test_main_job import DOMAIN, World
from tests.support.command import Ran, polyleaf

CATALOG = f"locales/es/LC_MESSAGES/{DOMAIN}.po"
OTHER = "locales/fr/LC_MESSAGES/water.po"
SOURCE = f"source/{DOMAIN}.txt"
BUILD = ("build", "-f", "txt", "-f", "html")
CONFLICT = "a merge-conflict marker; settle the merge conflict: keep one side and take the marker lines out"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Two documents in two languages; the Spanish one of one of them is signed, published and built."""
    world = World(tmp_path_factory.mktemp("world"))
    (world.root / "source" / "water.md").write_text("# Drink water\n\nDrink 2 litres of water a day.\n")
    assert polyleaf("update", cwd=world.root).code == 0
    world.approve()
    assert world.publish("site", "--policy", "skip").code == 0
    for command in (("status",), ("check",), BUILD):
        assert polyleaf(*command, cwd=world.root).code == 0
    return world


@pytest.fixture
def root(made: World, tmp_path: Path) -> Path:
    """The project again, with its caches; the publication stands beside it in ``site``."""
    shutil.copytree(made.root.parent, tmp_path / "copy")
    return tmp_path / "copy" / "project"


def break_with_conflict(path: Path) -> int:
    """Put a marker of git's before the last entry; return its line."""
    lines = path.read_text(encoding="utf-8").split("\n")
    at = max(number for number, line in enumerate(lines) if line.startswith("msgid "))
    path.write_text("\n".join([*lines[:at], "<<<<<<< HEAD", *lines[at:]]), encoding="utf-8")
    return at + 1


def told(lines: tuple[int, int]) -> str:
    """What is said of both catalogs, broken at these lines."""
    places = zip((CATALOG, OTHER), lines, strict=True)
    return "".join(f"polyleaf: {path}:{line}: {CONFLICT}\n" for path, line in places)


def built(root: Path) -> dict[str, bytes]:
    files = (path for path in (root / "build").rglob("*") if path.is_file() and path.name[0] != ".")
    return {path.relative_to(root / "build").as_posix(): path.read_bytes() for path in files}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_status_shows_every_other_row_and_the_error_as_the_reason_of_its_own(root: Path) -> None:
    before = polyleaf("status", cwd=root).out.splitlines()
    line = break_with_conflict(root / CATALOG)
    error = f"{CATALOG}:{line}: {CONFLICT}"
    ran = polyleaf("status", cwd=root)
    assert ran.code == 1
    assert ran.err == f"polyleaf: {error}\n"
    rows = ran.out.splitlines()
    assert f"\n{DOMAIN}, es:\n  {error}\n" in ran.out
    (row,) = (one for one in rows if one.split()[:2] == [DOMAIN, "es"])
    assert set(row.split()[2:-1]) == {"-"} and row.split()[-1] == "no"
    others = [one for one in before[1:7] if one.split()[:2] != [DOMAIN, "es"]]
    assert len(others) == 5
    assert {" ".join(one.split()) for one in others} <= {" ".join(one.split()) for one in rows}


def test_status_as_json_has_the_same_keys_in_every_row(root: Path) -> None:
    line = break_with_conflict(root / CATALOG)
    ran = polyleaf("status", "--format", "json", cwd=root)
    assert ran.code == 1
    rows = json.loads(ran.out)
    assert len(rows) == 6
    assert len({tuple(row) for row in rows}) == 1
    (broken,) = (row for row in rows if row["error"] is not None)
    what, _, hint = CONFLICT.partition("; ")
    assert (broken["domain"], broken["locale"]) == (DOMAIN, "es")
    assert broken["error"] == {"path": CATALOG, "line": line, "what": what, "hint": hint}
    assert broken["reasons"] == [f"{CATALOG}:{line}: {CONFLICT}"]
    assert broken["publishable"] is False
    assert broken["units"] is None


def test_build_makes_all_the_others_and_leaves_what_was_made_of_the_broken_ones(root: Path) -> None:
    edit(root / SOURCE, "clean towel", "clean, dry towel")
    edit(root / "source/water.md", "2 litres", "3 litres")
    before = built(root)
    lines = break_with_conflict(root / CATALOG), break_with_conflict(root / OTHER)
    ran = polyleaf(*BUILD, cwd=root)
    assert ran.code == 1
    assert ran.err == told(lines)
    assert "8 files made, 0 up to date" in ran.out
    assert "4 could not be made" in ran.out
    after = built(root)
    assert after.keys() == before.keys()
    same = {path for path in before if before[path] == after[path]}
    assert same == {f"es/{DOMAIN}.txt", f"es/{DOMAIN}.html", "fr/water.txt", "fr/water.html"}


def test_a_broken_catalog_is_never_remembered_as_fine_and_mending_it_is_noticed(root: Path) -> None:
    whole = (root / CATALOG).read_bytes()
    commands = (("status",), ("check",), BUILD, ("build", "-l", "es", "-f", "txt"))
    whole_told = [polyleaf(*command, cwd=root) for command in commands]
    assert [one.code for one in whole_told] == [0, 0, 0, 0]
    break_with_conflict(root / CATALOG)
    broken = [[polyleaf(*command, cwd=root) for command in commands] for _ in range(2)]
    assert [one.code for one in broken[0]] == [1, 1, 1, 1]
    assert broken[0] == broken[1]
    # The build of what is not broken is remembered beside it.
    assert polyleaf("build", "-l", "fr", "-f", "txt", cwd=root).code == 0
    assert polyleaf(*BUILD, cwd=root).code == 1
    (root / CATALOG).write_bytes(whole.replace(b"20 segundos", b"20 s"))
    assert [polyleaf(*command, cwd=root).code for command in commands] == [0, 0, 0, 0]
    assert b"segundos" not in built(root)[f"es/{DOMAIN}.txt"]
    (root / CATALOG).write_bytes(whole)
    again = [polyleaf(*command, cwd=root) for command in commands]
    assert [one.code for one in again] == [0, 0, 0, 0]
    assert again[:2] == whole_told[:2]


def test_a_leaflet_that_one_format_cannot_hold_is_left_whole_as_it_was(root: Path) -> None:
    """A page of today beside a PDF of yesterday would be a leaflet of two days."""
    assert polyleaf("build", "-f", "txt", "-f", "pdf", "-l", "es", cwd=root).code == 0
    edit(root / CATALOG, "Lavarse las manos", "Lavarse las manos \U00012000")  # no font has it
    before = built(root)
    ran = polyleaf("build", "-f", "txt", "-f", "pdf", "-l", "es", cwd=root)
    assert ran.code == 1
    assert "U+12000" in ran.err
    assert built(root) == before
    assert polyleaf("build", "-f", "txt", "-l", "es", cwd=root).code == 0
    assert "\U00012000" in built(root)[f"es/{DOMAIN}.txt"].decode()


def test_what_an_earlier_build_left_of_a_broken_one_is_not_taken_for_left_over(root: Path) -> None:
    """A build of everything removes what nobody asks for any more; a broken leaflet is asked for."""
    assert polyleaf("build", cwd=root).code == 0
    before = built(root)
    break_with_conflict(root / CATALOG)
    assert polyleaf("build", cwd=root).code == 1
    assert built(root) == before


def test_update_names_all_that_cannot_be_read_and_writes_nothing(root: Path) -> None:
    edit(root / SOURCE, "clean towel", "clean, dry towel")
    (root / "source/water.md").write_bytes(b"\xff\xfe\x00")
    lines = break_with_conflict(root / CATALOG), break_with_conflict(root / OTHER)
    before = {path: path.read_bytes() for path in (root / "locales").rglob("*") if path.is_file()}
    for command in (("update",), ("update", "--dry-run"), ("update", "--fill")):
        ran = polyleaf(*command, cwd=root)
        assert ran.code == 1
        first, _, rest = ran.err.partition("\n")
        assert first.startswith("polyleaf: source/water.md:")
        assert rest == told(lines)
    assert {path: path.read_bytes() for path in (root / "locales").rglob("*") if path.is_file()} == before


def test_extract_names_all_documents_that_cannot_be_read_and_writes_nothing(root: Path) -> None:
    edit(root / SOURCE, "clean towel", "clean, dry towel")
    for name in ("one", "two"):
        (root / f"source/{name}.md").write_bytes(b"\xff\xfe\x00")
    before = (root / f"locales/{DOMAIN}.pot").read_bytes()
    ran = polyleaf("extract", cwd=root)
    assert ran.code == 1
    assert [line.split(":")[1] for line in ran.err.splitlines()] == [" source/one.md", " source/two.md"]
    assert (root / f"locales/{DOMAIN}.pot").read_bytes() == before


def test_verify_judges_the_records_of_all_others_and_fails(root: Path) -> None:
    line = break_with_conflict(root / OTHER)
    ran = polyleaf("verify", cwd=root)
    assert ran.code == 1
    assert ran.err == f"polyleaf: {OTHER}:{line}: {CONFLICT}\n"
    assert ran.out == (
        "2 records, 2 good, 0 that do not count; 1 of 6 leaflets approved; 1 could not be judged\n"
    )


def site(root: Path) -> dict[str, bytes]:
    folder = root.parent / "site"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


def publish(root: Path, *more: str) -> Ran:
    return polyleaf("publish", "--output", root.parent / "site", *more, cwd=root)


def test_publish_fails_on_every_broken_catalog_and_changes_nothing(root: Path) -> None:
    before = site(root)
    lines = break_with_conflict(root / CATALOG), break_with_conflict(root / OTHER)
    ran = publish(root)
    assert ran.code == 1
    assert (ran.out, ran.err) == ("", told(lines))
    assert site(root) == before


def test_publish_skip_leaves_a_broken_one_out_and_lets_the_others_out(root: Path) -> None:
    line = break_with_conflict(root / OTHER)
    ran = publish(root, "--policy", "skip")
    assert ran.code == 0
    assert f"fr water: not approved: {OTHER}:{line}: {CONFLICT}\n" in ran.err
    assert sorted({name.partition("/")[0] for name in site(root) if "/" in name}) == ["es"]
    break_with_conflict(root / CATALOG)
    before = site(root)
    ran = publish(root, "--policy", "skip")
    assert ran.code == 1  # there is nothing left to publish
    assert site(root) == before


def test_publish_keep_leaves_the_approved_edition_of_a_broken_one_and_says_why(root: Path) -> None:
    before = site(root)
    line = break_with_conflict(root / CATALOG)
    edit(root / CATALOG, "20 segundos", "200 segundos")
    ran = publish(root, "--policy", "keep")
    assert ran.code == 0
    assert f"es {DOMAIN}: not approved: {CATALOG}:{line}: {CONFLICT}\n" in ran.err
    assert f"es {DOMAIN}: the edition approved earlier stays\n" in ran.out
    assert site(root) == before


def test_a_broken_catalog_keeps_no_leaflet_on_show_that_was_withdrawn(made: World, root: Path) -> None:
    """Under "keep" as under "skip": what its records no longer carry goes, whatever else is broken."""
    break_with_conflict(root / CATALOG)
    break_with_conflict(root / OTHER)
    for record in (root / f"locales/es/signoffs/{DOMAIN}").iterdir():
        record.unlink()
    ran = publish(root, "--policy", "keep", "--allow-empty")
    assert ran.code == 0
    assert sorted(site(root)) == ["index.html", "manifest.json"]


def test_records_that_cannot_be_read_let_nothing_out_and_keep_nothing(root: Path) -> None:
    records = root / f"locales/es/signoffs/{DOMAIN}"
    shutil.rmtree(records)
    records.write_bytes(b"no folder")
    ran = publish(root, "--policy", "keep")
    assert ran.code == 1
    assert (
        f"es {DOMAIN}: not approved: locales/es/signoffs/{DOMAIN}: cannot be read: not a directory" in ran.err
    )
    assert f"es {DOMAIN}: not kept: locales/es/signoffs/{DOMAIN}: cannot be read: not a directory" in ran.err


def test_a_document_that_cannot_be_read_holds_back_its_own_leaflets_in_every_locale(root: Path) -> None:
    before = built(root)
    (root / "source/water.md").write_bytes(b"# Drink \xff water\n")
    edit(root / CATALOG, "20 segundos", "20 s")
    status, build = polyleaf("status", "-f", "json", cwd=root), polyleaf(*BUILD, cwd=root)
    assert (status.code, build.code) == (1, 1)
    assert status.err == build.err  # one line, though it is met in three locales
    assert build.err.startswith("polyleaf: source/water.md:1: ")
    assert build.err.count("\n") == 1
    rows = json.loads(status.out)
    assert [row["domain"] for row in rows if row["error"]] == ["water"] * 3
    after = built(root)
    assert {path for path in before if before[path] != after[path]} == {
        f"es/{DOMAIN}.{end}" for end in ("txt", "html")
    }
    assert publish(root).code == 1
    assert publish(root, "--policy", "keep").code == 0


@pytest.mark.parametrize("name", ["terms.csv", "reviewers.toml"])
def test_what_all_leaflets_share_is_no_leaflets_fault_and_stops_everything(root: Path, name: str) -> None:
    before = site(root)
    (root / "locales" / name).unlink(missing_ok=True)
    (root / "locales" / name).mkdir()
    for command in (("status",), ("publish", "-o", root.parent / "site", "--policy", "skip")):
        ran = polyleaf(*command, cwd=root)
        assert ran.code == 1
        assert ran.out == ""
        assert ran.err.startswith(f"polyleaf: locales/{name}: cannot be read: is a directory")
    assert site(root) == before


def replaced(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def do(path: Path) -> None:
        path.unlink()
        make(path)

    return do


KINDS: dict[str, Callable[[Path], object]] = {
    "a conflict": break_with_conflict,
    "a string that is not closed": lambda path: edit(path, 'msgid "', 'msgid "\n"x" "'),
    "two of one unit": lambda path: path.write_bytes(2 * path.read_bytes()),
    "no charset": lambda path: edit(path, "charset=UTF-8", "charset=KLINGON"),
    "another charset": lambda path: path.write_bytes(
        path.read_bytes().replace(b"\xc3\xa9", b"\xe9") + b"# \xe9"
    ),
    "plural forms of another program": lambda path: edit(path, "plural=", "plural=__import__(os);"),
    "a byte NUL": lambda path: path.write_bytes(b"\0"),
    "another language": lambda path: edit(path, "Language: es", "Language: fr"),
    "a folder": replaced(Path.mkdir),
    "a link to itself": replaced(lambda path: path.symlink_to(path.name)),
    "a link to nothing": replaced(lambda path: path.symlink_to("nowhere.po")),
    "a link out of the project": replaced(lambda path: path.symlink_to(os.devnull)),
    "a pipe": replaced(os.mkfifo),
}


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_wrong_with_a_catalog_every_command_tells_it_in_the_same_line(
    root: Path, kind: str
) -> None:
    KINDS[kind](root / CATALOG)
    edit(root / OTHER, 'msgstr ""\n\n', 'msgstr "x"\n\n')
    before = built(root)
    runs = {
        command: polyleaf(*command, cwd=root)
        for command in (("status",), ("check",), BUILD, ("verify",), ("update",), ("update", "--dry-run"))
    }
    runs["publish"] = publish(root)
    assert {run.code for run in runs.values()} == {1}
    checked = runs.pop(("check",))
    (line,) = {run.err for run in runs.values()}
    assert line.startswith(f"polyleaf: {CATALOG}:")
    assert "; " in line  # says what to do
    assert line.rpartition("; ")[2].strip() in checked.out
    assert CATALOG in checked.out and "1 file could not be checked" in checked.out
    after = built(root)
    assert {path for path in before if before[path] != after[path]} == {"fr/water.txt", "fr/water.html"}


def test_a_folder_of_a_locale_that_is_a_link_to_itself_holds_back_that_locale(root: Path) -> None:
    shutil.rmtree(root / "locales/fr")
    (root / "locales/fr").symlink_to("fr")
    for command in (("status",), ("check",), BUILD, ("verify",)):
        ran = polyleaf(*command, cwd=root)
        assert ran.code == 1
        says = "locales/fr: is a symbolic link that leads to itself; replace the link"
        assert says in ran.err or (command == ("check",) and ran.out.count("leads to itself") == 1)
    rows = json.loads(polyleaf("status", "-f", "json", cwd=root).out)
    assert {row["locale"] for row in rows if row["error"]} == {"fr"}


def test_what_is_left_over_where_nobody_may_look_hides_no_error(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = break_with_conflict(root / CATALOG)
    genuine = Path.rglob

    def closed(path: Path, pattern: str) -> object:
        if pattern == "*.po":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return genuine(path, pattern)

    monkeypatch.setattr(Path, "rglob", closed)
    assert polyleaf("status", cwd=root).err == f"polyleaf: {CATALOG}:{line}: {CONFLICT}\n"


def test_a_catalog_that_is_taken_away_while_it_is_published_is_the_one_that_was_judged(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The manifest names the bytes that were signed, not what stands there a moment later."""
    before = json.loads(site(root)["manifest.json"])
    genuine = leaflets.review_translation

    def and_then_it_is_gone(*arguments: object, **more: object) -> object:
        review = genuine(*arguments, **more)  # type: ignore[arg-type]
        (root / CATALOG).unlink(missing_ok=True)
        return review

    monkeypatch.setattr(leaflets, "review_translation", and_then_it_is_gone)
    assert publish(root, "--policy", "skip", "--locale", "es").code == 0
    assert json.loads(site(root)["manifest.json"]) == before


def test_a_catalog_that_is_taken_away_during_a_build_holds_back_its_own_leaflet(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(root / SOURCE, "clean towel", "clean, dry towel")
    whole = (root / CATALOG).read_bytes()
    before = built(root)
    genuine = leaflets.read_leaflet

    def and_then_it_is_gone(*arguments: object) -> object:
        (root / CATALOG).unlink(missing_ok=True)
        return genuine(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(leaflets, "read_leaflet", and_then_it_is_gone)
        ran = polyleaf(*BUILD, cwd=root)
    assert ran.code == 1
    assert ran.err == f'polyleaf: {CATALOG}: is missing; run "polyleaf update" first\n'
    changed = {path for path in before if before[path] != built(root)[path]}
    assert changed == {f"{locale}/{DOMAIN}.{end}" for locale in ("en", "fr") for end in ("txt", "html")}
    (root / CATALOG).write_bytes(whole)
    assert polyleaf(*BUILD, cwd=root).code == 0
    assert built(root)[f"es/{DOMAIN}.txt"] != before[f"es/{DOMAIN}.txt"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (b"flyer (1).txt", '"flyer (1)" cannot be the name of a document; rename it'),
        (b"caf\xe9.txt", "cannot be the name of a document; rename it"),
        (
            b"Aux.v2.txt",
            '"Aux.v2" cannot be the name of a document: Windows keeps "Aux" for a device; rename it',
        ),
        (b"line\nend.md", "cannot be the name of a document; rename it"),
        (b"water.txt", "has the same name as source/water.txt but for its ending; rename one"),
        (b"Water.txt", "differs from source/water.md only in capitals"),
    ],
)
def test_a_document_of_an_odd_name_holds_back_itself_alone(root: Path, name: bytes, says: str) -> None:
    """Someone drops a file into source/: all others go on, and it is told in every run."""
    path = os.fsencode(root / "source") + b"/" + name
    with open(path, "wb") as file:  # noqa: PTH123 (as below)
        file.write(b"A flyer\n")
    edit(root / SOURCE, "clean towel", "clean, dry towel")
    edit(root / CATALOG, "20 segundos", "20 s")
    for _ in range(2):  # nothing of it is remembered
        for command in (("status",), ("check",), BUILD, ("verify",), ("update",), ("extract",)):
            ran = polyleaf(*command, cwd=root)
            told = ran.out if command == ("check",) else ran.err
            assert all(line.startswith("polyleaf: source/") for line in ran.err.splitlines())
            assert ran.code == 1, command
            assert says in told, command
            assert "\nend" not in ran.out + ran.err  # no name makes a line of its own
            if command == ("update",):  # each document once
                lines = ran.err.splitlines()
                assert len({line.split(":")[1] for line in lines}) == len(lines)
    assert "clean, dry towel" in built(root)[f"en/{DOMAIN}.txt"].decode()
    assert "20\u00a0s" in built(root)[f"es/{DOMAIN}.txt"].decode()
    ran = polyleaf("memory", "lookup", "Lavarse", "-l", "es", cwd=root)
    assert (ran.code, says in ran.err) == (1, True)
    os.unlink(path)  # noqa: PTH108 (a Path cannot say all of these names)
    assert polyleaf("update", cwd=root).code == 0
    for command in (("status",), ("check",), BUILD, ("verify",)):
        assert polyleaf(*command, cwd=root).code == 0


def test_a_document_of_an_odd_name_is_no_reason_to_take_down_what_is_published(root: Path) -> None:
    (root / "source/flyer (1).txt").write_text("A flyer\n")
    before = site(root)
    ran = publish(root, "--policy", "keep")
    assert 'source/flyer (1).txt: "flyer (1)" cannot be the name of a document' in ran.out + ran.err
    assert site(root).keys() == before.keys()
    failing = publish(root)
    assert failing.code == 1
    assert failing.err.startswith('polyleaf: source/flyer (1).txt: "flyer (1)" cannot be the name')
