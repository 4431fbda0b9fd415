"""The memory of a project: kept in step with its catalogs, looked up, and exchanged as TMX."""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from msgspec import Struct, field

from pipeline.catalogs.model import State
from pipeline.errors import PolyleafError, StoreError, UsageError
from pipeline.language.locale import Locale
from pipeline.memory.limits import Limits
from pipeline.memory.model import LEAST_SCORE, Differs, Languages, Match, Origin, Pair
from pipeline.project.memory_database import OFF, memory_connection
from pipeline.project.store import Project, SourceFile
from pipeline.workflows.attempts import attempt, distinct, raise_all

if TYPE_CHECKING:
    import datetime

    from pipeline.memory.store import Memory


class Imported(Struct):
    """What an import took, by locale tag, and what it left, by reason."""

    taken: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)


class Exported(Struct, frozen=True):
    """How many pairs an export wrote, and how many it could not."""

    written: int
    left: int


class Found(Struct, frozen=True):
    """What a look-up found, best first, and the error of each catalog that it could not look at."""

    matches: dict[Locale, list[Match]]
    errors: tuple[PolyleafError, ...]


@contextlib.contextmanager
def open_memory(project: Project) -> Iterator[Memory]:
    """The project's memory, in one transaction that ends with the block.

    Raises:
        UsageError: the settings switch it off.
        StoreError: the database cannot be used, or was made by another version of Polyleaf.
    """
    setting = project.settings.memory
    if setting == OFF:
        raise UsageError(
            "this project has no memory", f'take memory = "{OFF}" out of {project.settings.path}'
        )
    from pipeline.memory.store import Memory
    from pipeline.memory.tables import SCHEMA

    with memory_connection(project.paths, setting) as connection:
        memory = Memory(connection)
        memory.create()
        if memory.schema() != SCHEMA:
            raise StoreError(
                "the memory was made by another version of Polyleaf",
                "use that version" if setting else f"delete {project.paths.relative(project.paths.memory)}",
            )
        yield memory


@contextlib.contextmanager
def refreshed_memory(
    project: Project, locales: Sequence[Locale], *, now: datetime.datetime, search: bool = True
) -> Iterator[tuple[Memory, tuple[PolyleafError, ...]]]:
    """The project's memory in step with its catalogs, to be read, and the error of each catalog that cannot
    be read: of that the memory knows what it knew before.

    What that takes is committed first: nobody who shares the memory waits for one who only reads it.

    Args:
        search: bring the index up to date too.

    Raises:
        as ``open_memory``.
    """
    with open_memory(project) as memory:
        errors = refresh(project, memory, locales, now=now)
        if search:
            memory.prepare()
    with open_memory(project) as memory:
        yield memory, errors


def lookup(
    project: Project,
    text: str,
    tags: Iterable[str],
    *,
    now: datetime.datetime,
    least: float = LEAST_SCORE,
    limit: int = 5,
) -> Found:
    """What the memory knows of ``text`` in each locale: exact matches, or else similar ones."""
    from pipeline.workflows.leaflets import choose_locales

    source_locale = project.settings.source_locale
    locales = [one for one in choose_locales(project, tags) if one != source_locale]
    differs = differs_for(source_locale)
    with refreshed_memory(project, locales, now=now) as (memory, errors):
        found = {}
        for locale in locales:
            languages = Languages(source_locale.tag, locale.tag)
            similar = memory.fuzzy(languages, text, differs=differs, least=least, limit=limit)
            matches = [*memory.exact(languages, text), *similar]
            # A pair may have come by several ways: the first, the most trusted, stands for all.
            distinct = {(one.pair.source, one.pair.target): one for one in reversed(matches)}
            found[locale] = [one for one in matches if distinct[one.pair.source, one.pair.target] is one][
                :limit
            ]
        return Found(found, errors)


def differs_for(locale: Locale) -> Differs:
    """Whether two sources in ``locale`` differ in a number, a measure, a negation or a limit."""
    from pipeline.catalogs.caution import differs_in_meaning
    from pipeline.documents.inline import TAG

    def differs(earlier: str, later: str) -> bool:
        return differs_in_meaning(TAG.sub("", earlier), TAG.sub("", later), locale)

    return differs


# ---------------------------------------------------------------------- in step with the catalogs


def refresh(
    project: Project, memory: Memory, locales: Iterable[Locale], *, now: datetime.datetime
) -> tuple[PolyleafError, ...]:
    """Bring the pairs of the project's catalogs up to date; a catalog that is as it was is not parsed.

    Obsolete units count as translated. Fuzzy ones, so machine drafts too, never enter; a piece of a longer
    text only once somebody signed it.

    Returns:
        the error of each catalog that cannot be read, of whose pairs all stay. Of one that no document needs
        any more, nothing is said.
    """
    known = memory.origins()
    prefix = _prefix(project)
    shared = _shared_digest(project)
    kept: set[str] = set()
    locales = list(locales)
    errors: list[PolyleafError] = []
    for one in _catalogs(project, locales):
        name = f"{prefix}{one.locale.tag}/{one.domain}"
        found = attempt(_look, project, one, known.get(name), shared, now)
        if found is None:
            continue
        kept.add(name)
        if isinstance(found, PolyleafError):
            if one.source is not None:
                errors.append(found)
        elif found.pairs is not None:
            languages = Languages(project.settings.source_locale.tag, one.locale.tag)
            memory.replace(Origin(name, found.digest), ((languages, pair) for pair in found.pairs))
    gone = [
        name
        for name in known
        if name not in kept and any(name.startswith(f"{prefix}{locale.tag}/") for locale in locales)
    ]
    for name in gone:
        memory.forget(name)
    return distinct(errors)


class _Catalog(Struct, frozen=True):
    """A catalog that the memory keeps in step with; ``source`` is None where its document is gone."""

    domain: str
    locale: Locale
    source: SourceFile | None


class _Looked(Struct, frozen=True):
    """A catalog as it is now; ``pairs`` is None where the memory has them already."""

    digest: str
    pairs: Sequence[Pair] | None


def _catalogs(project: Project, locales: Sequence[Locale]) -> Iterator[_Catalog]:
    """The catalogs of the project, and those of documents that are gone: a renamed one finds its own."""
    from pipeline.project.left_over import left_over_catalogs

    sources = project.sources()
    for locale in locales:
        for source in sources:
            yield _Catalog(source.domain, locale, source)
    for domain, locale, _ in left_over_catalogs(project, sources, locales):
        yield _Catalog(domain, locale, None)


def _look(
    project: Project, one: _Catalog, known: Origin | None, shared: bytes, now: datetime.datetime
) -> _Looked | None:
    """What is new in a catalog; None where there is none."""
    if one.source is not None:
        one.source.check()
    stored = project.read_catalog(project.paths.catalog(one.locale, one.domain))
    if stored is None:
        return None
    digest = _digest(project, one, stored.data, shared, now)
    if known is not None and known.digest == digest:
        return _Looked(digest, None)
    return _Looked(digest, list(_catalog_pairs(project, one, stored.data, stored.path, now)))


def _prefix(project: Project) -> str:
    publisher = project.settings.publisher.name or "-"
    return f"catalog:{publisher}/{project.root.name}/"


def _shared_digest(project: Project) -> bytes:
    reviewers = project.read_for_all(project.paths.reviewers)
    digest = hashlib.sha256(reviewers.data if reviewers else b"")
    digest.update(repr((project.settings.policy, project.settings.segmentation)).encode())
    return digest.digest()


def _digest(project: Project, one: _Catalog, data: bytes, shared: bytes, now: datetime.datetime) -> str:
    digest = hashlib.sha256(data)
    records = list(project.records(one.locale, one.domain)) if one.source else []
    if one.source and records:
        # Only what was signed depends on the reviewers, the document's order, and the day.
        for part in (shared, project.read_source(one.source), now.date().isoformat().encode()):
            digest.update(hashlib.sha256(part).digest())
        for record in records:
            digest.update(record.path.encode() + b"\0" + hashlib.sha256(record.data).digest())
    return digest.hexdigest()


def _catalog_pairs(
    project: Project, one: _Catalog, data: bytes, path: str, now: datetime.datetime
) -> Iterator[Pair]:
    from pipeline.catalogs.reading import parse_catalog
    from pipeline.workflows.passages import is_piece

    catalog = parse_catalog(data, path, project.settings.limits.catalogs)
    states: dict[tuple[str | None, str], State] = {}
    if one.source and next(project.records(one.locale, one.domain), None) is not None:
        from pipeline.workflows.leaflets import (
            read_leaflet,
            read_reviewers,
            read_translation,
            review_translation,
        )

        leaflet = read_leaflet(project, one.source)
        translation = read_translation(project, leaflet, one.locale)
        review = review_translation(project, leaflet, translation, read_reviewers(project), now=now)
        states = {unit.key: unit.state for unit in review.units}
    for unit in catalog.units:
        if unit.fuzzy or unit.source_plural is not None or not unit.target or not unit.source:
            continue
        state = State.TRANSLATED if unit.obsolete else states.get(unit.key, State.TRANSLATED)
        if state not in (State.REVIEWED, State.APPROVED):
            if is_piece(unit):
                continue
            state = State.TRANSLATED
        yield Pair(unit.source, unit.target, state, unit.context, one.domain)


# ---------------------------------------------------------------------- TMX


def import_tmx(project: Project, path: Path, tags: Iterable[str]) -> Imported:
    """Take the pairs of a TMX file, or of all TMX files in a zip, into the memory, all or nothing.

    They count as translated, whatever the file says: an approval is never copied. Importing a file of the
    same name again replaces what it brought.

    Args:
        path: of the file, as the user wrote it.
        tags: only into these locales; into all of the project's where empty.

    Raises:
        ExchangeError: the file is broken; says its line. Nothing was imported.
    """
    from pipeline.project.foreign import tmx_streams
    from pipeline.workflows.leaflets import choose_locales

    source_locale = project.settings.source_locale
    locales = [one for one in choose_locales(project, tags) if one != source_locale]
    imported = Imported()
    with open_memory(project) as memory:
        pairs = _pairs_of(
            tmx_streams(path), source_locale, locales, imported, project.settings.limits.exchange
        )
        memory.replace(Origin(f"file:{path.name}", ""), pairs)
    return imported


def _pairs_of(
    streams: Iterable[tuple[str, IO[bytes]]],
    source_locale: Locale,
    locales: list[Locale],
    imported: Imported,
    limits: Limits,
) -> Iterator[tuple[Languages, Pair]]:
    from pipeline.memory.languages import match_language
    from pipeline.memory.tmx_reading import read_tmx

    itself = Languages(source_locale.tag, source_locale.tag)
    own = {one: Languages(source_locale.tag, one.tag) for one in locales} | {source_locale: itself}
    known: dict[str, Languages | None] = {}
    taken: Counter[Languages] = Counter()
    for shown, stream in streams:
        try:
            for _, variants, context, domain in read_tmx(stream, limits):
                source = ""
                targets: list[tuple[Languages, str]] = []
                for tag, text in variants:
                    try:
                        languages = known[tag]
                    except KeyError:
                        locale = match_language(tag, own)
                        languages = known[tag] = None if locale is None else own[locale]
                    if languages is itself:
                        source = source or text
                    elif languages is None:
                        imported.left[f"in {tag}, no locale of this project"] += 1
                    elif text:
                        targets.append((languages, text))
                    else:
                        imported.left["without a translation"] += 1
                if source:
                    for languages, text in targets:
                        taken[languages] += 1
                        yield languages, Pair(source, text, State.TRANSLATED, context, domain)
                elif targets:
                    imported.left[f"without a text in {source_locale}"] += len(targets)
        except PolyleafError as error:
            raise error.at(shown) from None
    imported.taken.update({languages.target: count for languages, count in taken.items()})


def export_tmx(project: Project, path: Path, tags: Iterable[str], *, now: datetime.datetime) -> Exported:
    """Write the pairs into the project's locales as TMX, in one step; the same pairs give the same bytes.

    Raises:
        SeveralErrors: several catalogs cannot be read (or the error of the one that cannot be); nothing is
            written then.
    """
    import pipeline
    from pipeline.memory.tmx_writing import writable, write_tmx
    from pipeline.project.files import write_stream
    from pipeline.workflows.leaflets import choose_locales

    source = project.settings.source_locale
    locales = [one for one in choose_locales(project, tags) if one != source]
    written = left = 0

    def pairs() -> Iterator[tuple[Languages, Pair]]:
        nonlocal written, left
        for languages in (Languages(source.tag, one.tag) for one in locales):
            seen: set[Pair] = set()
            for match in memory.pairs(languages):
                if match.pair in seen:
                    continue
                seen.add(match.pair)
                if writable(match.pair):
                    written += 1
                    yield languages, match.pair
                else:
                    left += 1

    with refreshed_memory(project, locales, now=now, search=False) as (memory, errors):
        raise_all(errors)  # another tool would take what is missing for never translated
        pieces = write_tmx(pairs(), source_locale=source.tag, version=pipeline.__version__)
        write_stream(path, pieces, str(path))
    return Exported(written, left)
