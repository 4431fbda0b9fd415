"""A Document as Segments: sentences in inline notation, with what stood between them; and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

from pipeline.documents.inline import TAG, Image, NoteMark, Opaque, Placeholder, placeholders, plain_text
from pipeline.documents.model import Document, Text
from pipeline.errors import InlineError
from pipeline.language.locale import Locale
from pipeline.segmentation.boundaries import OBJECT, sentence_starts
from pipeline.segmentation.model import Segment
from pipeline.segmentation.notation import format_notation

# White space as a reader sees it: a line break is part of it.
_BLANK = re.compile(r"(?:\s|<br/>)*")
_RULE = re.compile(r"[-‐‑–—_=*~#·•.|/\\+ \t\u00a0]+|…", re.ASCII)

# Languages that write no space between sentences (CLDR layout; Unicode UAX #14 on ideographic scripts). Thai,
# Lao, Khmer, Burmese, Tibetan and Dzongkha write none between words, but do write one between sentences.
_NO_SPACE_BETWEEN_SENTENCES = frozenset(["ja", "zh", "yue", "wuu", "hak", "nan", "gan", "hsn", "lzh", "ii"])


def segment_document(
    document: Document, *, locale: Locale, mode: Literal["sentence", "paragraph"] = "sentence"
) -> tuple[Segment, ...]:
    """Return the segments of all texts of ``document``, in reading order.

    A boundary never falls inside a style or a link. A text without any letter or digit ("---", a lone opaque
    piece) has no segment: there is nothing in it to translate, and an edition shows it as it is.

    Args:
        document: the document, in the language of ``locale``.
        locale: decides the stops and abbreviations.
        mode: one segment a sentence, or one a text.

    Raises:
        InlineError: a text that has no notation (see ``format_notation``).
    """
    segments: list[Segment] = []
    for text in document.texts:
        segments.extend(_segment_text(text, locale.language, mode))
    return tuple(segments)


def split_notation(notation: str, *, locale: Locale) -> tuple[str, ...]:
    """The sentences of one text in inline notation, written in ``locale``, without what stands between."""
    pieces = _pieces(notation, locale.language, "sentence")
    return tuple(notation[start:end] for start, end in pieces)


def join_target(segments: Sequence[Segment], targets: Sequence[str], *, locale: Locale) -> str:
    """Join the target sentences of one text to one string of notation, as ``locale`` writes it.

    Args and errors: see ``target_separators``.
    """
    first, *others = target_separators(segments, targets, locale=locale)
    return first + "".join(target + separator for target, separator in zip(targets, others, strict=True))


def target_separators(
    segments: Sequence[Segment], targets: Sequence[str], *, locale: Locale
) -> tuple[str, ...]:
    """What stands before the first target sentence of one text, and after each.

    The prefix and all separators are kept, but for plain space: it goes where ``locale`` writes none between
    sentences, and one comes in where the source language wrote none and ``locale`` does.

    Args:
        segments: all segments of one text, in order.
        targets: the target of each.
        locale: of the targets.

    Raises:
        InlineError: not one target for each segment.
    """
    if len(segments) != len(targets):
        raise InlineError(
            f"{len(targets)} target sentences for {len(segments)} source sentences", "give one for each"
        )
    spaced = locale.language not in _NO_SPACE_BETWEEN_SENTENCES
    separators = [segments[0].prefix] if segments else [""]
    for number, (segment, target) in enumerate(zip(segments, targets, strict=True), start=1):
        last = number == len(segments)
        separators.append(
            segment.separator if last else _fit(segment.separator, target, targets[number], spaced)
        )
    return tuple(separators)


def _fit(separator: str, before: str, after: str, spaced: bool) -> str:
    if separator and not separator.isspace():
        return separator
    end, start = TAG.sub("", before)[-1:], TAG.sub("", after)[:1]
    if spaced:
        return separator.replace("\u3000", " ") or ("" if end.isspace() or start.isspace() else " ")
    # Between Latin words or figures a space is needed even in Chinese.
    if end.isascii() and start.isascii():
        return separator
    return "\u3000" if separator == "\u3000" else ""


def _segment_text(text: Text, language: str, mode: str) -> list[Segment]:
    notation = format_notation(text.content)
    pieces = _pieces(notation, language, mode)
    if not pieces:
        return []
    opaque = placeholders(text.content) if "<x " in notation else {}
    prefix = notation[: pieces[0][0]]
    segments = []
    for number, (start, end) in enumerate(pieces, start=1):
        source = notation[start:end]
        following = pieces[number][0] if number < len(pieces) else len(notation)
        segments.append(
            Segment(
                text_index=text.index,
                number=number,
                total=len(pieces),
                source=source,
                separator=notation[end:following],
                prefix=prefix if number == 1 else "",
                context=text.context,
                comments=_comments(text, source, number, len(pieces), opaque),
                line=text.line,
            )
        )
    return segments


def _comments(
    text: Text, source: str, number: int, total: int, opaque: dict[str, Placeholder]
) -> tuple[str, ...]:
    place = text.role if total == 1 else f"{text.role}, sentence {number} of {total}"
    comments = [place]
    if text.note:
        comments.append(text.note)
    if opaque and "<x " in source:
        held = (match["x"] for match in TAG.finditer(source) if match["x"])
        comments += [f'<x id="{id}"/> stands for: {_shown(opaque[id])}' for id in dict.fromkeys(held)]
    return tuple(comments)


def _shown(piece: Placeholder) -> str:
    """What a translator is told of an opaque piece."""
    match piece:
        case Opaque(_, equivalent, source):
            return source or equivalent
        case Image(_, resource, alt, _):
            alt_text = plain_text(alt)
            return f"image {resource} ({alt_text})" if alt_text else f"image {resource}"
        case NoteMark(_, _, number):
            return f"the mark of footnote {number}"


def _pieces(notation: str, language: str, mode: str) -> list[tuple[int, int]]:
    """The ranges of ``notation`` that are sentences; what lies between them are separators."""
    begin = _blank_end(notation, 0)
    end = _blank_start(notation, begin, len(notation))
    plain, place = _plain(notation)
    if not _has_words(plain):
        return []
    if mode == "paragraph":
        return [(begin, end)]
    pieces: list[tuple[int, int]] = []
    start = begin
    for index in sentence_starts(plain, language):
        gap = place(index)
        if gap is None or gap[0] <= start or gap[1] >= end:
            continue
        pieces.append((start, gap[0]))
        start = gap[1]
    pieces.append((start, end))
    return _with_words(notation, pieces)


def _blank_end(text: str, start: int) -> int:
    match = _BLANK.match(text, start)
    assert match is not None
    return match.end()


def _has_words(plain: str) -> bool:
    return any(char.isalnum() for char in plain)


def _plain(notation: str) -> tuple[str, Callable[[int], tuple[int, int] | None]]:
    """The text of ``notation`` without tags, and how to find a boundary of it in ``notation``.

    The function that is returned takes the index in the plain text where a sentence starts, indices growing
    from call to call, and gives the range of ``notation`` that separates it from the sentence before; or None
    where every such range lies inside a style or a link.
    """
    if "<" not in notation or TAG.search(notation) is None:

        def find_directly(index: int) -> tuple[int, int]:
            end = index
            while end > 0 and notation[end - 1].isspace():
                end -= 1
            return end, index

        return notation, find_directly

    chars: list[str] = []
    tags = list(TAG.finditer(notation))
    # For each stretch of text: where it starts in the plain text, in the notation, and how deep in tags.
    stretches: list[tuple[int, int]] = []
    length = done = 0
    for match in tags:
        stretches.append((length, done))
        piece = notation[done : match.start()]
        if match["x"]:
            piece += OBJECT
        elif match["line"]:
            piece += "\n"
        chars.append(piece)
        length += len(piece)
        done = match.end()
    stretches.append((length, done))
    chars.append(notation[done:])
    plain = "".join(chars)
    gaps = _gaps(notation, tags)
    state = {"stretch": 0, "gap": 0}

    def find(index: int) -> tuple[int, int] | None:
        stretch = state["stretch"]
        while stretch + 1 < len(stretches) and stretches[stretch + 1][0] <= index:
            stretch += 1
        state["stretch"] = stretch
        at = stretches[stretch][1] + index - stretches[stretch][0]
        gap = state["gap"]
        # The last gap that ends at or before the character, with nothing but opening tags between.
        while gap + 1 < len(gaps) and gaps[gap + 1][0] <= at:
            gap += 1
        state["gap"] = gap
        return _range_before(notation, gaps, gap, at)

    return plain, find


def _gaps(notation: str, tags: list[re.Match[str]]) -> list[tuple[int, int]]:
    """The ranges of ``notation`` that lie outside all styles and links, tags at their edges left out."""
    gaps: list[tuple[int, int]] = []
    depth = start = 0
    for match in tags:
        if match["href"] is not None or (match["style"] and not match["end"]):
            if depth == 0:
                gaps.append((start, match.start()))
            depth += 1
        elif match["style"] or match["end_link"]:
            depth -= 1
            if depth == 0:
                start = match.end()
    gaps.append((start, len(notation)))
    return gaps


def _range_before(notation: str, gaps: list[tuple[int, int]], gap: int, at: int) -> tuple[int, int] | None:
    start, end = gaps[gap]
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
    # Back over blanks and line breaks, but not out of the gap.
    before = _blank_start(notation, start, at)
    return before, at


def _blank_start(notation: str, start: int, at: int) -> int:
    while at > start:
        if notation[at - 1].isspace():
            at -= 1
        elif notation.endswith("<br/>", start, at):
            at -= 5
        else:
            break
    return at


def _with_words(notation: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join each piece without a letter or digit to its neighbour; one that is but a rule separates."""
    kept: list[tuple[int, int]] = []
    waiting: int | None = None  # where a piece without words began that has no sentence before it
    for start, end in pieces:
        source = TAG.sub(lambda match: OBJECT if match["x"] else "", notation[start:end])
        if _has_words(source):
            kept.append((start if waiting is None else waiting, end))
            waiting = None
        elif _RULE.fullmatch(source):
            continue
        elif kept:
            kept[-1] = (kept[-1][0], end)
        elif waiting is None:
            waiting = start
    return kept
