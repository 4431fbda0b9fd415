"""Markdown (CommonMark with GitHub's tables, tasks and footnotes), to publish with other tools.

What Markdown has no sign for is written in the HTML that it passes through: raised text, tables with spans,
details. Text is escaped so that it always reads back as text.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from pipeline.documents.blocks import (
    Block,
    Cell,
    Details,
    Figure,
    Footnote,
    Footnotes,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Part,
    Quote,
    Rule,
    Table,
    Text,
    Title,
    Verbatim,
)
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
    children_of,
    plain_text,
)
from pipeline.documents.walking import iter_blocks, parts_of, replace_texts
from pipeline.editions.model import Edition
from pipeline.exporters.content import check_edition, marked_inside, with_mark, without_gaps, without_links
from pipeline.exporters.grid import Grid, grid_of
from pipeline.exporters.html.blocks import Blocks as HtmlBlocks
from pipeline.exporters.html.inline import Inlines
from pipeline.exporters.links import is_safe
from pipeline.exporters.model import ExportOptions
from pipeline.exporters.pictures import usable_pictures
from pipeline.exporters.scripts import script_of
from pipeline.language.locale import Direction, parse_locale

_LRI, _RLI, _PDI = "\u2066", "\u2067", "\u2069"
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_MARKS = {"b": "**", "i": "*"}
_ELEMENTS = {"b": "strong", "i": "em", "u": "u", "sup": "sup", "sub": "sub", "code": "code", "s": "del"}

# Escaped wherever it stands; "$" begins mathematics on GitHub.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|$]|!(?=$)")
# What a line may not begin with (CommonMark 4 and 5).
_LINE_START = re.compile(r"^(\d{1,9})(?=[.)])|^(?=[#+=:-])", re.MULTILINE)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_FENCE = re.compile("`{3,}")
_SEPARATOR = "<!-- -->"
"""Between two lists, or two quotations, that would else be one."""


class MarkdownExporter:
    """UTF-8, lines ended by LF, a paragraph a line."""

    name = "md"
    suffix = ".md"

    def export(self, edition: Edition, options: ExportOptions) -> bytes:  # noqa: ARG002 - the Protocol's shape
        """See ``Exporter.export``."""
        check_edition(edition)
        return ("\n\n".join(_pieces(edition)) + "\n").encode("utf-8")

    def resources(self, edition: Edition) -> dict[str, str]:  # noqa: ARG002
        """None: the text stands alone."""
        return {}


def _pieces(edition: Edition) -> Iterator[str]:
    locale = edition.locale
    yield f"---\nlang: {locale.tag}\ndir: {locale.direction}\n---"
    sources = {
        name: f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
        for name, (kind, data) in usable_pictures(edition.resources, _PICTURES).items()
    }
    body = without_gaps(edition.blocks)
    blocks = _Blocks(sources, locale.direction, body)
    if edition.banner is not None:
        heading: tuple[Inline, ...] = (Styled("b", (Run(edition.banner.heading),)),)
        text: tuple[Inline, ...] = (Break(), Run(edition.banner.text)) if edition.banner.text else ()
        frame = edition.frame_locale or locale
        yield blocks.quoted(Paragraph(Text(0, (Foreign(frame.tag, heading + text),), "Banner")))
    yield from blocks.render(body)
    if edition.facts:
        if edition.facts_heading:
            yield blocks.line("## ", (Run(edition.facts_heading),))
        colon = script_of(locale).colon
        facts = (
            Paragraph(Text(0, (Styled("b", (Run(fact.label),)), Run(colon), *fact.value), "Fact"))
            for fact in edition.facts
        )
        yield from blocks.render((ListBlock(None, tuple(ListItem((fact,)) for fact in facts)),))


class _Blocks:
    def __init__(self, sources: Mapping[str, str], direction: Direction, body: tuple[Block, ...]) -> None:
        self._sources = sources
        self._direction = direction
        self._html = HtmlBlocks(sources)
        labels = (note.label for one in iter_blocks(body) if isinstance(one, Footnotes) for note in one.notes)
        numbers = {label: number for number, label in enumerate(dict.fromkeys(labels), 1)}
        # Renderers drop a footnote that nothing in Markdown leads to.
        self._notes = {label: numbers[label] for label in _marked(body) if label in numbers}

    def render(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        """Each block, without blank lines round it."""
        before: Block | None = None
        for block in blocks:
            for piece in filter(None, self._block(block)):
                if before is not None and type(before) is type(block) and type(block) in (ListBlock, Quote):
                    yield _SEPARATOR
                    before = None
                yield piece
            before = block

    def line(self, mark: str, content: tuple[Inline, ...]) -> str:
        """A heading."""
        text = self._inline(content, "<br>").strip()
        return f"{mark}{text[:-1]}\\#" if text.endswith("#") else (mark + text if text else "")

    def quoted(self, *blocks: Block) -> str:
        """Blocks as a quotation."""
        return _prefixed("\n\n".join(self.render(blocks)), "> ")

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Title(text, mark):
                yield self.line("# ", with_mark(mark, text.content))
            case Heading(level, text, mark):
                yield self.line("#" * level + " ", with_mark(mark, text.content))
            case Paragraph(text):
                yield self._paragraph(text.content)
            case ListBlock():
                yield self._list(block)
            case Quote(inner):
                yield self.quoted(*inner)
            case Verbatim(text, language):
                fence = "`" * max([3, *(len(run) + 1 for run in _FENCE.findall(text))])
                info = language if re.fullmatch(r"[\w+-]{1,40}", language, re.ASCII) else ""
                yield f"{fence}{info}\n{text.removesuffix(chr(10))}\n{fence}"
            case Rule():
                yield "***"
            case Figure(resource, alt, caption):
                yield self._picture(resource, alt.content if alt is not None else ())
                if caption is not None:
                    yield self._paragraph(caption.content)
            case Table():
                yield from self._table(block)
            case Details(None, inner):
                yield from self.render(inner)
            case Details(summary, inner):
                head = Inlines(self._sources).render(summary.content) if summary is not None else ""
                yield f"<details open>\n<summary>{_one_line(head)}</summary>"
                yield from self.render(inner)
                yield "</details>"
            case Footnotes(notes):
                yield from map(self._note, notes)

    def _paragraph(self, content: tuple[Inline, ...]) -> str:
        return self._inline(content, "\\\n").strip(" \n")

    def _list(self, block: ListBlock) -> str:
        # Markdown has no marks but bullets and 0-9.
        marked = any(item.mark is not None for item in block.items)
        items = tuple(map(marked_inside, block.items))
        tight = all(map(_is_tight, items))
        out: list[str] = []
        for number, item in enumerate(items):
            mark = "- " if block.start is None or marked else f"{block.start + number}. "
            box = {None: "", True: "[x] ", False: "[ ] "}[item.checked]
            inside = ("\n" if tight else "\n\n").join(self.render(item.blocks))
            first, _, rest = inside.partition("\n")
            rest = (
                "\n".join(" " * len(mark) + line if line else "" for line in rest.split("\n")) if rest else ""
            )
            out.append((mark + box + first).rstrip(" ") + (f"\n{rest}" if rest else ""))
        return ("\n" if tight else "\n\n").join(out)

    def _picture(self, resource: str, alt: tuple[Inline, ...]) -> str:
        source = self._sources.get(resource)
        if source is None:
            return self._paragraph(alt)
        return f"![{_escaped(_SPACES.sub(' ', plain_text(alt)))}]({source})"

    def _table(self, table: Table) -> Iterator[str]:
        grid = _plain_grid(table)
        if grid is None:
            # An empty line would end the HTML; a mark of a footnote in it would lead nowhere.
            (bare,) = replace_texts((table,), lambda text: text.with_content(_without_marks(text.content)))
            assert isinstance(bare, Table), "its texts alone were replaced"
            yield _one_line(self._html.table(bare))
            return
        if table.caption is not None:
            yield self._paragraph(table.caption.content)
        rows: list[list[str]] = [[] for _ in range(grid.rows)]
        aligns: list[str] = ["---"] * grid.columns
        for placed in grid.cells:
            texts = (one.text.content for one in placed.cell.blocks if isinstance(one, Paragraph))
            rows[placed.row].append(" ".join(self._inline(content, "<br>").strip() for content in texts))
            if placed.cell.align == "center":
                aligns[placed.column] = ":---:"
            elif placed.cell.align == "end":
                aligns[placed.column] = "---:" if self._direction == "ltr" else ":---"
        lines = [rows[0], aligns, *rows[1:]]
        yield "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _note(self, note: Footnote) -> str:
        inside = "\n\n".join(self.render(note.blocks))
        if note.label not in self._notes:
            return f"{_escaped(f'[{note.number}]')} {inside}".rstrip()
        return f"[^{self._notes[note.label]}]: " + _prefixed(inside, "    ").lstrip(" ")

    def _inline(self, content: tuple[Inline, ...], line_end: str) -> str:
        """``content``; what a line must not begin with is escaped, if it is not the middle of a line."""
        written = self._nodes(content, line_end, self._direction).lstrip(" ")
        return _LINE_START.sub(lambda found: f"{found[1]}\\" if found[1] else "\\", written)

    def _nodes(self, content: tuple[Inline, ...], line_end: str, direction: Direction) -> str:
        out: list[str] = []
        for number, node in enumerate(content):
            match node:
                case Run(text) | Opaque(_, text):
                    out.append(_escaped(_SPACES.sub(" ", text)))
                case Isolate(text, inside):
                    opener = _RLI if inside == "rtl" else _LRI
                    out.append(f"{opener}{_escaped(_SPACES.sub(' ', text))}{_PDI}")
                case Break():
                    out.append(line_end)
                case Image(_, resource, alt, _):
                    known = resource in self._sources
                    out.append(
                        self._picture(resource, alt) if known else self._nodes(alt, line_end, direction)
                    )
                case NoteMark(_, label, shown):
                    note = self._notes.get(label)
                    out.append(f"[^{note}]" if note is not None else _escaped(f"[{shown}]"))
                case Styled(style, children):
                    inner = self._nodes(children, line_end, direction)
                    beside = content[number + 1 : number + 2]
                    out.append(_styled(style, children, inner, _last(out), beside))
                case Link(href, children):
                    inner = self._nodes(_without_marks(without_links(children)), line_end, direction)
                    address = href.replace("&", "&amp;")
                    out.append(f"[{inner}](<{address}>)" if is_safe(href) and inner.strip() else inner)
                case Foreign(tag, children):
                    inside = parse_locale(tag).direction
                    inner = self._nodes(children, line_end, inside)
                    if inside != direction and inner:
                        inner = f"{_RLI if inside == 'rtl' else _LRI}{inner}{_PDI}"
                    out.append(inner)
        return "".join(out)


def _styled(
    style: str, children: tuple[Inline, ...], inner: str, before: str, beside: tuple[Inline, ...]
) -> str:
    """Stars and backticks where they are sure to be read as such (CommonMark 6.1, 6.2): round plain text that
    begins and ends in a letter or digit, beside plain text. Else elements of HTML."""
    plain = plain_text(children)
    edges = plain[:1] + plain[-1:]
    sure = (
        bool(edges)
        and all(isinstance(child, Run | Isolate) for child in children)
        and not any(c.isspace() or unicodedata.category(c)[0] in "PS" for c in edges)
        and before not in ("*", "`")
        and (not beside or isinstance(beside[0], Break) or _begins_plain(beside[0]))
    )
    if sure and style in _MARKS:
        return f"{_MARKS[style]}{inner}{_MARKS[style]}"
    if sure and style == "code" and all(isinstance(child, Run) for child in children) and inner == plain:
        return f"`{plain}`"
    return f"<{_ELEMENTS[style]}>{inner}</{_ELEMENTS[style]}>"


def _last(parts: list[str]) -> str:
    return next((part[-1] for part in reversed(parts) if part), "")


def _begins_plain(node: Inline) -> bool:
    return isinstance(node, Run | Isolate | Opaque) and bool(plain_text((node,)))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _prefixed(text: str, prefix: str) -> str:
    return "\n".join(prefix + line if line else prefix.rstrip(" ") for line in text.split("\n"))


def _one_line(html: str) -> str:
    return html.replace("\n", "&#10;")


def _plain_grid(table: Table) -> Grid | None:
    """The grid of a table that Markdown can write: one head row, no spans, a line a cell. Else None."""
    grid = grid_of(table)
    plain = len(table.header) == 1 and all(
        placed.columns == placed.rows == 1
        and not (placed.cell.header and placed.row)
        and _is_line(placed.cell)
        for placed in grid.cells
    )
    return grid if plain else None


def _is_line(cell: Cell) -> bool:
    match cell.blocks:
        case () | (Paragraph(),):
            return True
        case _:
            return False


def _is_tight(item: ListItem) -> bool:
    """Whether the item needs no empty lines: a paragraph, and perhaps a list that may follow one at once."""
    match item.blocks:
        case (Paragraph(),):
            return True
        case (Paragraph(), ListBlock(None | 1, items)):
            return all(map(_is_tight, items))
        case _:
            return False


def _marked(body: tuple[Block, ...]) -> Iterator[str]:
    """The labels of the footnotes that something in Markdown leads to."""
    pending: list[Part | Text | Inline] = list(body)
    while pending:
        match pending.pop():
            case NoteMark(_, label, _):
                yield label
            case Text() as text:
                pending += text.content
            case Run() | Styled() | Link() | Break() | Opaque() | Image() | Isolate() | Foreign() as node:
                pending += children_of(node)
            case Details(_, inner):
                pending += inner
            case Table() as table if _plain_grid(table) is None:
                pass
            case part:
                pending += parts_of(part)


def _without_marks(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    nodes: list[Inline] = []
    for node in content:
        match node:
            case NoteMark(_, _, number):
                nodes.append(Run(f"[{number}]"))
            case Styled() | Link() | Foreign():
                nodes.append(replace(node, children=_without_marks(node.children)))
            case _:
                nodes.append(node)
    return tuple(nodes)
