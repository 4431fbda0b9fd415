"""Errors of checks keep a unit from being approved, until a reviewer waives the check on that exact text."""

from __future__ import annotations

import datetime

import pytest
from msgspec.structs import replace

from pipeline.catalogs.model import State
from pipeline.errors import RecordError
from pipeline.signoff.model import Decision, Period, Policy
from pipeline.signoff.statement import parse_statement
from signoff.support import CLINICIAN, LINGUIST, UNITS, record, review, statement_text

WAIVE = Decision.WAIVE
MILK, ASPIRIN = UNITS[0], UNITS[1]
ERRORS = {MILK.key: (("numbers", "20 became 30"),)}
L = record(LINGUIST, "linguistic")
C = record(CLINICIAN, "clinical", after=1, parents=[L])


def waiver(
    *checks: str, units=(MILK,), after: float = 2, who=CLINICIAN, role: str = "clinical", parents=(C,)
):
    return record(who, role, WAIVE, units=units, after=after, parents=parents, checks=checks)


def test_an_error_keeps_a_signed_unit_from_being_approved() -> None:
    result = review(L, C, errors=ERRORS)
    assert [unit.state for unit in result.units] == [State.REVIEWED, State.APPROVED, State.APPROVED]
    assert not result.publishable
    assert result.reasons == (
        "“Give milk.” (line 10): 20 became 30 (numbers); correct it, or have it waived: see polyleaf explain "
        "numbers",
    )


def test_an_error_about_the_catalog_keeps_everything_back() -> None:
    result = review(L, C, errors={None: (("plural-forms", "the header is wrong"),)})
    assert result.reasons == ("the header is wrong (plural-forms); mend the catalog",)


def test_a_waiver_of_that_check_on_that_text_lets_it_through() -> None:
    waived = waiver("numbers")
    result = review(L, C, waived, errors=ERRORS)
    assert result.publishable
    assert result.units[0].waived == ("numbers",)
    assert waived.name in result.records


def test_a_waiver_alone_approves_nothing() -> None:
    assert [unit.state for unit in review(waiver("numbers", parents=())).units] == [State.TRANSLATED] * 3


@pytest.mark.parametrize(
    ("checks", "units"), [(("measures",), (MILK,)), (("numbers",), (ASPIRIN,))], ids=["check", "text"]
)
def test_a_waiver_of_another_check_or_text_does_not(checks: tuple[str, ...], units) -> None:
    assert not review(L, C, waiver(*checks, units=units), errors=ERRORS).publishable


def test_a_changed_character_voids_a_waiver() -> None:
    changed = (replace(MILK, targets=("De leche.",)), *UNITS[1:])
    both = [
        record(who, role, units=changed, after=3)
        for who, role in ((LINGUIST, "linguistic"), (CLINICIAN, "clinical"))
    ]
    assert review(*both, units=changed).publishable
    assert not review(*both, waiver("numbers"), units=changed, errors=ERRORS).publishable


def test_its_signer_takes_a_waiver_back_by_revoking_and_another_cannot() -> None:
    waived = waiver("numbers")
    mine = record(CLINICIAN, "clinical", Decision.REVOKE, units=(MILK,), after=3, parents=[waived])
    again = record(CLINICIAN, "clinical", units=(MILK,), after=4, parents=[mine])
    assert not review(L, C, waived, mine, again, errors=ERRORS).publishable
    other = record(LINGUIST, "linguistic", Decision.REVOKE, units=(MILK,), after=3, parents=[waived])
    back = record(LINGUIST, "linguistic", units=(MILK,), after=4, parents=[other])
    assert review(L, C, waived, other, back, errors=ERRORS).publishable


def test_a_waiver_grows_old_like_an_approval() -> None:
    policy = Policy(review_every=Period(years=1))
    old = waiver("numbers", after=-24 * 300, parents=())
    again = record(CLINICIAN, "clinical", parents=[old, L])
    fresh = review(L, again, old, errors=ERRORS, policy=policy, today=datetime.date(2026, 4, 1))
    assert fresh.publishable
    assert fresh.review_by == datetime.date(2026, 5, 5)
    late = review(L, again, old, errors=ERRORS, policy=policy, today=datetime.date(2026, 5, 6))
    assert not late.publishable


def test_the_last_translator_cannot_waive() -> None:
    waived = waiver("numbers", who=LINGUIST, role="linguistic")
    others = review(L, C, waived, errors=ERRORS, last_translator="Reviewer A <x@example.org>")
    assert not others.publishable


def test_who_translated_one_side_of_a_merge_cannot_approve() -> None:
    both = "Somebody Else <x@example.org>; Reviewer B <other@example.org>"
    result = review(L, C, last_translator=both)
    assert not result.publishable
    assert result.missing == ("clinical",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"decision": "waive"', '"decision": "approve"'),
        ('"numbers"', '"Numbers!"'),
        ('"comment": "because"', '"comment": ""'),
        (' "checks": [\n  "numbers"\n ]', ' "checks": []'),
        (' "checks": [\n  "numbers"\n ]', ' "checks": [\n  "numbers",\n  "numbers"\n ]'),
    ],
)
def test_a_broken_waiver_is_refused(old: str, new: str) -> None:
    text = statement_text(CLINICIAN, "clinical", WAIVE, units=(MILK,), checks=["numbers"])
    assert old in text
    with pytest.raises(RecordError):
        parse_statement(text.replace(old, new), path="x")
