"""Date lines: labels and dates as people write them, and those that could mean two days."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline.editions
from pipeline.catalogs.reading import parse_catalog
from pipeline.documents.dates import read_date_line, updated_label
from pipeline.errors import DocumentError
from pipeline.language.locale import parse_locale

FRAMES = sorted((Path(pipeline.editions.__file__).parent / "frames").glob("*.po"))
DAY = datetime.date(2024, 12, 9)


@pytest.mark.parametrize(
    "line",
    [
        "Release time :Dec-09,2024",
        "Published: 9 December 2024",
        "Published on December 9, 2024.",
        "PUBLICATION DATE - 9 Dec 2024",
        "Date: 2024-12-09",
        "Date: 2024/12/9",
        "Date: 2024-12-09T10:30:00Z",
        "Date: Monday, December 9th, 2024 10:30 pm",
        "(Issued: 09-Dec-2024)",
        "**Released:** 2024.12.09",
        "Date: 20241209",
        "Fecha de publicación: 9 de diciembre de 2024",
        "Publié le 9 décembre 2024",
        "Stand: 9. Dezember 2024",
        "Data de publicação: 9 de dezembro de 2024",
        "发布时间：2024年12月9日",
        "Опубликовано 9 декабря 2024 г.",
        "Ngày đăng: 9 tháng 12 năm 2024",
        "تاريخ النشر: ٩ ديسمبر ٢٠٢٤",
        "प्रकाशन तिथि: 9 दिसंबर 2024",
    ],
)
def test_a_date_line_is_read_in_any_common_form(line: str) -> None:
    found = read_date_line(line, line=2)
    assert found is not None
    assert found.date == DAY


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Date: 25/12/2024", datetime.date(2024, 12, 25)),
        ("Date: 12/25/2024", datetime.date(2024, 12, 25)),
        ("Date: 25.12.2024", datetime.date(2024, 12, 25)),
        ("Date: 05/05/2024", datetime.date(2024, 5, 5)),
    ],
)
def test_a_date_in_figures_is_read_where_it_means_one_day(line: str, day: datetime.date) -> None:
    found = read_date_line(line, line=2)
    assert found is not None
    assert found.date == day


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Date: 03/04/2024", "can be read in two ways; write 2024-04-03 or 2024-03-04"),
        ("Date: 09.12.2024", "can be read in two ways"),
        ("Date: 09/12/24", "two digits"),
        ("Date: 31/02/2024", "there is no day"),
        ("Date: 31 June 2024", "there is no day"),
        ("Published: May 2024", "has no day"),
        ("Published: 2024", "has no day"),
        ("Date: 9 December 2567", "Gregorian"),
        ("Date: 99/99/2024", "there is no day"),
    ],
)
def test_a_date_that_is_not_one_day_for_sure_is_an_error_that_says_what_to_write(
    line: str, what: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        read_date_line(line, line=2)
    assert what in str(caught.value)
    assert caught.value.line == 2


@pytest.mark.parametrize(
    "line",
    [
        "Date: to be agreed with 5 people",
        "Time: 10 minutes",
        "Published by WHO in 2024",
        "Update 2024 guidance",
        "Next review: 9 December 2027",
        "Dates 2024-12-09",
        "9 December 2024",
        "Call 0800 123 456",
        "Datesheet 2024-12-09",
    ],
)
def test_other_lines_are_no_date_lines(line: str) -> None:
    assert read_date_line(line, line=2) is None


@pytest.mark.parametrize("path", FRAMES, ids=lambda path: path.stem)
def test_what_a_leaflet_says_before_its_date_is_read_in_a_source_too(path: Path) -> None:
    units = parse_catalog(path.read_bytes(), path.name).active
    label = next(unit.targets[0] for unit in units if unit.source == "Published")
    for colon in (": ", "\u00a0: ", "："):
        found = read_date_line(f"{label}{colon}2024-12-09", line=1)
        assert found is not None and found.date == datetime.date(2024, 12, 9) and not found.updated
    updated = updated_label(parse_locale(path.stem.replace("_", "-")))
    if updated is not None:
        found = read_date_line(f"{updated}: 2024-12-09", line=1)
        assert found is not None and found.updated


def test_a_date_without_label_counts_only_where_it_is_asked_for() -> None:
    found = read_date_line("9 December 2024", line=2, bare=True)
    assert found is not None
    assert found.date == DAY
    assert read_date_line("12345678", line=2, bare=True) is None
    assert read_date_line("0800 123 456", line=2, bare=True) is None


def test_a_date_of_change_is_told_from_one_of_publication() -> None:
    changed = read_date_line("Last updated: 9 December 2024", line=2)
    published = read_date_line("First published: 9 December 2024", line=2)
    assert changed is not None
    assert published is not None
    assert (changed.updated, published.updated) == (True, False)


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%b-%d,%Y"]),
)
def test_every_day_is_read_in_clear_forms(day: datetime.date, form: str) -> None:
    found = read_date_line("Published: " + day.strftime(form), line=2)
    assert found is not None
    assert found.date == day


@given(st.text(max_size=60))
def test_any_line_gives_a_date_or_none_or_a_clear_error(text: str) -> None:
    for line in (text, f"Date: {text}", f"Published: 9 {text} 2024"):
        try:
            read_date_line(line, line=7, bare=True)
        except DocumentError as error:
            assert error.line == 7 and error.hint
