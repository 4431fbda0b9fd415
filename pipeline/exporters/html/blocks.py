"""Blocks as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
    Quote,
    Row,
    Rule,
    Table,
    Text,
    Title,
    Verbatim,
)
from pipeline.documents.inline import Inline, plain_text
from pipeline.exporters.content import whole_locale, with_mark
from pipeline.exporters.html.inline import Inlines, escape, language_attributes, note_id
from pipeline.language.locale import parse_locale

_ALIGN = {"start": "start", "center": "center", "end": "end"}


class Blocks:
    """Renders the blocks of one edition.

    Args:
        sources: the address of each picture that the page carries, by the name of the resource.
        xml: write XHTML, and give each heading an id.
    """

    def __init__(self, sources: Mapping[str, str], *, xml: bool = False) -> None:
        self._sources = sources
        self._xml = xml
        self._inlines = Inlines(sources, xml=xml)
        self.headings: list[tuple[int, str, str]] = []
        """Of XHTML: level, id and text of each heading, in order."""

    def render(self, blocks: Iterable[Block]) -> str:
        return "\n".join(map(self._block, blocks))

    def _block(self, block: Block) -> str:
        match block:
            case Title(text, mark):
                return self._heading(1, with_mark(mark, text.content))
            case Heading(level, text, mark):
                return self._heading(level, with_mark(mark, text.content))
            case Paragraph(text):
                return self._element("p", text)
            case ListBlock(_, items) if any(item.mark is not None for item in items):
                # Safari tells no list whose bullets a style sheet takes away, unless it is said to be one.
                role = "" if self._xml else ' role="list"'
                return f'<ol class="marked"{role}>\n{"".join(map(self._item, items))}</ol>'
            case ListBlock(start, items):
                name = "ul" if start is None else "ol"
                first = f' start="{start}"' if start not in (None, 1) else ""
                return f"<{name}{first}>\n{''.join(map(self._item, items))}</{name}>"
            case Quote(blocks):
                return f"<blockquote>{self.render(blocks)}</blockquote>"
            case Verbatim(text):
                return f'<pre dir="ltr" tabindex="0"><code>{escape(text)}</code></pre>'
            case Rule():
                return f"<hr{self._inlines.end}"
            case Figure():
                return self._figure(block)
            case Table():
                # A table wider than a telephone is scrolled, by keyboard too.
                return f'<div class="wide" tabindex="0">{self.table(block)}</div>'
            case Details(None, inner):
                return f"<div>{self.render(inner)}</div>"  # nothing to open them by
            case Details(summary, inner):
                opened = ' open="open"' if self._xml else " open"
                head = f"<summary>{self._inlines.render(summary.content)}</summary>" if summary else ""
                return f"<details{opened}>{head}{self.render(inner)}</details>"
            case Footnotes(notes):
                if self._xml:
                    return f'<section epub:type="footnotes" class="notes">{self._notes(notes)}</section>'
                return f'<section role="doc-endnotes" class="notes">{self._notes(notes)}</section>'

    def _notes(self, notes: Iterable[Footnote]) -> str:
        """Footnotes. In an EPUB one that a mark leads to is an ``aside``: readers show it beside the mark
        and may leave it out here (EPUB Structural Semantics, "footnote"), so any other one is not."""
        out = []
        for note in notes:
            start, end = "div", "div"
            if self._xml and note.label in self._inlines.marked:
                start, end = 'aside epub:type="footnote" role="doc-footnote"', "aside"
            inside = f"<span>[{escape(note.number)}]</span><div>{self.render(note.blocks)}</div>"
            out.append(f'<{start} id="{note_id(note.label)}" class="note-text">{inside}</{end}>')
        return "".join(out)

    def _item(self, item: ListItem) -> str:
        content = self.render(item.blocks)
        if item.mark is None and item.checked is None:
            return f"<li>{content}</li>\n"
        box = "" if item.checked is None else f'<span class="box">{"☑" if item.checked else "☐"}</span> '
        if item.mark is None:
            return f'<li class="task">{box}{content}</li>\n'
        mark = f'<span class="mark">{self._inlines.render(item.mark.content)}</span>'
        return f"<li>{mark} {box}<div>{content}</div></li>\n"

    def _figure(self, figure: Figure) -> str:
        alt = plain_text(figure.alt.content) if figure.alt else ""
        source = self._sources.get(figure.resource)
        if source is not None:
            shown = f'<img src="{source}" alt="{escape(alt)}"{self._inlines.end}'
        elif figure.alt is not None:
            shown = f"<p>{self._inlines.render(figure.alt.content)}</p>"
        else:
            shown = ""
        caption = (
            f"<figcaption>{self._inlines.render(figure.caption.content)}</figcaption>"
            if figure.caption
            else ""
        )
        return f"<figure>{shown}{caption}</figure>" if shown or caption else ""

    def table(self, table: Table) -> str:
        """The element ``table``."""
        caption = f"<caption>{self._inlines.render(table.caption.content)}</caption>" if table.caption else ""
        head = f"<thead>{self._rows(table.header, header=True)}</thead>" if table.header else ""
        body = f"<tbody>{self._rows(table.rows, header=False)}</tbody>" if table.rows else ""
        return f"<table>{caption}{head}{body}</table>"

    def _rows(self, rows: Iterable[Row], *, header: bool) -> str:
        return "".join(
            f"<tr>{''.join(self._cell(cell, header=header) for cell in row.cells)}</tr>" for row in rows
        )

    def _cell(self, cell: Cell, *, header: bool) -> str:
        named = header or cell.header
        name = "th" if named and cell.blocks else "td"
        attributes = (f' scope="{"col" if header else "row"}"') if name == "th" else ""
        attributes += f' class="{_ALIGN[cell.align]}"' if cell.align else ""
        attributes += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        attributes += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        match cell.blocks:
            case (Paragraph(text),):
                whole = whole_locale(text.content)
                attributes += self._language(whole)
                content = self._inlines.render(text.content)
            case blocks:
                content = self.render(blocks)
        return f"<{name}{attributes}>{content}</{name}>"

    def _element(self, name: str, text: Text) -> str:
        attributes = self._language(whole_locale(text.content))
        return f"<{name}{attributes}>{self._inlines.render(text.content)}</{name}>"

    def _heading(self, level: int, content: tuple[Inline, ...]) -> str:
        id = ""
        if self._xml:
            id = f"heading-{len(self.headings) + 1}"
            self.headings.append((level, id, plain_text(content)))
            id = f' id="{id}"'
        attributes = self._language(whole_locale(content))
        return f"<h{level}{id}{attributes}>{self._inlines.render(content)}</h{level}>"

    def _language(self, whole: str | None) -> str:
        return "" if whole is None else language_attributes(parse_locale(whole), xml=self._xml)
