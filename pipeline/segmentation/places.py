"""Equal sentences told apart by where they stand, for those that need more than one translation.

"Right" over a drawing of two lungs and "Right" over an answer are one unit as long as nobody minds. Where a
translator does, the sentence is named in the settings (``tell_apart``); in Markdown and HTML an author may
give contexts by directive instead. The context is the sentence before it, never a line or a number in the
document: what is put in elsewhere changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from pipeline.segmentation.model import Segment

_LONGEST = 80
_FIRST = "at the beginning"


def tell_apart(segments: Sequence[Segment], sources: Collection[str]) -> tuple[Segment, ...]:
    """The segments, with a context for each whose source is one of ``sources`` and that has none yet."""
    if not sources:
        return tuple(segments)
    told: list[Segment] = []
    seen: Counter[tuple[str | None, str]] = Counter()
    before = ""
    for segment in segments:
        if segment.source not in sources or segment.context is not None:
            before = segment.source
            told.append(segment)
            continue
        context = f"after: {_short(before)}" if before else _FIRST
        seen[context, segment.source] += 1
        number = seen[context, segment.source]
        told.append(replace(segment, context=f"{context} ({number})" if number > 1 else context))
    return tuple(told)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
