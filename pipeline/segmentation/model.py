"""The Segment: the smallest translatable text, and what stood around it."""

from __future__ import annotations

from msgspec import Struct

from pipeline.documents.blocks import Text


class Segment(Struct, frozen=True, eq=False):
    """One sentence (or one whole text, by setting) of a document.

    For the segments of one text: ``prefix`` of the first, then ``source + separator`` of each, joined,
    give the notation of that text back exactly.

    Attributes:
        text_index: the number of the ``documents.model.Text`` it stands in.
        number: its place in that text, counted from 1.
        total: how many segments that text has.
        source: the sentence in inline notation, without white space around it; never empty.
        separator: what followed it in the text: white space (``<br/>`` is part of it), a drawn rule, or
            nothing.
        prefix: what stood before it; only the first segment of a text can have one.
        context: the ``msgctxt`` from a directive, or None.
        comments: for translators: where it stands ("Paragraph 2, sentence 3 of 4"), the author's notes,
            what each opaque piece holds. Most say only where they stand, in words that are made each time
            they are asked for, as is the source of a text that keeps its notation: there can be very many.
        line: the line in the source document, counted from 1; of no part in equality.
    """

    text_index: int
    number: int
    total: int
    separator: str
    prefix: str
    context: str | None
    line: int
    _source: str | None
    _comments: tuple[str, ...] | None
    _text: Text | None
    _start: int
    _end: int

    @classmethod
    def of(
        cls,
        text_index: int,
        number: int,
        total: int,
        source: str,
        separator: str = "",
        prefix: str = "",
        context: str | None = None,
        comments: tuple[str, ...] = (),
        line: int = 1,
    ) -> Segment:
        """A segment with all that is said of it."""
        return cls(text_index, number, total, separator, prefix, context, line, source, comments, None, 0, 0)

    @property
    def source(self) -> str:
        if self._source is not None:
            return self._source
        assert self._text is not None and self._text.notation is not None
        return self._text.notation[self._start : self._end]

    @property
    def comments(self) -> tuple[str, ...]:
        if self._comments is not None:
            return self._comments
        assert self._text is not None
        return (place_in_text(self._text.role, self.number, self.total),)

    @property
    def said(self) -> tuple[object, ...]:
        """All of it but where it stands in the file."""
        return (
            self.text_index,
            self.number,
            self.total,
            self.source,
            self.separator,
            self.prefix,
            self.context,
            self.comments,
        )

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Segment) and self.said == other.said)

    def __hash__(self) -> int:
        return hash(self.said)

    @property
    def key(self) -> tuple[str | None, str]:
        """The identity of its unit within a domain: (context, source)."""
        return (self.context, self.source)


def place_in_text(role: str, number: int, total: int) -> str:
    """Where a segment stands, in words, by the role of its text."""
    return role if total == 1 else f"{role}, sentence {number} of {total}"
