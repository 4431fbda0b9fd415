"""Rebuild: a translation in its source's own format, with its source's own layout."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from msgspec import Struct

from pipeline.documents.inline import Inline, Opaque
from pipeline.documents.model import Document
from pipeline.documents.walking import marks_of
from pipeline.editions.assembly import date_in
from pipeline.editions.model import Banner, Edition
from pipeline.errors import DocumentError
from pipeline.language.locale import Locale
from pipeline.project.store import SourceFile
from pipeline.workflows.compose import in_catalog
from pipeline.workflows.leaflets import Leaflet, Translation


class SourceTask(Struct, frozen=True):
    """What it takes to write one translated document.

    Attributes:
        banner: of a draft, in the language of ``banner_locale``; it goes to the document's top.
    """

    leaflet: Leaflet
    translation: Translation
    contents: Mapping[int, tuple[Inline, ...]]
    banner: Banner | None
    banner_locale: Locale

    @property
    def digest(self) -> str:
        """SHA-256 of all that the bytes depend on beside the program."""
        parts = [
            hashlib.sha256(self.leaflet.document.data).hexdigest(),
            self.translation.locale.tag,
            repr(sorted(self.contents.items())),
            repr(self.banner),
            self.banner_locale.tag,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def source_suffix(source: SourceFile) -> str:
    """What the name of the translated document ends in: as no exporter's does."""
    return f".source.{source.path.rpartition('.')[2].lower()}"


def source_task(
    leaflet: Leaflet, translation: Translation, contents: Mapping[int, tuple[Inline, ...]], edition: Edition
) -> SourceTask:
    """What is to be written; whether it is a draft is for ``edition`` to say.

    Raises:
        ExportError: a text holds a control of direction that can turn characters around.
    """
    dated = {} if translation.locale == edition.source_locale else _dates(leaflet.document, edition)
    held = _held(leaflet, {**contents, **dated}, translation.locale)
    return SourceTask(leaflet, translation, held, edition.banner, edition.frame_locale or translation.locale)


def _dates(document: Document, edition: Edition) -> dict[int, tuple[Inline, ...]]:
    """The document's date lines as the reader of ``edition`` writes them; one whose label nobody has said in
    that language stays as it is."""
    from pipeline.documents.date_lines import dated_content
    from pipeline.documents.dates import updated_label
    from pipeline.exporters.scripts import script_of

    contents = {}
    locale = edition.locale
    published = next((fact.label for fact in edition.facts if fact.kind == "published"), None)
    for line in document.dates:
        label = updated_label(locale) if line.updated else published
        if label is not None or not line.labelled:
            date = (date_in(line.date, locale),)
            contents[line.text.index] = dated_content(line, label or "", script_of(locale).colon, date)
    return contents


def _held(
    leaflet: Leaflet, contents: Mapping[int, tuple[Inline, ...]], locale: Locale
) -> Mapping[int, tuple[Inline, ...]]:
    """``contents`` in which numbers, measures and telephone numbers keep their order: "1–2" is no "2–1".

    The writer of Word's format sees to that, but leaves alone what reads as it does in the source.
    """
    from pipeline.editions.typography import make_safe, safe_characters

    if locale.direction == "ltr":
        return contents
    if leaflet.document.format != "docx":
        return {
            index: content if _is_left_alone(content) else safe_characters(content, locale)
            for index, content in contents.items()
        }
    texts = leaflet.document.written
    marks = marks_of(leaflet.document.blocks)  # Word's own counters stand in them
    return {
        index: make_safe(content, locale, pieces=True)
        if content == texts[index].content and index not in marks
        else content
        for index, content in contents.items()
    }


def _is_left_alone(content: tuple[Inline, ...]) -> bool:
    """Whether a text is all of it one piece that is not for translating: its bytes stay, tags and all."""
    return len(content) == 1 and isinstance(content[0], Opaque)


def write_source(task: SourceTask) -> bytes:
    """Write the document.

    Raises:
        DocumentError: its format cannot hold a translation; says where that stands in the catalog.
    """
    from pipeline.documents.registry import FORMATS

    leaflet, translation = task.leaflet, task.translation
    format = FORMATS[leaflet.document.format]
    try:
        data = format.rebuild(leaflet.document, task.contents, locale=translation.locale)
    except DocumentError as error:
        raise in_catalog(error, leaflet, translation).at(translation.path) from None
    if task.banner is not None:
        data = format.with_banner(data, task.banner.heading, task.banner.text, task.banner_locale)
    return data
