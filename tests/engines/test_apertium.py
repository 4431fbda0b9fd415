"""A real engine: Debian's Apertium-APy with English and Spanish, started here on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest

from tests.support.command import polyleaf

MODES = Path("/usr/share/apertium")
# APy listens on every interface and has no option against it: it is told its address from inside.
LAUNCH = """
import tornado.httpserver
bind = tornado.httpserver.HTTPServer.bind
tornado.httpserver.HTTPServer.bind = lambda self, port, *rest, **more: bind(self, port, "127.0.0.1")
from apertium_apy.apy import main
main()
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def apertium(need: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of our own, which ends with the tests of this file."""
    script = Path(need("apertium-apy"))
    if not (MODES / "modes" / "eng-spa.mode").exists():
        need("the package apertium-eng-spa")
    python = script.read_text(encoding="utf-8").partition("\n")[0].removeprefix("#!").strip()
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port = plug.getsockname()[1]
    log = tmp_path_factory.mktemp("apertium") / "log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [python, "-c", LAUNCH, "--port", str(port), str(MODES)],
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # its translators are its children: they end together
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, server, log)
        yield url
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            opener.open(f"{url}/listPairs", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"Apertium-APy does not start: {log.read_text(errors='replace')[-500:]}")


def drafts(root: Path, url: str, *more: str) -> dict[str, polib.POEntry]:
    done = polyleaf("translate", "-l", "es", "-e", "apertium", "--url", url, *more, cwd=root)
    assert done.code == 0, done.err
    catalog = polib.pofile(str(root / "locales/es/LC_MESSAGES/leaflet.po"))
    return {entry.msgid: entry for entry in catalog}


def test_a_leaflet_is_drafted(project: Callable[..., Path], apertium: str) -> None:
    root = project(
        "Take 500 mg twice a day for 3 days.",
        "Do not take more than 4 tablets in 24 hours.",
        "A temperature of 38.5 °C or more is a fever.",
        "Call 1-800-555-0199 or write to help@example.org.",
        "About 1,000 women asked Doctors Without Borders for help.",
    )
    found = drafts(root, apertium)
    texts = {source: entry.msgstr for source, entry in found.items()}
    assert texts["Take 500 mg twice a day for 3 days."] == "Toma 500 mg dos veces al día para 3 días."
    assert "más de 4 pastillas en 24 horas" in texts["Do not take more than 4 tablets in 24 hours."]
    assert "38,5 °C" in texts["A temperature of 38.5 °C or more is a fever."]
    assert "1-800-555-0199" in texts["Call 1-800-555-0199 or write to help@example.org."]
    assert "help@example.org" in texts["Call 1-800-555-0199 or write to help@example.org."]
    women = texts["About 1,000 women asked Doctors Without Borders for help."]
    assert "1000 mujeres" in women
    assert "Doctors Without Borders" in women
    assert all(entry.fuzzy for entry in found.values())
    assert all("draft (apertium, version not told, 20" in entry.tcomment for entry in found.values())


def test_a_month_that_it_takes_for_a_walk_is_refused(project: Callable[..., Path], apertium: str) -> None:
    source = "As of March 28, 2020, a total of 571,678 cases have been reported."
    root = project(source)
    done = polyleaf("translate", "-l", "es", "-e", "apertium", "--url", apertium, cwd=root)
    assert '"March 28, 2020" is missing or changed' in done.out
    assert drafts(root, apertium)[source].msgstr == ""


def test_tags_go_with_their_words(apertium: str) -> None:
    from pipeline.engines.address import parse_address
    from pipeline.engines.client import Client
    from pipeline.engines.drafting import Drafter
    from pipeline.engines.masking import Terms
    from pipeline.engines.model import EngineSettings, Timing
    from pipeline.engines.registry import ENGINES
    from pipeline.engines.transport import HttpTransport
    from pipeline.language.locale import parse_locale

    engine, address = ENGINES["apertium"], parse_address(apertium)
    transport = HttpTransport(address, timeout=30)
    timing = Timing(time.monotonic, time.sleep)
    client = Client(address, transport, EngineSettings(), engine.limits, timing)
    drafter = Drafter(engine, engine.limits, parse_locale("en"), parse_locale("es"), Terms([]))
    source = (
        'Take <b>two red tablets</b> with <a href="https://e.org/?a&amp;b">water</a>.<br/>'
        'See <x id="1"/> & 5 < 6.'
    )
    connection = engine.connect(client, drafter.source, drafter.target)
    ((draft,),) = drafter.drafts([source], connection)
    client.close()
    assert draft.reason == ""
    assert draft.target is not None
    assert "<b>" in draft.target
    assert "tabletas rojas</b>" in draft.target or "pastillas rojas</b>" in draft.target
    assert '<a href="https://e.org/?a&amp;b">agua</a>.<br/>' in draft.target
    assert '<x id="1"/> & 5 < 6.' in draft.target


def test_a_pair_that_is_not_installed_is_told(project: Callable[..., Path], apertium: str) -> None:
    done = polyleaf(
        "translate", "-l", "ar", "-e", "apertium", "--url", apertium, cwd=project("Wash your hands.")
    )
    assert done.code == 1
    assert "does not translate from en to ar" in done.err
    assert "eng-spa" in done.err
