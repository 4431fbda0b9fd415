"""Whatever the files of a project hold: a clear line and a documented exit code, and nothing lost."""

from __future__ import annotations

import errno
import os
import shutil
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.project import files
from tests.acceptance.test_main_job import DOMAIN, World
from tests.support.command import Ran, polyleaf

FILES = [
    "polyleaf.toml",
    f"source/{DOMAIN}.txt",
    f"locales/{DOMAIN}.pot",
    f"locales/es/LC_MESSAGES/{DOMAIN}.po",
    "locales/reviewers.toml",
    "build/.polyleaf.json",
    f"build/es/{DOMAIN}.txt",
    "a record",
]
COMMANDS = (["status"], ["verify"], ["build", "--format", "txt"], ["update"], ["publish", "-o", "OUT"])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A project with everything in it: signed, built."""
    world = World(tmp_path_factory.mktemp("bad"))
    world.approve()
    assert polyleaf("build", "--format", "txt", cwd=world.root).code == 0
    return world


def path_of(world: World, name: str) -> Path:
    return sorted(world.records.iterdir())[0] if name == "a record" else world.root / name


def run(world: World, command: list[str]) -> Ran:
    words = [str(world.root.parent / "out") if word == "OUT" else word for word in command]
    return polyleaf(*words, cwd=world.root)


def assert_clear(ran: Ran, what: object) -> None:
    """No bug was met, and an error is told in one line each."""
    assert ran.code in (0, 1, 2), (what, ran.err)
    assert "Traceback" not in ran.err
    assert "a bug in Polyleaf" not in ran.err
    if ran.code:
        assert ran.err.strip(), what


def damaged(data: bytes) -> st.SearchStrategy[bytes]:
    """``data`` with a piece cut out, doubled, or replaced with other bytes."""
    place = st.integers(0, len(data))
    piece = st.one_of(
        st.binary(max_size=12),
        st.sampled_from(
            [
                b'"',
                b"\\",
                b"\n",
                b"\0",
                b"\xff",
                b"<b>",
                b"msgid",
                b"[",
                b"#~",
                b"\xe2\x80\xae",
                b"{",
                b"-1",
                b"==",
            ]
        ),
    )
    return st.builds(
        lambda start, length, new: data[:start] + new + data[start + length :],
        place,
        st.integers(0, 40),
        piece,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_no_damage_to_any_file_ends_in_a_traceback_or_harms_another_file(world: World, name: str) -> None:
    path = path_of(world, name)
    whole = path.read_bytes()

    @settings(max_examples=25)
    @given(damaged(whole), st.sampled_from(COMMANDS))
    def check(data: bytes, command: list[str]) -> None:
        path.write_bytes(data)
        others = contents(world.root, but=path)
        ran = run(world, command)
        assert_clear(ran, (name, command, data))
        if command[0] != "build":
            kept = contents(world.root, but=path)
            # update may bring catalogs in line with a document; it never takes a file away
            assert kept.keys() >= others.keys()
            if command[0] != "update":
                assert kept == others

    try:
        check()
    finally:
        path.write_bytes(whole)
        run(world, ["update"])
        run(world, ["build", "--format", "txt"])


def contents(root: Path, *, but: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path != but and ".polyleaf" not in path.name and ".polyleaf" not in path.parts
    }


@pytest.fixture
def copy(world: World, tmp_path: Path) -> Path:
    """The project again, to be harmed for good; the outputs left out."""
    folder = tmp_path / "copy"
    shutil.copytree(world.root, folder, ignore=shutil.ignore_patterns(".polyleaf", "build"))
    return folder


@pytest.mark.parametrize(
    "control", ["\u202e", "\u2067", "\u0301" * 100_000], ids=["override", "isolate", "marks without end"]
)
@pytest.mark.parametrize("format", ["html", "source", "pdf"])
def test_a_control_that_turns_characters_around_is_named_with_its_line(
    copy: Path, control: str, format: str
) -> None:
    spanish = copy / "locales/es/LC_MESSAGES" / f"{DOMAIN}.po"
    words = "No olvide los pulgares"  # the second sentence of its text
    spanish.write_text(spanish.read_text("utf-8").replace(words, f"{control}{words}"), "utf-8")
    ran = polyleaf("build", "--format", format, cwd=copy)
    lines = spanish.read_text("utf-8").splitlines()
    line = lines.index('msgid "Do not forget the thumbs and the fingertips."') + 1
    assert ran.code == 1
    assert ran.err.startswith(f"polyleaf: locales/es/LC_MESSAGES/{DOMAIN}.po:{line}: ")
    assert f"U+{ord(control[0]):04X}" in ran.err


def test_a_picture_that_unpacks_to_gigabytes_is_named_with_the_leaflet(copy: Path) -> None:
    (copy / "source" / "bomb.png").write_bytes(
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + 2 * b"\x7f\xff\xff\xff" + b"\x08\2\0\0\0"
    )
    (copy / "source" / "picture.md").write_text("# A picture\n\n![It](bomb.png)\n")
    assert polyleaf("update", cwd=copy).code == 0
    ran = polyleaf("build", "--format", "pdf", "--locale", "en", cwd=copy)
    assert ran.code == 1
    assert ran.err.startswith('polyleaf: source/picture.md:3: the picture "bomb.png" has 2147483647')


def png(data: bytes) -> bytes:
    """A picture of ten by ten points whose points are ``data``."""
    parts = ((b"IHDR", struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0)), (b"IDAT", data), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("markdown", ["![A glass](glass.png)", "Drink ![a glass](glass.png) of water."])
def test_a_picture_that_the_pdf_cannot_show_is_named_with_its_line(copy: Path, markdown: str) -> None:
    (copy / "source" / "glass.png").write_bytes(png(b"no points"))
    (copy / "source" / "whole.png").write_bytes(png(zlib.compress(bytes(310))))
    (copy / "source" / "picture.md").write_text(
        f"# A picture\n\n![Whole](whole.png)\n\n{markdown}\n\nWater.\n"
    )
    assert polyleaf("update", cwd=copy).code == 0
    ran = polyleaf("build", "--format", "pdf", "--locale", "en", "--locale", "es", cwd=copy)
    assert ran.code == 1
    assert ran.err == "".join(
        f"polyleaf: source/picture.md:5: a picture in the PDF of picture in {locale} cannot be read: "
        '"glass.png"; open it in a picture editor and save it anew\n'
        for locale in ("en", "es")
    )


@pytest.mark.parametrize(
    ("long", "line"),
    [
        ("- milk\n- " + "a" * 40_000, 6),
        ("### " + "milk " * 9_000, 5),
        ("![" + "milk " * 9_000 + "](glass.png)", 5),
        ("| tea | milk |\n|---|---|\n| no | " + "a" * 40_000 + " |", 7),
        ("Some milk.[^1]\n\n[^1]: Or " + "a" * 40_000, 7),
    ],
    ids=["word", "heading", "picture", "cell", "footnote"],
)
def test_a_text_that_is_too_long_for_the_pdf_is_named_with_its_line(copy: Path, long: str, line: int) -> None:
    (copy / "source" / "glass.png").write_bytes(png(zlib.compress(bytes(310))))
    (copy / "source" / "long.md").write_text(f"# Milk\n\nTea.\n\n{long}\n\n### More\n\nCocoa.\n")
    assert polyleaf("update", cwd=copy).code == 0
    ran = polyleaf("build", "--format", "pdf", "--locale", "en", cwd=copy)
    assert ran.code == 1
    assert ran.err.startswith(
        f"polyleaf: source/long.md:{line}: a text is too long for the PDF of long in en"
    )
    assert ran.err.count("\n") == 1


def test_a_character_without_a_glyph_is_named_where_the_catalog_has_it(copy: Path) -> None:
    spanish = copy / "locales/es/LC_MESSAGES" / f"{DOMAIN}.po"
    words = "No olvide los pulgares"  # the second sentence of its text
    spanish.write_text(spanish.read_text("utf-8").replace(words, f"\U00012000 {words}"), "utf-8")
    ran = polyleaf("build", "--format", "pdf", cwd=copy)
    line = (
        spanish.read_text("utf-8").splitlines().index('msgid "Do not forget the thumbs and the fingertips."')
    )
    assert ran.code == 1
    place = f"polyleaf: locales/es/LC_MESSAGES/{DOMAIN}.po:{line + 1}: "
    assert ran.err.startswith(f"{place}the PDF of {DOMAIN} in es cannot show U+12000")


def test_a_control_in_a_sentence_without_a_translation_is_named_where_the_document_has_it(copy: Path) -> None:
    source = copy / "source" / f"{DOMAIN}.txt"
    source.write_text(source.read_text("utf-8") + "\nPress \u202ehere.\n", "utf-8")
    assert polyleaf("update", cwd=copy).code == 0
    ran = polyleaf("build", "--format", "html", "--locale", "es", cwd=copy)
    line = len(source.read_text("utf-8").splitlines())
    assert ran.code == 1
    assert ran.err.startswith(f"polyleaf: source/{DOMAIN}.txt:{line}: ")


class Disk:
    """A disk that is full from its n-th write on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        self.writes = 0
        real = os.fsync

        def fsync(handle: int) -> None:
            self.writes += 1
            if self.left is not None and self.writes > self.left:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            real(handle)

        monkeypatch.setattr(files.os, "fsync", fsync)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    yield Disk(monkeypatch)


def test_a_disk_that_fills_up_during_an_update_loses_nothing(copy: Path, disk: Disk) -> None:
    source = copy / "source" / f"{DOMAIN}.txt"
    source.write_text(source.read_text().replace("clean towel", "clean, dry towel") + "\nA new line.\n")
    spanish = copy / "locales/es/LC_MESSAGES" / f"{DOMAIN}.po"
    before = spanish.read_bytes()
    full = 0
    for writes in range(40):
        disk.writes, disk.left = 0, writes
        ran = polyleaf("update", cwd=copy)
        now = spanish.read_bytes()
        assert now == before or b"A new line." in now
        assert not list(copy.rglob("*.tmp"))
        if ran.code == 0:
            break
        full += 1
        assert "no space left on device" in ran.err
        assert ran.err.count("\n") == 1
    assert full >= 2
    assert ran.code == 0


def test_a_disk_that_fills_up_during_a_build_or_publication_leaves_no_part(
    copy: Path, disk: Disk, tmp_path: Path
) -> None:
    for command, place in ((["build"], copy / "build"), (["publish"], tmp_path / "out")):
        words = [*command, "-f", "txt"] if command == ["build"] else ["publish", "-o", str(place)]
        words += ["--policy", "skip"] if command == ["publish"] else []
        for writes in range(60):
            disk.writes, disk.left = 0, writes
            ran = polyleaf(*words, cwd=copy)
            if ran.code == 0:
                break
            assert "no space left on device" in ran.err
            left = [path for path in place.rglob("*") if path.is_file()] if place.exists() else []
            # Finished files may stand; the folder of a publication stands whole or not at all.
            assert command == ["build"] or not left
            assert not [path for path in left if path.stat().st_size == 0]
        assert writes >= 2
        assert ran.code == 0


@pytest.mark.parametrize(
    ("change", "needle"),
    [
        (("locales = [", 'locales = ["../../etc", '), '"../../etc" is not a locale'),
        (('"source/**/*.txt"', '"source/../../*.txt"'), "leaves source/"),
        (('"en"', '"tlh-x"'), "is not a locale"),
    ],
)
def test_names_that_would_leave_the_project_are_refused(
    copy: Path, change: tuple[str, str], needle: str
) -> None:
    path = copy / "polyleaf.toml"
    path.write_text(path.read_text().replace(*change, 1))
    ran = polyleaf("update", cwd=copy)
    assert ran.code == 1
    assert needle in ran.err
    assert ran.err.startswith("polyleaf: polyleaf.toml:")


def test_a_document_that_is_a_link_out_of_the_project_is_refused(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Secret\n\nWords.\n")
    (copy / "source" / "linked.txt").symlink_to(tmp_path / "secret.txt")
    ran = polyleaf("update", cwd=copy)
    assert ran.code == 1
    assert ran.err.startswith("polyleaf: source/linked.txt: leads out of the project")


def test_text_of_a_catalog_is_never_markup(copy: Path) -> None:
    path = copy / "locales/es/LC_MESSAGES" / f"{DOMAIN}.po"
    hostile = r"<script>alert(1)</script> <img src=x onerror=y> #set page(fill: red) *x* $y$ &lt; {z}"
    text = path.read_text(encoding="utf-8").replace("Lavarse las manos", hostile, 1)
    path.write_text(text, encoding="utf-8")
    ran = polyleaf("build", "-l", "es", cwd=copy)
    assert ran.code == 0, ran.err
    page = (copy / f"build/es/{DOMAIN}.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert hostile in (copy / f"build/es/{DOMAIN}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("target", "needle"),
    [
        ("Lavarse <b>las manos</b>", "<b>"),
        ('<a href=\\"javascript:alert(1)\\">Lavarse</a> las manos', "javascript"),
        ("Lavarse <b>las manos", "<b>"),
        ('Lavarse <x id=\\"7\\"/>', "x id"),
    ],
)
def test_tags_that_the_source_does_not_have_are_told_with_the_line(
    copy: Path, target: str, needle: str
) -> None:
    path = copy / "locales/es/LC_MESSAGES" / f"{DOMAIN}.po"
    text = path.read_text(encoding="utf-8").replace("Lavarse las manos", target, 1)
    path.write_text(text, encoding="utf-8")
    ran = polyleaf("build", "-l", "es", cwd=copy)
    assert ran.code == 1
    assert ran.err.startswith(f"polyleaf: locales/es/LC_MESSAGES/{DOMAIN}.po:")
    assert needle in ran.err
    assert not (copy / "build" / "es").exists()


def test_a_missing_font_is_named_and_nothing_is_built_of_its_leaflet(copy: Path) -> None:
    path = copy / "polyleaf.toml"
    path.write_text(path.read_text().replace('"es", "fr"', '"es", "fr", "chr"', 1))
    assert polyleaf("update", cwd=copy).code == 0
    frame = copy / "locales/chr/LC_MESSAGES" / f"{DOMAIN}.po"
    text = frame.read_text(encoding="utf-8")
    frame.write_text(
        text.replace('msgid "Washing your hands"\nmsgstr ""', 'msgid "Washing your hands"\nmsgstr "ᎤᏪᏅ"')
    )
    ran = polyleaf("build", cwd=copy)
    assert ran.code == 1
    assert "font" in ran.err
    assert ran.err.count("\n") == 1
    assert not (copy / "build" / "chr").exists()
    # Of every other locale all is made: html, pdf, txt.
    assert len(list((copy / "build" / "es").iterdir())) == 3
