"""Emptied: what an editor took out of a catalog since the last commit, by mistake perhaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.catalogs.model import Unit, UnitKey
from pipeline.errors import CatalogError
from pipeline.project.git import committed
from pipeline.project.store import Project, StoredFile


def committed_targets(
    project: Project, stored: StoredFile, lacking: Iterable[Unit]
) -> Mapping[UnitKey, tuple[str, ...]]:
    """The targets that the last commit has of units that lack some now, by key; of those it lacks, none.

    OmegaT, for one, hands back empty what was fuzzy, and a draft is nowhere else than in git.
    """
    from pipeline.catalogs.reading import parse_catalog

    data = committed(project.root, stored.path)
    if data is None or data == stored.data:
        return {}
    try:
        before = parse_catalog(data, stored.path, project.settings.limits.catalogs).by_key()
    except CatalogError:
        return {}  # what was broken then is of no matter now
    pairs = ((unit, before.get(unit.key)) for unit in lacking)
    return {
        unit.key: earlier.targets
        for unit, earlier in pairs
        if earlier is not None and sum(map(bool, earlier.targets)) > sum(map(bool, unit.targets))
    }
