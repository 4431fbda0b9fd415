"""Whole corpora of translations: good work is left alone, and a fault is found.

``data/tico.toml`` has professional translations in languages without tables of number words and phrases,
``data/tico/`` in others, ``data/made.toml`` sentences that were made for these tests.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.catalogs.model import Unit
from pipeline.checks.engine import Finding, run_checks
from pipeline.checks.model import CheckContext, Severity
from pipeline.checks.registry import CHECKS
from pipeline.language.locale import parse_locale
from pipeline.language.quantities import find_quantities
from pipeline.language.quantities.model import Code, Url
from tests.checks.test_quiet import told

DATA = Path(__file__).parent / "data"
TICO = tomllib.loads((DATA / "tico.toml").read_text("utf-8"))
MADE = tomllib.loads((DATA / "made.toml").read_text("utf-8"))
ROWS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((DATA / "tico").glob("*.toml"))}
EN = parse_locale("en")
WRONG = [
    (tag, TICO["english"][id], checks, target)
    for tag, rows in TICO["wrong"].items()
    for id, (*checks, target) in rows.items()
]
WRONG += [
    (tag, source, checks, target)
    for tag, rows in ROWS.items()
    for _, source, target, *checks in rows["wrong"]
]


def catalogs() -> dict[str, list[tuple[str, str]]]:
    """The good translations by locale: source and target."""
    found = {
        tag: [(TICO["english"][id], target) for id, target in rows.items()]
        for tag, rows in TICO["quiet"].items()
    }
    for tag, kinds in ROWS.items():
        found[tag] = [(source, target) for kind in ("once", "typical") for _, source, target in kinds[kind]]
    for part in MADE.values():
        for tag, rows in part["translations"].items():
            found.setdefault(tag, []).extend(zip(part["english"], rows, strict=True))
    return found


CATALOGS = catalogs()


def findings(tag: str, *pairs: tuple[str, str]) -> tuple[Finding, ...]:
    units = tuple(Unit(source, (target,)) for source, target in pairs)
    return run_checks(units, CheckContext(parse_locale(tag), EN, units=units), tuple(CHECKS.values()))


def faults(tag: str, target: str) -> Iterator[str]:
    """``target`` with one of its digits changed, each in turn, but for those of names and addresses."""
    names = [
        range(one.start, one.end)
        for one in find_quantities(target, parse_locale(tag))
        if isinstance(one, Code | Url)
    ]
    for place, digit in enumerate(target):
        if digit.isdecimal() and not any(place in name for name in names):
            other = chr(ord(digit) + (1 if unicodedata.decimal(digit) < 9 else -1))
            yield f"{target[:place]}{other}{target[place + 1 :]}"


@pytest.mark.parametrize("tag", CATALOGS)
def test_good_translations_raise_nothing(tag: str) -> None:
    assert told(findings(tag, *CATALOGS[tag])) == []


@pytest.mark.parametrize(("tag", "source", "checks", "target"), WRONG)
def test_what_translators_got_wrong_is_told(tag: str, source: str, checks: list[str], target: str) -> None:
    found = findings(tag, (source, target))
    assert {check for check, _, _ in told(found)} == set(checks)


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_changed_digit_is_told(tag: str) -> None:
    bad = [(source, one) for source, target in CATALOGS[tag] for one in faults(tag, target)]
    worst = [max((one.severity for one in findings(tag, pair)), default=Severity.INFO) for pair in bad]
    assert [pair for pair, severity in zip(bad, worst, strict=True) if severity < Severity.WARNING] == []
    # "three people" may have taken the 3 that the 2 of "coronavirus 2" became: that is a warning.
    assert worst.count(Severity.ERROR) >= 0.98 * len(worst)
