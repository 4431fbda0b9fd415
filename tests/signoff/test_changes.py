from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from pipeline.catalogs.model import Unit
from pipeline.signoff.changes import Change, ChangeKind, changed_since
from pipeline.signoff.model import Decision, Record
from signoff.support import CLINICIAN, DOMAIN, LINGUIST, LOCALE, ORDER, UNITS, record

L = record(LINGUIST, "linguistic")


def changes(units: tuple[Unit, ...], *records: Record, **more: Any) -> tuple[Change, ...]:
    settings: dict[str, Any] = {
        "reviewer": "reviewer-a",
        "role": "linguistic",
        "domain": DOMAIN,
        "locale": LOCALE,
    }
    return changed_since(units, records, **(settings | more))


def kinds(*arguments: Any, **more: Any) -> list[str]:
    return [change.kind.name for change in changes(*arguments, **more)]


def test_everything_is_new_to_who_has_not_signed() -> None:
    assert kinds(UNITS) == ["NEW"] * 3
    assert kinds(UNITS, L, reviewer="reviewer-b") == ["NEW"] * 3
    assert kinds(UNITS, L, role="clinical") == ["NEW"] * 3
    assert kinds(UNITS, L, locale="fr") == ["NEW"] * 3
    assert kinds(UNITS, record(CLINICIAN, "clinical")) == ["NEW"] * 3


def test_what_was_signed_is_unchanged() -> None:
    assert kinds(UNITS, L, order=ORDER) == ["UNCHANGED"] * 3


def test_an_edited_target_comes_with_the_one_that_was_signed() -> None:
    edited = replace(UNITS[0], targets=("Leche.",))
    first = changes((edited, *UNITS[1:]), L)[0]
    assert first.kind is ChangeKind.TARGET
    assert (first.unit, first.earlier and first.earlier.targets) == (edited, ("Dé leche.",))


def test_an_edited_source_is_known_by_its_previous_one() -> None:
    edited = replace(UNITS[0], source="Give water.", previous_source="Give milk.")
    assert kinds((edited, *UNITS[1:]), L) == ["SOURCE", "UNCHANGED", "UNCHANGED"]
    plural = replace(UNITS[0], source_plural="Give milks.")
    assert kinds((plural, *UNITS[1:]), L)[0] == "SOURCE"


def test_what_left_the_document_is_told_last_with_the_order() -> None:
    result = changes(UNITS[1:], L, order=ORDER[1:])
    assert [change.kind.name for change in result] == ["UNCHANGED", "UNCHANGED", "GONE", "ORDER"]
    assert result[2].earlier is not None
    assert result[2].earlier.source == "Give milk."


def test_for_each_unit_the_newest_statement_that_covers_it_serves() -> None:
    edited = replace(UNITS[0], targets=("Leche.",))
    no = record(LINGUIST, "linguistic", Decision.REJECT, units=[edited], after=1, comment="no")
    result = changes((edited, *UNITS[1:]), no, L)
    assert [change.kind.name for change in result] == ["UNCHANGED"] * 3
    assert [change.decision for change in result] == [Decision.REJECT, Decision.APPROVE, Decision.APPROVE]


def test_a_source_whose_spacing_alone_changed_is_shown_with_the_one_that_was_signed() -> None:
    first = changes((replace(UNITS[0], source="Give\u00a0milk."), *UNITS[1:]), L)[0]
    assert first.kind is ChangeKind.SOURCE
    assert first.earlier is not None and first.earlier.source == "Give milk."
    assert kinds((replace(UNITS[0], source="Give\u00a0milk."), *UNITS), L) == ["SOURCE", *["UNCHANGED"] * 3]
