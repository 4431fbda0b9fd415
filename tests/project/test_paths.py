"""No name leads out of a project."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.language.locale import parse_locale
from pipeline.project.paths import ProjectPaths, check_domain

ES = parse_locale("es")


@pytest.mark.parametrize("domain", ["a", "breast-cancer", "dose/adults_2", "Ébola 2", "दवा", "v1.2"])
def test_usual_names_are_domains(domain: str) -> None:
    assert check_domain(domain) == domain


@pytest.mark.parametrize(
    "domain",
    [
        "",
        ".",
        "..",
        "../x",
        "a/../b",
        "/etc/passwd",
        "a//b",
        "a/",
        ".hidden",
        "a\\b",
        "a\0b",
        "a\nb",
        "x" * 201,
        "-rf",
        "a ",
        "a:b",
        "a*",
        "a\u202eb",
        "con|x",
        "CON",
        "a/nul.v2",
        "lpt1",
    ],
)
def test_odd_names_are_not(domain: str) -> None:
    with pytest.raises(StoreError):
        check_domain(domain)


@given(st.text(max_size=30))
def test_a_domain_that_passes_stays_inside(domain: str) -> None:
    paths = ProjectPaths(Path("/nowhere/project"))
    try:
        check_domain(domain)
    except StoreError:
        return
    for path in (paths.template(domain), paths.catalog(ES, domain), paths.records(ES, domain)):
        assert path.resolve().is_relative_to(paths.locales)


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    root, outside = tmp_path / "project", tmp_path / "outside"
    (root / "locales").mkdir(parents=True)
    outside.mkdir()
    (root / "locales" / "es").symlink_to(outside)
    with pytest.raises(StoreError, match="symbolic link"):
        ProjectPaths(root).catalog(ES, "a")


def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "es").symlink_to("es")
    with pytest.raises(StoreError, match="leads to itself"):
        ProjectPaths(tmp_path).catalog(ES, "a")


def test_a_record_name_that_is_no_digest_is_refused() -> None:
    with pytest.raises(StoreError):
        ProjectPaths(Path("/nowhere")).record(ES, "a", "../../x")
