"""Tables and columns hold their width in any script."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.tables import display_width, first_few, format_table, side_by_side

TEXT = st.text(alphabet=st.sampled_from("ab 乳腺癌 มะเร็ง é20 mg "), max_size=60)


@given(TEXT, TEXT, st.integers(20, 120))
def test_nothing_is_lost_and_no_line_is_too_wide(left: str, right: str, width: int) -> None:
    lines = side_by_side(left, right, width).splitlines()
    assert all(display_width(line) <= width for line in lines)
    columns = [line.partition("|") for line in lines]
    for text, shown in ((left, [one for one, _, _ in columns]), (right, [other for _, _, other in columns])):
        assert "".join(shown).replace(" ", "") == text.replace(" ", "")


def test_source_and_target_stand_beside_each_other() -> None:
    shown = side_by_side("Give 5 ml of milk.", "给 5 毫升牛奶。", 27)
    assert shown == "Give 5 ml of | 给 5\nmilk.        | 毫升牛奶。"


def test_numbers_stand_flush_right() -> None:
    assert format_table(["locale", "units"], [["zh", "5"], ["乳", "120"]]).splitlines() == [
        "locale  units",
        "zh          5",
        "乳        120",
    ]


def test_what_is_left_out_is_counted() -> None:
    assert first_few(["a", "b", "c"], "see x", most=2) == ["a", "b", "… and 1 more; see x"]
    assert first_few(["a", "b"], "see x", most=2) == ["a", "b"]
