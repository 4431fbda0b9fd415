"""Good and bad pairs for every check, as data: ``data/cases/<id>.toml``.

"good" gives no warning and no error, "notes" gives information only, "bad" gives a warning or an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.catalogs.model import Unit
from pipeline.checks.engine import run_checks
from pipeline.checks.model import CheckContext, Severity
from pipeline.checks.registry import CHECKS
from pipeline.language.locale import parse_locale

DATA = Path(__file__).parent / "data"
EN = parse_locale("en")


def cases(kind: str) -> Iterator[tuple[str, str, str, str]]:
    for path in sorted((DATA / "cases").glob("*.toml")):
        for locale, source, target in tomllib.loads(path.read_text("utf-8")).get(kind, []):
            yield path.stem, locale, source, target


def worst(check: str, locale: str, source: str, target: str) -> Severity | None:
    unit = Unit(source, (target,))
    context = CheckContext(parse_locale(locale), EN, units=(unit,))
    found = run_checks((unit,), context, (CHECKS[check],))
    return max((one.severity for one in found), default=None)


@pytest.mark.parametrize(("check", "locale", "source", "target"), list(cases("good")))
def test_good_work_is_left_alone(check: str, locale: str, source: str, target: str) -> None:
    assert worst(check, locale, source, target) in (None, Severity.INFO)


@pytest.mark.parametrize(("check", "locale", "source", "target"), list(cases("notes")))
def test_a_small_thing_is_only_noted(check: str, locale: str, source: str, target: str) -> None:
    assert worst(check, locale, source, target) is Severity.INFO


@pytest.mark.parametrize(("check", "locale", "source", "target"), list(cases("bad")))
def test_a_fault_is_found(check: str, locale: str, source: str, target: str) -> None:
    found = worst(check, locale, source, target)
    assert found is not None and found >= Severity.WARNING


def test_the_cases_are_in_many_languages_and_scripts() -> None:
    rows = [*cases("good"), *cases("bad")]
    locales = {parse_locale(locale) for _, locale, _, _ in rows}
    assert len({locale.language for locale in locales}) >= 12
    assert len({locale.likely_script for locale in locales}) >= 7


def test_every_check_of_markup_and_language_has_cases_or_a_test_below() -> None:
    here = {"untranslated", "inconsistent", "readability", "plural-forms"}
    with_cases = {path.stem for path in (DATA / "cases").glob("*.toml")}
    wanted = {id for id, check in CHECKS.items() if check.category != "clinical"}
    assert wanted - with_cases - here == set()


def run(check: str, *units: Unit, locale: str = "fr", headers: tuple[tuple[str, str], ...] = ()):
    context = CheckContext(parse_locale(locale), EN, units=units, headers=headers)
    return [
        (one.diagnostic.key[1] if one.diagnostic.key else None, str(one.severity), one.diagnostic.what)
        for one in run_checks(units, context, (CHECKS[check],))
    ]


def test_a_unit_without_a_target_is_untranslated_and_one_of_white_space_too() -> None:
    assert run("untranslated", Unit("a"), Unit("b", (" ",)), Unit("c", ("c",))) == [
        ("a", "warning", "no translation"),
        ("b", "warning", "no translation"),
    ]
    assert run("untranslated", Unit("one", ("un", ""), source_plural="many")) == [
        ("one", "warning", "no plural form 1")
    ]


def test_one_translation_for_two_sentences_is_told_of_the_one_it_fits_less() -> None:
    translation = "Prenez 10 mg de paracétamol chaque matin."
    found = run(
        "inconsistent",
        Unit("Wash your hands with clean water.", (translation,), line=3),
        Unit("Take 10 mg of paracetamol every morning.", (translation,), line=7),
    )
    assert [(source, severity) for source, severity, _ in found] == [
        ("Wash your hands with clean water.", "warning")
    ]
    assert "the entry at line 7 has the same translation for “Take 10 mg" in found[0][2]


def test_two_ways_to_say_one_thing_may_share_a_translation() -> None:
    assert (
        run(
            "inconsistent",
            Unit("Password changed successfully.", ("Mot de passe modifié",)),
            Unit("Password change successful", ("Mot de passe modifié.",)),
        )
        == []
    )


def test_a_catalog_that_has_shifted_gives_one_warning_and_the_rest_as_notes() -> None:
    right = tuple(
        Unit(f"Sentence about topic{n} number {n}.", (f"Phrase topic{n} numéro {n}.",)) for n in range(40)
    )
    wrong = tuple(
        Unit(f"Something else entirely, matter{n} follows here.", (f"Phrase topic{n} numéro {n}.",))
        for n in range(20)
    )
    found = run("inconsistent", *right, *wrong)
    assert [severity for _, severity, _ in found] == ["warning"] + ["info"] * 19
    assert "20 entries are so" in found[0][2]


def test_one_sentence_with_two_translations_is_noted_where_a_context_parts_them() -> None:
    found = run("inconsistent", Unit("Open", ("Ouvrir",), "verb"), Unit("Open", ("Ouvert",), "adjective"))
    assert [severity for _, severity, _ in found] == ["info"]


def test_plurals_in_a_catalog_that_does_not_say_its_rule() -> None:
    unit = Unit("one", ("un", "des"), source_plural="many")
    assert run("plural-forms", unit, headers=(("Language", "fr"),))[0][1] == "warning"
    assert run("plural-forms", unit, headers=(("Plural-Forms", "nplurals=2; plural=(n>1);"),)) == []


def test_a_hard_leaflet_is_noted_and_an_easy_one_not() -> None:
    hard = "La conceptualisation pluridisciplinaire des pathologies nécessite une contextualisation adéquate"
    easy = "Il fait beau. Lavez vos mains. Buvez de l’eau."
    english = "Rest at home and drink water."
    found = run("readability", *(Unit(f"{english} {n}", (hard,)) for n in range(20)))
    assert [(severity, what.split(":")[0]) for _, severity, what in found] == [
        ("info", "the translation is hard to read")
    ]
    assert run("readability", *(Unit(f"{english} {n}", (easy,)) for n in range(20))) == []


def test_a_placeholder_for_the_number_may_be_missing_where_the_words_say_it() -> None:
    def year(*forms: str) -> Unit:
        return Unit("%(n)d year", forms, source_plural="%(n)d years", flags=("python-format",))

    assert run("placeholders", year("שנה", "שנתיים", "%(n)d שנים"), locale="he") == []
    assert run("placeholders", year("שנה", "שנתיים", "שנים"), locale="he") == [
        ("%(n)d year", "error", "%(n)d is missing")
    ]
