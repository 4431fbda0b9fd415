"""What a builder has made of a document: its blocks, and where each text stands in the file."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from pipeline.documents.alts import renumbered_alts
from pipeline.documents.blocks import Block, Text
from pipeline.documents.flow import AttributeText, Flow
from pipeline.documents.model import DatedLine, Document, Metadata, Resource
from pipeline.documents.walking import iter_texts, replace_text, replace_texts, with_attached


class Places(Struct, frozen=True):
    """Where the texts of a document stand: what ``rebuild`` needs.

    Attributes:
        flows: the texts with inline content, by index.
        attributes: those that stand in attributes, by index.
    """

    flows: dict[int, Flow]
    attributes: dict[int, AttributeText]


class Built(Struct, frozen=True):
    """All that the builder has found."""

    blocks: tuple[Block, ...]
    extras: tuple[Text, ...]
    metadata: Metadata
    resources: tuple[Resource, ...]
    dates: tuple[DatedLine, ...]
    places: Places

    def document(self, format: str, data: bytes, *, locale: str | None) -> Document:
        return Document(
            format, data, self.blocks, self.metadata, self.extras, self.resources, locale, self.dates
        )

    def renumbered(self) -> Built:
        """The same with texts numbered in reading order, whatever the order they were met in."""
        found = [
            *iter_texts(self.blocks),
            *(one for text in self.extras for one in with_attached(text)),
            *(line.text for line in self.dates),
        ]
        if all(text.index == place for place, text in enumerate(found)):
            return self
        number = {text.index: place for place, text in enumerate(found)}

        def new(text: Text) -> Text:
            content = renumbered_alts(text.content, number) if text.attached else text.content
            return text.with_content(content, index=number[text.index])

        flows = {
            number[old]: replace(flow, content=renumbered_alts(flow.content, number))
            if flow.attached
            else flow
            for old, flow in self.places.flows.items()
            if old in number
        }
        attributes = {number[old]: place for old, place in self.places.attributes.items() if old in number}
        return replace(
            self,
            blocks=replace_texts(self.blocks, new),
            extras=tuple(replace_text(text, new) for text in self.extras),
            dates=tuple(replace(line, text=replace_text(line.text, new)) for line in self.dates),
            places=Places(flows, attributes),
        )
