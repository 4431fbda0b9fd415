"""Front matter: which values are words, where they stand, and what is no front matter at all."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.front_matter import FrontMatter, read_front_matter, write_scalar
from pipeline.errors import DocumentError


def read(text: str) -> FrontMatter:
    front = read_front_matter(text.encode())
    assert front is not None
    return front


def test_known_keys_are_words_in_one_order_and_others_are_kept():
    data = "---\nlayout: page\nsummary: Short\nTitle: Fever\ndescription: ' '\nabstract: Long\n---\nText\n"
    front = read(data)
    assert front.title is not None and front.title.text == "Fever"
    assert [(place.what, place.text) for place in front.words] == [("summary", "Short"), ("abstract", "Long")]
    assert data.encode()[front.end :] == b"Text\n"


def test_places_are_of_the_written_value():
    data = '\ufeff---\nnote: é\ntitle: "A \\u00e9"\nlang: &l !!str en\ndir: ltr\n---\n'.encode()
    front = read_front_matter(data)
    assert front is not None and front.title is not None
    assert front.locale is not None and front.direction is not None
    assert front.title.text == "A é" and data[front.title.start : front.title.end] == b'"A \\u00e9"'
    assert data[front.locale.start : front.locale.end] == b"en"
    assert data[front.direction.start : front.direction.end] == b"ltr"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("date: 2026-03-01", datetime.date(2026, 3, 1)),
        ("published: '2026-03-01T10:00:00'", datetime.date(2026, 3, 1)),
        ("date: 2 Nov 2026", datetime.date(2026, 11, 2)),
        ("date: 2026-03-01 10:00:00 +0100", datetime.date(2026, 3, 1)),
        ("date: soon", None),
        ("date: soon\npublished: 2026-03-01", datetime.date(2026, 3, 1)),
        ("updated: 2026-03-01", None),
    ],
)
def test_the_date_is_that_of_publication(written, date):
    assert read(f"---\n{written}\n---\n").published == date


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("date: 31/02/2026", "there is no day"),
        ("date: 03/04/2026", "can be read in two ways"),
        ("published: November 2026", "has no day"),
        ("date: 2567-01-01", "not one of the Gregorian calendar"),
    ],
)
def test_a_date_that_is_not_one_day_for_sure_is_an_error_with_its_line(written, what):
    with pytest.raises(DocumentError, match=what) as caught:
        read(f"---\ntitle: A\n{written}\n---\n")
    assert caught.value.line == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text\n---\na: b\n---\n",
        "---\nNo end: here\n",
        "---\nA heading\n---\n",
        "---\n- a: list\n---\n",
        "---\nSee: [this\n---\n".replace("See:", "As said: see").replace("[this", "it: now"),
        "+++\nNo pairs\n+++\n",
        " ---\na: b\n---\n",
    ],
)
def test_what_is_no_mapping_between_lines_is_markdown(text):
    assert read_front_matter(text.encode()) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: [a\n---\n", 3),
        ("---\na: 1\ntitle: b: c\n---\n", 3),
        ("---\na: {" + "[" * 5000 + "\n---\n", None),
        ("---\na: " + "b" * 70_000 + "\n---\n", 1),
        ("+++\na = 1\ntitle = nothing\n+++\n", 3),
    ],
)
def test_front_matter_that_cannot_be_read_is_refused(text, line):
    with pytest.raises(DocumentError, match="front matter") as refused:
        read_front_matter(text.encode())
    assert line is None or refused.value.line == line


@pytest.mark.parametrize("fence", ["---", "+++"])
@given(value=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1))
def test_a_value_reads_back_as_it_was_written(fence, value):
    sign = ":" if fence == "---" else " ="
    data = f'{fence}\nbefore{sign} 1\ntitle{sign} "x"\nafter{sign} 2\n{fence}\n'.encode()
    front = read_front_matter(data)
    assert front is not None and front.title is not None
    place = front.title
    again = data[: place.start] + write_scalar(data, place, value) + data[place.end :]
    found = read_front_matter(again)
    assert found is not None
    assert (found.title.text if found.title else "") == (value if value.strip() else "")


def test_a_block_scalar_keeps_its_line_end():
    data = b"---\ntitle: |\n  Two\n  lines\nlang: en\n---\n"
    front = read_front_matter(data)
    assert front is not None and front.title is not None
    again = data[: front.title.start] + write_scalar(data, front.title, "One") + data[front.title.end :]
    assert again == b'---\ntitle: "One"\nlang: en\n---\n'
