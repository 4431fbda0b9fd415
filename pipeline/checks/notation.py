"""``broken-notation``: a tag that does not close, crosses another, or is only nearly one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span
from pipeline.checks.signs import Sign
from pipeline.documents.inline import TAG
from pipeline.language.regex import regex

# What a slip of the hand, an autocorrection or an engine makes of a tag.
_NEARLY = regex(
    r"(?:<|&lt;|[＜〈‹])\s{0,3}[/／]?\s{0,3}(?P<name>b|i|u|sup|sub|code|br|a|x)\b"
    r"(?:(?<![＜〈‹].)[^<>&＜〈‹]{0,200})?\s{0,3}[/／]?\s{0,3}(?:>|&gt;|[＞〉›])",
    re.IGNORECASE,
)
_SIGNS = ("<", "&lt;", "＜", "〈", "‹")


class BrokenNotation:
    id = "broken-notation"
    category: Category = "markup"
    severity = Severity.ERROR
    signs = Sign.MARKUP
    explanation = (
        "The tags of the translation cannot be read: one is not closed, closes nothing, crosses "
        "another, or is only nearly a tag, as <B>, < b>, ＜b＞ or &lt;b&gt; are. A leaflet with such a "
        "sentence is not built. Write each tag exactly as in the source, and close tags in the order "
        "opposite to the one they were opened in."
    )

    def check(self, pair: Pair, _context: CheckContext) -> Iterator[Diagnostic]:
        target = pair.target.raw
        if not any(map(target.__contains__, _SIGNS)):
            return
        broken = _broken(target)
        if broken is not None and _broken(pair.source.raw) is None:
            what, span = broken
            yield pair.finding(self, what, "write the tags as in the source", target=[span])
        known = {match["name"] for match in _NEARLY.finditer(pair.source.raw) if not TAG.fullmatch(match[0])}
        nearly = [
            match
            for match in _NEARLY.finditer(target)
            if not TAG.fullmatch(match[0]) and match["name"] not in known
        ]
        if nearly:
            yield pair.finding(
                self,
                f"{nearly[0][0][:40]} is not a tag, but nearly one",
                "write it exactly as in the source",
                target=[Span(match.start(), match.end()) for match in nearly[:20]],
            )


def _broken(text: str) -> tuple[str, Span] | None:
    """What is wrong with the nesting of our own tags, and where; None where nothing is."""
    stack: list[tuple[str, Span]] = []
    for match in TAG.finditer(text):
        span = Span(match.start(), match.end())
        name = match["style"] or ("a" if match["href"] is not None or match["end_link"] else None)
        if name is None:
            continue
        if not (match["end"] or match["end_link"]):
            stack.append((name, span))
        elif not stack:
            return f"</{name}> closes nothing", span
        elif stack[-1][0] != name:
            return f"</{name}> stands inside <{stack[-1][0]}>", span
        else:
            stack.pop()
    return (f"<{stack[-1][0]}> is not closed", stack[-1][1]) if stack else None
