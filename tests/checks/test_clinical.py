"""What the clinical checks say, beside ``data/cases``: terms, wording, settings, hostile texts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.model import Unit
from pipeline.checks import likeness, opened, pairing
from pipeline.checks.comparison import LONGEST
from pipeline.checks.engine import run_checks
from pipeline.checks.likeness import parts_of
from pipeline.checks.model import CheckContext, Severity, Term
from pipeline.checks.registry import CHECKS
from pipeline.language.locale import parse_locale

EN = parse_locale("en")
DATA = Path(__file__).parent / "data/terms.toml"
CLINICAL = tuple(check for check in CHECKS.values() if check.category == "clinical")
QUANTITIES = ("numbers", "measures", "doses", "ranges", "temperatures", "dates", "phones")


def said(locale: str, source: str, target: str, *ids: str, **known) -> list[tuple[str, Severity, str]]:
    unit = Unit(source, (target,))
    checks = tuple(CHECKS[id] for id in ids) or CLINICAL
    context = CheckContext(parse_locale(locale), EN, units=(unit,), **known)
    return [
        (one.diagnostic.check, one.severity, one.diagnostic.what)
        for one in run_checks((unit,), context, checks)
    ]


def term_cases(kind: str) -> Iterator[tuple[str, Term, str, str, str]]:
    for case in tomllib.loads(DATA.read_text("utf-8"))["case"]:
        entry = case["term"]
        term = Term(entry["source"], tuple(entry.get("targets", ())), tuple(entry.get("forbidden", ())))
        for locale, source, target in case[kind]:
            yield case["check"], term, locale, source, target


@pytest.mark.parametrize(("check", "term", "locale", "source", "target"), list(term_cases("good")))
def test_an_agreed_term_in_any_of_its_forms_is_right(check, term, locale, source, target) -> None:
    assert said(locale, source, target, check, terms=(term,)) == []


@pytest.mark.parametrize(("check", "term", "locale", "source", "target"), list(term_cases("bad")))
def test_another_word_than_the_agreed_one_is_found(check, term, locale, source, target) -> None:
    assert [id for id, *_ in said(locale, source, target, check, terms=(term,))] == [check]


def test_a_longer_term_covers_the_shorter_one_within_it() -> None:
    terms = (Term("cancer", ("cancer",)), Term("breast cancer", ("tumeur du sein",)))
    assert said("fr", "Breast cancer spreads.", "La tumeur du sein s’étend.", "glossary", terms=terms) == []


@pytest.mark.parametrize(
    ("locale", "source", "target", "what"),
    [
        ("fr", "Take 10 mg.", "Prenez 100 mg.", "10 mg became 100 mg"),
        ("ar", "Take 10 mg.", "خذ ١٠٠ ملغ.", "10 mg became ١٠٠ ملغ (100 mg)"),
        ("hi", "for 30 seconds", "30 मिनट तक", "30 seconds became 30 मिनट"),
        ("es", "Take 1 to 2 ml.", "Tome 2-1 ml.", "the range 1 to 2 ml stands the wrong way round"),
        ("es", "above 38 °C", "más de 100,4 °F", "38 °C was converted to 100,4 °F"),
        ("fr", "Call 0800 123 456.", "Appelez-nous.", "0800 123 456 is missing"),
        ("fr", "Wait.", "Attendez 3 jours.", "3 jours is not in the source"),
    ],
)
def test_a_finding_sets_value_against_value(locale: str, source: str, target: str, what: str) -> None:
    assert [text for _, _, text in said(locale, source, target, *QUANTITIES)] == [what]


def test_a_finding_marks_the_quantity_on_both_sides_behind_tags_too() -> None:
    unit = Unit("Take <b>10 mg</b>.", ("Prenez <b>100 mg</b>.",))
    context = CheckContext(parse_locale("fr"), EN, units=(unit,))
    (found,) = run_checks((unit,), context, (CHECKS["measures"],))
    (source,), (target,) = found.diagnostic.source_spans, found.diagnostic.target_spans
    assert found.source[source.start : source.end] == "10 mg"
    assert found.target[target.start : target.end] == "100 mg"


def test_a_right_conversion_is_a_warning_and_a_wrong_one_an_error() -> None:
    assert said("es", "above 38 °C", "más de 100,4 °F", "temperatures")[0][1] is Severity.WARNING
    assert said("es", "above 38 °C", "más de 102 °F", "temperatures")[0][1] is Severity.ERROR


@pytest.mark.parametrize(
    ("locale", "target"),
    [
        ("es", "Tome metotrexato una vez al día."),
        ("hi", "मेथोट्रेक्सेट दिन में एक बार लें।"),
        ("ar", "تناول الميثوتريكسات مرة واحدة يوميًا."),
        ("sw", "Meza methotrexate mara moja kwa siku."),
    ],
)
def test_once_a_week_that_became_once_a_day_is_an_error_though_both_are_words(
    locale: str, target: str
) -> None:
    assert said(locale, "Take methotrexate once a week.", target, "doses")[0][1] is Severity.ERROR


@pytest.mark.parametrize(
    ("locale", "target"),
    [("de", "Nehmen Sie anderthalb Tabletten."), ("tr", "Bir buçuk tablet alın.")],
)
def test_a_half_in_words_that_are_not_known_is_no_error(locale: str, target: str) -> None:
    assert [one[1] for one in said(locale, "Take 1.5 tablets.", target)] == [Severity.WARNING]
    assert [one[1] for one in said(locale, "Take 1.5 tablets.", "15.")] == [Severity.ERROR]


def test_a_local_emergency_number_is_right_where_the_settings_name_it() -> None:
    pair = ("es", "Call 999 at once.", "Llame al 112 de inmediato.")
    assert said(*pair, "phones")[0][1] is Severity.ERROR
    assert said(*pair, "phones", emergency_numbers={"999": ("112",)}) == []
    assert said(*pair, "phones", emergency_numbers={"999": ("911",)}) != []


@pytest.mark.parametrize(
    ("source", "target", "hint"),
    [
        ("Call 999.", "Llame al 112.", "emergency_numbers"),
        ("Call 0800 123 456.", "Llame al 0800 123 457.", "--waive phones"),
        ("Call 0800 123 456.", "Llame a la línea.", "--waive phones"),
        ("Call the line.", "Llame al 0800 123 457.", "take it out; "),
    ],
)
def test_what_is_said_of_a_telephone_number_helps_with_that_number(
    source: str, target: str, hint: str
) -> None:
    unit = Unit(source, (target,))
    context = CheckContext(parse_locale("es"), EN, units=(unit,))
    found = run_checks((unit,), context, (CHECKS["phones"],))
    assert found
    for one in found:
        assert hint in one.diagnostic.hint
        assert ("emergency_numbers" in one.diagnostic.hint) == (hint == "emergency_numbers")


def test_an_absurdly_long_text_is_said_to_be_unchecked_rather_than_passed() -> None:
    found = said("fr", "Take 1. " * LONGEST, "Prenez 1. " * LONGEST, *QUANTITIES)
    assert found == [("numbers", Severity.ERROR, "the text is too long for its quantities to be compared")]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("3 May 2026 ", "3 mai 2026 5 "),
        ("5 mg to 10 mg every 6 hours, ", "5 mg "),
        ("+255 22 211 4471, ", "+255 22 311 4472, "),
        ("7 mg, 8 kg, ", "8, 7 cm, "),
    ],
)
def test_the_work_grows_with_the_text_and_no_faster(monkeypatch, source: str, target: str) -> None:
    asked = 0

    def counting(quantity):
        nonlocal asked
        asked += 1
        return parts_of(quantity)

    for module in (likeness, opened, pairing):
        monkeypatch.setattr(module, "parts_of", counting)
    work = []
    for times in (200, 400):
        asked = 0
        said("fr", source * times, target * times)
        work.append(asked + 1)
    assert work[1] < 3 * work[0]


@pytest.mark.parametrize(
    ("source", "target", "severity"),
    [
        ("For children under 12.", "Para niños mayores de 12.", Severity.ERROR),
        ("Avoid in children under 12.", "Solo para niños mayores de 12.", Severity.WARNING),
        ("Take 2 tablets, at most 2.", "Tome 2 comprimidos, al menos 2.", Severity.WARNING),
    ],
)
def test_a_limit_turned_round_is_an_error_where_it_is_certain(source, target, severity) -> None:
    assert [found for _, found, _ in said("es", source, target, "limits")] == [severity]


def test_a_limit_turned_round_is_shown_with_its_quantity() -> None:
    found = said("fr", "Wait for at least\u00a02 hours.", "Attendez 2 heures au plus.", "limits")
    assert found == [
        ("limits", Severity.ERROR, "“at least 2 hours” became “2 heures au plus”, which is the opposite")
    ]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Take tamoxifen.", "服用他莫昔芬。"),
        ("Take amoxicillin.", "服用阿莫西林。"),
        ("Moderna vaccine", "莫德纳疫苗"),
    ],
)
def test_a_syllable_of_a_medicine_in_chinese_is_no_negation(english: str, chinese: str):
    assert said("zh-Hans", english, chinese, "negation") == []
    assert said("zh-Hans", english, chinese.replace("服用", "切莫服用"), "negation") or "服用" not in chinese


def test_a_language_without_a_table_of_negators_is_left_alone() -> None:
    assert said("bo", "Do not eat.", "ཟ།", "negation") == []


@given(
    source=st.text(alphabet="0123456789.,:/-–+°%() mgCFxt①½٣३", max_size=60),
    target=st.text(alphabet="0123456789.,:/-–+°%() mgCFxt٠١٢٣٤三十度", max_size=60),
    locale=st.sampled_from(["fr", "ar", "zh-Hans", "sw", "de", "my"]),
)
def test_any_two_texts_can_be_compared_and_every_span_lies_within(source, target, locale) -> None:
    unit = Unit(source, (target,))
    context = CheckContext(parse_locale(locale), EN, units=(unit,))
    for found in run_checks((unit,), context, CLINICAL):
        for span in found.diagnostic.source_spans:
            assert 0 <= span.start <= span.end <= len(source)
        for span in found.diagnostic.target_spans:
            assert 0 <= span.start <= span.end <= len(target)


@given(
    text=st.text(alphabet="0123456789.,/- mgnotkc°C", max_size=80)
    | st.lists(st.sampled_from(["5 mg", "12", "under", "no more than", "or over", "not", ">"])).map(" ".join)
)
def test_a_text_never_differs_from_itself(text: str) -> None:
    unit = Unit(text, (text,))
    context = CheckContext(EN, EN, units=(unit,))
    assert run_checks((unit,), context, CLINICAL) == ()
