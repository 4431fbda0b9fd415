"""A translation service on loopback that speaks every engine's protocol, and can be told to misbehave."""

from __future__ import annotations

import html
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

NONE: Mapping[str, str] = MappingProxyType({})
Fault = Callable[["Handler"], None]


def toy(text: str) -> str:
    """The fake's translation: other words, everything else as it was."""
    return text.replace("Take", "Toma").replace("Wash", "Lava") + " sí"


class Fake(ThreadingHTTPServer):
    """The server with what it was asked, and what it will do wrong next."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.sentences: list[str] = []
        self.faults: list[Fault | None] = []
        self.translate: Callable[[str], str] = toy
        self.delay = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """A client that hangs up on a fault is no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Fake

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, body: bytes) -> None:
        self.server.asked.append((self.command, self.path, dict(self.headers.items()), body))
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path in TEXTS_PATHS and (path != "/translate" or self.command == "POST"):
            fault = self.server.faults.pop(0) if self.server.faults else None
            if fault is not None:
                fault(self)
                return
            time.sleep(self.server.delay)
        ROUTES[path](self, query, json.loads(body) if body.startswith((b"{", b"[")) else None)

    def translated(self, texts: list[str]) -> list[str]:
        self.server.sentences += texts
        return [self.server.translate(text) for text in texts]

    def send(
        self,
        data: object,
        *,
        status: int = 200,
        kind: str = "application/json",
        headers: Mapping[str, str] = NONE,
    ) -> None:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _languages(handler: Handler, query: dict[str, list[str]], _body: Any) -> None:
    if "api-version" in query:  # Microsoft's
        handler.send({"translation": {"en": {"name": "English"}, "es": {"name": "Spanish"}}})
    else:
        handler.send([{"code": "en", "name": "English", "targets": ["en", "es", "ar"]}])


def _translate(handler: Handler, query: dict[str, list[str]], body: Any) -> None:
    if "api-version" in query:  # Microsoft's
        texts = handler.translated([entry["text"] for entry in body])
        handler.send([{"translations": [{"text": text, "to": "es"}]} for text in texts])
    else:
        handler.send({"translatedText": handler.translated(body["q"])})


def _deepl(handler: Handler, _query: dict[str, list[str]], body: Any) -> None:
    handler.send({"translations": [{"text": text} for text in handler.translated(body["text"])]})


def _google(handler: Handler, query: dict[str, list[str]], _body: Any) -> None:
    (text,) = handler.translated(query["q"])
    page = f'<html><body><div class="result-container">{html.escape(text)}</div></body></html>'
    handler.send(page.encode(), kind="text/html; charset=utf-8")


def _mymemory(handler: Handler, query: dict[str, list[str]], _body: Any) -> None:
    (text,) = handler.translated(query["q"])
    handler.send({"responseData": {"translatedText": text}, "responseStatus": 200, "matches": []})


ROUTES: dict[str, Callable[[Handler, dict[str, list[str]], Any], None]] = {
    "/languages": _languages,
    "/spec": lambda handler, _query, _body: handler.send({"info": {"version": "1.6.2"}}),
    "/translate": _translate,
    "/v2/languages": lambda handler, _query, _body: handler.send([{"language": "EN"}, {"language": "ES"}]),
    "/v2/translate": _deepl,
    "/m": _google,
    "/get": _mymemory,
}
TEXTS_PATHS = ("/translate", "/v2/translate", "/m", "/get")


@contextmanager
def running() -> Iterator[Fake]:
    fake = Fake()
    thread = threading.Thread(target=fake.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.shutdown()
        fake.server_close()
        thread.join()


# --- faults -------------------------------------------------------------------------------------------


def says(status: int, headers: Mapping[str, str] = NONE, data: object = ()) -> Fault:
    return lambda handler: handler.send(data, status=status, headers=headers)


def echoes_request(handler: Handler) -> None:
    """As a debugging server does: the whole request, key and all, in the answer."""
    asked = handler.server.asked[-1]
    handler.send({"error": str(asked)}, status=400)


def cuts_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"translatedText": ["To')
    handler.close_connection = True


def hangs_up(handler: Handler) -> None:
    handler.close_connection = True


def cuts_off_chunks(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"40\r\n{")
    handler.close_connection = True


def drips(handler: Handler) -> None:
    """A byte now and then, for ever: no single read takes long."""
    handler.close_connection = True
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            handler.wfile.write(b".")
            time.sleep(0.05)
    except OSError:
        pass


def html_for_json(handler: Handler) -> None:
    handler.send(b"<html>Please log in</html>", kind="text/html")


def html_that_says_json(handler: Handler) -> None:
    handler.send(b"<html>Please log in</html>")


def huge(handler: Handler) -> None:
    handler.close_connection = True
    try:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b" " * 65_536)
    except OSError:
        pass


def zipped(handler: Handler) -> None:
    handler.send(b"\x1f\x8b", headers={"Content-Encoding": "gzip"})


def one_too_few(handler: Handler) -> None:
    count = len(json.loads(handler.server.asked[-1][3])["q"])
    handler.send({"translatedText": ["Toma"] * (count - 1)})


def text_for_list(handler: Handler) -> None:
    handler.send({"translatedText": "Toma"})


def numbers_for_texts(handler: Handler) -> None:
    count = len(json.loads(handler.server.asked[-1][3])["q"])
    handler.send({"translatedText": [7] * count})


def not_an_object(handler: Handler) -> None:
    handler.send([])


def not_a_number(handler: Handler) -> None:
    handler.send(b'{"translatedText": [NaN]}')


def too_deep(handler: Handler) -> None:
    handler.send(b"[" * 100_000)


def redirects_to(where: str) -> Fault:
    return lambda handler: handler.send(b"", status=302, headers={"Location": where})
