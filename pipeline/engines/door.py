"""deep-translator behind a door: its engines work, and every request of theirs goes through our own client.

deep-translator calls ``requests.get`` and ``requests.post`` without a timeout, a limit of size or a look at
where a redirect leads, and over plain http where its table says so. So the name ``requests`` in its modules
is given another meaning once: an object that hands each call to the client of the connection that is at
work, and refuses any other. Nothing outside those modules is changed, and deep-translator cannot reach the
network by itself any more in this process.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlencode, urlsplit

from msgspec import Struct

from pipeline.errors import EngineError

if TYPE_CHECKING:
    from pipeline.engines.client import Client
    from pipeline.engines.transport import Reply

Inspect: TypeAlias = "Callable[[Client, Reply], None]"

GIVE_UP = 5
"""After so many answers in a row without a translation, something else than the service is answering."""

_at_work = threading.local()


class DoorReply(Struct, frozen=True):
    """As much of ``requests.Response`` as deep-translator uses."""

    client: Client
    reply: Reply

    @property
    def status_code(self) -> int:
        return self.reply.status

    @property
    def text(self) -> str:
        return self.reply.body.decode("utf-8", "replace")

    def json(self) -> Any:
        return self.client.json_of(self.reply)

    def close(self) -> None:
        """Nothing to do: the reply is whole."""


class _Door:
    """Stands where deep-translator's modules have ``requests``."""

    class exceptions:
        """deep-translator catches this one; the door raises none of it."""

        class RequestException(Exception):
            pass

    def get(self, url: str, params: Mapping[str, Any] | None = None, **_: Any) -> DoorReply:
        return _send("GET", url, params, {}, None)

    def post(
        self,
        url: str,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        json: object = None,
        **_: Any,
    ) -> DoorReply:
        return _send("POST", url, params, headers or {}, json)


def _send(
    method: str, url: str, params: Mapping[str, Any] | None, headers: Mapping[str, str], data: object
) -> DoorReply:
    from pipeline.engines.transport import Request

    client: Client | None = getattr(_at_work, "client", None)
    if client is None:
        raise EngineError("deep-translator asked for the network outside of a translation")
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query.strip(), urlencode(params or {}))))
    # The service's own path at the address that the client is for: an address in deep-translator's table
    # counts only for its path.
    target = f"{parts.path}?{query}" if query else parts.path
    body = None if data is None else json.dumps(data, ensure_ascii=False).encode("utf-8")
    reply = client.exchange(Request(method, target, {"Accept": "*/*", **headers}, body))
    if _at_work.inspect is not None:
        _at_work.inspect(client, reply)
    return DoorReply(client, reply)


@contextlib.contextmanager
def through(client: Client, inspect: Inspect | None = None) -> Iterator[None]:
    """Let deep-translator's requests out by ``client`` while the block runs.

    Raises:
        EngineError: for whatever deep-translator raises; its own texts are not repeated, they can hold a key.
    """
    _at_work.client, _at_work.inspect = client, inspect
    try:
        yield
    except EngineError:
        raise
    except Exception as error:
        client.broken(f"deep-translator could not read the answer ({type(error).__name__})")
    finally:
        _at_work.client = _at_work.inspect = None


def load(module: str) -> Any:
    """A module of deep-translator, with the door in it."""
    found: Any = importlib.import_module(f"deep_translator.{module}")
    if not isinstance(found.requests, _Door):
        found.requests = _Door()
    return found


def library_version() -> str:
    """Which deep-translator is installed."""
    from importlib.metadata import version

    return f"deep-translator {version('deep-translator')}"


class Translator(Struct, frozen=True):
    """A connection by one of deep-translator's classes.

    Attributes:
        call: its bound ``translate``.
        inspect: looks at each answer before deep-translator does, and raises EngineError if it says no.
    """

    client: Client
    call: Callable[[str], object]
    version: str
    inspect: Inspect | None = None

    def translate(self, texts: Sequence[str]) -> list[str | None]:
        replies: list[str | None] = []
        for text in texts:
            reply: object = None
            with through(self.client, self.inspect), contextlib.suppress(_nothing_found()):
                reply = self.call(text)
            if reply is not None and not isinstance(reply, str):
                self.client.broken("the answer holds no translation")
            replies.append(reply)
            if len(replies) >= GIVE_UP and not any(replies[-GIVE_UP:]):
                self.client.broken(f"{GIVE_UP} answers in a row held no translation")
        return replies


def _nothing_found() -> type[Exception]:
    """What deep-translator raises when it sees no translation in an answer."""
    from deep_translator.exceptions import TranslationNotFound

    found: type[Exception] = TranslationNotFound
    return found
