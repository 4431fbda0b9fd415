"""The earlier publication in an output folder: what of it may stay up under the policy "keep"."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from pipeline.catalogs.model import Unit
from pipeline.editions.assembly import version_of
from pipeline.errors import PolyleafError, PublicationError
from pipeline.exporters.registry import EXPORTERS
from pipeline.language.locale import parse_locale
from pipeline.project.files import not_too_deep, read_file, resolved
from pipeline.project.store import Project
from pipeline.publication import manifest as manifests
from pipeline.publication.model import PublishedFile, PublishedLeaflet
from pipeline.signoff.evaluation import review_catalog
from pipeline.signoff.model import Record, Reviewer, SignedUnit
from pipeline.workflows.attempts import attempt
from pipeline.workflows.leaflets import read_records


class EarlierPublication(Struct, frozen=True):
    """What stands in an output folder now: ``entries`` by domain and locale, ``files`` all that the manifest
    names, and itself."""

    project: Project
    output: Path
    entries: dict[tuple[str, str], PublishedLeaflet]
    files: frozenset[str]

    @classmethod
    def open(cls, project: Project, output: Path) -> EarlierPublication:
        """Read the manifest in ``output``; no entries where there is none.

        Raises:
            PublicationError: the manifest is not one that Polyleaf wrote.
        """
        path = output / manifests.NAME
        if not path.is_file():
            return cls(project, output, {}, frozenset())
        manifest = manifests.parse_manifest(read_file(path, str(path)), str(path))
        listed = [file for one in manifest.leaflets for file in one.files] + list(manifest.site)
        return cls(
            project,
            output,
            {(one.domain, one.locale): one for one in manifest.leaflets},
            frozenset([manifests.NAME, *(file.path for file in listed)]),
        )

    def strange_file(self) -> str | None:
        """A file in the folder that was not published there, or None."""
        if not self.output.is_dir():
            return None
        with not_too_deep(str(self.output)):
            found = (path for path in self.output.rglob("*") if path.is_symlink() or not path.is_dir())
            names = (path.relative_to(self.output).as_posix() for path in found)
            return min((name for name in names if name not in self.files), default=None)

    def why_not_keepable(
        self, domain: str, locale_tag: str, reviewers: Sequence[Reviewer], *, now: datetime.datetime
    ) -> str:
        """Why the earlier edition may not stay up, or nothing if it may.

        It is judged again from the records of today: one whose approval was revoked, rejected, has expired
        or whose record is gone does not stay. Who translated the catalog since is of no matter to it.
        """
        entry = self.entries.get((domain, locale_tag))
        if entry is None:
            return "no approved edition was published before"
        found = attempt(read_records, self.project, domain, parse_locale(locale_tag))
        if isinstance(found, PolyleafError):
            return str(found)
        records, unreadable = found
        signed = _signed_units(records)
        if any(digest not in signed for digest in entry.sentences):
            return "the records of the edition published before are gone"
        sentences = [signed[digest] for digest in entry.sentences]
        review = review_catalog(
            tuple(_as_unit(one) for one in dict.fromkeys(sentences)),
            tuple(one.key for one in sentences),
            records,
            domain=domain,
            locale=locale_tag,
            reviewers=reviewers,
            policy=self.project.settings.policy,
            last_translator=None,
            today=now.date(),
            now=now,
            unreadable=unreadable,
            outline=entry.outline,
        )
        if not review.publishable:
            return f"the edition published before no longer stands: {review.reasons[0]}"
        if _is_altered(entry, sentences):
            return f"what {manifests.NAME} says of the edition published before was altered"
        try:
            for file in entry.files:
                self.read(file)
        except PolyleafError as error:
            return str(error)
        return ""

    def read(self, file: PublishedFile) -> bytes:
        """The bytes of a file published earlier.

        Raises:
            PublicationError: it was changed since, or its path leads out of the folder.
        """
        path = self.output / file.path
        if not resolved(path, file.path).is_relative_to(resolved(self.output, str(self.output))):
            raise PublicationError("leads out of the publication", "publish to a new folder", path=file.path)
        data = read_file(path, str(path))
        if hashlib.sha256(data).hexdigest() != file.sha256:
            raise PublicationError(
                "was changed after it was published", "publish to a new folder", path=str(path)
            )
        return data


def _is_altered(entry: PublishedLeaflet, sentences: Sequence[SignedUnit]) -> bool:
    """Whether an entry cannot be what publishing wrote: its version is another, or it claims a file that is
    another leaflet's, or none's."""
    units = dict.fromkeys(sentences)
    version = version_of([unit.source for unit in units], [unit.targets[0] for unit in units])
    own = {f"{entry.locale}/{entry.domain}{exporter.suffix}" for exporter in EXPORTERS.values()}
    paths = [file.path for file in entry.files]
    return entry.version != version or not own >= set(paths) or len(set(paths)) != len(paths)


def _signed_units(records: Iterable[Record]) -> dict[str, SignedUnit]:
    return {unit.digest: unit for record in records for unit in record.statement.units}


def _as_unit(signed: SignedUnit) -> Unit:
    return Unit(
        source=signed.source,
        targets=signed.targets,
        context=signed.context,
        source_plural=signed.source_plural,
    )
