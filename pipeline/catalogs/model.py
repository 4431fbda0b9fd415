"""Catalog and Unit: what a PO file says, with the words of gettext kept to this package."""

from __future__ import annotations

import enum

from msgspec import Struct
from msgspec.structs import astuple

UnitKey = tuple[str | None, str]
"""(context, source): the identity of a unit within a domain."""


class State(enum.Enum):
    """The state of a unit, always derived, never stored (design, "States of a unit")."""

    UNTRANSLATED = "untranslated"
    FUZZY = "fuzzy"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    APPROVED = "approved"


class Unit(Struct, frozen=True, eq=False):
    """A segment with its target: one entry of a PO file.

    Attributes:
        source: ``msgid``.
        targets: ``msgstr``, or ``msgstr[0]``, ``msgstr[1]``, … in order; at least one, possibly empty.
        context: ``msgctxt`` or None (an empty one is not None).
        source_plural: ``msgid_plural`` or None.
        flags: all ``#,`` flags in order but ``fuzzy``, unknown ones too.
        fuzzy: whether the flag ``fuzzy`` is set.
        references: ``#:``, each as written.
        extracted_comments: ``#.``, a line each.
        translator_comments: ``#``, a line each.
        previous_context, previous_source, previous_source_plural: ``#|``.
        obsolete: ``#~``.
        unknown_comments: comment lines of a kind Polyleaf does not know, whole, kept for writing back.
        line: of the ``msgid`` (or ``msgctxt``) in the file, from 1; of no part in equality.
    """

    source: str
    targets: tuple[str, ...] = ("",)
    context: str | None = None
    source_plural: str | None = None
    flags: tuple[str, ...] = ()
    fuzzy: bool = False
    references: tuple[str, ...] = ()
    extracted_comments: tuple[str, ...] = ()
    translator_comments: tuple[str, ...] = ()
    previous_context: str | None = None
    previous_source: str | None = None
    previous_source_plural: str | None = None
    obsolete: bool = False
    unknown_comments: tuple[str, ...] = ()
    line: int = 0

    def __eq__(self, other: object) -> bool:
        return self is other or (type(other) is Unit and _said_by(self) == _said_by(other))

    def __hash__(self) -> int:
        return hash((self.context, self.source))

    @property
    def key(self) -> UnitKey:
        return (self.context, self.source)

    @property
    def target(self) -> str:
        """The first (for leaflets: the only) target form."""
        return self.targets[0]

    @property
    def is_translated(self) -> bool:
        """Whether every target form holds something; says nothing of whether it can be trusted."""
        return all(self.targets)

    @property
    def state(self) -> State:
        """The state as far as the catalog alone can tell: untranslated, fuzzy or translated."""
        if not self.is_translated:
            return State.UNTRANSLATED
        return State.FUZZY if self.fuzzy else State.TRANSLATED


def _said_by(unit: Unit) -> tuple[object, ...]:
    """All of a unit but the line it stands on."""
    return astuple(unit)[:-1]


class Catalog(Struct, frozen=True):
    """A PO file (or a template, where every target is empty).

    Attributes:
        headers: name and value of each header field, in order, as written.
        units: in the order of the file, obsolete ones too; keys of units that are not obsolete are unique.
        header_comments: the ``#`` lines above the header.
        header_fuzzy: whether the header is marked fuzzy (as templates are).
    """

    headers: tuple[tuple[str, str], ...] = ()
    units: tuple[Unit, ...] = ()
    header_comments: tuple[str, ...] = ()
    header_fuzzy: bool = False

    def header(self, name: str) -> str | None:
        """The value of a header field, by its name in any case, or None."""
        for key, value in self.headers:
            if key.lower() == name.lower():
                return value
        return None

    @property
    def active(self) -> tuple[Unit, ...]:
        """The units that are not obsolete."""
        return tuple(unit for unit in self.units if not unit.obsolete)

    def by_key(self) -> dict[UnitKey, Unit]:
        """The units that are not obsolete, by identity."""
        return {unit.key: unit for unit in self.units if not unit.obsolete}
