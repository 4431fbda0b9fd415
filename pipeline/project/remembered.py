"""What was worked out of each leaflet, kept in the cache until anything that it depends on changes.

For commands that only tell, and for work that is done: nothing that lets a leaflet out goes by what stands
here. Lost or broken, everything is worked out again.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

from msgspec import Struct, field

from pipeline.errors import StoreError
from pipeline.language.locale import Locale
from pipeline.project.files import make_cache
from pipeline.project.inputs import Inputs
from pipeline.project.store import Project

_SCHEMA = "polyleaf-remembered-1"
_MOST_BYTES = 64_000_000


class Remembered(Struct):
    """What one command worked out.

    Attributes:
        name: of the file in the cache.
        inputs: what each leaflet depends on.
        entries: by domain and locale, the digest of what the leaflet depended on, and what came of it (JSON).
    """

    project: Project
    name: str
    inputs: Inputs
    entries: dict[str, tuple[str, Any]] = field(default_factory=dict)
    _learnt: dict[str, tuple[str, Locale | None]] = field(default_factory=dict)

    @classmethod
    def open(cls, project: Project, name: str, inputs: Inputs) -> Remembered:
        """Read what is known; nothing, if nothing there can be trusted."""
        entries: dict[str, tuple[str, Any]] = {}
        with contextlib.suppress(StoreError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            stored = project.read(project.paths.cache / name, limit=_MOST_BYTES)
            if stored is not None:
                tree = json.loads(stored.data)
                if tree["schema"] == _SCHEMA:
                    entries = {key: (str(digest), found) for key, (digest, found) in tree["entries"].items()}
        return cls(project, name, inputs, entries)

    def recall(self, domain: str, locale: Locale | None = None) -> Any | None:
        """What came of a leaflet (in a locale, or before any) if all that it depends on is as it was."""
        digest, found = self.entries.get(_key(domain, locale), ("", None))
        return found if digest == self.inputs.of(domain, locale) else None

    def learn(self, domain: str, locale: Locale | None, found: Any) -> None:
        """Keep what came of a leaflet: anything that JSON holds, but for None."""
        key, entry = _key(domain, locale), (self.inputs.of(domain, locale), found)
        if self.entries.get(key) != entry:
            self.entries[key] = entry
            self._learnt[key] = (domain, locale)

    def save(self) -> None:
        """Write what was learnt, without what is left of documents that are gone.

        What came of a leaflet that somebody else changed meanwhile is not kept: nobody knows which of the two
        it came of. Where the cache cannot be written, nothing is lost but time.
        """
        if not self._learnt:
            return
        now, domains = self.inputs.again(self.project), self.inputs.domains
        for key, (domain, locale) in self._learnt.items():
            if self.entries[key][0] != now.of(domain, locale):
                del self.entries[key]
        kept = {key: entry for key, entry in self.entries.items() if key.partition(" ")[2] in domains}
        with contextlib.suppress(StoreError, RecursionError):
            text = json.dumps({"schema": _SCHEMA, "entries": kept}, sort_keys=True)
            make_cache(self.project.paths.cache)
            self.project.write(self.project.paths.cache / self.name, text.encode())


def _key(domain: str, locale: Locale | None) -> str:
    return f"{'' if locale is None else locale.tag} {domain}"
