"""A long Markdown file is read in parts, with the same outcome as if it were read whole."""

from __future__ import annotations

from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents import markdown_parser
from pipeline.documents.markdown import MarkdownFormat
from pipeline.documents.markdown_parser import parse_parts
from pipeline.documents.markdown_titles import LINK, find_title, unescape
from pipeline.documents.model import Document
from pipeline.errors import DocumentError

_BLOCKS = st.sampled_from(
    [
        *(
            "A line.",
            "Two *lines*\nof **text**.",
            "# Heading",
            "Heading\n---",
            "- item",
            "- item\n\n  more",
            "1. one",
        ),
        *(
            "> quote",
            "> quote\nlazy",
            "    code",
            "| a |\n|---|\n| b |",
            "---",
            "a [link](u) and `code`",
            "\\",
            "é",
        ),
        *(
            "<div>",
            "</div>",
            "text <b>bold",
            "</b> on",
            "[^1]",
            "[a]",
            "[a]: /u 'T'",
            "[^1]: Note",
            "```",
            "~~~\nx",
        ),
        *(
            "<!-- c",
            "-->",
            "<pre>",
            "</pre>",
            "* * *\n- - -",
            "- a\n  - b\n\n    c",
            "a\\",
            "<p>\n",
            "+ x\ny",
        ),
    ]
)
_ENDS = st.sampled_from(["\n\n", "\n\n", "\n", "\r\n\r\n", "\n \n", "\n\n\n"])
_SOURCES = st.lists(st.tuples(_BLOCKS, _ENDS), max_size=12).map(lambda all: "".join(a + b for a, b in all))


def _read(data: bytes) -> Document | str:
    try:
        return MarkdownFormat().parse(data)
    except DocumentError as error:
        return str(error)


@given(_SOURCES)
def test_parts_read_like_the_whole(source: str) -> None:
    whole = _read(source.encode())
    with mock.patch.object(markdown_parser, "_PART", 1):
        parts = _read(source.encode())
    assert parts == whole
    if isinstance(whole, Document) and isinstance(parts, Document):
        assert [text.line for text in parts.texts] == [text.line for text in whole.texts]
        with mock.patch.object(markdown_parser, "_PART", 1):
            assert MarkdownFormat().rebuild(parts, {}) == source.encode()


def test_a_file_is_cut_only_where_nothing_can_go_on() -> None:
    def starts(text: str) -> list[int]:
        with mock.patch.object(markdown_parser, "_PART", 1):
            return [start for start, _ in parse_parts(text.encode(), 0)]

    assert starts("- one\n\n  two\n\nThree\n\nFour\n") == [0, 14, 21]
    assert starts("One\n\n# Two\n\n- three\n\n> four\n") == [0]
    assert starts("```\na\n\nb\n```\n") == [0]
    assert starts("[a]\n\nb\n\n[a]: /u\n") == [0]
    assert starts("<!--\n\nb\n\n-->\n") == [0]


def test_a_short_file_is_one_part() -> None:
    assert [start for start, _ in parse_parts(b"One\n\nTwo\n", 0)] == [0]
    assert list(parse_parts(b"", 0)) == []


def test_a_title_is_found_only_where_it_is_sure() -> None:
    data = b'[a](u "It\\"s")'
    found = find_title(data, 0, len(data), 'It"s', LINK)
    assert found is not None and data[found.start : found.end] == b'"It\\"s"'
    assert find_title(data, 0, len(data), "other", LINK) is None
    assert find_title(b"[a](u)", 0, 6, "t", LINK) is None
    assert unescape("a\\*b &amp; \\x") == "a*b & \\x"
