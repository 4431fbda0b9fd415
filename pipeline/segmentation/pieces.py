"""Where the sentences of a text stand in its inline notation; what lies between them are separators."""

from __future__ import annotations

import re

from pipeline.documents.inline import TAG
from pipeline.segmentation.boundaries import OBJECT, sentence_starts

# White space as a reader sees it: a line break is part of it.
_BLANK = re.compile(r"(?:\s|<br/>)*")
_WORD = re.compile(r"[^\W_]")
_RULE = re.compile(r"[-‐‑–—_=*~#·•.|/\\+ \t\u00a0]+|…", re.ASCII)

Range = tuple[int, int]


def sentence_ranges(notation: str, language: str) -> list[Range]:
    """The ranges of ``notation`` that are sentences; none where it has no letter and no digit."""
    plain = _plain(notation) if "<" in notation else notation
    if _WORD.search(plain) is None:
        return []
    begin, end = _trimmed(notation)
    starts = sentence_starts(plain, language)
    if not starts:
        return [(begin, end)]
    gaps = _direct(notation, starts) if plain is notation else _between_tags(notation, starts)
    ranges: list[Range] = []
    start = begin
    for before, after in gaps:
        if start < before and after < end:
            ranges.append((start, before))
            start = after
    ranges.append((start, end))
    return _with_words(notation, ranges)


def whole_range(notation: str) -> list[Range]:
    """The range of ``notation`` without white space around it; none where it has no letter and no digit."""
    plain = _plain(notation) if "<" in notation else notation
    return [_trimmed(notation)] if _WORD.search(plain) else []


def _trimmed(notation: str) -> Range:
    match = _BLANK.match(notation)
    assert match is not None
    return match.end(), _blank_start(notation, match.end(), len(notation))


def _blank_start(notation: str, start: int, at: int) -> int:
    while at > start:
        if notation[at - 1].isspace():
            at -= 1
        elif notation.endswith("<br/>", start, at):
            at -= 5
        else:
            break
    return at


def _plain(notation: str) -> str:
    """The text of ``notation`` without tags, a character for each piece and line break."""
    if "<x " in notation or "<br/>" in notation:
        return TAG.sub(_stand_in, notation)
    return TAG.sub("", notation)


def _stand_in(match: re.Match[str]) -> str:
    return OBJECT if match.lastgroup == "x" else "\n" if match.lastgroup == "line" else ""


def _direct(notation: str, starts: list[int]) -> list[Range]:
    """For each sentence start in a text without tags, the range that separates it from what is before."""
    return [(_blank_start(notation, 0, start), start) for start in starts]


def _between_tags(notation: str, starts: list[int]) -> list[Range]:
    """The same for a text with tags, ``starts`` being places in ``_plain`` of it.

    Where such a range lies inside a style or a link, there is none.
    """
    # For each stretch of text where it starts in the plain text and in the notation; and the ranges of the
    # notation outside all styles and links.
    stretches: list[Range] = []
    outside: list[Range] = []
    length = done = depth = opened = 0
    for match in TAG.finditer(notation):
        start, end = match.span()
        stretches.append((length, done))
        length += start - done
        kind = match.lastgroup
        if kind in ("x", "line"):
            length += 1
        elif kind == "href" or (kind == "style" and notation[start + 1] != "/"):
            if depth == 0:
                outside.append((opened, start))
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                opened = end
        done = end
    stretches.append((length, done))
    outside.append((opened, len(notation)))
    ranges: list[Range] = []
    stretch = gap = 0
    for index in starts:
        while stretch + 1 < len(stretches) and stretches[stretch + 1][0] <= index:
            stretch += 1
        at = stretches[stretch][1] + index - stretches[stretch][0]
        # The last range outside that begins at or before the character.
        while gap + 1 < len(outside) and outside[gap + 1][0] <= at:
            gap += 1
        if (found := _range_before(notation, outside[gap], at)) is not None:
            ranges.append(found)
    return ranges


def _range_before(notation: str, outside: Range, at: int) -> Range | None:
    start, end = outside
    if at > end:
        # The sentence starts inside a style or link: it may only stand at its very beginning.
        inside = end
        while inside < at:
            match = TAG.match(notation, inside)
            if match is not None and (match["href"] is not None or (match["style"] and not match["end"])):
                inside = match.end()
            elif notation[inside].isspace():
                inside += 1
            else:
                return None
        at = end
    # Back over blanks and line breaks, but not out of the range.
    return _blank_start(notation, start, at), at


def _with_words(notation: str, ranges: list[Range]) -> list[Range]:
    """Join each piece without a letter or digit to its neighbour; one that is but a rule separates."""
    if all(notation[start].isalnum() for start, _ in ranges):
        return ranges
    kept: list[Range] = []
    waiting: int | None = None  # where a piece without words began that has no sentence before it
    for start, end in ranges:
        source = TAG.sub(lambda match: OBJECT if match["x"] else "", notation[start:end])
        if _WORD.search(source):
            kept.append((start if waiting is None else waiting, end))
            waiting = None
        elif _RULE.fullmatch(source):
            continue
        elif kept:
            kept[-1] = (kept[-1][0], end)
        elif waiting is None:
            waiting = start
    return kept
