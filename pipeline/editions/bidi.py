"""What the Unicode bidirectional algorithm (UAX #9) would do to a text, as far as safety asks.

Pure functions on strings: which characters steer it, and which stretches of a text must be kept from it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pipeline.errors import ExportError
from pipeline.language.locale import Direction
from pipeline.language.steering import (
    CLOSED_BY,
    CLOSERS,
    CONTROLS,
    FSI,
    LRE,
    LRI,
    LRM,
    LRO,
    PDI,
    RLI,
    RLM,
    RLO,
)

ISOLATES: dict[Direction, tuple[str, str]] = {"ltr": (LRI, PDI), "rtl": (RLI, PDI)}
_OVERRIDES = {LRO: "U+202D (left-to-right override)", RLO: "U+202E (right-to-left override)"}
_CONTROL = re.compile(f"[{''.join(sorted(CONTROLS))}]")

# The blocks that hold characters of the classes R and AL (Unicode DerivedBidiClass.txt). Most texts of most
# locales have none, which this finds out faster than asking for the class of each character.
_MAYBE_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")

BARRIER = "\ufffc"
"""Stands in a flat text for a node that has seen to its own direction; nothing is joined across it."""
_BARRIERS = frozenset([BARRIER, "\n"])

_RTL_LETTERS = frozenset(["R", "AL"])
_DIGITS = frozenset(["EN", "AN"])
# What may stand at the outer end of a piece that was cut off a letter of the other direction, and belongs to
# the text around it rather than to the piece. Signs ("+", "-", "<", "±") and "%", "°" belong to their number.
_SPACES = " \t\u00a0\u2009\u202f"
_JOINTS = _SPACES + "/:,;.·()[]{}«»\"'“”‘’،؛؟!?…"

Span = tuple[int, int]


def steering_spans(text: str) -> list[Span]:
    """Return the stretches that the text's own controls hold in left-to-right order, controls included.

    Those are a pair of left-to-right (or first-strong) controls with what stands between them, and a word
    before a left-to-right mark ("C++" in Arabic). Pairs that hold a right-to-left letter are left out: there,
    digits could come out in another order.

    Raises:
        ExportError: the text holds an override, which shows "05" for "50"; or controls that do not pair
            within a line, which act on whatever follows.
    """
    if not _CONTROL.search(text):
        return []
    found: list[Span] = []
    opened: list[int] = []
    last_rtl_letter = -1
    for index, character in enumerate(text):
        if character not in CONTROLS and character != "\n":
            if unicodedata.bidirectional(character) in _RTL_LETTERS:
                last_rtl_letter = index
            continue
        if character in _OVERRIDES:
            raise ExportError(
                f"a text holds {_OVERRIDES[character]}: it would show characters in another order",
                "take it out of the text",
            )
        if character in CLOSED_BY:
            opened.append(index)
        elif character in CLOSERS:
            if not opened or CLOSED_BY[text[opened[-1]]] != character:
                raise _unpaired(character)
            start = opened.pop()
            if text[start] in (LRI, LRE, FSI) and last_rtl_letter < start:
                found.append((start, index + 1))
        elif character == LRM:
            start = _word_before(text, index)
            if start < index:
                found.append((start, index))
        elif character == "\n" and opened:
            raise _unpaired(text[opened[-1]])
    if opened:
        raise _unpaired(text[opened[-1]])
    return found


def ltr_pieces(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return what of ``spans`` must be isolated from a right-to-left text, in order and apart.

    A span is cut at letters of the right-to-left script, so that "20 ملغ" gives "20": the unit is written in
    the reader's own direction. Spans that touch become one, as two isolates side by side would change places;
    so do a Latin word and a number after it ("Omega 3"), as in plain text.
    """
    pieces: list[Span] = []
    for start, end in _united(spans):
        for piece in _cut(text, start, end):
            if pieces and _belong_together(text, pieces[-1], piece):
                pieces[-1] = (pieces[-1][0], piece[1])
            else:
                pieces.append(piece)
    return pieces


def rtl_pieces(text: str) -> list[Span]:
    """Return what must be isolated from a left-to-right text: its right-to-left words.

    Each runs from a right-to-left letter to the last one before a digit, a letter of the other direction or a
    barrier. A number after such a word would belong to it: "العربية 0800 123 456" shows its groups backwards.
    """
    if not _MAYBE_RTL.search(text):
        return []
    pieces: list[Span] = []
    start: int | None = None
    end = 0
    for index, character in enumerate(text):
        kind = unicodedata.bidirectional(character)
        if kind in _RTL_LETTERS:
            start = index if start is None else start
            end = index + 1
        elif start is not None:
            if kind == "NSM" and end == index:
                end = index + 1
            elif kind == "L" or kind in _DIGITS or character in _BARRIERS:
                pieces.append((start, end))
                start = None
    if start is not None:
        pieces.append((start, end))
    return pieces


def hold_order(text: str) -> str:
    """Return ``text`` with left-to-right marks where numbers in Arabic digits would change places.

    Even inside a left-to-right isolate "٥٥٥-١٢٣" shows "١٢٣-٥٥٥", because Arabic numbers turn what stands
    between them (N1), unless it is a single separator such as "." or U+00A0 (W4).
    """
    parts: list[str] = []
    done = 0
    for index, character in enumerate(text):
        if unicodedata.bidirectional(character) != "AN":
            continue
        gap = text[done:index]
        joined = not gap or (len(gap) == 1 and unicodedata.bidirectional(gap) == "CS")
        if done and not joined:
            parts.append(LRM)
        parts.append(text[done : index + 1])
        done = index + 1
    return "".join(parts) + text[done:]


def has_arabic_digit(text: str) -> bool:
    return any(unicodedata.bidirectional(character) == "AN" for character in text)


def marks_around(direction: Direction) -> tuple[str, str]:
    """What to put before and after a stretch that spans several nodes, so that it keeps ``direction``.

    The outer mark has the direction of the text around, the inner one that of the stretch: whatever is
    neutral between two equal marks takes their direction (N1), and does not reach across the outer one.
    """
    return (RLM + LRM, LRM + RLM) if direction == "ltr" else (LRM + RLM, RLM + LRM)


def _unpaired(character: str) -> ExportError:
    return ExportError(
        f"a text holds U+{ord(character):04X} ({unicodedata.name(character).lower()}) without its pair",
        "take it out of the text, or set its pair",
    )


def _word_before(text: str, end: int) -> int:
    """Where the left-to-right word that ends at ``end`` starts: at its first Latin letter or digit."""
    start = first = end
    while start > 0:
        character = text[start - 1]
        kind = unicodedata.bidirectional(character)
        if character.isspace() or character in CONTROLS or character in _BARRIERS or kind in _RTL_LETTERS:
            break
        start -= 1
        if kind == "L" or kind in _DIGITS:
            first = start
    return first


def _united(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch made one."""
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """The parts of text[start:end] between right-to-left letters and barriers that hold a letter or digit."""
    left = start
    for index in range(start, end + 1):
        if index < end:
            character = text[index]
            if character not in _BARRIERS and unicodedata.bidirectional(character) not in _RTL_LETTERS:
                continue
        a, b = left, index
        before = _JOINTS if left > start else _SPACES
        while a < b and text[a] in before:
            a += 1
        after = _JOINTS if index < end else _SPACES
        while b > a and text[b - 1] in after:
            b -= 1
        if any(unicodedata.bidirectional(c) in ("L", "EN", "AN") for c in text[a:b]):
            yield a, b
        left = index + 1


def _belong_together(text: str, first: Span, second: Span) -> bool:
    between = text[first[1] : second[0]]
    if not between:
        return True
    return (
        between in (" ", "\u00a0")
        and text[second[0]].isalnum()
        and any(unicodedata.bidirectional(c) == "L" for c in text[first[0] : first[1]])
    )
