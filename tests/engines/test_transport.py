"""One exchange: bounded in time, size and destination, whatever the other side does."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from pipeline.engines import transport
from pipeline.engines.address import parse_address
from pipeline.engines.transport import HttpTransport, Request, Unreachable
from pipeline.errors import EngineError
from tests.engines import fake as faults
from tests.engines.fake import Fake

ASK = Request("POST", "/translate", {"Content-Type": "application/json"}, b'{"q": ["Take one."]}')


WayTo = Callable[..., HttpTransport]


@pytest.fixture
def way_to() -> Iterator[WayTo]:
    """``way_to(service)`` opens a transport, which the end of the test closes."""
    opened: list[HttpTransport] = []

    def make(service: Fake | str, *, timeout: float = 20, **options: int) -> HttpTransport:
        url = service if isinstance(service, str) else service.url
        opened.append(HttpTransport(parse_address(url), timeout=timeout, **options))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def test_an_answer_comes_back_whole_and_the_connection_is_used_again(way_to: WayTo, service: Fake) -> None:
    way = way_to(service)
    for _ in range(3):
        reply = way.send(ASK)
        assert reply.status == 200
        assert reply.headers["content-type"] == "application/json"
        assert reply.body == b'{"translatedText": ["Toma one. s\\u00ed"]}'


def test_a_connection_that_was_closed_meanwhile_is_opened_again(way_to: WayTo, service: Fake) -> None:
    way = way_to(service)
    way.send(ASK)
    service.faults = [faults.hangs_up]
    assert way.send(ASK).status == 200
    assert len(service.asked) == 3


def test_hanging_up_without_an_answer_may_be_tried_again(way_to: WayTo, service: Fake) -> None:
    service.faults = [faults.hangs_up]
    with pytest.raises(Unreachable, match="without an answer"):
        way_to(service).send(ASK)


@pytest.mark.parametrize("fault", [faults.cuts_off, faults.cuts_off_chunks])
def test_an_answer_that_is_cut_off_is_seen(way_to: WayTo, service: Fake, fault: faults.Fault) -> None:
    service.faults = [fault]
    with pytest.raises(Unreachable, match="cut off"):
        way_to(service).send(ASK)


def test_a_server_that_sends_a_byte_now_and_then_does_not_hold_us(way_to: WayTo, service: Fake) -> None:
    service.faults = [faults.drips]
    with pytest.raises(Unreachable, match=r"within 0\.5 seconds"):
        way_to(service, timeout=0.5).send(ASK)


def test_a_server_that_is_silent_does_not_hold_us(way_to: WayTo, service: Fake) -> None:
    service.delay = 3
    with pytest.raises(Unreachable, match=r"within 0\.5 seconds"):
        way_to(service, timeout=0.5).send(ASK)


def test_a_huge_answer_is_not_read_to_its_end(way_to: WayTo, service: Fake) -> None:
    service.faults = [faults.huge]
    with pytest.raises(EngineError, match="more than 64 kB"):
        way_to(service, max_reply=65_536).send(ASK)


def test_a_compressed_answer_is_refused(way_to: WayTo, service: Fake) -> None:
    service.faults = [faults.zipped]
    with pytest.raises(EngineError, match="compressed"):
        way_to(service).send(ASK)


def test_a_redirect_is_an_answer_like_any_other_and_not_followed(way_to: WayTo, service: Fake) -> None:
    service.faults = [faults.redirects_to("http://169.254.169.254/latest")]
    assert way_to(service).send(ASK).status == 302
    assert len(service.asked) == 1


def test_what_does_not_speak_http_is_told(way_to: WayTo, service: Fake) -> None:
    def speaks_otherwise(handler: faults.Handler) -> None:
        handler.wfile.write(b"220 mail.example.org ESMTP\r\n")
        handler.close_connection = True

    service.faults = [speaks_otherwise]
    with pytest.raises(Unreachable, match="not HTTP"):
        way_to(service).send(ASK)


def test_where_nothing_answers_it_says_so(way_to: WayTo) -> None:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port = plug.getsockname()[1]
        with pytest.raises(Unreachable, match="nothing answers"):
            way_to(f"http://127.0.0.1:{port}", timeout=5).send(ASK)


def name_server(*ips: str) -> Callable[..., list[object]]:
    return lambda *_args, **_options: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ips]


@pytest.mark.parametrize("ip", ["93.184.216.34", "169.254.169.254", "0.0.0.0"])
def test_plain_http_does_not_leave_for_a_public_or_link_local_address(
    way_to: WayTo, monkeypatch: pytest.MonkeyPatch, ip: str
) -> None:
    monkeypatch.setattr(transport.socket, "getaddrinfo", name_server(ip))
    monkeypatch.setattr(transport.socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    with pytest.raises(EngineError, match="its address is http"):
        way_to("http://translate.example.org", timeout=5).send(ASK)


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(
    way_to: WayTo, service: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []

    def look(host: str, *_: object, **__: object) -> list[object]:
        looked.append(host)
        return name_server("93.184.216.34", "127.0.0.1")()

    monkeypatch.setattr(transport.socket, "getaddrinfo", look)
    real = socket.socket.connect

    def connect(plug: socket.socket, where: tuple[str, int]) -> None:
        assert where[0] == "127.0.0.1"
        real(plug, where)

    def dial(where: tuple[str, int], timeout: float) -> socket.socket:
        plug = socket.socket()
        plug.settimeout(timeout)
        connect(plug, where)
        return plug

    monkeypatch.setattr(transport.socket, "create_connection", dial)
    port = service.server_address[1]
    reply = way_to(f"http://translate.example.org:{port}", timeout=5).send(ASK)
    assert reply.status == 200
    assert looked == ["translate.example.org"]
    assert service.asked[0][2]["Host"] == f"translate.example.org:{port}"


def test_a_name_server_that_is_silent_does_not_hold_us(
    way_to: WayTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    never = threading.Event()
    monkeypatch.setattr(transport.socket, "getaddrinfo", lambda *_, **__: never.wait(30))
    with pytest.raises(Unreachable, match=r"within 0\.3 seconds"):
        way_to("https://translate.example.org", timeout=0.3).send(ASK)
    never.set()


def test_no_proxy_of_the_environment_is_used(way_to: WayTo, service: Fake) -> None:
    assert way_to(service).send(ASK).status == 200  # conftest points every proxy variable at a dead port


def test_a_request_does_not_show_what_it_holds() -> None:
    shown = repr(Request("POST", "/translate?key=geheim", {"Authorization": "geheim"}, b"geheim"))
    assert "geheim" not in shown
