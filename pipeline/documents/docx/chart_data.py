"""The numbers that a chart remembers (ECMA-376-1, 21.2.2): series, and a value for each category.

Only what can be told in a table without altering a number: no pairs of numbers (scatter charts), no
    categories in
several levels, no dates, and no number whose format adds more than a percent sign.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from msgspec import Struct

from pipeline.documents.docx.nodes import Node

_NO_TABLE = frozenset(
    ["c:scatterChart", "c:bubbleChart", "c:stockChart", "c:surfaceChart", "c:surface3DChart"]
)
_PLAIN = re.compile(r"(?:General|[#,0]*0(?:\.[0#]+)?)?(?P<percent>%)?(?:_[ )]|\s)*")
_MOST_SERIES, _MOST_CATEGORIES, _MOST_DIGITS = 8, 60, 18


class Series(Struct, frozen=True):
    """One series.

    Attributes:
        name: the element that holds its name, or None.
        values: what is shown for each category, by its number.
    """

    name: Node | None
    values: dict[int, str]


class ChartData(Struct, frozen=True):
    """All series of a chart, and the elements that hold the names of their categories, by number."""

    categories: dict[int, Node]
    series: tuple[Series, ...]


def read_data(root: Node) -> ChartData | None:
    """The data of a chart, or None where it cannot be told in a table."""
    plot = _path(root, "c:chart", "c:plotArea")
    groups = [] if plot is None else [one for one in plot.children if one.name.endswith("Chart")]
    if any(group.name in _NO_TABLE for group in groups):
        return None
    found: list[tuple[int, Series]] = []
    categories: dict[int, Node] = {}
    for node in (one for group in groups for one in group.children if one.name == "c:ser"):
        own = _points(_path(node, "c:cat", "c:strRef", "c:strCache") or _path(node, "c:cat", "c:strLit"))
        values = _values(_path(node, "c:val", "c:numRef", "c:numCache") or _path(node, "c:val", "c:numLit"))
        if values is None or not own:
            return None
        if categories and _texts(own) != _texts(categories):
            return None
        categories = categories or own
        name = _path(node, "c:tx", "c:v") or _points(_path(node, "c:tx", "c:strRef", "c:strCache")).get(0)
        order = _number(node.child("c:order"))
        found.append((order, Series(name, values)))
    names = list(_texts(categories).values())
    if not 0 < len(found) <= _MOST_SERIES or not 0 < len(names) <= _MOST_CATEGORIES:
        return None
    found.sort(key=lambda pair: pair[0])
    return ChartData(categories, tuple(series for _, series in found))


def _values(cache: Node | None) -> dict[int, str] | None:
    if cache is None:
        return None
    form = cache.child("c:formatCode")
    shown: dict[int, str] = {}
    for point in cache.children:
        if point.name != "c:pt" or (value := point.child("c:v")) is None:
            continue
        own = point.get(" formatCode")
        text = _shown(value.text.strip(), own if own is not None else form.text if form is not None else "")
        if text is None:
            return None
        shown[_number(point, " idx")] = text
    return shown


def _shown(value: str, form: str) -> str | None:
    """A number as its format shows it, but with all its digits; None where the format does more."""
    match = _PLAIN.fullmatch(form.split(";")[0])
    if match is None:
        return None
    if sum(map(str.isdecimal, value.partition("e")[0])) > _MOST_DIGITS:
        return None  # more than a double holds
    try:
        # Excel writes 17 digits; the shortest number that means the same is what was typed.
        number = Decimal(repr(float(value)))
    except (InvalidOperation, ValueError):
        return None
    if not number.is_finite():
        return None
    number = number * 100 if match["percent"] else number
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + (match["percent"] or "")


def _points(cache: Node | None) -> dict[int, Node]:
    """The elements that hold the strings of a cache, by number."""
    found: dict[int, Node] = {}
    for point in () if cache is None else cache.children:
        if point.name == "c:pt" and (value := point.child("c:v")) is not None and value.text.strip():
            found[_number(point, " idx")] = value
    return found


def _texts(nodes: dict[int, Node]) -> dict[int, str]:
    return {number: node.text for number, node in nodes.items()}


def _number(node: Node | None, attribute: str = " val") -> int:
    value = "" if node is None else node.get(attribute) or ""
    return int(value) if value.isdecimal() and len(value) < 7 else 0


def _path(node: Node, *names: str) -> Node | None:
    found: Node | None = node
    for name in names:
        found = None if found is None else found.child(name)
    return found
