"""The Segment: the smallest translatable text, and what stood around it."""

from __future__ import annotations

from dataclasses import dataclass, field


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
            what each opaque piece holds.
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

    @property
    def key(self) -> tuple[str | None, str]:
        """The identity of its unit within a domain: (context, source)."""
        return (self.context, self.source)
