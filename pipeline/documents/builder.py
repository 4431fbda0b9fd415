"""Builds the blocks of a document from what a reader of Markdown or HTML meets, in order.

Containers are opened and closed; texts fall into the innermost. The builder numbers the texts, names each for
translators, finds the title and the date line, and remembers for rebuilding where each text stands.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Literal

from msgspec.structs import replace

from pipeline.documents.alts import images_in, with_alts
from pipeline.documents.blocks import (
    Align,
    Block,
    Figure,
    Footnote,
    Footnotes,
    Heading,
    Paragraph,
    Rule,
    Span,
    Text,
    Title,
    Verbatim,
)
from pipeline.documents.built import Built, Places
from pipeline.documents.counters import NUMBER, counted_in_css
from pipeline.documents.date_lines import take_date_lines
from pipeline.documents.flow import ALT, AttributeText, Flow
from pipeline.documents.frames import Container, Counting, Frame
from pipeline.documents.inline import Image, Inline, Opaque
from pipeline.documents.literals import literal_content
from pipeline.documents.model import DatedLine, Metadata, Resource
from pipeline.documents.tidy import collapse
from pipeline.errors import DocumentError

MAX_NESTING = 28
"""How deep lists, quotes and tables may stand in each other: exporters lay out 32 levels, styles included."""

TextKind = Literal["title", "heading", "paragraph", "caption", "summary"]


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
        self._top = Frame("details", "")
        self._frames: list[Frame] = [self._top]
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
        counting: Counting | None = None,
        value: int | None = None,
        form: str | None = None,
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
            Frame(
                kind,
                self._frames[-1].name_container(kind, self._top),
                counting=counting,
                value=value,
                form=form,
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
        if frame.counting is not None:
            self._mark_items(frame, frame.counting)
        if frame.kind == "footnote":
            self._footnotes.append((frame.label, tuple(frame.blocks)))
        else:
            self._frames[-1].add(frame)

    def _mark_items(self, frame: Frame, counting: Counting) -> None:
        """Give the items of a list marks where their numbers are not simply one after the other in 0-9."""
        numbers = counting.numbers(frame.values)
        forms = [form or counting.form for form in frame.forms]
        if all(form == "decimal" for form in forms) and all(
            number == numbers[0] + place >= 0 for place, number in enumerate(numbers)
        ):
            return
        for place, (number, form) in enumerate(zip(numbers, forms, strict=True)):
            shown = counted_in_css(number, form)
            mark = Text(self._next(), (Opaque("1", shown),), NUMBER)
            frame.items[place] = replace(frame.items[place], mark=mark)

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
        images = (image for image in images_in(flow.content) if image.alt)
        by_image = {image.id: index for image, index in zip(images, alts, strict=False)}
        content = with_alts(flow.content, by_image) if by_image else flow.content
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

    def _role(self, kind: str) -> str:
        return self._frames[-1].name_text(kind, self._top)

    # ---- the end

    def finish(self, notes: dict[str, str] | None = None, *, dates: bool = True) -> Built:
        """Close what is open and put everything in order.

        Args:
            notes: the numbers of footnotes by label.
            dates: whether a date line is metadata; else it is a paragraph like any other.
        """
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
        dated: tuple[DatedLine, ...] = ()
        if published is None and dates:
            published, dated, blocks = take_date_lines(blocks)
        return Built(
            tuple(blocks),
            tuple(self._extras),
            Metadata(published),
            tuple(self._resources.values()),
            dated,
            Places(self._flows, self._attributes),
        ).renumbered()
