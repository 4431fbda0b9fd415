"""Puts translated texts back into a file of marked-up text, and sees that they read back as they should."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from pipeline.documents.built import Places
from pipeline.documents.date_lines import with_date_lines
from pipeline.documents.flow import AttributeText, Flow, Pair
from pipeline.documents.inline import (
    Break,
    Foreign,
    Image,
    Inline,
    Isolate,
    Link,
    NoteMark,
    Opaque,
    Run,
    Styled,
    plain_text,
)
from pipeline.documents.model import Document
from pipeline.documents.tidy import tidy_content
from pipeline.documents.walking import marks_of
from pipeline.errors import DocumentError


class Edit(Struct, frozen=True):
    """Bytes to put in place of a range; an empty range is an insertion."""

    start: int
    end: int
    data: bytes


def without_marks(
    document: Document, contents: Mapping[int, tuple[Inline, ...]]
) -> Mapping[int, tuple[Inline, ...]]:
    """``contents`` without the marks of items, which in text, Markdown and HTML make themselves."""
    marks = marks_of(document.blocks)
    return {index: content for index, content in contents.items() if index not in marks}


class Patches:
    """A file with small edits that do not overlap, to be read in pieces."""

    def __init__(self, data: bytes, edits: Sequence[Edit]) -> None:
        self._data = data
        self._edits = sorted(edits, key=lambda edit: (edit.start, edit.end))
        self._starts = [edit.start for edit in self._edits]

    def read(self, start: int, end: int) -> bytes:
        """``data[start:end]`` with the edits that lie in it made."""
        place = bisect.bisect_left(self._starts, start)
        parts: list[bytes] = []
        done = start
        while place < len(self._edits) and (edit := self._edits[place]).end <= end and edit.start <= end:
            if edit.start >= done:
                parts += (self._data[done : edit.start], edit.data)
                done = edit.end
            place += 1
        parts.append(self._data[done:end])
        return b"".join(parts)


class Supply:
    """What opened and closed the nodes of a text in the source, handed out in order."""

    def __init__(self, flow: Flow, read: Callable[[int, int], bytes]) -> None:
        self._read = read
        self._styles = {style: iter(pairs) for style, pairs in flow.styles.items()}
        self._links = {href: iter(pairs) for href, pairs in flow.links.items()}
        self._breaks = iter(flow.breaks)
        self._pieces = flow.pieces

    def style(self, style: str) -> Pair | None:
        return next(self._styles.get(style, iter(())), None)

    def link(self, href: str) -> Pair | None:
        return next(self._links.get(href, iter(())), None)

    def piece(self, id: str) -> Pair | None:
        return self._pieces.get(id)

    def next_break(self) -> bytes | None:
        token = next(self._breaks, None)
        return None if token is None else self.read(token.start, token.end)

    def read(self, start: int, end: int) -> bytes:
        """Bytes of the source, with what was translated within them."""
        return self._read(start, end)


class FlowWriter(Protocol):
    """Writes one text in a format's own marks."""

    def __call__(self, index: int, flow: Flow, content: tuple[Inline, ...], supply: Supply, /) -> bytes: ...


def check_known(document: Document, contents: Mapping[int, tuple[Inline, ...]]) -> None:
    """See that ``contents`` names texts that there are.

    Raises:
        DocumentError: one is not.
    """
    count = len(document.written)
    for index in contents:
        if not 0 <= index < count:
            raise DocumentError(f"there is no text {index}", f"the document has {count} texts and dates")


def put_back(
    document: Document,
    data: bytes,
    places: Places,
    contents: Mapping[int, tuple[Inline, ...]],
    *,
    write: FlowWriter,
    write_attribute: Callable[[AttributeText, str], bytes],
    marks: Sequence[Edit] = (),
) -> bytes:
    """Return ``data`` with the texts named in ``contents`` replaced where they differ from the source's.

    Args:
        data: what the offsets in ``places`` count in.
        write, write_attribute: how the format writes a text.
        marks: further small edits, such as of languages.

    Raises:
        DocumentError: a text cannot be written.
    """
    texts = document.written
    changed = {index: content for index, content in contents.items() if content != texts[index].content}
    edits = [*marks]
    for index, content in changed.items():
        if index in places.attributes:
            place = places.attributes[index]
            edits.append(Edit(place.start, place.end, write_attribute(place, plain_text(content))))
    small = Patches(data, edits)
    large = []
    for index, content in changed.items():
        if index in places.flows:
            flow = places.flows[index]
            try:
                written = write(index, flow, content, Supply(flow, small.read))
            except DocumentError as error:
                raise error.of_text(index) from None
            large.append(Edit(flow.span.start, flow.span.end, written))
    large.sort(key=lambda edit: edit.start)
    parts: list[bytes] = []
    done = 0
    for edit in large:
        parts += (small.read(done, edit.start), edit.data)
        done = edit.end
    parts.append(small.read(done, len(data)))
    return b"".join(parts)


def misread(
    document: Document, contents: Mapping[int, tuple[Inline, ...]], again: Document
) -> tuple[int, ...]:
    """The texts of ``document`` that do not read in ``again``, the rebuilt document, as they were written.

    In ``again`` date lines are texts: a date in another language's words and calendar is read by people only.
    """
    in_file = replace(document, blocks=with_date_lines(document), dates=())
    before, after = in_file.texts, again.texts
    by_index = dict(enumerate(after))
    wrong = [
        text.index
        for place, text in enumerate(before)
        if place not in by_index
        or not _alike(contents.get(text.index, text.content), by_index[place].content)
    ]
    if not wrong and len(after) != len(before):
        wrong = [before[-1].index] if before else []
    return tuple(wrong)


def blamed(wrong: tuple[int, ...], contents: Mapping[int, tuple[Inline, ...]]) -> int:
    """Which of the texts that read wrong is at fault: one that was written, though it may be another, beside
    it, that reads wrong for it."""
    return next((index for index in wrong if index in contents), min(contents, default=wrong[0]))


def _alike(wanted: tuple[Inline, ...], found: tuple[Inline, ...]) -> bool:
    if wanted == found:
        return True
    return _canonical(tidy_content(_unwrapped(wanted))) == _canonical(tidy_content(_unwrapped(found)))


def in_one_language(contents: Mapping[int, tuple[Inline, ...]]) -> dict[int, tuple[Inline, ...]]:
    """``contents`` without marks of another language, which not every format can write."""
    return {index: _without_foreign(content) for index, content in contents.items()}


def _without_foreign(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    nodes: list[Inline] = []
    for node in content:
        match node:
            case Foreign(_, children):
                nodes += _without_foreign(children)
            case Styled(_, children) | Link(_, children):
                nodes.append(replace(node, children=_without_foreign(children)))
            case _:
                nodes.append(node)
    return tuple(nodes)


def _unwrapped(content: tuple[Inline, ...]) -> list[Inline]:
    """Without what no source format has, and with text that looks like a tag as text."""
    nodes: list[Inline] = []
    for node in content:
        match node:
            case Isolate(text, _):
                nodes.append(Run(text))
            case Opaque(_, equivalent, "") if equivalent:
                nodes.append(Run(equivalent))
            case Foreign(_, children):
                nodes += _unwrapped(children)
            case Styled(style, children):
                nodes.append(Styled(style, tuple(_unwrapped(children))))
            case Link(href, children):
                nodes.append(Link(href, tuple(_unwrapped(children))))
            case _:
                nodes.append(node)
    return nodes


def _canonical(content: tuple[Inline, ...]) -> list[Any]:
    parts: list[Any] = []
    for node in content:
        match node:
            case Run(text):
                parts.append(text)
            case Styled(style, children):
                parts.append([style, _canonical(children)])
            case Link(href, children):
                parts.append(["a", href, _canonical(children)])
            case Break():
                parts.append(["br"])
            case Opaque(_, equivalent, _):
                parts.append(["x", equivalent])
            case Image(_, resource):
                parts.append(["image", resource])
            case NoteMark(_, label):
                parts.append(["note", label])
            case _:
                parts.append(["?"])
    return parts
