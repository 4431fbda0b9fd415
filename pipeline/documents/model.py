"""The Document, and the protocol of the formats that documents are written in.

A reader (one module a format) turns bytes into a Document, blocks (``blocks``) of inline content (``inline``)
with spans into the original bytes; its writer puts translated texts back at their spans, so whatever is not
translated keeps its bytes.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct
from msgspec.structs import astuple

from pipeline.documents.blocks import Block, Text
from pipeline.documents.inline import Inline
from pipeline.documents.walking import iter_texts, with_attached
from pipeline.language.locale import Locale


class Resource(Struct, frozen=True):
    """A file that belongs to the document: a picture.

    Attributes:
        name: how blocks and inline content name it: the address as written, or the part of a DOCX.
        media_type: such as "image/png"; empty where it is not known.
        data: its bytes; None where only its address is known and nothing has read it.
    """

    name: str
    media_type: str = ""
    data: bytes | None = None


class Metadata(Struct, frozen=True):
    """What a document says of itself beside its text.

    Attributes:
        published: the publication date, or None.
    """

    published: datetime.date | None = None


class DatedLine(Struct, frozen=True):
    """A line that gives a date: nobody translates it, but ``rebuild`` can write it in the reader's language.

    Attributes:
        text: what it is in the file; its index follows those of all other texts.
        date: the date.
        updated: whether it is that of a change, not of publication.
        labelled: whether a label such as "Published" stands before it.
        place: how many of the document's blocks come before it.
    """

    text: Text
    date: datetime.date
    updated: bool
    labelled: bool
    place: int


class Document(Struct, frozen=True, eq=False):
    """One source document.

    Attributes:
        format: the key of its format in the registry, such as "text".
        data: the original bytes, whole.
        blocks: in reading order, with at most one Title (the first, unless something stands above it).
        metadata: see Metadata.
        extras: texts to translate that are not part of the leaflet's body: a description for search engines,
            the head and foot of Word's pages. Only ``rebuild`` shows them.
        dates: the lines that give its dates, in reading order; none of them stands among the blocks.
        resources: the pictures that the blocks name; no two of one name.
        locale: the language that the document says it is in, as written, or None.
        private: what the format keeps for ``rebuild`` (of no part in equality; nothing else looks at it).
    """

    format: str
    data: bytes
    blocks: tuple[Block, ...]
    metadata: Metadata = Metadata()
    extras: tuple[Text, ...] = ()
    resources: tuple[Resource, ...] = ()
    locale: str | None = None
    dates: tuple[DatedLine, ...] = ()
    private: object = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and astuple(self)[:-1] == astuple(other)[:-1]

    __hash__ = None  # type: ignore[assignment]

    @property
    def texts(self) -> tuple[Text, ...]:
        """All texts: those of the blocks in reading order, then the extras; ``texts[i].index == i``."""
        return (*iter_texts(self.blocks), *(one for text in self.extras for one in with_attached(text)))

    @property
    def written(self) -> tuple[Text, ...]:
        """All that ``rebuild`` can write: ``texts``, then those of ``dates``; ``written[i].index == i``."""
        return (*self.texts, *(line.text for line in self.dates))


class DocumentFormat(Protocol):
    """A format that documents are written in (one module each; see ``documents.registry``)."""

    name: str
    suffixes: tuple[str, ...]

    def parse(self, data: bytes, *, locale: Locale | None = None) -> Document:
        """Read a document.

        Args:
            locale: the language that the document is in if it does not say so itself. Where a format marks
                parts as being in another language, they are left out.

        Raises:
            DocumentError: the bytes are not what the format wants; says the line or byte offset.
        """
        ...

    def rebuild(
        self,
        document: Document,
        contents: Mapping[int, tuple[Inline, ...]],
        *,
        locale: Locale | None = None,
    ) -> bytes:
        """Write ``document`` with the texts named in ``contents`` replaced; all other bytes stay.

        Args:
            contents: target content by index, of texts and of dates; one equal to the source's stays as its
                bytes are.
            locale: of the contents; where the format can say its language and direction, they are set.
                None leaves them alone.

        Raises:
            DocumentError: the format cannot hold one of the contents; its ``text_index`` says which.
        """
        ...

    def with_banner(self, data: bytes, heading: str, text: str, locale: Locale) -> bytes:
        """Return ``data``, a rebuilt document, with a draft's banner at its top.

        Args:
            heading, text: of the banner; ``text`` may be empty.
            locale: the language they are in.
        """
        ...
