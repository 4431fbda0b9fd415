"""The reports: valid against their schemas, and safe with whatever a stranger's file holds."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec import structs

from pipeline.catalogs.model import Unit
from pipeline.checks.engine import Waiver, run_checks
from pipeline.checks.model import CheckContext, Severity
from pipeline.checks.registry import CHECKS
from pipeline.checks.reports.model import CheckedCatalog, Report, Unreadable
from pipeline.checks.reports.registry import REPORTERS
from pipeline.cli.check import FORMATS
from pipeline.language.locale import parse_locale

SCHEMAS = Path(__file__).parent / "data" / "schemas"
SARIF = jsonschema.Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0-rtm.4.json").read_text("utf-8")))
JUNIT = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
EN, FR = parse_locale("en"), parse_locale("fr")


def report_on(*units: Unit, path: str = "locales/fr/LC_MESSAGES/leaflet.po") -> Report:
    context = CheckContext(FR, EN, "leaflet", units)
    findings = run_checks(units, context, tuple(CHECKS.values()))
    return Report((CheckedCatalog(path, FR, "leaflet", len(units), findings),), tuple(CHECKS), "1.0")


def written(report: Report, format: str, *, colour: bool = False) -> str:
    return REPORTERS[format].write(report, colour=colour)


BROKEN = (
    Unit("Take <b>two</b>.", ("Prenez deux.",), line=4),
    Unit("Do you cough?", ("Vous toussez.",), line=8, fuzzy=True),
    Unit("Rest.", line=12, context="advice"),
)


def test_the_command_offers_every_format_there_is() -> None:
    assert set(FORMATS) == set(REPORTERS)


def test_text_points_at_the_line_shows_both_texts_and_marks_the_place() -> None:
    lines = written(report_on(*BROKEN), "text").split("\n")
    assert lines[0].startswith("locales/fr/LC_MESSAGES/leaflet.po:4: error: <b> is missing [tags]; put <b>")
    assert lines[1:3] == ["    source   Take ⟦<b>⟧two</b>.", "    target   Prenez deux."]
    assert lines[3].startswith("locales/fr/LC_MESSAGES/leaflet.po:8: warning (fuzzy): ")
    assert "    context  advice" in lines
    assert lines[-1] == (
        "1 error, 2 warnings, 0 notes (1 of them on fuzzy units, which do not count) in 3 units of 1 catalog"
    )


def test_a_long_text_is_cut_around_the_finding() -> None:
    long = "un mot " * 100
    lines = written(report_on(Unit("one other " * 100, (f"{long}les mots mots {long}",))), "text").split("\n")
    (target,) = {line for line in lines if "⟦" in line}
    assert "mots ⟦mots⟧" in target
    assert len(target) < 300
    assert target.endswith("…")


def test_findings_on_fuzzy_units_fail_only_when_asked() -> None:
    report = report_on(Unit("Take <b>two</b>.", ("Prenez deux.",), fuzzy=True))
    assert not report.fails(Severity.WARNING)
    assert report.fails(Severity.ERROR, fuzzy=True)


def test_json_says_everything_in_code_points() -> None:
    tree = json.loads(written(report_on(*BROKEN), "json"))
    first = tree["catalogs"][0]["findings"][0]
    assert (first["check"], first["severity"], first["line"], first["source_spans"]) == (
        "tags",
        "error",
        4,
        [[5, 8]],
    )
    assert tree["counts"] == {"info": 0, "warning": 2, "error": 1}


def test_sarif_is_valid_and_a_fuzzy_unit_makes_only_a_note() -> None:
    tree = json.loads(written(report_on(*BROKEN, path="a b/é.po"), "sarif"))
    SARIF.validate(tree)
    results = tree["runs"][0]["results"]
    assert [(one["ruleId"], one["level"]) for one in results] == [
        ("tags", "error"),
        ("end-punctuation", "note"),
        ("untranslated", "warning"),
    ]
    assert results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/%C3%A9.po"
    assert {rule["id"] for rule in tree["runs"][0]["tool"]["driver"]["rules"]} == set(CHECKS)


def test_people_read_once_that_sentences_have_no_translation_and_programs_read_it_of_each() -> None:
    begun = report_on(
        Unit("Take <b>two</b>.", ("Prenez deux.",), line=4),
        *(Unit(source, ("",), line=line) for line, source in ((8, "Rest."), (12, "Drink."), (16, "Sleep."))),
    )
    text = written(begun, "text")
    assert "leaflet.po:8: warning: no translation [untranslated]; translate it (and so for 2 more)" in text
    assert "Drink." not in text and "Sleep." not in text
    assert "leaflet.po:4: error: <b> is missing [tags]" in text
    assert "1 error, 3 warnings, 0 notes" in text
    assert [one["line"] for one in json.loads(written(begun, "json"))["catalogs"][0]["findings"]] == [
        4,
        8,
        12,
        16,
    ]
    github = [line for line in written(begun, "github").split("\n") if "no translation" in line]
    assert len(github) == 1 and "line=8," in github[0] and "(and so for 2 more)" in github[0]


def waived(report: Report) -> Report:
    waiver = Waiver("reviewer-a", "clinical", "The guideline <says> so.")
    catalogs = [
        structs.replace(
            catalog, findings=tuple(structs.replace(one, waiver=waiver) for one in catalog.findings)
        )
        for catalog in report.catalogs
    ]
    return structs.replace(report, catalogs=tuple(catalogs))


def test_what_was_waived_is_shown_with_who_and_why_and_fails_nothing() -> None:
    report = waived(report_on(BROKEN[0]))
    assert not report.fails(Severity.INFO, fuzzy=True)
    who = "(waived by reviewer-a, clinical: The guideline <says> so.)"
    assert f":4: error {who}: <b> is missing" in written(report, "text")
    assert "1 error, 0 warnings, 0 notes (1 of them waived, which do not count)" in written(report, "text")
    assert written(report, "github").startswith("::notice file=")
    assert who in written(report, "github")
    finding = json.loads(written(report, "json"))["catalogs"][0]["findings"][0]
    assert finding["waived"] == {
        "reviewer": "reviewer-a",
        "role": "clinical",
        "comment": "The guideline <says> so.",
    }
    sarif = json.loads(written(report, "sarif"))
    SARIF.validate(sarif)
    (result,) = sarif["runs"][0]["results"]
    assert result["level"] == "note"
    assert result["suppressions"] == [{"kind": "external", "justification": who.strip("()")}]
    tree = etree.fromstring(written(report, "junit").encode())
    JUNIT.assertValid(tree)
    assert tree.find(".//failure") is None
    assert who in tree.findtext(".//system-out")


@given(st.text(max_size=20), st.text(max_size=20))
def test_an_unreadable_file_makes_valid_reports_and_fails(path: str, what: str) -> None:
    report = Report((), tuple(CHECKS), "1.0", (Unreadable(path, 3, what, "mend it"),))
    assert report.fails(Severity.ERROR)
    SARIF.validate(json.loads(written(report, "sarif")))
    tree = etree.fromstring(written(report, "junit").encode())
    JUNIT.assertValid(tree)
    assert tree.find(".//error") is not None
    assert written(report, "github").startswith("::error file=")


def test_junit_is_valid_and_fails_with_what_counts() -> None:
    tree = etree.fromstring(written(report_on(*BROKEN), "junit").encode())
    JUNIT.assertValid(tree)
    assert [case.get("name") for case in tree.iter("testcase") if case.find("failure") is not None] == [
        "tags",
        "untranslated",
    ]


def test_github_gets_one_line_a_finding_and_no_command_from_a_text() -> None:
    hostile = Unit("Take <b>two</b>.", ("x\n::stop-commands::y\r%0A::error::z, a:b",))
    lines = written(report_on(hostile, path="a,b:c.po"), "github").split("\n")
    assert all(
        line.startswith(("::error file=a%2Cb%3Ac.po,", "::warning file=", "::notice file="))
        for line in lines[:-1]
    )
    assert "::stop-commands" in lines[0] and "\\u000a::stop-commands" in lines[0]
    assert "%250A::error" in lines[0]


@pytest.mark.parametrize("colour", [False, True])
def test_a_terminal_is_never_steered_by_a_text(colour: bool) -> None:
    hostile = Unit("Take <b>two</b>.", ("\x1b]0;title\x07\u202eabc\x9b2J",), context="\x1b[2J")
    text = written(report_on(hostile), "text", colour=colour)
    allowed = {"\x1b"} if colour else set()
    assert {c for c in text if not c.isprintable()} - {"\n"} <= allowed
    assert "\x1b]0" not in text and "\x1b[2J" not in text
    assert "\\u202e" in text


ANY_TEXT = st.text(st.characters() | st.sampled_from("<>&%\n\r\t:,\x00\x1b\ud800\ufffe\u202e]"), max_size=40)


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), max_size=4, unique_by=lambda row: row[:2]), ANY_TEXT)
def test_any_text_gives_valid_reports(rows: list[tuple[str, str, str]], path: str) -> None:
    units = tuple(Unit(source or "s", (target,), context=context) for context, source, target in rows)
    report = report_on(*{unit.key: unit for unit in units}.values(), path=path or "p")
    SARIF.validate(json.loads(written(report, "sarif")))
    JUNIT.assertValid(etree.fromstring(written(report, "junit").encode()))
    json.loads(written(report, "json"))
    for line in written(report, "github").split("\n")[:-1]:
        assert line.startswith(("::error file=", "::warning file=", "::notice file="))
    written(report, "text").encode()
