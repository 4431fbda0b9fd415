"""Run Typst, and word what it complains of for the user."""

from __future__ import annotations

import datetime
import re

import typst

from pipeline.errors import ExportError
from pipeline.exporters.pdf.fonts import FontBook, font_book
from pipeline.exporters.pdf.payload import Payload
from pipeline.language.visible import name_character

_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_MISSING_GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed', re.DOTALL)
_WAY_OUT = "leave out the format pdf for this locale"
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


class Refused(ExportError):
    """Typst cannot lay something in the edition out."""


def compile_pdf(template: bytes, payload: Payload, time: datetime.datetime, place: str) -> bytes:
    """Lay ``payload`` out.

    Args:
        template: Typst source.
        payload: what it reads.
        time: the file's creation date.
        place: document and locale, for messages.

    Raises:
        ExportError: a font is missing, or Typst breaks off. Rust has printed lines of its own on standard
            error by then: only taking that away from the whole process, other threads included, would keep
            them out.
        Refused: a glyph is missing, or Typst refuses the layout.
    """
    book = font_book(with_system=payload.needs_system)
    _require(book, payload, place)
    try:
        pdf, warnings = typst.compile_with_warnings(
            template,
            font_paths=book.fonts,
            sys_inputs={"edition": payload.json},
            pdf_standards=_STANDARDS,
            timestamp=time,
        )
    except typst.TypstError as error:
        raise _worded(error, place) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the bindings to Rust, which export no name for it
            raise
        # No Refused: looking for its place would break off, and print, again and again.
        raise ExportError(
            f"the PDF of {place} cannot be laid out: Typst broke off at it ({error})",
            f"look for a text or a picture out of the ordinary, or {_WAY_OUT}",
        ) from error
    if warnings:
        raise Refused(f"the PDF of {place} cannot be laid out: {warnings[0].message}", _WAY_OUT)
    assert isinstance(pdf, bytes), "one document gives one file"
    return pdf


def _require(book: FontBook, payload: Payload, place: str) -> None:
    for script in payload.system_scripts:
        if script.family not in book.files:
            raise ExportError(
                f'the PDF of {place} needs the font "{script.family}", which this system does not have',
                f'install the Debian package {script.system}, or take "pdf" out of the setting "formats"',
            )
    for family in payload.families:
        if family not in book.files:
            raise ExportError(
                f'the font "{family}" is missing from this installation', "install Polyleaf anew"
            )


def _worded(error: typst.TypstError, place: str) -> Refused:
    if "decode image" in error.message or "process image" in error.message:
        return Refused(
            f"a picture in the PDF of {place} cannot be read", "open it in a picture editor and save it anew"
        )
    found = _MISSING_GLYPH.search(error.message)
    if "string is longer than" in error.message:
        return Refused(
            f"a text is too long for the PDF of {place}: a heading, a word, or what stands for a picture may "
            "have 32,767 bytes there",
            f"make it shorter, or {_WAY_OUT}",
        )
    if found is None:
        return Refused(f"the PDF of {place} cannot be laid out: {error.message}", _WAY_OUT)
    text = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), found["text"])
    named = ", ".join(name_character(character) for character in text[:3])
    refused = Refused(
        f"the PDF of {place} cannot show {named}: no font has it",
        "use another character, or check it for a slip",
    )
    refused.fragment = text
    return refused
