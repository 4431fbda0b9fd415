"""Pairs that were translated before, and what a look-up finds of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from pipeline.catalogs.model import State

TRUSTED = (State.TRANSLATED, State.REVIEWED, State.APPROVED)
"""States that a pair may have, least trusted first: a machine's draft or a fuzzy target never enters."""

LEAST_SCORE = 0.75
"""Least likeness (0 to 1) of a fuzzy match, unless another is asked for."""

Differs: TypeAlias = Callable[[str, str], bool]
"""Whether two similar sources differ in what must never be taken over: a number, a measure, a negation."""


class Languages(NamedTuple):
    """From which locale into which, as BCP 47 tags (a tuple, as Pair: an import makes millions)."""

    source: str
    target: str


class Pair(NamedTuple):
    """A source with its target.

    Attributes:
        source, target: in the inline notation; neither is empty.
        state: one of ``TRUSTED``.
        context: ``msgctxt`` of the unit it comes from, or None.
        domain: the document it comes from, or what another tool calls the unit.
    """

    source: str
    target: str
    state: State = State.TRANSLATED
    context: str | None = None
    domain: str = ""


class Match(Struct, frozen=True):
    """A pair that answers a look-up.

    Attributes:
        pair: what was found.
        score: likeness of its source to what was asked for, 0 to 1; 1 only if they are the same.
        origin: the catalog or file it came in by.
        differs: the sources differ in a number, a measure, a negation or a limit: nothing to be taken over.
    """

    pair: Pair
    score: float
    origin: str
    differs: bool = False


class Origin(Struct, frozen=True):
    """Where pairs came in by: a catalog or a file.

    Attributes:
        name: unique within a memory, such as ``catalog:clinic/leaflets/es/fever``.
        digest: of all that its pairs were read from; while it stays they need not be read again.
    """

    name: str
    digest: str
