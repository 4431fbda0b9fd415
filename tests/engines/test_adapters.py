"""Each engine speaks its service's protocol; the remote services are played by the fake."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.engines import door
from pipeline.engines.address import parse_address
from pipeline.engines.client import Client
from pipeline.engines.model import Connection, EngineSettings, Secret, Timing
from pipeline.engines.registry import ENGINES, engine_named
from pipeline.engines.transport import HttpTransport
from pipeline.errors import EngineError, UsageError
from pipeline.language.locale import parse_locale
from tests.engines import fake as faults
from tests.engines.fake import Fake

EN, ES = parse_locale("en"), parse_locale("es")
KEY = "sentinel-5ecre7"
Connect = Callable[..., Connection]


@pytest.fixture
def connect(service: Fake) -> Iterator[Connect]:
    """``connect("deepl")`` connects an engine with the fake, which stands at its address."""
    clients: list[Client] = []

    def make(name: str, *, target=ES, key: str | None = KEY) -> Connection:
        engine = engine_named(name)
        address = parse_address(service.url)
        clients.append(
            Client(
                address,
                HttpTransport(address, timeout=20),
                EngineSettings(attempts=2, requests_per_minute=0),
                engine.limits,
                Timing(lambda: 0.0, lambda _seconds: None),
                Secret(key) if key else None,
            )
        )
        return engine.connect(clients[-1], EN, target)

    yield make
    for client in clients:
        client.close()


FAKED = [name for name in ENGINES if name != "apertium"]


@pytest.mark.parametrize("name", FAKED)
def test_every_engine_translates_in_order(connect: Connect, name: str) -> None:
    texts = ["Take 2 <b>now</b>", "Wash {1}", "Take it & go"]
    if name in ("google", "mymemory"):
        texts[0] = "Take 2 {1}now{2}"
    expected = ["Toma 2" + texts[0][6:] + " sí", "Lava {1} sí", "Toma it & go sí"]
    assert list(connect(name).translate(texts)) == expected


@pytest.mark.parametrize("name", FAKED)
def test_no_key_and_no_sentence_stands_in_an_address_that_needs_none(
    connect: Connect, service: Fake, name: str
) -> None:
    connect(name).translate(["Take this"])
    for _, target, _, _ in service.asked:
        assert KEY not in target
        if name not in ("google", "mymemory"):  # their services know no other way
            assert "Take" not in target


def test_libretranslate_asks_for_many_at_once_as_html_with_the_key_in_the_body(
    connect: Connect, service: Fake
) -> None:
    connection = connect("libretranslate")
    connection.translate(["Take a", "Take b"])
    body = json.loads(service.asked[-1][3])
    assert body == {
        "q": ["Take a", "Take b"],
        "source": "en",
        "target": "es",
        "format": "html",
        "api_key": KEY,
    }
    assert connection.version == "1.6.2"


def test_libretranslate_goes_without_a_key(connect: Connect, service: Fake) -> None:
    connect("libretranslate", key=None).translate(["Take a"])
    assert "api_key" not in json.loads(service.asked[-1][3])


def test_deepl_takes_the_key_in_a_header_and_knows_the_free_plan(connect: Connect, service: Fake) -> None:
    connect("deepl").translate(["Take a"])
    assert service.asked[-1][2]["Authorization"] == f"DeepL-Auth-Key {KEY}"
    assert ENGINES["deepl"].address(Secret("abc:fx")) == "https://api-free.deepl.com"
    assert ENGINES["deepl"].address(Secret("abc")) == "https://api.deepl.com"


def test_microsoft_takes_key_and_region_in_headers(connect: Connect, service: Fake) -> None:
    connect("microsoft", key=f"{KEY}@westeurope").translate(["Take a"])
    headers = service.asked[-1][2]
    assert headers["Ocp-Apim-Subscription-Key"] == KEY
    assert headers["Ocp-Apim-Subscription-Region"] == "westeurope"
    query = parse_qs(urlsplit(service.asked[-1][1]).query)
    assert (query["from"], query["to"], query["textType"]) == (["en"], ["es"], ["html"])


@pytest.mark.parametrize("name", ["google", "mymemory", "microsoft", "deepl"])
def test_services_of_others_are_spoken_to_by_https(name: str) -> None:
    assert ENGINES[name].address(Secret("x")).startswith("https://")


@pytest.mark.parametrize("name", ["apertium", "libretranslate"])
def test_no_server_is_asked_that_the_user_has_not_named(name: str) -> None:
    assert ENGINES[name].address(None) == ""


@pytest.mark.parametrize("name", FAKED)
def test_a_language_that_the_service_lacks_is_an_error_before_anything_is_sent(
    connect: Connect, service: Fake, name: str
) -> None:
    with pytest.raises(EngineError, match="does not translate from en to "):
        connect(name, target=parse_locale("tlh"))
    assert service.sentences == []


@pytest.mark.parametrize("name", FAKED)
@pytest.mark.parametrize(
    "fault",
    [
        faults.says(500),
        faults.says(403),
        faults.echoes_request,
        faults.cuts_off,
        faults.html_that_says_json,
        faults.not_an_object,
        faults.huge,
        faults.redirects_to("http://127.0.0.1:1/"),
    ],
)
def test_a_fault_is_an_error_without_key_or_sentence(
    connect: Connect, service: Fake, name: str, fault: faults.Fault
) -> None:
    connection = connect(name)
    service.faults = [fault] * 10
    with pytest.raises(EngineError) as caught:
        connection.translate(["Take this"] * 6)
    assert KEY not in str(caught.value)
    assert "Take" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("name", ["libretranslate", "mymemory", "microsoft", "deepl"])
def test_html_for_json_is_seen_by_its_type(connect: Connect, service: Fake, name: str) -> None:
    connection = connect(name)
    service.faults = [faults.html_for_json]
    with pytest.raises(EngineError, match="JSON was expected, and 'text/html' came"):
        connection.translate(["Take this"])


@pytest.mark.parametrize(
    "fault", [faults.one_too_few, faults.text_for_list, faults.numbers_for_texts, faults.not_a_number]
)
def test_libretranslate_must_answer_text_for_text(
    connect: Connect, service: Fake, fault: faults.Fault
) -> None:
    connection = connect("libretranslate")
    service.faults = [fault]
    with pytest.raises(EngineError):
        connection.translate(["Take a", "Take b"])


def test_google_giving_nothing_back_is_none_and_often_an_error(connect: Connect, service: Fake) -> None:
    connection = connect("google")
    empty = lambda handler: handler.send(b"<html>no result here</html>", kind="text/html")  # noqa: E731
    service.faults = [empty]
    assert list(connection.translate(["Take a", "Take b"])) == [None, "Toma b sí"]
    service.faults = [empty] * 5
    with pytest.raises(EngineError, match="5 answers in a row"):
        connection.translate(["Take a"] * 5)


@pytest.mark.parametrize(
    "answer",
    [
        {"responseData": {"translatedText": "MYMEMORY WARNING: USED ALL"}, "responseStatus": 200},
        {"responseData": {"translatedText": "INVALID LANGUAGE PAIR"}, "responseStatus": "403"},
        {"responseData": {"translatedText": None}, "responseStatus": 200},
        {"responseData": None, "responseStatus": 200},
        {"responseData": {"translatedText": "Toma"}, "responseStatus": 200, "quotaFinished": True},
    ],
)
def test_mymemory_saying_no_inside_its_answer_is_no_translation(
    connect: Connect, service: Fake, answer: object
) -> None:
    connection = connect("mymemory")
    service.faults = [faults.says(200, data=answer)]
    with pytest.raises(EngineError):
        connection.translate(["Take a"])


def test_deep_translator_reaches_nothing_but_through_the_door(connect: Connect) -> None:
    connect("google")
    import deep_translator

    with pytest.raises(EngineError, match="outside of a translation"):
        deep_translator.GoogleTranslator(source="en", target="es").translate("Take this")


def test_only_deep_translators_own_modules_are_changed(connect: Connect) -> None:
    connect("google")
    import requests

    assert not isinstance(sys.modules["requests"], door._Door)
    assert requests.get.__module__ == "requests.api"


def test_deep_translator_is_not_imported_before_it_is_needed() -> None:
    import subprocess

    code = (
        "import sys, pipeline.engines.registry, pipeline.cli.translate\n"
        "print([name for name in ('deep_translator', 'requests', 'bs4', 'ssl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_engine_names_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        engine_named("libretranslat")
    assert caught.value.hint == 'did you mean "libretranslate"?'
