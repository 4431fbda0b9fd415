"""How lists write their numbers."""

from __future__ import annotations

import pytest

from pipeline.documents.counters import _table, counted, counted_in_css, is_css_style


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", "0 1 9 10 27 4000"),
        ("decimalZero", "00 01 09 10 27 4000"),
        ("lowerLetter", "0 a i j aa 4000"),
        ("upperLetter", "0 A I J AA 4000"),
        ("russianLower", "0 а и к э 4000"),
        ("lowerRoman", "0 i ix x xxvii 4000"),
        ("upperRoman", "0 I IX X XXVII 4000"),
        ("chineseCounting", "0 一 九 十 二十七 4000"),
        ("hindiNumbers", "0 १ ९ १० २७ ४०००"),
        ("ideographTraditional", "0 甲 壬 癸 27 4000"),
        ("decimalEnclosedCircle", "0 ① ⑨ ⑩ 27 4000"),
        ("cardinalText", "0 1 9 10 27 4000"),
    ],
)
def test_a_number_is_written_as_word_writes_it_or_in_0_to_9(form: str, shown: str) -> None:
    assert [counted(number, form) for number in (0, 1, 9, 10, 27, 4000)] == shown.split()


def test_letters_of_word_are_doubled_after_the_last_and_those_of_html_go_on_like_digits() -> None:
    assert [counted(number, "lowerLetter") for number in (26, 27, 28, 53)] == ["z", "aa", "bb", "aaa"]
    shown = [counted_in_css(number, "lower-alpha") for number in (26, 27, 28, 53, 703)]
    assert shown == ["z.", "aa.", "ab.", "ba.", "aaa."]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("upper-roman", "-1. 0. IV. 4000."),
        ("lower-alpha", "-1. 0. d. ewv."),
        ("arabic-indic", "-١. ٠. ٤. ٤٠٠٠."),
        ("khmer", "-១. ០. ៤. ៤០០០."),
        ("cjk-earthly-branch", "-1、 0、 卯、 4000、"),
        ("no-such-style", "-1. 0. 4. 4000."),
    ],
)
def test_a_number_is_written_as_browsers_write_it_or_in_0_to_9(style: str, shown: str) -> None:
    assert [counted_in_css(number, style) for number in (-1, 0, 4, 4000)] == shown.split()


@pytest.mark.parametrize("style", [*_table()["css"]["word"], *_table()["css"]["letters"], "thai"])
def test_a_counter_style_with_a_table_is_known(style: str) -> None:
    assert is_css_style(style)
    assert not is_css_style(style.upper())
    assert counted_in_css(3, style) != counted_in_css(4, style)
