"""Compose docs/images/leaflets.png: first pages of real leaflets side by side, from build/.

Run it after ``make leaflets``, in the environment of ``make test``. It needs pdftoppm (poppler-utils).
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[1]
DOMAIN = "breast-cancer-and-lung-metastasis"
LOCALES = ("ar", "hi", "zh-Hans", "en")
WIDTH, GAP = 440, 20  # pixels
COLOURS = 48


def page(locale: str) -> Image.Image:
    """The first page of a leaflet, WIDTH pixels wide, with a thin edge."""
    done = subprocess.run(
        [
            *("pdftoppm", "-png", "-f", "1", "-l", "1", "-singlefile", "-scale-to-x", str(WIDTH)),
            *("-scale-to-y", "-1", str(ROOT / "build" / locale / f"{DOMAIN}.pdf")),
        ],
        check=True,
        capture_output=True,
    )
    picture = Image.open(io.BytesIO(done.stdout)).convert("RGB")
    ImageDraw.Draw(picture).rectangle((0, 0, picture.width - 1, picture.height - 1), outline="#9a9a9a")
    return picture


def main() -> int:
    pages = [page(locale) for locale in LOCALES]
    width = sum(one.width for one in pages) + GAP * (len(pages) + 1)
    sheet = Image.new("RGB", (width, max(one.height for one in pages) + 2 * GAP), "#e9ecef")
    left = GAP
    for one in pages:
        sheet.paste(one, (left, GAP))
        left += one.width + GAP
    target = ROOT / "docs" / "images" / "leaflets.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} kB, {sheet.width} x {sheet.height}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
