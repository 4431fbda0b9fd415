"""The plain text format: title, date line, paragraphs, lists, underlined headings; see ``text_layout``."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from pipeline.documents.blocks import Block, Heading, ListBlock, ListItem, Paragraph, Span, Text, Title
from pipeline.documents.counters import NUMBER
from pipeline.documents.dates import DateLine, read_date_line
from pipeline.documents.inline import Break, Image, Inline, Isolate, NoteMark, Opaque, Run
from pipeline.documents.literals import literal_content
from pipeline.documents.model import DatedLine, Document, Metadata
from pipeline.documents.rebuilding import check_known, without_marks
from pipeline.documents.text_layout import Chunk, Marker, Part, is_rule, is_underline, read_chunks
from pipeline.documents.text_lines import Line, display_width, line_end, read_lines
from pipeline.documents.walking import iter_texts
from pipeline.errors import DocumentError
from pipeline.language.locale import Locale

_HEAD, _FOOT = 5, 3
"""How many lines after the title, and at the end, are looked at for a date (empty ones not counted)."""

_MAX_NESTING = 12


class TextFormat:
    """Plain text, UTF-8 with or without a BOM, lines ending in LF, CRLF or CR."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt",)

    def parse(self, data: bytes, *, locale: Locale | None = None) -> Document:  # noqa: ARG002
        """Read a plain text.

        Raises:
            DocumentError: not UTF-8 (with the byte offset), or a date line whose date is not clear.
        """
        lines = read_lines(data)
        published, found = _date_lines(lines)
        builder = _Builder()
        for chunk in read_chunks(lines, frozenset(found)):
            builder.add(chunk)
        blocks = builder.blocks()
        dates = tuple(
            _dated(lines[index], read, blocks, builder.texts + number)
            for number, (index, read) in enumerate(sorted(found.items()))
        )
        return Document(self.name, data, blocks, Metadata(published.date if published else None), dates=dates)

    def rebuild(
        self,
        document: Document,
        contents: Mapping[int, tuple[Inline, ...]],
        *,
        locale: Locale | None = None,  # noqa: ARG002 - plain text cannot say its language
    ) -> bytes:
        """Write the texts named in ``contents`` at their places; one with the same content stays as it is.

        A paragraph that ran over several lines becomes one line; styles and addresses of links are left out,
        as plain text has none; line ends within a text are kept only as ``Break``.

        Raises:
            DocumentError: ``contents`` names a text that the document does not have.
        """
        data = document.data
        check_known(document, contents)
        contents = without_marks(document, contents)
        texts = sorted(document.written, key=lambda text: text.span.start)
        headings = {block.text.index for block in document.blocks if isinstance(block, Title | Heading)}
        end = line_end(data)
        parts: list[bytes] = []
        done = 0
        for text in texts:
            content = contents.get(text.index, text.content)
            if content == text.content:
                continue
            heading = text.index in headings
            written = _write(content, " " if heading else end + _indent(data, text.span.start))
            before = data[done : text.span.start]
            after = text.span.end
            tail = b""
            if heading:
                before, tail, after = _redraw(data, done, text.span, display_width(written))
            parts += (before, written.encode(), tail)
            done = after
        parts.append(data[done:])
        return b"".join(parts)

    def with_banner(self, data: bytes, heading: str, text: str, locale: Locale) -> bytes:  # noqa: ARG002
        """Put a draft's banner, and a rule under it, on the first lines."""
        end = line_end(data)
        mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        lines = [line for line in (heading, text) if line]
        rule = "=" * min(max(map(display_width, lines), default=3), 60)
        return mark + end.join([*lines, rule, "", ""]).encode() + data[len(mark) :]


def _date_lines(lines: Sequence[Line]) -> tuple[DateLine | None, dict[int, DateLine]]:
    """Find the date, that of publication before that of a change, and the lines that give one, by index."""
    filled = [index for index, line in enumerate(lines[:400]) if line.text and not is_rule(line.text)][1:]
    head = filled[:_HEAD]
    foot = [index for index in range(max(len(lines) - 40, 0), len(lines)) if lines[index].text][-_FOOT:]
    found: dict[int, DateLine] = {}
    for index in dict.fromkeys((*head, *(index for index in foot if filled and index >= filled[0]))):
        line = lines[index]
        read = read_date_line(line.text, line=line.number, bare=index == filled[0])
        if read is not None:
            found[index] = read
    published = [read for read in found.values() if not read.updated]
    for read in published[1:]:
        if read.date != published[0].date:
            number = next(lines[index].number for index, other in found.items() if other == read)
            raise DocumentError(
                f"a second publication date, {read.date}, beside {published[0].date}",
                'keep one; label the other "Updated"',
                line=number,
            )
    chosen = published or list(found.values())
    return (chosen[0] if chosen else None), found


def _dated(line: Line, read: DateLine, blocks: Sequence[Block], index: int) -> DatedLine:
    span = Span(line.start, line.start + len(line.text.encode()))
    text = Text(index, literal_content(line.text), "Date", span, line.number)
    place = sum(next(iter_texts((block,))).span.start < line.start for block in blocks)
    return DatedLine(text, read.date, read.updated, read.labelled, place)


def _indent(data: bytes, start: int) -> str:
    """The blanks that put a further line of the text at ``start`` under its first character."""
    # Only blanks and a list marker can stand before it, so a short look back is enough.
    line = data[max(start - 400, 0) : start].replace(b"\r", b"\n")
    before = line[line.rfind(b"\n") + 1 :].decode(errors="ignore").removeprefix("\ufeff")
    return before if before.isspace() else " " * display_width(before)


def _write(content: tuple[Inline, ...], line_end: str) -> str:
    parts: list[str] = []
    for node in content:
        match node:
            case Run(text) | Isolate(text, _):
                parts.append(_one_line(text))
            case Opaque(_, equivalent):
                parts.append(_one_line(equivalent))
            case Break():
                parts.append(line_end)
            case Image(_, _, alt, _):
                parts.append(_write(alt, line_end))
            case NoteMark(_, _, number):
                parts.append(f"[{number}]")
            case _:
                parts.append(_write(node.children, line_end))
    return "".join(parts)


def _one_line(text: str) -> str:
    if "\n" not in text and "\r" not in text:
        return text
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")


def _redraw(data: bytes, done: int, span: Span, width: int) -> tuple[bytes, bytes, int]:
    """Bring the line under a heading, and the one over it, to a new width.

    Returns:
        the bytes between ``done`` and the heading, those after it, and the offset up to which both reach.
    """
    before = data[done : span.start]
    written = data[span.start : span.end].decode()
    below = data[span.end : span.end + 4000].splitlines(keepends=True)
    if len(below) < 2 or below[0].strip():
        return before, b"", span.end
    line = below[1].rstrip(b"\r\n")
    mark = line.strip()
    try:
        drawn = mark.decode()
    except UnicodeDecodeError:  # the slice ends inside a character: no underline is that long
        return before, b"", span.end
    if not is_underline(drawn, written):
        return before, b"", span.end
    new = mark[:1] * max(width, 3)
    indent = before[len(before.rstrip(b" \t")) :]
    above = before[: len(before) - len(indent)].splitlines(keepends=True)
    if above and above[-1].strip() == mark:
        rest = len(before) - len(indent) - len(above[-1])
        before = before[:rest] + above[-1].replace(mark, new) + indent
    return before, below[0] + line.replace(mark, new), span.end + len(below[0]) + len(line)


class _List(Struct):
    marker: Marker
    number: int | None
    blocks: list[Block]  # the blocks that the finished list goes to
    ordinal: str  # "1", or "1, item 2, list 1" when nested
    items: list[list[Block]] = field(default_factory=list)
    marks: list[Text | None] = field(default_factory=list)
    paragraphs: int = 0  # in the last item
    lists: int = 0  # in the last item


class _Builder:
    """Puts chunks together to blocks: counts texts, nests lists."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._lists: list[_List] = []
        self.texts = 0
        self._paragraphs = 0
        self._headings = 0
        self._top_lists = 0
        self._levels: dict[str, int] = {}
        self._level = 1

    def blocks(self) -> tuple[Block, ...]:
        self._close_lists(0)
        return tuple(self._blocks)

    def add(self, chunk: Chunk) -> None:
        match chunk.kind:
            case "title":
                self._blocks.append(Title(self._text(chunk, "Title")))
            case "heading":
                self._close_lists(0)
                self._headings += 1
                # The first mark that is used is the highest heading; no level is ever left out.
                wanted = self._levels.setdefault(chunk.underline, 2 + len(self._levels))
                self._level = min(wanted, self._level + 1, 6)
                self._blocks.append(Heading(self._level, self._text(chunk, f"Heading {self._headings}")))
            case "item":
                self._item(chunk)
            case "paragraph":
                self._paragraph(chunk)

    def _paragraph(self, chunk: Chunk) -> None:
        depth = len(self._lists)
        while depth and not (chunk.apart and chunk.indent > self._lists[depth - 1].marker.indent):
            depth -= 1
        self._close_lists(depth)
        if self._lists:
            top = self._lists[-1]
            top.paragraphs += 1
            role = f"List {top.ordinal}, item {len(top.items)}, paragraph {top.paragraphs}"
            top.items[-1].append(Paragraph(self._text(chunk, role)))
            return
        self._paragraphs += 1
        self._blocks.append(Paragraph(self._text(chunk, f"Paragraph {self._paragraphs}")))

    def _item(self, chunk: Chunk) -> None:
        marker = chunk.marker
        assert marker is not None
        while self._lists and marker.indent < self._lists[-1].marker.indent - 1:
            self._close_lists(len(self._lists) - 1)
        top = self._lists[-1] if self._lists else None
        deeper = top is not None and marker.indent > top.marker.indent + 1
        if top is not None and not (deeper and len(self._lists) < _MAX_NESTING):
            follows = marker.number is None or marker.number == (top.number or 0) + 1
            if marker.kind != top.marker.kind or not follows:
                self._close_lists(len(self._lists) - 1)
                self._open_list(marker)
        else:
            self._open_list(marker)
        top = self._lists[-1]
        top.number = marker.number
        top.paragraphs, top.lists = 1, 0
        top.marks.append(self._mark(chunk, marker))
        role = f"List {top.ordinal}, item {len(top.items) + 1}"
        top.items.append([Paragraph(self._text(chunk, role))])

    def _open_list(self, marker: Marker) -> None:
        if self._lists:
            parent = self._lists[-1]
            blocks = parent.items[-1]
            parent.lists += 1
            ordinal = f"{parent.ordinal}, item {len(parent.items)}, list {parent.lists}"
        else:
            self._top_lists += 1
            blocks, ordinal = self._blocks, str(self._top_lists)
        self._lists.append(_List(marker, marker.number, blocks, ordinal))

    def _close_lists(self, depth: int) -> None:
        while len(self._lists) > depth:
            done = self._lists.pop()
            items = tuple(
                ListItem(tuple(blocks), mark=mark)
                for blocks, mark in zip(done.items, done.marks, strict=True)
            )
            done.blocks.append(ListBlock(done.marker.number, items))

    def _mark(self, chunk: Chunk, marker: Marker) -> Text | None:
        if not marker.shown:
            return None
        line = chunk.parts[0].line
        span = Span(line.start, line.start + len(marker.shown.encode()))
        self.texts += 1
        return Text(self.texts - 1, (Opaque("1", marker.shown),), NUMBER, span, line.number)

    def _text(self, chunk: Chunk, role: str) -> Text:
        parts = chunk.parts
        last = parts[-1]
        span = Span(parts[0].start, last.start + len(last.text.encode()))
        index = self.texts
        self.texts += 1
        line = parts[0].line.number
        if "\n" not in [part.joiner for part in parts]:
            words = "".join([piece for part in parts for piece in (part.joiner, part.text)])
            if "<" not in words:
                return Text(index, None, role, span, line, notation=words)
        return Text(index, _content(parts), role, span, line)


def _content(parts: Sequence[Part]) -> tuple[Inline, ...]:
    if len(parts) == 1:
        return literal_content(parts[0].text)
    nodes: list[Inline] = []
    ids = 1
    run: list[str] = []
    for part in parts:
        if part.joiner == "\n":
            piece = literal_content("".join(run), first_id=ids)
            ids += sum(isinstance(node, Opaque) for node in piece)
            nodes += (*piece, Break())
            run = [part.text]
        else:
            run += (part.joiner, part.text)
    nodes += literal_content("".join(run), first_id=ids)
    return tuple(nodes)
