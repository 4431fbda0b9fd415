"""The one form of inline content that every reader gives, so that equal sentences have equal msgids.

- Runs of white space are one space; none stands at the ends, beside a break, or just inside a style or link.
- No two runs, equal styles or links to one address stand side by side; none is empty.
- A style inside itself counts once; where one stands exactly round another, ``b`` stands outside ``i`` and so
  on in the order of ``_ORDER``, and a link outside them all. (Code keeps what it holds.)
- What stands beside a link, with or without a space between, and has a style that the whole link has, is in
  one style with it, and the link inside: a Word file cannot say it so, as it cuts styles at a link's ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.documents.inline import Break, Image, Inline, Link, NoteMark, Opaque, Run, Style, Styled
from pipeline.documents.literals import literal_content

_ORDER = {"b": 0, "i": 1, "u": 2, "sup": 3, "sub": 4, "code": 5}
_OVER_LINKS: tuple[Style, ...] = ("b", "i", "u", "sup", "sub")  # code holds no link in Markdown
# White space of HTML; a no-break space and the like are characters that an author chose.
_UNTIDY = re.compile("[\t\n\f\r]|  ")
_SPACES = re.compile("[\t\n\f\r][ \t\n\f\r]*| [ \t\n\f\r]+")  # but a single space, which may stay
_BLANK = " \t\n\f\r"


def collapse(text: str) -> str:
    """``text`` with each run of white space as one space."""
    return _SPACES.sub(" ", text) if _UNTIDY.search(text) else text


def tidy_content(content: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return ``content`` in the form that the module describes. Doing it twice changes nothing.

    Content may be nested as deep as there are styles and a link; readers never nest deeper.
    """
    content = tuple(content)
    if _is_tidy(content):
        return content
    previous: tuple[Inline, ...] | None = None
    nodes = tuple(_joined(_tidy(content, frozenset())))
    while nodes != previous:  # a swap or a join can make neighbours equal; each pass lessens the nodes
        previous = nodes
        nodes = tuple(_trimmed(_joined(_tidy(nodes, frozenset()))))
    return nodes


def _is_tidy(content: tuple[Inline, ...], top: bool = True) -> bool:
    """Whether ``content`` surely needs no work, as most texts do not; a quick look, which may miss it."""
    last = len(content) - 1
    previous: Inline | None = None
    for place, node in enumerate(content):
        if isinstance(node, Run):
            text = node.text
            if not text or isinstance(previous, Run) or _UNTIDY.search(text):
                return False
            if text[0] == " " and (place == 0 or isinstance(previous, Break | Image | NoteMark | Opaque)):
                return False
            if text[-1] == " " and place == last:
                return False
        elif isinstance(node, Styled | Link):
            children = node.children
            if (
                not top
                or len(children) != 1
                or not isinstance(children[0], Run)
                or type(previous) is type(node)
            ):
                return False
            if not _is_tidy(children, top=False):
                return False
        elif isinstance(node, Break) and isinstance(previous, Run) and previous.text[-1] == " ":
            return False
        previous = node
    return True


def number_pieces(content: Sequence[Inline]) -> tuple[tuple[Inline, ...], dict[str, str]]:
    """Number the placeholders of ``content`` in order, and make one of each piece that looks like a tag.

    Returns:
        the content, and the earlier id of each placeholder by its new one.
    """
    earlier: dict[str, str] = {}
    count = 0

    def walk(nodes: Sequence[Inline]) -> tuple[Inline, ...]:
        nonlocal count
        numbered: list[Inline] = []
        for node in nodes:
            match node:
                case Run(text):
                    pieces = literal_content(text, first_id=count + 1)
                    count += sum(isinstance(piece, Opaque) for piece in pieces)
                    numbered += pieces
                case Opaque(id) | Image(id) | NoteMark(id):
                    count += 1
                    earlier[str(count)] = id
                    numbered.append(replace(node, id=str(count)))
                case Styled(_, children) | Link(_, children):
                    numbered.append(replace(node, children=walk(children)))
                case _:
                    numbered.append(node)
        return tuple(numbered)

    return walk(content), earlier


def _tidy(content: Iterable[Inline], inside: frozenset[str]) -> list[Inline]:
    """Children tidied, white space moved out of them, styles within themselves taken out."""
    nodes: list[Inline] = []
    for node in content:
        match node:
            case Run(text):
                nodes.append(Run(text if "code" in inside else collapse(text)))
            case Styled(style, children) if style in inside:
                nodes += _tidy(children, inside)
            case Link(_, children) if "a" in inside:
                nodes += _tidy(children, inside)
            case Styled("code", children):
                inner = _joined(_tidy(children, inside | {"code"}))
                nodes += [Styled("code", tuple(inner))] if inner else []
            case Styled(style, children):
                nodes += _moved(Styled(style, ()), _joined(_tidy(children, inside | {style})))
            case Link(_, children):
                nodes += _moved(node, _joined(_tidy(children, inside | {"a"})))
            case _:
                nodes.append(node)
    return nodes


def _moved(node: Styled | Link, children: list[Inline]) -> list[Inline]:
    """``node`` round ``children``, with white space at their ends, and what must stand outside, moved out."""
    before, after = "", ""
    if children and isinstance(first := children[0], Run) and first.text[:1] in tuple(_BLANK):
        before = " "
        children[0] = Run(first.text[1:])
    if children and isinstance(last := children[-1], Run) and last.text[-1:] in tuple(_BLANK):
        after = " "
        children[-1] = Run(last.text[:-1])
    children = [child for child in children if child != Run("")]
    inner: list[Inline] = [Run(before)] if before else []
    match node, children:
        case (_, []):
            if isinstance(node, Link):
                inner.append(replace(node, children=()))  # an anchor may lead somewhere without any text
        case (Styled(style, _), [Link(href, linked)]):
            inner.append(Link(href, (Styled(style, linked),)))
        case (Styled(style, _), [Styled(other, styled)]) if _ORDER[other] < _ORDER[style]:
            inner.append(Styled(other, (Styled(style, styled),)))
        case _:
            inner.append(replace(node, children=tuple(children)))
    return [*inner, Run(after)] if after else inner


def _joined(nodes: list[Inline]) -> list[Inline]:
    joined: list[Inline] = []
    for node in nodes:
        last = joined[-1] if joined else None
        match last, node:
            case (_, Run("")):
                pass
            case (Run(one), Run(other)):
                joined[-1] = Run(f"{one[:-1] if one[-1] == ' ' == other[0] else one}{other}")
            case (Styled(style, one), Styled(again, other)) if style == again:
                joined[-1] = Styled(style, (*one, *other))
            case (Link(href, one), Link(again, other)) if href == again and one and other:
                joined[-1] = Link(href, (*one, *other))
            case (_, Styled() | Link()):
                _join_over_link(joined, node)
            case _:
                joined.append(node)
    return joined


def _join_over_link(joined: list[Inline], node: Styled | Link) -> None:
    """Add ``node``, in one style with what stands before it if a link is at the seam."""
    space = joined[-1:] if joined and joined[-1] == Run(" ") else []
    before = joined[-1 - len(space)] if len(joined) > len(space) else None
    if isinstance(before, Styled | Link) and (_is_link_at(before, -1) or _is_link_at(node, 0)):
        for style in _OVER_LINKS:
            one, other = _without(before, style), _without(node, style)
            if one is not None and other is not None:
                joined[-1 - len(space) :] = [Styled(style, (*one, *space, *other))]
                return
    joined.append(node)


def _is_link_at(node: Inline, end: int) -> bool:
    """Whether a link is the first thing (``end`` 0) or the last (-1) in a node."""
    while isinstance(node, Styled) and node.children:
        node = node.children[end]
    return isinstance(node, Link)


def _without(node: Inline, style: Style) -> tuple[Inline, ...] | None:
    """What ``style`` stands round in ``node``, or None where it does not stand round the whole of it."""
    match node:
        case Styled(found, children) if found == style:
            return children
        case Styled(_, (only,)) | Link(_, (only,)):
            inner = _without(only, style)
            return None if inner is None else (replace(node, children=inner),)
        case _:
            return None


def _trimmed(nodes: list[Inline]) -> list[Inline]:
    """Without white space at the ends and beside breaks, and with one space at most between any two words."""
    trimmed: list[Inline] = []
    after_space = True
    for node in nodes:
        if isinstance(node, Run):
            text = node.text.lstrip(" ") if after_space else node.text
            if not text:
                continue
            trimmed.append(Run(text))
            after_space = text[-1] == " "
        else:
            if isinstance(node, Break) and trimmed and isinstance(last := trimmed[-1], Run):
                trimmed[-1] = Run(last.text.rstrip(" "))
                if not last.text.rstrip(" "):
                    trimmed.pop()
            trimmed.append(node)
            after_space = isinstance(node, Break)
    if trimmed and isinstance(last := trimmed[-1], Run):
        trimmed[-1] = Run(last.text.rstrip(" "))
        if not trimmed[-1].text:  # type: ignore[union-attr]  # a Run, as made just above
            trimmed.pop()
    return trimmed
