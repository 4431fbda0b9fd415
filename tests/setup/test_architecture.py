"""The house keeps its walls: imports go one way, and what is handed in is never fetched."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "pipeline"
ABOVE_SIBLINGS = {"cli", "web", "workflows", "project", "execution"}
SIBLINGS = sorted(
    path.parent.name for path in PACKAGE.glob("*/__init__.py") if path.parent.name not in ABOVE_SIBLINGS
)
# Built-in functions that reach a file or a user, and methods that read the clock or the environment.
FORBIDDEN_CALLS = {"open", "print", "input", "breakpoint"}
FORBIDDEN_METHODS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}


def test_imports_keep_to_the_contracts() -> None:
    result = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_room_is_named_in_the_contracts() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    rooms = {f"pipeline.{room}" for room in SIBLINGS}
    layers = {name.strip(" ()") for layer in contracts[0]["layers"] for name in layer.split("|")}
    assert rooms - layers == set()
    assert rooms - {"pipeline.language"} - set(contracts[1]["modules"]) == set()
    assert rooms - set(contracts[2]["source_modules"]) == set()


def forbidden_calls(code: str) -> list[str]:
    """Describe each call in ``code`` that fetches what should be handed in."""
    found = []
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in FORBIDDEN_CALLS:
                found.append(f"line {node.lineno}: {name}()")
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=method)
            ) if (owner, method) in FORBIDDEN_METHODS:
                found.append(f"line {node.lineno}: {owner}.{method}()")
    return found


@pytest.mark.parametrize(
    "code", ["print('x')", "open('x')", "datetime.datetime.now()", "date.today()", "time.time()"]
)
def test_a_call_that_fetches_is_seen(code: str) -> None:
    assert len(forbidden_calls(code)) == 1


@pytest.mark.parametrize("room", SIBLINGS)
def test_nothing_below_project_opens_prints_or_reads_the_clock(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)} {call}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for call in forbidden_calls(path.read_text(encoding="utf-8"))
    ]
    assert found == []
