"""Preview: what a translator will see of a document, and how its layout bears a translation."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from msgspec import Struct

from pipeline.documents.inline import Inline, placeholders
from pipeline.documents.model import Document
from pipeline.errors import DocumentError, PolyleafError, SettingsError, UsageError
from pipeline.language.locale import Locale, parse_locale
from pipeline.segmentation.model import Segment
from pipeline.segmentation.pseudo import PseudoStyle


class Preview(Struct, frozen=True):
    """A document by itself; ``path`` as the user named it."""

    path: str
    document: Document
    segments: tuple[Segment, ...]


def preview(start: Path, target: str) -> Preview:
    """Read one document.

    Args:
        start: a folder; if a project is there or above, its settings say how to segment.
        target: the path of a file, or the domain of a document of the project.

    Raises:
        UsageError: it is neither.
        DocumentError: it cannot be read.
    """
    from pipeline.documents.registry import format_for
    from pipeline.project.files import read_file
    from pipeline.project.store import Project
    from pipeline.segmentation.sentences import segment_document

    try:
        project: Project | None = Project.open(start)
    except SettingsError:
        project = None
    path = start / target
    if path.is_file():
        data, shown = read_file(path, target), target
    elif project is not None:
        source = project.source(target)
        data, shown = project.read_source(source), source.path
    else:
        raise UsageError(f'there is no file "{target}", and no project here', "name a file")
    locale = project.settings.source_locale if project is not None else parse_locale("en")
    mode = project.settings.segmentation if project is not None else "sentence"
    try:
        document = format_for(shown).parse(data, locale=locale)
        segments = segment_document(document, locale=_locale(document, locale, project), mode=mode)
    except PolyleafError as error:
        raise error.at(shown) from None
    return Preview(shown, document, segments)


def _locale(document: Document, default: Locale, project: object) -> Locale:
    """Without a project, the language that the document says it is in."""
    if project is None and document.locale is not None:
        try:
            return parse_locale(document.locale)
        except PolyleafError:
            return default
    return default


def pseudo(start: Path, target: str, style: PseudoStyle, output: Path) -> int:
    """Write the document with every unit replaced, in its own format, to ``output``.

    Returns:
        how many units there are.

    Raises:
        UsageError: ``output`` is the document itself, or has the suffix of another format.
        DocumentError: a text cannot be written; says on which line of the document it stands.
    """
    from pipeline.documents.registry import format_for
    from pipeline.project.files import write_file

    found = preview(start, target)
    for place in (start / found.path, start / target):
        if output.exists() and place.exists() and output.samefile(place):
            raise UsageError(f'"{output}" is the document itself', "give another --output")
    format = format_for(found.path)
    if output.suffix.lower() not in format.suffixes:
        known = " or ".join(format.suffixes)
        raise UsageError(f'"{output}" would hold what "{found.path}" is', f"end its name in {known}")
    locale = parse_locale("ar") if style == "rtl" else None
    try:
        data = format.rebuild(found.document, pseudo_contents(found, style), locale=locale)
    except DocumentError as error:
        index = error.text_index
        line = found.document.texts[index].line if index is not None else None
        raise error.at(found.path, line) from None
    write_file(output, data, str(output))
    return len(found.segments)


def pseudo_contents(found: Preview, style: PseudoStyle) -> dict[int, tuple[Inline, ...]]:
    """The content of each text with all its units replaced."""
    from pipeline.segmentation.notation import parse_notation
    from pipeline.segmentation.pseudo import pseudo_translate

    texts: defaultdict[int, list[Segment]] = defaultdict(list)
    for segment in found.segments:
        texts[segment.text_index].append(segment)
    contents = {}
    sources = found.document.texts
    for index, segments in texts.items():
        written = segments[0].prefix + "".join(
            pseudo_translate(segment.source, style) + segment.separator for segment in segments
        )
        contents[index] = parse_notation(written, opaque=placeholders(sources[index].content))
    return contents
