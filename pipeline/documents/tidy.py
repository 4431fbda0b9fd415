"""The one form of inline content that every reader gives, so that equal sentences have equal msgids.

- Runs of white space are one space; none stands at the ends, beside a break, or just inside a style or link.
- No two runs, equal styles or links to one address stand side by side; none is empty.
- A style inside itself counts once. Of styles and links that begin at one place the one that goes on longest
  stands outside; of equally long ones a link, then ``b``, ``i`` and so on in the order of ``_ORDER``.
- A link is never cut. A style goes over links that have it as a whole, and over spaces beside them: a Word
  file cannot say it so, as it cuts styles at a link's ends.
- Code holds neither styles nor links, which stand round its parts: Markdown cannot say it otherwise. White
  space within it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.documents.inline import Break, Image, Inline, Link, NoteMark, Opaque, Run, Style, Styled
from pipeline.documents.literals import literal_content

_ORDER: tuple[Style, ...] = ("b", "i", "u", "sup", "sub", "s")
_BLANK = " \t\n\f\r"
# White space of HTML; a no-break space and the like are characters that an author chose.
_UNTIDY = re.compile("[\t\n\f\r]|  ")
_SPACES = re.compile("[\t\n\f\r][ \t\n\f\r]*| [ \t\n\f\r]+")  # but a single space, which may stay


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
    leaves: list[_Leaf] = []
    _flatten(content, frozenset(), None, leaves)
    leaves = _spaced(leaves)
    return tuple(_built(leaves, 0, len(leaves), frozenset(), linked=False))


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
    numbers = _Numbers()
    return numbers.numbered(content), numbers.earlier


class _Numbers(Struct):
    """Counts placeholders, and keeps the earlier id of each."""

    earlier: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def numbered(self, nodes: Sequence[Inline]) -> tuple[Inline, ...]:
        numbered: list[Inline] = []
        for node in nodes:
            match node:
                case Run(text):
                    pieces = literal_content(text, first_id=self.count + 1)
                    self.count += sum(isinstance(piece, Opaque) for piece in pieces)
                    numbered += pieces
                case Opaque(id) | Image(id) | NoteMark(id):
                    self.count += 1
                    self.earlier[str(self.count)] = id
                    numbered.append(replace(node, id=str(self.count)))
                case Styled(_, children) | Link(_, children):
                    numbered.append(replace(node, children=self.numbered(children)))
                case _:
                    numbered.append(node)
        return tuple(numbered)


class _Leaf(Struct):
    """A piece of content without anything inside it, and what stands round it.

    Attributes:
        kind: "space" for white space that a style round it does not show on; "anchor" for a link without
            text.
        link: the address of the link round it, or None.
    """

    node: Inline
    styles: frozenset[Style]
    link: str | None
    kind: Literal["", "space", "anchor"] = ""


def _flatten(
    content: Iterable[Inline], styles: frozenset[Style], link: str | None, leaves: list[_Leaf]
) -> None:
    for node in content:
        match node:
            case Run(text) if "code" in styles:
                last = leaves[-1] if leaves else None
                if (
                    last is not None
                    and isinstance(last.node, Run)
                    and (last.styles, last.link) == (styles, link)
                ):
                    last.node = Run(last.node.text + text)
                elif text:
                    leaves.append(_Leaf(node, styles, link))
            case Run(text):
                text = collapse(text)
                words = text.strip(" ")
                space = _Leaf(Run(" "), styles, link, "space")
                leaves += [space] if text[:1] == " " else []
                leaves += [_Leaf(Run(words), styles, link)] if words else []
                leaves += [replace(space)] if words and text[-1] == " " else []
            case Styled(style, children):
                _flatten(children, styles | {style}, link, leaves)
            case Link(href, children) if link is None:
                before = len(leaves)
                _flatten(children, styles, href, leaves)
                if all(
                    leaf.kind == "space" for leaf in leaves[before:]
                ):  # it may lead somewhere all the same
                    leaves.insert(before, _Leaf(Link(href, ()), styles, None, "anchor"))
                    for leaf in leaves[before:]:
                        leaf.link = None
            case Link(_, children):
                _flatten(children, styles, link, leaves)
            case _:
                leaves.append(_Leaf(node, styles, link))


def _spaced(leaves: list[_Leaf]) -> list[_Leaf]:
    """``leaves`` with the spaces that may stay, each with the styles and link of what it stands within."""
    kept: list[_Leaf] = []
    for leaf in leaves:
        if _is_code(leaf) and not leaf.node.text.strip(_BLANK):  # type: ignore[union-attr]  # a Run
            leaf.node, leaf.kind = Run(" "), "space"
        last = kept[-1] if kept else None
        at_start = last is None or isinstance(last.node, Break)
        if leaf.kind == "space":
            if at_start:
                continue
            if last is not None and last.kind == "space":
                last.styles &= leaf.styles
                last.link = last.link if last.link == leaf.link else None
                continue
        elif isinstance(leaf.node, Break):
            _end_line(kept)
        elif at_start and _is_code(leaf):
            leaf.node = Run(leaf.node.text.lstrip(_BLANK))  # type: ignore[union-attr]
        kept.append(leaf)
    _end_line(kept)
    before: list[_Leaf] = []
    beside = _NOTHING
    for leaf in kept:
        before.append(beside)
        beside = _beside(leaf, beside)
    beside = _NOTHING
    for leaf, first in zip(reversed(kept), reversed(before), strict=True):
        if leaf.kind:
            own = leaf.styles if first.link == beside.link else frozenset(_ORDER)
            leaf.styles = (own & first.styles & beside.styles) - {"code"}
            leaf.link = leaf.link if first.link == leaf.link == beside.link else None
        beside = _beside(leaf, beside)
    return kept


def _is_code(leaf: _Leaf) -> bool:
    return "code" in leaf.styles and isinstance(leaf.node, Run)


def _end_line(kept: list[_Leaf]) -> None:
    """Take away white space at the end."""
    if kept and kept[-1].kind == "space":
        kept.pop()
    if kept and _is_code(last := kept[-1]):
        last.node = Run(last.node.text.rstrip(_BLANK))  # type: ignore[union-attr]


_NOTHING = _Leaf(Run(""), frozenset(), None)


def _beside(leaf: _Leaf, beside: _Leaf) -> _Leaf:
    """What a space after (or before) ``leaf`` stands beside; an anchor ends a link, but no style."""
    if leaf.kind == "anchor":
        return replace(beside, link=None)
    return beside if leaf.kind else leaf


def _built(
    leaves: list[_Leaf], low: int, high: int, inside: frozenset[Style], *, linked: bool
) -> list[Inline]:
    """The leaves from ``low`` to ``high`` in their styles and links, but for those that stand round all."""
    nodes: list[Inline] = []
    at = low
    while at < high:
        leaf = leaves[at]
        if leaf.kind:  # what stands within a style or link is met there
            nodes.append(leaf.node)
            at += 1
            continue
        outside: Style | None = None
        reach = at if linked or leaf.link is None else _end(leaves, at, high, "link")
        for style in _ORDER:
            if style in leaf.styles and style not in inside:
                end = _style_end(leaves, at, high, style, linked)
                if end > reach:
                    outside, reach = style, end
        if reach == at:
            reach = _end(leaves, at, high, "styles")
            if not linked:
                reach = min(reach, _end(leaves, at, high, "link"))
            own = [one.node for one in leaves[at:reach]]
            nodes += [Styled("code", tuple(_joined(own)))] if "code" in leaf.styles else own
        elif outside is not None:
            inner = _built(leaves, at, reach, inside | {outside}, linked=linked)
            nodes.append(Styled(outside, tuple(inner)))
        else:
            assert leaf.link is not None
            nodes.append(Link(leaf.link, tuple(_built(leaves, at, reach, inside, linked=True))))
        at = reach
    return _joined(nodes)


def _style_end(leaves: list[_Leaf], start: int, high: int, style: Style, linked: bool) -> int:
    """How far a style goes on; one that ends within a link goes up to that, and on inside it."""
    end = start + 1
    while end < high and style in leaves[end].styles:
        end += 1
    before = end
    if not linked and end < high and (link := leaves[end].link) is not None:
        while before > start and leaves[before - 1].link == link:
            before -= 1
    return _without_spaces(leaves, before if before > start else end)


def _end(leaves: list[_Leaf], start: int, high: int, what: Literal["link", "styles"]) -> int:
    """Where the leaves end that have the same link, or styles, as that at ``start``."""
    own = getattr(leaves[start], what)
    end = start + 1
    while end < high and getattr(leaves[end], what) == own:
        end += 1
    return _without_spaces(leaves, end)


def _without_spaces(leaves: list[_Leaf], end: int) -> int:
    """``end`` without the spaces and anchors before it; there is something else before them."""
    while leaves[end - 1].kind:
        end -= 1
    return end


def _joined(nodes: Iterable[Inline]) -> list[Inline]:
    """``nodes`` with neighbouring runs as one."""
    joined: list[Inline] = []
    for node in nodes:
        if isinstance(node, Run) and joined and isinstance(last := joined[-1], Run):
            joined[-1] = Run(last.text + node.text)
        else:
            joined.append(node)
    return joined
