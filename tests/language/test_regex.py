"""Expressions that are compiled when they are first used."""

from __future__ import annotations

import re

import pytest

from pipeline.language.regex import regex


def test_an_expression_does_what_a_compiled_one_does() -> None:
    lazy, compiled = regex("A(b*)", re.IGNORECASE), re.compile("A(b*)", re.IGNORECASE)
    text = "xabb Ab a"
    assert [m.span() for m in lazy.finditer(text)] == [m.span() for m in compiled.finditer(text)]
    assert lazy.findall(text) == compiled.findall(text)
    assert lazy.sub("-", text) == compiled.sub("-", text)
    assert lazy.split(text) == compiled.split(text)
    assert lazy.match(text, 1) is not None
    assert lazy.fullmatch("abbb") is not None
    assert lazy.search("hidden") is None
    assert lazy.pattern == compiled.pattern


def test_a_wrong_expression_is_found_when_it_is_used() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("text")
