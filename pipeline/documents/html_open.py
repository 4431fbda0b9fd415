"""The elements of a page that are open, and the text that is being read in them."""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace

from pipeline.documents import html_elements as facts
from pipeline.documents.builder import BlockBuilder
from pipeline.documents.flow import Token
from pipeline.documents.html_shapes import Element
from pipeline.errors import DocumentError

MAX_DEPTH = 512
"""Of elements in each other; browsers build no deeper tree either."""


class OpenElements:
    """See the module. What is not for translating becomes one piece of the text that it stands in.

    Attributes:
        stack: the open elements, the innermost last.
        tokens: of the text that is being read.
        inline: how many of the open elements are no blocks.
    """

    def __init__(self, builder: BlockBuilder) -> None:
        self._builder = builder
        self._root = Element("", builder.depth, False, "paragraph", 2, "")
        self._count: Counter[str] = Counter()
        self._off_from: int | None = None
        self.stack: list[Element] = []
        self.tokens: list[Token] = []
        self.inline = 0

    @property
    def top(self) -> Element:
        """The innermost open element, or what stands for the page."""
        return self.stack[-1] if self.stack else self._root

    def has(self, name: str) -> bool:
        """Whether an element of that name is open."""
        return self._count[name] > 0

    def inside(self, name: str, off: bool) -> Element:
        """An element that begins here, in which texts are what they are around it."""
        return replace(self.top, name=name, depth=self._builder.depth, off=off)

    def push(self, element: Element, at: int) -> None:
        """Open an element.

        Raises:
            DocumentError: too many are open.
        """
        if len(self.stack) >= MAX_DEPTH:
            raise DocumentError(
                f"elements stand more than {MAX_DEPTH} deep in each other",
                "close what is left open",
                line=self._builder.line_of(at),
            )
        self.turn(element.off)
        self.stack.append(element)
        self._count[element.name] += 1
        self.inline += element.name not in facts.BLOCKS

    def pop(self) -> None:
        """Close the innermost element, and the builder's containers that it opened."""
        element = self.stack.pop()
        self._count[element.name] -= 1
        self.inline -= element.name not in facts.BLOCKS
        self.turn(self.top.off)
        while self._builder.depth > element.depth:
            self._builder.close()

    def cut(self, place: int) -> None:
        """Close all elements from that place in the stack on."""
        while len(self.stack) > place:
            self.pop()

    def find(self, names: frozenset[str], barrier: frozenset[str]) -> int | None:
        """The place of the outermost of those elements that no ``barrier`` parts from here."""
        if not any(self._count[name] for name in names):
            return None
        found = None
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place].name in names:
                found = place
            if self.stack[place].name in barrier:
                break
        return found

    def turn(self, off: bool) -> None:
        """Before the state changes: what is off becomes one piece of the text it stands in."""
        if off and self._off_from is None:
            self._off_from = len(self.tokens)
        elif not off and self._off_from is not None:
            self._fold()

    def take(self) -> list[Token]:
        """The tokens of the text, which ends here."""
        if self._off_from is not None:
            self._fold()
        if self.top.off:
            self._off_from = 0
        tokens, self.tokens = self.tokens, []
        return tokens

    def _fold(self) -> None:
        """Make one piece of the tokens that are not for translating."""
        first = self._off_from
        self._off_from = None
        if first is None or first >= len(self.tokens):
            return
        folded = self.tokens[first:]
        shown = "".join(token.text for token in folded if token.kind in ("text", "piece"))
        self.tokens[first:] = [Token("piece", folded[0].start, folded[-1].end, shown)]
