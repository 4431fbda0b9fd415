"""The locks hold what pyproject.toml asks for, with hashes, and say nothing of where it comes from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)[^\n\\]*((?: \\\n    --hash=sha256:[0-9a-f]{64})*)$", re.M)


def group(name: str) -> list[str]:
    """The requirements of a dependency group, with those of the groups it includes."""
    found: list[str] = []
    for item in GROUPS[name]:
        found += [item] if isinstance(item, str) else group(item["include-group"])
    return found


def lock_text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> dict[str, set[str]]:
    """The versions of each project in a lock: several where they depend on the system."""
    found: dict[str, set[str]] = {}
    for match in PIN.finditer(lock_text(name)):
        found.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return found


ASKED = {
    "run": PROJECT["project"]["dependencies"] + group("build"),
    "dev": PROJECT["project"]["dependencies"] + group("dev"),
    "bench": PROJECT["project"]["dependencies"] + group("dev") + group("bench"),
}


@pytest.mark.parametrize("lock", ASKED)
def test_the_lock_satisfies_the_project(lock: str) -> None:
    locked = pins(lock)
    for text in ASKED[lock]:
        asked = Requirement(text)
        versions = locked.get(canonicalize_name(asked.name), set())
        assert versions, f"{asked.name} is not in requirements/{lock}.txt: run `make lock`"
        assert all(asked.specifier.contains(Version(version)) for version in versions), (
            f"{asked.name} has another version in requirements/{lock}.txt: run `make lock`"
        )


@pytest.mark.parametrize("lock", ASKED)
def test_every_pin_has_a_hash(lock: str) -> None:
    for match in PIN.finditer(lock_text(lock)):
        assert match[3], f"{match[1]} in requirements/{lock}.txt has no hash"


@pytest.mark.parametrize("lock", ASKED)
def test_the_lock_names_no_index(lock: str) -> None:
    text = lock_text(lock)
    assert "://" not in text
    assert not re.search(r"^\s*(-[if]|--(extra-)?index-url|--find-links|--trusted-host)\b", text, re.M)


@pytest.mark.parametrize(("smaller", "larger"), [("run", "dev"), ("dev", "bench")])
def test_a_larger_lock_keeps_the_versions_of_the_smaller(smaller: str, larger: str) -> None:
    small, large = pins(smaller), pins(larger)
    assert {name: large.get(name) for name in small} == small
