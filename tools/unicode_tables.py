"""Make the tables of characters anew: ``python tools/unicode_tables.py`` (needs fonts-noto-cjk).

``pipeline/language/scripts.toml`` says which script each character is of (Unicode's Scripts.txt, as fontTools
carries it), and ``coverage.toml`` beside it which characters the fonts of the PDF have. A test sees that both
are current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.unicodedata import Scripts

ROOT = Path(__file__).resolve().parents[1]
LANGUAGE = ROOT / "pipeline" / "language"
FONTS = ROOT / "pipeline" / "exporters" / "fonts"
# Each font shows something else there, so no leaflet may hold them.
PRIVATE = frozenset((*range(0xE000, 0xF900), *range(0xF0000, 0x110000)))
CJK = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def ranges(codes: Iterable[int]) -> Iterator[str]:
    """Code points as "0041-005A" or "00AA", in order."""
    ordered = sorted(set(codes))
    start = 0
    for index in range(1, len(ordered) + 1):
        if index == len(ordered) or ordered[index] != ordered[index - 1] + 1:
            first, last = ordered[start], ordered[index - 1]
            yield f"{first:04X}" if first == last else f"{first:04X}-{last:04X}"
            start = index


def scripts() -> str:
    """The text of ``scripts.toml``."""
    source = Path(Scripts.__file__).read_text(encoding="utf-8")
    version = next(line.strip("# ") for line in source.splitlines() if line.startswith("# Scripts-"))
    rows: dict[str, list[str]] = {}
    bounds = [*Scripts.RANGES, 0x110000]
    for index, name in enumerate(Scripts.VALUES):
        if name != "Zzzz":
            first, last = bounds[index], bounds[index + 1] - 1
            rows.setdefault(name, []).append(f"{first:04X}" if first == last else f"{first:04X}-{last:04X}")
    head = (
        f"# The script of each character (ISO 15924). Source: Unicode, {version}, (c) Unicode, Inc.,\n"
        "# https://www.unicode.org/license.txt. Made by tools/unicode_tables.py.\n\n"
    )
    return head + "".join(f'{name} = "{" ".join(rows[name])}"\n' for name in sorted(rows))


def shipped() -> str:
    """What the shipped fonts have."""
    return " ".join(ranges(_codes()))


def _codes() -> set[int]:
    codes: set[int] = set()
    for path in sorted(FONTS.glob("*-Regular.ttf")):
        with TTFont(path, lazy=True) as font:
            codes.update(font.getBestCmap())
    return codes - PRIVATE


def coverage() -> str:
    """The text of ``coverage.toml``."""
    head = (
        "# The characters that the PDF can show: those of the fonts in pipeline/exporters/fonts, and what\n"
        "# the system's Noto Sans CJK adds. Made from the fonts by tools/unicode_tables.py.\n\n"
    )
    with TTFont(CJK, fontNumber=0, lazy=True) as font:
        cjk = set(font.getBestCmap()) - _codes() - PRIVATE
    return f'{head}shipped = "{shipped()}"\n\nsystem = "{" ".join(ranges(cjk))}"\n'


TABLES = {"scripts.toml": scripts, "coverage.toml": coverage}


def main() -> int:
    for name, make in TABLES.items():
        (LANGUAGE / name).write_text(make(), encoding="utf-8")
        print(f"{name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
