"""A translated text as a row of items, checked against the pieces and links that its source has."""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from msgspec import Struct

from pipeline.documents.docx.atoms import Anchor, Atom
from pipeline.documents.docx.tongue import Tongue, locale_of, tongue_of
from pipeline.documents.inline import (
    Break,
    Foreign,
    Image,
    Inline,
    Isolate,
    Link,
    NoteMark,
    Opaque,
    Run,
    Styled,
)
from pipeline.documents.inline import Style as InlineStyle
from pipeline.errors import DocumentError

_SPACES = re.compile("[ \t\n\f\r]+")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


class Item(Struct):
    """One piece of the target: characters, or what is written as it is.

    Attributes:
        link: the number of the link that it is in, 0 for none.
        tongue: its language; ``foreign`` where that is not the document's.
    """

    node: Inline
    text: str
    styles: frozenset[InlineStyle]
    link: int
    tongue: Tongue | None
    foreign: bool = False

    @property
    def is_text(self) -> bool:
        return isinstance(self.node, Run | Isolate)


class Items(Struct, frozen=True):
    """A target as items, with the addresses of its links in order: link 1 is the first."""

    items: list[Item]
    links: list[str]


def read_items(
    content: Iterable[Inline], tongue: Tongue | None, pieces: Collection[str], lead: str = "", trail: str = ""
) -> Items:
    """The items of a target.

    Args:
        pieces: the ids of the source's placeholders, each of which must stand in it once.
        lead, trail: white space round it.

    Raises:
        DocumentError: it has a character that XML cannot hold, or lacks a piece, or has one too many.
    """
    found = Items([], [])
    plain: frozenset[InlineStyle] = frozenset()
    if lead:
        found.items.append(Item(Run(lead), lead, plain, 0, tongue))
    _flatten(content, Item(Run(""), "", plain, 0, tongue), pieces, found)
    if trail:
        found.items.append(Item(Run(trail), trail, plain, 0, tongue))
    _check(found.items, pieces)
    return found


def _flatten(content: Iterable[Inline], around: Item, pieces: Collection[str], found: Items) -> None:
    styles, link, tongue, foreign = around.styles, around.link, around.tongue, around.foreign
    add = found.items.append
    for node in content:
        match node:
            case Run(text) | Isolate(text, _):
                check_characters(text)
                add(Item(node, _SPACES.sub(" ", text), styles, link, tongue, foreign))
            case Styled(style, children):
                _flatten(children, Item(node, "", styles | {style}, link, tongue, foreign), pieces, found)
            case Link(href, children):
                found.links.append(href)
                _flatten(children, Item(node, "", styles, len(found.links), tongue, foreign), pieces, found)
            case Foreign(tag, children):
                locale = locale_of(tag)
                other = None if locale is None or tongue is None else tongue_of(locale)
                inside = Item(node, "", styles, link, other or tongue, other is not None)
                _flatten(children, inside, pieces, found)
            case Break():
                add(Item(node, "\n", styles, link, tongue, foreign))
            case Opaque(id, equivalent) if id not in pieces:
                # Text that looks like a tag; anything else has an atom.
                add(Item(Run(equivalent), equivalent, styles, link, tongue, foreign))
            case Opaque(_, equivalent):
                add(Item(node, equivalent, styles, link, tongue, foreign))
            case Image() | NoteMark():
                add(Item(node, "\ufffc", styles, link, tongue, foreign))


def check_characters(text: str) -> None:
    """See that XML can hold ``text``.

    Raises:
        DocumentError: it cannot.
    """
    if bad := _ILLEGAL.search(text):
        raise DocumentError(
            f"the character U+{ord(bad[0]):04X} cannot stand in a Word document", "take it out"
        )


def _check(items: list[Item], pieces: Collection[str]) -> None:
    """Each piece of the source stands in the target once."""
    count = Counter(item.node.id for item in items if isinstance(item.node, Opaque | Image | NoteMark))
    for id in pieces:
        if count[id] != 1:
            what = "is missing" if count[id] == 0 else f"stands there {count[id]} times"
            raise DocumentError(f'<x id="{id}"/> {what}', "use each piece of the source once")
    for id in count:
        if id not in pieces:
            raise DocumentError(f'the source has no <x id="{id}"/>', "take it out")


def find_anchors(links: list[str], core: Iterable[Atom]) -> dict[int, Anchor]:
    """The source's link for each of the target: those of one address in their order.

    Raises:
        DocumentError: the source has no link to that address.
    """
    waiting: defaultdict[str, list[Anchor]] = defaultdict(list)
    for atom in core:
        anchor = atom.anchor
        if anchor is not None and (not waiting[anchor.href] or waiting[anchor.href][-1] is not anchor):
            waiting[anchor.href].append(anchor)
    found: dict[int, Anchor] = {}
    for number, href in enumerate(links, 1):
        known = waiting.get(href)
        if not known:
            raise DocumentError(f'the source has no link to "{href}"', "use the links of the source")
        found[number] = known.pop(0) if len(known) > 1 else known[0]
    return found


def turned_spans(items: list[Item], tongue: Tongue | None, rtl: bool) -> dict[int, tuple[int, str]]:
    """What must keep its own direction in text that goes ``rtl``: by where it begins, its end and direction.

    Offsets count the characters of all items. No span goes over the end of a link.
    """
    if tongue is None:
        return {}
    at = 0
    own: list[tuple[int, int, str]] = []
    links: list[tuple[int, int]] = []  # the link at each item, by where it begins
    for item in items:
        links.append((at, item.link))
        if isinstance(item.node, Isolate):
            own.append((at, at + len(item.text), item.node.direction))
        elif item.foreign and item.tongue is not None and item.tongue.rtl != rtl:
            direction = "rtl" if item.tongue.rtl else "ltr"
            if own and own[-1][1] == at and own[-1][2] == direction and links[-2][1] == item.link:
                own[-1] = (own[-1][0], at + len(item.text), direction)
            else:
                own.append((at, at + len(item.text), direction))
        at += len(item.text)
    if rtl:
        from pipeline.language.quantities.isolates import isolate_spans

        text = "".join(item.text for item in items)
        taken = [(start, end) for start, end, _ in own]
        for start, end in isolate_spans(text, tongue.locale):
            inside = {link for place, link in links if start < place < end}
            before = [link for place, link in links if place <= start][-1:]
            if len(inside | {*before}) <= 1 and not any(a < end and start < b for a, b in taken):
                own.append((start, end, "ltr"))
    return {start: (end, direction) for start, end, direction in own if start < end}


def cut(text: str, at: int, places: list[int]) -> list[str]:
    """``text``, which begins at ``at``, cut at those of the places that are inside it."""
    first, last = bisect.bisect_right(places, at), bisect.bisect_left(places, at + len(text))
    cuts = [place - at for place in places[first:last]]
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
