"""Memories to test with: SQLite in a file, and a real PostgreSQL that the tests start themselves."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from pipeline.memory.store import Memory
from pipeline.project.memory_database import memory_connection
from pipeline.project.paths import ProjectPaths

OpenMemory = Callable[[], AbstractContextManager[Memory]]
PASSWORD = "p@ss/word:1%"


def opener(root: Path, setting: str) -> OpenMemory:
    @contextlib.contextmanager
    def open_memory() -> Iterator[Memory]:
        with memory_connection(ProjectPaths(root), setting) as connection:
            memory = Memory(connection)
            memory.create()
            yield memory

    return open_memory


@pytest.fixture
def sqlite_memory(tmp_path: Path) -> OpenMemory:
    return opener(tmp_path.resolve(), "")


def _program(need: Callable[..., str], name: str) -> str:
    """Debian keeps the server's programs off the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(debian[-1]) if debian else need(name)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def postgresql_server(need: Callable[..., str]) -> Iterator[str]:
    """The address of a fresh server on loopback, with a password full of signs that addresses must escape.

    PostgreSQL refuses to run as root; then it runs as the system's user for it, or as nobody.
    """
    from urllib.parse import quote

    user: str | None = None
    if os.geteuid() == 0:
        known = {one.pw_name for one in pwd.getpwall()}
        user = "postgres" if "postgres" in known else "nobody"
    initdb, pg_ctl = _program(need, "initdb"), _program(need, "pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="polyleaf-postgresql-"))
    secret = folder / "password"
    secret.write_text(PASSWORD)
    if user:
        for path in (folder, secret):
            shutil.chown(path, user)
    data, port = folder / "data", _free_port()

    def run(*command: str) -> None:
        log = folder / "log"
        done = subprocess.run(
            command, user=user, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=120
        )
        told = done.stderr.decode(errors="replace") + (log.read_text() if log.exists() else "")
        assert done.returncode == 0, told

    options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off"
    try:
        run(
            *(initdb, "-D", str(data), "-U", "polyleaf", "-A", "scram-sha-256", "-E", "UTF8"),
            *("--locale=C", f"--pwfile={secret}", "--no-sync"),
        )
        run(pg_ctl, "-D", str(data), "-w", "-t", "60", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql+psycopg://polyleaf:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/postgres"
        finally:
            run(pg_ctl, "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[str]:
    """The address of a database with no memory in it, which no other test is given at the same time."""
    from sqlalchemy import create_engine

    from pipeline.memory.tables import metadata

    yield postgresql_server
    engine = create_engine(postgresql_server)
    metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def postgresql_memory(postgresql: str, tmp_path: Path) -> OpenMemory:
    return opener(tmp_path.resolve(), postgresql)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def open_memory(request: pytest.FixtureRequest) -> OpenMemory:
    """A memory in each kind of database."""
    found: OpenMemory = request.getfixturevalue(f"{request.param}_memory")
    return found
