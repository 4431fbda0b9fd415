"""One recogniser reads the quantities of every language as values."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.locale import parse_locale
from pipeline.language.quantities import convert, find_quantities, isolate_spans, model
from tests.language.quantities.cases_support import cases, describe

LOCALES = ["en", "es", "fr", "pt-BR", "ar", "ur", "hi", "bn", "sw", "zh-Hans", "ru", "vi", "th"]
# One sentence in the thirteen locales; its quantities must be the same values in all of them.
SAME_DOSE = {
    "en": "Take 1,000 mg every 8 hours for 14 days; stop above 38.5 °C.",
    "es": "Tome 1.000 mg cada 8 horas durante 14 días; pare por encima de 38,5 °C.",
    "fr": "Prenez 1 000 mg toutes les 8 heures pendant 14 jours ; arrêtez au-dessus de 38,5 °C.",
    "pt-BR": "Tome 1 g a cada 8 horas por 14 dias; pare acima de 38,5 °C.",
    "ar": "تناول ١٬٠٠٠ ملغ كل 8 ساعات لمدة 14 يومًا، وتوقف فوق ٣٨٫٥ °م.",
    "ur": "1,000 ملی گرام ہر 8 گھنٹے بعد 14 دن لیں؛ 38.5 °C سے اوپر رک جائیں۔",
    "hi": "1,000 मि.ग्रा. हर 8 घंटे में १४ दिन लें; 38.5 °C से ऊपर रुकें।",
    "bn": "১,০০০ মিলিগ্রাম প্রতি ৮ ঘণ্টা অন্তর ১৪ দিন নিন; ৩৮.৫ °C-এর উপরে থামুন।",
    "sw": "Tumia mg 1,000 kila saa 8 kwa siku 14; acha juu ya 38.5 °C.",
    "zh-Hans": "每8小时服用1000毫克，持续14天；超过38.5摄氏度时停用。",
    "ru": "Принимайте 1000 мг каждые 8 часов 14 дней; прекратите при 38,5 °C.",
    "vi": "Uống 1.000 mg mỗi 8 giờ trong 14 ngày; ngừng khi trên 38,5 °C.",
    "th": "รับประทาน 1,000 มก. ทุก 8 ชั่วโมง เป็นเวลา 14 วัน หยุดเมื่อเกิน 38.5 องศาเซลเซียส",
}
# Pieces that recognisers stumble over, for texts made of them.
PIECES = st.sampled_from(
    [
        *("1", "12", "2020", "0800", "999", "½", "١٢", "十", "٫", "٬", "9:30", "12/03/2020"),
        *(
            ".",
            ",",
            ":",
            "/",
            "-",
            "–",
            "+",
            "(",
            ")",
            "%",
            "°",
            "×",
            "@",
            " ",
            "\n",
            "\u00a0",
            "\u202f",
            "\u200f",
        ),
        *("°C", "mg", "kg", "h", "ملغ", "毫克", "мг", "a.m.", "b.i.d.", "第", "年", "الساعة", "COVID-"),
        *(
            "and",
            "to",
            "x",
            "May",
            "twice",
            "two",
            "once",
            "daily",
            "every",
            "call",
            "million",
            "www.",
            "http://",
        ),
    ]
)


@pytest.mark.parametrize(("tag", "text", "expected"), cases(), ids=lambda value: str(value)[:40])
def test_each_case_is_read_as_its_file_says(tag: str, text: str, expected: list[str]) -> None:
    assert [describe(text, q) for q in find_quantities(text, parse_locale(tag))] == expected


def test_every_shipped_locale_has_cases() -> None:
    assert set(LOCALES) <= {tag for tag, _, _ in cases()}


@pytest.mark.parametrize("tag", LOCALES)
def test_a_dose_means_the_same_in_every_locale(tag: str) -> None:
    def keys(tag: str) -> list[model.Key]:
        return sorted((q.key for q in find_quantities(SAME_DOSE[tag], parse_locale(tag))), key=str)

    expected = [
        ("frequency", (Decimal(1),), "time", (Decimal(8 * 3600),)),
        ("measure", "mass", Decimal(1)),
        ("measure", "temperature-Cel", Decimal("38.5")),
        ("measure", "time", Decimal(14 * 86400)),
    ]
    assert [k for k in keys(tag) if k not in expected] == []
    assert len(keys(tag)) == len(expected)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("10 mg", "100 mg"),
        ("10 mg", "10 g"),
        ("2×3", "3×2"),
        ("10–20 mg", "10 mg"),
        ("5 ml", ".5 ml"),
        ("38 °C", "38 °F"),
        ("every 6 hours", "every 8 hours"),
        ("twice a day", "twice a week"),
        ("call 0800 123 456", "call 0800 123 465"),
        ("1,5 mg", "15 mg"),
        ("12 March 2020", "12 May 2020"),
        ("9 a.m.", "9 p.m."),
    ],
)
def test_what_differs_for_a_patient_differs_in_value(first: str, second: str) -> None:
    english = parse_locale("en")
    one, two = (tuple(q.key for q in find_quantities(t, english)) for t in (first, second))
    assert one
    assert two
    assert one != two


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1000 mg", "1 g"),
        ("twice a day", "2 times daily"),
        ("0.5 tablet", "half a tablet"),
        ("½ tablet", "1/2 tablet"),
        ("60 minutes", "1 hour"),
        ("+44 (0)20 7946 0018", "+44 20 7946 0018"),
        ("1 500 mcg".replace(" ", "\u202f"), "1.5 mg"),
        ("once a day", "every 24 hours"),
        ("b.i.d.", "two times per day"),
    ],
)
def test_what_is_the_same_for_a_patient_is_the_same_value(first: str, second: str) -> None:
    english = parse_locale("en")
    one, two = (tuple(q.key for q in find_quantities(t, english)) for t in (first, second))
    assert one == two != ()


def test_a_separator_with_three_digits_keeps_both_readings() -> None:
    for tag, value, other in (("en", 1000, 1), ("es", 1, 1000), ("th", 1000, 1)):
        (number,) = find_quantities("1,000", parse_locale(tag))
        assert isinstance(number, model.Number)
        assert (number.value, number.other) == (value, other)


def test_degrees_are_converted_but_never_equal() -> None:
    assert convert(Decimal("38.5"), "Cel", "degF") == Decimal("101.3")
    assert convert(Decimal("101.3"), "degF", "Cel") == Decimal("38.5")
    assert convert(Decimal(1), "g", "mg") == 1000
    assert convert(Decimal(1), "g", "mL") is None


def test_positions_and_wording_take_no_part_in_equality() -> None:
    english = parse_locale("en")
    (one,) = find_quantities("two tablets", english)
    (two,) = find_quantities("Take 2 tablets", english)
    assert one == two
    assert one.words
    assert not two.words


@pytest.mark.parametrize("zero", [c for c in map(chr, range(0x110000)) if unicodedata.decimal(c, None) == 0])
def test_the_decimal_digits_of_every_script_are_numbers(zero: str) -> None:
    text = f"{chr(ord(zero) + 3)}{chr(ord(zero) + 7)} mg"
    (measure,) = find_quantities(text, parse_locale("en"))
    assert describe(text, measure) == f"{text} = measure 37 mg"


@pytest.mark.parametrize(
    "case",
    tomllib.loads((Path(__file__).parent / "data_isolates.toml").read_text(encoding="utf-8"))["case"],
    ids=lambda case: str(case["text"])[:30],
)
def test_what_would_turn_round_in_right_to_left_text_is_isolated(case: dict[str, object]) -> None:
    text, tag = str(case["text"]), str(case["locale"])
    assert [text[a:b] for a, b in isolate_spans(text, parse_locale(tag))] == case["isolates"]


@given(text=st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join), tag=st.sampled_from(LOCALES))
def test_any_text_gives_ordered_spans_within_it_that_never_overlap(text: str, tag: str) -> None:
    locale = parse_locale(tag)
    last = 0
    for quantity in find_quantities(text, locale):
        assert last <= quantity.start < quantity.end <= len(text)
        hash(quantity.key)
        last = quantity.end
    last = 0
    for start, end in isolate_spans(text, locale):
        assert last <= start < end <= len(text)
        last = end


@given(text=st.lists(PIECES, max_size=25).map("".join), tag=st.sampled_from(LOCALES))
def test_no_digit_is_overlooked(text: str, tag: str) -> None:
    found = find_quantities(text, parse_locale(tag))
    inside = {i for q in found for i in range(q.start, q.end)}
    assert [i for i, c in enumerate(text) if c.isdecimal() and i not in inside] == []


@pytest.mark.parametrize(
    "unit", ["1", "1-", "1 ", "(", "(1", "1.", "1,", "a1", "+1 ", "١٬", "May ", "0800 123 ", "a@", "十"]
)
@pytest.mark.parametrize("tag", ["en", "ar", "zh-Hans"])
def test_a_long_line_takes_time_in_proportion_to_its_length(unit: str, tag: str) -> None:
    # Steps are counted, not seconds: the interpreter's calls, which do not depend on the machine.
    def steps(length: int) -> int:
        text = (unit * length)[:length]
        count = 0

        def trace(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(trace)
        try:
            find_quantities(text, locale)
        finally:
            sys.setprofile(None)
        return count

    locale = parse_locale(tag)
    find_quantities("1 mg", locale)
    assert steps(8000) <= 3 * steps(4000) + 2000


def test_a_megabyte_of_digits_and_brackets_comes_back() -> None:
    for text in ("7" * 1_000_000, "(" * 1_000_000, ")(" * 500_000):
        assert len(find_quantities(text, parse_locale("en"))) <= 1


def test_importing_the_recogniser_brings_in_neither_babel_nor_phonenumbers() -> None:
    program = (
        "import sys, pipeline.language.quantities as q; "
        "print([m for m in ('babel', 'phonenumbers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
