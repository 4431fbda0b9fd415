"""``unsafe-content``: what could run, hide or garble something in a page, and is not in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span
from pipeline.checks.signs import Sign
from pipeline.language.regex import regex

_UNSAFE = regex(
    r"<\s{0,8}/?\s{0,8}(?:script|iframe|object|embed|applet|form|input|meta|link|base|style|svg|math|img|video|audio|frame)\b"
    r"|(?:javascript|vbscript|livescript)\s{0,8}:|data:\s{0,8}[a-z]{1,20}/[a-z0-9.+-]{1,40}[;,]"
    r"|<[^<>]{0,400}[\s/\"']on[a-z]{3,24}\s{0,8}=|<!--|<!\[CDATA\[|<\?",
    re.IGNORECASE,
)
# HTML, 13.2.5.72 to 80: by number also without the semicolon; the names are those of its table.
_REFERENCE = regex(r"&\#x?[0-9a-f]{1,8};?|&[a-z][a-z0-9]{1,31};", re.IGNORECASE)
_SIGNS = ("<", "&", ":")


class UnsafeContent:
    id = "unsafe-content"
    category: Category = "markup"
    severity = Severity.ERROR
    signs = Sign.UNSAFE
    explanation = (
        "The translation holds something that a browser could run, load or hide and that the source "
        "does not: a script, a frame, an event handler, a javascript: or data: address, a comment. "
        "Polyleaf shows such text literally and never runs it, but other programs that read the catalog "
        "may. Take it out, and ask how it got there. Or it holds a character as HTML writes it, by number "
        "or by name (&#160;, &nbsp;): the reader would see just that. Write the character itself."
    )

    def check(self, pair: Pair, _context: CheckContext) -> Iterator[Diagnostic]:
        target = pair.target.raw
        if not any(map(target.__contains__, _SIGNS)):
            return
        source = pair.source.raw.casefold()
        found = [match for match in _UNSAFE.finditer(target) if match[0].casefold() not in source]
        if found:
            shown = found[0][0][:60]
            yield pair.finding(
                self,
                f"unsafe content: {shown}",
                "take it out",
                target=[Span(match.start(), match.end()) for match in found[:20]],
            )
        written = [
            match
            for match in _REFERENCE.finditer(target)
            if match[0].casefold() not in source and _stands_for_a_character(match[0])
        ]
        if written:
            yield pair.finding(
                self,
                f"a reader would see {written[0][0]} just as it stands here",
                "write the character itself",
                target=[Span(match.start(), match.end()) for match in written[:20]],
            )


def _stands_for_a_character(reference: str) -> bool:
    if reference[1] == "#":
        return True
    from html.entities import html5

    return reference[1:] in html5
