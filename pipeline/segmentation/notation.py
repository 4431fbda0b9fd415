"""The inline notation: inline content as the string that a translator sees in a PO file.

    <b> <i> <u> <sup> <sub> <code> … </…>    styles
    <a href="…"> … </a>                      a link
    <br/>                                    a line break
    <x id="1"/>                              something opaque, not for translating

Only these exact forms are tags (``documents.inline.TAG``); any other ``<``, ``>`` or ``&`` is text. In an
address, and nowhere else, ``&quot;`` ``&lt;`` ``&gt;`` ``&amp;`` stand for ``"`` ``<`` ``>`` ``&``. An ``&``
is written as ``&amp;`` only where it would otherwise be read as one of these four, so common addresses look
as they do in a browser (``?a=1&b=2``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from pipeline.documents.inline import (
    MAX_DEPTH,
    TAG,
    Break,
    Image,
    Inline,
    Link,
    NoteMark,
    Opaque,
    Placeholder,
    Run,
    Styled,
    escape_address,
    read_notation,
    too_deep,
    unescape_address,
)
from pipeline.errors import InlineError

_ID = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


def format_notation(content: tuple[Inline, ...]) -> str:
    """Write ``content`` as a string.

    Raises:
        InlineError: a run in the form of a tag (documents keep such text as ``Opaque``), an id that is no
            number, tags more than ``MAX_DEPTH`` deep, or a node that only an edition can hold.
    """
    parts: list[str] = []
    _format(content, parts, 0)
    return "".join(parts)


def parse_notation(text: str, *, opaque: Mapping[str, str | Placeholder] = {}) -> tuple[Inline, ...]:
    """Read a string back; no two runs stand side by side in what is returned, and none is empty.

    Args:
        text: the notation.
        opaque: for each id of an opaque piece, the piece, or what a reader sees of it.

    Raises:
        InlineError: a tag that is not closed, closed twice or crosses another, an unknown opaque id, or tags
            more than ``MAX_DEPTH`` deep.
    """

    def find(id: str) -> Placeholder:
        if id not in opaque:
            known = ", ".join(f'<x id="{known}"/>' for known in opaque)
            hint = f"the source has {known}" if known else "the source has none; leave it out"
            raise InlineError(f'unknown <x id="{id}"/>', hint)
        piece = opaque[id]
        return Opaque(id, piece) if isinstance(piece, str) else piece

    return read_notation(text, find)


def compare_codes(source: str, target: str) -> tuple[str, ...]:
    """Say in words how the tags of ``target`` differ from those of ``source``; nothing if they are the same.

    Tags are compared as a multiset, with addresses and ids: a translation may move them, not lose, add or
    change any. A target whose tags do not parse gives that one problem.
    """
    if "<" not in source and "<" not in target:
        return ()
    try:
        read_notation(target, lambda id: Opaque(id, ""))
    except InlineError as error:
        return (str(error),)
    wanted, found = _codes(source), _codes(target)
    problems = []
    for code in dict.fromkeys((*wanted, *found)):
        if found[code] < wanted[code]:
            problems.append(f"{code} is missing{_times(wanted[code] - found[code])}")
        elif found[code] > wanted[code]:
            problems.append(f"{code} is not in the source{_times(found[code] - wanted[code])}")
    return tuple(problems)


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""


def _codes(text: str) -> Counter[str]:
    """The tags of ``text`` that begin or are something (an end tag is implied by its beginning)."""
    codes: Counter[str] = Counter()
    for match in TAG.finditer(text):
        if match["href"] is not None:
            codes[f'<a href="{escape_address(unescape_address(match["href"]))}">'] += 1
        elif not match["end"] and not match["end_link"]:
            codes[match[0]] += 1
    return codes


def _format(content: tuple[Inline, ...], parts: list[str], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise too_deep()
    run = ""
    for node in content:
        if isinstance(node, Run):
            run += node.text
            parts.append(node.text)
            continue
        _refuse_literal(run)
        run = ""
        match node:
            case Styled(style, children):
                parts.append(f"<{style}>")
                _format(children, parts, depth + 1)
                parts.append(f"</{style}>")
            case Link(href, children):
                parts.append(f'<a href="{escape_address(href)}">')
                _format(children, parts, depth + 1)
                parts.append("</a>")
            case Break():
                parts.append("<br/>")
            case Opaque(id) | Image(id) | NoteMark(id):
                if not _ID.fullmatch(id):
                    raise InlineError(f'the opaque id "{id}" is not a number', "count ids from 1")
                parts.append(f'<x id="{id}"/>')
            case _:
                kind = type(node).__name__
                raise InlineError(f"{kind} has no inline notation", "write source content, not an edition's")
    _refuse_literal(run)


def _refuse_literal(run: str) -> None:
    if "<" in run and (match := TAG.search(run)):
        raise InlineError(f"the text {match[0]} would be read as a tag", "keep such text as an opaque piece")
