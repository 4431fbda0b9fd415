"""Where the sentences of a text stand in its inline notation; what lies between them are separators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.documents.inline import TAG
from pipeline.segmentation.boundaries import OBJECT, sentence_starts

Range = tuple[int, int]

# White space as a reader sees it: a line break is part of it.
_BLANK = re.compile(r"(?:\s|<br/>)*")
_WORD = re.compile(r"[^\W_]")
_RULE = re.compile(r"[-‐‑–—_=*~#·•.|/\\+ \t\u00a0]+|…", re.ASCII)
# The whole tag as the only group, so that ``split`` gives text and tags in turn.
_TAGS = re.compile(f"({re.sub(r'[(][?]P<[a-z_]+>', '(?:', TAG.pattern)})")


def sentence_ranges(notation: str, language: str) -> list[Range]:
    """The ranges of ``notation`` that are sentences; none where it has no letter and no digit."""
    pieces = _pieces(notation)
    plain = _plain(pieces)
    if _WORD.search(plain) is None:
        return []
    begin, end = _trimmed(notation)
    starts = sentence_starts(plain, language)
    if not starts:
        return [(begin, end)]
    ranges: list[Range] = []
    start = begin
    for before, after in _gaps(notation, pieces, starts):
        if start < before and after < end:
            ranges.append((start, before))
            start = after
    ranges.append((start, end))
    return _with_words(notation, ranges)


def whole_range(notation: str) -> list[Range]:
    """The range of ``notation`` without white space around it; none where it has no letter and no digit."""
    begins_so = notation[:1].isalnum()  # as most do
    return [_trimmed(notation)] if begins_so or _WORD.search(_plain(_pieces(notation))) else []


def _pieces(notation: str) -> list[str]:
    """Text and tags in turn."""
    return _TAGS.split(notation) if "<" in notation else [notation]


def _plain(pieces: list[str]) -> str:
    """The text of a notation cut into text and tags in turn, with a character for each tag that shows."""
    if len(pieces) == 1:
        return pieces[0]
    shown = pieces[:]
    shown[1::2] = [_shown(tag) for tag in pieces[1::2]]
    return "".join(shown)


def _shown(tag: str) -> str:
    """What stands for a tag in the plain text."""
    return "\n" if tag == "<br/>" else OBJECT if tag[1] == "x" else ""


def _trimmed(notation: str) -> Range:
    if notation[:1].isalnum() and notation[-1] != ">" and not notation[-1].isspace():
        return 0, len(notation)
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


def _gaps(notation: str, pieces: list[str], starts: Sequence[int]) -> Iterator[Range]:
    """For each sentence start in the plain text, the range of ``notation`` that separates it from what is
    before; none where that range would lie inside a style or a link.

    Args:
        pieces: ``notation`` cut into text and tags in turn.
        starts: in order.
    """
    wanted = iter(starts)
    start = next(wanted)
    plain = at = 0  # where a piece begins in the plain text, and in the notation
    depth = 0  # of styles and links
    outside = 0  # where the text outside them began
    entered = 0  # where it ended
    for place in range(0, len(pieces), 2):
        text = pieces[place]
        tag = pieces[place + 1] if place + 1 < len(pieces) else ""
        shown = _shown(tag) if tag else ""
        end = plain + len(text) + len(shown)
        while start < end:
            found = at + start - plain
            if depth <= 0:
                yield _blank_start(notation, outside, found), found
            elif _begins(notation, entered, found):
                yield _blank_start(notation, outside, entered), entered
            if (start := next(wanted, -1)) < 0:
                return
        plain = end
        at += len(text)
        if tag and not shown:
            if tag[1] == "/":
                depth -= 1
                if depth == 0:
                    outside = at + len(tag)
            else:
                if depth == 0:
                    entered = at
                depth += 1
        at += len(tag)


def _begins(notation: str, start: int, end: int) -> bool:
    """Whether nothing but tags that open and white space stands in a range: a style or link begins there."""
    while start < end:
        match = TAG.match(notation, start)
        if match is not None and (match["href"] is not None or (match["style"] and not match["end"])):
            start = match.end()
        elif notation[start].isspace():
            start += 1
        else:
            return False
    return True


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
