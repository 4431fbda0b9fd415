"""Plural-Forms: read by a grammar, made from CLDR."""

from __future__ import annotations

import gettext

import pytest
from babel.messages.plurals import get_plural
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.headers import plural_forms
from pipeline.catalogs.plural import (
    PluralForms,
    evaluate,
    indexes,
    parse_expression,
    parse_plural_forms,
    simplify,
)
from pipeline.errors import CatalogError
from pipeline.language.locale import parse_locale

TAGS = [
    "es",
    "fr",
    "pt-BR",
    "ar",
    "ur",
    "hi",
    "bn",
    "sw",
    "zh-Hans",
    "ru",
    "vi",
    "th",
    "en",
    "pl",
    "lt",
    "lv",
    "cy",
    "ga",
    "br",
    "kw",
    "mt",
    "nqo",
]


@pytest.mark.parametrize("tag", TAGS)
def test_a_locale_picks_the_category_that_cldr_picks(tag: str):
    locale = parse_locale(tag)
    forms = plural_forms(locale)
    rule = locale.cldr().plural_form
    seen: dict[int, str] = {}
    for n in (*range(300), 10**6, 3 * 10**6):
        assert seen.setdefault(forms.index(n), rule(n)) == rule(n)
    assert sorted(seen) == list(range(forms.count))
    assert parse_plural_forms(str(forms)) == forms


def test_categories_that_only_fractions_take_are_left_out():
    assert (plural_forms(parse_locale("ru")).count, plural_forms(parse_locale("pl")).count) == (3, 3)


@pytest.mark.parametrize("tag", ["de", "ru", "ar", "sl", "ga"])
def test_expressions_are_understood_as_gettext_understands_them(tag: str):
    text = str(get_plural(tag).plural_expr)
    theirs = gettext.c2py(text)  # the standard library's own reader
    node = parse_expression(text)
    assert all(evaluate(node, n) == evaluate(simplify(node), n) == theirs(n) for n in range(300))


OPERATORS = st.sampled_from(["==", "!=", "<", ">", "<=", ">=", "+", "*", "&&", "||"])
DIVISIONS = st.sampled_from(["/", "%"])
expressions = st.recursive(
    st.sampled_from(["n", "0", "1", "2", "10"]),
    lambda inner: (
        st.builds("({} {} {})".format, inner, OPERATORS, inner)
        | st.builds("({} ? {} : {})".format, inner, inner, inner)
        | st.builds("!{}".format, inner)
    ),
    max_leaves=8,
)


@given(expressions, st.integers(0, 200))
def test_simplifying_and_writing_keep_the_value(text: str, n: int):
    node = parse_expression(text)
    value = evaluate(node, n)
    assert evaluate(simplify(node), n) == value
    written = str(PluralForms(2, node)).partition("plural=")[2].rstrip(";")
    assert evaluate(parse_expression(written), n) == value


divided = st.builds("({} {} {})".format, expressions, DIVISIONS, expressions)


@given(expressions | divided | st.builds("{} ? {} : {}".format, expressions, divided, expressions))
def test_all_values_at_once_are_those_of_each_number(text: str):
    node = parse_expression(text)
    try:
        wanted = {evaluate(node, n) for n in range(30)}
    except ZeroDivisionError:
        with pytest.raises(ZeroDivisionError):
            indexes(node, range(30))
    else:
        assert indexes(node, range(30)) == wanted


@given(st.text("n0123456789=!<>&|?:()+-*/% ;", max_size=60))
def test_any_text_is_an_expression_or_a_clear_error(text: str):
    try:
        parse_plural_forms(f"nplurals=2; plural={text}")
    except CatalogError as error:
        assert "Plural-Forms" in error.what and error.hint


def test_numbers_too_large_to_matter_do_not_grow_without_end():
    with pytest.raises(CatalogError):
        parse_plural_forms("nplurals=2; plural=" + "*".join(["999999999"] * 200) + ";")


@pytest.mark.parametrize(
    ("language", "form"),
    [("es", 0), ("en", 0), ("ar", 1), ("ru", None), ("fr", None), ("pt_BR", None), ("zh_Hans", None)],
)
def test_some_languages_have_a_form_for_one_alone(language: str, form: int | None) -> None:
    assert plural_forms(parse_locale(language.replace("_", "-"))).only_one() == form
