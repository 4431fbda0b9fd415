"""Quotation marks are those of CLDR."""

import tomllib
from importlib import resources

import pytest

from pipeline.language.locale import parse_locale
from pipeline.language.quotes import quotation_marks


@pytest.mark.parametrize(
    ("tag", "marks"),
    [
        ("en", "“”‘’"),
        ("en-GB", "“”‘’"),
        ("de", "„“‚‘"),
        ("de-AT", "„“‚‘"),
        ("fr", "«»«»"),
        ("fr-CA", "«»”“"),
        ("ar", "”“’‘"),
        ("zh-Hans", "“”‘’"),
        ("zh-Hant", "「」『』"),
        ("zh-TW", "「」『』"),
        ("zh-HK", "「」『』"),
        ("uz", "“”’‘"),
        ("uz-Cyrl", "“”‘’"),
        ("pt-PT", "«»“”"),
        ("pt-BR", "“”‘’"),
        ("vi", "“”‘’"),
    ],
)
def test_marks_are_those_of_the_locale_or_of_the_one_above_it(tag: str, marks: str) -> None:
    outer, inner = quotation_marks(parse_locale(tag))
    assert "".join((*outer, *inner)) == marks


def test_each_locale_of_the_table_is_one_and_stands_in_it_once() -> None:
    text = resources.files("pipeline.language").joinpath("quotes.toml").read_text("utf-8")
    rows = tomllib.loads(text)["marks"]
    names = [name for row in rows for name in row["locales"]]
    assert [parse_locale(name).tag for name in names] == names
    assert len(set(names)) == len(names)
    assert all(len(row["outer"]) == len(row["inner"]) == 2 for row in rows)
