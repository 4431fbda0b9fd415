"""Who goes with the reader and is told of the places of texts: the writer, or nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pipeline.documents.docx.flow import Flow
from pipeline.documents.docx.nodes import Node
from pipeline.documents.docx.styles import Style


class Visitor(Protocol):
    """Who wants to know the places of texts. ``number`` is that of a text in the order they were met."""

    def part(self, name: str, data: bytes) -> None:
        """What follows is in this part."""

    def paragraph(self, node: Node, style: Style, flows: Sequence[tuple[Flow, int]]) -> None:
        """A paragraph is done, and all that stands in it.

        Args:
            flows: its text with its number, if it has one; and the same for each other reading of it, where
                some of its words stand there in several forms.
        """

    def drawn(self, node: Node, flow: Flow, number: int) -> None:
        """A paragraph of a drawing, a chart or a diagram."""

    def words(self, node: Node, attribute: str | None, number: int) -> None:
        """Words stand in an attribute of an element, or are all of its text."""

    def counter(self, node: Node, number: int) -> None:
        """What stands before the items of a list: an attribute that has "%1" for each number."""

    def string(self, node: Node, number: int) -> None:
        """Words are all of an element's text, and are shown as they stand there."""

    def spread(self, nodes: tuple[Node, ...], number: int) -> None:
        """Words are the texts of several elements together."""

    def unfitted(self, node: Node) -> None:
        """The element that says that a shape's text keeps its size, whether or not it fits."""

    def control(self, properties: Node) -> None:
        """A content control is done, and all that stands in it."""

    def table(self, node: Node) -> None:
        """A table is done, and all that stands in it."""

    def section(self, node: Node) -> None:
        """The properties of a section."""


class Nobody:
    """A visitor that is told in vain."""

    def part(self, name: str, data: bytes) -> None:
        pass

    def paragraph(self, node: Node, style: Style, flows: Sequence[tuple[Flow, int]]) -> None:
        pass

    def drawn(self, node: Node, flow: Flow, number: int) -> None:
        pass

    def words(self, node: Node, attribute: str | None, number: int) -> None:
        pass

    def counter(self, node: Node, number: int) -> None:
        pass

    def string(self, node: Node, number: int) -> None:
        pass

    def spread(self, nodes: tuple[Node, ...], number: int) -> None:
        pass

    def unfitted(self, node: Node) -> None:
        pass

    def control(self, properties: Node) -> None:
        pass

    def table(self, node: Node) -> None:
        pass

    def section(self, node: Node) -> None:
        pass
