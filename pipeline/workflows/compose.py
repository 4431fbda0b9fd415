"""Compose: a leaflet, its translation and its review become an Edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.catalogs.drafts import is_machine_draft
from pipeline.catalogs.model import Unit
from pipeline.documents.inline import Foreign, Inline, Placeholder, placeholders
from pipeline.editions.assembly import assemble, version_of
from pipeline.editions.model import Edition, Provenance, Review
from pipeline.editions.typography import clean_text
from pipeline.errors import ExportError, InlineError, PolyleafError, TextError
from pipeline.language.locale import Locale
from pipeline.project.store import Project
from pipeline.segmentation.model import Segment
from pipeline.segmentation.notation import compare_codes, parse_notation
from pipeline.segmentation.sentences import target_separators
from pipeline.signoff.model import CatalogReview
from pipeline.workflows.frames import read_frame
from pipeline.workflows.leaflets import Leaflet, Translation, read_leaflet, read_translation
from pipeline.workflows.pictures import line_of_picture


def compose(project: Project, leaflet: Leaflet, translation: Translation, review: CatalogReview) -> Edition:
    """Put an edition together: approved if ``review`` says publishable, else a draft.

    In a draft a sentence without a target stands in the source locale, marked as such.

    Raises:
        InlineError: a target's inline notation is broken or not its source's; says where in the catalog.
        ExportError: see ``assemble``; says where in the catalog if it is about a text.
    """
    settings = project.settings
    try:
        return assemble(
            domain=leaflet.source.domain,
            document=leaflet.document,
            locale=translation.locale,
            source_locale=settings.source_locale,
            frame=read_frame(project, translation.locale),
            contents=translated_contents(leaflet, translation, settings.source_locale),
            provenance=Provenance(
                approved=review.publishable,
                machine_draft=any(
                    unit.is_translated and is_machine_draft(unit) for unit in translation.units
                ),
                published=leaflet.document.metadata.published,
                version=version_of(
                    [unit.source for unit in translation.units], [unit.target for unit in translation.units]
                ),
                reviews=tuple(Review(role, day) for role, day in review.approvals)
                if review.publishable
                else (),
                review_by=review.review_by if review.publishable else None,
                publisher=settings.publisher,
            ),
        )
    except ExportError as error:
        raise in_catalog(error, leaflet, translation) from None


def translated_contents(
    leaflet: Leaflet, translation: Translation, source_locale: Locale
) -> dict[int, tuple[Inline, ...]]:
    """The content of each text in the translation's locale, by text index.

    Raises:
        InlineError: see ``compose``.
    """
    by_key = {unit.key: unit for unit in translation.units}
    opaque = {text.index: placeholders(text.content) for text in leaflet.document.texts}
    texts: defaultdict[int, list[Segment]] = defaultdict(list)
    for segment in leaflet.segments:
        texts[segment.text_index].append(segment)
    # A text without a segment has nothing in it to translate: it is right in every language as it is.
    contents = {text.index: text.content for text in leaflet.document.texts if text.index not in texts}
    for index, segments in texts.items():
        units = [by_key[segment.key] for segment in segments]
        shown = [unit.target if unit.is_translated else unit.source for unit in units]
        first, *others = target_separators(segments, shown, locale=translation.locale)
        nodes = [*parse_notation(first, opaque=opaque[index])]
        for unit, separator in zip(units, others, strict=True):
            nodes += _sentence(unit, translation, opaque[index], source_locale)
            nodes += parse_notation(separator, opaque=opaque[index])
        contents[index] = tuple(nodes)
    return contents


def in_catalog(error: TextError, leaflet: Leaflet, translation: Translation) -> PolyleafError:
    """``error`` with the place of the sentence or the picture that it is about; as it is where it is about
    neither.

    Of several sentences that is the first that is refused by itself, or holds what is refused, or simply the
    first. A sentence that is not translated stands in the document, and so does a picture.
    """
    if error.picture is not None:
        return error.at(leaflet.source.path, line_of_picture(leaflet.document, error.picture))
    units = {unit.key: unit for unit in translation.units}
    places: list[tuple[bool, str, int]] = []
    for segment in leaflet.segments:
        if segment.text_index == error.text_index:
            unit = units[segment.key]
            translated = unit.is_translated
            shown = unit.target if translated else unit.source
            place = (translation.path, unit.line) if translated else (leaflet.source.path, segment.line)
            found = error.fragment in shown if error.fragment else _is_unsafe(shown)
            places.append((found, *place))
    if not places:
        return error
    _, path, line = max(places, key=lambda place: place[0])
    return error.at(path, line or None)


def located(project: Project, edition: Edition, error: PolyleafError) -> PolyleafError:
    """An error of an exporter with its place, as ``in_catalog`` gives it. The leaflet is read again: to hold
    all of them until they are laid out would take memory for those without an error."""
    if not isinstance(error, TextError) or (error.text_index is None and error.picture is None):
        return error
    try:
        leaflet = read_leaflet(project, project.source(edition.domain))
        return in_catalog(error, leaflet, read_translation(project, leaflet, edition.locale))
    except PolyleafError:  # changed since
        return error


def _is_unsafe(text: str) -> bool:
    try:
        clean_text(text)
    except ExportError:
        return True
    return False


def _sentence(
    unit: Unit, translation: Translation, opaque: Mapping[str, Placeholder], source_locale: Locale
) -> Sequence[Inline]:
    try:
        if not unit.is_translated:
            return (Foreign(source_locale.tag, parse_notation(unit.source, opaque=opaque)),)
        for problem in compare_codes(unit.source, unit.target):
            raise InlineError(problem, "make the tags of the translation those of the source")
        return parse_notation(unit.target, opaque=opaque)
    except InlineError as error:
        raise error.at(translation.path, unit.line) from None
