"""Builds the blocks of a document from what a reader of Markdown or HTML meets, in order.

Containers are opened and closed; texts fall into the innermost. The builder numbers the texts, names each for
translators, finds the title and the date line, and remembers for rebuilding where each text stands.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.documents.date_lines import take_date_lines
from pipeline.documents.flow import ALT, AttributeText, Flow
from pipeline.documents.inline import Image, Inline, Link, Opaque, Styled, children_of, plain_text
from pipeline.documents.literals import literal_content
from pipeline.documents.model import (
    Align,
    Block,
    Cell,
    Details,
    Document,
    Figure,
    Footnote,
    Footnotes,
    Heading,
    ListBlock,
    ListItem,
    Metadata,
    Paragraph,
    Quote,
    Resource,
    Row,
    Rule,
    Span,
    Table,
    Text,
    Title,
    Verbatim,
    iter_texts,
    replace_texts,
    with_attached,
)
from pipeline.documents.tidy import collapse
from pipeline.errors import DocumentError

MAX_NESTING = 28
"""How deep lists, quotes and tables may stand in each other: exporters lay out 32 levels, styles included."""

Container = Literal["list", "item", "quote", "table", "row", "cell", "details", "figure", "footnote"]
TextKind = Literal["title", "heading", "paragraph", "caption", "summary"]


@dataclass(slots=True)
class _Frame:
    kind: Container
    name: str  # for translators
    blocks: list[Block] = field(default_factory=list)
    start: int | None = None
    checked: bool | None = None
    header: bool = False
    align: Align | None = None
    columns: int = 1
    rows: int = 1
    label: str = ""
    caption: Text | None = None
    items: list[ListItem] = field(default_factory=list)
    head_rows: list[Row] = field(default_factory=list)
    body_rows: list[Row] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the texts of a document stand: what ``rebuild`` needs.

    Attributes:
        flows: the texts with inline content, by index.
        attributes: those that stand in attributes, by index.
    """

    flows: dict[int, Flow]
    attributes: dict[int, AttributeText]


@dataclass(frozen=True, slots=True)
class Built:
    """All that the builder has found."""

    blocks: tuple[Block, ...]
    extras: tuple[Text, ...]
    metadata: Metadata
    resources: tuple[Resource, ...]
    places: Places

    def document(self, format: str, data: bytes, *, locale: str | None) -> Document:
        return Document(format, data, self.blocks, self.metadata, self.extras, self.resources, locale)


class BlockBuilder:
    """See the module.

    Args:
        line_of: gives the line of a byte offset.
        keep: whether to remember where the texts stand, which takes far more memory than the texts.
    """

    def __init__(self, line_of: Callable[[int], int], *, keep: bool = False) -> None:
        self.line_of = line_of
        self.keep = keep
        self.note: str | None = None
        self.context: str | None = None
        self._top = _Frame("details", "")
        self._frames: list[_Frame] = [self._top]
        self._counter = 0
        self._flows: dict[int, Flow] = {}
        self._attributes: dict[int, AttributeText] = {}
        self._title: Text | None = None
        self._spare_title: Text | None = None
        self._extras: list[Text] = []
        self._footnotes: list[tuple[str, tuple[Block, ...]]] = []
        self._resources: dict[str, Resource] = {}
        self.published: datetime.date | None = None

    # ---- containers

    @property
    def depth(self) -> int:
        return len(self._frames)

    def inside(self, kind: Container) -> bool:
        return self._frames[-1].kind == kind

    def open(
        self,
        kind: Container,
        *,
        at: int,
        start: int | None = None,
        checked: bool | None = None,
        header: bool = False,
        align: Align | None = None,
        columns: int = 1,
        rows: int = 1,
        label: str = "",
    ) -> None:
        """Open a container.

        Raises:
            DocumentError: it is nested too deep.
        """
        if len(self._frames) > MAX_NESTING:
            raise DocumentError(
                f"lists, quotes or tables stand more than {MAX_NESTING} deep in each other",
                "take some out of one another",
                line=self.line_of(at),
            )
        self._frames.append(
            _Frame(
                kind,
                self._name(kind),
                start=start,
                checked=checked,
                header=header,
                align=align,
                columns=columns,
                rows=rows,
                label=label,
            )
        )

    def tick(self, checked: bool) -> None:
        """Say that the innermost item has a box to tick."""
        for frame in reversed(self._frames):
            if frame.kind == "item":
                frame.checked = checked
                return

    def close(self) -> None:
        """Close the innermost container."""
        frame = self._frames.pop()
        outer = self._frames[-1]
        blocks = tuple(frame.blocks)
        match frame.kind:
            case "item" if outer.kind == "list":
                outer.items.append(ListItem(blocks, frame.checked))
            case "cell" if outer.kind == "row":
                outer.cells.append(Cell(blocks, frame.header, frame.align, frame.columns, frame.rows))
            case "row" if outer.kind == "table":
                if frame.cells:
                    heads = frame.header or (not outer.head_rows and all(c.header for c in frame.cells))
                    into = outer.head_rows if heads and not outer.body_rows else outer.body_rows
                    into.append(Row(tuple(frame.cells)))
                outer.blocks += blocks
            case "list":
                if frame.items:
                    outer.blocks.append(ListBlock(frame.start, tuple(frame.items)))
                outer.blocks += blocks
            case "table":
                # What stands in a table but in no cell comes before it, as browsers show it.
                outer.blocks += blocks
                if frame.head_rows or frame.body_rows:
                    outer.blocks.append(Table(tuple(frame.head_rows), tuple(frame.body_rows), frame.caption))
                elif frame.caption is not None:
                    outer.blocks.append(Paragraph(frame.caption))
            case "quote" if blocks:
                outer.blocks.append(Quote(blocks))
            case "details" if blocks or frame.caption is not None:
                outer.blocks.append(Details(frame.caption, blocks))
            case "figure":
                self._figure(frame, outer)
            case "footnote":
                self._footnotes.append((frame.label, blocks))
            case _:
                outer.blocks += blocks

    def _figure(self, frame: _Frame, outer: _Frame) -> None:
        """One picture with a caption is a figure; anything else keeps its blocks."""
        if len(frame.blocks) == 1 and isinstance(only := frame.blocks[0], Figure) and only.caption is None:
            outer.blocks.append(replace(only, caption=frame.caption))
            return
        outer.blocks += frame.blocks
        if frame.caption is not None:
            outer.blocks.append(Paragraph(frame.caption))

    # ---- texts

    def text(self, kind: TextKind, flow: Flow, *, level: int = 2, name: str = "") -> None:
        """Add a text to the innermost container.

        Args:
            level: of a heading.
            name: for translators, where it is not one of the usual ("Button").
        """
        if self._is_lone_image(flow) and kind == "paragraph":
            self._lone_image(flow)
            return
        kind = self._kind(kind, level)
        self._place(kind, self._add(flow, name or self._role(kind)), level)

    def plain_text(
        self, kind: TextKind, notation: str, start: int, *, level: int = 2, name: str = ""
    ) -> None:
        """Add a text that is all in its inline notation; ``start`` is where its bytes begin."""
        kind = self._kind(kind, level)
        role = name or self._role(kind)
        text = Text.of_notation(self._next(), notation, role, self.line_of(start), self.context, self.note)
        self.context = self.note = None
        self._place(kind, text, level)

    def _kind(self, kind: TextKind, level: int) -> TextKind:
        """What a text is where it stands."""
        if kind == "paragraph":
            return kind
        frame = self._frames[-1]
        if kind == "heading":
            first = level == 1 and self._title is None and len(self._frames) == 1
            return "title" if first else kind
        fits = {"caption": ("table", "figure"), "summary": ("details",)}.get(kind, ())
        return kind if frame.caption is None and frame.kind in fits else "paragraph"

    def _place(self, kind: TextKind, text: Text, level: int) -> None:
        frame = self._frames[-1]
        match kind:
            case "title":
                self._title = text
                frame.blocks.append(Title(text))
            case "heading":
                frame.blocks.append(Heading(min(max(level, 2), 6), text))
            case "caption" | "summary":
                frame.caption = text
            case "paragraph":
                frame.blocks.append(Paragraph(text))

    def spare_title(self, place: AttributeText | Flow) -> None:
        """A title that stands outside the body: the leaflet's, if the body has none."""
        text = (
            self._attribute(place, "Title") if isinstance(place, AttributeText) else self._add(place, "Title")
        )
        if self._spare_title is None:
            self._spare_title = text
        else:
            self._extras.append(text)

    def beside(self, place: AttributeText) -> None:
        """Words that are not in the leaflet's body."""
        if place.text.strip():
            what = place.what[:1].upper() + place.what[1:]
            self._extras.append(self._attribute(place, what))

    def verbatim(self, text: str, language: str = "") -> None:
        self._frames[-1].blocks.append(Verbatim(text, language))

    def rule(self) -> None:
        self._frames[-1].blocks.append(Rule())

    def resource(self, resource: Resource) -> None:
        self._resources.setdefault(resource.name, resource)

    def _add(self, flow: Flow, role: str) -> Text:
        index = self._next()
        content = flow.content
        attached: tuple[Text, ...] = ()
        if flow.attached:
            content, attached = self._attach(flow, role)
            flow = replace(flow, content=content)
        if self.keep:
            self._flows[index] = flow
        for place in flow.outside:
            self.beside(place)
        text = Text(
            index,
            content,
            role,
            flow.span,
            self.line_of(flow.span.start),
            self.context,
            self.note,
            attached,
        )
        self.context = self.note = None
        return text

    def _attach(self, flow: Flow, role: str) -> tuple[tuple[Inline, ...], tuple[Text, ...]]:
        """The texts in attributes within a text; its content, images bound to their alternative texts."""
        attached = [(place, self._attribute(place, f"{role}, {place.what}")) for place in flow.attached]
        alts = (text.index for place, text in attached if place.what == ALT and text.content)
        images = (image for image in _images(flow.content) if image.alt)
        by_image = {image.id: index for image, index in zip(images, alts, strict=False)}
        content = _with_indices(flow.content, by_image) if by_image else flow.content
        return content, tuple(text for _, text in attached)

    def _attribute(self, place: AttributeText, role: str) -> Text:
        index = self._next()
        if self.keep:
            self._attributes[index] = place
        text = collapse(place.text).strip(" ")
        return Text(
            index, literal_content(text), role, Span(place.start, place.end), self.line_of(place.start)
        )

    def _next(self) -> int:
        self._counter += 1
        return self._counter - 1

    @staticmethod
    def _is_lone_image(flow: Flow) -> bool:
        return len(flow.content) == 1 and isinstance(flow.content[0], Image)

    def _lone_image(self, flow: Flow) -> None:
        image = flow.content[0]
        assert isinstance(image, Image)
        alt = None
        for place in flow.attached:
            if place.what == ALT:
                if place.text.strip():
                    alt = self._attribute(place, f"{self._role('figure')}, {ALT}")
                    alt = replace(alt, note=self.note, context=self.context)
                    self.note = self.context = None
            else:
                self.beside(place)
        for place in flow.outside:
            self.beside(place)
        self._frames[-1].blocks.append(Figure(image.resource, alt))

    # ---- names for translators

    def _role(self, kind: str) -> str:
        frame = self._frames[-1]
        if kind == "title":
            return "Title"
        if kind in ("caption", "summary"):
            return f"{frame.name}, {kind}" if frame.name else kind.capitalize()
        if kind == "heading" and not frame.name:
            self._top.counts["heading"] += 1
            return f"Heading {self._top.counts['heading']}"
        frame.counts[kind] += 1
        count = frame.counts[kind]
        if not frame.name:
            return f"{kind.capitalize()} {count}"
        return frame.name if count == 1 and kind == "paragraph" else f"{frame.name}, {kind} {count}"

    def _name(self, kind: Container) -> str:
        frame = self._frames[-1]
        frame.counts[kind] += 1
        count = frame.counts[kind]
        if kind in ("item", "row"):
            return f"{frame.name}, {kind} {count}"
        if kind == "cell":
            return f"{frame.name}, column {count}"
        if kind == "footnote":
            self._top.counts["note"] += 1
            return f"Footnote {self._top.counts['note']}"
        return f"{frame.name}, {kind} {count}" if frame.name else f"{kind.capitalize()} {count}"

    # ---- the end

    def finish(self, notes: dict[str, str] | None = None) -> Built:
        """Close what is open and put everything in order; ``notes`` are the numbers of footnotes by label."""
        while len(self._frames) > 1:
            self.close()
        blocks = list(self._top.blocks)
        if self._top.caption is not None:
            blocks.insert(0, Paragraph(self._top.caption))
        if self._spare_title is not None:
            if self._title is None:
                blocks.insert(0, Title(self._spare_title))
            else:
                self._extras.insert(0, self._spare_title)
        if self._footnotes:
            numbers = notes or {}
            listed = [Footnote(label, numbers.get(label, label), inner) for label, inner in self._footnotes]
            order = {label: place for place, label in enumerate(numbers)}
            listed.sort(key=lambda note: order.get(note.label, len(order)))
            blocks.append(Footnotes(tuple(listed)))
        published = self.published
        if published is None:
            published, blocks = take_date_lines(blocks)
        return self._renumbered(tuple(blocks), published)

    def _renumbered(self, blocks: tuple[Block, ...], published: datetime.date | None) -> Built:
        """With texts numbered in reading order, whatever the order they were met in."""
        found = [
            *iter_texts(blocks),
            *(one for text in self._extras for one in with_attached(text)),
        ]
        if any(text.index != place for place, text in enumerate(found)):
            number = {text.index: place for place, text in enumerate(found)}

            def new(text: Text) -> Text:
                return replace(
                    text,
                    index=number[text.index],
                    content=_renumbered_alts(text.content, number) if text.attached else text.content,
                    attached=tuple(map(new, text.attached)),
                )

            blocks = replace_texts(blocks, new)
            self._extras = [new(text) for text in self._extras]
            self._flows = {
                number[old]: replace(flow, content=_renumbered_alts(flow.content, number))
                if flow.attached
                else flow
                for old, flow in self._flows.items()
                if old in number
            }
            self._attributes = {
                number[old]: place for old, place in self._attributes.items() if old in number
            }
        return Built(
            blocks,
            tuple(self._extras),
            Metadata(published),
            tuple(self._resources.values()),
            Places(self._flows, self._attributes),
        )


def kept_content(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """``content`` as one opaque piece: a reader sees it, no translator does."""
    return (Opaque("1", plain_text(content)),)


def _images(content: tuple[Inline, ...]) -> list[Image]:
    found: list[Image] = []
    for node in content:
        if isinstance(node, Image):
            found.append(node)
        else:
            found += _images(children_of(node))
    return found


def _with_indices(content: tuple[Inline, ...], by_image: dict[str, int]) -> tuple[Inline, ...]:
    nodes: list[Inline] = []
    for node in content:
        match node:
            case Image():
                nodes.append(replace(node, alt_index=by_image.get(node.id)))
            case Styled(_, children) | Link(_, children):
                nodes.append(replace(node, children=_with_indices(children, by_image)))
            case _:
                nodes.append(node)
    return tuple(nodes)


def _renumbered_alts(content: tuple[Inline, ...], number: dict[int, int]) -> tuple[Inline, ...]:
    by_image = {
        image.id: number[image.alt_index] for image in _images(content) if image.alt_index is not None
    }
    return _with_indices(content, by_image)
