"""Opening the database of the translation memory: a file in the project's cache, or a team's PostgreSQL.

A password in the address is never shown: errors name the database without it, and in what a driver says of
its own it is blotted out.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import StoreError
from pipeline.project.paths import ProjectPaths

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

OFF = "off"
POSTGRESQL = "postgresql+psycopg://"

_BUSY_SECONDS = 60
_CONNECT_SECONDS = 15
_SQLITE_PRAGMAS = (
    "PRAGMA synchronous = NORMAL",
    "PRAGMA cache_size = -65536",  # kibibytes
    "PRAGMA mmap_size = 4294967296",
)

_MAKE_ANEW = "delete it: it is made anew from the catalogs (import other files again)"
_SPACE, _RIGHTS = "free some space and run it again", "see that it and its folder may be written"
# Only a file that is broken is to be deleted: what was imported goes with it.
_SQLITE_HINTS = {
    **dict.fromkeys(("BUSY", "LOCKED"), "run it again"),
    **dict.fromkeys(("FULL", "IOERR"), _SPACE),
    **dict.fromkeys(("READONLY", "CANTOPEN", "PERM"), _RIGHTS),
}


@contextlib.contextmanager
def memory_connection(paths: ProjectPaths, setting: str) -> Iterator[Connection]:
    """A connection to the memory that the setting ``memory`` names, in one transaction.

    It is committed at the end, and rolled back if anything was raised.

    Args:
        setting: an address of PostgreSQL, or nothing for the file in the cache.

    Raises:
        StoreError: the database cannot be reached, read or written; whatever a driver raises becomes this.
    """
    import sqlalchemy
    from sqlalchemy import exc

    try:
        url = sqlalchemy.make_url(setting) if setting else _sqlite_url(paths)
        engine = _engine(url)
    except (exc.ArgumentError, ValueError):
        raise StoreError(
            "the address of the memory is wrong",
            f'write memory = "{POSTGRESQL}user@host/database" in the settings',
        ) from None
    except ModuleNotFoundError as error:
        raise StoreError(
            f"PostgreSQL needs the package {error.name}", 'install "polyleaf[postgresql]"'
        ) from None
    shown = _shown(url, paths)
    try:
        with engine.begin() as connection:
            yield connection
    except exc.SQLAlchemyError as error:
        raise _told(getattr(error, "orig", None) or error, url, shown) from None
    except Exception as error:
        # The memory's look-ups run on the driver's own cursor.
        if isinstance(error, engine.dialect.loaded_dbapi.Error):
            raise _told(error, url, shown) from None
        raise
    finally:
        engine.dispose()


def _sqlite_url(paths: ProjectPaths) -> URL:
    from sqlalchemy import URL

    from pipeline.project.files import make_cache

    make_cache(paths.cache)
    return URL.create("sqlite", database=str(paths.memory))


def _engine(url: URL) -> Engine:
    import sqlite3

    import sqlalchemy
    from sqlalchemy.pool import NullPool

    if url.get_backend_name() != "sqlite":
        waiting = {} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT_SECONDS}
        return sqlalchemy.create_engine(url, connect_args=waiting, poolclass=NullPool, hide_parameters=True)
    engine = sqlalchemy.create_engine(
        url, connect_args={"timeout": _BUSY_SECONDS}, poolclass=NullPool, hide_parameters=True
    )

    is_new = not Path(url.database or "").exists()

    @sqlalchemy.event.listens_for(engine, "connect")
    def tune(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in _SQLITE_PRAGMAS:
            connection.execute(pragma)
        # With a log readers go on while one writes; but all that a first transaction brings would be written
        # twice. The file remembers: where somebody is writing just now, it gets its log another time.
        if not is_new:
            with contextlib.suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA journal_mode = WAL")

    return engine


def _shown(url: URL, paths: ProjectPaths) -> str:
    if url.get_backend_name() == "sqlite":
        return paths.relative(paths.memory)
    return f"memory {url.host or 'on this machine'}/{url.database or ''}"


def _told(error: BaseException, url: URL, shown: str) -> StoreError:
    text = " ".join(str(error).split()) or type(error).__name__
    for secret in _secrets(url):
        text = text.replace(secret, "…")
    if url.get_backend_name() == "sqlite":
        hint = _SQLITE_HINTS.get(_sqlite_reason(error), _MAKE_ANEW)
    else:
        hint = 'see that the database can be reached, or set memory = "off"'
    return StoreError(f"the memory cannot be used: {text[:400]}", hint, path=shown)


def _sqlite_reason(error: BaseException) -> str:
    """SQLite's name of the error, without what it says more exactly: "IOERR" of "SQLITE_IOERR_WRITE"."""
    return str(getattr(error, "sqlite_errorname", "")).removeprefix("SQLITE_").partition("_")[0]


def _secrets(url: URL) -> list[str]:
    """The password, as it is and as it may stand in an address."""
    from urllib.parse import quote, quote_plus

    passwords = [url.password, url.query.get("password")]
    plain = [text for text in passwords if isinstance(text, str) and text]
    return sorted(
        {form for text in plain for form in (text, quote(text, safe=""), quote_plus(text))}, key=len
    )[::-1]
