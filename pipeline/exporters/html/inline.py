"""Inline content as HTML. Every text is escaped here, and only here."""

from __future__ import annotations

import html
from collections.abc import Mapping
from types import MappingProxyType

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
from pipeline.exporters.content import without_links
from pipeline.exporters.links import is_safe
from pipeline.language.locale import Locale, parse_locale
from pipeline.language.unbroken import unbroken

_ELEMENTS = {"b": "strong", "i": "em", "u": "u", "sup": "sup", "sub": "sub", "code": "code", "s": "del"}


def language_attributes(locale: Locale, *, xml: bool = False) -> str:
    """``lang`` and ``dir``, with a space before; in XML ``xml:lang`` too."""
    more = f' xml:lang="{locale.tag}"' if xml else ""
    return f' lang="{locale.tag}"{more} dir="{locale.direction}"'


def escape(text: str) -> str:
    """``text`` for element content or a quoted attribute."""
    return html.escape(text, quote=True)


class Inlines:
    """Renders inline content; ``sources`` gives the address of each picture that the page carries, ``xml``
    says to write XHTML."""

    def __init__(self, sources: Mapping[str, str] = MappingProxyType({}), *, xml: bool = False) -> None:
        self._sources = sources
        self._xml = xml
        self.end = "/>" if xml else ">"
        """Of an element that is empty."""
        self.marked: set[str] = set()
        """The labels of the footnotes that marks have led to so far."""

    def render(self, content: tuple[Inline, ...]) -> str:
        """``content`` as phrasing content."""
        return "".join(map(self._node, content))

    def _node(self, node: Inline) -> str:
        match node:
            case Run(text) | Opaque(_, text):
                return _written(text)
            case Image(_, resource, alt, _):
                source = self._sources.get(resource)
                if source is None:
                    return self.render(alt)
                return f'<img class="inline" src="{source}" alt="{escape(plain_text(alt))}"{self.end}'
            case NoteMark(_, label, number):
                self.marked.add(label)
                kind = ' epub:type="noteref"' if self._xml else ""
                return (
                    f'<sup><a{kind} href="#{note_id(label)}" role="doc-noteref">[{escape(number)}]</a></sup>'
                )
            case Isolate(text, direction):
                return f'<bdi dir="{direction}">{_written(text)}</bdi>'
            case Break():
                return f"<br{self.end}"
            case Styled(style, children):
                element = _ELEMENTS[style]
                return f"<{element}>{self.render(children)}</{element}>"
            case Link(href, children):
                # HTML has no links inside links; an inner one keeps its text.
                if not is_safe(href):
                    return self.render(children)
                inside = self.render(without_links(children))
                return f'<a href="{escape(href)}" rel="noopener noreferrer">{inside}</a>'
            case Foreign(tag, children):
                language = language_attributes(parse_locale(tag), xml=self._xml)
                return f"<span{language}>{self.render(children)}</span>"


def _written(text: str) -> str:
    """``text`` escaped, with what must stand in one line."""
    return "".join(
        f'<span class="whole">{escape(piece)}</span>' if whole else escape(piece)
        for piece, whole in unbroken(text)
    )


def note_id(label: str) -> str:
    """The id of a footnote on the page, whatever characters its label holds."""
    return "note-" + "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}-" for c in label)
