"""The fonts of the PDF: those that ship with Polyleaf, and the CJK fonts of the system."""

from __future__ import annotations

import functools
import hashlib
import threading
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.errors import ExportError
from pipeline.exporters.scripts import LATIN_FAMILY, SYMBOL_FAMILIES, Script
from pipeline.exporters.system_fonts import CJK_FOLDERS

if TYPE_CHECKING:
    import typst


class FontBook(Struct, frozen=True):
    """Fonts as Typst has loaded them.

    Attributes:
        fonts: to hand to Typst.
        files: the paths of each family's files.
    """

    fonts: typst.Fonts
    files: dict[str, tuple[Path, ...]]


_lock = threading.Lock()


def font_book(*, with_system: bool) -> FontBook:
    """The shipped fonts, with the system's CJK fonts on demand; each set is loaded once in a process."""
    with _lock:  # functools.cache alone would let two threads load at once
        return _load(with_system)


def families_for(script: Script, others: tuple[Script, ...]) -> tuple[str, ...]:
    """Families in which to look for a character: the script's own, Latin, those of ``others``, signs.

    Raises:
        ExportError: the script has no font that Polyleaf ships or knows on the system.
    """
    if script.family is None:
        raise ExportError(
            f"there is no font for the script {script.code}",
            "export this locale as html or txt, where the reader's device brings the font",
        )
    families = [script.family, LATIN_FAMILY]
    families += [other.family for other in others if other.family is not None]
    families += SYMBOL_FAMILIES
    return tuple(dict.fromkeys(families))


def digests(book: FontBook, families: tuple[str, ...]) -> dict[str, str]:
    """File name and SHA-256 of every file of ``families``, in order of name."""
    paths = {path for family in families for path in book.files.get(family, ())}
    return {path.name: _digest(path) for path in sorted(paths, key=lambda path: path.name)}


@functools.cache
def _load(with_system: bool) -> FontBook:
    import typst

    folders = [str(resources.files("pipeline.exporters").joinpath("fonts"))]
    if with_system:
        folders += [folder for folder in CJK_FOLDERS if Path(folder).is_dir()]
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[Path(folder) for folder in folders],
    )
    files: dict[str, set[Path]] = {}
    for info in fonts.fonts():
        if info.path is not None:
            files.setdefault(info.family, set()).add(Path(info.path))
    return FontBook(fonts, {family: tuple(sorted(paths)) for family, paths in files.items()})


@functools.cache
def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
