"""Every format that documents can be written in. To add one: a module beside this, and two lines here.

A format is imported when it is asked for: a leaflet in plain text needs no reader of Word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.errors import DocumentError

if TYPE_CHECKING:
    from pipeline.documents.model import DocumentFormat


def _text() -> DocumentFormat:
    from pipeline.documents.text import TextFormat

    return TextFormat()


def _docx() -> DocumentFormat:
    from pipeline.documents.docx import DocxFormat

    return DocxFormat()


def _markdown() -> DocumentFormat:
    from pipeline.documents.markdown import MarkdownFormat

    return MarkdownFormat()


def _html() -> DocumentFormat:
    from pipeline.documents.html import HtmlFormat

    return HtmlFormat()


_KNOWN: dict[str, tuple[Callable[[], DocumentFormat], tuple[str, ...]]] = {
    "text": (_text, (".txt",)),
    "docx": (_docx, (".docx",)),
    "markdown": (_markdown, (".md", ".markdown")),
    "html": (_html, (".html", ".htm", ".xhtml")),
}

SUFFIXES = frozenset(suffix for _, suffixes in _KNOWN.values() for suffix in suffixes)
"""The suffixes of all formats, in small letters."""

OTHER_PROGRAMS = frozenset([".doc", ".dot", ".odt", ".rtf", ".pages", ".wpd"])
"""Suffixes of programs that can save as .docx."""
SAVE_AS_DOCX = "save it as .docx in Word or LibreOffice"


class _Formats(Mapping[str, "DocumentFormat"]):
    """The formats that were asked for, each made once."""

    def __init__(self) -> None:
        self._made: dict[str, DocumentFormat] = {}

    def __getitem__(self, name: str) -> DocumentFormat:
        if name not in self._made:
            self._made[name] = _KNOWN[name][0]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_KNOWN)

    def __len__(self) -> int:
        return len(_KNOWN)


FORMATS: Mapping[str, DocumentFormat] = _Formats()
"""Formats by the name that ``Document.format`` holds."""


def format_for(path: str) -> DocumentFormat:
    """The format of a file, by its suffix in any case.

    Raises:
        DocumentError: no format has this suffix; names those there are.
    """
    name = path.rpartition("/")[2]
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name.lstrip(".") else ""
    for format, (_, suffixes) in _KNOWN.items():
        if suffix in suffixes:
            return FORMATS[format]
    known = ", ".join(suffix for _, suffixes in _KNOWN.values() for suffix in suffixes)
    what = f'"{suffix}" is no suffix of a format' if suffix else "the file's name has no suffix"
    hint = SAVE_AS_DOCX if suffix in OTHER_PROGRAMS else f"those there are: {known}"
    raise DocumentError(what, hint, path=path)
