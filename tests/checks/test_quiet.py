"""Good translations are left alone: whole catalogs, and sentences in languages that are hard on checks."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest

from pipeline.catalogs.model import Unit
from pipeline.checks.engine import Finding, run_checks
from pipeline.checks.model import CheckContext, Severity
from pipeline.checks.registry import choose_checks
from pipeline.language.locale import parse_locale
from pipeline.workflows.check import CheckRequest, check

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
EN = parse_locale("en")
OURS = choose_checks(ignore=["clinical"])
QUIET = tomllib.loads((Path(__file__).parent / "data" / "quiet.toml").read_text("utf-8"))


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [
        (one.diagnostic.check, one.diagnostic.what, one.target)
        for one in findings
        if one.severity >= Severity.WARNING
    ]


@pytest.mark.parametrize("tag", QUIET["translations"])
def test_good_sentences_raise_nothing(tag: str) -> None:
    rows = QUIET["translations"][tag]
    units = tuple(Unit(source, (target,)) for source, target in zip(QUIET["english"], rows, strict=True))
    context = CheckContext(parse_locale(tag), EN, units=units)
    assert told(run_checks(units, context, OURS)) == []


def test_the_sentences_are_in_many_languages_and_scripts() -> None:
    locales = [parse_locale(tag) for tag in QUIET["translations"]]
    assert len(locales) >= 24
    assert len({locale.likely_script for locale in locales}) >= 15


@pytest.mark.parametrize("folder", ["pipeline/editions/frames", "locales"])
def test_the_catalogs_of_this_repository_raise_nothing(folder: str) -> None:
    report = check(ROOT, CheckRequest(paths=(ROOT / folder,), ignore=("clinical", "untranslated")), now=NOW)
    assert len(report.catalogs) >= 12
    assert [(one.locale.tag, told(one.findings)) for one in report.catalogs if told(one.findings)] == []
