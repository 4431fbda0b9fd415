"""What little of CSS is read: declarations, and the rules of style sheets that are for one class alone."""

from __future__ import annotations

import re

MAX_STYLE = 2_000
"""Characters of a ``style`` that is read: more than authors write; a stranger's may be of any length."""

MAX_CLASSES = 1_000

_DECLARATION = re.compile(r"(?:[^;\"'(]|\"[^\"]*\"|'[^']*'|\([^)]*\)|[\"'(])+?(?=;|\Z)")
_ASIDE = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_PIECE = re.compile(r"[{}]|[^{}]+")
_OF_CLASS = re.compile(r"(?:span|font)?\.([A-Za-z_][\w-]*)")
_LEFT_ALONE = frozenset(["inherit", "initial", "unset", "revert", "revert-layer"])


def declarations(style: str) -> dict[str, str]:
    """What a ``style`` declares, in small letters: of several declarations of one property the last, but an
    important one first; none that only say to take what is usual. Nothing where it is too long."""
    if len(style) > MAX_STYLE:
        return {}
    found: dict[str, tuple[str, bool]] = {}
    for declaration in _DECLARATION.findall(_ASIDE.sub("", style)):
        name, _, said = declaration.lower().partition(":")
        value, important, _ = said.partition("!")
        name, value = name.strip("; \t\n\f\r"), value.strip()
        if value in _LEFT_ALONE or (not important and found.get(name, ("", False))[1]):
            continue
        found.pop(name, None)
        found[name] = (value, bool(important))
    return {name: value for name, (value, _) in found.items()}


def class_rules(sheet: str) -> dict[str, dict[str, str]]:
    """What a style sheet declares of elements for being of one class, by the class. Rules under a condition
    (``@media``), and for a place in the page, are passed over."""
    found: dict[str, dict[str, str]] = {}
    depth, prelude, body = 0, "", ""
    for piece in _PIECE.findall(_ASIDE.sub("", sheet)):
        if piece == "{":
            depth += 1
            body = ""
        elif piece == "}":
            if depth == 1 and not prelude.startswith("@"):
                declared = declarations(body)
                for selector in prelude.split(",") if declared else ():
                    match = _OF_CLASS.fullmatch(selector.strip())
                    if match is not None and (match[1] in found or len(found) < MAX_CLASSES):
                        found.setdefault(match[1], {}).update(declared)
            depth = max(0, depth - 1)
            prelude = "" if depth == 0 else prelude
        elif depth:
            body = piece
        else:
            prelude = piece.replace("<!--", "").replace("-->", "").strip().rpartition(";")[2].strip()
    return found
