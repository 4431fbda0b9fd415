"""What a leaflet depends on: everything but what belongs to another document or locale alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.language.locale import parse_locale
from pipeline.project.inputs import Inputs
from pipeline.project.store import Project

ES, FR = parse_locale("es"), parse_locale("fr")
LEAFLETS = [("a", None), ("a/b", None), ("a", ES), ("a", FR), ("a/b", ES), ("a/b", FR)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for path in (
        "source/a.txt",
        "source/a/b.md",
        "source/picture.png",
        "locales/a.pot",
        "locales/reviewers.toml",
        "locales/es/frame.po",
        "locales/es/LC_MESSAGES/a.po",
        "locales/es/LC_MESSAGES/a/b.po",
        "locales/es/signoffs/a/1.json",
        "locales/es/signoffs/a/b/1.json",
        "locales/fr/LC_MESSAGES/a.po",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x")
    (root / "polyleaf.toml").write_text('source_locale = "en"\nlocales = ["es", "fr"]\n')
    return root


def digests(root: Path, today: str = "2026-01-01") -> dict[tuple[str, object], str]:
    project = Project.open(root)
    inputs = Inputs.take(project, project.sources(), today)
    return {(domain, locale): inputs.of(domain, locale) for domain, locale in LEAFLETS}


def touched(root: Path, change: Callable[[], object]) -> list[str]:
    before = digests(root)
    change()
    after = digests(root)
    return [
        f"{domain} {locale or '-'}"
        for domain, locale in LEAFLETS
        if before[domain, locale] != after[domain, locale]
    ]


EVERYTHING = ["a -", "a/b -", "a es", "a fr", "a/b es", "a/b fr"]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("source/a.txt", ["a -", "a es", "a fr"]),
        ("source/a/b.md", ["a/b -", "a/b es", "a/b fr"]),
        ("source/picture.png", EVERYTHING),
        ("source/new.png", EVERYTHING),
        ("polyleaf.toml", EVERYTHING),
        ("locales/a.pot", ["a -", "a es", "a fr"]),
        ("locales/gone.pot", EVERYTHING),
        ("locales/reviewers.toml", EVERYTHING),
        ("locales/terms.csv", EVERYTHING),
        ("locales/es/frame.po", ["a es", "a/b es"]),
        ("locales/es/LC_MESSAGES/a.po", ["a es"]),
        ("locales/es/LC_MESSAGES/a/b.po", ["a/b es"]),
        ("locales/es/LC_MESSAGES/gone.po", ["a es", "a/b es"]),
        ("locales/es/signoffs/a/1.json", ["a es"]),
        ("locales/es/signoffs/a/2.json", ["a es"]),
        ("locales/es/signoffs/a/b/1.json", ["a/b es"]),
        ("locales/fr/LC_MESSAGES/a.po", ["a fr"]),
        ("locales/sw/LC_MESSAGES/a.po", []),
    ],
)
def test_a_change_touches_the_leaflets_that_depend_on_the_file(
    root: Path, path: str, wanted: list[str]
) -> None:
    def change() -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("a") as file:
            file.write("\n# y\n")

    assert touched(root, change) == wanted


def test_another_day_touches_every_leaflet(root: Path) -> None:
    before, after = digests(root), digests(root, "2026-01-02")
    assert all(before[one] != after[one] for one in before)


def test_a_folder_behind_a_link_inside_the_project_is_looked_into(root: Path) -> None:
    (root / "kept").mkdir()
    (root / "kept" / "c.txt").write_text("x")
    (root / "source" / "linked").symlink_to(root / "kept")
    (root / "source" / "round").symlink_to(root / "source")
    assert touched(root, lambda: (root / "kept" / "c.txt").write_text("y")) == EVERYTHING


def test_a_folder_behind_a_link_that_leads_out_is_not_looked_into(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (root / "source" / "linked").symlink_to(tmp_path / "outside")
    assert touched(root, lambda: (tmp_path / "outside" / "c.png").write_text("y")) == []


def test_a_folder_behind_two_links_touches_what_either_belongs_to(root: Path) -> None:
    (root / "kept" / "LC_MESSAGES").mkdir(parents=True)
    for locale in ("sw", "rw"):
        (root / "locales" / locale).symlink_to(root / "kept")
    assert touched(root, lambda: (root / "kept/LC_MESSAGES/a.po").write_text("y")) == EVERYTHING


@pytest.mark.parametrize(
    "path", ["locales/es/LC_MESSAGES/a.po", "locales/es/LC_MESSAGES", "locales/es", "locales"]
)
def test_a_link_to_the_same_bytes_elsewhere_is_a_change(root: Path, tmp_path: Path, path: str) -> None:
    def change() -> None:
        (root / path).rename(tmp_path / "elsewhere")
        (root / path).symlink_to(tmp_path / "elsewhere")

    assert "a es" in touched(root, change)


def test_what_was_written_counts_as_it_was_written(root: Path) -> None:
    project = Project.open(root)
    before = Inputs.take(project, project.sources(), "2026-01-01")
    written = {"locales/es/LC_MESSAGES/a.po": b"new", "locales/a/b.pot": b"template"}
    expected = before.after({path: hashlib.sha256(data).hexdigest() for path, data in written.items()})
    for path, data in written.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    now = Inputs.take(project, project.sources(), "2026-01-01")
    for domain, locale in LEAFLETS:
        assert now.of(domain, locale) == expected.of(domain, locale)
        assert (now.of(domain, locale) == before.of(domain, locale)) == (domain == "a" and locale != ES)
