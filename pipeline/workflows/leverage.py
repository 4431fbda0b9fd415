"""What an update takes from the memory for new units: exact and fuzzy matches, and no approval.

exact, one translation                    filled in, translated but unsigned
exact, several translations or contexts   filled in, fuzzy
exact, but as a part of a longer text     filled in, translated but unsigned (``passages``)
similar                                   filled in, fuzzy, the similar source as previous
similar, but a number or "not" differs    only shown in a comment beside the empty target
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence, Set
from types import TracebackType
from typing import TYPE_CHECKING, Self

from msgspec import Struct
from msgspec.structs import replace

from pipeline.catalogs.model import Catalog, Unit, UnitKey
from pipeline.language.locale import Locale
from pipeline.memory.model import Differs, Languages, Match
from pipeline.project.memory_database import OFF
from pipeline.project.store import Project, SourceFile

if TYPE_CHECKING:
    import datetime

    from pipeline.memory.store import Memory
    from pipeline.segmentation.model import Segment
    from pipeline.workflows.passages import Piece

_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r"})
_SIMILAR = "Similar source: "


class Leverage(Struct, frozen=True):
    """What the memory gave to one catalog: units by an exact match, by a similar one, as a remark."""

    exact: int = 0
    fuzzy: int = 0
    remarks: int = 0

    def __add__(self, other: Leverage) -> Leverage:
        return Leverage(self.exact + other.exact, self.fuzzy + other.fuzzy, self.remarks + other.remarks)


class UpdateMemory:
    """The memory as one update uses it: opened, and brought in step, only once a unit is to be looked up.

    A context manager; what it learnt of the catalogs stays in the memory whether or not the update goes on.
    """

    def __init__(self, project: Project, locales: Sequence[Locale], *, now: datetime.datetime) -> None:
        self._project = project
        self._locales = locales
        self._now = now
        self._stack = contextlib.ExitStack()
        self._memory: Memory | None = None
        self._sources: tuple[SourceFile, ...] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._stack.__exit__(kind, error, trace)

    def fill(
        self,
        catalog: Catalog,
        old: Catalog | None,
        segments: Sequence[Segment],
        domain: str,
        locale: Locale,
        *,
        every_unit: bool,
    ) -> tuple[Catalog, Leverage]:
        """Fill units of an updated catalog: those that ``old`` had not, or every one that is empty.

        ``segments`` are those of its document, in order.
        """
        if not self._may_know(domain, locale):
            return catalog, Leverage()
        before = {unit.key for unit in old.units if not unit.obsolete} if old and not every_unit else set()
        wanted = {unit.key for unit in catalog.units if unit.key not in before and is_fillable(unit)}
        if not wanted:
            return catalog, Leverage()
        from pipeline.workflows.memory import differs_for, refreshed_memory

        source_locale = self._project.settings.source_locale
        if self._memory is None:
            memory, errors = self._stack.enter_context(
                refreshed_memory(self._project, self._locales, now=self._now)
            )
            if errors:  # the update, which comes to each of these catalogs too, tells of the others
                raise errors[0]
            self._memory = memory
        languages = Languages(source_locale.tag, locale.tag)
        if self._memory.is_empty(languages):
            return catalog, Leverage()
        return fill(
            catalog,
            wanted,
            segments,
            _Lookup(self._memory, languages, differs_for(source_locale)),
            source_locale=source_locale,
            locale=locale,
        )

    def _may_know(self, domain: str, locale: Locale) -> bool:
        """Whether there is anything to know from: a memory, or another document's catalog."""
        paths, setting = self._project.paths, self._project.settings.memory
        if setting == OFF:
            return False
        if setting or self._memory is not None or paths.memory.exists():
            return True
        self._sources = self._sources or self._project.sources()
        if any(one.domain != domain and paths.catalog(locale, one.domain).exists() for one in self._sources):
            return True
        from pipeline.project.left_over import left_over_catalogs

        return bool(left_over_catalogs(self._project, self._sources, [locale]))


class _Lookup(Struct, frozen=True):
    """The memory as one catalog asks it."""

    memory: Memory
    languages: Languages
    differs: Differs

    def exact(self, source: str) -> list[Match]:
        """Those with just this source whose target has its tags: with others no leaflet could be built."""
        return [one for one in self.memory.exact(self.languages, source) if _fits(source, one)]

    def similar(self, source: str) -> list[Match]:
        return self.memory.fuzzy(self.languages, source, differs=self.differs)

    def only(self, source: str, context: str | None) -> Match | None:
        """The one translation there is for a source in its context; of several the only most trusted one."""
        best, rivals = _best(self.exact(source), context)
        return best if len(rivals) == 1 else None


def fill(
    catalog: Catalog,
    wanted: Set[UnitKey],
    segments: Sequence[Segment],
    lookup: _Lookup,
    *,
    source_locale: Locale,
    locale: Locale,
) -> tuple[Catalog, Leverage]:
    """Fill the untranslated units of ``catalog`` whose keys are ``wanted`` from the memory."""
    from pipeline.workflows.passages import find_passages

    asked = {unit.key: unit.source for unit in catalog.units if unit.key in wanted and is_fillable(unit)}
    exact = {key: matches for key, source in asked.items() if (matches := lookup.exact(source))}
    pieces = find_passages(
        segments, asked.keys() - exact.keys(), lookup.only, source_locale=source_locale, locale=locale
    )
    units: list[Unit] = []
    total = Leverage()
    for unit in catalog.units:
        if unit.key in asked and is_fillable(unit):
            unit, gained = _filled(unit, exact.get(unit.key, []), pieces.get(unit.key), lookup)
            total += gained
        units.append(unit)
    return (replace(catalog, units=tuple(units)) if total != Leverage() else catalog), total


def is_fillable(unit: Unit) -> bool:
    """Whether a unit is empty, and nothing was found for it before."""
    return (
        not unit.obsolete
        and not any(unit.targets)
        and unit.source_plural is None
        and not any(text.startswith(("Earlier source: ", _SIMILAR)) for text in unit.translator_comments)
    )


def _filled(
    unit: Unit, exact: Sequence[Match], piece: Piece | None, lookup: _Lookup
) -> tuple[Unit, Leverage]:
    if exact:
        return _from_exact(unit, exact)
    if piece is not None:
        says = piece.remark(_where(piece.match))
        return _commented(replace(unit, targets=(piece.target,)), (says,)), Leverage(exact=1)
    similar = lookup.similar(unit.source)
    usable = next((one for one in similar if not one.differs and _fits(unit.source, one)), None)
    if usable is not None:
        filled = _with(
            replace(
                unit, fuzzy=True, previous_source=usable.pair.source, previous_context=usable.pair.context
            ),
            usable,
            f"{int(usable.score * 100)}% like this, {_where(usable)}",
        )
        return filled, Leverage(fuzzy=1)
    if similar:
        lines = (
            f"{_SIMILAR}{similar[0].pair.source.translate(_ESCAPES)}",
            f"Its translation, not for this one: {similar[0].pair.target.translate(_ESCAPES)}",
        )
        return _commented(unit, lines), Leverage(remarks=1)
    return unit, Leverage()


def _from_exact(unit: Unit, exact: Sequence[Match]) -> tuple[Unit, Leverage]:
    best, rivals = _best(exact, unit.context)
    if best is not None and len(rivals) == 1:
        return _with(unit, best, _where(best)), Leverage(exact=1)
    why = "in another context" if best is None else f"one of {len(rivals)} translations"
    best = best or exact[0]
    return _with(replace(unit, fuzzy=True), best, f"{why}, {_where(best)}"), Leverage(fuzzy=1)


def _best(exact: Sequence[Match], context: str | None) -> tuple[Match | None, Set[str]]:
    """The most trusted of the same context, and all targets that are as much trusted."""
    same = [one for one in exact if one.pair.context == context]
    best = same[0] if same else None
    return best, {one.pair.target for one in same if best and one.pair.state == best.pair.state}


def _with(unit: Unit, match: Match, says: str) -> Unit:
    return _commented(replace(unit, targets=(match.pair.target,)), (f"From memory: {says}",))


def _commented(unit: Unit, lines: Iterable[str]) -> Unit:
    return replace(unit, translator_comments=(*unit.translator_comments, *lines))


def _where(match: Match) -> str:
    place = match.pair.domain or match.origin.removeprefix("file:")
    return f"{match.pair.state.value} in {' '.join(place.split())}"


def _fits(source: str, match: Match) -> bool:
    """Whether the target has the tags that the source needs; with others no leaflet could be built."""
    from pipeline.segmentation.notation import compare_codes

    return not compare_codes(source, match.pair.target)
