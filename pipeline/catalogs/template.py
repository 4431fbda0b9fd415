"""Segments to a template (POT): one unit for each distinct sentence."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

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
    units: Iterable[Unit] = template_units(segments, source_path=source_path)
    headers = template_headers(project=project, contact=contact, now=now, source_locale=source_locale)
    if old is None:
        return Catalog(headers, tuple(units), header_fuzzy=True)
    known = {(unit.context, unit.source): unit for unit in old.units}
    units = tuple(_same(known.get((unit.context, unit.source)), unit) for unit in units)
    template = Catalog(
        _kept(headers, old, units), units, old.header_comments, old.header_fuzzy or not old.headers
    )
    return old if template == old else template


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
