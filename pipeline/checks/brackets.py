"""``brackets``: one that opens and never closes, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.signs import Sign
from pipeline.language.regex import regex

BRACKETS = frozenset("()[]{}（）［］｛｝【】〔〕〈〉《》")
_BRACKETS = regex(f"[{re.escape(''.join(sorted(BRACKETS)))}]")
_PAIRS = {")": "(", "]": "[", "}": "{", "】": "【", "〕": "〔", "〉": "〈", "》": "《"}
_WIDE = str.maketrans("（）［］｛｝", "()[]{}")
# "1)" "a)" "iv)": an item of a list, not a bracket that closes. In any script.
_ITEM = regex(r"(?:^|[\s,;:،；、。.(（])(?:[0-9]{1,3}|[^\W\d_]{1,2}|[ivxIVX]{1,5})[.]?$")


class Brackets:
    id = "brackets"
    category: Category = "linguistic"
    severity = Severity.WARNING
    signs = Sign.BRACKET
    explanation = (
        "A bracket opens and does not close, or closes without having been opened, while the source "
        "has its brackets in pairs. What stands in brackets in a leaflet is often a dose or a "
        "warning. Full-width （） and other forms count as the plain ones; the single bracket after the "
        "number of an item, as in “a)”, is fine. Set the bracket that is missing."
    )

    def check(self, pair: Pair, _context: CheckContext) -> Iterator[Diagnostic]:
        if not _BRACKETS.search(pair.target.plain):
            return
        stray = _stray(pair.target.plain)
        if stray and not _stray(pair.source.plain):
            marks = ", ".join(dict.fromkeys(pair.target.plain[place] for place in stray))
            yield pair.finding(
                self,
                f"{marks} without its other half",
                "set the bracket that is missing, or take this one out",
                target=[pair.target.span(place, place + 1) for place in stray],
            )


def all_closed(text: str) -> bool:
    """Whether every bracket in ``text`` has its other half, list items aside."""
    if text.count("(") == 1 == text.count(")") and text.index("(") < text.index(")"):
        others = BRACKETS - {"(", ")"}
        if others.isdisjoint(text):
            return True
    open_ones: list[str] = []
    for match in _BRACKETS.finditer(text):
        mark = match[0].translate(_WIDE)
        opener = _PAIRS.get(mark)
        if opener is None:
            open_ones.append(mark)
        elif not open_ones or open_ones.pop() != opener:
            return False
    return not open_ones


def _stray(text: str) -> list[int]:
    """The places of brackets without their other half."""
    stray: list[int] = []
    open_ones: list[tuple[str, int]] = []
    for match in _BRACKETS.finditer(text):
        mark, place = match[0].translate(_WIDE), match.start()
        opener = _PAIRS.get(mark)
        if opener is None:
            open_ones.append((mark, place))
        elif open_ones and open_ones[-1][0] == opener:
            open_ones.pop()
        elif len(stray) < 20 and (mark != ")" or not _ITEM.search(text[max(0, place - 8) : place])):
            stray.append(place)
    stray += [place for _, place in open_ones[:20]]
    return sorted(stray)
