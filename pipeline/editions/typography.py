"""Typography: what makes a text safe to lay out. No visible character is ever changed.

Three things are seen to, for all nodes of a text together, as "<b>20</b> mg" is one measure:

1. Numbers, measures, phone numbers, addresses and words in Latin script keep their order of characters inside
   a right-to-left text, and right-to-left words keep theirs inside a left-to-right one.
2. A number does not break at the end of a line, nor leave its unit behind: U+00A0 for the space between.
   (U+00A0 also joins the groups of a number for the bidirectional algorithm, which a plain space parts.)
   Where a line could end without a space, exporters hold the number together (``language/unbroken.py``).
3. Controls of direction that came with a text are taken out, as 1 does their work: they are invisible, so
   nobody who signed the text can have seen them, and one of them can turn a dose around. A pair that holds
   a stretch in left-to-right order is heard first; overrides and controls without a pair are refused.

Zero-width joiners, non-joiners and spaces stay: their scripts need them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

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
from pipeline.editions.bidi import (
    BARRIER,
    ISOLATES,
    Span,
    has_arabic_digit,
    hold_order,
    ltr_pieces,
    marks_around,
    rtl_pieces,
    steering_spans,
)
from pipeline.editions.clusters import refuse_endless_letters
from pipeline.language.locale import Direction, Locale, parse_locale
from pipeline.language.quantities import find_quantities, isolate_spans
from pipeline.language.quantities.model import Date, Email, Url
from pipeline.language.steering import CONTROLS, LRM, RLM

_NO_BREAK = {" ": "\u00a0", "\u2009": "\u202f"}
_DIGIT = re.compile(r"\d")
_DROP_CONTROLS = {ord(control): None for control in CONTROLS}


def make_safe(content: tuple[Inline, ...], locale: Locale, *, pieces: bool = False) -> tuple[Inline, ...]:
    """Return ``content``, a text in ``locale``, as it must be laid out (see the module).

    What holds its order becomes ``Isolate``; where it stands in several nodes these stay, between marks of
    direction. Content of a ``Foreign`` node is made safe for its own locale.

    Args:
        pieces: what stands in a file as more than characters (a formula, an element) stays that piece, as
            whoever writes the file must put it back.

    Raises:
        ExportError: a text holds a control of direction that can turn characters around, or a letter with
            more marks than any writing has.
    """
    return _Safe(content, locale, pieces).nodes()


def safe_characters(content: tuple[Inline, ...], locale: Locale) -> tuple[Inline, ...]:
    """``make_safe`` for formats that know no ``Isolate``: characters of Unicode (UAX #9, 2.4) hold the order.

    Raises:
        ExportError: see ``make_safe``.
    """

    def written(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
        out: list[Inline] = []
        for node in nodes:
            match node:
                case Isolate(text, direction):
                    opener, closer = ISOLATES[direction]
                    node = Run(f"{opener}{text}{closer}")
                case Styled(_, children) | Link(_, children) | Foreign(_, children):
                    node = replace(node, children=written(children))
            if isinstance(node, Run) and out and isinstance(last := out[-1], Run):
                out[-1] = Run(last.text + node.text)
            else:
                out.append(node)
        return tuple(out)

    return written(make_safe(content, locale, pieces=True))


def clean_text(text: str) -> str:
    """Return ``text`` without controls of direction, for titles and the like.

    Raises:
        ExportError: see ``make_safe``.
    """
    steering_spans(text)
    refuse_endless_letters(text)
    return text.translate(_DROP_CONTROLS)


class _Leaf(Struct, frozen=True):
    """Where the text of a node stands in the flat text, and which styles around it matter here."""

    start: int
    end: int
    code: bool
    shifted: bool


class _Safe:
    """One text on its way: laid flat, looked at as a whole, and built again from the same tree."""

    def __init__(self, content: tuple[Inline, ...], locale: Locale, pieces: bool) -> None:
        self._content = content
        self._keeps_pieces = pieces
        self._locale = locale
        self._direction: Direction = locale.direction
        raw = "".join(text for text, _, _ in _flatten(content))
        steering = steering_spans(raw)
        refuse_endless_letters(raw)
        # Where each character of the raw text stands once the controls are gone.
        place: Sequence[int] = range(len(raw) + 1)
        if not CONTROLS.isdisjoint(raw):
            place = [0, *itertools.accumulate(character not in CONTROLS for character in raw)]
        self._leaves: list[_Leaf] = []
        position = 0
        for text, code, shifted in _flatten(content):
            end = position + len(text)
            self._leaves.append(_Leaf(place[position], place[end], code, shifted))
            position = end
        self._text = raw.translate(_DROP_CONTROLS)
        whole = self._text
        self._text = self._without_breaks(_numbers(whole, locale))
        if self._direction == "rtl":
            held = [(place[start], place[end]) for start, end in steering]
            self._pieces = ltr_pieces(whole, [*isolate_spans(whole, locale), *held])
        else:
            self._pieces = rtl_pieces(self._text)
        self._next_piece = 0

    def nodes(self) -> tuple[Inline, ...]:
        return self._build(self._content, iter(self._leaves))

    def _without_breaks(self, spans: list[Span]) -> str:
        """The text with no-break spaces beside the digits of ``spans``; of the same length."""
        characters = list(self._text)
        for start, end in spans:
            for index in range(start + 1, end - 1):
                if characters[index] in _NO_BREAK and (
                    characters[index - 1].isdecimal() or characters[index + 1].isdecimal()
                ):
                    characters[index] = _NO_BREAK[characters[index]]
        for leaf in self._leaves:
            if leaf.code:
                characters[leaf.start : leaf.end] = self._text[leaf.start : leaf.end]
        return "".join(characters)

    def _build(self, content: tuple[Inline, ...], leaves: Iterator[_Leaf]) -> tuple[Inline, ...]:
        built: list[Inline] = []
        for node in content:
            match node:
                case Run():
                    built.extend(self._cut(next(leaves)))
                case Opaque():
                    leaf = next(leaves)
                    nodes = self._cut(leaf)
                    whole = all(isinstance(one, Run) for one in nodes) and len(nodes) <= 1
                    if whole:
                        nodes = [replace(node, equivalent=self._text[leaf.start : leaf.end])]
                    elif self._keeps_pieces and node.source:
                        marked = _is_mark(nodes[0]), _is_mark(nodes[-1])
                        nodes = [*nodes[: marked[0]], node, *(nodes[-1:] if marked[1] else [])]
                    built.extend(nodes)
                case Styled(_, children) | Link(_, children):
                    inner = list(self._build(children, leaves))
                    before = [inner.pop(0)] if inner and _is_mark(inner[0]) else []
                    after = [inner.pop()] if inner and _is_mark(inner[-1]) else []
                    built.extend([*before, replace(node, children=tuple(inner)), *after])
                case Foreign(tag, children):
                    next(leaves)
                    inside = make_safe(children, parse_locale(tag), pieces=self._keeps_pieces)
                    built.append(Foreign(tag, inside))
                case Isolate(text, direction):
                    next(leaves)
                    built.append(Isolate(hold_order(clean_text(text)), direction))
                case Break() | Image() | NoteMark():
                    next(leaves)
                    built.append(node)
        return tuple(built)

    def _cut(self, leaf: _Leaf) -> list[Inline]:
        """The text of a leaf, with what must hold its order in nodes of its own."""
        nodes: list[Inline] = []
        done = leaf.start
        while self._next_piece < len(self._pieces) and self._pieces[self._next_piece][0] < leaf.end:
            start, end = self._pieces[self._next_piece]
            if start > done:
                nodes.append(Run(self._text[done:start]))
            if leaf.start <= start and end <= leaf.end:
                nodes.extend(self._isolated(self._text[start:end], leaf))
            else:
                nodes.extend(self._part(start, end, leaf))
            done = min(end, leaf.end)
            if end > leaf.end:
                break  # the next leaf goes on with it
            self._next_piece += 1
        if done < leaf.end:
            nodes.append(Run(self._text[done : leaf.end]))
        return nodes

    def _isolated(self, text: str, leaf: _Leaf) -> list[Inline]:
        if self._direction == "ltr":
            return [Isolate(text, "rtl")]
        # Digits alone keep their order anywhere; and exporters know raised digits only as plain text.
        if leaf.shifted and text.isdecimal():
            return [Run(text)]
        return [Isolate(hold_order(text), "ltr")]

    def _part(self, start: int, end: int, leaf: _Leaf) -> list[Inline]:
        """This leaf's part of a piece that other leaves share.

        Isolates side by side would be laid out in the direction of the text around, so that "20" and " mg"
        changed places: marks around the whole hold it together. Between them the parts need no isolates,
        except for Arabic digits, which turn what stands beside them whatever the marks.
        """
        opening, closing = marks_around("rtl" if self._direction == "ltr" else "ltr")
        text = self._text[max(start, leaf.start) : min(end, leaf.end)]
        if not text:
            return []
        isolate = self._direction == "rtl" and has_arabic_digit(self._text[start:end])
        nodes: list[Inline] = [Isolate(hold_order(text), "ltr") if isolate else Run(text)]
        if leaf.start <= start:
            nodes.insert(0, Run(opening))
        elif isolate:
            nodes.insert(0, Run(LRM))
        if end <= leaf.end:
            nodes.append(Run(closing))
        return nodes


def _numbers(text: str, locale: Locale) -> list[Span]:
    """Where numbers stand, each with its unit. Dates and addresses may break between their words."""
    if not _DIGIT.search(text):
        return []
    return [
        (quantity.start, quantity.end)
        for quantity in find_quantities(text, locale)
        if not quantity.words and not isinstance(quantity, Date | Email | Url)
    ]


def _flatten(
    content: tuple[Inline, ...], code: bool = False, shifted: bool = False
) -> Iterator[tuple[str, bool, bool]]:
    """The text of each leaf in reading order, whether it is code, and whether it is raised or lowered."""
    for node in content:
        match node:
            case Run(text) | Opaque(_, text):
                yield text, code, shifted
            case Styled(style, children):
                yield from _flatten(children, code or style == "code", shifted or style in ("sup", "sub"))
            case Link(_, children):
                yield from _flatten(children, code, shifted)
            case Break():
                yield "\n", code, shifted
            case Foreign() | Isolate() | Image() | NoteMark():
                yield BARRIER, code, shifted


def _is_mark(node: Inline) -> bool:
    return isinstance(node, Run) and node.text != "" and not node.text.strip(LRM + RLM)
