"""Quotations: two pieces in a document, marks of the reader's language in an edition.

In HTML what stands in ``<q>`` has no marks of its own: a browser draws those of the page's language (WHATWG
HTML, 15.3.4). In a catalog the tags are opaque (``<x id="1"/>``).
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from pipeline.documents.inline import Foreign, Inline, Link, Opaque, Run, Styled, placeholders
from pipeline.language.locale import Locale, parse_locale
from pipeline.language.quotes import Marks, quotation_marks

_BEGINS = re.compile(r"<q(?:\s.*)?>?", re.IGNORECASE | re.DOTALL)
_ENDS = re.compile(r"</q\s*>", re.IGNORECASE)


def mark_quoted(content: tuple[Inline, ...], locale: Locale) -> tuple[Inline, ...]:
    """Return ``content`` with quotation marks for such pieces: of ``locale``, or of foreign words round them.

    A quotation within one has the inner marks; it is closed by what closes the marks that opened it.
    """
    opened: list[Marks] = []

    def walk(nodes: tuple[Inline, ...], locale: Locale) -> tuple[Inline, ...]:
        out: list[Inline] = []
        for node in nodes:
            match node:
                case Opaque(_, "", source) if _BEGINS.fullmatch(source):
                    opened.append(quotation_marks(locale)[1 if opened else 0])
                    out.append(Run(opened[-1][0]))
                case Opaque(_, "", source) if _ENDS.fullmatch(source):
                    marks = opened.pop() if opened else quotation_marks(locale)[0]
                    out.append(Run(marks[1]))
                case Foreign(tag, children):
                    out.append(replace(node, children=walk(children, parse_locale(tag))))
                case Styled(_, children) | Link(_, children):
                    out.append(replace(node, children=walk(children, locale)))
                case _:
                    out.append(node)
        return tuple(out)

    return walk(content, locale) if placeholders(content) else content
