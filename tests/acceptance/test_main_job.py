"""The main job from end to end: init, translate, sign off, publish; and everything that must be refused."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import polyleaf
from tests.support.reviewers import TestReviewer, make_reviewer, write_reviewers

DOMAIN = "washing-your-hands"

SPANISH = {
    "Washing your hands": "Lavarse las manos",
    "Clean hands stop many illnesses from spreading.": (
        "Las manos limpias evitan que se propaguen muchas enfermedades."
    ),
    "Wash them before you eat, and after you use the toilet.": (
        "Láveselas antes de comer y después de usar el baño."
    ),
    "Wet your hands, use soap, and rub every part for at least 20 seconds.": (
        "Mójese las manos, use jabón y frótese todas las partes durante al menos 20 segundos."
    ),
    "Do not forget the thumbs and the fingertips.": "No olvide los pulgares ni las puntas de los dedos.",
    "Rinse, then dry with a clean towel.": "Enjuáguese y luego séquese con una toalla limpia.",
    "If you have no soap and water, use a hand rub with at least 60% alcohol.": (
        "Si no tiene agua y jabón, use un gel con al menos un 60 % de alcohol."
    ),
    "Keep it away from children.": "Manténgalo fuera del alcance de los niños.",
}


def translate(path: Path, targets: dict[str, str]) -> None:
    """Fill a catalog as a translator's editor would."""
    text = path.read_text(encoding="utf-8")
    for source, target in targets.items():
        entry = f'msgid "{source}"\nmsgstr ""\n'
        assert entry in text
        text = text.replace(entry, f'msgid "{source}"\nmsgstr "{target}"\n')
    path.write_text(text, encoding="utf-8")


class World:
    """A project with a finished Spanish translation and two reviewers."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        self.keys = folder / "keys"
        assert polyleaf("init", self.root, "-l", "es", "-l", "fr").code == 0
        self.catalog = self.root / "locales/es/LC_MESSAGES" / f"{DOMAIN}.po"
        self.records = self.root / "locales/es/signoffs" / DOMAIN
        translate(self.catalog, SPANISH)
        self.a = make_reviewer(self.keys, "reviewer-a", "linguistic")
        self.b = make_reviewer(self.keys, "reviewer-b", "clinical")
        write_reviewers(self.root, [self.a, self.b])

    def sign(self, reviewer: TestReviewer, role: str, *more: str):
        return polyleaf(
            "sign-off",
            DOMAIN,
            *("--locale", "es", "--role", role, "--reviewer", reviewer.id, "--key", reviewer.key, "--yes"),
            *more,
            cwd=self.root,
        )

    def approve(self) -> None:
        for reviewer, role in ((self.a, "linguistic"), (self.b, "clinical")):
            ran = self.sign(reviewer, role)
            assert ran.code == 0, ran.err

    def publish(self, name: str = "out", *more: str):
        return polyleaf("publish", "--output", self.root.parent / name, *more, cwd=self.root)

    def published(self, name: str = "out") -> dict[str, bytes]:
        out = self.root.parent / name
        return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}

    def edit(self, old: str, new: str) -> None:
        text = self.catalog.read_text(encoding="utf-8")
        assert old in text
        self.catalog.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


LEAFLETS = [f"es/{DOMAIN}.html", f"es/{DOMAIN}.pdf", f"es/{DOMAIN}.txt"]


def test_what_init_makes_builds_at_once_as_drafts(tmp_path: Path) -> None:
    root = tmp_path / "new"
    assert polyleaf("init", root, "-l", "es", "-l", "ar").code == 0
    ran = polyleaf("build", cwd=root)
    assert ran.code == 0, ran.err
    assert "9 files made" in ran.out
    assert "9 of them drafts" in ran.out
    for locale in ("en", "es", "ar"):
        assert (root / "build" / locale / f"{DOMAIN}.html").is_file()
    again = polyleaf("build", cwd=root)
    assert "all 9 files are up to date" in again.out


def test_init_names_every_file_that_it_makes(tmp_path: Path) -> None:
    said = polyleaf("init", tmp_path, "-l", "ar").out.partition("\n\nNext")[0].splitlines()
    files = (path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert sorted(said) == sorted(path.as_posix() for path in files if path.parts[0] != ".polyleaf")


def test_the_next_step_of_init_can_be_copied_where_the_folder_has_a_space(tmp_path: Path) -> None:
    said = polyleaf("init", "my clinic", "-l", "ar", cwd=tmp_path).out
    assert f"Next: cd '{tmp_path}/my clinic', then" in said
    assert (tmp_path / "my clinic" / "polyleaf.toml").is_file()


def test_files_that_look_like_leaflets_and_are_none_are_named_with_what_to_do(tmp_path: Path) -> None:
    assert polyleaf("init", tmp_path, "-l", "ar").code == 0
    for name in ("old.doc", "page.htm", "LOUD.TXT", "picture.png", "~$old.doc", ".hidden.odt"):
        (tmp_path / "source" / name).write_bytes(b"x")
    for command in ("update", "status"):
        ran = polyleaf(command, cwd=tmp_path)
        assert ran.code == 0, ran.err
        lines = [line for line in (ran.out + ran.err).splitlines() if "is no document" in line]
        assert lines == [
            "source/LOUD.TXT: is no document of this project; write its ending in small letters: .txt",
            "source/old.doc: is no document of this project; save it as .docx in Word or LibreOffice",
            "source/page.htm: is no document of this project; "
            'add "source/**/*.htm" to "documents" in the settings',
        ]


def test_a_leaflet_without_a_date_is_built_and_says_none(tmp_path: Path) -> None:
    assert polyleaf("init", tmp_path, "-l", "ar").code == 0
    (tmp_path / "source" / "plain.txt").write_text("A title\n\nA paragraph.\n")
    assert polyleaf("update", cwd=tmp_path).code == 0
    ran = polyleaf("build", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert (tmp_path / "build/ar/plain.pdf").read_bytes().startswith(b"%PDF")
    assert "Published" not in (tmp_path / "build/en/plain.txt").read_text()


def test_one_locale_approved_in_both_roles_is_published_and_no_other(world: World) -> None:
    world.approve()
    assert polyleaf("verify", cwd=world.root).code == 0
    ran = world.publish("out", "--policy", "skip")
    assert ran.code == 0, ran.err
    assert sorted(world.published()) == sorted([*LEAFLETS, "index.html", "manifest.json"])
    entry = json.loads(world.published()["manifest.json"])["leaflets"][0]
    assert entry["locale"] == "es"
    assert [role for role, _ in entry["reviews"]] == ["linguistic", "clinical"]
    assert "Draft" not in world.published()[LEAFLETS[2]].decode()


def test_under_fail_the_others_shut_the_gate_and_nothing_is_written(world: World) -> None:
    world.approve()
    ran = world.publish()
    assert ran.code == 1
    assert "fr washing-your-hands: not approved: " in ran.err
    assert "--policy skip" in ran.err
    assert not (world.root.parent / "out").exists()


def test_one_role_is_not_enough(world: World) -> None:
    assert world.sign(world.a, "linguistic").code == 0
    ran = world.publish("out", "--policy", "skip")
    assert ran.code == 1
    assert "clinical" in ran.err


def test_one_changed_character_shuts_the_gate_and_the_unit_is_named(world: World) -> None:
    world.approve()
    world.edit("20 segundos", "30 segundos")
    ran = world.publish("out", "--policy", "skip")
    assert ran.code == 1
    assert "Wet your hands, use soap" in ran.err
    assert re.search(r"line \d+", ran.err)
    assert not (world.root.parent / "out").exists()


def test_a_changed_source_shuts_the_gate(world: World) -> None:
    world.approve()
    source = world.root / "source" / f"{DOMAIN}.txt"
    source.write_text(source.read_text().replace("20 seconds", "40 seconds"))
    assert world.publish("out", "--policy", "skip").code == 1
    assert polyleaf("update", cwd=world.root).code == 0
    ran = world.publish("out", "--policy", "skip")
    assert ran.code == 1
    assert "Wet your hands, use soap" in ran.err


def test_sentences_in_another_order_are_to_be_signed_again(world: World) -> None:
    world.approve()
    source = world.root / "source" / f"{DOMAIN}.txt"
    text = source.read_text()
    thumbs, rinse = "Do not forget the thumbs and the fingertips.", "Rinse, then dry with a clean towel."
    source.write_text(text.replace(f"{thumbs} {rinse}", f"{rinse} {thumbs}"))
    assert polyleaf("update", cwd=world.root).code == 0
    ran = world.publish("out", "--policy", "skip")
    assert ran.code == 1
    assert "order" in ran.err


@pytest.mark.parametrize(
    "mark", ["#, fuzzy", "#, fuzzy no-wrap", "#,no-wrap,\tfuzzy", "#= fuzzy", "#, Fuzzy"]
)
def test_a_fuzzy_unit_shuts_the_gate_though_it_was_signed(world: World, mark: str) -> None:
    world.approve()
    world.edit('msgid "Keep it away', f'{mark}\nmsgid "Keep it away')
    ran = world.publish("out", "--policy", "skip")
    assert ran.code == 1
    assert "fuzzy" in ran.err


def test_a_corrected_text_that_comes_back_is_to_be_signed_again(world: World) -> None:
    world.approve()
    world.edit("No olvide los pulgares", "No se olvide de los pulgares")
    world.approve()
    assert world.publish("out", "--policy", "skip").code == 0
    world.edit("No se olvide de los pulgares", "No olvide los pulgares")  # as a bad merge would
    ran = world.publish("out2", "--policy", "skip")
    assert ran.code == 1
    assert "Do not forget the thumbs" in ran.err
    world.approve()
    assert world.publish("out2", "--policy", "skip").code == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Published: ", "Published: 2001-02-03\n#"),
        ("Wet your hands", "- Wet your hands"),
        ("Rinse, then", "\nRinse, then"),
    ],
    ids=["another date", "a list", "another paragraph"],
)
def test_the_form_of_the_document_is_signed_with_its_text(world: World, old: str, new: str) -> None:
    world.approve()
    source = world.root / "source" / f"{DOMAIN}.txt"
    text = source.read_text()
    if "#" in new:
        lines = [("Published: 2001-02-03" if line.startswith(old) else line) for line in text.splitlines()]
        source.write_text("\n".join(lines) + "\n")
    else:
        source.write_text(text.replace(old, new))
    ran = world.publish("out", "--policy", "skip")
    assert ran.code == 1
    assert "order or form" in ran.err


def test_a_picture_is_signed_with_the_text_beside_it(world: World) -> None:
    (world.root / "source" / f"{DOMAIN}.txt").unlink()
    picture = world.root / "source" / "dose.gif"
    picture.write_bytes(b"GIF89a" + bytes(20))
    (world.root / "source" / "dose.md").write_text("# Dose\n\n![The dose](dose.gif)\n\nTake it daily.\n")

    for reviewer, role in ((world.a, "linguistic"), (world.b, "clinical")):
        ran = polyleaf(
            *(
                "sign-off",
                "dose",
                "-l",
                "en",
                "-r",
                role,
                "--reviewer",
                reviewer.id,
                "-k",
                reviewer.key,
                "-y",
            ),
            cwd=world.root,
        )
        assert ran.code == 0, ran.err
    assert (
        polyleaf("status", "-l", "en", "--format", "json", cwd=world.root).out.count('"publishable": true')
        == 1
    )
    picture.write_bytes(b"GIF89a" + bytes(19) + b"x")
    ran = world.publish("out", "--locale", "en")
    assert ran.code == 1
    assert "order or form" in ran.err


def test_a_catalog_in_the_wrong_folder_is_refused(world: World) -> None:
    world.approve()
    world.edit('"Language: es', '"Language: ar')
    name = f"locales/es/LC_MESSAGES/{DOMAIN}.po"
    line = world.catalog.read_text(encoding="utf-8").splitlines().index('"Language: ar\\n"') + 1
    what = 'its header says Language: ar, but it stands in the folder of "es"'
    for command in (["publish", "-o", world.root.parent / "out"], ["update"], ["status"], ["build"]):
        ran = polyleaf(*command, cwd=world.root)
        assert ran.code == 1
        assert ran.err == f"polyleaf: {name}:{line}: {what}; move the file, or correct the header\n"
    checked = polyleaf("check", cwd=world.root)
    assert checked.code == 1
    assert f"{name}:{line}: error: {what}" in checked.out


def test_a_record_that_lost_its_name_is_named(world: World) -> None:
    world.approve()
    record = sorted(world.records.iterdir())[0]
    record.rename(record.with_suffix(".JSON"))
    ran = polyleaf("verify", cwd=world.root)
    assert ran.code == 1
    assert ".JSON: does not count" in ran.err


def test_a_second_last_translator_in_a_header_is_not_overlooked(world: World) -> None:
    world.approve()
    world.edit('"MIME-Version', f'"Last-Translator: {world.b.id}@example.org\\n"\n"MIME-Version')
    ran = world.publish("out", "--policy", "skip")
    assert ran.code == 1
    assert "nobody has signed for clinical" in ran.err


def test_a_key_that_is_not_in_reviewers_toml_is_refused_when_signing(world: World) -> None:
    stranger = make_reviewer(world.keys, "stranger", "clinical")
    ran = polyleaf(
        *("sign-off", DOMAIN, "--locale", "es", "--role", "clinical", "--reviewer", "reviewer-b"),
        *("--key", stranger.key, "--yes"),
        cwd=world.root,
    )
    assert ran.code == 1
    assert not world.records.exists()


def test_records_of_a_foreign_key_are_refused_by_verify_and_publish(world: World) -> None:
    world.approve()
    stranger = make_reviewer(world.keys, "reviewer-c", "clinical")
    write_reviewers(world.root, [world.a, TestReviewer("reviewer-b", ("clinical",), ("*",), stranger.key)])
    ran = polyleaf("verify", cwd=world.root)
    assert ran.code == 1
    assert "does not count" in ran.err
    assert world.publish("out", "--policy", "skip").code == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [("20 segundos", "90 segundos"), ("approve", "reject!"), ("reviewer-b", "reviewer-a"), ("AAAA", "AAAB")],
)
def test_an_edited_record_is_refused_by_verify_and_publish(world: World, old: str, new: str) -> None:
    world.approve()
    for path in world.records.iterdir():
        text = path.read_text(encoding="utf-8")
        if "reviewer-b" in text:
            assert old in text
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert polyleaf("verify", cwd=world.root).code == 1
    assert world.publish("out", "--policy", "skip").code == 1


def test_a_rejection_shuts_the_gate_even_when_its_record_is_removed(world: World) -> None:
    world.approve()
    before = set(world.records.iterdir())
    ran = world.sign(
        world.b, "clinical", "--decision", "reject", "--unit", "20 seconds", "--comment", "Check the time."
    )
    assert ran.code == 0, ran.err
    shut = world.publish("out", "--policy", "skip")
    assert shut.code == 1
    (record,) = set(world.records.iterdir()) - before
    record.unlink()
    assert world.publish("out", "--policy", "skip").code == 1


def test_revoking_shuts_the_gate_and_signing_again_opens_it(world: World) -> None:
    world.approve()
    assert world.sign(world.b, "clinical", "--decision", "revoke").code == 0
    assert world.publish("out", "--policy", "skip").code == 1
    assert world.sign(world.b, "clinical").code == 0
    assert world.publish("out", "--policy", "skip").code == 0


def test_only_the_changed_unit_needs_signing_again(world: World) -> None:
    world.approve()
    world.edit("No olvide los pulgares", "No se olvide de los pulgares")
    for reviewer, role in ((world.a, "linguistic"), (world.b, "clinical")):
        ran = world.sign(reviewer, role, "--unit", "thumbs")
        assert ran.code == 0, ran.err
        assert "TARGET CHANGED since you signed" in ran.out
        assert "No olvide los pulgares" in ran.out
    assert world.publish("out", "--policy", "skip").code == 0


def test_publishing_twice_gives_the_same_bytes(world: World) -> None:
    world.approve()
    assert world.publish("one", "--policy", "skip").code == 0
    assert world.publish("two", "--policy", "skip", "--jobs", "1").code == 0
    assert world.published("one") == world.published("two")


def test_keep_leaves_the_last_approved_edition_up(world: World) -> None:
    world.approve()
    assert world.publish("out", "--policy", "keep").code == 0
    before = world.published()
    world.edit("20 segundos", "30 segundos")
    ran = world.publish("out", "--policy", "keep")
    assert ran.code == 0, ran.err
    assert "the edition approved earlier stays" in ran.out
    assert world.published() == before


def test_keep_does_not_keep_what_was_revoked(world: World) -> None:
    world.approve()
    assert world.publish("out", "--policy", "keep").code == 0
    assert world.sign(world.b, "clinical", "--decision", "revoke").code == 0
    world.edit("20 segundos", "30 segundos")
    ran = world.publish("out", "--policy", "keep")
    assert ran.code == 1
    assert "no longer stands" in ran.err


def test_keep_does_not_keep_what_was_changed_after_publishing(world: World) -> None:
    world.approve()
    assert world.publish("out", "--policy", "keep").code == 0
    leaflet = world.root.parent / "out" / LEAFLETS[2]
    leaflet.write_bytes(leaflet.read_bytes().replace(b"20", b"90"))
    world.edit("20 segundos", "30 segundos")
    ran = world.publish("out", "--policy", "keep")
    assert ran.code == 1
    assert "was changed after it was published" in ran.err


@pytest.mark.parametrize(
    "claimed",
    ["index.html", "manifest.json", "fr/washing-your-hands.html", "es/other.html", "es/washing-your-hands"],
)
def test_keep_takes_over_no_file_that_is_not_the_leaflets_own(world: World, claimed: str) -> None:
    world.approve()
    assert world.publish("out", "--policy", "keep").code == 0
    world.edit("20 segundos", "30 segundos")
    alter_manifest(world, lambda entry: entry["files"][0].update(path=claimed))
    ran = world.publish("out", "--policy", "keep")
    assert ran.code != 0
    assert "altered" in ran.err or "holds" in ran.err


def test_keep_does_not_keep_an_entry_with_another_version(world: World) -> None:
    world.approve()
    assert world.publish("out", "--policy", "keep").code == 0
    world.edit("20 segundos", "30 segundos")
    alter_manifest(world, lambda entry: entry.update(version="00000000"))
    ran = world.publish("out", "--policy", "keep")
    assert ran.code == 1
    assert "what manifest.json says of the edition published before was altered" in ran.err


def alter_manifest(world: World, alter: Callable[[dict[str, Any]], object]) -> None:
    """Change the entry of the one leaflet, and lay its first file where the entry says it is."""
    path = world.root.parent / "out" / "manifest.json"
    tree = json.loads(path.read_bytes())
    entry = tree["leaflets"][0]
    before = entry["files"][0]["path"]
    alter(entry)
    claimed = path.parent / entry["files"][0]["path"]
    if claimed.name not in ("manifest.json", before.rpartition("/")[2]):
        claimed.parent.mkdir(exist_ok=True)
        claimed.write_bytes((path.parent / before).read_bytes())
        (path.parent / before).unlink()
    path.write_text(json.dumps(tree, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def test_a_file_that_appears_while_publishing_is_never_removed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.workflows import publish

    world.approve()
    assert world.publish("out", "--policy", "skip").code == 0
    note = world.root.parent / "out" / "note.txt"
    genuine = publish._make_files

    def meanwhile(*arguments: Any) -> dict[str, bytes]:
        note.write_text("by hand")
        return genuine(*arguments)

    monkeypatch.setattr(publish, "_make_files", meanwhile)
    assert world.publish("out", "--policy", "skip").code == 2
    assert note.read_text() == "by hand"


def test_a_folder_of_other_files_is_never_replaced(world: World) -> None:
    world.approve()
    (world.root.parent / "out").mkdir()
    (world.root.parent / "out" / "thesis.txt").write_text("years of work")
    ran = world.publish("out", "--policy", "skip")
    assert ran.code == 2
    assert (world.root.parent / "out" / "thesis.txt").read_text() == "years of work"


def test_a_file_added_to_a_publication_is_never_removed(world: World) -> None:
    world.approve()
    assert world.publish("out", "--policy", "skip").code == 0
    extra = world.root.parent / "out" / ".git" / "HEAD"
    extra.parent.mkdir()
    extra.write_text("ref")
    ran = world.publish("out", "--policy", "skip")
    assert ran.code == 2
    assert '".git/HEAD"' in ran.err
    assert extra.read_text() == "ref"


def test_publishing_one_locale_leaves_the_others_that_still_stand(world: World) -> None:
    world.approve()
    assert world.publish("out", "--policy", "skip").code == 0
    for reviewer, role in ((world.a, "linguistic"), (world.b, "clinical")):
        ran = polyleaf(
            *(
                "sign-off",
                DOMAIN,
                "-l",
                "en",
                "-r",
                role,
                "--reviewer",
                reviewer.id,
                "-k",
                reviewer.key,
                "-y",
            ),
            cwd=world.root,
        )
        assert ran.code == 0, ran.err
    ran = world.publish("out", "--locale", "en")
    assert ran.code == 0, ran.err
    assert sorted(name[:2] for name in world.published() if name.endswith(".pdf")) == ["en", "es"]
    assert world.sign(world.b, "clinical", "--decision", "revoke").code == 0
    ran = world.publish("out", "--locale", "en")
    assert ran.code == 0
    assert "no longer stands" in ran.err
    assert sorted(name[:2] for name in world.published() if name.endswith(".pdf")) == ["en"]


def test_the_last_leaflet_can_be_taken_down(world: World) -> None:
    world.approve()
    assert world.publish("out", "--policy", "skip").code == 0
    assert world.sign(world.b, "clinical", "--decision", "revoke").code == 0
    left = world.publish("out", "--policy", "skip")
    assert left.code == 1
    assert left.err.endswith("was left as it is; to take it down, add --allow-empty\n")
    assert LEAFLETS[0] in world.published()
    failed = world.publish("out", "--allow-empty")
    assert failed.code == 1
    assert failed.err.endswith("was left as it is; to take it down, add --policy skip --allow-empty\n")
    assert LEAFLETS[0] in world.published()
    assert world.publish("out", "--policy", "skip", "--allow-empty").code == 0
    assert sorted(world.published()) == ["index.html", "manifest.json"]


def test_the_index_heads_a_leaflet_with_the_signed_title_of_its_source(world: World) -> None:
    world.approve()
    assert world.publish("out", "--policy", "skip").code == 0
    assert "<h2>Washing your hands</h2>" in world.published()["index.html"].decode()

    # A title that nobody has signed yet heads nothing: where an earlier edition is kept, so is its title.
    source = world.root / f"source/{DOMAIN}.txt"
    source.write_text(source.read_text().replace("Washing your hands", "Washing your feet", 1))
    assert world.publish("out", "--policy", "keep").code == 0
    assert "<h2>Washing your hands</h2>" in world.published()["index.html"].decode()


def test_a_project_that_may_not_be_written_is_published_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.approve()

    def refuse(folder: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(folder))

    monkeypatch.setattr("pipeline.project.files._make_unversioned", refuse)
    ran = world.publish("out", "--policy", "skip")
    assert ran.code == 0, ran.err
    assert LEAFLETS[0] in world.published()
    assert polyleaf("verify", cwd=world.root).code == 0
    writing = polyleaf("update", cwd=world.root)
    assert writing.code == 1
    assert writing.err == (
        "polyleaf: .polyleaf: cannot be locked: read-only file system; work in a copy that can be written\n"
    )


def test_the_reason_of_a_rejection_is_shown_to_the_translator(world: World) -> None:
    world.approve()
    why = "Twenty is not what the guideline says."
    assert world.sign(world.b, "clinical", "-d", "reject", "-u", "20 seconds", "-m", why).code == 0
    assert why in polyleaf("status", "-l", "es", cwd=world.root).out
    tree = json.loads(polyleaf("status", "-l", "es", "--format", "json", cwd=world.root).out)
    assert [one["comment"] for one in tree[0]["rejected"]] == [why]


def test_who_may_not_sign_is_told_before_anything_is_shown(world: World) -> None:
    wrong_role = world.sign(world.a, "clinical")
    assert (wrong_role.code, wrong_role.out) == (2, "")
    assert "reviewer-a may not sign for clinical" in wrong_role.err
    world.edit('"Last-Translator: \\n"', '"Last-Translator: Name of reviewer-a <x@example.org>\\n"')
    translator = world.sign(world.a, "linguistic")
    assert (translator.code, translator.out) == (1, "")
    assert "Last-Translator" in translator.err


def test_status_tells_where_nobody_is_named_as_the_translator(world: World) -> None:
    nobody = "names no Last-Translator, so nobody can tell its translator from its reviewers"
    said = polyleaf("status", cwd=world.root).out
    # Of the Spanish catalog alone: the French one is empty, and nobody translated the source.
    assert said.count(nobody) == 1 and f"{world.catalog.relative_to(world.root)} {nobody}" in said
    world.edit('"Last-Translator: \\n"', '"Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n"')
    assert nobody in polyleaf("status", cwd=world.root).out
    world.edit("FULL NAME <EMAIL@ADDRESS>", "Name of a translator <x@example.org>")
    assert nobody not in polyleaf("status", cwd=world.root).out


@pytest.mark.parametrize("name", [".", "source", "locales/x", "build", ".polyleaf/x"])
def test_a_folder_of_the_project_is_never_an_output(world: World, name: str) -> None:
    world.approve()
    ran = polyleaf("publish", "--output", world.root / name, "--policy", "skip", cwd=world.root)
    assert ran.code == 2
    assert "part of the project" in ran.err


def test_status_tells_who_still_has_to_sign(world: World) -> None:
    assert world.sign(world.a, "linguistic").code == 0
    ran = polyleaf("status", "--format", "json", cwd=world.root)
    assert ran.code == 0
    spanish = next(one for one in json.loads(ran.out) if one["locale"] == "es")
    assert spanish["units"] == {
        "untranslated": 0,
        "fuzzy": 0,
        "translated": 0,
        "reviewed": len(SPANISH),
        "approved": 0,
    }
    assert spanish["missing_roles"] == ["clinical"]
    assert spanish["publishable"] is False
    french = next(one for one in json.loads(ran.out) if one["locale"] == "fr")
    assert french["units"]["untranslated"] == len(SPANISH)


def test_updating_again_changes_no_byte(world: World) -> None:
    files = sorted((world.root / "locales").rglob("*.po*"))
    before = [path.read_bytes() for path in files]
    assert polyleaf("update", cwd=world.root).code == 0
    assert polyleaf("extract", cwd=world.root).code == 0
    assert [path.read_bytes() for path in files] == before
