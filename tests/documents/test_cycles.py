"""Reading and rebuilding leave no circles of objects behind: long runs never look for them (cli/update)."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from pipeline.documents.registry import format_for
from pipeline.language.locale import parse_locale
from pipeline.segmentation.sentences import segment_document
from tests.documents.docx.build import leaflet

DATA = Path(__file__).parent / "data" / "marked"
WORD = Path(__file__).parent / "docx" / "data"


def bytes_of(name: str) -> bytes:
    if name == "leaflet.docx":
        return leaflet()
    return ((WORD if name.endswith(".docx") else DATA) / name).read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "everything.md",
        "everything.html",
        "leaflet.txt",
        "leaflet.docx",
        "word/text-box.docx",
        "word/footnotes.docx",
        "libreoffice/from-html.docx",
    ],
)
def test_a_document_is_gone_when_nobody_needs_it(name: str) -> None:
    data = bytes_of(name)

    def read() -> None:
        document = format_for(name).parse(data, locale=parse_locale("en"))
        assert segment_document(document, locale=parse_locale("en"))
        assert format_for(name).rebuild(document, {}, locale=parse_locale("ar"))

    read()  # what is loaded on the way may have circles of its own
    gc.collect()
    gc.disable()
    try:
        read()
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        # Objects, and the functions and methods that hold them.
        assert [one for one in gc.garbage if str(getattr(one, "__module__", "")).startswith("pipeline")] == []
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
