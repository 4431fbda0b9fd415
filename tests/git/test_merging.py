"""Real git merges of catalogs and records; the silent merge of findings among them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.catalogs.model import Catalog, Unit
from pipeline.catalogs.reading import parse_catalog
from tests.git.repository import Repository, new_repository
from tests.support.command import polyleaf

pytestmark = pytest.mark.slow

LEAFLET = (
    "Paracetamol for adults",
    "Take one tablet every six hours.",
    "Drink water with every tablet.",
    "Ask a pharmacist if you are not sure.",
    "Keep the tablets away from children.",
)
OLD, NEW = LEAFLET[1], "Take TWO tablets every EIGHT hours."

# As Poedit and msgcat write long texts: the line msgstr "" between source and target is the same on both
# sides, so git sees two changes that do not touch.
FOLDED = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: es\\n"

msgid ""
"Take one tablet every six hours, with a full glass of water, after you have "
"eaten."
msgstr ""
"Tome un comprimido cada seis horas, con agua, después de "
"comer."

msgid "Rest."
msgstr "Descanse."
"""


@pytest.fixture(autouse=True)
def git_is_there(need: Callable[..., str]) -> None:
    need("git")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = new_repository(tmp_path, *LEAFLET)
    for source in LEAFLET:
        made.translate(source, f"ES {source}")
    made.commit()
    return made


def read(repository: Repository) -> Catalog:
    return parse_catalog(repository.catalog.read_bytes(), "leaflet.po")


def unit_of(repository: Repository, source: str) -> Unit:
    (found,) = (unit for unit in read(repository).units if unit.source == source)
    return found


def everything(repository: Repository) -> str:
    return repository.catalog.read_text(encoding="utf-8")


def folded(folder: Path, *, driver: bool) -> Repository:
    """Two branches of one catalog: theirs makes the target better, main gives the source another dose."""
    made = new_repository(folder, "Rest.", driver=driver)
    made.catalog.write_text(FOLDED, encoding="utf-8")
    made.on_two_branches()
    made.edit(
        "Tome un comprimido cada seis horas, con agua,", "Tome un comprimido cada seis horas con agua y"
    )
    made.commit()
    made.git("checkout", "-q", "main")
    made.edit("Take one tablet every six hours,", "Take TWO tablets every EIGHT hours,")
    made.commit()
    return made


def test_without_the_driver_git_joins_a_new_dose_with_the_translation_of_the_old(tmp_path: Path):
    """What findings tells of, so that the next test is known to prevent something."""
    made = folded(tmp_path, driver=False)
    made.git("merge", "-q", "theirs", "-m", "m")
    unit = read(made).units[0]
    assert unit.source.startswith("Take TWO tablets every EIGHT hours") and "un comprimido" in unit.target
    assert not unit.fuzzy


def test_the_silent_merge_ends_fuzzy_and_holds_both(tmp_path: Path):
    made = folded(tmp_path, driver=True)
    done = made.git("merge", "-q", "theirs", "-m", "m")
    unit = read(made).units[0]
    assert unit.source.startswith("Take TWO tablets every EIGHT hours")
    assert unit.fuzzy
    assert any("cada seis horas con agua y" in line for line in unit.translator_comments)
    assert (unit.previous_source or "").startswith("Take one tablet every six hours")
    assert "1 unit holds what both branches wrote" in done.stderr
    assert made.git("status", "--porcelain").stdout == ""


def test_the_same_through_update_leaves_nothing_to_accept_by_one_key(repository: Repository):
    repository.on_two_branches()
    repository.translate(OLD, "Un comprimido cada 6 horas.")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write(LEAFLET[0], NEW, *LEAFLET[2:])
    repository.polyleaf("update")
    repository.commit()
    repository.git("merge", "-q", "theirs", "-m", "m")
    unit = unit_of(repository, NEW)
    assert (
        unit.target == "" and "Earlier translation: Un comprimido cada 6 horas." in unit.translator_comments
    )
    old = unit_of(repository, OLD)
    assert old.obsolete and old.target == "Un comprimido cada 6 horas."


@pytest.mark.parametrize("into", ["main", "theirs"])
def test_a_better_translation_of_a_reworded_source_is_offered_as_fuzzy(repository: Repository, into: str):
    reworded = "Drink some water with each tablet."
    repository.on_two_branches()
    repository.translate(LEAFLET[2], "Beba agua.")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write(*LEAFLET[:2], reworded, *LEAFLET[3:])
    repository.polyleaf("update")
    repository.commit()
    repository.git("checkout", "-q", into)
    repository.git("merge", "-q", "theirs" if into == "main" else "main", "-m", "m")
    unit = unit_of(repository, reworded)
    assert (unit.target, unit.fuzzy, unit.previous_source) == ("Beba agua.", True, LEAFLET[2])


def test_two_translators_of_one_unit_leave_a_fuzzy_unit_with_both(repository: Repository):
    repository.on_two_branches()
    repository.translate(LEAFLET[4], "Lejos de los niños.")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.translate(LEAFLET[4], "Fuera del alcance de los niños.")
    repository.commit()
    done = repository.git("merge", "-q", "theirs", "-m", "m")
    unit = unit_of(repository, LEAFLET[4])
    assert (unit.target, unit.fuzzy) == ("Fuera del alcance de los niños.", True)
    assert unit.translator_comments == ("Translation of the other branch: Lejos de los niños.",)
    assert "leaflet.po: 1 unit holds" in done.stderr


def test_two_translators_of_neighbouring_units_do_not_meet(repository: Repository):
    repository.on_two_branches()
    repository.translate(LEAFLET[3], "Pregunte.")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.translate(LEAFLET[4], "Guarde.")
    repository.commit()
    repository.git("merge", "-q", "theirs", "-m", "m")
    assert (unit_of(repository, LEAFLET[3]).target, unit_of(repository, LEAFLET[4]).target) == (
        "Pregunte.",
        "Guarde.",
    )
    assert not any(unit.fuzzy for unit in read(repository).units)


@pytest.mark.parametrize("driver", [False, True])
def test_a_translator_whose_editor_writes_the_header_rebases_on_an_updated_source(
    tmp_path: Path, driver: bool
) -> None:
    # What Weblate does when the source has changed while it had work that was not pushed.
    made = new_repository(tmp_path, *LEAFLET, driver=driver)
    made.on_two_branches()
    made.translate(LEAFLET[2], "Beba agua.")
    made.edit('"Last-Translator: \\n"', '"Last-Translator: Name <x@example.org>\\n"')
    date = next(line for line in everything(made).split("\n") if "PO-Revision-Date" in line)
    made.edit(date, '"PO-Revision-Date: 2100-01-01 00:00+0000\\n"')
    made.commit()
    made.git("checkout", "-q", "main")
    made.write(LEAFLET[0], NEW, *LEAFLET[2:])
    date = next(line for line in everything(made).split("\n") if "POT-Creation-Date" in line)
    made.polyleaf("update")
    made.edit(
        next(line for line in everything(made).split("\n") if "POT-Creation-Date" in line),
        date.replace("20", "21", 1),
    )
    made.commit()
    made.git("checkout", "-q", "theirs")
    done = made.git("rebase", "main", code=None)
    if not driver:
        assert done.returncode != 0 and "CONFLICT" in done.stdout
        return
    assert done.returncode == 0, done.stderr
    assert unit_of(made, LEAFLET[2]).targets == ("Beba agua.",)
    assert unit_of(made, NEW).targets == ("",)
    assert read(made).header("Last-Translator") == "Name <x@example.org>"


def test_a_sentence_added_on_each_branch_and_the_template_merge_without_a_conflict(repository: Repository):
    repository.on_two_branches()
    repository.write(LEAFLET[0], "A new first sentence.", *LEAFLET[1:])
    repository.polyleaf("update")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write(*LEAFLET, "A new last sentence.")
    repository.polyleaf("update")
    repository.commit()
    repository.git("merge", "-q", "theirs", "-m", "m")
    expected = [LEAFLET[0], "A new first sentence.", *LEAFLET[1:], "A new last sentence."]
    template = parse_catalog((repository.root / "locales/leaflet.pot").read_bytes(), "leaflet.pot")
    assert [unit.source for unit in template.units] == expected
    assert [unit.source for unit in read(repository).units] == expected
    repository.polyleaf("update")
    assert [unit.source for unit in read(repository).units] == expected
    assert all(
        unit.target == f"ES {unit.source}" for unit in read(repository).units if unit.source in LEAFLET
    )


def test_gnu_gettext_accepts_what_a_merge_leaves(repository: Repository, need: Callable[..., str]):
    repository.on_two_branches()
    repository.translate(OLD, 'Con \\"comillas\\" y \\\\ barra.')
    repository.write(LEAFLET[0], OLD, *LEAFLET[3:])
    repository.polyleaf("update")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.translate(OLD, "Otra.")
    repository.translate(LEAFLET[2], "Otra agua.")
    repository.commit()
    repository.git("merge", "-q", "theirs", "-m", "m")
    command = [need("msgfmt"), "--check", "-o", "/dev/null", str(repository.catalog)]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    assert "Otra agua." in everything(repository) and "comillas" in everything(repository)


def test_a_catalog_that_is_broken_on_one_branch_is_a_conflict_and_keeps_both_sides(repository: Repository):
    repository.on_two_branches()
    repository.edit(f'msgstr "ES {OLD}"', 'msgstr "no closing quote')
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.translate(OLD, "Cada seis horas.")
    repository.commit()
    done = repository.git("merge", "theirs", "-m", "m", code=1)
    assert "the string is not closed" in done.stderr and "leaflet.po (theirs):" in done.stderr
    text = everything(repository)
    assert "<<<<<<< ours" in text and "Cada seis horas." in text and "no closing quote" in text
    ran = polyleaf("update", cwd=repository.root)
    assert ran.code == 1 and "merge-conflict marker" in ran.err


def test_a_catalog_that_both_branches_made_is_merged_too(tmp_path: Path):
    made = new_repository(tmp_path, *LEAFLET)
    made.catalog.unlink()
    made.on_two_branches()
    made.polyleaf("update")
    made.translate(OLD, "De ellos.")
    made.commit()
    made.git("checkout", "-q", "main")
    made.polyleaf("update")
    made.translate(LEAFLET[2], "Nuestro.")
    made.commit()
    made.git("merge", "-q", "theirs", "-m", "m")
    assert (unit_of(made, OLD).target, unit_of(made, LEAFLET[2]).target) == ("De ellos.", "Nuestro.")
    assert not any(unit.fuzzy for unit in read(made).units)


def test_a_rejection_on_one_branch_holds_against_a_new_text_of_the_other(repository: Repository):
    """Rejecting marks a unit fuzzy; the other branch's text was not what the reviewer would have approved."""
    repository.on_two_branches()
    repository.edit(f'msgid "{OLD}"', f'#, fuzzy\nmsgid "{OLD}"')
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.translate(OLD, "Otra.")
    repository.commit()
    repository.git("merge", "-q", "theirs", "-m", "m")
    assert unit_of(repository, OLD).fuzzy


def test_records_of_two_branches_merge_without_a_conflict(repository: Repository):
    folder = repository.root / "locales/es/signoffs/leaflet"
    folder.mkdir(parents=True)
    repository.on_two_branches()
    (folder / f"{'a' * 64}.json").write_text("{}\n", encoding="utf-8")
    repository.commit()
    repository.git("checkout", "-q", "main")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{'b' * 64}.json").write_text("{}\n", encoding="utf-8")
    repository.commit()
    repository.git("merge", "-q", "theirs", "-m", "m")
    assert sorted(path.name[0] for path in folder.iterdir()) == ["a", "b"]


def test_a_project_in_a_folder_whose_name_looks_like_an_option_is_merged(tmp_path: Path):
    outer = Repository(tmp_path)
    outer.git("init", "-qb", "main")
    inner = tmp_path / "-x it's"
    inner.mkdir()
    made = new_repository(inner, *LEAFLET)
    outer.commit()
    outer.git("checkout", "-qb", "theirs")
    made.translate(LEAFLET[2], "Beba.")
    made.edit('"Last-Translator: \\n"', '"Last-Translator: Name\\n"')
    outer.commit()
    outer.git("checkout", "-q", "main")
    made.translate(LEAFLET[1], "Tome.")
    made.edit('"Language-Team: Spanish\\n"', '"Language-Team: Clinic\\n"')
    outer.commit()
    outer.git("merge", "-q", "theirs")
    assert 'msgstr "Beba."' in everything(made) and 'msgstr "Tome."' in everything(made)
    assert read(made).header("Last-Translator") == "Name"


def test_setting_up_twice_changes_nothing_and_keeps_the_attributes_that_are_there(tmp_path: Path):
    made = new_repository(tmp_path, *LEAFLET, driver=False)
    (tmp_path / ".gitattributes").write_text("*.png binary", encoding="utf-8")
    assert ".gitattributes" in made.polyleaf("git-setup")
    assert "nothing to do" in made.polyleaf("git-setup")
    lines = (tmp_path / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert lines == ["*.png binary", "*.po merge=polyleaf", "*.pot merge=polyleaf"]


def test_a_project_outside_git_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "polyleaf.toml").write_text('source_locale = "en"\nlocales = ["es"]\n', encoding="utf-8")
    ran = polyleaf("git-setup", cwd=tmp_path)
    assert ran.code == 1 and "git" in ran.err and len(ran.err.splitlines()) == 1


def test_strict_merging_ends_in_a_conflict_for_git(repository: Repository, tmp_path: Path):
    versions = []
    for number, target in enumerate(("ES", "uno", "dos")):
        path = tmp_path / f"{number}.po"
        path.write_text(f'msgid "a"\nmsgstr "{target}"\n', encoding="utf-8")
        versions.append(path)
    assert polyleaf("merge-po", "--strict", *versions).code == 1
    assert "#, fuzzy" in versions[1].read_text(encoding="utf-8")


def test_a_file_that_is_not_there_is_named_as_it_was_typed(tmp_path: Path) -> None:
    base, ours = tmp_path / "base.po", tmp_path / "ours.po"
    for path in (base, ours):
        path.write_bytes(b'msgid ""\nmsgstr "Language: es\\n"\n')
    assert polyleaf("merge-po", base, ours, tmp_path / "gone.po").err.startswith(
        f"polyleaf: {tmp_path}/gone.po (theirs): "
    )
    assert polyleaf("merge-po", base, ours, tmp_path / "gone.po", "a.po").err.startswith(
        "polyleaf: a.po (theirs): "
    )
