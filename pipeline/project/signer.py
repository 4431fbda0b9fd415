"""Making a signature with the reviewer's own key, through OpenSSH's ssh-keygen.

A private key is never read here: ssh-keygen opens the file, asks for the passphrase on the terminal, talks
to the agent or waits for the touch of a security key. This needs OpenSSH 8.1 or later (8.2 for security
keys).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import RecordError, SigningError
from pipeline.signoff.key_types import PublicKey, parse_public_key
from pipeline.signoff.model import NAMESPACE
from pipeline.signoff.signature import fingerprint, signing_key

_USUAL = ("id_ed25519_sk", "id_ed25519", "id_ecdsa_sk", "id_ecdsa", "id_rsa")
"""Names that ssh-keygen gives keys in ~/.ssh; the safest kinds first."""

_LARGEST_KEY_FILE = 64 * 1024
_AGENT_PATIENCE = 10  # seconds; an agent answers at once or not at all

_REASONS = (
    (
        r"unprotected private key|too open|bad permissions",
        "others can read the private key, so ssh-keygen will not use it",
        'take away their right to (on Linux and macOS: chmod 600 "{key}")',
    ),
    (
        r"incorrect passphrase|bad passphrase|passphrase too",
        "the passphrase was not accepted",
        "try again, or add the key to the agent first with ssh-add",
    ),
    (
        r"agent refused|agent.*(failed|failure)|couldn't sign message: agent",
        "the agent would not sign",
        "confirm when it asks; is the key locked, or its security key unplugged?",
    ),
    (
        r"no private key found",
        "neither the agent nor the folder of this public key holds the private key",
        "add it with ssh-add, or name the file of the private key with --key",
    ),
    (
        r"couldn't load public key",
        "this is not an SSH key",
        "name the file that ssh-keygen made, without or with .pub",
    ),
    (
        r"device not found|no device|invalid format.*sk|fido|requested feature not supported|device.*timeout",
        "the security key was not found or not touched",
        "plug it in, try again and touch it when it blinks",
    ),
    (
        r"(unknown|illegal|unrecognized) option|usage: ssh-keygen",
        "ssh-keygen is too old to sign texts",
        "install OpenSSH 8.2 or later",
    ),
)


def sign(
    text: str, *, key: Path | None = None, public: Sequence[str] = (), namespace: str = NAMESPACE
) -> str:
    """Sign a text and return the armoured signature.

    A passphrase prompt, or the request to touch a security key, goes to the terminal.

    Args:
        key: file of the private key, or of the public key where the agent (or the file beside it) has the
            private one. None looks for one: see ``find_default_key``, then the agent.
        public: public keys, one line each, of which the signature must be by one (the reviewer's registered
            ones); empty allows any.

    Raises:
        SigningError: there is no ssh-keygen or no key, the passphrase or the agent refused, or the key is not
            one of ``public``. Never says more of a key than its path and fingerprint.
    """
    program = _program()
    wanted = _read_public(public)
    with tempfile.TemporaryDirectory(prefix="polyleaf-") as folder:  # mkdtemp: nobody else may enter
        message = Path(folder, "statement")
        _write(message, text)
        chosen = key.expanduser() if key is not None else find_default_key(public)
        if chosen is None:
            chosen = _from_agent(wanted, Path(folder, "agent.pub"))
        if chosen is None:
            raise _no_key(wanted)
        if not chosen.is_file():
            raise SigningError("there is no such key file", "name the file with --key", path=str(chosen))
        signature = _run(program, chosen, message, namespace)
    _check_signer(signature, wanted)
    return signature


def find_default_key(public: Sequence[str] = (), *, home: Path | None = None) -> Path | None:
    """The key file that a reviewer most likely means, or None.

    With ``public`` (the reviewer's registered keys): a file in ``~/.ssh`` whose .pub is one of them,
    whatever its name, so that somebody who registered a key need not know where it lies. Without: git's
    signing key, where git signs with SSH, else the first of ssh-keygen's usual names in ``~/.ssh``.
    """
    ssh = (home or Path.home()) / ".ssh"
    wanted = {key.blob for key in _read_public(public)}
    candidates = [path for path in [_git_key(home)] if path is not None]
    if wanted:
        candidates += sorted(ssh.glob("*.pub")) if ssh.is_dir() else []
        return next((path for path in candidates if _blob(path) in wanted), None)
    candidates += [ssh / name for name in _USUAL]
    return next((path for path in candidates if path.is_file()), None)


def _program() -> str:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise SigningError("ssh-keygen is not installed", "install OpenSSH (Debian: openssh-client)")
    return program


def _write(path: Path, text: str) -> None:
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        raise SigningError("the statement holds half a character (a lone surrogate)") from None
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError as error:
        raise SigningError(f"the statement cannot be handed to ssh-keygen: {error.strerror}") from None


def _run(program: str, key: Path, message: Path, namespace: str) -> str:
    # Security keys are touched when ssh-keygen says so on stderr, which it does only on a terminal.
    touched = _is_security_key(key)
    command = [program, "-q", "-Y", "sign", "-n", namespace, "-f", str(key.absolute()), str(message)]
    try:
        done = subprocess.run(  # noqa: S603  a fixed program with arguments, no shell
            command,
            stdout=subprocess.PIPE,
            stderr=None if touched else subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C"},
            check=False,
        )
    except OSError as error:
        raise SigningError(f"ssh-keygen cannot be run: {error.strerror}", "is OpenSSH whole?") from None
    if done.returncode != 0:
        raise _failure((done.stderr or b"").decode("utf-8", "replace"), key)
    try:
        return message.with_name(message.name + ".sig").read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        raise SigningError("ssh-keygen wrote no signature", "try again with ssh-keygen -Y sign") from None


def _failure(said: str, key: Path) -> SigningError:
    for pattern, what, hint in _REASONS:
        if re.search(pattern, said, re.IGNORECASE):
            return SigningError(what, hint.format(key=key), path=str(key))
    last = said.strip().splitlines()[-1:] or ["it gave no reason"]
    what = f"ssh-keygen did not sign: {last[0][:200]}"
    return SigningError(what, "put that right and try again", path=str(key))


def _check_signer(signature: str, wanted: Sequence[PublicKey]) -> None:
    try:
        used = signing_key(signature)
    except RecordError as error:
        raise SigningError(f"the signature cannot be used: {error.what}", error.hint) from None
    if wanted and used.blob not in {key.blob for key in wanted}:
        raise SigningError(
            f"this key ({fingerprint(used)}) is not registered for the reviewer",
            "sign with the registered key, or have this one added to locales/reviewers.toml",
        )


def _no_key(wanted: Sequence[PublicKey]) -> SigningError:
    if wanted:
        listed = ", ".join(fingerprint(key) for key in wanted[:3])
        return SigningError(
            f"the reviewer's registered key ({listed}) is neither in ~/.ssh nor in the agent",
            "name its file with --key, or add it to the agent with ssh-add",
        )
    return SigningError(
        "no SSH key was found in ~/.ssh or in the agent",
        "make one with ssh-keygen -t ed25519, or name its file with --key",
    )


def _from_agent(wanted: Sequence[PublicKey], path: Path) -> Path | None:
    """Write to ``path`` the public key to ask the agent for: a wanted one that it has, else its only one."""
    held = _agent_keys()
    if wanted:
        blobs = {key.blob for key in wanted}
        held = [key for key in held if key.blob in blobs]
    elif len(held) > 1:
        raise SigningError(
            f"the agent holds {len(held)} keys and none was named", "name the .pub file of yours with --key"
        )
    if not held:
        return None
    _write(path, held[0].line + "\n")
    return path


def _agent_keys() -> list[PublicKey]:
    program = shutil.which("ssh-add")
    if program is None or not (os.environ.get("SSH_AUTH_SOCK") or os.name == "nt"):
        return []
    try:
        done = subprocess.run(  # noqa: S603  a fixed program, no shell
            [program, "-L"],
            capture_output=True,
            timeout=_AGENT_PATIENCE,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return _read_public(done.stdout.decode("utf-8", "replace").splitlines()) if done.returncode == 0 else []


def _git_key(home: Path | None) -> Path | None:
    """The file of git's user.signingkey, where git is set to sign with SSH and it is a file."""
    program = shutil.which("git")
    if program is None:
        return None
    values = []
    for name in ("gpg.format", "user.signingkey"):
        env = {**os.environ, "HOME": str(home)} if home else None
        try:
            done = subprocess.run(  # noqa: S603  a fixed program with fixed arguments, no shell
                [program, "config", "--get", name],
                capture_output=True,
                timeout=_AGENT_PATIENCE,
                stdin=subprocess.DEVNULL,
                env=env,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        values.append(done.stdout.decode("utf-8", "replace").strip())
    format_, value = values
    if format_.lower() != "ssh" or not value or value.startswith(("key::", "ssh-", "ecdsa-", "sk-")):
        return None
    return (home or Path.home()) / value[2:] if value.startswith("~/") else Path(value)


def _is_security_key(key: Path) -> bool:
    public = _read_public([_head(key), _head(key.with_name(key.name + ".pub"))])
    return any(one.algorithm.startswith("sk-") for one in public)


def _blob(path: Path) -> bytes | None:
    """The public key at ``path``, or in the .pub file beside the private key at ``path``."""
    beside = [path] if path.suffix == ".pub" else [path.with_name(path.name + ".pub")]
    return next((key.blob for key in _read_public([_head(one) for one in beside])), None)


def _head(path: Path) -> str:
    """What a small .pub file says; nothing for any other file, so a private key is never read."""
    try:
        if path.suffix == ".pub" and path.is_file() and path.stat().st_size <= _LARGEST_KEY_FILE:
            return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        pass
    return ""


def _read_public(lines: Sequence[str]) -> list[PublicKey]:
    """The keys among ``lines``; what is none, or of a kind that is not accepted, is left out."""
    keys = []
    for line in lines:
        try:
            keys.append(parse_public_key(line))
        except RecordError:
            continue
    return keys
