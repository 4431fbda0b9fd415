"""The HTML format: whole pages and fragments.

What is for translating: the text of every element but those that browsers do not show, ``<pre>``, and what
``translate="no"``, the class ``notranslate``, another ``lang`` or a directive leaves out; the attributes in
``html_elements``. Rebuilding changes only the bytes of those texts and, on ``<html>`` and wherever the source
names its own language, ``lang`` and ``dir``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from pipeline.documents.builder import BlockBuilder
from pipeline.documents.built import Places
from pipeline.documents.charsets import to_utf8
from pipeline.documents.html_languages import LanguageMark
from pipeline.documents.html_reader import HtmlReader
from pipeline.documents.html_tokens import Comment, StartTag, read_texts, read_tokens
from pipeline.documents.html_writer import (
    banner,
    language_edits,
    write_attribute,
    write_flow,
    write_laid_out,
)
from pipeline.documents.inline import Inline
from pipeline.documents.limits import Lines, check_size
from pipeline.documents.model import Document
from pipeline.documents.rebuilding import (
    Edit,
    FlowWriter,
    blamed,
    check_known,
    in_one_language,
    misread,
    put_back,
    without_marks,
)
from pipeline.errors import DocumentError
from pipeline.language.locale import Locale


class _Layout(Struct, frozen=True):
    """Where everything stands that ``rebuild`` may change."""

    places: Places
    marks: tuple[LanguageMark, ...]


class HtmlFormat:
    """See the module."""

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def parse(self, data: bytes, *, locale: Locale | None = None) -> Document:
        """Read a page or a fragment.

        Raises:
            DocumentError: too large, not in its charset, nested too deep, or with a directive that is none.
        """
        check_size(data)
        return self._read(data, to_utf8(data)[0], expected=locale)[0]

    def _read(
        self, data: bytes, utf8: bytes, *, expected: Locale | None, keep: bool = False, dates: bool = True
    ) -> tuple[Document, _Layout]:
        builder = BlockBuilder(Lines(utf8), keep=keep)
        reader = HtmlReader(utf8, builder, expected=expected.tag if expected is not None else None)
        start = 3 if utf8.startswith(b"\xef\xbb\xbf") else 0
        reader.feed(read_texts(utf8, start, len(utf8)))
        reader.finish()
        built = builder.finish(dates=dates)
        layout = _Layout(built.places, tuple(reader.marks))
        document = built.document(self.name, data, locale=reader.locale)
        return replace(document, private=expected), layout

    def rebuild(
        self,
        document: Document,
        contents: Mapping[int, tuple[Inline, ...]],
        *,
        locale: Locale | None = None,
    ) -> bytes:
        """See ``DocumentFormat.rebuild``. Characters that the file's charset lacks become references."""
        check_known(document, contents)
        utf8, codec = to_utf8(document.data)
        expected = document.private if isinstance(document.private, Locale) else None
        document, layout = self._read(document.data, utf8, expected=expected, keep=True)
        marks = language_edits(layout.marks, locale) if locale is not None else []
        if locale is not None and not any(mark.root for mark in layout.marks):
            marks += _html_tag(utf8, locale)

        def written(
            contents: Mapping[int, tuple[Inline, ...]], write: FlowWriter, marks: Sequence[Edit]
        ) -> bytes:
            return put_back(
                document,
                utf8,
                layout.places,
                contents,
                write=write,
                write_attribute=write_attribute,
                marks=marks,
            )

        # Read again in the source's language: a part in the target's would no longer be one left out.
        single = in_one_language(without_marks(document, contents))
        plain = written(single, write_flow, ())
        if wrong := misread(document, single, self._read(plain, plain, expected=expected, dates=False)[0]):
            text = document.written[blamed(wrong, single)]
            raise DocumentError(
                f'"{text.role}" would not read in the page as it is written',
                "look for odd characters or tags in its translation",
            ).of_text(text.index)
        data = plain
        if locale is not None:
            data = written(without_marks(document, contents), write_laid_out, marks)
        elif single != contents:
            data = written(without_marks(document, contents), write_flow, marks)
        return data if codec is None else data.decode().encode(codec, "xmlcharrefreplace")

    def with_banner(self, data: bytes, heading: str, text: str, locale: Locale) -> bytes:
        """Put a draft's banner where the page's body begins."""
        utf8, codec = to_utf8(data)
        place = 3 if utf8.startswith(b"\xef\xbb\xbf") else 0
        for token in read_tokens(utf8, place):
            if isinstance(token, StartTag) and token.name in ("html", "head", "body"):
                place = token.end
                if token.name == "body":
                    break
            elif isinstance(token, Comment) and token.doctype:
                place = token.end
        else:
            place = _after_head(utf8, place)
        new = utf8[:place] + banner(heading, text, locale) + utf8[place:]
        return new if codec is None else new.decode().encode(codec, "xmlcharrefreplace")


def _html_tag(data: bytes, locale: Locale) -> list[Edit]:
    """An ``<html>`` tag for a page that leaves it out; none for a fragment."""
    for token in read_tokens(data):
        if isinstance(token, Comment) and token.doctype:
            direction = ' dir="rtl"' if locale.direction == "rtl" else ""
            return [Edit(token.end, token.end, f'<html lang="{locale.tag}"{direction}>'.encode())]
        if isinstance(token, StartTag):
            break
    return []


def _after_head(data: bytes, place: int) -> int:
    """Where the body of a page without a ``<body>`` tag begins."""
    end = data.lower().find(b"</head>", place)
    return place if end < 0 else end + len(b"</head>")
