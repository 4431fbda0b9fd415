"""Segments to a template (POT): one unit for each distinct sentence."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from pipeline.catalogs.headers import template_headers, with_header
from pipeline.catalogs.model import Catalog, Unit, UnitKey
from pipeline.language.locale import Locale
from pipeline.segmentation.model import Segment

_Texts = tuple[str, ...]

CREATED = "POT-Creation-Date"


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
    units: Iterable[Unit] = template_units(segments, source_path=source_path)
    if old is not None:
        known = {(unit.context, unit.source): unit for unit in old.units}
        units = [_same(known.get((unit.context, unit.source)), unit) for unit in units]
    units = tuple(units)
    head = template_head(
        old,
        is_same=old is not None and old.units == units,
        project=project,
        contact=contact,
        now=now,
        source_locale=source_locale,
    )
    template = replace(head, units=units)
    return old if old is not None and template == old else template


def template_head(
    old: Catalog | None,
    *,
    is_same: bool,
    project: str,
    contact: str,
    now: datetime.datetime,
    source_locale: Locale | None = None,
) -> Catalog:
    """A template without its units. The fields of ``old`` stand in their order, with today's values.

    Args:
        old: the template there is, of which only what stands above its units is looked at.
        is_same: whether its units are those of the new one: its date stays.
        project, contact, now, source_locale: see ``headers.template_headers``.
    """
    headers = template_headers(project=project, contact=contact, now=now, source_locale=source_locale)
    if old is None:
        return Catalog(headers, header_fuzzy=True)
    values = dict(headers)
    date = old.header(CREATED)
    if date is not None and is_same:
        values[CREATED] = date
    merged = old.headers
    for name, value in values.items():
        merged = with_header(merged, name, value)
    return Catalog(merged, (), old.header_comments, old.header_fuzzy or not old.headers)


def template_units(segments: Sequence[Segment], *, source_path: str) -> Iterator[Unit]:
    """The units of a template, made one by one: a document can have very many, and most are only written."""
    path = _shown(source_path)
    repeated = _repeated(segments)
    for segment in segments:
        key = (segment.context, segment.source)
        references: _Texts = (f"{path}:{segment.line}",)
        comments = _comments(segment)
        if key in repeated:
            others, repeated[key] = repeated[key], []
            if not others:
                continue  # its unit was made where it stands first
            own = (segment, *others)
            references = tuple(dict.fromkeys(f"{path}:{one.line}" for one in own))
            comments = tuple(dict.fromkeys(line for one in own for line in _comments(one)))
        yield Unit(key[1], context=key[0], references=references, extracted_comments=comments)


def _repeated(segments: Sequence[Segment]) -> dict[UnitKey, list[Segment]]:
    """For each key that several segments have, all of those but the first."""
    # Most sentences stand once; to see that, their hashes are enough, and take far less memory than they do.
    hashes = array("q", (hash((segment.context, segment.source)) for segment in segments))
    twice = {one for one, other in pairwise(sorted(hashes)) if one == other}
    seen: set[UnitKey] = set()
    repeated: dict[UnitKey, list[Segment]] = {}
    for segment, hashed in zip(segments, hashes, strict=True):
        if hashed not in twice:
            continue
        key = (segment.context, segment.source)
        if key in seen:
            repeated.setdefault(key, []).append(segment)
        else:
            seen.add(key)
    return repeated


def _comments(segment: Segment) -> _Texts:
    comments = tuple([line for text in segment.comments for line in text.splitlines()])
    return tuple(dict.fromkeys(comments)) if len(comments) > 1 else comments


def _same(before: Unit | None, unit: Unit) -> Unit:
    """The unit of the template before, where it says just this: ``writing`` copies those as they stand."""
    return before if before is not None and before == unit else unit


def _shown(path: str) -> str:
    """A path in a reference: between U+2068 and U+2069 where it holds spaces, as gettext writes it."""
    return f"\u2068{path}\u2069" if any(c.isspace() for c in path) else path
