"""Which languages there are."""

from __future__ import annotations

import re

import babel
import pytest

from pipeline.errors import LocaleError
from pipeline.language.locale import parse_locale
from pipeline.language.names import both_names


def test_the_languages_are_those_that_cldr_has_an_english_name_for():
    named = {name for name in babel.Locale("en").languages if re.fullmatch(r"[a-z]{2,3}", name)}
    assert {name for name in named if parse_locale(name)} == named
    for name in ("xq", "qqq", "zzq"):
        assert name not in named
        with pytest.raises(LocaleError, match="not a known locale"):
            parse_locale(name)


def test_every_language_has_its_own_name_and_never_that_of_english():
    english = babel.Locale("en").languages
    for name in english:
        if re.fullmatch(r"[a-z]{2,3}", name) and name != "en":
            locale = parse_locale(name)
            assert locale.english_name == english[name]
            assert "English" not in both_names(locale) or "English" in english[name], name


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("din", "Dinka"),
        ("din-SS", "Dinka (South Sudan)"),
        ("nus", "Thok Nath (Nuer)"),
        ("pt-BR", "português (Brasil) – Brazilian Portuguese"),
        ("zh-Hans", "简体中文 (Simplified Chinese)"),
    ],
)
def test_a_leaflet_names_its_language(tag: str, names: str) -> None:
    assert both_names(parse_locale(tag)) == names


@pytest.mark.parametrize(("code", "name"), [("prs", "fa-AF"), ("fuv", "ff"), ("fuv-NG", "ff-NG")])
def test_a_language_that_is_known_under_another_code_is_named(code: str, name: str) -> None:
    with pytest.raises(LocaleError) as caught:
        parse_locale(code)
    assert caught.value.hint == f'write "{name}"'


def test_the_months_of_one_language_do_not_become_those_of_another() -> None:
    own = parse_locale("rw").cldr().months["stand-alone"]["wide"]
    assert own[1] == "Mutarama"
    for other in ("ln", "yo", "zu", "ff"):
        assert parse_locale(other).cldr().months["stand-alone"]["wide"][1] != own[1], other
