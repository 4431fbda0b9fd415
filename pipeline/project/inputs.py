"""What each leaflet depends on, as one digest: while it is the same, so is whatever was worked out of it.

A leaflet in one locale depends on the program, the settings, the day, its document, its catalog and records,
the pictures, the glossary, the reviewers: on all that stands in the project but for what belongs to another
document or another locale alone. What is not known to belong to another counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from pipeline.language.locale import Locale
from pipeline.project.store import Project, SourceFile
from pipeline.project.unchanged import common_inputs, digest_of_parts, project_files

Owner = tuple[str | None, str | None]
"""The domain and the folder of the locale that a file belongs to; None for all of them."""


class Inputs(Struct, frozen=True):
    """The files of a project as they stood at one moment.

    Attributes:
        documents: the domain of each that something can be made of, by its path.
        common: what every leaflet depends on beside files.
        files: SHA-256 by path, by whom it belongs to.
    """

    documents: Mapping[str, str]
    common: tuple[str, ...]
    files: dict[Owner, dict[str, str]]
    _digests: dict[Owner, str] = field(default_factory=dict)

    @classmethod
    def take(cls, project: Project, sources: Iterable[SourceFile], today: str) -> Inputs:
        """Read every file below ``source/`` and ``locales/``.

        Args:
            sources: all documents of the project.
            today: ISO date, in UTC.
        """
        return cls._taken(project, _usable(sources), today)

    @classmethod
    def _taken(cls, project: Project, documents: Mapping[str, str], today: str) -> Inputs:
        root = project.root
        common = common_inputs(str(root / project.settings.path), today)
        # A template without a publisher is named by the folder.
        return cls._sorted_out(documents, (*common, root.name), project_files(str(root)))

    @classmethod
    def sorted_out(
        cls, sources: Iterable[SourceFile], common: tuple[str, ...], files: Iterable[tuple[str, str]]
    ) -> Inputs:
        """See whom each of ``files`` (from ``project_files``) belongs to."""
        return cls._sorted_out(_usable(sources), common, files)

    @classmethod
    def _sorted_out(
        cls, documents: Mapping[str, str], common: tuple[str, ...], files: Iterable[tuple[str, str]]
    ) -> Inputs:
        domains = frozenset(documents.values())
        owned: defaultdict[Owner, dict[str, str]] = defaultdict(dict)
        for path, digest in files:
            owner = (documents[path], None) if path in documents else _owner(path, domains)
            owned[owner][path] = digest
        return cls(documents, common, dict(owned))

    @property
    def domains(self) -> frozenset[str]:
        """Of all documents."""
        return frozenset(self.documents.values())

    def again(self, project: Project) -> Inputs:
        """The same of the project as it stands now: for what must not have changed meanwhile."""
        return self._taken(project, self.documents, self.common[0])

    def after(self, written: Mapping[str, str]) -> Inputs:
        """As these, but for the files that were written since: path from the project → SHA-256.

        Not read again: what somebody else changes meanwhile must not count as seen.
        """
        files = {owner: dict(found) for owner, found in self.files.items()}
        domains = self.domains
        for path, digest in written.items():
            files.setdefault(_owner(path, domains), {})[path] = digest
        return Inputs(self.documents, self.common, files)

    def of(self, domain: str, locale: Locale | None = None) -> str:
        """The digest of all that the leaflet of a domain depends on, in one locale or before any."""
        folders = (None,) if locale is None else (None, locale.gettext_name)
        owners = [(name, folder) for name in (None, domain) for folder in folders]
        return digest_of_parts(self.common, tuple(map(self._digest, owners)))

    def _digest(self, owner: Owner) -> str:
        digest = self._digests.get(owner)
        if digest is None:
            digest = digest_of_parts(*sorted(self.files.get(owner, {}).items()))
            self._digests[owner] = digest
        return digest


def _usable(sources: Iterable[SourceFile]) -> dict[str, str]:
    """Domains by path; a document that nothing can be made of counts for all, as it may hold back another."""
    return {source.path: source.domain for source in sources if source.error is None}


def _owner(path: str, domains: frozenset[str]) -> Owner:
    """Whose a file is that is no document: as ``ProjectPaths`` names them."""
    top, _, below = path.partition("/")
    if top != "locales":
        return None, None
    if below.endswith(".pot"):
        return _among(below.removesuffix(".pot"), domains), None
    folder, _, rest = below.partition("/")
    if not rest:
        return None, None
    kind, _, name = rest.partition("/")
    if kind == "LC_MESSAGES" and name.endswith(".po"):
        return _among(name.removesuffix(".po"), domains), folder
    if kind == "signoffs":
        return _among(name.rpartition("/")[0], domains), folder
    return None, folder


def _among(name: str, domains: frozenset[str]) -> str | None:
    return name if name in domains else None
