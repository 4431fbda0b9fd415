"""The Segment: the smallest translatable text, and what stood around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.documents.blocks import Text


@dataclass(frozen=True, slots=True)
class Segment:
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
            what each opaque piece holds. A segment made by ``of_plain`` says only where it stands, in words
            that are made each time they are asked for.
        line: the line in the source document, counted from 1.
    """

    text_index: int
    number: int
    total: int
    source: str
    separator: str = ""
    prefix: str = ""
    context: str | None = None
    comments: tuple[str, ...] = ()
    line: int = field(default=1, compare=False)
    _text: Text | None = field(init=False, repr=False, compare=False)
    _start: int = field(init=False, repr=False, compare=False)
    _end: int = field(init=False, repr=False, compare=False)

    @classmethod
    def of_plain(
        cls, text: Text, number: int, total: int, place: tuple[int, int], separator: str, prefix: str
    ) -> Segment:
        """A segment of a text without a note, that holds nothing opaque: half the size of others.

        ``place`` is where it stands in the text's notation. Where the text keeps that, the sentence is cut
        out of it each time it is asked for.
        """
        segment = object.__new__(cls)
        for name, value in (
            ("text_index", text.index),
            ("number", number),
            ("total", total),
            ("separator", separator),
            ("prefix", prefix),
            ("context", text.context),
            ("line", text.line),
            ("_text", text),
            ("_start", place[0]),
            ("_end", place[1]),
        ):
            object.__setattr__(segment, name, value)
        return segment

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """What has not been set."""
            if name == "source":
                return self._text.notation[self._start : self._end]
            if name == "comments":
                return (place_in_text(self._text.role, self.number, self.total),)
            raise AttributeError(name)

    @property
    def key(self) -> tuple[str | None, str]:
        """The identity of its unit within a domain: (context, source)."""
        return (self.context, self.source)


def place_in_text(role: str, number: int, total: int) -> str:
    """Where a segment stands, in words, by the role of its text."""
    return role if total == 1 else f"{role}, sentence {number} of {total}"
