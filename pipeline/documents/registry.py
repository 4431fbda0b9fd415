"""Every format that documents can be written in. To add one: a module beside this, and a line here."""

from __future__ import annotations

from pipeline.documents.docx import DocxFormat
from pipeline.documents.html import HtmlFormat
from pipeline.documents.markdown import MarkdownFormat
from pipeline.documents.model import DocumentFormat
from pipeline.documents.text import TextFormat
from pipeline.errors import DocumentError

FORMATS: dict[str, DocumentFormat] = {
    "text": TextFormat(),
    "docx": DocxFormat(),
    "markdown": MarkdownFormat(),
    "html": HtmlFormat(),
}
"""Formats by the name that ``Document.format`` holds."""


def format_for(path: str) -> DocumentFormat:
    """The format of a file, by its suffix in any case.

    Raises:
        DocumentError: no format has this suffix; names those there are.
    """
    name = path.rpartition("/")[2]
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name.lstrip(".") else ""
    for format in FORMATS.values():
        if suffix in format.suffixes:
            return format
    known = ", ".join(f"{suffix} ({name})" for name, format in FORMATS.items() for suffix in format.suffixes)
    what = f'"{suffix}" is no suffix of a format' if suffix else "the file's name has no suffix"
    raise DocumentError(what, f"formats there are: {known}", path=path)
