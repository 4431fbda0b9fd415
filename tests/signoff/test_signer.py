"""Signing with the real ssh-keygen, from files and from a real ssh-agent that each test starts and stops."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.errors import SigningError
from pipeline.project.signer import find_default_key, sign
from pipeline.signoff.model import Key
from pipeline.signoff.signature import verify_signature
from signoff.support import STRANGER

pytestmark = pytest.mark.slow
TEXT = '{"units": "Dé leche. ﷺ"}\n'


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, need: Callable[..., str]) -> Path:
    """A home folder of its own, without an agent and without settings of git."""
    need("ssh-keygen")
    for name in ("SSH_AUTH_SOCK", "SSH_ASKPASS", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "home"
    (folder / ".ssh").mkdir(parents=True, mode=0o700)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / ".config"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def agent(need: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """A running ssh-agent; call it with a key file to add."""
    add = need("ssh-add")
    folder = tempfile.mkdtemp(dir="/tmp")  # a socket's path must be short
    process = subprocess.Popen(
        [need("ssh-agent"), "-D", "-a", f"{folder}/s"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    process.stdout.readline()  # it says where it listens once it does
    monkeypatch.setenv("SSH_AUTH_SOCK", f"{folder}/s")
    yield lambda path: subprocess.run([add, "-q", str(path)], check=True, capture_output=True) and None
    process.send_signal(signal.SIGTERM)
    process.wait(10)
    process.stdout.close()
    shutil.rmtree(folder)


def make_key(path: Path, kind: str = "ed25519", passphrase: str = "", *more: str) -> str:
    """Make a key pair with ssh-keygen; the public line."""
    command = ["ssh-keygen", "-q", "-t", kind, *more, "-N", passphrase, "-C", "me", "-f", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path.with_name(path.name + ".pub").read_text()


def askpass(folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    """Let a program answer ssh-keygen's question, as a desktop does."""
    program = folder / "askpass"
    program.write_text(f"#!/bin/sh\necho '{answer}'\n")
    program.chmod(0o700)
    monkeypatch.setenv("SSH_ASKPASS", str(program))
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("ed25519", ()),
        ("ecdsa", ("-b", "256")),
        ("ecdsa", ("-b", "384")),
        ("ecdsa", ("-b", "521")),
        ("rsa", ("-b", "2048")),
        ("rsa", ("-b", "3072", "-m", "PEM")),
    ],
)
def test_a_key_file_signs_and_the_signature_is_good(home: Path, kind: str, more: tuple[str, ...]) -> None:
    public = make_key(home / "key", kind, "", *more)
    verify_signature(TEXT, sign(TEXT, key=home / "key", public=[public]), Key(public))
    verify_signature(TEXT, sign(TEXT, key=home / "key.pub"), Key(public))


def test_nothing_is_left_in_the_folder_for_temporary_files(home: Path, tmp_path: Path) -> None:
    make_key(home / "key")
    sign(TEXT, key=home / "key")
    with pytest.raises(SigningError):
        sign(TEXT, key=home / "none")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert sorted(path.name for path in home.iterdir()) == [".ssh", "key", "key.pub"]


def test_nobody_else_can_read_what_is_handed_to_ssh_keygen(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_key(home / "key")
    seen: list[int] = []
    real = subprocess.run

    def look(*arguments: object, **more: object) -> object:
        for folder in tmp_path.glob("polyleaf-*"):
            seen.extend(stat.S_IMODE(p.stat().st_mode) for p in (folder, folder / "statement"))
        return real(*arguments, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", look)
    sign(TEXT, key=home / "key")
    assert seen == [0o700, 0o600]


def test_a_passphrase_is_asked_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    public = make_key(home / "key", "ed25519", "open sesame")
    askpass(home, monkeypatch, "open sesame")
    verify_signature(TEXT, sign(TEXT, key=home / "key"), Key(public))
    askpass(home, monkeypatch, "wrong")
    with pytest.raises(SigningError, match="passphrase was not accepted"):
        sign(TEXT, key=home / "key")


def test_the_agent_signs_where_only_the_public_key_is_a_file(
    home: Path, agent: Callable[[Path], None]
) -> None:
    public = make_key(home / "key")
    agent(home / "key")
    (home / "key").unlink()
    verify_signature(TEXT, sign(TEXT, key=home / "key.pub"), Key(public))


def test_the_agent_signs_with_the_registered_key_where_no_file_is_at_all(
    home: Path, agent: Callable[[Path], None]
) -> None:
    publics = {name: make_key(home / name) for name in ("one", "two")}
    for name in publics:
        agent(home / name)
        (home / name).unlink()
        (home / f"{name}.pub").unlink()
    for public in publics.values():
        verify_signature(TEXT, sign(TEXT, public=[STRANGER.line, public]), Key(public))
    with pytest.raises(SigningError, match="the agent holds 2 keys"):
        sign(TEXT)
    with pytest.raises(SigningError, match=r"neither in ~/\.ssh nor in the agent"):
        sign(TEXT, public=[STRANGER.line])


def test_a_key_that_the_agent_lacks_is_named(home: Path, agent: Callable[[Path], None]) -> None:
    make_key(home / "key")
    (home / "key").unlink()
    with pytest.raises(SigningError, match="neither the agent nor the folder") as caught:
        sign(TEXT, key=home / "key.pub")
    assert caught.value.path == str(home / "key.pub")


def test_an_agent_that_is_gone_is_no_crash(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_AUTH_SOCK", str(home / "nothing"))
    with pytest.raises(SigningError, match="no SSH key was found"):
        sign(TEXT)


def test_a_key_that_others_can_read_is_refused(home: Path) -> None:
    make_key(home / "key")
    (home / "key").chmod(0o644)
    with pytest.raises(SigningError, match="others can read the private key"):
        sign(TEXT, key=home / "key")


@pytest.mark.parametrize("content", ["", "junk\n", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n"])
def test_a_file_that_is_no_key_is_refused(home: Path, content: str) -> None:
    (home / "key").write_text(content)
    (home / "key").chmod(0o600)
    with pytest.raises(SigningError, match="not an SSH key"):
        sign(TEXT, key=home / "key")


def test_a_missing_key_file_and_a_folder_are_refused(home: Path) -> None:
    for path in (home / "none", home):
        with pytest.raises(SigningError, match="no such key file"):
            sign(TEXT, key=path)


def test_a_key_that_is_not_the_reviewers_is_noticed_at_once(home: Path) -> None:
    make_key(home / "key")
    with pytest.raises(SigningError, match=r"\(SHA256:.*\) is not registered for the reviewer"):
        sign(TEXT, key=home / "key", public=[STRANGER.line])


def test_a_short_rsa_key_is_refused(home: Path) -> None:
    make_key(home / "key", "rsa", "", "-b", "1024")
    with pytest.raises(SigningError, match="1024 bits"):
        sign(TEXT, key=home / "key")


def test_without_ssh_keygen_the_error_says_what_to_install(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(home))
    with pytest.raises(SigningError, match="install OpenSSH"):
        sign(TEXT, key=home / "key")


def test_an_old_ssh_keygen_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "key").write_text("x")
    (home / "ssh-keygen").write_text("#!/bin/sh\necho 'unknown option -- Y' >&2\nexit 1\n")
    (home / "ssh-keygen").chmod(0o700)
    monkeypatch.setenv("PATH", f"{home}:{os.environ['PATH']}")
    with pytest.raises(SigningError, match="too old"):
        sign(TEXT, key=home / "key")


def test_half_a_character_is_refused(home: Path) -> None:
    make_key(home / "key")
    with pytest.raises(SigningError, match="surrogate"):
        sign("\ud800", key=home / "key")


def test_the_usual_key_is_found(home: Path) -> None:
    assert find_default_key() is None
    make_key(home / ".ssh" / "id_rsa", "rsa", "", "-b", "2048")
    assert find_default_key() == home / ".ssh" / "id_rsa"
    public = make_key(home / ".ssh" / "id_ed25519")
    assert find_default_key() == home / ".ssh" / "id_ed25519"
    verify_signature(TEXT, sign(TEXT), Key(public))


def test_the_registered_key_is_found_under_any_name(home: Path) -> None:
    make_key(home / ".ssh" / "id_ed25519")
    public = make_key(home / ".ssh" / "leaflets 2026")
    (home / ".ssh" / "broken.pub").write_bytes(b"\xff\0")
    assert find_default_key([public]) == home / ".ssh" / "leaflets 2026.pub"
    assert find_default_key([STRANGER.line]) is None
    verify_signature(TEXT, sign(TEXT, public=[public]), Key(public))


def test_gits_signing_key_is_found(home: Path, need: Callable[..., str]) -> None:
    git = need("git")
    make_key(home / ".ssh" / "id_ed25519")
    make_key(home / "for-git")
    for name, value in (("gpg.format", "ssh"), ("user.signingkey", "~/for-git.pub")):
        subprocess.run([git, "config", "--global", name, value], check=True)
    assert find_default_key() == home / "for-git.pub"
    subprocess.run([git, "config", "--global", "gpg.format", "openpgp"], check=True)
    assert find_default_key() == home / ".ssh" / "id_ed25519"
