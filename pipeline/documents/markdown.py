"""The Markdown format: CommonMark with GitHub's tables, task lists, footnotes, strikethrough and alerts, YAML
front matter, and HTML in blocks and in lines.

pulldown-cmark parses (through pyromark): it follows the CommonMark specification, runs in linear time on any
input, and says for each piece which bytes it came from. Code blocks are not translated. Rebuilding changes
only the bytes of the texts; what it wrote is read again, and a text that would read otherwise than it should
is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from pipeline.documents import html_writer, markdown_writer
from pipeline.documents.builder import BlockBuilder
from pipeline.documents.built import Places
from pipeline.documents.flow import AttributeText, Flow
from pipeline.documents.front_matter import FrontMatter, read_front_matter, write_scalar
from pipeline.documents.html_languages import LanguageMark
from pipeline.documents.inline import Inline
from pipeline.documents.limits import Lines, check_size, check_utf8
from pipeline.documents.markdown_parser import definition_titles, parse_parts
from pipeline.documents.markdown_reader import MarkdownReader
from pipeline.documents.model import Document
from pipeline.documents.rebuilding import (
    Edit,
    Supply,
    blamed,
    check_known,
    in_one_language,
    misread,
    put_back,
    without_marks,
)
from pipeline.errors import DocumentError
from pipeline.language.locale import Locale

_BOM = b"\xef\xbb\xbf"
_ALONE = re.compile(rb"<[^<>]*>([ \t]*\r?\n[ \t>]*)")
_TAG = re.compile(rb"\A<[^<>]*>")


class _Layout(Struct, frozen=True):
    """Where everything stands that ``rebuild`` may change."""

    places: Places
    marks: tuple[LanguageMark, ...]
    front: FrontMatter | None


class MarkdownFormat:
    """See the module."""

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")

    def parse(self, data: bytes, *, locale: Locale | None = None) -> Document:
        """Read a Markdown file.

        Raises:
            DocumentError: too large, not UTF-8, nested too deep, with front matter that is no YAML, or with
                a directive that is none.
        """
        return self._read(data, expected=locale)[0]

    def _read(
        self, data: bytes, *, expected: Locale | None, keep: bool = False, dates: bool = True
    ) -> tuple[Document, _Layout]:
        check_size(data)
        check_utf8(data)
        front = read_front_matter(data)
        offset = front.end if front else len(_BOM) if data.startswith(_BOM) else 0
        builder = BlockBuilder(Lines(data), keep=keep)
        if front is not None:
            builder.published = front.published
            if front.title is not None:
                builder.spare_title(front.title)
            for place in front.words:
                builder.beside(place)
        locale = front.locale.text if front is not None and front.locale is not None else None
        reader = MarkdownReader(data, builder, locale, expected.tag if expected is not None else None)
        for start, events in parse_parts(data, offset):
            reader.read(events, start)
        reader.html.finish()
        for place in definition_titles(data, offset):
            builder.beside(place)
        built = builder.finish(reader.notes, dates=dates)
        layout = _Layout(built.places, tuple(reader.html.marks), front)
        document = built.document(self.name, data, locale=reader.html.locale)
        return replace(document, private=expected), layout

    def rebuild(
        self,
        document: Document,
        contents: Mapping[int, tuple[Inline, ...]],
        *,
        locale: Locale | None = None,
    ) -> bytes:
        """See ``DocumentFormat.rebuild``; sets ``lang`` and ``dir`` where front matter or HTML has them."""
        check_known(document, contents)
        expected = document.private if isinstance(document.private, Locale) else None
        document, layout = self._read(document.data, expected=expected, keep=True)
        marks = [] if locale is None else _marks(document.data, layout, locale)
        careful: frozenset[int] = frozenset()

        # Markdown says no language of a sentence.
        single = in_one_language(without_marks(document, contents))

        def written(careful: frozenset[int], marks: Sequence[Edit]) -> bytes:
            return put_back(
                document,
                document.data,
                layout.places,
                single,
                write=_writer(document.data, careful),
                write_attribute=lambda place, text: _write_attribute(document.data, place, text),
                marks=marks,
            )

        while True:
            # Read again in the source's language: a part in the target's would no longer be one left out.
            data = written(careful, ())
            try:
                wrong = misread(document, single, self._read(data, expected=expected, dates=False)[0])
            except DocumentError:
                wrong = tuple(sorted(single))
            if not wrong:
                return written(careful, marks) if marks else data
            if not frozenset(wrong) - careful:
                break
            careful |= frozenset(wrong)
        text = document.written[blamed(wrong, single)]
        raise DocumentError(
            f'"{text.role}" cannot be written in Markdown so that it reads as it should',
            "look for odd characters or tags in its translation",
        ).of_text(text.index)

    def with_banner(
        self,
        data: bytes,
        heading: str,
        text: str,
        locale: Locale,  # noqa: ARG002 - Markdown cannot say a language
    ) -> bytes:
        """Put a draft's banner, as a quotation, after the front matter."""
        front = read_front_matter(data)
        place = front.end if front else len(_BOM) if data.startswith(_BOM) else 0
        end = b"\r\n" if b"\r\n" in data[:4000] else b"\n"
        lines = [f"> **{markdown_writer.escape_line(heading)}**"]
        if text:
            lines[0] += "\\"
            lines.append(f"> {markdown_writer.escape_line(text)}")
        gap = end if front is not None else b""
        banner = end.join(line.encode() for line in lines)
        return data[:place] + gap + banner + end + end + data[place:]


def _writer(data: bytes, careful: frozenset[int]) -> Any:
    def write(index: int, flow: Flow, content: tuple[Inline, ...], supply: Supply) -> bytes:
        if flow.place in ("html", "bare"):
            written = html_writer.write_flow(index, flow, content, supply)
            # A tag alone on its line can be what makes a block of HTML (CommonMark 4.6, condition 7).
            if alone := _ALONE.match(data, flow.span.start, flow.span.end):
                return _TAG.sub(lambda tag: tag[0] + alone[1], written, count=1)
            return written
        return markdown_writer.write_flow(flow, content, supply, careful=index in careful)

    return write


def _write_attribute(data: bytes, place: AttributeText, text: str) -> bytes:
    if place.quote == "yaml":
        return write_scalar(data, place, text)
    return markdown_writer.write_attribute(place, text)


def _marks(data: bytes, layout: _Layout, locale: Locale) -> list[Edit]:
    edits = html_writer.language_edits(layout.marks, locale)
    if layout.front is not None:
        for place, value in ((layout.front.locale, locale.tag), (layout.front.direction, locale.direction)):
            if place is not None:
                edits.append(Edit(place.start, place.end, _yaml_word(data, place, value)))
    return edits


def _yaml_word(data: bytes, place: AttributeText, value: str) -> bytes:
    """A plain word where the source has one."""
    if data[place.start : place.start + 1] in (b'"', b"'", b"|", b">"):
        return write_scalar(data, place, value)
    return value.encode()
