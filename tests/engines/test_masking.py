"""What must not be touched is taken out, and comes back exactly once, whatever the engine does around it."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.masking import Lost, Masked, Terms, mask, unmask
from pipeline.engines.model import Marks
from pipeline.language.locale import parse_locale

EN, ES, FR, HI = map(parse_locale, ("en", "es", "fr", "hi"))
TOKENS, HTML, ELEMENTS = Marks(), Marks("html", "token"), Marks("html", "element")
ALL_MARKS = pytest.mark.parametrize("marks", [TOKENS, HTML, ELEMENTS], ids=["tokens", "html", "elements"])


def masked(text: str, marks: Marks = TOKENS, *, target=ES, terms: tuple[str, ...] = ()) -> Masked:
    return mask(text, marks, source=EN, target=target, terms=Terms(terms))


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Call 1-800-555-0199 now.", "1-800-555-0199"),
        ("Write to help@example.org.", "help@example.org"),
        ("See https://www.who.int/x?a=1&b=2 today.", "https://www.who.int/x?a=1&b=2"),
        ('Read <a href="https://example.org/k">this</a>.', "https://example.org/k"),
        ("Doctors Without Borders helps.", "Doctors Without Borders"),
    ],
)
@ALL_MARKS
def test_what_is_protected_does_not_leave_the_machine(marks: Marks, text: str, hidden: str) -> None:
    sent = masked(text, marks, terms=("Doctors Without Borders",))
    assert hidden not in sent.text
    assert unmask(sent.text, sent, marks) == text


@pytest.mark.parametrize("text", ["Take 1 tablet.", "Take 500 mg twice a day.", "Under 5 years", "10–20 ml"])
def test_plain_numbers_stay_for_the_grammar(text: str) -> None:
    assert masked(text).text == text


@pytest.mark.parametrize(
    ("text", "target", "back"),
    [
        ("About 1,000 women", ES, "About 1000 women"),
        ("About 571,678 women", ES, "About 571.678 women"),
        ("38.5 °C", ES, "38,5 °C"),
        ("12,345.67 mg", ES, "12.345,67 mg"),
        ("2.5–5.5 ml", FR, "2,5–5,5 ml"),
        ("38.5 °C", HI, "38.5 °C"),
        ("version 1.2.3 and 10.10.2020", ES, "version 1.2.3 and 10.10.2020"),
    ],
)
def test_numbers_that_the_target_reads_otherwise_come_back_as_it_writes_them(text, target, back) -> None:
    sent = masked(text, target=target)
    assert unmask(sent.text, sent, TOKENS) == back


def test_terms_are_whole_words_in_their_own_case() -> None:
    sent = masked("WHO and who and WHOM and WHO-led", terms=("WHO",))
    assert sent.text == "{1} and who and WHOM and {2}-led"


def test_a_longer_term_wins_over_a_shorter_one() -> None:
    assert masked("a Red Cross post", terms=("Red", "Red Cross")).text == "a {1} post"


@ALL_MARKS
def test_tags_come_back_as_they_were(marks: Marks) -> None:
    text = 'Take <b>two</b> of <a href="https://x.org/?a=1&amp;b=2">these</a><br/>with <x id="7"/>.'
    sent = masked(text, marks)
    assert unmask(sent.text, sent, marks) == text


@pytest.mark.parametrize(
    "changed",
    [
        "Llame al { 1 } ya <B>hoy</B>",
        "Llame al ｛1｝ ya < b >hoy</ b >",
        "Llame al {١} ya <b>hoy</b>",
        "Llame al {1} ya <b class='x'>hoy</b >",
    ],
)
def test_what_engines_do_to_marks_is_forgiven(changed: str) -> None:
    sent = masked("Call 1-800-555-0199 now <b>today</b>", HTML)
    assert unmask(changed, sent, HTML) == "Llame al 1-800-555-0199 ya <b>hoy</b>"


def test_a_byte_order_mark_and_another_normal_form_are_forgiven() -> None:
    sent = masked("Call 1-800-555-0199 now")
    assert unmask("\ufeffLlame al {1} man\u0303ana", sent, TOKENS) == "Llame al 1-800-555-0199 ma\u00f1ana"


@pytest.mark.parametrize("mark", ["%s", "%(name)s", "{name}", "${name}", "{{ward}}"])
def test_placeholders_of_programs_are_protected(mark: str) -> None:
    for marks in (TOKENS, HTML, ELEMENTS):
        sent = masked(f"Ask {mark} now.", marks)
        assert mark not in sent.text
        assert unmask(sent.text, sent, marks) == f"Ask {mark} now."


@pytest.mark.parametrize(
    "changed", ['Llame al <X ID="1"></X> ya', "Llame al <x id='1' /> ya", "Llame al <x id=1> ya</x>"]
)
def test_elements_may_be_written_in_every_way_of_html(changed: str) -> None:
    sent = masked("Call 1-800-555-0199 now", ELEMENTS)
    assert unmask(changed, sent, ELEMENTS) == "Llame al 1-800-555-0199 ya"


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ("Llame ya", '"1-800-555-0199" was lost'),
        ("Llame al {1} o {1} ya", '"1-800-555-0199" came back twice'),
        ("Llame al {1} ya {2}", "a mark that was not sent, 2"),
        ("Llame al {0} ya {1}", "a mark that was not sent, 0"),
    ],
)
def test_a_piece_that_is_lost_or_doubled_is_told(reply: str, why: str) -> None:
    with pytest.raises(Lost, match=re.escape(why)):
        unmask(reply, masked("Call 1-800-555-0199 now"), TOKENS)


def test_text_that_looks_like_a_mark_is_protected_too() -> None:
    for marks in (TOKENS, HTML, ELEMENTS):
        for text in ("Fill in {1} and { 2 }", "write &lt;b&gt; or &#60;", "5 < 6 & 7 > 2"):
            sent = masked(text, marks)
            assert unmask(sent.text, sent, marks) == text


def test_white_space_round_a_sentence_is_ours() -> None:
    sent = masked("\n  Wash your hands. \n")
    assert sent.text == "Wash your hands."
    assert unmask("  Lave sus manos.\t", sent, TOKENS) == "\n  Lave sus manos. \n"


def test_whether_there_is_anything_to_translate_is_known() -> None:
    assert masked("Wash your hands").has_words
    assert not masked("1-800-555-0199").has_words
    assert not masked("<b>WHO</b>, 12", terms=("WHO",)).has_words


TAGS = ["<b>", "</b>", "<br/>", '<x id="3"/>', '<a href="https://e.org/?a&amp;b">', "</a>"]
KEPT = ["1-800-555-0199 ", "a@b.org ", "WHO ", "{1}", "｛2｝", "&amp;", "&lt;b&gt;"]
TEXTS = ["Take ", "5 mg ", "1,234.5 ", "١٢", " < ", "é", "{", "\n"]
PIECES = st.sampled_from([*TAGS, *KEPT, *TEXTS])


@given(
    st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=12), st.sampled_from([TOKENS, HTML, ELEMENTS])
)
def test_an_engine_that_changes_nothing_gives_the_sentence_back(parts: list[str], marks: Marks) -> None:
    text = "".join(parts)
    sent = mask(text, marks, source=EN, target=HI, terms=Terms(["WHO"]))
    assert unmask(sent.text, sent, marks) == text


@given(st.text(), st.sampled_from([TOKENS, HTML, ELEMENTS]))
def test_any_reply_is_a_sentence_or_lost(reply: str, marks: Marks) -> None:
    sent = masked('Call 1-800-555-0199 <b>now</b> <x id="1"/>', marks)
    with contextlib.suppress(Lost):
        assert "1-800-555-0199" in unmask(reply, sent, marks)
