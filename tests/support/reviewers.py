"""Reviewers for tests: fresh SSH keys and the reviewers.toml that trusts them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class TestReviewer:
    """A reviewer id with a private key file."""

    __test__ = False

    id: str
    roles: tuple[str, ...]
    locales: tuple[str, ...]
    key: Path

    @property
    def public(self) -> str:
        return self.key.with_suffix(".pub").read_text().strip()


def make_reviewer(folder: Path, id: str, *roles: str, locales: Sequence[str] = ("*",)) -> TestReviewer:
    """Make a key for ``id`` in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / id
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True, timeout=60
    )
    return TestReviewer(id, roles, tuple(locales), key)


def write_reviewers(project: Path, reviewers: Sequence[TestReviewer]) -> None:
    """Write the reviewers.toml of a project."""
    parts = []
    for one in reviewers:
        parts.append(
            f"[{one.id}]\n"
            f'name = "Name of {one.id}"\nemail = "{one.id}@example.org"\n'
            f"roles = {list(one.roles)!r}\nlocales = {list(one.locales)!r}\n"
            f"[[{one.id}.keys]]\nkey = {one.public!r}\n"
        )
    (project / "locales" / "reviewers.toml").write_text("\n".join(parts))
