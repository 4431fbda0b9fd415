"""What Word's list definitions say, and how far each list has counted (ECMA-376-1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from msgspec import Struct, field

from pipeline.documents.counters import counted
from pipeline.documents.docx.nodes import Node, whole
from pipeline.documents.docx.styles import StyleSheet
from pipeline.documents.inline import Inline, Opaque, Run

_COUNTERS = re.compile("(%[1-9])")
_LEVELS = 9


class Level(Struct, frozen=True):
    """One level of a list.

    Attributes:
        key: the element that defines it, its id, and the level's number.
        form: how its numbers are written, "bullet" or "none".
        start: the first.
        text: what stands before an item, with "%1" for the number of the first level.
        legal: the numbers of all levels are written in 0-9.
        restart: after an item of which levels it begins anew, counted from 1: of this one and those above;
            None for all above it, 0 for none.
        style: the paragraph style that is numbered with this level, whatever level the style says.
    """

    key: tuple[str, str, str] = ("", "", "")
    form: str = "decimal"
    start: int = 1
    text: str | None = None
    legal: bool = False
    restart: int | None = None
    style: str | None = None

    @property
    def ordered(self) -> bool:
        return self.form not in ("bullet", "none")

    @property
    def visible(self) -> bool:
        return bool(self.text) if self.text is not None else self.form != "none"


_NO_LEVEL = Level(form="bullet")
"""Of a level that its list does not define."""


class Item(Struct, frozen=True):
    """What a paragraph is in a list.

    Attributes:
        list: the list that it belongs to.
        number: its number, None for a bullet.
        mark: what stands before it where that is more than a bullet or its number in 0-9. The numbers in it
            are opaque, so that the words are the same for each item.
        level: its level.
    """

    list: str
    number: int | None
    mark: tuple[Inline, ...] | None
    level: Level

    @property
    def shown(self) -> tuple[Inline, ...] | None:
        """What stands before it, a plain number too; None for a bullet."""
        if self.mark is not None or self.number is None:
            return self.mark
        own = f"%{int(self.level.key[2]) + 1}"
        return (Opaque("1", (self.level.text or f"{own}.").replace(own, str(self.number))),)


class Numbering(Struct):
    """The list definitions of a document, and how far each has counted.

    Attributes:
        used: definition and level of each paragraph that has a number or bullet.
        marks: the text of the first mark with words of each level, by its key.
    """

    levels: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    used: set[tuple[str, int]] = field(default_factory=set)
    marks: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _counters: dict[str, list[int | None]] = field(default_factory=dict)
    _overridden: set[tuple[str, int]] = field(default_factory=set)

    @property
    def used_levels(self) -> set[tuple[str, str, str]]:
        """The keys of the levels that are used."""
        return {self.levels[id][1].get(level, _NO_LEVEL).key for id, level in self.used if id in self.levels}

    def level_of(self, id: str, level: int, style: str | None) -> int:
        """The level that a paragraph style is numbered with: that which names it, or its own."""
        if style is not None and id in self.levels:
            for place, facts in self.levels[id][1].items():
                if facts.style == style:
                    return place
        return level

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is counted in here counts for nothing outside: the same paragraphs come in another form."""
        before = {key: list(counters) for key, counters in self._counters.items()}, set(self._overridden)
        yield
        self._counters, self._overridden = before

    def item(self, id: str, level: int) -> Item | None:
        """Count one item; None for what is no list, or shows nothing before it."""
        if id not in self.levels:
            return None
        key, levels = self.levels[id]
        facts = levels.get(level, _NO_LEVEL)
        counters = self._counters.setdefault(key, [None] * _LEVELS)
        for above in range(level):
            # Word takes a level that was left out for one that has begun (Knowledge Base Q110380).
            if counters[above] is None:
                counters[above] = levels.get(above, _NO_LEVEL).start
        override = self.overrides.get((id, level))
        before = counters[level]
        if override is not None and (id, level) not in self._overridden:
            self._overridden.add((id, level))
            counters[level] = override
        else:
            counters[level] = facts.start if before is None else before + 1
        for below in range(level + 1, _LEVELS):
            restart = levels.get(below, _NO_LEVEL).restart
            if restart is None or level < restart:
                counters[below] = None
        if not facts.visible:
            return None
        number = counters[level] if facts.ordered else None
        return Item(key, number, _mark(facts, level, levels, counters), facts)


def _mark(
    facts: Level, level: int, levels: Mapping[int, Level], counters: list[int | None]
) -> tuple[Inline, ...] | None:
    if facts.form == "bullet" or facts.text is None:
        return None
    pieces = _COUNTERS.split(facts.text)
    words = any(map(str.isalnum, "".join(pieces[::2])))
    if not words and pieces[1::2] == [f"%{level + 1}"] and (facts.form == "decimal" or facts.legal):
        return None
    nodes: list[Inline] = []
    for place, piece in enumerate(pieces):
        if place % 2:
            of = int(piece[1]) - 1
            form = "decimal" if facts.legal else levels.get(of, _NO_LEVEL).form
            nodes.append(Opaque(str(place // 2 + 1), counted(counters[of] or 0, form), piece))
        elif piece:
            nodes.append(Run(piece))
    if any(map(str.isalpha, "".join(pieces[::2]))) and "<" not in facts.text:
        return tuple(nodes)
    return (Opaque("1", "".join(one.text if isinstance(one, Run) else one.equivalent for one in nodes)),)  # type: ignore[union-attr]


def read_numbering(root: Node | None, sheet: StyleSheet) -> Numbering:
    """Read the list definitions."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstract = {node.get("abstractNumId") or "": node for node in root.children if node.name == "abstractNum"}
    used = {
        node.get("numId") or "": node.value("abstractNumId") or ""
        for node in root.children
        if node.name == "num"
    }
    for node in root.children:
        if node.name != "num":
            continue
        id = node.get("numId") or ""
        key = used[id]
        definition = abstract.get(key)
        link = None if definition is None else definition.value("numStyleLink")
        if link is not None and (linked := sheet.of(link).list) is not None:
            key = used.get(linked[0], key)
            definition = abstract.get(key)
        if definition is None:
            continue
        levels = {
            place: _level(level, ("abstractNum", definition.get("abstractNumId") or "", str(place)))
            for level in definition.children
            if level.name == "lvl" and (place := _number(level, "ilvl")) < _LEVELS
        }
        for override in node.children:
            if override.name == "lvlOverride" and (place := _number(override, "ilvl")) < _LEVELS:
                start = whole(override.value("startOverride"))
                if start is not None and start >= 0:
                    numbering.overrides[id, place] = start
                if (own := override.child("lvl")) is not None:
                    levels[place] = _level(own, ("num", id, str(place)))
        numbering.levels[id] = (key, levels)
    return numbering


def _level(node: Node, key: tuple[str, str, str]) -> Level:
    start, restart = whole(node.value("start")), whole(node.value("lvlRestart"))
    return Level(
        key,
        node.value("numFmt") or "decimal",
        start if start is not None and start >= 0 else 1,
        node.value("lvlText"),
        node.flag("isLgl") is True,
        restart if restart is not None and restart >= 0 else None,
        node.value("pStyle"),
    )


def _number(node: Node, name: str) -> int:
    value = node.get(name) or ""
    return int(value) if value.isdecimal() and len(value) < 5 else 0
