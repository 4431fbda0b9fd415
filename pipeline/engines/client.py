"""The client that adapters use: rate limit, retries with back-off, strict reading of JSON, clean errors.

Waits: 1, 2, 4, 8 … seconds after a failure that may pass (no connection, a cut off answer, 408, 429, 5xx),
or what ``Retry-After`` says (RFC 9110, 10.2.3) up to ``MAX_WAIT``; a longer one is an error that says when
to come back.
"""

from __future__ import annotations

import email.utils
import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn
from urllib.parse import urlencode

from pipeline.engines.address import Address
from pipeline.engines.model import EngineSettings, Limits, Secret, Timing
from pipeline.engines.transport import Reply, Request, Transport, Unreachable
from pipeline.errors import EngineError

MAX_WAIT = 120.0
"""Longest wait between two attempts, in seconds."""

_PASSING = frozenset([408, 429, 500, 502, 503, 504])
_HINTS = {
    400: "see whether the service knows this pair of languages",
    401: "check the key",
    403: "check the key, and what it may be used for",
    404: "check the address",
    413: "ask for fewer texts at once (texts_per_request)",
    414: "ask for fewer texts at once (texts_per_request)",
    429: "wait, or ask less often (requests_per_minute)",
    456: "the quota of this key is used up",
}


class Client:
    """Speaks to one service in a polite, bounded way.

    Args:
        address: of the service, for paths and messages.
        transport: the way to it.
        settings: timeouts, attempts, rate.
        limits: the engine's own.
        timing: clock and sleep.
        key: of the user, or None.
    """

    def __init__(
        self,
        address: Address,
        transport: Transport,
        settings: EngineSettings,
        limits: Limits,
        timing: Timing,
        key: Secret | None = None,
    ) -> None:
        self.address, self.key = address, key
        self._transport, self._settings, self._timing = transport, settings, timing
        rate = settings.requests_per_minute
        rate = limits.requests_per_minute if rate is None else rate
        self._gap = 60.0 / rate if rate else 0.0
        self._next = timing.now()

    def get_json(self, path: str, query: Mapping[str, str] = {}) -> Any:
        """Ask for ``path`` below the base address; the JSON that comes back."""
        target = f"{path}?{urlencode(query)}" if query else path
        return self.json_of(self.exchange(Request("GET", target)))

    def post_form(self, path: str, fields: Sequence[tuple[str, str]]) -> Any:
        """Send a form; the JSON that comes back."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.json_of(self.exchange(Request("POST", path, headers, urlencode(fields).encode("ascii"))))

    def post_json(self, path: str, data: object, headers: Mapping[str, str] = {}) -> Any:
        """Send JSON; the JSON that comes back."""
        body = json.dumps(data, ensure_ascii=False).encode("utf-8")
        headers = {"Content-Type": "application/json", **headers}
        return self.json_of(self.exchange(Request("POST", path, headers, body)))

    def exchange(self, request: Request) -> Reply:
        """Send ``request`` (its target below the base address) until an answer comes.

        Raises:
            EngineError: none came after all attempts, or one that says no.
        """
        below = Request(
            request.method,
            self.address.path + request.target,
            {"User-Agent": "polyleaf", "Accept": "application/json", **request.headers},
            request.body,
        )
        wait = 1.0
        for attempt in range(1, self._settings.attempts + 1):
            self._keep_pace()
            asked: float | None = None
            try:
                reply = self._transport.send(below)
            except Unreachable as failure:
                reason, hint = str(failure), "see that the service runs; drafts made so far are kept"
            else:
                if 200 <= reply.status < 300:
                    return reply
                if reply.status not in _PASSING:
                    self._refuse(reply)
                reason, hint = _status(reply), _HINTS.get(reply.status, "try again later")
                asked = self._asked_to_wait(reply)
            if attempt < self._settings.attempts:
                self._timing.sleep(wait if asked is None else asked)
                wait = min(wait * 2, MAX_WAIT)
        times = "once" if self._settings.attempts == 1 else f"{self._settings.attempts} times"
        raise EngineError(f"{self.address}: {reason} (tried {times})", hint)

    def close(self) -> None:
        self._transport.close()

    def json_of(self, reply: Reply) -> Any:
        """The JSON that ``reply`` holds.

        Raises:
            EngineError: it is not JSON in UTF-8, or does not say so.
        """
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json" and not kind.endswith("+json"):
            said = f"{kind[:40]!r}" if kind.isprintable() and kind else "no type"
            self.broken(f"JSON was expected, and {said} came")
        try:
            return json.loads(reply.body.decode("utf-8"), parse_constant=_no_constant)
        except (ValueError, RecursionError):
            self.broken("what came says it is JSON and is not")

    def broken(self, what: str) -> NoReturn:
        """
        Raises:
            EngineError: always: the service answered, but not as it should.
        """
        raise EngineError(
            f"{self.address}: {what}", "check that the address is this engine's, and what stands in between"
        ) from None  # what went wrong below can hold the request

    def texts_of(self, found: object, count: int) -> list[str]:
        """``found``, if it is a list of ``count`` texts.

        Raises:
            EngineError: it is something else.
        """
        if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
            self.broken("the answer holds no list of texts")
        if len(found) != count:
            self.broken(f"{count} texts were sent and {len(found)} came back")
        return found

    def _keep_pace(self) -> None:
        now = self._timing.now()
        if now < self._next:
            self._timing.sleep(self._next - now)
            now = max(self._next, self._timing.now())
        self._next = now + self._gap

    def _asked_to_wait(self, reply: Reply) -> float | None:
        """Seconds that ``Retry-After`` asks for, or None."""
        seconds = _seconds(reply.headers.get("retry-after", ""), reply.headers.get("date", ""))
        if seconds is not None and seconds > MAX_WAIT:
            raise EngineError(
                f"{self.address}: {_status(reply)}; it asks to wait {seconds:.0f} seconds",
                "run it again then; drafts made so far are kept",
            )
        return seconds

    def _refuse(self, reply: Reply) -> NoReturn:
        if 300 <= reply.status < 400:
            raise EngineError(
                f"{self.address}: it sends on to another address, which is not followed",
                "set url to where the service really is",
            )
        raise EngineError(
            f"{self.address}: {_status(reply)}", _HINTS.get(reply.status, "see its documentation")
        )


def _status(reply: Reply) -> str:
    # What a server writes beside its status is not repeated: it can be a copy of the request, key and all.
    words = {429: "too many requests", 456: "quota exceeded"}
    usual = "no" if reply.status < 500 else "that it failed"
    return f"it says {words.get(reply.status, usual)} ({reply.status})"


def _seconds(value: str, date: str) -> float | None:
    """``Retry-After``: seconds, or a date seen from the answer's own."""
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    try:
        until, since = email.utils.parsedate_to_datetime(value), email.utils.parsedate_to_datetime(date)
        return max(0.0, (until - since).total_seconds())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
