"""One HTTP exchange, bounded in every way: time, size, destination.

Written on ``http.client`` because it does so little by itself: no proxy from the environment, no redirect, no
cookie, no password file, no decompression. A deadline ends an exchange even where a server sends one byte at
a time, which the usual timeouts (each of them for one read) do not.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pipeline.engines.address import Address, may_be_plain
from pipeline.errors import EngineError

MAX_REPLY = 4 * 1024 * 1024
"""Most bytes of one answer: many times the largest request."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: ``target`` is path and query. Neither it nor the headers are ever shown."""

    method: str
    target: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole.

    Attributes:
        status: of HTTP.
        headers: names in small letters.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class Unreachable(Exception):
    """No whole answer came; trying again may help. Its text holds nothing that was sent."""


class Transport(Protocol):
    """A way to one server."""

    def send(self, request: Request) -> Reply:
        """
        Raises:
            Unreachable: no whole answer; try again.
            EngineError: it makes no sense to try again.
        """
        ...

    def close(self) -> None: ...


class HttpTransport:
    """HTTP/1.1 to one address, the connection kept open between exchanges.

    Args:
        address: the server.
        timeout: seconds for an exchange, all in all.
        max_reply: bytes of a reply's body.
    """

    def __init__(self, address: Address, *, timeout: float, max_reply: int = MAX_REPLY) -> None:
        self._address, self._timeout, self._max_reply = address, timeout, max_reply
        self._connection: http.client.HTTPConnection | None = None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def send(self, request: Request) -> Reply:
        reused = self._connection is not None
        try:
            return self._exchange(request)
        except _Stale:
            # The server closed the connection between two exchanges, as it may: nothing was answered yet.
            if not reused:
                raise Unreachable("it closed the connection without an answer") from None
        try:
            return self._exchange(request)
        except _Stale:
            raise Unreachable("it closed the connection without an answer") from None

    def _exchange(self, request: Request) -> Reply:
        reply, open_still = None, False
        with _Deadline(self._timeout) as deadline:
            try:
                if self._connection is None:
                    self._connection = self._connect(deadline)
                deadline.watch(self._connection.sock)
                self._connection.request(
                    request.method,
                    request.target,
                    body=request.body,
                    headers={"Accept-Encoding": "identity", **request.headers},
                )
                with contextlib.closing(self._connection.getresponse()) as response:
                    reply, open_still = self._read(response)
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.close()
                if deadline.passed:
                    raise self._too_slow() from None
                raise _Stale from None
            except ssl.SSLCertVerificationError:
                raise EngineError(
                    f"{self._address.host} has no certificate that this machine trusts",
                    "check the address; a private authority must be installed in the system",
                ) from None
            except (OSError, http.client.HTTPException, ValueError) as error:
                # The texts of these can hold the request: only their kind is told.
                if deadline.passed or isinstance(error, TimeoutError):
                    raise self._too_slow() from None
                raise Unreachable(_kind(error)) from None
            finally:
                if not open_still:
                    self.close()
        if deadline.passed:
            self.close()
            raise self._too_slow()
        return reply

    def _too_slow(self) -> Unreachable:
        return Unreachable(f"no whole answer within {self._timeout:g} seconds")

    def _read(self, response: http.client.HTTPResponse) -> tuple[Reply, bool]:
        body = response.read(self._max_reply + 1)
        if len(body) > self._max_reply:
            raise EngineError(
                f"{self._address.host} sent more than {self._max_reply // 1024} kB in one answer",
                "check that the address is a translation service's",
            )
        if response.length:  # what is still to come; read(n) does not complain when it never does
            raise Unreachable("the answer was cut off")
        headers = {name.lower(): value for name, value in response.getheaders()}
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise EngineError(f"{self._address.host} sent a compressed answer that was not asked for")
        return Reply(response.status, headers, body), not response.will_close

    def _connect(self, deadline: _Deadline) -> http.client.HTTPConnection:
        address = self._address
        plug = _dial(address, self._timeout)
        deadline.watch(plug)
        if not address.secure:
            plain = http.client.HTTPConnection(address.host, address.port, timeout=self._timeout)
            plain.sock = plug
            return plain
        context = ssl.create_default_context()
        secure = http.client.HTTPSConnection(
            address.host, address.port, timeout=self._timeout, context=context
        )
        try:
            secure.sock = context.wrap_socket(plug, server_hostname=address.host)
        except BaseException:
            plug.close()
            raise
        return secure


class _Stale(Exception):
    """A connection that was closed before anything was answered."""


class _Deadline:
    """Ends an exchange from outside when its time is over, by shutting the socket it waits on."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True
        self._socket: socket.socket | None = None
        self.passed = False

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, plug: socket.socket | None) -> None:
        self._socket = plug
        if self.passed:
            self._shut()

    def _pass(self) -> None:
        self.passed = True
        self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # Of the plain class: SSLSocket's own would take its state from under the reading thread.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _dial(address: Address, timeout: float) -> socket.socket:
    """Connect to the first IP address that answers, and that may be spoken to."""
    found = _bounded(lambda: socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM), timeout)
    ips = list(dict.fromkeys(str(entry[4][0]) for entry in found))[:8]
    if not address.secure:
        ips = [ip for ip in ips if may_be_plain(ip)]
        if not ips:
            raise EngineError(
                f"{address.host} is not on this machine or a private network, and its address is http",
                "use https: on the way anyone could read the text and change the translation",
            )
    failure: OSError = OSError("no address")
    for ip in ips:
        try:
            # What was checked is what is connected to: the name is not looked up a second time.
            plug = socket.create_connection((ip, address.port), timeout=timeout / len(ips))
        except OSError as error:
            failure = error
        else:
            plug.settimeout(timeout)
            # Head and body go out one after the other; together they are one request, not to be waited for.
            plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return plug
    raise failure


def _bounded(look: Callable[[], list[Any]], timeout: float) -> list[Any]:
    """What ``look`` gives, if it does so in time: a name server's silence has no timeout of its own."""
    result: list[list[Any]] = []
    failure: list[OSError] = []

    def run() -> None:
        try:
            result.append(look())
        except (OSError, UnicodeError) as error:
            failure.append(error if isinstance(error, OSError) else OSError("no such host"))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(timeout)
    if failure:
        raise failure[0]
    if not result:
        raise TimeoutError
    return result[0]


def _kind(error: Exception) -> str:
    match error:
        case ConnectionRefusedError():
            return "nothing answers there"
        case socket.gaierror():
            return "no such host is known"
        case ssl.SSLError():
            return "no secure connection could be made"
        case http.client.IncompleteRead():
            return "the answer was cut off"
        case http.client.HTTPException() | ValueError():
            return "the answer is not HTTP"
        case _:
            return "the connection failed"
