"""The memory in a project: what an update takes from it, what never enters, and what can go wrong."""

from __future__ import annotations

import datetime
import resource
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipeline.catalogs.model import State
from pipeline.memory.model import Languages
from pipeline.project.store import Project
from pipeline.workflows.memory import open_memory, refreshed_memory
from pipeline.workflows.memory_upkeep import refresh
from tests.memory.conftest import PASSWORD
from tests.support.command import polyleaf
from tests.support.reviewers import make_reviewer, write_reviewers

DATA = Path(__file__).with_name("data") / "tmx"
NOW = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
ES = Languages("en", "es")
SETTINGS = 'source_locale = "en"\nlocales = ["en", "es", "fr"]\n'


class World:
    """A project whose catalogs are filled by hand, sentence by sentence."""

    def __init__(self, root: Path, *, settings: str = SETTINGS) -> None:
        self.root = root
        (root / "source").mkdir(parents=True)
        (root / "polyleaf.toml").write_text(settings, encoding="utf-8")

    def source(self, domain: str, *sentences: str) -> None:
        text = "\n\n".join(sentences) + "\n"
        (self.root / f"source/{domain}.txt").write_text(text, encoding="utf-8")

    def catalog(self, domain: str, locale: str = "es") -> Path:
        return self.root / f"locales/{locale}/LC_MESSAGES/{domain}.po"

    def translate(self, domain: str, targets: dict[str, str]) -> None:
        path = self.catalog(domain)
        text = path.read_text(encoding="utf-8")
        for source, target in targets.items():
            assert f'msgid "{source}"\nmsgstr ""\n' in text
            text = text.replace(f'msgid "{source}"\nmsgstr ""\n', f'msgid "{source}"\nmsgstr "{target}"\n')
        path.write_text(text, encoding="utf-8")

    def run(self, *arguments: str | Path) -> str:
        ran = polyleaf(*arguments, cwd=self.root)
        assert ran.code == 0, ran.err
        return ran.out

    def entry(self, domain: str, source: str) -> str:
        """The lines of one unit."""
        entries = self.catalog(domain).read_text(encoding="utf-8").split("\n\n")
        (found,) = [one for one in entries if f'msgid "{source}"' in one]
        return found


@pytest.fixture
def world(tmp_path: Path) -> World:
    """ "heat" is translated; "cold" comes new."""
    world = World(tmp_path / "project")
    world.source("heat", "Heat", "Drink plenty of water every day.", "Do not take more than 4 tablets.")
    world.run("update")
    world.translate(
        "heat",
        {
            "Heat": "Calor",
            "Drink plenty of water every day.": "Beba mucha agua cada día.",
            "Do not take more than 4 tablets.": "No tome más de 4 comprimidos.",
        },
    )
    return world


def test_the_same_sentence_comes_in_translated_but_unsigned(world: World) -> None:
    world.source("cold", "Cold", "Drink plenty of water every day.")
    assert "from the memory 1 translated, 0 fuzzy" in world.run("update")
    entry = world.entry("cold", "Drink plenty of water every day.")
    assert 'msgstr "Beba mucha agua cada día."' in entry
    assert "# From memory: translated in heat" in entry and "fuzzy" not in entry


def test_nobody_waits_for_one_who_only_looks_things_up(world: World) -> None:
    project = Project.open(world.root)
    with refreshed_memory(project, project.settings.locales, now=NOW) as (memory, _):
        assert memory.exact(ES, "Heat")
        other = sqlite3.connect(project.paths.memory, timeout=0)
        other.execute("UPDATE polyleaf_memory_numbers SET value = value")
        other.commit()
        other.close()


def test_broken_catalogs_hold_up_no_look_up_and_what_was_known_of_them_stays(world: World) -> None:
    world.source("cold", "Cold weather is coming.")
    world.run("update")
    world.translate("cold", {"Cold weather is coming.": "Viene el frío."})
    world.run("memory", "lookup", "Heat", "-l", "es")
    for domain in ("heat", "cold"):
        path = world.catalog(domain)
        path.write_text(path.read_text("utf-8") + '\nmsgid "', encoding="utf-8")
    ran = polyleaf("memory", "lookup", "Cold weather is coming.", "-l", "es", cwd=world.root)
    assert "Viene el frío." in ran.out
    assert [line.split(":")[1] for line in ran.err.splitlines()] == [
        f" locales/es/LC_MESSAGES/{domain}.po" for domain in ("cold", "heat")
    ]
    assert ran.code == 1
    exported = polyleaf("memory", "export", world.root / "all.tmx", cwd=world.root)
    assert (exported.code, exported.err) == (1, ran.err)
    assert not (world.root / "all.tmx").exists()


def test_an_update_names_all_broken_catalogs_that_the_memory_would_look_into(world: World) -> None:
    for domain in ("a", "b", "c"):
        world.source(domain, f"Words of {domain}.")
    world.run("update")
    for domain in ("b", "heat"):
        path = world.catalog(domain)
        path.write_text(path.read_text("utf-8") + '\nmsgid "', encoding="utf-8")
    world.source("a", "Words of a.", "Heat")  # asks the memory before the update comes to the broken ones
    ran = polyleaf("update", cwd=world.root)
    assert [line.split(":")[1] for line in ran.err.splitlines()] == [
        f" locales/es/LC_MESSAGES/{domain}.po" for domain in ("b", "heat")
    ]
    assert ran.code == 1


def test_a_document_that_was_renamed_finds_its_translations(world: World) -> None:
    (world.root / "source/heat.txt").rename(world.root / "source/summer.txt")
    out = world.run("update", "--locale", "es")
    assert "locales/es/LC_MESSAGES/summer.po: created; 0 kept, 0 fuzzy, 3 new" in out
    assert "from the memory 3 translated, 0 fuzzy" in out
    assert "# From memory: translated in heat" in world.entry("summer", "Heat")


LEFT = "no document any more; put it back, rename these files if it was renamed, or delete them"


def test_catalogs_whose_document_is_gone_are_told_of_and_kept(world: World) -> None:
    world.source("cold", "Cold")
    (world.root / "source/winter").mkdir()
    world.source("winter/snow", "Snow")
    world.run("update")
    assert LEFT not in world.run("status")
    (world.root / "source/heat.txt").unlink()
    (world.root / "source/winter/snow.txt").unlink()
    (world.root / "locales/winter/snow.pot").unlink()
    (world.root / "locales/fr/LC_MESSAGES/winter/snow.po").unlink()
    before = world.catalog("heat").read_bytes()
    lines = [
        f"locales/heat.pot (and 2 more of heat): {LEFT}",
        f"locales/es/LC_MESSAGES/winter/snow.po: {LEFT}",
    ]
    for command in ("update", "status"):
        assert world.run(command).splitlines()[-2:] == lines
    assert world.catalog("heat").read_bytes() == before
    ran = polyleaf("status", "--format", "json", cwd=world.root)
    assert ran.err.splitlines() == lines and LEFT not in ran.out


def test_only_what_a_document_can_have_had_is_told_of_as_left_over(world: World, tmp_path: Path) -> None:
    folder = world.catalog("heat").parent
    outside = tmp_path / "outside.po"
    outside.write_bytes(world.catalog("heat").read_bytes())
    (folder / "link.po").symlink_to(outside)
    (folder / "folder.po").mkdir()
    (folder / ".hidden.po").touch()
    (folder / "two\nlines.po").touch()
    assert LEFT not in world.run("update", "--fill")


def test_a_broken_catalog_whose_document_is_gone_holds_nothing_up(world: World) -> None:
    (world.root / "source/heat.txt").rename(world.root / "source/summer.txt")
    world.run("memory", "lookup", "Heat", "-l", "es")
    world.catalog("heat").write_text('msgid "not closed', encoding="utf-8")
    assert "from the memory 3 translated" in world.run("update")
    assert world.catalog("heat").read_text(encoding="utf-8") == 'msgid "not closed'


def test_a_similar_sentence_comes_in_fuzzy_with_the_one_it_was_made_from(world: World) -> None:
    world.source("cold", "Cold", "Drink plenty of warm water every day.")
    assert "from the memory 0 translated, 1 fuzzy" in world.run("update")
    entry = world.entry("cold", "Drink plenty of warm water every day.")
    assert "#, fuzzy" in entry and '#| msgid "Drink plenty of water every day."' in entry
    assert 'msgstr "Beba mucha agua cada día."' in entry and "% like this, translated in heat" in entry


@pytest.mark.parametrize(
    "sentence",
    ["Do not take more than 8 tablets.", "Take more than 4 tablets.", "Do not take more than 4 drops."],
)
def test_what_differs_in_a_number_a_negation_or_a_measure_is_only_shown(world: World, sentence: str) -> None:
    world.source("cold", "Cold", sentence)
    world.run("update")
    entry = world.entry("cold", sentence)
    assert entry.rstrip().endswith('msgstr ""') and "fuzzy" not in entry
    assert "# Similar source: Do not take more than 4 tablets." in entry
    assert "# Its translation, not for this one: No tome más de 4 comprimidos." in entry


def test_a_second_update_changes_nothing(world: World) -> None:
    sentences = [
        "Drink plenty of water every day.",
        "Drink water every day.",
        "Do not take more than 9 tablets.",
    ]
    world.source("cold", "Cold", *sentences, "Nothing is like this one here.")
    world.run("update")
    before = {path: path.read_bytes() for path in world.root.glob("locales/**/*.po")}
    for more in ([], ["--fill"], ["--fill"]):
        assert world.run("update", *more).count("up to date") == 4
        assert {path: path.read_bytes() for path in world.root.glob("locales/**/*.po")} == before


def test_fuzzy_units_and_machine_drafts_never_enter(world: World) -> None:
    path = world.catalog("heat")
    text = path.read_text(encoding="utf-8")
    text = text.replace('msgid "Drink', '#, fuzzy\nmsgid "Drink').replace(
        'msgid "Do not', '#, fuzzy\nmsgid "Do not'
    )
    path.write_text(text.replace("#, fuzzy", "# Unreviewed machine draft (x)\n#, fuzzy", 1), encoding="utf-8")
    world.source("cold", "Cold", "Drink plenty of water every day.", "Do not take more than 4 tablets.")
    assert "from the memory" not in world.run("update")


def test_two_translations_of_one_sentence_come_in_fuzzy(world: World) -> None:
    world.source("rain", "Rain", "Drink plenty of water every day.")
    (world.root / "polyleaf.toml").write_text(SETTINGS + 'memory = "off"\n', encoding="utf-8")
    world.run("update")
    world.translate("rain", {"Drink plenty of water every day.": "Tome mucha agua a diario."})
    (world.root / "polyleaf.toml").write_text(SETTINGS, encoding="utf-8")
    world.source("cold", "Cold", "Drink plenty of water every day.")
    world.run("update")
    entry = world.entry("cold", "Drink plenty of water every day.")
    assert "#, fuzzy" in entry and "one of 2 translations" in entry


def test_a_changed_catalog_is_read_again_and_a_gone_one_forgotten(world: World) -> None:
    project = Project.open(world.root)
    asked = "Drink plenty of water every day."

    def known() -> list[str]:
        with open_memory(project) as memory:
            refresh(project, memory, project.settings.locales[1:], now=NOW)
            return [one.pair.target for one in memory.exact(ES, asked)]

    assert known() == known() == ["Beba mucha agua cada día."]
    path = world.catalog("heat")
    path.write_text(path.read_text(encoding="utf-8").replace("Beba mucha", "Tome mucha"), encoding="utf-8")
    assert known() == ["Tome mucha agua cada día."]
    path.unlink()
    assert known() == []


def test_the_memory_made_anew_answers_the_same(world: World) -> None:
    before = world.run("memory", "lookup", "Drink some water every day.", "-l", "es")
    assert "Beba mucha agua" in before
    for path in (world.root / ".polyleaf").iterdir():
        path.unlink()
    assert world.run("memory", "lookup", "Drink some water every day.", "-l", "es") == before


def test_what_was_approved_comes_first_and_stays_unsigned_where_it_goes(world: World, tmp_path: Path) -> None:
    first = make_reviewer(tmp_path / "keys", "reviewer-a", "linguistic")
    second = make_reviewer(tmp_path / "keys", "reviewer-b", "clinical")
    write_reviewers(world.root, [first, second])
    for reviewer, role in ((first, "linguistic"), (second, "clinical")):
        who = ("--reviewer", reviewer.id, "--key", reviewer.key)
        world.run("sign-off", "heat", "-l", "es", "--role", role, *who, "--yes")
    project = Project.open(world.root)
    with open_memory(project) as memory:
        refresh(project, memory, project.settings.locales[1:], now=datetime.datetime.now(datetime.UTC))
        (found,) = memory.exact(ES, "Heat")
        assert found.pair.state is State.APPROVED
    world.source("cold", "Heat", "Nothing else here.")
    world.run("update")
    assert "# From memory: approved in heat" in world.entry("cold", "Heat")
    status = world.run("status", "-l", "es")
    (line,) = [line for line in status.splitlines() if line.startswith("cold ")]
    assert line.split()[2:7] == ["1", "0", "1", "0", "0"]


def test_a_whole_document_comes_out_translated_in_six_languages(tmp_path: Path) -> None:
    from pipeline.memory.tmx_reading import read_tmx

    with (DATA / "tico-19.tmx").open("rb") as file:
        sentences = [unit.variants[0][1] for unit in read_tmx(file)]
    locales = ["ar", "es", "fr", "hi", "sw", "zh-Hans"]
    settings = f'source_locale = "en"\nlocales = ["en", {", ".join(map(repr, locales))}]\n'
    world = World(tmp_path / "project", settings=settings)
    world.source("emergency", sentences[0], "7 July 2020", *sentences[1:])
    packed = tmp_path / "tico-19.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(DATA / "tico-19.tmx", "folder/tico-19.tmx")
    taken = world.run("memory", "import", packed)
    assert taken.splitlines() == [f"tico-19.zip: 10 pairs taken into {locale}" for locale in locales]
    assert world.run("update").count("from the memory 10 translated, 0 fuzzy") == 6
    world.run("build", "--format", "txt")
    for locale in locales:
        text = (world.root / f"build/{locale}/emergency.txt").read_text(encoding="utf-8")
        assert not any(sentence in text for sentence in sentences[1:])


def test_export_then_import_elsewhere_gives_the_same_answers(world: World, tmp_path: Path) -> None:
    assert "3 pairs written" in world.run("memory", "export", tmp_path / "all.tmx")
    data = (tmp_path / "all.tmx").read_bytes()
    world.run("memory", "export", tmp_path / "all.tmx")
    assert (tmp_path / "all.tmx").read_bytes() == data
    other = World(tmp_path / "other")
    other.source("cold", "Heat", "Drink plenty of water every day.")
    other.run("memory", "import", tmp_path / "all.tmx")
    assert "from the memory 2 translated" in other.run("update")


def test_a_broken_file_leaves_the_memory_as_it_was(world: World, tmp_path: Path) -> None:
    broken = tmp_path / "a.tmx"
    broken.write_bytes((DATA / "tico-19.tmx").read_bytes()[:-200])
    ran = polyleaf("memory", "import", broken, cwd=world.root)
    assert ran.code == 1 and ran.err.startswith(f"polyleaf: {broken}:") and "not well-formed" in ran.err
    assert "nothing like it" in world.run("memory", "lookup", "US President Trump declares", "-l", "fr")


@pytest.mark.parametrize("data", [b"PK\x03\x04 is no zip", b"PK\x03\x04"])
def test_a_broken_zip_is_a_clear_error(world: World, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    ran = polyleaf("memory", "import", tmp_path / "a.zip", cwd=world.root)
    assert ran.code == 1 and "broken zip" in ran.err


def test_a_zip_without_tmx_is_a_clear_error(world: World, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("readme.txt", "x")
    ran = polyleaf("memory", "import", tmp_path / "a.zip", cwd=world.root)
    assert ran.code == 1 and "holds no .tmx file" in ran.err


def test_a_cache_that_is_no_database_says_what_to_do(world: World) -> None:
    (world.root / ".polyleaf/memory.db").write_bytes(b"this is no database" * 100)
    ran = polyleaf("memory", "lookup", "Heat", cwd=world.root)
    assert ran.code == 1 and ".polyleaf/memory.db" in ran.err and "delete it" in ran.err


@pytest.mark.parametrize(
    ("bytes_a_file", "hint"),
    [(512, "free some space and run it again"), (None, "see that it and its folder may be written")],
    ids=["a full disk", "a folder in its place"],
)
def test_only_a_broken_memory_is_to_be_deleted(world: World, bytes_a_file: int | None, hint: str) -> None:
    """What was imported would be gone with it."""
    if bytes_a_file is None:
        (world.root / ".polyleaf/memory.db").mkdir()

    def limit() -> None:
        if bytes_a_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_a_file, bytes_a_file))

    ran = subprocess.run(
        [sys.executable, "-m", "pipeline", "-C", str(world.root), "memory", "lookup", "Heat"],
        preexec_fn=limit,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("polyleaf: .polyleaf/memory.db: the memory cannot be used: ")
    assert ran.stderr.endswith(f"; {hint}\n")


def test_a_memory_of_another_version_is_not_touched(world: World) -> None:
    from sqlalchemy import update

    from pipeline.memory.tables import numbers
    from pipeline.project.memory_database import memory_connection

    world.run("memory", "lookup", "Heat")
    with memory_connection(Project.open(world.root).paths, "") as connection:
        connection.execute(update(numbers).where(numbers.c.name == "schema").values(value=99))
    ran = polyleaf("memory", "lookup", "Heat", cwd=world.root)
    assert ran.code == 1 and "another version" in ran.err


@pytest.mark.parametrize(
    ("cap", "says"),
    [
        ("tmx_bytes = 5_000", "larger than 5,000 bytes; split it, or raise limits.tmx_bytes"),
        ("tmx_characters = 100", "at most 100 are taken, unless limits.tmx_characters says more"),
    ],
)
def test_the_caps_on_memories_are_settings(world: World, cap: str, says: str) -> None:
    (world.root / "polyleaf.toml").write_text(f"{SETTINGS}[limits]\n{cap}\n", encoding="utf-8")
    ran = polyleaf("memory", "import", DATA / "tico-19.tmx", cwd=world.root)
    assert ran.code == 1 and says in ran.err and "tico-19.tmx" in ran.err


@pytest.mark.slow
def test_several_processes_make_one_memory_at_the_same_time(world: World) -> None:
    for path in (world.root / ".polyleaf").glob("memory.db*"):
        path.unlink()
    for number in range(4):
        (world.root / f"{number}.tmx").write_bytes((DATA / "two-documents.tmx").read_bytes())
    command = [sys.executable, "-m", "pipeline", "-C", str(world.root), "memory", "import"]
    running = [
        subprocess.Popen([*command, str(world.root / f"{number}.tmx")], stderr=subprocess.PIPE, text=True)
        for number in range(4)
    ]
    told = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0] * 4, told
    with open_memory(Project.open(world.root)) as memory:
        assert sum(name.startswith("file:") for name in memory.origins()) == 4
        assert memory.count(ES) == 4 * 69


def test_a_project_can_do_without(world: World) -> None:
    (world.root / "polyleaf.toml").write_text(SETTINGS + 'memory = "off"\n', encoding="utf-8")
    world.source("cold", "Cold", "Drink plenty of water every day.")
    assert "from the memory" not in world.run("update")
    assert not (world.root / ".polyleaf/memory.db").exists()
    ran = polyleaf("memory", "lookup", "Heat", cwd=world.root)
    assert ran.code == 2 and "has no memory" in ran.err


def test_an_update_that_needs_no_memory_opens_none(world: World) -> None:
    world.source("heat", "Heat", "Drink plenty of cool water every day.")
    world.run("update")
    world.run("update", "--fill")
    assert not (world.root / ".polyleaf/memory.db").exists()


@pytest.mark.parametrize(
    "address",
    [
        "mysql://someone:TOPSECRET@host/db",
        "postgresql://someone:TOPSECRET@host/db",
        "TOPSECRET",
        "sqlite:///TOPSECRET",
    ],
)
def test_a_wrong_address_is_refused_without_being_shown(tmp_path: Path, address: str) -> None:
    world = World(tmp_path, settings=SETTINGS + f'memory = "{address}"\n')
    world.source("heat", "Heat")
    ran = polyleaf("memory", "lookup", "Heat", cwd=world.root)
    assert ran.code == 1 and "polyleaf.toml:3" in ran.err and "TOPSECRET" not in ran.err + ran.out


@pytest.mark.parametrize(
    "address",
    [
        "someone:TOPSECRET@127.0.0.1:1/db",
        "someone@127.0.0.1:1/db?password=TOPSECRET",
        "someone:TOP%53ECRET@127.0.0.1:1/TOPSECRET",
        "someone:TOPSECRET@127.0.0.1:TOPSECRET/db",
    ],
)
def test_no_password_shows_when_a_database_cannot_be_reached(tmp_path: Path, address: str) -> None:
    world = World(tmp_path, settings=SETTINGS + f'memory = "postgresql+psycopg://{address}"\n')
    world.source("heat", "Heat")
    ran = polyleaf("memory", "lookup", "Heat", cwd=world.root)
    assert ran.code == 1 and "memory" in ran.err
    assert "TOPSECRET" not in ran.err.replace("/TOPSECRET", "") + ran.out


@pytest.mark.slow
def test_a_team_shares_its_memory_in_postgresql(postgresql: str, tmp_path: Path) -> None:
    settings = SETTINGS + f'memory = "{postgresql}"\n'
    first, second = (
        World(tmp_path / "first", settings=settings),
        World(tmp_path / "second", settings=settings),
    )
    first.source("heat", "Heat", "Drink plenty of water every day.")
    first.run("update")
    first.translate("heat", {"Drink plenty of water every day.": "Beba mucha agua cada día."})
    first.run("memory", "lookup", "Heat")
    second.source("cold", "Cold", "Drink plenty of water every day.")
    assert "from the memory 1 translated" in second.run("update")
    assert not (second.root / ".polyleaf/memory.db").exists()


@pytest.mark.slow
def test_a_wrong_password_is_not_shown(postgresql: str, tmp_path: Path) -> None:
    from urllib.parse import quote

    wrong = postgresql.replace(quote(PASSWORD, safe=""), "WRONGSECRET")
    assert wrong != postgresql
    world = World(tmp_path, settings=SETTINGS + f'memory = "{wrong}"\n')
    world.source("heat", "Heat")
    ran = polyleaf("memory", "lookup", "Heat", cwd=world.root)
    assert ran.code == 1 and "authentication failed" in ran.err and "WRONGSECRET" not in ran.err


def test_a_full_disk_is_no_reason_to_delete_the_memory(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr("pipeline.memory.store.Memory.replace", full)
    world.source("cold", "Cold")
    ran = polyleaf("update", cwd=world.root)
    assert ran.code == 1
    assert ran.err.endswith("database or disk is full; free some space and run it again\n")
