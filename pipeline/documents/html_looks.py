"""Styles that an element has by its looks: a raised "2" is one, whether by ``<sup>`` or by a style sheet.

Programs that write HTML, and what is pasted from them, say so in ``style`` and in classes. In a leaflet of
another format "10" with a raised "6" must not read "106", nor lose its weight a "not" in bold.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.documents.html_css import declarations
from pipeline.documents.html_tokens import StartTag
from pipeline.documents.inline import Style

Classes = Mapping[str, Mapping[str, str]]
"""What a page's style sheets declare of elements of a class."""

_PLAIN = frozenset(["span", "font"])
"""Elements that mean nothing by themselves."""

# What Word leaves in a page that it saves: where a paragraph ends, what it takes for a slip, and looks in
# words of its own. Those that mark the number of an item, or of a note, stay.
_OF_WORD = frozenset(["SpellE", "GramE"])
_NEEDED_BY_WORD = frozenset(["mso-list", "mso-special-character", "mso-element"])


def style_of(tag: StartTag, classes: Classes) -> Style | None:
    """The style that an element has by its looks; of several the one that says most."""
    if tag.name not in _PLAIN:
        return None
    declared: dict[str, str] = {}
    if classes and (named := tag.get("class")) is not None:
        for one in named.value.split():
            declared |= classes.get(one, {})
    if (said := tag.get("style")) is not None:
        declared |= declarations(said.value)
    if not declared:
        return None
    match declared.get("vertical-align"):
        case "super":
            return "sup"
        case "sub":
            return "sub"
    weight = declared.get("font-weight", "")
    if weight in ("bold", "bolder") or (weight.isdecimal() and len(weight) <= 4 and int(weight) >= 600):
        return "b"
    if declared.get("font-style", "").startswith(("italic", "oblique")):
        return "i"
    line = declared.get("text-decoration-line") or declared.get("text-decoration", "")
    return "u" if "underline" in line.split() else None


def says_nothing(tag: StartTag) -> bool:
    """Whether leaving out an element would change nothing that anybody sees."""
    if tag.name == "o:p":
        return True
    if tag.name not in _PLAIN:
        return False
    for attribute in tag.attributes:
        if attribute.name == "class" and attribute.value in _OF_WORD:
            continue
        declared = declarations(attribute.value) if attribute.name == "style" else {}
        if not declared or not all(
            name.startswith("mso-") and name not in _NEEDED_BY_WORD for name in declared
        ):
            return False
    return True
