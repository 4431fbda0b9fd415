"""The memory of a project: opened, looked up, and exchanged as TMX."""

from __future__ import annotations

import contextlib
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
from pipeline.project.store import Project
from pipeline.workflows.attempts import raise_all
from pipeline.workflows.memory_upkeep import refresh

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
