"""What Word's list definitions say, and how far each list has counted (ECMA-376-1, 17.9)."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.documents.docx.nodes import Node
from pipeline.documents.docx.styles import StyleSheet


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: whether it has numbers, and the first."""

    ordered: bool = False
    start: int = 1
    visible: bool = True


@dataclass
class Numbering:
    """The list definitions of a document, and how far each has counted.

    Attributes:
        used: definition and level of each paragraph that has a number or bullet.
    """

    levels: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    used: set[tuple[str, int]] = field(default_factory=set)
    _counters: dict[str, list[int | None]] = field(default_factory=dict)
    _overridden: set[tuple[str, int]] = field(default_factory=set)

    @property
    def used_levels(self) -> set[tuple[str, str, str]]:
        """The levels that are used: the element that defines each, its id, and the level's number."""
        found = {("num", id, str(level)) for id, level in self.used}
        return found | {
            ("abstractNum", self.levels[id][0], str(level)) for id, level in self.used if id in self.levels
        }

    def item(self, id: str, level: int) -> tuple[str, int | None] | None:
        """Count one item.

        Returns:
            the list that it belongs to, and its number, None for a bullet; nothing for what is no list.
        """
        if id not in self.levels:
            return None
        key, levels = self.levels[id]
        facts = levels.get(level, Level())
        if not facts.visible:
            return None
        counters = self._counters.setdefault(key, [None] * 9)
        override = self.overrides.get((id, level))
        if override is not None and (id, level) not in self._overridden:
            self._overridden.add((id, level))
            counters[level] = override
        else:
            before = counters[level]
            counters[level] = facts.start if before is None else before + 1
        counters[level + 1 :] = [None] * (8 - level)
        return key, (counters[level] if facts.ordered else None)


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
            _number(level, "ilvl"): _level(level) for level in definition.children if level.name == "lvl"
        }
        for override in node.children:
            if override.name == "lvlOverride":
                place = _number(override, "ilvl")
                start = override.value("startOverride")
                if start is not None and start.isdecimal():
                    numbering.overrides[id, place] = int(start)
                if (own := override.child("lvl")) is not None:
                    levels[place] = _level(own)
        numbering.levels[id] = (key, levels)
    return numbering


def _level(node: Node) -> Level:
    form = node.value("numFmt") or "decimal"
    start = node.value("start") or ""
    text = node.value("lvlText")
    visible = form != "none" or bool(text)
    return Level(form not in ("bullet", "none"), int(start) if start.isdecimal() else 1, visible)


def _number(node: Node, name: str) -> int:
    value = node.get(name) or ""
    return int(value) if value.isdecimal() else 0
