"""The memory: pairs in, matches out. It is handed a connection and never opens one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from msgspec.structs import replace
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    delete,
    exists,
    insert,
    select,
)

from pipeline.errors import StoreError
from pipeline.memory import index, schema
from pipeline.memory.features import COMPARED
from pipeline.memory.keys import pair_digest, source_key, source_keys
from pipeline.memory.model import LEAST_SCORE, TRUSTED, Differs, Languages, Match, Origin, Pair
from pipeline.memory.statements import MOST, Prepared, insertion, one_of, pad, parameter
from pipeline.memory.tables import languages, origins, pairs, sources

_BATCH = 1_024
_REMEMBERED = 500_000
"""Sources of one import whose ids are kept in mind (about 100 bytes each)."""

_PENDING = 2_000
"""Sources that are compared one by one before they are worth an index."""

_SWEPT = 4
"""So many sources, for each that has arrived, are looked at for whether any pair has them still."""

_STATE_OF = {state: place for place, state in enumerate(TRUSTED)}
_SPARE = 20
"""Similar sources that are looked at beyond those asked for: some have no pair any more."""

_ALMOST = 0.9999
"""Likeness of long texts that differ only beyond what is compared: never 1, which means "the same"."""

_WHOLE: Select[Any] = select(
    sources.c.text, pairs.c.target, pairs.c.state, pairs.c.context, pairs.c.domain, pairs.c.origin
).join_from(sources, pairs, pairs.c.source == sources.c.id)


class Memory:
    """A translation memory in a database.

    The caller begins and commits; nothing is visible to others before. One object serves one connection.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers = schema.Numbers(connection)
        self._languages: dict[Languages, int] = {}
        self._origins: dict[int, str] = {}
        self._prepared: dict[str, Prepared] = {}
        self._candidates = index.Candidates(connection)
        self._pending: dict[int, dict[int, str]] | None = None

    # ------------------------------------------------------------------ set-up

    def create(self) -> None:
        """Make the tables if they are missing; bring those of an earlier version up to date."""
        schema.create(self._connection)

    def schema(self) -> int | None:
        """The version of the tables there are, or None in a database without any numbers."""
        return self._numbers.get("schema")

    # ------------------------------------------------------------------ writing

    def origins(self) -> dict[str, Origin]:
        """What pairs came in by, by name."""
        rows = self._connection.execute(select(origins.c.name, origins.c.digest))
        return {name: Origin(name, digest) for name, digest in rows}

    def forget(self, name: str) -> None:
        """Take out all pairs of an origin."""
        id = self._connection.scalar(select(origins.c.id).where(origins.c.name == name))
        if id is not None:
            self._connection.execute(delete(pairs).where(pairs.c.origin == id))
            self._connection.execute(delete(origins).where(origins.c.id == id))

    def replace(self, origin: Origin, found: Iterable[tuple[Languages, Pair]]) -> int:
        """Make ``found`` the pairs of ``origin``, whatever it had before; return how many distinct ones.

        ``found`` is read as a stream; if it raises, the caller rolls back.
        """
        id = self._numbers.next("origin")  # from here on no other writer comes between
        self.forget(origin.name)
        self._connection.execute(insert(origins), [{"id": id, "name": origin.name, "digest": origin.digest}])
        count = 0
        # A first import asks for no source: all there are came with it.
        known: dict[int, int] | None = {} if self._numbers.get("source") == 0 else None
        stream = iter(found)
        while batch := list(islice(stream, _BATCH)):
            count += self._add(id, batch, known)
            if known is not None and len(known) > _REMEMBERED:
                known = None
        self._pending = None
        return count

    def _add(self, origin: int, batch: Sequence[tuple[Languages, Pair]], known: dict[int, int] | None) -> int:
        """Add pairs; ``known`` has the ids of all sources there are, and gets the new ones, or is None."""
        ids_of = {langs: self._languages_id(langs) for langs in dict.fromkeys(langs for langs, _ in batch)}
        keys = source_keys(batch, ids_of)
        if known is None:
            known = self._source_ids(list(dict.fromkeys(keys)))
        fresh = {key: one for key, one in zip(keys, batch, strict=True) if key not in known}
        if fresh:
            last = self._numbers.next("source", len(fresh))
            if last > index.MOST_SOURCES:
                raise StoreError(
                    f"a memory holds at most {index.MOST_SOURCES:,} texts, counting those it has forgotten",
                    "begin a new one",
                )
            ids = range(last - len(fresh) + 1, last + 1)
            known.update(zip(fresh, ids, strict=True))
            self._statement("add sources", lambda: insertion(sources, self._connection)).many(
                [
                    (id, key, ids_of[langs], pair.source)
                    for id, (key, (langs, pair)) in zip(ids, fresh.items(), strict=True)
                ]
            )
        rows = [
            (
                known[key],
                origin,
                pair_digest(target, context, domain),
                _STATE_OF[state],
                context,
                domain,
                target,
            )
            for key, (_, (_, target, state, context, domain)) in zip(keys, batch, strict=True)
        ]
        return self._statement("add pairs", lambda: insertion(pairs, self._connection)).many(rows)

    def _source_ids(self, keys: Sequence[int]) -> dict[int, int]:
        found: dict[int, int] = {}
        query = select(sources.c.key, sources.c.id)
        for start in range(0, len(keys), MOST):
            part = keys[start : start + MOST]
            statement, values = self._one_of("ids", query.where, sources.c.key, part)
            found |= statement.rows(values)
        return found

    # ------------------------------------------------------------------ looking up

    def is_empty(self, langs: Languages) -> bool:
        """Whether nothing was ever translated between these locales."""
        return self._known_languages(langs) is None

    def exact(self, langs: Languages, source: str) -> list[Match]:
        """The pairs with just this source, most trusted first."""
        id = self._known_languages(langs)
        if id is None:
            return []
        statement = self._prepared.get("exact") or self._statement(
            "exact", lambda: _WHOLE.where(sources.c.key == parameter(0, sources.c.key))
        )
        rows = statement.rows((source_key(id, source),))
        matches = [self._match(row) for row in rows if row[0] == source]  # not merely of the same digest
        if len(matches) > 1:
            matches.sort(key=_rank)
        return matches

    def fuzzy(
        self,
        langs: Languages,
        source: str,
        *,
        differs: Differs,
        least: float = LEAST_SCORE,
        limit: int = 5,
    ) -> list[Match]:
        """Pairs with a similar source, the most like first, then the most trusted; none with the same source.

        Likeness is the normalised Indel similarity of the first ``features.COMPARED`` characters.

        Args:
            differs: tells which of them are not to be taken over.
            least: likeness from which on a pair counts, from 0.75 to 1; below that some are not found.
            limit: most sources; each may have several pairs.
        """
        id = self._known_languages(langs)
        if id is None or not source:
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        asked = source[:COMPARED]
        pending = self._pending_of(id)
        candidates = self._texts(self._candidates.near(id, source, least)) | pending
        found = process.extract(
            asked,
            candidates,
            scorer=Indel.normalized_similarity,
            processor=None,
            score_cutoff=least,
            limit=_SPARE + limit,
        )
        matches: list[Match] = []
        taken = 0
        for _, score, number in sorted(found, key=lambda row: (-row[1], row[2])):
            answers = self._answers(number)
            if not answers or answers[0].pair.source == source:
                continue
            differing = differs(answers[0].pair.source, source)
            matches += (replace(one, score=min(score, _ALMOST), differs=differing) for one in answers)
            taken += 1
            if taken == limit:
                break
        return sorted(matches, key=_rank)

    def prepare(self) -> None:
        """Bring the index up to date if enough has arrived; look-ups do so themselves before the first.

        What it costs depends on what has arrived, not on how much there is.
        """
        if (self._numbers.get("source") or 0) - (self._numbers.get("indexed") or 0) > _PENDING:
            self._numbers.take_turns()
            last, indexed = self._numbers.get("source") or 0, self._numbers.get("indexed") or 0
            gone = self._forgotten(_SWEPT * (last - indexed), indexed)
            number = index.add_segments(
                self._connection, indexed + 1, last, self._numbers.get("segment") or 0, gone
            )
            self._numbers.set("segment", number)
            self._numbers.set("indexed", last)

    def _forgotten(self, count: int, indexed: int) -> list[Sequence[Any]]:
        """Take out those of the next ``count`` sources that no pair has any more; return them."""
        first = (self._numbers.get("swept") or 0) + 1
        last = min(first + count, indexed)
        self._numbers.set("swept", last if last < indexed else 0)
        orphaned = sources.c.id.between(first, last) & ~exists().where(pairs.c.source == sources.c.id)
        query = select(sources.c.id, sources.c.languages, sources.c.text).where(orphaned)
        found: list[Sequence[Any]] = list(self._connection.execute(query))
        if found:
            self._connection.execute(delete(sources).where(orphaned))
        return found

    def pairs(self, langs: Languages) -> Iterator[Match]:
        """All pairs between two locales, by source text, the most trusted first; made for export."""
        id = self._known_languages(langs)
        query = _WHOLE.where(sources.c.languages == id)
        matches = map(self._match, self._connection.execute(query))
        yield from sorted(matches, key=lambda match: (match.pair.source, _rank(match)))

    def all_languages(self) -> list[Languages]:
        """The pairs of locales there are, sorted."""
        rows = self._connection.execute(select(languages.c.source, languages.c.target))
        return sorted((Languages(*row) for row in rows), key=lambda one: (one.source, one.target))

    def count(self, langs: Languages) -> int:
        """How many pairs there are between two locales."""
        return sum(1 for _ in self.pairs(langs))

    # ------------------------------------------------------------------ inside

    def _answers(self, number: int) -> list[Match]:
        """The pairs of one source, as exact matches."""
        statement = self._statement(
            "answers", lambda: _WHOLE.where(sources.c.id == parameter(0, sources.c.id))
        )
        return [self._match(row) for row in statement.rows((number,))]

    def _match(self, row: Sequence[Any]) -> Match:
        text, target, state, context, domain, origin = row
        name = self._origins.get(origin)
        if name is None:
            named = self._connection.execute(select(origins.c.id, origins.c.name))
            self._origins = {id: name for id, name in named}  # noqa: C416 (dict() takes a result for a mapping)
            name = self._origins[origin]
        return Match(Pair(text, target, TRUSTED[state], context, domain), 1.0, name)

    def _texts(self, ids: Sequence[int]) -> dict[int, str]:
        texts: dict[int, str] = {}
        for start in range(0, len(ids), MOST):
            query = select(sources.c.id, sources.c.text)
            statement, values = self._one_of("texts", query.where, sources.c.id, ids[start : start + MOST])
            texts |= {id: text[:COMPARED] for id, text in statement.rows(values)}
        return texts

    def _pending_of(self, languages_id: int) -> dict[int, str]:
        if self._pending is None:
            self.prepare()
            self._pending = {}
        if languages_id not in self._pending:
            query = select(sources.c.id, sources.c.text).where(
                sources.c.id > (self._numbers.get("indexed") or 0), sources.c.languages == languages_id
            )
            rows = self._connection.execute(query)
            self._pending[languages_id] = {id: text[:COMPARED] for id, text in rows}
        return self._pending[languages_id]

    def _known_languages(self, langs: Languages) -> int | None:
        id = self._languages.get(langs)
        if id is None:
            id = self._connection.scalar(
                select(languages.c.id).where(
                    languages.c.source == langs.source, languages.c.target == langs.target
                )
            )
            if id is not None:
                self._languages[langs] = id
        return id

    def _languages_id(self, langs: Languages) -> int:
        id = self._known_languages(langs)
        if id is None:
            id = self._numbers.next("languages")
            row = {"id": id, "source": langs.source, "target": langs.target}
            self._connection.execute(insert(languages), [row])
            self._languages[langs] = id
        return id

    def _statement(self, name: str, build: Callable[[], object]) -> Prepared:
        prepared = self._prepared.get(name)
        if prepared is None:
            prepared = self._prepared[name] = Prepared(self._connection, build())
        return prepared

    def _one_of(
        self,
        name: str,
        build: Callable[[ColumnElement[bool]], object],
        column: Column[int],
        values: Sequence[int],
        first: int = 0,
    ) -> tuple[Prepared, list[int]]:
        """A statement over ``column IN values``, parameters from ``first`` on, and the values padded."""
        padded = pad(values)
        statement = self._statement(
            f"{name} {len(padded)}", lambda: build(one_of(column, len(padded), first))
        )
        return statement, padded


def _rank(match: Match) -> tuple[object, ...]:
    """The order of answers: the most like, the most trusted; then by text, so that it is always the same."""
    pair = match.pair
    return (
        -match.score,
        -_STATE_OF[pair.state],
        pair.source,
        pair.target,
        pair.domain,
        pair.context or "",
        match.origin,
    )
