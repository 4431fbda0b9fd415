"""An edition as the JSON text that ``leaflet.typ`` reads.

Inline content is a list of strings and objects. Strings are printed as they stand, never read as markup.
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from pipeline.documents.blocks import (
    Block,
    Details,
    Figure,
    Footnotes,
    Heading,
    ListBlock,
    Paragraph,
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
    plain_text,
)
from pipeline.documents.walking import iter_blocks, iter_texts
from pipeline.editions.model import Edition
from pipeline.exporters.content import Edge, edges_of, whole_locale, with_mark, without_gaps
from pipeline.exporters.grid import Grid, Placed, grid_of, records_of
from pipeline.exporters.links import is_safe
from pipeline.exporters.model import ExportOptions
from pipeline.exporters.pdf.fonts import families_for
from pipeline.exporters.pictures import pixel_size, usable_pictures
from pipeline.exporters.scripts import LATIN_FAMILY, Script, script_of, scripts_in
from pipeline.language.digits import native_digits
from pipeline.language.locale import Direction, Locale, parse_locale
from pipeline.language.unbroken import unbroken

_OPENERS: dict[Direction, str] = {"ltr": "\u2066", "rtl": "\u2067"}
_PDI = "\u2069"

# Thai, Lao and Khmer signs that repeat the word before them may not start a line (Unicode, 16.1 and 16.4);
# Typst lets them. A word joiner before one is never seen.
_REPEATED = re.compile("(?<=[^ \u00a0\u2060])(?=[\u0e46\u0ec6\u17d7])")
_WORD_JOINER = "\u2060"

_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""What Typst can show."""

_LATIN = "[0-9A-Za-z+°.,()/– \u00a0\u200e\u200f-]"
"""What a "latin_first" script takes from the Latin family: digits, letters, what stands in measures,
and the marks of direction round them, as round "H₂O"."""


# What a column must have room for: a word; of writing without spaces, a letter or the most that a word has.
_WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{1,8}|[^ \n]+"
)
_WIDEST = 3
"""Words of a cell that are measured: the longest are about the widest."""

NO_DATE = datetime.date(2000, 1, 1)
"""The file's date where the source gives no publication date: the clock would change the bytes."""


class Payload:
    """What Typst is told of an edition.

    Attributes:
        json: the text for ``sys.inputs``.
        families: all families in which it may look for a character, best first.
        needs_system: one of them is a font of the system.
    """

    def __init__(self, edition: Edition, options: ExportOptions) -> None:
        self._edition = edition
        self._script = script_of(edition.locale)
        pictures = usable_pictures(edition.resources, _PICTURES)
        self._pictures = {name: number for number, name in enumerate(pictures)}
        self._data = [
            {"data": list(data), "size": pixel_size(data), "kind": kind.removeprefix("image/")}
            for kind, data in pictures.values()
        ]
        self._notes = {
            note.label: number
            for block in iter_blocks(edition.blocks)
            if isinstance(block, Footnotes)
            for number, note in enumerate(block.notes)
        }
        self._others = scripts_in("".join(set(_visible(edition))))
        # Of the content that is being written: the direction that Typst sets it in, that of the text around
        # the place, and what stands on both sides of each of its texts.
        self._base = self._direction = edition.locale.direction
        self._edges: Iterator[Edge] = iter(())
        self._in_table = False
        self.families = families_for(self._script, self._others)
        self.needs_system = any(
            script.system and script.family in self.families for script in (self._script, *self._others)
        )
        # PDF/UA-1 (7.4.2) wants a heading of level 1 first, also where a document has no title.
        first = next((one for one in iter_blocks(edition.blocks) if isinstance(one, Title | Heading)), None)
        self._raised = 0 if isinstance(first, Title) else 1
        self.json = json.dumps(self._document(options), ensure_ascii=False, sort_keys=True)

    @property
    def system_scripts(self) -> tuple[Script, ...]:
        """The scripts whose font the system must have."""
        return tuple(
            {
                s.code: s for s in (self._script, *self._others) if s.system and s.family in self.families
            }.values()
        )

    def _document(self, options: ExportOptions) -> dict[str, Any]:
        edition, script = self._edition, self._script
        provenance = edition.provenance
        day = provenance.published or NO_DATE
        return {
            **_language(edition.locale),
            "title": edition.title,
            "author": provenance.publisher.name,
            # PDF/A wants a date. Readers see it in a program's particulars only; the page does not show it.
            "date": [day.year, day.month, day.day],
            "paper": options.paper,
            "size": round((18 if options.large_print else 12) * script.size, 2),
            "digits": native_digits(edition.locale),
            "line": script.line,
            "above": script.above,
            "below": script.below,
            "fonts": self._fonts(script),
            "underline": script.code != "Aran",  # a line would run through the letters (findings)
            "colon": script.colon,
            "banner": {"heading": edition.banner.heading, "text": edition.banner.text}
            if edition.banner
            else None,
            "blocks": self._blocks(without_gaps(edition.blocks)),
            "frame": _language(edition.frame_locale or edition.locale),
            "facts_heading": edition.facts_heading,
            "raised": self._raised,
            "facts": [{"label": fact.label, "value": self._inline(fact.value)} for fact in edition.facts],
            "page_label": edition.page_label,
            "pictures": self._data,
        }

    def _fonts(self, script: Script) -> list[Any]:
        families: list[Any] = list(families_for(script, self._others))
        if script.latin_first:
            families.insert(0, {"name": LATIN_FAMILY, "covers": _LATIN})
        return families

    def _blocks(self, blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
        return [self._block(block) for block in blocks]

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case Title(text, mark):
                return {"kind": "heading", "level": 1, **self._content(with_mark(mark, text.content))}
            case Heading(level, text, mark):
                content = self._content(with_mark(mark, text.content))
                return {"kind": "heading", "level": level - self._raised, **content}
            case Paragraph(text):
                return {"kind": "paragraph", **self._content(text.content)}
            case ListBlock(start, items):
                return {
                    "kind": "list",
                    "start": start,
                    "items": [self._blocks(item.blocks) for item in items],
                    "checked": [item.checked for item in items],
                    "marks": [self._maybe(item.mark) for item in items],
                }
            case Quote(inner):
                return {"kind": "quote", "blocks": self._blocks(inner)}
            case Verbatim(text):
                return {"kind": "verbatim", "text": text.rstrip("\n").expandtabs(4)}
            case Rule():
                return {"kind": "rule"}
            case Figure(resource, alt, caption):
                return {
                    "kind": "figure",
                    "picture": self._pictures.get(resource),
                    "alt": plain_text(alt.content) if alt is not None else "",
                    "shown": self._maybe(alt),
                    "caption": self._maybe(caption),
                }
            case Table(caption=caption):
                grid = grid_of(block)
                # Measuring what has tables in it that are measured would take ever longer with each level.
                outer, self._in_table = self._in_table, True
                cells = [self._cell(placed) for placed in grid.cells]
                self._in_table = outer
                return {
                    "kind": "table",
                    "columns": grid.columns,
                    "header": grid.header,
                    "records": None if outer else _records(grid),
                    "cells": cells,
                    "caption": self._maybe(caption),
                }
            case Details(summary, inner):
                return {"kind": "details", "summary": self._maybe(summary), "blocks": self._blocks(inner)}
            case Footnotes(notes):
                return {
                    "kind": "notes",
                    "notes": [{"number": note.number, "blocks": self._blocks(note.blocks)} for note in notes],
                }

    def _cell(self, placed: Placed) -> dict[str, Any]:
        texts = [text.content for text in iter_texts(placed.cell.blocks)]
        words = {word for content in texts for word in _WORD.findall(plain_text(content))}
        lists = any(isinstance(block, ListBlock) for block in iter_blocks(placed.cell.blocks))
        return {
            # What its column must have room for.
            "words": sorted(words, key=lambda word: (-len(word), word))[:_WIDEST],
            "bold": placed.header or any(_has_bold(content) for content in texts),
            "indent": 2 if lists else 0,
            "x": placed.column,
            "y": placed.row,
            "columns": placed.columns,
            "rows": placed.rows,
            "header": placed.header,
            "align": placed.cell.align or "start",
            "blocks": self._blocks(placed.cell.blocks),
        }

    def _maybe(self, text: Text | None) -> dict[str, Any] | None:
        return None if text is None else self._content(text.content)

    def _content(self, content: tuple[Inline, ...]) -> dict[str, Any]:
        """The content of a block, and the direction of the whole where that is not the edition's."""
        whole = whole_locale(content)
        if whole is None:
            return {"content": self._inline(content)}
        outer = self._base, self._direction
        self._base = self._direction = direction = parse_locale(whole).direction
        written = self._inline(content, whole=True)
        self._base, self._direction = outer
        return {"content": written, "dir": direction}

    def _inline(self, content: tuple[Inline, ...], *, whole: bool = False) -> list[Any]:
        outer, self._edges = self._edges, edges_of(content)
        written = self._nodes(content, whole=whole)
        self._edges = outer
        return written

    def _nodes(self, content: tuple[Inline, ...], *, whole: bool = False, lined: bool = False) -> list[Any]:
        return [one for node in content for one in self._node(node, whole, lined)]

    def _text(self, text: str) -> list[Any]:
        """A text, with what must stand in one line in boxes."""
        before, after = next(self._edges)
        written: list[Any] = []
        at = 0
        for piece, whole in unbroken(text):
            beside = (before if at == 0 else "") + (after if at + len(piece) == len(text) else "")
            at += len(piece)
            if whole and beside:
                # A line may end beside a box; without a space it must not.
                written.append(_joined(piece))
            elif whole:
                turned = self._direction != self._base
                written.append(
                    {
                        "kind": "whole",
                        "text": f"{_OPENERS[self._direction]}{piece}{_PDI}" if turned else piece,
                    }
                )
            else:
                # A tab has no width in Typst: "Page\t4" would read "Page4".
                first, *rest = _REPEATED.sub(_WORD_JOINER, piece).split("\t")
                written += [first] if first else []
                for one in rest:
                    written += [{"kind": "tab"}, one] if one else [{"kind": "tab"}]
        return written

    def _node(self, node: Inline, whole: bool, lined: bool) -> list[Any]:
        """``whole``: foreign content is all of its block; ``lined``: a line stands below the text already."""
        match node:
            case Run(text) | Opaque(_, text):
                return self._text(text)
            case Isolate(text, direction):
                outer, self._direction = self._direction, direction
                written = self._text(text)
                self._direction = outer
                if len(written) == 1 and not isinstance(written[0], str):
                    return written  # a box is one object to the text around it
                return [_OPENERS[direction], *written, _PDI]
            case Break():
                next(self._edges)
                return [{"kind": "break"}]
            case Image(_, resource, alt, _):
                next(self._edges)
                picture = self._pictures.get(resource)
                if picture is None:
                    return [_span(self._inline(alt))]
                return [{"kind": "picture", "picture": picture, "alt": plain_text(alt)}]
            case NoteMark(_, label, number):
                next(self._edges)
                return [{"kind": "mark", "note": self._notes.get(label), "content": [f"[{number}]"]}]
            case Styled("s", children) if lined:  # PDF/UA in Typst knows one line for a text
                return [_span(["~~", *self._nodes(children, lined=True), "~~"])]
            case Styled(style, children):
                return [{"kind": style, "content": self._nodes(children, lined=lined or style == "u")}]
            case Link(href, children):
                content = self._nodes(children, lined=True)
                return [
                    {"kind": "link", "href": href, "content": content} if is_safe(href) else _span(content)
                ]
            case Foreign(tag, children):
                return [self._foreign(parse_locale(tag), children, isolated=not whole, lined=lined)]

    def _foreign(
        self, locale: Locale, children: tuple[Inline, ...], *, isolated: bool, lined: bool
    ) -> dict[str, Any]:
        outer, self._direction = self._direction, locale.direction
        content = self._nodes(children, lined=lined)
        self._direction = outer
        if isolated and locale.direction != self._edition.locale.direction:
            content = [_OPENERS[locale.direction], *content, _PDI]
        return {
            "kind": "foreign",
            **_language(locale),
            "fonts": self._fonts(script_of(locale)),
            "content": content,
        }


def _joined(text: str) -> str:
    """``text`` in which no line ends: a joiner before each character but those that belong to another."""
    return text[:1] + "".join(
        one if unicodedata.category(one)[0] == "M" else _WORD_JOINER + one for one in text[1:]
    )


def _records(grid: Grid) -> list[list[tuple[int, list[int]]]]:
    """What each row says, for where columns have no room, by the places of the cells. A head that is all the
    table has is one row."""
    places = {placed: place for place, placed in enumerate(grid.cells)}
    if grid.rows == grid.header:
        return [[(place, []) for placed, place in places.items() if placed.cell.blocks]]
    return [
        [(places[placed], [places[name] for name in over if not placed.header]) for placed, over in record]
        for record in records_of(grid)
    ]


def _has_bold(content: tuple[Inline, ...]) -> bool:
    return any(
        (isinstance(node, Styled) and node.style in ("b", "i")) or _has_bold(node.children)
        for node in content
        if isinstance(node, Styled | Link | Foreign)
    )


def _span(content: list[Any]) -> dict[str, Any]:
    return {"kind": "span", "content": content}


def _language(locale: Locale) -> dict[str, Any]:
    territory = locale.territory
    return {
        "lang": locale.language,
        "region": territory if territory is not None and territory.isalpha() else None,
        "dir": locale.direction,
    }


def _visible(edition: Edition) -> str:
    """All text of an edition, to see which scripts it holds."""
    parts = [plain_text(text.content) for text in iter_texts(edition.blocks)]
    parts += [block.text for block in iter_blocks(edition.blocks) if isinstance(block, Verbatim)]
    parts += [fact.label + plain_text(fact.value) for fact in edition.facts]
    if edition.banner is not None:
        parts += [edition.banner.heading, edition.banner.text]
    return "\n".join([*parts, edition.facts_heading, edition.page_label])
