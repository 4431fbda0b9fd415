"""A run that is killed or stopped loses at most the batch it was waiting for; nothing is asked for twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from tests.engines.conftest import SETTINGS
from tests.engines.fake import Fake
from tests.support.command import polyleaf
from tests.support.interrupts import stoppable

pytestmark = pytest.mark.slow

WORDS = [first + second for first in "bdfgklmnprst" for second in ("ab", "eb", "ob")]
SENTENCES = [f"Take number {word}." for word in WORDS]
BATCH = 2


@pytest.fixture
def root(project: Callable[..., Path]) -> Path:
    return project(*SENTENCES, settings=SETTINGS + f"texts_per_request = {BATCH}\n")


def start(root: Path, service: Fake) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", "-C", str(root), "translate"]
    command += ["-l", "es", "-e", "libretranslate", "--url", service.url]
    folder = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )


def wait_for(service: Fake, count: int, run: subprocess.Popen[str]) -> None:
    while len(service.sentences) < count:
        if run.poll() is not None:
            pytest.fail(f"it ended before it was killed: {run.stderr.read() if run.stderr else ''}")
        time.sleep(0.005)


def finish(root: Path, service: Fake) -> dict[str, polib.POEntry]:
    service.delay = 0
    done = polyleaf("translate", "-l", "es", "-e", "libretranslate", "--url", service.url, cwd=root)
    assert done.code == 0, done.err
    catalog = polib.pofile(str(root / "locales/es/LC_MESSAGES/leaflet.po"))
    return {entry.msgid: entry for entry in catalog}


def test_killed_again_and_again_it_asks_for_each_sentence_once(root: Path, service: Fake) -> None:
    service.delay = 0.03
    kills = 3
    for kill in range(1, kills + 1):
        run = start(root, service)
        wait_for(service, kill * 8, run)
        run.send_signal(signal.SIGKILL)
        run.communicate()
    found = finish(root, service)
    assert [entry.msgstr for entry in found.values()] == [
        f"{source.replace('Take', 'Toma')} sí" for source in ["A leaflet", *SENTENCES]
    ]
    asked = Counter(service.sentences)
    twice = [source for source, times in asked.items() if times > 1]
    assert max(asked.values()) <= kills + 1
    # What was on the way when it was killed had no answer yet, or none that was on the disk.
    assert len(twice) <= kills * BATCH
    assert not list((root / ".polyleaf" / "drafts").iterdir())


def test_stopped_by_its_user_it_keeps_what_it_got(root: Path, service: Fake) -> None:
    service.delay = 0.03
    with stoppable():
        run = start(root, service)
    wait_for(service, 10, run)
    run.send_signal(signal.SIGINT)
    _, errors = run.communicate()
    assert run.returncode == 130
    assert "Traceback" not in errors
    catalog = polib.pofile(str(root / "locales/es/LC_MESSAGES/leaflet.po"))
    assert sum(bool(entry.msgstr) for entry in catalog) >= 10 - BATCH
    finish(root, service)
    twice = [source for source, times in Counter(service.sentences).items() if times > 1]
    assert len(twice) <= BATCH


def test_two_runs_at_once_do_not_ask_twice(root: Path, service: Fake) -> None:
    service.delay = 0.01
    runs = [start(root, service), start(root, service)]
    for run in runs:
        _, errors = run.communicate()
        assert run.returncode == 0, errors
    assert Counter(service.sentences) == Counter(["A leaflet", *SENTENCES])


def test_a_journal_that_cannot_be_written_loses_nothing_that_was_there(root: Path, service: Fake) -> None:
    path = root / "locales/es/LC_MESSAGES/leaflet.po"
    before = path.read_bytes()
    (root / ".polyleaf" / "drafts").write_text("in the way", encoding="utf-8")  # nothing can be written there
    done = polyleaf("translate", "-l", "es", "-e", "libretranslate", "--url", service.url, cwd=root)
    assert done.code == 1
    assert "drafts" in done.err
    assert path.read_bytes() == before
    (root / ".polyleaf" / "drafts").unlink()
    assert all(entry.fuzzy for entry in finish(root, service).values())
