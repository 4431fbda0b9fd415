"""What a check is given, and what it says.

A check yields diagnostics about a pair: one source text and one target text of a unit. How bad a
diagnostic is for a project, and what follows from it, is decided elsewhere (``Severities``, ``engine``, the
workflows).
"""

from __future__ import annotations

import enum
import functools
import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, Protocol, TypeVar, runtime_checkable

from msgspec import Struct, field

from pipeline.catalogs.model import Unit, UnitKey
from pipeline.documents.inline import TAG
from pipeline.language.locale import Locale

Category = Literal["clinical", "markup", "linguistic"]
T = TypeVar("T")

MOST_SPANS = 100
"""How many places a diagnostic names: a line of a million brackets needs no more to be seen."""

OPAQUE = "\ufffc"
"""What stands for ``<x id="1"/>`` in the plain text (OBJECT REPLACEMENT CHARACTER)."""


class Severity(enum.IntEnum):
    """How bad a finding is; larger is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Span(Struct, frozen=True, order=True):
    """Half-open range of code points in a source or target as it stands in the catalog, tags included."""

    start: int
    end: int


class Side:
    """One text of a pair, with the views of it that several checks need; each is worked out once, on demand.

    Attributes:
        raw: as in the catalog, with tags. Spans of diagnostics are positions in it.
        plain: what a reader sees: without tags; a break is a line end, an opaque piece is ``OPAQUE``.
    """

    __slots__ = ("_memo", "_pieces", "plain", "raw")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        # Where each piece of plain begins, and from where to where it stands in raw; None without tags.
        self._pieces: list[tuple[int, int, int]] | None = None
        self._memo: dict[object, Any] | None = None
        self.plain = self._flatten() if "<" in raw else raw

    def span(self, start: int, end: int) -> Span:
        """The span in ``raw`` of ``plain[start:end]``."""
        plain = self.plain
        if self._pieces is None:
            return Span(start, end)
        if not plain:
            return Span(0, len(self.raw))
        first, _ = self._place(start)
        return Span(first, self._place(end - 1)[1] if end > start else first)

    def memo(self, key: object, make: Callable[[str], T]) -> T:
        """``make(self.plain)``, worked out once for all checks that ask with the same ``key``."""
        if self._memo is None:
            self._memo = {}
        try:
            found: T = self._memo[key]
        except KeyError:
            found = self._memo[key] = make(self.plain)
        return found

    def forget(self) -> None:
        """Let go of what ``memo`` keeps."""
        self._memo = None

    def _flatten(self) -> str:
        raw, done, length = self.raw, 0, 0
        parts: list[str] = []
        pieces: list[tuple[int, int, int]] = []

        def add(text: str, start: int, end: int) -> None:
            nonlocal length
            if text:
                pieces.append((length, start, end))
                parts.append(text)
                length += len(text)

        for tag in TAG.finditer(raw):
            start, end = tag.span()
            add(raw[done:start], done, start)
            if tag["line"]:
                add("\n", start, end)
            elif tag["x"]:
                add(OPAQUE, start, end)
            done = end
        add(raw[done:], done, len(raw))
        if done:
            self._pieces = pieces
        return "".join(parts)

    def _place(self, position: int) -> tuple[int, int]:
        """Where the character at ``position`` in plain stands in raw."""
        import bisect

        assert self._pieces is not None
        index = max(0, bisect.bisect_right(self._pieces, (position, len(self.raw), 0)) - 1)
        start, first, last = self._pieces[index]
        if self.plain[start] in ("\n", OPAQUE) and self.raw[first] == "<":
            return first, last
        place = min(first + position - start, len(self.raw))
        return place, place + 1


class Pair:
    """A source and one target form of a unit, neither of them empty.

    Attributes:
        unit: the unit they are of.
        form: the index of the target form.
        source, target: the two texts.
        plural: whether ``source`` is the unit's ``source_plural``.
    """

    __slots__ = ("form", "plural", "source", "target", "unit")

    def __init__(
        self, unit: Unit, form: int = 0, *, plural: bool = False, source: Side | None = None
    ) -> None:
        self.unit = unit
        self.form = form
        self.plural = plural
        self.source = source or Side((unit.source_plural or unit.source) if plural else unit.source)
        self.target = Side(unit.targets[form])

    def forget(self) -> None:
        """Let go of what was worked out for the checks; it is worked out again when asked for."""
        self.source.forget()
        self.target.forget()

    def finding(
        self,
        check: UnitCheck | CatalogCheck,
        what: str,
        hint: str,
        *,
        source: Iterable[Span] = (),
        target: Iterable[Span] = (),
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A diagnostic about this pair; ``severity`` only where it differs from the check's own."""
        return Diagnostic(
            check.id,
            severity or check.severity,
            what,
            hint,
            self.unit.key,
            self.form,
            self.plural,
            tuple(itertools.islice(source, MOST_SPANS)),
            tuple(itertools.islice(target, MOST_SPANS)),
        )


class Diagnostic(Struct, frozen=True):
    """One finding.

    Attributes:
        check: id of the check.
        severity: as the check sees it; settings may decide otherwise (``Severities``).
        what: what is wrong, a phrase without a final stop.
        hint: what to do about it.
        key: the unit; None where the finding is about the catalog as a whole.
        form: index of the target form.
        plural: whether ``source_spans`` are positions in ``source_plural``.
        source_spans, target_spans: where, in the texts as they stand in the catalog.
    """

    check: str
    severity: Severity
    what: str
    hint: str
    key: UnitKey | None = None
    form: int = 0
    plural: bool = False
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()


class Term(Struct, frozen=True):
    """One entry of a glossary, in one locale.

    Attributes:
        source: the term in the source language.
        targets: what may stand for it; none where it is not to be translated.
        forbidden: what must not stand for it.
    """

    source: str
    targets: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


class CheckContext(Struct, frozen=True, dict=True, eq=False):
    """What checks know beside the pair.

    Attributes:
        locale: of the targets.
        source_locale: of the sources.
        domain: of the catalog, or its file name where it is of no project.
        units: all units of the catalog that are not obsolete, in order.
        headers: of the catalog.
        terms: the glossary of this locale.
        committed: of units without a target, those that the last commit has, by key.
        emergency_numbers: source number → the numbers that may rightly stand for it in this locale.
        memo: for what a check works out once for the whole run; keys begin with the check's id.
    """

    locale: Locale
    source_locale: Locale
    domain: str = ""
    units: tuple[Unit, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    terms: tuple[Term, ...] = ()
    emergency_numbers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    committed: Mapping[UnitKey, tuple[str, ...]] = field(default_factory=dict)
    memo: dict[object, Any] = field(default_factory=dict)

    def once(self, key: object, make: Callable[[], T]) -> T:
        """``make()``, worked out once for the run."""
        try:
            found: T = self.memo[key]
        except KeyError:
            found = self.memo[key] = make()
        return found

    @functools.cached_property
    def same_language(self) -> bool:
        """Whether source and target are one language, such as en-US and en-GB."""
        return self.locale.language == self.source_locale.language


@runtime_checkable
class UnitCheck(Protocol):
    """A check of one pair at a time (one module each; see ``registry``)."""

    @property
    def id(self) -> str: ...
    @property
    def category(self) -> Category: ...
    @property
    def severity(self) -> Severity:
        """What its findings are where neither the finding nor the settings say otherwise."""
        ...

    @property
    def explanation(self) -> str:
        """One paragraph for a translator: what is looked for, why, and what to do; no line ends."""
        ...

    @property
    def signs(self) -> int:
        """Signs (bits of ``signs.Sign``) without any of which a pair gives no finding; ``Sign.ALWAYS`` where
        every pair has to be looked at."""
        ...

    def check(self, pair: Pair, context: CheckContext) -> Iterable[Diagnostic]:
        """Findings in ``pair``; linear in its length, whatever it holds."""
        ...


@runtime_checkable
class CatalogCheck(Protocol):
    """A check that has to see the whole catalog."""

    @property
    def id(self) -> str: ...
    @property
    def category(self) -> Category: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def explanation(self) -> str: ...

    def check_catalog(self, pairs: tuple[Pair, ...], context: CheckContext) -> Iterable[Diagnostic]:
        """Findings in a catalog: ``pairs`` are its translated forms, ``context.units`` all its units."""
        ...


class Severities(Struct, frozen=True):
    """What a project thinks of each check; None is off. A locale overrules the project, a domain both.

    Attributes:
        everywhere: by check id.
        locales: by locale tag, then by check id.
        domains: by domain, then by check id.
    """

    everywhere: Mapping[str, Severity | None] = field(default_factory=dict)
    locales: Mapping[str, Mapping[str, Severity | None]] = field(default_factory=dict)
    domains: Mapping[str, Mapping[str, Severity | None]] = field(default_factory=dict)

    def chosen(self, locale: Locale, domain: str) -> dict[str, Severity | None]:
        """By check id, what was chosen for a catalog; a check without a choice is not in it."""
        return {
            **self.everywhere,
            **self.locales.get(locale.language, {}),
            **self.locales.get(locale.tag, {}),
            **self.domains.get(domain, {}),
        }
