"""A key is taken from the environment or the keyring, and is seen nowhere but in the request."""

from __future__ import annotations

import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli.keys import find_key
from pipeline.engines import transport
from pipeline.errors import UsageError
from tests.engines import fake as faults
from tests.engines.fake import Fake
from tests.support.command import polyleaf

KEY = "sentinel-5ecre7"
MakeProject = Callable[..., Path]


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """The user's keyring."""
    held: dict[tuple[str, str], str] = {}
    module = types.ModuleType("keyring")
    module.get_password = lambda service, user: held.get((service, user))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    return held


def test_the_environment_comes_before_the_keyring(
    keyring: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_key("deepl") is None
    keyring["polyleaf", "deepl"] = "from-the-keyring"
    found = find_key("deepl")
    assert found is not None and found.reveal() == "from-the-keyring"
    monkeypatch.setenv("POLYLEAF_DEEPL_KEY", f" {KEY}\n")
    found = find_key("deepl")
    assert found is not None and found.reveal() == KEY


def test_a_keyring_that_is_locked_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("keyring")

    def locked(_service: str, _user: str) -> str:
        raise RuntimeError(KEY)

    module.get_password = locked  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    assert find_key("deepl") is None


@pytest.mark.parametrize("key", [f"{KEY} {KEY}", f"{KEY}\r\nX: y", f"{KEY}é", f"{KEY}\x1b", KEY * 100])
def test_what_cannot_be_a_key_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("POLYLEAF_DEEPL_KEY", key)
    with pytest.raises(UsageError) as caught:
        find_key("deepl")
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("name", ["deepl", "microsoft", "libretranslate"])
@pytest.mark.parametrize(
    "fault", [None, faults.echoes_request, faults.says(401), faults.cuts_off, faults.html_for_json]
)
def test_no_output_and_no_file_holds_the_key(
    project: MakeProject,
    service: Fake,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    fault: faults.Fault | None,
) -> None:
    monkeypatch.setenv(f"POLYLEAF_{name.upper()}_KEY", KEY)
    root = project("Wash your hands.", settings=_settings(name))
    service.faults = [fault]
    done = polyleaf("translate", "-l", "es", "-e", name, "--url", service.url, cwd=root)
    assert done.code == (0 if fault is None else 1)
    assert KEY in str(service.asked)
    assert KEY not in done.out + done.err
    assert not [path for path in root.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]


def test_a_bug_of_ours_does_not_write_the_key_into_its_log(
    project: MakeProject, service: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POLYLEAF_DEEPL_KEY", KEY)
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    def bug(_self: object, request: transport.Request) -> transport.Reply:
        raise LookupError(f"{dict(request.headers)}")

    monkeypatch.setattr(transport.HttpTransport, "send", bug)
    root = project("Wash your hands.")
    done = polyleaf("translate", "-l", "es", "-e", "deepl", "--url", service.url, cwd=root)
    assert done.code == 1
    assert "a bug in Polyleaf (LookupError)" in done.err
    assert KEY not in done.out + done.err
    assert not list(tmp_path.glob("polyleaf-*.log"))


def test_a_key_on_the_command_line_is_no_option(project: MakeProject) -> None:
    done = polyleaf("translate", "-l", "es", "-e", "deepl", "--key", KEY, cwd=project("Wash your hands."))
    assert done.code == 2


@pytest.mark.parametrize("name", ["key", "api_key", "token", "password"])
def test_a_key_in_the_settings_is_refused_without_showing_it(project: MakeProject, name: str) -> None:
    root = project("Wash your hands.")
    with (root / "polyleaf.toml").open("a", encoding="utf-8") as file:
        file.write(f'{name} = "{KEY}"\n')
    done = polyleaf("translate", "-l", "es", "-e", "libretranslate", cwd=root)
    assert done.code == 1
    assert "a key does not belong in a file" in done.err
    assert "POLYLEAF_LIBRETRANSLATE_KEY" in done.err
    assert KEY not in done.err


def test_a_key_is_not_seen_by_other_programs(project: MakeProject, service: Fake) -> None:
    """Run as users do: neither the arguments of the process nor its output hold the key."""
    root = project("Wash your hands.")
    command = [sys.executable, "-m", "pipeline", "-C", str(root), "translate", "-l", "es"]
    command += ["-e", "libretranslate", "--url", service.url]
    service.faults = [faults.echoes_request]
    done = subprocess.run(
        command,
        cwd=Path(__file__).resolve().parents[2],
        env={"PATH": "/usr/bin", "POLYLEAF_LIBRETRANSLATE_KEY": KEY, "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert KEY in str(service.asked)
    assert KEY not in done.stdout + done.stderr


def _settings(name: str) -> str:
    return f'source_locale = "en"\nlocales = ["en", "es"]\n[engines.{name}]\nattempts = 1\n'
