"""Look at a PDF as a reader's programs do: poppler's text and pictures."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest


def require(program: str) -> str:
    """The path of ``program``; without it the test is skipped, or fails where CI runs it."""
    path = shutil.which(program)
    if path is None:
        message = f"{program} is not installed (Debian: poppler-utils, chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


def pdf_text(pdf: bytes, *, page: int | None = None) -> str:
    """The text of a PDF, or of one page counted from 1, in reading order."""
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    command = [require("pdftotext"), "-enc", "UTF-8", *pages, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode("utf-8")


def pdf_boxes(pdf: bytes) -> list[list[tuple[str, float, float, float, float]]]:
    """Of each page its words, each with its left, top, right and bottom in points from the upper left."""
    command = [require("pdftotext"), "-enc", "UTF-8", "-bbox", "-", "-"]
    page = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return [
        [
            (word.text or "", *(float(word.get(side, "")) for side in ("xMin", "yMin", "xMax", "yMax")))
            for word in one
        ]
        for one in ElementTree.fromstring(page).iter("{http://www.w3.org/1999/xhtml}page")
    ]


def render_png(pdf: bytes, folder: Path, *, dpi: int = 80) -> list[Path]:
    """Draw each page as a PNG in ``folder``; the paths in order of pages."""
    command = [require("pdftoppm"), "-r", str(dpi), "-png", "-", str(folder / "page")]
    subprocess.run(command, input=pdf, capture_output=True, check=True)
    return sorted(folder.glob("page-*.png"))
