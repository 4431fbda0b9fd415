"""In one run of a command, what several locales or steps need is worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.checks import comparison, engine
from pipeline.documents import markdown
from pipeline.signoff import record
from tests.acceptance.test_jobs import finished as finished
from tests.acceptance.test_jobs import root as root
from tests.support.command import polyleaf

COMMANDS = (("check",), ("status",), ("build", "-f", "txt"))


def counted(
    monkeypatch: pytest.MonkeyPatch, place: object, name: str, key: Callable[..., Any]
) -> Counter[Any]:
    """How often ``place.name`` is called, by what ``key`` makes of its arguments."""
    found: Counter[Any] = Counter()
    function = getattr(place, name)

    def count(*arguments: Any, **named: Any) -> Any:
        found[key(*arguments, **named)] += 1
        return function(*arguments, **named)

    monkeypatch.setattr(place, name, count)
    return found


@pytest.mark.parametrize("command", [*COMMANDS, ("publish", "--policy", "skip", "--output", "out")])
def test_a_record_is_read_once(root: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    command = tuple(str(root / one) if one == "out" else one for one in command)
    read = counted(monkeypatch, record, "parse_record", lambda data, path: path)
    polyleaf(*command, "--jobs", "1", cwd=root)
    assert set(read.values()) == {1}


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_a_document_is_parsed_once_for_all_its_locales(
    root: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    parsed = counted(monkeypatch, markdown.MarkdownFormat, "parse", lambda _self, data, **_: data)
    polyleaf(*command, "--jobs", "1", cwd=root)
    assert list(parsed.values()) == [1, 1, 1, 1]


def test_the_quantities_of_a_source_are_found_once_for_all_its_locales(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in root.glob("locales/*/LC_MESSAGES/*.po"):
        lines = path.read_text("utf-8").split("\n")
        wrong = [line.replace("8", "7") if line.startswith("msgstr") else line for line in lines]
        path.write_text("\n".join(wrong), "utf-8")
    engine._shared_source.cache_clear()
    found = counted(monkeypatch, comparison, "find_quantities", lambda text, locale, **_: (text, locale.tag))
    assert polyleaf("check", "--jobs", "1", cwd=root).code == 1
    english = {text: times for (text, tag), times in found.items() if tag == "en"}
    assert set(english.values()) == {1}
    assert "Take 10 mg of one every 8 hours." in english
