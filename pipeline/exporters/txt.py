"""Plain text for messages (WhatsApp, SMS, e-mail), safe to read in either direction."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from pipeline.documents.blocks import (
    Block,
    Details,
    Figure,
    Footnotes,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Table,
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
)
from pipeline.editions.model import Edition
from pipeline.exporters.content import check_edition, whole_locale, with_mark
from pipeline.exporters.grid import Grid, Placed, grid_of, records_of
from pipeline.exporters.links import is_safe
from pipeline.exporters.model import ExportOptions
from pipeline.exporters.scripts import script_of
from pipeline.language.locale import Direction, parse_locale
from pipeline.language.shifted import lowered, raised

_LRI, _RLI, _PDI, _LRM, _RLM = "\u2066", "\u2067", "\u2069", "\u200e", "\u200f"

_RULE = "⸻"
"""Three-em dash: one character, so that no phone breaks it; neutral, so that it starts like its line."""


class TextExporter:
    """UTF-8 without BOM, lines ended by LF, not wrapped: a phone wraps them."""

    name = "txt"
    suffix = ".txt"

    def export(self, edition: Edition, options: ExportOptions) -> bytes:  # noqa: ARG002 - the Protocol's shape
        """See ``Exporter.export``."""
        check_edition(edition)
        return "\n\n".join(_paragraphs(edition)).encode("utf-8") + b"\n"

    def resources(self, edition: Edition) -> dict[str, str]:  # noqa: ARG002
        """None: the text stands alone."""
        return {}


def _paragraphs(edition: Edition) -> Iterator[str]:
    direction = edition.locale.direction
    if edition.banner is not None:
        heading, text = edition.banner.heading, edition.banner.text
        yield _directed(f"{heading}\n{text}" if text else heading, direction)
    colon = script_of(edition.locale).colon
    yield from _Blocks(direction, colon).render(edition.blocks)
    if edition.facts:
        lines = [_directed(edition.facts_heading, direction)] if edition.facts_heading else []
        lines += [
            _directed(f"{fact.label}{colon}{_inline(fact.value, direction)}", direction)
            for fact in edition.facts
        ]
        yield "\n".join(lines)


class _Blocks:
    """Renders blocks as paragraphs of lines; what is inside another block is set in by two spaces."""

    def __init__(self, direction: Direction, colon: str) -> None:
        self._direction = direction
        self._colon = colon

    def render(self, blocks: tuple[Block, ...], indent: str = "") -> Iterator[str]:
        direction = self._direction
        for block in blocks:
            match block:
                case Title(text, mark) | Heading(_, text, mark):
                    yield _indented(_block_text(with_mark(mark, text.content), direction), indent)
                case Paragraph(text):
                    yield _indented(_block_text(text.content, direction), indent)
                case ListBlock(start, items):
                    yield "\n".join(
                        self._item(item, "•" if start is None else f"{start + number}.", indent)
                        for number, item in enumerate(items)
                    )
                case Quote(inner):
                    yield from self.render(inner, indent + "  ")
                case Verbatim(text):
                    yield _indented(_directed(text.rstrip("\n"), "ltr"), indent)
                case Rule():
                    yield indent + _directed(_RULE, direction)
                case Figure(_, alt, caption):
                    for shown in (alt, caption):
                        if shown is not None:
                            yield _indented(_block_text(shown.content, direction), indent)
                case Table(caption=caption):
                    lines = [] if caption is None else [_block_text(caption.content, direction)]
                    lines += self._rows(grid_of(block))
                    yield _indented("\n".join(lines), indent)
                case Details(summary, inner):
                    if summary is not None:
                        yield _indented(_block_text(summary.content, direction), indent)
                    yield from self.render(inner, indent)
                case Footnotes(notes):
                    lines = [self._item(ListItem(note.blocks), f"[{note.number}]", indent) for note in notes]
                    yield "\n".join([indent + _directed(_RULE, direction), *lines])

    def _item(self, item: ListItem, marker: str, indent: str) -> str:
        direction, blocks = self._direction, item.blocks
        if item.mark is not None:
            marker = _inline(item.mark.content, direction)
        if item.checked is not None:
            box = "☑" if item.checked else "☐"
            marker = box if marker == "•" else f"{marker} {box}"
        if blocks and isinstance(blocks[0], Paragraph):
            first = _inline(blocks[0].text.content, direction)
            blocks = blocks[1:]
        else:
            first = ""
        lines = [_indented(_directed(f"{marker} {first}".rstrip(), direction), indent, hang="  ")]
        lines += self.render(blocks, indent + "  ")
        return "\n".join(lines)

    def _rows(self, grid: Grid) -> Iterator[str]:
        """Each row of the body as an item: a line a cell, that says what its column is called. On a telephone
        columns of text do not stand under one another, and no value may lose its name."""
        if grid.rows == grid.header:
            rows = ([one for one in map(self._value, grid.in_row(row)) if one] for row in range(grid.rows))
            yield from (_directed("• " + " | ".join(row), self._direction) for row in rows)
        for record in records_of(grid):
            mark = "• "
            for placed, over in record:
                if not (value := self._value(placed)):
                    continue
                name = " | ".join(dict.fromkeys(filter(None, map(self._value, over))))
                line = f"{name}{self._colon}{value}" if name and not placed.header else value
                yield _indented(_directed(f"{mark}{line}", self._direction), "", hang="  ")
                mark = "  "

    def _value(self, placed: Placed) -> str:
        match placed.cell.blocks:
            case (Paragraph(text),):
                return _inline(text.content, self._direction)
            case blocks:
                return "\n".join(self.render(blocks))


def _block_text(content: tuple[Inline, ...], direction: Direction) -> str:
    whole = whole_locale(content)
    if whole is not None:
        direction = parse_locale(whole).direction
    return _directed(_inline(content, direction), direction)


def _indented(text: str, indent: str, hang: str = "") -> str:
    return indent + text.replace("\n", f"\n{indent}{hang}")


def _inline(content: tuple[Inline, ...], direction: Direction) -> str:
    parts: list[str] = []
    for node in content:
        match node:
            case Run(text) | Opaque(_, text):
                parts.append(text)
            case Break():
                parts.append("\n")
            case Image(_, _, alt, _):
                parts.append(_inline(alt, direction))
            case NoteMark(_, _, number):
                parts.append(f"[{number}]")
            case Isolate(text, inside):
                parts.append(f"{_RLI if inside == 'rtl' else _LRI}{text}{_PDI}")
            case Foreign(locale, children):
                inside = parse_locale(locale).direction
                text = _inline(children, inside)
                parts.append(text if inside == direction else _isolated(text, inside))
            case Link(href, children):
                parts.append(_link(href, _inline(children, direction)))
            case Styled("sup", children):
                parts.append(raised(_inline(children, direction)))
            case Styled("sub", children):
                parts.append(lowered(_inline(children, direction)))
            case Styled("s", children):
                # Two marks: "~5 ml" is said for "about 5 ml".
                parts.append(f"~~{_inline(children, direction)}~~")
            case Styled(_, children):
                parts.append(_inline(children, direction))
    return "".join(parts)


def _isolated(text: str, direction: Direction) -> str:
    """``text`` isolated on each of its lines: an isolate ends with the paragraph, which here is a line."""
    mark = _RLI if direction == "rtl" else _LRI
    return "\n".join(f"{mark}{line}{_PDI}" if line else line for line in text.split("\n"))


def _link(href: str, text: str) -> str:
    """The text, and the address where it is safe and says more than the text does."""
    if not is_safe(href):
        return text
    bare = text.translate({ord(mark): None for mark in (_LRI, _RLI, _PDI, "\u2068")}).strip()
    scheme, _, rest = href.partition(":")
    if bare in (href, rest, rest.removeprefix("//").rstrip("/")):
        return text
    shown = rest if scheme.lower() in ("mailto", "tel") else href
    if _same_number(bare, shown):
        return text
    address = f"{_LRI}{shown}{_PDI}"
    return f"{text} ({address})" if text else address


def _same_number(text: str, address: str) -> bool:
    """Whether both are one telephone number, written with other spaces."""
    digits = "".join(c for c in text if c not in " -().\u00a0\u2011")
    return digits == "".join(c for c in address if c not in "-().") and digits.lstrip("+").isdecimal()


def _directed(text: str, direction: Direction) -> str:
    """``text``, each line of which shows ``direction`` by its first strong letter (UAX #9, P2)."""
    return "\n".join(_mark(line, direction) + line for line in text.split("\n"))


def _mark(line: str, direction: Direction) -> str:
    first = _first_strong(line)
    if direction == "rtl":
        return "" if first in ("R", "AL") else _RLM
    return _LRM if first in ("R", "AL") else ""


def _first_strong(line: str) -> str | None:
    """Bidi class of the first strong character outside isolates, or None."""
    depth = 0
    for character in line:
        kind = unicodedata.bidirectional(character)
        if kind in ("LRI", "RLI", "FSI"):
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return kind
    return None
