"""Segments to a template (POT): one unit for each distinct sentence."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from pipeline.catalogs.headers import Headers, template_headers, with_header
from pipeline.catalogs.model import Catalog, Unit, UnitKey
from pipeline.language.locale import Locale
from pipeline.segmentation.model import Segment

_Texts = tuple[str, ...]


def make_template(
    segments: Sequence[Segment],
    *,
    source_path: str,
    project: str,
    contact: str,
    now: datetime.datetime,
    old: Catalog | None = None,
    source_locale: Locale | None = None,
) -> Catalog:
    """Make the template of one document.

    Args:
        segments: of the document, in order.
        source_path: of the document, relative to the project, for references.
        project, contact, source_locale: see ``headers.template_headers``.
        now: when the template is made; used only where its units differ from those of ``old``.
        old: the template there is. Its header comments and fields of other tools stay; if it says the same,
            it is what comes back.
    """
    path = _shown(source_path)
    found: dict[UnitKey, tuple[_Texts, _Texts]] = {}
    repeated: dict[UnitKey, tuple[dict[str, None], dict[str, None]]] = {}
    for segment in segments:
        key = (segment.context, segment.source)
        references: _Texts = (f"{path}:{segment.line}",)
        comments: _Texts = tuple([line for text in segment.comments for line in text.splitlines()])
        if len(comments) > 1:
            comments = tuple(dict.fromkeys(comments))
        before = found.setdefault(key, (references, comments))
        if before[0] is not references:
            all_references, all_comments = repeated.setdefault(
                key, (dict.fromkeys(before[0]), dict.fromkeys(before[1]))
            )
            all_references.update(dict.fromkeys(references))
            all_comments.update(dict.fromkeys(comments))
    for key, (all_references, all_comments) in repeated.items():
        found[key] = (tuple(all_references), tuple(all_comments))
    known = {} if old is None else {(unit.context, unit.source): unit for unit in old.units}
    units = tuple(
        _same(known.get(key), references, comments)
        or Unit(source=key[1], context=key[0], references=references, extracted_comments=comments)
        for key, (references, comments) in found.items()
    )
    headers = template_headers(project=project, contact=contact, now=now, source_locale=source_locale)
    if old is None:
        return Catalog(headers, units, header_fuzzy=True)
    template = Catalog(
        _kept(headers, old, units), units, old.header_comments, old.header_fuzzy or not old.headers
    )
    return old if template == old else template


def _same(unit: Unit | None, references: _Texts, comments: _Texts) -> Unit | None:
    """The unit of the template before, where it says just this: ``writing`` copies those as they stand."""
    if (
        unit is None
        or unit.references != references
        or unit.extracted_comments != comments
        or unit.targets != ("",)
        or unit.obsolete
        or unit.fuzzy
        or unit.flags
        or unit.source_plural is not None
        or unit.previous_source is not None
        or unit.previous_context is not None
        or unit.previous_source_plural is not None
        or unit.translator_comments
        or unit.unknown_comments
    ):
        return None
    return unit


def _shown(path: str) -> str:
    """A path in a reference: between U+2068 and U+2069 where it holds spaces, as gettext writes it."""
    return f"\u2068{path}\u2069" if any(c.isspace() for c in path) else path


def _kept(headers: Headers, old: Catalog, units: tuple[Unit, ...]) -> Headers:
    """The fields of ``old`` in their order, with today's values; the date stays while the units do."""
    values = dict(headers)
    date = old.header("POT-Creation-Date")
    if date is not None and old.units == units:
        values["POT-Creation-Date"] = date
    merged = old.headers
    for name, value in values.items():
        merged = with_header(merged, name, value)
    return merged
