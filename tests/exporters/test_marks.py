"""Marks that stand over one another are drawn apart: a tone that lies over a vowel sign cannot be read."""

from __future__ import annotations

import io
from importlib import resources
from itertools import combinations, product

import pytest
import uharfbuzz
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

FONTS = resources.files("pipeline.exporters").joinpath("fonts")

THAI = (
    "".join(map(chr, range(0x0E01, 0x0E2F))),
    "\u0e31\u0e34\u0e35\u0e36\u0e37",
    "\u0e48\u0e49\u0e4a\u0e4b\u0e4c",
)
LAO = ("ກຂຄງຈຊດຕທນບປຜຝພຟມຢຣລວສຫອຮ", "\u0eb1\u0eb4\u0eb5\u0eb6\u0eb7\u0ebb", "\u0ec8\u0ec9\u0eca\u0ecb")

# Of 1,000 units an em: two outlines that share more than this in both directions lie over one another.
WIDE, HIGH = 40, 25


class Shaper:
    """Shapes text with one font and tells where each outline stands."""

    def __init__(self, data: bytes) -> None:
        self._font = uharfbuzz.Font(uharfbuzz.Face(data))
        self._glyphs = TTFont(io.BytesIO(data)).getGlyphSet()

    def boxes(self, text: str) -> list[tuple[float, float, float, float]]:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._font, buffer)
        boxes, x = [], 0
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            pen = BoundsPen(self._glyphs)
            self._glyphs[self._font.glyph_to_string(info.codepoint)].draw(pen)
            if pen.bounds:
                left, low, right, high = pen.bounds
                dx, dy = x + place.x_offset, place.y_offset
                boxes.append((left + dx, low + dy, right + dx, high + dy))
            x += place.x_advance
        return boxes


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > WIDE and high > HIGH


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
@pytest.mark.parametrize(("family", "parts"), [("NotoSansThaiLooped", THAI), ("NotoSansLao", LAO)])
def test_a_mark_never_lies_over_another(family: str, weight: str, parts: tuple[str, str, str]) -> None:
    shaper = Shaper(FONTS.joinpath(f"{family}-{weight}.ttf").read_bytes())
    wrong = []
    for letters in product(*parts):
        text = "".join(letters)
        marks = shaper.boxes(text)[1:]
        if any(overlap(one, other) for one, other in combinations(marks, 2)):
            wrong.append(text)
    assert wrong == []
