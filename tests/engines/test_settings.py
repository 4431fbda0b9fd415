"""``[engines.NAME]``: what may be set, and what is told when it is wrong."""

from __future__ import annotations

import pytest

from pipeline.engines.model import EngineSettings
from pipeline.errors import SettingsError
from pipeline.project.settings import Settings, parse_settings

NEEDED = 'source_locale = "en"\nlocales = ["en", "es"]\n'


def read(text: str) -> Settings:
    return parse_settings((NEEDED + text).encode(), "polyleaf.toml")


def test_without_a_table_there_is_nothing_set() -> None:
    assert read("").engines == {}


def test_everything_can_be_set() -> None:
    settings = read(
        '[engines.libretranslate]\nurl = "https://LT.example.org/"\ntimeout = 60\nattempts = 1\n'
        "requests_per_minute = 0\ntexts_per_request = 3\n[engines.apertium]\ntimeout = 5\n"
    )
    assert settings.engines == {
        "apertium": EngineSettings(timeout=5),
        "libretranslate": EngineSettings("https://lt.example.org", 60, 1, 0, 3),
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "[engines.libretranslat]\n",
            'engines.libretranslat: no such setting; did you mean "libretranslate"?',
        ),
        ("[engines.deepl]\nurll = 'x'\n", 'engines.deepl.urll: no such setting; did you mean "url"?'),
        (
            "[engines.deepl]\nurl = 'ftp://x'\n",
            "polyleaf.toml:4: engines.deepl.url: the address of the engine is",
        ),
        ("[engines.deepl]\nurl = 'https://me:geheim@x'\n", "holds more than host, port and path"),
        ("[engines.deepl]\nkey = 'geheim'\n", "engines.deepl.key: a key does not belong in a file"),
        ("[engines.deepl]\ntimeout = 0\n", "must be a whole number from 1 to 600"),
        ("[engines.deepl]\ntimeout = true\n", "must be a whole number from 1 to 600"),
        ("[engines.deepl]\nattempts = 99\n", "must be a whole number from 1 to 20"),
        ("[engines]\ndeepl = 3\n", '"engines.deepl" must be a table'),
    ],
)
def test_what_is_wrong_is_named_and_a_secret_not_repeated(text: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(text)
    assert words in str(caught.value)
    assert "geheim" not in str(caught.value)
