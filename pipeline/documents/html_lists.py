"""How the lists of HTML count, as browsers show it: by attributes, and by what ``style`` says of it.

Style sheets are not read. ``style`` goes before ``type`` (HTML, 15.2: attributes are presentational hints),
and ``list-style`` that names no kind means ``disc`` (CSS Lists and Counters Level 3, 3.4).
"""

from __future__ import annotations

import re

from pipeline.documents.counters import is_css_style
from pipeline.documents.frames import Counting
from pipeline.documents.html_attributes import integer
from pipeline.documents.html_tokens import StartTag

MAX_STYLE = 2_000
"""Characters of a ``style`` that is read: more than authors write; a stranger's may be of any length."""

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_BULLETS = frozenset(["none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"])
_DECLARATION = re.compile(r"(?:[^;\"'(]|\"[^\"]*\"|'[^']*'|\([^)]*\)|[\"'(])+?(?=;|\Z)")
_LEFT_ALONE = frozenset(["inherit", "initial", "unset", "revert", "revert-layer"])
_ASIDE = re.compile(r"/\*.*?\*/", re.DOTALL)
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
    style = "" if said is None or len(said.value) > MAX_STYLE else said.value
    found = _declared(style) if style else None
    if found is None and (type := tag.get("type")) is not None:
        named = type.value.strip()
        found = _TYPES.get(named) if tag.name in ("ol", "li") else None  # any other knows only bullets
        if found is None and tag.name != "ol" and named.lower() in _BULLETS:
            found = named.lower()
    return found


def _declared(style: str) -> str | None:
    """What the last declaration of ``list-style-type`` in a ``style`` says; an important one goes first."""
    found, found_important = None, False
    for declaration in _DECLARATION.findall(_ASIDE.sub("", style)):
        name, _, said = declaration.lower().partition(":")
        value, important, _ = said.partition("!")
        name, value = name.strip("; \t\n\f\r"), value.strip()
        if name not in ("list-style", "list-style-type"):
            continue
        if value in _LEFT_ALONE or (found_important and not important):
            continue
        named = _named(value, short=name == "list-style")
        if named is not None:
            found, found_important = named, bool(important)
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
