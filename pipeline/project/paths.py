"""Where the files of a project stand, and the guarantee that a name never leads out of it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from msgspec import Struct

from pipeline.errors import StoreError
from pipeline.language.locale import Locale
from pipeline.project.files import resolved

_MAX_DOMAIN = 200
_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in range(10))]
)
"""Names that Windows keeps for itself, whatever the ending."""
_RECORD = re.compile(r"[0-9a-f]{64}\.json", re.ASCII)


def check_domain(domain: str) -> str:
    """Return ``domain`` if it can name files inside the project on any system.

    Raises:
        StoreError: it is empty, too long, or a part of it is "..", hidden, a device of Windows, or holds odd
            characters.
    """
    for part in domain.split("/"):
        stem = part.partition(".")[0]
        if stem.upper() in _DEVICES:
            raise StoreError(
                f'"{domain}" cannot be the name of a document: Windows keeps "{stem}" for a device',
                "rename it",
            )
    if len(domain) > _MAX_DOMAIN or not all(map(_is_plain, domain.split("/"))):
        raise StoreError(
            f'"{domain}" cannot be the name of a document',
            "rename it; use letters and digits, between them spaces, dots, hyphens, underscores, plus signs",
        )
    return domain


def _is_plain(part: str) -> bool:
    """Letters, marks and digits of any script; inside also spaces and ``-_.+``, but no space or dot last."""
    inside = all(character in " -_.+" or unicodedata.category(character)[0] in "LMN" for character in part)
    return inside and part[:1] not in ("", *" -_.+") and part[-1] not in " ."


class ProjectPaths(Struct, frozen=True):
    """Paths of the files of the project in ``root`` (absolute, resolved)."""

    root: Path

    @property
    def source(self) -> Path:
        return self.root / "source"

    @property
    def locales(self) -> Path:
        return self.root / "locales"

    @property
    def reviewers(self) -> Path:
        return self.locales / "reviewers.toml"

    @property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def cache(self) -> Path:
        """For what can be thrown away at any time: locks, the memory."""
        return self.root / ".polyleaf"

    @property
    def memory(self) -> Path:
        """The translation memory, unless the settings name a database."""
        return self.cache / "memory.db"

    @property
    def terms(self) -> Path:
        """The glossary."""
        return self._inside(self.locales / "terms.csv")

    def drafts(self, locale: Locale, digest: str) -> Path:
        """What one engine has drafted in a run that is not finished; ``digest`` stands for the engine."""
        return self._inside(self.cache / "drafts" / f"{locale.gettext_name}-{digest}.jsonl")

    def template(self, domain: str) -> Path:
        return self._inside(self.locales / f"{check_domain(domain)}.pot")

    def catalog(self, locale: Locale, domain: str) -> Path:
        return self._inside(self.locale(locale) / "LC_MESSAGES" / f"{check_domain(domain)}.po")

    def frame(self, locale: Locale) -> Path:
        """The words of the frame in a language that Polyleaf ships none in."""
        return self.locale(locale) / "frame.po"

    def records(self, locale: Locale, domain: str) -> Path:
        """The folder of the sign-off records of one document in one locale."""
        return self._inside(self.locale(locale) / "signoffs" / check_domain(domain))

    def record(self, locale: Locale, domain: str, name: str) -> Path:
        if not _RECORD.fullmatch(f"{name}.json"):
            raise StoreError(f'"{name}" cannot be the name of a record')
        return self.records(locale, domain) / f"{name}.json"

    def locale(self, locale: Locale) -> Path:
        return self._inside(self.locales / locale.gettext_name)

    def relative(self, path: Path) -> str:
        """The path as a user of the project writes it, with "/"."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def _inside(self, path: Path) -> Path:
        # A name cannot lead out (it was checked), but a symbolic link in the tree can.
        if not resolved(path, self.relative(path)).is_relative_to(self.root):
            raise StoreError(
                "leads out of the project by a symbolic link", "replace the link", path=self.relative(path)
            )
        return path
