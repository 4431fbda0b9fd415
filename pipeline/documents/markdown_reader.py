"""Reads the events of pulldown-cmark, each with its exact range of bytes, into blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pipeline.documents.blocks import Align
from pipeline.documents.builder import BlockBuilder, TextKind
from pipeline.documents.flow import ALT, AttributeText, Token
from pipeline.documents.frames import Counting
from pipeline.documents.html_attributes import image_resource
from pipeline.documents.html_reader import HtmlReader
from pipeline.documents.html_tokens import Comment, read_tokens
from pipeline.documents.markdown_links import OpenLink, open_link
from pipeline.documents.markdown_plain import Event, begins_text, read_plain
from pipeline.documents.markdown_titles import LINK, find_title

_ALIGN: dict[str, Align | None] = {"Left": "start", "Center": "center", "Right": "end"}


_PARAGRAPH, _END_OF_PARAGRAPH = {"Start": "Paragraph"}, {"End": "Paragraph"}


class MarkdownReader:
    """See the module.

    Args:
        data: the file, BOM and front matter included.
        locale: the language that the front matter says.
        expected: see ``HtmlReader``.
    """

    def __init__(self, data: bytes, builder: BlockBuilder, locale: str | None, expected: str | None) -> None:
        self._data = data
        self._offset = 0
        self._builder = builder
        # Where a block of HTML stands in a quotation, the marks of that are blanked out for its reader.
        self._shadow: bytes | bytearray = data
        self.html = HtmlReader(
            data,
            builder,
            locale=locale,
            expected=expected,
            leads=expected is None,
        )
        self.html.place = "paragraph"
        self._end = 0  # of the last event of a text
        self._kind: TextKind = "paragraph"
        self._level = 2
        self._depths: list[int] = []
        self._links: list[OpenLink] = []
        self._images: list[OpenLink] = []
        self._code: tuple[str, list[str]] | None = None
        self._block: list[tuple[int, int]] | None = None
        self._aligns: tuple[str, ...] = ()
        self._column = 0
        self._in_head = False
        self.notes: dict[str, str] = {}
        self._plain_texts = not builder.keep

    def read(self, events: Iterable[Event], start: int) -> None:
        """Read the events of the file, or of its next part, which begins at ``start``.

        Raises:
            DocumentError: blocks nested too deep, or a directive that is none.
        """
        self._offset = self._end = start
        pairs = iter(events)
        for pair in pairs:
            if not self._is_fresh:
                self._read(pair)
                continue
            if pair[0] == _PARAGRAPH:  # what ``_begin_block`` does where nothing stands open
                self._end, self._kind = pair[1]["start"] + start, "paragraph"
                pair = next(pairs)  # it never comes alone
            if begins_text(pair[0]):
                self._begin_text(pair, pairs)
            else:
                self._read(pair)
        self.html.end_text()

    @property
    def _is_fresh(self) -> bool:
        """Whether a text that begins now can be read in the short way."""
        return self._plain_texts and self._code is None and not self._images and self.html.is_fresh

    def _begin_text(self, first: Event, events: Iterator[Event]) -> None:
        """Read a text, and the event that ends it, in the short way if that goes."""
        taken: list[Event] = []
        notation = read_plain(first, events, taken)
        if notation is None:
            for pair in taken:
                self._read(pair)
            return
        start = first[1]["start"] + self._offset
        self._end = taken[-2][1]["end"] + self._offset
        last = taken[-1][0]
        if last == _END_OF_PARAGRAPH:  # nothing waits for it
            self._builder.plain_text("paragraph", notation, start)
            return
        tag = last.get("End") if isinstance(last, dict) else None
        kind: TextKind = "heading" if isinstance(tag, dict) and "Heading" in tag else "paragraph"
        self._builder.plain_text(kind, notation, start, level=self._level if kind == "heading" else 2)
        self._read(taken[-1])

    def _read(self, pair: Event) -> None:
        event, place = pair
        start, end = place["start"] + self._offset, place["end"] + self._offset
        if isinstance(event, str):
            self._simple(event, start, end)
            return
        ((name, value),) = event.items()
        if name == "Start":
            self._begin(value, start)
        elif name == "End":
            self._finish(value, start, end)
        elif (handler := _HANDLERS.get(name)) is not None:
            handler(self, value, start, end)

    # ---- texts

    def _add(self, token: Token) -> None:
        # What follows a break on its line begins after the marks of the containers.
        if self._break is not None:
            self._break.end = token.start
            self._break = None
        self._end = max(self._end, token.end)
        for link in self._links:
            link.inner_end = max(link.inner_end, token.end)
        self.html.add(token)

    _break: Token | None = None

    def _text(self, text: str, start: int, end: int) -> None:
        if self._code is not None:
            self._code[1].append(text)
            return
        if self._images:
            self._images[-1].words.append(text)
            self._images[-1].inner_end = end
            return
        if start > self._end and self._data[start - 1 : start] == b"\\":
            start -= 1  # an escape: the event is of the character alone
        self._add(Token("text", start, end, text))

    def _simple(self, event: str, start: int, end: int) -> None:
        if event == "Rule":
            self.html.end_text()
            self._builder.rule()
            return
        if self._images:
            self._images[-1].words.append(" ")
            self._images[-1].inner_end = end
        elif event == "SoftBreak":
            self._add(Token("text", start, end, " "))
        elif event == "HardBreak":
            token = Token("break", start, end)
            self._add(token)
            self._break = token

    def _inline_code(self, text: str, start: int, end: int) -> None:
        if self._images:
            self._images[-1].words.append(text)
            self._images[-1].inner_end = end
            return
        ticks = len(self._data[start:end]) - len(self._data[start:end].lstrip(b"`"))
        name = f"code {start}"
        self._add(Token("open", start, start + ticks, name=name, form="code"))
        self._add(Token("text", start + ticks, end - ticks, text))
        self._add(Token("close", end - ticks, end, name=name))

    def _inline_html(self, _text: str, start: int, end: int) -> None:
        if self._images:
            self._images[-1].inner_end = end
            return
        if self._break is not None:
            self._break.end = start
            self._break = None
        self._end = max(self._end, end)
        for link in self._links:
            link.inner_end = max(link.inner_end, end)
        if self._data[start : start + 2] in (b"<!", b"<?"):  # all of it, whatever HTML would make of it
            text = self._data[start + 4 : end - 3].decode() if self._data.startswith(b"<!--", start) else ""
            self.html.feed((Comment(start, end, text),))
        else:
            self.html.feed_inline(read_tokens(self._data, start, end))

    def _note(self, label: str, start: int, end: int) -> None:
        number = self.notes.setdefault(label, str(len(self.notes) + 1))
        self._add(Token("note", start, end, text=number, href=label))

    def _task(self, checked: bool, _start: int, end: int) -> None:
        self._builder.tick(checked)
        self._end = end

    # ---- blocks of HTML and of code

    def _html(self, _text: str, start: int, end: int) -> None:
        if self._block is not None:
            self._block.append((start, end))

    def _html_block(self) -> None:
        ranges = self._block or []
        self._block = None
        if not ranges or self._data[ranges[0][0] : ranges[0][1]].lstrip()[:2] == b"<?":
            return
        done = ranges[0][0]
        for start, end in ranges:
            if start > done:
                if not isinstance(self._shadow, bytearray):
                    self._shadow = bytearray(self._shadow)
                    self.html.reread(self._shadow)  # type: ignore[arg-type]  # read like bytes
                self._shadow[done:start] = b" " * (start - done)
            done = max(done, end)
        self.html.place = "html"
        self.html.feed(read_tokens(self._shadow, ranges[0][0], done))  # type: ignore[arg-type]
        self.html.pause()
        self.html.place = "paragraph"

    # ---- what begins and ends

    def _begin(self, tag: Any, start: int) -> None:
        name, value = (tag, None) if isinstance(tag, str) else next(iter(tag.items()))
        match name:
            case "Emphasis" | "Strong" | "Strikethrough":
                self._style(name, start)
            case "Link":
                self._begin_link(value, start)
            case "Image":
                self._images.append(open_link(value, start, start + 2, -1))
            case _:
                self._begin_block(name, value, start)

    def _style(self, name: str, start: int) -> None:
        if self._images:
            return
        size = self._mark_size(name, start)
        form = {"Emphasis": "i", "Strong": "b"}.get(name, "x")
        self._add(Token("open", start, start + size, name=f"{name} {start}", form=form))
        self._end = start + size

    def _mark_size(self, name: str, start: int) -> int:
        if name == "Strikethrough":
            return 2 if self._data[start : start + 2] == b"~~" else 1
        return 2 if name == "Strong" else 1

    def _begin_link(self, value: Any, start: int) -> None:
        if self._images:
            return
        link = open_link(value, start, start + 1, -1)
        if link.type == "Email" and not link.href.startswith("mailto:"):
            link.href = f"mailto:{link.href}"
        name = f"link {start}" if link.type not in ("Autolink", "Email") else f"auto {start}"
        self._add(Token("open", start, start + 1, name=name, form="a", href=link.href))
        self._links.append(link)

    def _end_link(self, end: int) -> None:
        if self._images or not self._links:
            return
        link = self._links.pop()
        end = self._whole(link, end)
        auto = link.type in ("Autolink", "Email")
        start = end - 1 if auto else min(link.inner_end, end)
        attached = self._link_title(link, start, end)
        after = f"][{link.label}]" if link.type in ("Shortcut", "Collapsed") else ""
        name = f"auto {link.start}" if auto else f"link {link.start}"
        self._add(Token("close", start, end, text=after, name=name, attached=attached))

    def _end_image(self, end: int) -> None:
        image = self._images.pop()
        end = self._whole(image, end)
        text = "".join(image.words)
        if self._images:
            self._images[-1].words.append(text)
            self._images[-1].inner_end = end
            return
        attached: tuple[AttributeText, ...] = ()
        if text.strip():
            close, after = image.inner_end, ""
            if image.type in ("Shortcut", "Collapsed"):
                close, after = end, f"][{image.label}]"
            attached = (AttributeText(text, ALT, image.start + 2, close, "alt", after),)
        attached += self._link_title(image, image.inner_end, end)
        href = image_resource(image.href, self._builder)
        self._add(Token("image", image.start, end, href=href, attached=attached))

    def _whole(self, link: OpenLink, end: int) -> int:
        """The end of a link: pulldown-cmark leaves out the last two bytes of ``[text][]``."""
        return end + 2 if link.type == "Collapsed" and self._data[end : end + 2] == b"[]" else end

    def _link_title(self, link: OpenLink, start: int, end: int) -> tuple[AttributeText, ...]:
        if link.type != "Inline" or not link.title:
            return ()
        place = find_title(self._data, start, end, link.title, LINK)
        return () if place is None else (place,)

    def _begin_block(self, name: str, value: Any, start: int) -> None:
        html_reader, builder = self.html, self._builder
        if name not in ("TableHead", "TableRow"):
            html_reader.end_text()
        self._end = start
        self._kind = "paragraph"
        depth = builder.depth
        match name:
            case "Heading":
                self._kind, self._level = "heading", int(value["level"][1])
                html_reader.place = "heading"
            case "BlockQuote":
                builder.open("quote", at=start)
            case "List":
                builder.open("list", at=start, counting=None if value is None else Counting(value))
            case "Item":
                builder.open("item", at=start)
            case "FootnoteDefinition":
                builder.open("footnote", at=start, label=value)
            case "Table":
                self._aligns = value
                builder.open("table", at=start)
            case "TableHead" | "TableRow":
                self._in_head, self._column = name == "TableHead", 0
                builder.open("row", at=start, header=self._in_head)
            case "TableCell":
                align = self._aligns[self._column] if self._column < len(self._aligns) else "None"
                builder.open("cell", at=start, header=self._in_head, align=_ALIGN.get(align))
                self._column += 1
                html_reader.place = "cell"
            case "CodeBlock":
                language = "" if isinstance(value, str) else str(value.get("Fenced", "")).split(" ")[0]
                self._code = (language, [])
                html_reader.take_skip()
            case "HtmlBlock":
                self._block = []
        if builder.depth > depth:
            self._depths.append(depth)
            if html_reader.take_skip():
                html_reader.leave_out()

    def _finish(self, tag: Any, start: int, end: int) -> None:
        name = tag if isinstance(tag, str) else next(iter(tag))
        match name:
            case "Emphasis" | "Strong" | "Strikethrough":
                if not self._images:
                    size = self._mark_size(name, start)
                    self._add(Token("close", end - size, end, name=f"{name} {start}"))
                else:
                    self._images[-1].inner_end = end
            case "Link":
                if self._images:
                    self._images[-1].inner_end = end
                self._end_link(end)
            case "Image":
                self._end_image(end)
            case "CodeBlock":
                language, parts = self._code or ("", [])
                self._code = None
                text = "".join(parts).replace("\r\n", "\n")
                if text.strip():
                    self._builder.verbatim(text if text.endswith("\n") else f"{text}\n", language)
            case "HtmlBlock":
                self._html_block()
            case "Heading":
                self.html.end_text("heading", self._level)
                self.html.place = "paragraph"
                self._kind = "paragraph"
            case _:
                self.html.end_text()
                self._break = None
                if name == "TableCell":
                    self.html.place = "paragraph"
                if name in _CONTAINERS and self._depths:
                    self.html.close_to(self._depths.pop())


# Not in each reader: what holds methods of its own lives on until somebody looks for circles, and with it the
# document.
_HANDLERS: dict[str, Callable[[MarkdownReader, Any, int, int], None]] = {
    "Text": MarkdownReader._text,
    "Code": MarkdownReader._inline_code,
    "InlineHtml": MarkdownReader._inline_html,
    "Html": MarkdownReader._html,
    "FootnoteReference": MarkdownReader._note,
    "TaskListMarker": MarkdownReader._task,
}

_CONTAINERS = frozenset(
    ["BlockQuote", "List", "Item", "FootnoteDefinition", "Table", "TableHead", "TableRow", "TableCell"]
)
