"""Which languages there are."""

from __future__ import annotations

import re

import babel
import pytest

from pipeline.errors import LocaleError
from pipeline.language.locale import parse_locale


def test_the_languages_are_those_that_cldr_has_an_english_name_for():
    named = {name for name in babel.Locale("en").languages if re.fullmatch(r"[a-z]{2,3}", name)}
    assert {name for name in named if parse_locale(name)} == named
    for name in ("xq", "qqq", "zzq"):
        assert name not in named
        with pytest.raises(LocaleError, match="not a known locale"):
            parse_locale(name)


@pytest.mark.parametrize(("code", "name"), [("prs", "fa-AF"), ("fuv", "ff"), ("fuv-NG", "ff-NG")])
def test_a_language_that_is_known_under_another_code_is_named(code: str, name: str) -> None:
    with pytest.raises(LocaleError) as caught:
        parse_locale(code)
    assert caught.value.hint == f'write "{name}"'
