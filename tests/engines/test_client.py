"""Patience, pace, and strict reading; with a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.engines.address import parse_address
from pipeline.engines.client import MAX_WAIT, Client
from pipeline.engines.model import EngineSettings, Limits, Secret, Timing
from pipeline.engines.transport import Reply, Request, Unreachable
from pipeline.errors import EngineError


class Clock:
    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    @property
    def timing(self) -> Timing:
        return Timing(lambda: self.time, self.sleep)


class Script:
    """A transport that gives what it was told to, in order."""

    def __init__(self, *steps: Reply | Exception) -> None:
        self.steps: Iterator[Reply | Exception] = iter(steps)
        self.sent: list[Request] = []

    def send(self, request: Request) -> Reply:
        self.sent.append(request)
        step = next(self.steps)
        if isinstance(step, Exception):
            raise step
        return step

    def close(self) -> None:
        pass


def says(status: int, body: bytes = b"{}", **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"content-type": "application/json", **named}, body)


def client(script: Script, clock: Clock | None = None, **settings: int) -> Client:
    return Client(
        parse_address("https://mt.example.org/base"),
        script,
        EngineSettings(**settings),
        Limits(),
        (clock or Clock()).timing,
        Secret("geheim"),
    )


@pytest.mark.parametrize("passing", [Unreachable("gone"), says(429), says(500), says(503), says(408)])
def test_what_may_pass_is_tried_again_after_longer_and_longer_waits(passing: Reply | Exception) -> None:
    clock, script = Clock(), Script(passing, passing, passing, says(200, b'{"a": 1}'))
    assert client(script, clock).get_json("/x") == {"a": 1}
    assert clock.slept == [1, 2, 4]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 418, 456, 501])
def test_a_no_is_not_asked_twice(status: int) -> None:
    script = Script(says(status))
    with pytest.raises(EngineError, match=str(status)):
        client(script).get_json("/x")
    assert len(script.sent) == 1


def test_after_the_last_attempt_the_reason_is_told() -> None:
    script = Script(*[Unreachable("nothing answers there")] * 3)
    with pytest.raises(EngineError) as caught:
        client(script, attempts=3).get_json("/x")
    assert caught.value.what == "https://mt.example.org/base: nothing answers there (tried 3 times)"


def test_retry_after_in_seconds_is_kept_to() -> None:
    clock = Clock()
    client(Script(says(429, retry_after="7"), says(200)), clock).get_json("/x")
    assert clock.slept == [7]


def test_retry_after_as_a_date_is_kept_to() -> None:
    clock = Clock()
    late = says(503, date="Sun, 22 Nov 2026 10:00:00 GMT", retry_after="Sun, 22 Nov 2026 10:00:30 GMT")
    client(Script(late, says(200)), clock).get_json("/x")
    assert clock.slept == [30]


@pytest.mark.parametrize("value", ["soon", "-1", "1e9", "٧", "Sun, 99 Nov 2026", "9" * 4000])
def test_an_odd_retry_after_is_passed_over(value: str) -> None:
    clock = Clock()
    client(Script(says(429, retry_after=value), says(200)), clock).get_json("/x")
    assert clock.slept == [1]


def test_nobody_waits_longer_than_the_cap() -> None:
    clock = Clock()
    with pytest.raises(EngineError, match="asks to wait 3600 seconds"):
        client(Script(says(429, retry_after="3600")), clock).get_json("/x")
    assert clock.slept == []
    always = Script(*[says(500)] * 20)
    with pytest.raises(EngineError):
        client(always, clock, attempts=20).get_json("/x")
    assert max(clock.slept) == MAX_WAIT


def test_requests_keep_their_pace() -> None:
    clock = Clock()
    paced = client(Script(*[says(200)] * 4), clock, requests_per_minute=30)
    for _ in range(4):
        paced.get_json("/x")
    assert clock.slept == [2, 2, 2]


def test_a_redirect_is_not_followed_and_not_repeated() -> None:
    with pytest.raises(EngineError, match="not followed") as caught:
        client(Script(says(302, location="https://evil.example.org/geheim"))).get_json("/x")
    assert "evil" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", b"<html></html>"),
        ("", b"{}"),
        ("application/json", b"<html></html>"),
        ("application/json", b""),
        ("application/json", b'{"a": "'),
        ("application/json", b'{"a": NaN}'),
        ("application/json", b"\xff\xfe"),
        ("application/json", b"[" * 100_000),
    ],
)
def test_what_is_not_json_is_an_error(kind: str, body: bytes) -> None:
    with pytest.raises(EngineError, match=r"JSON"):
        client(Script(Reply(200, {"content-type": kind}, body))).get_json("/x")


def test_the_base_path_stands_before_every_path_and_keys_are_no_part_of_it() -> None:
    script = Script(says(200))
    client(script).post_json("/translate", {"q": ["é"]}, {"Authorization": "geheim"})
    (sent,) = script.sent
    assert sent.target == "/base/translate"
    assert sent.body == '{"q": ["é"]}'.encode()


@pytest.mark.parametrize("found", [None, "text", {}, [1], ["a", None], ["a"], ["a", "b", "c"]])
def test_texts_are_texts_and_as_many_as_were_sent(found: object) -> None:
    with pytest.raises(EngineError):
        client(Script()).texts_of(found, 2)
    assert client(Script()).texts_of(["a", "b"], 2) == ["a", "b"]


def test_a_secret_does_not_show() -> None:
    secret = Secret("geheim")
    assert "geheim" not in f"{secret} {secret!r} {[secret]} {vars(type(secret))}"
