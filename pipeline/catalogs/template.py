"""Segments to a template (POT): one unit for each distinct sentence."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.catalogs.headers import Headers, template_headers, with_header
from pipeline.catalogs.model import Catalog, Unit, UnitKey
from pipeline.language.locale import Locale
from pipeline.segmentation.model import Segment


@dataclass(slots=True)
class _Found:
    """What all occurrences of one sentence add up to; dicts serve as ordered sets."""

    references: dict[str, None] = field(default_factory=dict)
    comments: dict[str, None] = field(default_factory=dict)


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
    found: dict[UnitKey, _Found] = {}
    for segment in segments:
        one = found.setdefault(segment.key, _Found())
        one.references[format_reference(source_path, segment.line)] = None
        for text in segment.comments:
            one.comments.update(dict.fromkeys(text.splitlines()))
    units = tuple(
        Unit(
            source=source,
            context=context,
            references=tuple(one.references),
            extracted_comments=tuple(one.comments),
        )
        for (context, source), one in found.items()
    )
    headers = template_headers(project=project, contact=contact, now=now, source_locale=source_locale)
    if old is None:
        return Catalog(headers, units, header_fuzzy=True)
    template = Catalog(
        _kept(headers, old, units), units, old.header_comments, old.header_fuzzy or not old.headers
    )
    return old if template == old else template


def format_reference(path: str, line: int) -> str:
    """``path:line``, with the path between U+2068 and U+2069 where it holds spaces, as gettext writes it."""
    return f"{_shown(path)}:{line}"


@functools.lru_cache(maxsize=16)
def _shown(path: str) -> str:
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
