"""Inline content as HTML. Every text is escaped here, and only here."""

from __future__ import annotations

import html

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
from pipeline.exporters.links import is_safe
from pipeline.language.locale import Locale, parse_locale

_ELEMENTS = {"b": "strong", "i": "em", "u": "u", "sup": "sup", "sub": "sub", "code": "code"}


def render(content: tuple[Inline, ...]) -> str:
    """``content`` as phrasing content."""
    return "".join(map(_node, content))


def language_attributes(locale: Locale) -> str:
    """``lang`` and ``dir``, with a space before."""
    return f' lang="{locale.tag}" dir="{locale.direction}"'


def escape(text: str) -> str:
    """``text`` for element content or a quoted attribute."""
    return html.escape(text, quote=True)


def _node(node: Inline) -> str:
    match node:
        case Run(text) | Opaque(_, text):
            return escape(text)
        case Image(_, _, alt, _):
            return render(alt)
        case NoteMark(_, _, number):
            return f"<sup>[{escape(number)}]</sup>"
        case Isolate(text, direction):
            return f'<bdi dir="{direction}">{escape(text)}</bdi>'
        case Break():
            return "<br>"
        case Styled(style, children):
            element = _ELEMENTS[style]
            return f"<{element}>{render(children)}</{element}>"
        case Link(href, children):
            # HTML has no links inside links; an inner one keeps its text.
            if not is_safe(href):
                return render(children)
            return (
                f'<a href="{escape(href)}" rel="noopener noreferrer">{render(_without_links(children))}</a>'
            )
        case Foreign(tag, children):
            return f"<span{language_attributes(parse_locale(tag))}>{render(children)}</span>"


def _without_links(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    nodes: list[Inline] = []
    for node in content:
        match node:
            case Link(_, children):
                nodes.extend(_without_links(children))
            case Styled(style, children):
                nodes.append(Styled(style, _without_links(children)))
            case Foreign(locale, children):
                nodes.append(Foreign(locale, _without_links(children)))
            case _:
                nodes.append(node)
    return tuple(nodes)
