"""The tables of a memory, the same for SQLite and PostgreSQL.

    languages   a pair of locales
    origins     a catalog or file that pairs came in by
    sources     each distinct source text of a pair of locales, once
    pairs       its targets, by origin
    postings    the index for similar texts: for each feature the sources that have it (see ``index``)
    numbers     what is counted: the schema, the last ids given, how far the index goes

Ids of sources are counted from 1 in the order of arrival; a writer holds the row of ``numbers`` until it
commits, so that ids become visible in order.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

SCHEMA = 2
"""Version of the tables; ``store`` brings those of version 1 up to date."""

metadata = MetaData()

_PREFIX = "polyleaf_memory_"  # a team's database may hold other things

numbers = Table(
    f"{_PREFIX}numbers",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

languages = Table(
    f"{_PREFIX}languages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
)

origins = Table(
    f"{_PREFIX}origins",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
    Column("digest", Text, nullable=False),
)

# The key of a source is a digest of its languages and text: one small index finds it, whatever its length.
sources = Table(
    f"{_PREFIX}sources",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("key", BigInteger, nullable=False, unique=True),
    Column("languages", Integer, nullable=False),
    Column("text", Text, nullable=False),
)

pairs = Table(
    f"{_PREFIX}pairs",
    metadata,
    Column("source", BigInteger, primary_key=True, autoincrement=False),
    Column("origin", Integer, ForeignKey(origins.c.id), primary_key=True, autoincrement=False),
    Column("digest", BigInteger, primary_key=True, autoincrement=False),  # of context, domain and target
    Column("state", SmallInteger, nullable=False),  # place in model.TRUSTED
    Column("context", Text),
    Column("domain", Text, nullable=False),
    Column("target", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index(f"{_PREFIX}pairs_by_origin", pairs.c.origin)

postings = Table(
    f"{_PREFIX}postings",
    metadata,
    Column("feature", BigInteger, primary_key=True, autoincrement=False),
    Column("segment", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("sources", LargeBinary, nullable=False),  # see index
    sqlite_with_rowid=False,
)
