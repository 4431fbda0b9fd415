"""Updates of real projects: edits, changed rules of splitting, broken and huge catalogs, two runs at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.catalogs.model import Unit
from pipeline.catalogs.reading import parse_catalog
from pipeline.catalogs.writing import serialize_catalog
from pipeline.errors import StoreError
from pipeline.project.store import Project, StoredFile
from tests.support.command import polyleaf

TEXT = (
    "Fever in children",
    "Give your child water often. Keep the room cool. Give 5 ml every 6 hours.",
    "Do not give aspirin.",
    "Call the  clinic if you are worried.",
    "Let your child sleep as long as it wants.",
)


class Folder:
    """A project in one language, with a leaflet of paragraphs."""

    def __init__(self, root: Path, *paragraphs: str) -> None:
        self.root = root
        self.settings("sentence")
        self.write(*paragraphs)
        self.catalog = root / "locales/es/LC_MESSAGES/leaflet.po"

    def settings(self, segmentation: str) -> None:
        text = f'source_locale = "en"\nlocales = ["es"]\nsegmentation = "{segmentation}"\nmemory = "off"\n'
        (self.root / "polyleaf.toml").write_text(text, encoding="utf-8")

    def write(self, *paragraphs: str) -> None:
        (self.root / "source").mkdir(exist_ok=True)
        text = "\n\n".join(paragraphs) + "\n"
        (self.root / "source" / "leaflet.txt").write_text(text, encoding="utf-8")

    def update(self, *options: str) -> str:
        ran = polyleaf("update", *options, cwd=self.root)
        assert ran.code == 0, ran.err
        return ran.out

    def units(self) -> dict[str, Unit]:
        return {unit.source: unit for unit in parse_catalog(self.catalog.read_bytes(), "es.po").units}

    def translate(self, made: dict[str, str] | None = None) -> None:
        """Fill every unit in: with what is given, or "[source]"."""
        catalog = parse_catalog(self.catalog.read_bytes(), "es.po")
        lines = self.catalog.read_text(encoding="utf-8").split("\n")
        for unit in catalog.active:
            target = (made or {}).get(unit.source, f"[{unit.source}]")
            at = lines.index(f'msgid "{unit.source}"') + 1
            lines[at] = f'msgstr "{target}"'
        self.catalog.write_text("\n".join(lines), encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path, *TEXT)
    made.update()
    made.translate()
    return made


def test_a_dry_run_shows_what_would_become_of_each_sentence_and_writes_nothing(folder: Folder) -> None:
    folder.write(
        TEXT[0],
        TEXT[4],
        "Give your child water often. Keep the room cool. Give 10 ml every 6 hours.",
        "Call the clinic if you are worried.",
        "Give aspirin.",
        "A new sentence.",
    )
    before = folder.files()
    shown = folder.update("--dry-run")
    assert folder.files() == before
    assert "leaflet.po: to be updated; 5 kept (1 moved), 0 fuzzy, 3 new (2 with the earlier" in shown
    assert "  new: A new sentence.\n" in shown
    assert "  moved: Let your child sleep as long as it wants.\n" in shown
    assert (
        "  empty, with its earlier translation in a comment (number or measure changed):\n"
        "    - Give 5 ml every 6 hours.\n"
        "    + Give 10 ml every 6 hours.\n"
    ) in shown
    assert "  kept (spacing or typography changed):\n    - Call the  clinic" in shown
    assert "  obsolete: Do not give aspirin.\n" in shown
    counts = folder.update().splitlines()[0].partition("; ")[2]
    assert counts == shown.splitlines()[0].partition("; ")[2]
    assert "to be" not in folder.update()


def test_a_change_of_spacing_alone_keeps_the_translation_and_its_comments(folder: Folder) -> None:
    folder.write(*TEXT[:3], "Call the clinic if you are worried.", TEXT[4])
    folder.update()
    unit = folder.units()["Call the clinic if you are worried."]
    assert (unit.target, unit.fuzzy) == ("[Call the  clinic if you are worried.]", False)
    assert TEXT[3] not in folder.units()


def test_from_sentences_to_paragraphs_and_back_no_translation_is_lost(folder: Folder) -> None:
    sentences = {unit.source: unit.target for unit in folder.units().values()}
    folder.settings("paragraph")
    folder.update()
    whole = folder.units()[TEXT[1]]
    assert whole.target == ("[Give your child water often.] [Keep the room cool.] [Give 5 ml every 6 hours.]")
    assert not whole.fuzzy
    folder.settings("sentence")
    folder.update()
    active = {unit.source: unit for unit in folder.units().values() if not unit.obsolete}
    assert {source: unit.target for source, unit in active.items()} == sentences
    assert not any(unit.fuzzy for unit in active.values())


def test_a_paragraph_is_split_where_its_translation_has_as_many_sentences(tmp_path: Path) -> None:
    folder = Folder(tmp_path, *TEXT)
    folder.settings("paragraph")
    folder.update()
    folder.translate({TEXT[1]: "Dele agua a menudo. Mantenga fresca la habitación. Dé 5 ml cada 6 horas."})
    folder.settings("sentence")
    folder.update()
    units = folder.units()
    assert units["Give 5 ml every 6 hours."].target == "Dé 5 ml cada 6 horas."
    for source in ("Give your child water often.", "Keep the room cool.", "Give 5 ml every 6 hours."):
        assert units[source].fuzzy and units[source].previous_source == TEXT[1]


@pytest.mark.parametrize(
    "target",
    ["Dele agua y mantenga fresca la habitación. Dé 5 ml cada 6 horas.", "Dele 5. Agua. Dé ml cada 6."],
)
def test_a_paragraph_whose_translation_does_not_match_stays_in_comments(tmp_path: Path, target: str) -> None:
    folder = Folder(tmp_path, *TEXT)
    folder.settings("paragraph")
    folder.update()
    folder.translate({TEXT[1]: target})
    folder.settings("sentence")
    folder.update()
    unit = folder.units()["Give 5 ml every 6 hours."]
    assert unit.target == "" and f"Earlier translation: {target}" in unit.translator_comments
    assert folder.units()[TEXT[1]].target == target and folder.units()[TEXT[1]].obsolete


WATER, ROOM = "Give your child water often.", "Keep the room cool."


def test_sentences_joined_and_edited_at_once_have_both_translations_to_start_from(folder: Folder) -> None:
    folder.write(
        TEXT[0], "Give your child water often and keep the room cool. Give 5 ml every 6 hours.", *TEXT[2:]
    )
    folder.update()
    unit = folder.units()["Give your child water often and keep the room cool."]
    assert unit.fuzzy and unit.target == f"[{WATER}] [{ROOM}]"
    assert unit.previous_source == f"{WATER} {ROOM}"
    assert folder.units()[WATER].obsolete and folder.units()[ROOM].obsolete


def test_sentences_joined_with_another_number_are_only_shown_in_a_comment(folder: Folder) -> None:
    folder.write(
        TEXT[0],
        "Give your child water often. Keep the room cool and give 10 ml every 6 hours.",
        *TEXT[2:],
    )
    folder.update()
    unit = folder.units()["Keep the room cool and give 10 ml every 6 hours."]
    assert not unit.target and not unit.fuzzy
    assert f"Earlier translation: [{ROOM}]" in unit.translator_comments
    assert "Earlier translation: [Give 5 ml every 6 hours.]" in unit.translator_comments


def test_a_sentence_split_and_edited_at_once_is_cut_where_its_translation_can_be(tmp_path: Path) -> None:
    whole = "Give your child water often and keep the room cool."
    folder = Folder(tmp_path, TEXT[0], whole, *TEXT[2:])
    folder.update()
    folder.translate({whole: "Dele agua a menudo. Mantenga fresca la habitación."})
    folder.write(TEXT[0], f"{WATER} {ROOM}", *TEXT[2:])
    folder.update()
    units = folder.units()
    assert [units[source].target for source in (WATER, ROOM)] == [
        "Dele agua a menudo.",
        "Mantenga fresca la habitación.",
    ]
    assert all(units[source].fuzzy and units[source].previous_source == whole for source in (WATER, ROOM))


def test_an_edit_beside_a_sentence_that_left_is_an_edit_and_no_join(folder: Folder) -> None:
    folder.write(TEXT[0], "Give your baby water often. Give 5 ml every 6 hours.", *TEXT[2:])
    folder.update()
    unit = folder.units()["Give your baby water often."]
    assert (unit.target, unit.previous_source) == (f"[{WATER}]", WATER)


def test_a_catalog_that_someone_saves_during_the_run_is_not_overwritten(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write(*TEXT, "One more.")
    theirs = folder.catalog.read_text(encoding="utf-8").replace("[Do not give aspirin.]", "No dé aspirina.")
    read = Project.read_catalog
    seen: list[Path] = []

    def read_and_save(project: Project, path: Path) -> StoredFile | None:
        found = read(project, path)
        if path == folder.catalog and not seen:
            seen.append(path)
            folder.catalog.write_text(theirs, encoding="utf-8")
        return found

    monkeypatch.setattr(Project, "read_catalog", read_and_save)
    before = (folder.root / "locales/leaflet.pot").read_bytes()
    ran = polyleaf("update", cwd=folder.root)
    assert ran.code == StoreError.exit_code and "was changed by someone else just now" in ran.err
    assert folder.catalog.read_text(encoding="utf-8") == theirs
    assert (folder.root / "locales/leaflet.pot").read_bytes() == before
    folder.update()
    assert folder.units()["Do not give aspirin."].target == "No dé aspirina."


@pytest.mark.slow
@pytest.mark.parametrize("command", ["extract", "update"])
def test_what_someone_translated_in_the_template_is_not_written_over(folder: Folder, command: str) -> None:
    template = folder.root / "locales/leaflet.pot"
    text = template.read_text("utf-8")
    entry = 'msgid "Do not give aspirin."\nmsgstr "'
    assert entry in text
    template.write_text(text.replace(entry, f"{entry}No dé aspirina."), "utf-8")
    line = text[: text.index(entry)].count("\n") + 1
    before = template.read_bytes()
    ran = polyleaf(command, cwd=folder.root)
    assert (ran.code, ran.err) == (
        1,
        f"polyleaf: locales/leaflet.pot:{line}: a translation in the template, which is written over; "
        "put it into the catalog of its language (a .po file), and take it out of here\n",
    )
    assert template.read_bytes() == before


def test_two_updates_at_once_both_end_well(folder: Folder) -> None:
    folder.write(*TEXT, "One more.")
    command = [sys.executable, "-m", "pipeline", "-C", str(folder.root), "update"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    told = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], told
    assert sum(b"updated" in out for out, _ in told) == 1
    assert "One more." in folder.units() and folder.units()["Do not give aspirin."].target


def big(*units: Unit) -> bytes:
    from tests.catalogs.strategies import HEADERS, Catalog

    return serialize_catalog(Catalog(HEADERS, units))


def test_a_line_of_a_megabyte_and_80_000_continuation_lines_are_read_and_kept(folder: Folder) -> None:
    long = "palabra " * 125_000
    pieces = "".join(f'"línea {number} "\n' for number in range(80_000))
    data = big(Unit(TEXT[0], (long,))).decode() + f'\nmsgid "Do not give aspirin."\nmsgstr ""\n{pieces}'
    folder.catalog.write_text(data, encoding="utf-8")
    folder.write(TEXT[0], "Do not give  aspirin.")
    folder.update()
    units = folder.units()
    assert units[TEXT[0]].target == long
    assert units["Do not give  aspirin."].target.startswith("línea 0 línea 1 ")
    assert units["Do not give  aspirin."].target.endswith("línea 79999 ")


def test_a_text_over_the_cap_is_a_clear_error_and_nothing_is_written(folder: Folder) -> None:
    folder.catalog.write_bytes(big(Unit(TEXT[0], ("x" * 4_200_000,))))
    before = folder.files()
    ran = polyleaf("update", cwd=folder.root)
    assert ran.code == 1 and "leaflet.po:" in ran.err and "longer than" in ran.err
    assert folder.files() == before


@pytest.mark.slow
def test_a_catalog_of_100_000_units_is_updated(folder: Folder) -> None:
    many = tuple(Unit(f"Sentence {number} of very many.", (f"Frase {number}.",)) for number in range(100_000))
    folder.settings("paragraph")
    folder.catalog.write_bytes(big(*many))
    folder.write("A title", *(unit.source for unit in many[:50_000]), "Sentence of very many.")
    shown = folder.update()
    assert "50000 kept" in shown and "50000 obsolete" in shown
    units = folder.units()
    assert all(units[unit.source].target == unit.target for unit in many)


def test_a_sentence_told_apart_keeps_its_translation_in_every_place_until_it_is_looked_at(
    folder: Folder,
) -> None:
    folder.write("Lungs", "Right", "Answers", "Right")
    folder.update()
    folder.translate({"Right": "Derecha"})
    text = (folder.root / "polyleaf.toml").read_text(encoding="utf-8")
    (folder.root / "polyleaf.toml").write_text(text + 'tell_apart = ["Right"]\n', encoding="utf-8")
    folder.update()
    catalog = parse_catalog(folder.catalog.read_bytes(), "es.po")
    told = [unit for unit in catalog.active if unit.source == "Right"]
    assert [(unit.context, unit.target, unit.fuzzy) for unit in told] == [
        ("after: Lungs", "Derecha", True),
        ("after: Answers", "Derecha", True),
    ]
    assert polyleaf("build", "--format", "txt", cwd=folder.root).code == 0
