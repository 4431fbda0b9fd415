"""What a reader sees is what was written: judged by the Unicode bidirectional algorithm itself."""

import itertools
import re
import sys
import tomllib
import unicodedata
from pathlib import Path

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.inline import (
    Break,
    Foreign,
    Inline,
    Isolate,
    Link,
    Opaque,
    Run,
    Styled,
    children_of,
    plain_text,
)
from pipeline.editions.bidi import hold_order, rtl_pieces
from pipeline.editions.typography import clean_text, make_safe, safe_characters
from pipeline.errors import ExportError
from pipeline.language.locale import Locale, parse_locale
from pipeline.language.steering import CONTROLS
from pipeline.segmentation.notation import parse_notation

CASES = tomllib.loads((Path(__file__).parent / "data" / "right_to_left.toml").read_text("utf-8"))["case"]
AR, UR, EN = parse_locale("ar"), parse_locale("ur"), parse_locale("en")


def logical(content: tuple[Inline, ...]) -> str:
    """The characters in a row, isolates as their controls, as an exporter writes them."""
    parts: list[str] = []
    for node in content:
        match node:
            case Isolate(text, direction):
                parts.append(f"{'⁧' if direction == 'rtl' else '⁦'}{text}⁩")
            case Foreign(tag, children):
                mark = "⁧" if parse_locale(tag).direction == "rtl" else "⁦"
                parts.append(f"{mark}{logical(children)}⁩")
            case Styled(_, children) | Link(_, children):
                parts.append(logical(children))
            case _:
                parts.append(plain_text((node,)))
    return "".join(parts)


def seen(content: tuple[Inline, ...], locale: Locale) -> str:
    """The visible characters from left to right, every space a plain one."""
    shown = get_display(logical(content), base_dir="R" if locale.direction == "rtl" else "L")
    return plain_spaces("".join(character for character in shown if character not in CONTROLS))


def plain_spaces(text: str) -> str:
    return re.sub("[\u00a0\u2009\u202f]", " ", text)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_must_hold_its_order_is_seen_in_order(case):
    locale = parse_locale(case["locale"])
    shown = seen(make_safe(parse_notation(case["text"], opaque={}), locale), locale)
    for piece in case["seen"]:
        assert piece in shown, shown


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.get("plain_goes_wrong")], ids=lambda case: case["name"]
)
def test_the_cases_do_go_wrong_without_it(case):
    shown = seen(parse_notation(case["text"], opaque={}), parse_locale(case["locale"]))
    assert not all(piece in shown for piece in case["seen"]), shown


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_characters_hold_the_order_where_a_format_knows_no_isolates(case):
    content, locale = parse_notation(case["text"], opaque={}), parse_locale(case["locale"])
    written = safe_characters(content, locale)
    assert logical(written) == logical(make_safe(content, locale))
    assert "Isolate(" not in repr(written)


def test_brackets_round_a_dose_stay_round_it():
    shown = seen(make_safe((Run("قرص (20 mg) كل يوم"),), AR), AR)
    assert "(20 mg)" in shown


def test_an_arabic_unit_stays_outside_the_isolate_on_the_left_of_its_number():
    content = make_safe((Run("تناول 5–10 ملغ"),), AR)
    assert Isolate("5–10") in content
    assert seen(content, AR).startswith("غلم 5–10")


QUANTITIES = [
    "0800 123 456",
    "+966 11 234 5678",
    "38.5 °C",
    "20 mg",
    "5–10 ml",
    "2 × 500 mg",
    "37.5–38 °C",
    "50 mg/kg",
    "٠٨٠٠ ١٢٣ ٤٥٦",
    "info@example.org",
    "https://example.org/ar",
]
WORDS = ["خذ", "الدواء", "کے بعد", "يوميًا،", "(عند اللزوم)", "؟", "«مهم»:", "و"]


@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(QUANTITIES)), min_size=1, max_size=4),
    st.sets(st.integers(0, 120), max_size=6),
    st.sampled_from([AR, UR]),
)
def test_a_quantity_is_seen_whole_wherever_it_stands_and_however_styles_divide_it(pairs, cuts, locale):
    text = " ".join(f"{word} {quantity}" for word, quantity in pairs) + " ثم انتظر."
    places = [0, *sorted(cut for cut in cuts if 0 < cut < len(text)), len(text)]
    content = tuple(
        Styled("b", (Run(text[start:end]),)) if number % 2 else Run(text[start:end])
        for number, (start, end) in enumerate(itertools.pairwise(places))
    )
    shown = seen(make_safe(content, locale), locale)
    rest = shown
    for _, quantity in reversed(pairs):
        assert quantity in rest, (quantity, shown)
        rest = rest.replace(quantity, "", 1)


TEXTS = st.text(
    st.sampled_from("خبת123٤۵ amgµ°%+-–./:,()[]«» \u00a0\u2009\u200b\u200c\u200dًé中ไ"), max_size=24
)
LEAVES = st.one_of(
    TEXTS.map(Run),
    st.just(Break()),
    st.builds(Opaque, st.sampled_from("123"), TEXTS),
)
CONTENT = st.recursive(
    st.lists(LEAVES, max_size=5).map(tuple),
    lambda inner: st.lists(
        st.one_of(
            LEAVES,
            st.builds(Styled, st.sampled_from(["b", "sup", "code"]), inner),
            st.builds(Link, st.just("https://example.org"), inner),
            st.builds(Foreign, st.sampled_from(["en", "ar"]), inner),
        ),
        max_size=4,
    ).map(tuple),
    max_leaves=6,
)
LOCALES = st.sampled_from(
    [parse_locale(tag) for tag in ["ar", "ur", "fa", "he", "en", "fr", "th", "zh-Hans"]]
)


def dressed(
    content: tuple[Inline, ...], dress: tuple[object, ...] = ()
) -> list[tuple[str, tuple[object, ...]]]:
    """Each visible character with what encloses it; spaces plain, controls of direction left out."""
    found: list[tuple[str, tuple[object, ...]]] = []
    for node in content:
        match node:
            case Styled(style, children):
                found += dressed(children, (*dress, style))
            case Link(href, children):
                found += dressed(children, (*dress, href))
            case Foreign(tag, children):
                found += dressed(children, (*dress, tag))
            case _:
                text = plain_spaces(plain_text((node,)))
                found += [(character, dress) for character in text if character not in CONTROLS]
    return found


@given(CONTENT, LOCALES)
def test_no_visible_character_and_no_style_is_ever_changed(content, locale):
    assert dressed(make_safe(content, locale)) == dressed(content)


@given(CONTENT, LOCALES)
def test_only_plain_and_thin_spaces_change_their_kind(content, locale):
    before = plain_text(content)
    after = "".join(c for c in plain_text(make_safe(content, locale)) if c not in CONTROLS)
    changed = {(a, b) for a, b in zip(before, after, strict=True) if a != b}
    assert changed <= {(" ", "\u00a0"), ("\u2009", "\u202f")}


@given(CONTENT, LOCALES)
def test_what_is_safe_stays_safe(content, locale):
    """A second pass finds nothing that must be refused and moves no character on the screen."""
    once = make_safe(content, locale)
    assert dressed(make_safe(once, locale)) == dressed(once)


@pytest.mark.parametrize("tag", ["en", "fr", "ar", "hi", "th"])
def test_a_number_never_leaves_its_unit_or_its_groups(tag):
    text = plain_text(make_safe((Run("20 mg, 0800 123 456, 38.5 °C"),), parse_locale(tag)))
    assert text == "20\u00a0mg, 0800\u00a0123\u00a0456, 38.5\u00a0°C"


def test_a_divided_measure_holds_together_too():
    content = make_safe((Styled("b", (Run("20"),)), Run(" mg")), EN)
    assert content == (Styled("b", (Run("20"),)), Run("\u00a0mg"))


def test_code_and_plain_words_keep_their_spaces():
    content = (Styled("code", (Run("20 mg"),)), Run(" take one tablet"))
    assert make_safe(content, EN) == content


def test_a_left_to_right_text_without_numbers_is_left_as_it_is():
    content = (
        Run("Take it "),
        Styled("b", (Run("now"),)),
        Break(),
        Link("https://example.org", (Run("here"),)),
    )
    assert make_safe(content, EN) == content


def test_a_raised_digit_stays_plain_for_exporters_that_have_raised_characters():
    content = make_safe((Run("م"), Styled("sup", (Run("2"),)), Run(" من")), AR)
    assert Styled("sup", (Run("2"),)) in content
    content = make_safe(parse_notation("العدد 10<sup>9</sup>/L و m<sup>2</sup> هنا", opaque={}), AR)
    assert [node for node in content if isinstance(node, Styled)] == [
        Styled("sup", (Run("9"),)),
        Styled("sup", (Run("2"),)),
    ]


def test_an_untranslated_sentence_is_made_safe_for_its_own_language():
    content = make_safe((Foreign("en", (Run("Take 20 mg."),)),), AR)
    assert content == (Foreign("en", (Run("Take 20\u00a0mg."),)),)


def test_a_piece_that_is_not_for_translating_keeps_its_number_unless_it_must_be_isolated():
    assert make_safe((Opaque("1", "صورة"),), AR) == (Opaque("1", "صورة"),)
    assert make_safe((Opaque("1", "fig-1.png"),), AR) == (Isolate("fig-1.png"),)


@pytest.mark.parametrize("character", "\u202d\u202e")
@pytest.mark.parametrize("locale", [AR, EN], ids=str)
def test_an_override_is_refused_because_it_can_turn_a_dose_around(character, locale):
    with pytest.raises(ExportError, match=r"U\+202[DE]"):
        make_safe((Run(f"Take {character}05\u202c mg"),), locale)
    with pytest.raises(ExportError, match=r"U\+202[DE]"):
        clean_text(f"Take {character}05\u202c mg")


@pytest.mark.parametrize(
    "text",
    ["a \u2067b", "a\u2069", "\u202ba\u2069", "\u2067a\nb\u2069", "\u202c", "\u2066\u202aa\u2069\u202c"],
)
def test_a_control_without_its_pair_is_refused(text):
    with pytest.raises(ExportError, match="without its pair"):
        make_safe((Run(text),), AR)


def test_a_pair_may_stand_in_two_nodes():
    content = make_safe((Run("خذ \u2066A"), Styled("b", (Run("+"),)), Run(" C\u2069 الآن")), AR)
    assert "A+ C" in seen(content, AR)


@pytest.mark.parametrize("text", ["\u2066C++\u2069", "\u202aC++\u202c", "\u2068C++\u2069", "C++\u200e"])
def test_what_a_translator_held_in_order_by_controls_is_held_by_an_isolate(text):
    assert make_safe((Run(f"لغة {text} هنا"),), AR) == (Run("لغة "), Isolate("C++"), Run(" هنا"))


@pytest.mark.parametrize(
    "text",
    ["ask \u061c5-10 times", "ask \u200f0800 123 456 now", "\u20671 - 2\u2069 times", "\u202b0800 12\u202c"],
)
def test_marks_that_turn_numbers_around_do_nothing_any_more(text):
    expected = plain_spaces("".join(c for c in text if c not in CONTROLS))
    assert seen((Run(text),), EN) != expected
    assert seen(make_safe((Run(text),), EN), EN) == expected


def test_invisible_characters_that_scripts_need_stay():
    text = "می\u200cخواهم ක්\u200dෂ ខ\u200bខ"
    for tag in ["fa", "si", "km"]:
        assert plain_text(make_safe((Run(text),), parse_locale(tag))) == text


@given(st.text(st.sampled_from("٠١٢٣٤٥٦٧٨٩ -–/.,:+()mg\u00a0٫"), min_size=1, max_size=16))
def test_arabic_digits_in_an_isolate_keep_their_order(text):
    shown = get_display(f"⁦{hold_order(text)}⁩", base_dir="R")
    assert re.findall("[٠-٩]", shown) == re.findall("[٠-٩]", text)


def test_a_long_text_of_controls_is_read_once():
    text = "\u2066" * 20_000 + "a" + "\u2069" * 20_000
    assert plain_text(make_safe((Run(text),), AR)) == "a"


def test_children_of_links_are_isolated_inside_the_link():
    content = make_safe((Run("اتصل "), Link("tel:0800123456", (Run("0800 123 456"),))), AR)
    link = next(node for node in content if isinstance(node, Link))
    assert children_of(link) == (Isolate("0800\u00a0123\u00a0456"),)


def test_no_right_to_left_character_is_overlooked():
    every = map(chr, range(sys.maxunicode + 1))
    letters = [c for c in every if unicodedata.bidirectional(c) in ("R", "AL") and c not in CONTROLS]
    assert [c for c in letters if rtl_pieces(c) != [(0, 1)]] == []
