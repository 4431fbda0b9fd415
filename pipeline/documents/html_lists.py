"""How the lists of HTML count, as browsers show it: by attributes, and by what ``style`` says of it.

Style sheets are not read. ``style`` goes before ``type`` (HTML, 15.2: attributes are presentational hints),
and ``list-style`` that names no kind means ``disc`` (CSS Lists and Counters Level 3, 3.4).
"""

from __future__ import annotations

import re

from pipeline.documents.counters import is_css_style
from pipeline.documents.frames import Counting
from pipeline.documents.html_attributes import integer
from pipeline.documents.html_css import declarations
from pipeline.documents.html_tokens import StartTag

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_BULLETS = frozenset(["none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"])
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|[a-z-]+\([^)]*\)", re.IGNORECASE)


def counting(tag: StartTag) -> Counting | None:
    """How a list counts; None where it has bullets, or no marks at all."""
    ordered = tag.name == "ol"
    style = item_style(tag)
    if style is None:
        style = "decimal" if ordered else "disc"
    if style in _BULLETS:
        return None
    if not ordered:
        return Counting(None, style)
    return Counting(integer(tag.get("start")), style, tag.get("reversed") is not None)


def item_style(tag: StartTag) -> str | None:
    """The counter style that a list or an item says itself, None where it says none."""
    said = tag.get("style")
    found = None if said is None else _declared(said.value)
    if found is None and (type := tag.get("type")) is not None:
        named = type.value.strip()
        found = _TYPES.get(named) if tag.name in ("ol", "li") else None  # any other knows only bullets
        if found is None and tag.name != "ol" and named.lower() in _BULLETS:
            found = named.lower()
    return found


def _declared(style: str) -> str | None:
    """What a ``style`` says last of the kind of list, or None."""
    found = None
    for name, value in declarations(style).items():
        if name in ("list-style", "list-style-type"):
            found = _named(value, short=name == "list-style") or found
    return found


def _named(value: str, *, short: bool) -> str | None:
    """The counter style in a value; a string or a picture of the author's own counts as a bullet."""
    words = _QUOTED.sub(" disc ", value).split()
    if short:
        words = [word for word in words if word not in ("inside", "outside")] or ["disc"]
    elif len(words) != 1:
        return None
    for word in words:
        if word in _BULLETS or is_css_style(word):
            return word
    return "decimal"  # CSS Counter Styles Level 3, 2: what there is no style of this name is decimal
