"""Documents become segments and back, in many languages; the cases stand in data/sentences/<locale>.txt."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from pipeline.documents.blocks import Paragraph, Text, Title
from pipeline.documents.inline import Break, Inline, Link, Opaque, Run, Styled
from pipeline.documents.model import Document
from pipeline.errors import InlineError
from pipeline.language.locale import parse_locale
from pipeline.segmentation.model import Segment
from pipeline.segmentation.notation import format_notation, parse_notation
from pipeline.segmentation.sentences import join_target, segment_document

CASES = Path(__file__).parent / "data" / "sentences"
EN = parse_locale("en")


def _cases() -> list[tuple[str, str]]:
    return [
        (file.stem, line)
        for file in sorted(CASES.glob("*.txt"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]


def _document(*contents: tuple[Inline, ...], note: str | None = None, context: str | None = None) -> Document:
    texts = [
        Text(index, content, f"Paragraph {index + 1}", line=index + 1, note=note, context=context)
        for index, content in enumerate(contents)
    ]
    return Document("text", b"", tuple(Paragraph(text) for text in texts))


def _segments(text: str, tag: str = "en", mode: str = "sentence") -> tuple[Segment, ...]:
    content = parse_notation(text, opaque={"1": "one", "2": "two"})
    return segment_document(_document(content), locale=parse_locale(tag), mode=mode)  # type: ignore[arg-type]


def _sources(text: str, tag: str = "en") -> list[str]:
    return [segment.source for segment in _segments(text, tag)]


def _whole(segments: tuple[Segment, ...]) -> str:
    return segments[0].prefix + "".join(segment.source + segment.separator for segment in segments)


def test_the_cases_cover_more_than_ten_languages() -> None:
    assert len({language for language, _ in _cases()}) > 20


@pytest.mark.parametrize(("tag", "case"), _cases())
def test_sentences_end_where_a_reader_says(tag: str, case: str) -> None:
    expected = [sentence.strip() for sentence in case.split("¦")]
    segments = _segments(case.replace("¦", ""), tag)
    assert [segment.source for segment in segments] == expected
    assert _whole(segments) == case.replace("¦", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>Stop. Now.</b> Go.", ["<b>Stop. Now.</b>", "Go."]),
        ("<b>Stop.</b> <i>Go. On.</i>", ["<b>Stop.</b>", "<i>Go. On.</i>"]),
        (
            'See <a href="https://a.b/?x. Y">One. Two</a>. Go.',
            ['See <a href="https://a.b/?x. Y">One. Two</a>.', "Go."],
        ),
        ('Go. <x id="1"/> is next.', ["Go.", '<x id="1"/> is next.']),
        ("Hi.<br/>Yes.", ["Hi.", "Yes."]),
        ("Go. <b>- Stop.</b> Yes.", ["Go.", "<b>- Stop.</b>", "Yes."]),
    ],
)
def test_a_boundary_never_falls_inside_a_tag(text: str, expected: list[str]) -> None:
    segments = _segments(text)
    assert [segment.source for segment in segments] == expected
    assert _whole(segments) == text


def test_a_text_without_letters_and_digits_has_no_segment() -> None:
    assert _sources("---") == []
    assert _sources(' <x id="1"/> ') == []
    assert _sources("38.5") == ["38.5"]


def test_blanks_around_a_text_are_kept_outside_the_source() -> None:
    (segment,) = _segments(" <br/>Hello there. ")
    assert (segment.prefix, segment.source, segment.separator) == (" <br/>", "Hello there.", " ")


def test_comments_say_where_a_sentence_stands_and_what_opaque_pieces_hold() -> None:
    content = (Run("One. See "), Opaque("1", "<b>"), Run("."))
    first, second = segment_document(_document(content, note="Keep it short", context="box"), locale=EN)
    assert first.comments == ("Paragraph 1, sentence 1 of 2", "Keep it short")
    assert second.comments == (
        "Paragraph 1, sentence 2 of 2",
        "Keep it short",
        '<x id="1"/> stands for: <b>',
    )
    assert second.key == ("box", 'See <x id="1"/>.')


def test_a_single_sentence_is_named_by_its_role_alone() -> None:
    title = Document("text", b"", (Title(Text(0, (Run("Fever"),), "Title", line=1)),))
    (segment,) = segment_document(title, locale=EN)
    assert segment.comments == ("Title",)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u3000", " \u2009"])
def test_a_wide_space_before_a_stop_is_read(space: str) -> None:
    assert _sources(f"Take vitamin C{space}. Then rest.") == [f"Take vitamin C{space}.", "Then rest."]


def test_in_paragraph_mode_a_text_is_one_segment() -> None:
    (segment,) = _segments("One. Two. Three.", mode="paragraph")
    assert (segment.source, segment.number, segment.total) == ("One. Two. Three.", 1, 1)


_TEXT = st.text(st.sampled_from("ABab1 .!?…。“”\"'()<>&\n\u00a0\u200f😀।؟5mgDr-"), max_size=60)


def _content() -> st.SearchStrategy[tuple[Inline, ...]]:
    leaves = st.one_of(
        _TEXT.map(Run), st.just(Break()), st.sampled_from([Opaque("1", "one"), Opaque("2", "two")])
    )
    nodes = st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Styled, st.sampled_from(["b", "i", "sup"]), st.lists(inner, max_size=3).map(tuple)),
            st.builds(Link, st.text('ab"&<>;quot', max_size=8), st.lists(inner, max_size=3).map(tuple)),
        ),
        max_leaves=8,
    )
    return st.lists(nodes, max_size=6).map(tuple)


@given(_content(), st.sampled_from(["en", "de", "zh", "hi", "ar", "th", "xh"]))
def test_splitting_loses_nothing_and_leaves_every_sentence_whole(
    content: tuple[Inline, ...], tag: str
) -> None:
    try:
        notation = format_notation(content)
    except InlineError:
        reject()  # a run in the form of a tag, which documents keep as an opaque piece
    segments = segment_document(_document(content), locale=parse_locale(tag))
    if segments:
        assert _whole(segments) == notation
    else:
        assert not any(char.isalnum() for node in content if isinstance(node, Run) for char in node.text)
    for segment in segments:
        assert segment.source.strip() == segment.source != ""
        parse_notation(segment.source, opaque={"1": "", "2": ""})


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "ru", "ja", "km", "sw"]))
def test_any_text_at_all_can_be_split_and_joined(text: str, tag: str) -> None:
    content = (Run(text),)
    try:
        notation = format_notation(content)
    except InlineError:
        return  # the text looks like a tag; documents keep such text as opaque pieces
    segments = segment_document(_document(content), locale=parse_locale(tag))
    assert not segments or _whole(segments) == notation


def test_a_very_long_text_with_quotes_that_never_close_is_split_too() -> None:
    sources = _sources("“a. " * 20_000 + "The end. So it is.")
    assert sources[-1] == "So it is."


def test_sentences_after_the_first_window_are_found() -> None:
    sources = _sources("Take one tablet with water. " * 1_000)
    assert len(sources) == 1_000
    assert set(sources) == {"Take one tablet with water."}


def test_joining_the_sources_in_their_own_language_gives_the_text_back() -> None:
    text = " One. Two!<br/>Three.  Four."
    segments = _segments(text)
    assert join_target(segments, [segment.source for segment in segments], locale=EN) == text


@pytest.mark.parametrize(
    ("tag", "joined"), [("zh-Hans", "一。二。"), ("ja", "一。二。"), ("th", "一。 二。")]
)
def test_plain_space_goes_where_a_language_writes_none(tag: str, joined: str) -> None:
    assert join_target(_segments("One. Two."), ["一。", "二。"], locale=parse_locale(tag)) == joined


def test_latin_words_stay_apart_even_in_chinese() -> None:
    assert join_target(_segments("One. Two."), ["WHO.", "UN."], locale=parse_locale("zh")) == "WHO. UN."


def test_a_space_comes_in_where_the_source_language_writes_none() -> None:
    segments = _segments("这是一。这是二！", "zh-Hans")
    assert join_target(segments, ["One.", "Two!"], locale=EN) == "One. Two!"


def test_a_line_break_between_sentences_is_kept() -> None:
    assert (
        join_target(_segments("One.<br/>Two."), ["一。", "二。"], locale=parse_locale("ja"))
        == "一。<br/>二。"
    )


def test_joining_wants_a_target_for_each_sentence() -> None:
    with pytest.raises(InlineError, match="1 target sentences for 2"):
        join_target(_segments("One. Two."), ["一。"], locale=EN)
