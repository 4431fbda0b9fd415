"""A Document as Segments: sentences in inline notation, with what stood between them; and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pipeline.documents.blocks import Text
from pipeline.documents.inline import TAG, Image, NoteMark, Opaque, Placeholder, placeholders, plain_text
from pipeline.documents.model import Document
from pipeline.errors import InlineError
from pipeline.language.locale import Locale
from pipeline.segmentation.model import Segment, place_in_text
from pipeline.segmentation.notation import format_notation
from pipeline.segmentation.pieces import sentence_ranges, whole_range

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
    language = locale.language if mode == "sentence" else None
    segments: list[Segment] = []
    for text in document.texts:
        segments += _segment_text(text, language)
    return tuple(segments)


def split_notation(notation: str, *, locale: Locale) -> tuple[str, ...]:
    """The sentences of one text in inline notation, written in ``locale``, without what stands between."""
    return tuple(notation[start:end] for start, end in sentence_ranges(notation, locale.language))


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


def _segment_text(text: Text, language: str | None) -> list[Segment]:
    """The sentences of a text, or the whole text where no language is given."""
    notation = text.notation
    opaque: dict[str, Placeholder] = {}
    if notation is None:
        notation = format_notation(text.content)
        if "<x " in notation:
            opaque = placeholders(text.content)
    ranges = whole_range(notation) if language is None else sentence_ranges(notation, language)
    total = len(ranges)
    told = bool(opaque or text.note)
    index, context, line = text.index, text.context, text.line
    segments = []
    for number, (start, end) in enumerate(ranges, start=1):
        separator = notation[end : ranges[number][0] if number < total else None]
        prefix = notation[:start] if number == 1 else ""
        source = notation[start:end] if told or text.notation is None else None
        comments = _comments(text, source or "", number, total, opaque) if told else None
        at = (separator, prefix, context, line)
        segments.append(Segment(index, number, total, *at, source, comments, text, start, end))
    return segments


def _comments(
    text: Text, source: str, number: int, total: int, opaque: dict[str, Placeholder]
) -> tuple[str, ...]:
    comments = [place_in_text(text.role, number, total)]
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
