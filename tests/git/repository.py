"""A real git repository with a Polyleaf project in it, for tests of merging."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.command import polyleaf

_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_AUTHOR_NAME": "t",
    "GIT_AUTHOR_EMAIL": "t@example.org",
    "GIT_COMMITTER_NAME": "t",
    "GIT_COMMITTER_EMAIL": "t@example.org",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
}
SETTINGS = 'source_locale = "en"\nlocales = ["es"]\n'


@dataclass(frozen=True)
class Repository:
    """A clone of a project with one leaflet."""

    root: Path

    @property
    def catalog(self) -> Path:
        return self.root / "locales/es/LC_MESSAGES/leaflet.po"

    def git(self, *arguments: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=_ENVIRONMENT,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "--allow-empty", "-qm", "x")

    def write(self, *paragraphs: str) -> None:
        path = self.root / "source" / "leaflet.txt"
        path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")

    def polyleaf(self, *arguments: str) -> str:
        ran = polyleaf(*arguments, cwd=self.root)
        assert ran.code == 0, ran.err
        return ran.out

    def edit(self, before: str, after: str) -> None:
        text = self.catalog.read_text(encoding="utf-8")
        assert text.count(before) == 1, text
        self.catalog.write_text(text.replace(before, after), encoding="utf-8")

    def translate(self, source: str, target: str) -> None:
        """Fill in an empty unit, or change a translation."""
        lines = self.catalog.read_text(encoding="utf-8").split("\n")
        at = lines.index(f'msgid "{source}"') + 1
        lines[at] = f'msgstr "{target}"'
        self.catalog.write_text("\n".join(lines), encoding="utf-8")

    def on_two_branches(self) -> None:
        """Commit what there is, and go on on a branch called "theirs"."""
        self.commit()
        self.git("checkout", "-qb", "theirs")


def new_repository(root: Path, *paragraphs: str, driver: bool = True) -> Repository:
    """A repository with a leaflet, its catalogs, and the merge driver set up."""
    repository = Repository(root)
    (root / "source").mkdir(parents=True)
    (root / "polyleaf.toml").write_text(SETTINGS, encoding="utf-8")
    if not (root.parent / ".git").exists():
        repository.git("init", "-qb", "main")
    repository.write(*paragraphs)
    repository.polyleaf("update")
    if driver:
        repository.polyleaf("git-setup")
    return repository
