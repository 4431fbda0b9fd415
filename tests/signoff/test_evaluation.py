from __future__ import annotations

import datetime

import pytest
from msgspec.structs import replace

from pipeline.catalogs.model import State, Unit
from pipeline.signoff.history import counting, heads, units_to_mark_fuzzy
from pipeline.signoff.model import Decision, Key, Period, Policy, Record, Refusal, Reviewer
from pipeline.signoff.record import record_name
from signoff.support import (
    BOTH,
    CLINICIAN,
    DOMAIN,
    KEYS,
    LINGUIST,
    NOON,
    ORDER,
    SPARE,
    STRANGER,
    UNITS,
    record,
    record_of,
    review,
    reviewer,
    soft_sk_ed25519,
    statement_text,
)

APPROVE, REJECT, REVOKE = Decision.APPROVE, Decision.REJECT, Decision.REVOKE
ALL = [State.APPROVED] * 3
L = record(LINGUIST, "linguistic")
C = record(CLINICIAN, "clinical", after=1, parents=[L])
OLDER_TARGET = (replace(UNITS[0], targets=("De leche.",)), *UNITS[1:])


def states(result: object) -> list[State]:
    return [unit.state for unit in result.units]  # type: ignore[attr-defined]


def test_both_roles_make_a_document_publishable() -> None:
    result = review(L, C)
    assert (result.publishable, result.reasons, result.missing, result.refusals) == (True, (), (), ())
    assert states(result) == ALL
    assert result.units[0].roles == (("linguistic", "reviewer-a"), ("clinical", "reviewer-b"))
    day = NOON.date()
    assert result.approvals == (("linguistic", day), ("clinical", day))
    assert result.review_by is None


def test_one_role_makes_units_reviewed_and_names_the_other() -> None:
    result = review(L)
    assert states(result) == [State.REVIEWED] * 3
    assert (result.publishable, result.missing, result.approvals) == (False, ("clinical",), ())
    assert result.reasons == (
        "nobody has signed for clinical; run polyleaf sign-off leaflet --locale es --role clinical",
    )


def test_a_name_with_a_space_is_quoted_in_the_command_to_copy() -> None:
    first = review(domain="fever in children").reasons[0]
    assert 'run polyleaf sign-off "fever in children" --locale es --role linguistic' in first


def test_without_records_everything_is_to_be_signed() -> None:
    result = review()
    assert states(result) == [State.TRANSLATED] * 3
    assert result.missing == ("linguistic", "clinical")
    assert len(result.reasons) == 2


@pytest.mark.parametrize(
    ("unit", "state"),
    [
        (replace(UNITS[0], fuzzy=True), State.FUZZY),
        (replace(UNITS[0], targets=("",)), State.UNTRANSLATED),
    ],
)
def test_a_fuzzy_or_untranslated_unit_is_never_approved(unit: Unit, state: State) -> None:
    result = review(L, C, units=(unit, *UNITS[1:]))
    assert states(result)[0] is state
    assert not result.publishable
    assert result.missing == ("linguistic", "clinical")
    assert "“Give milk.” (line 10) is " in result.reasons[0]


def test_a_changed_target_makes_the_sign_off_stale_and_is_named() -> None:
    result = review(L, C, units=OLDER_TARGET)
    assert states(result) == [State.TRANSLATED, State.APPROVED, State.APPROVED]
    assert result.units[0].stale == (
        "linguistic: reviewer-a on 2026-03-01 signed another translation, “Dé leche.”",
        "clinical: reviewer-b on 2026-03-01 signed another translation, “Dé leche.”",
    )
    assert result.reasons[0].startswith("“Give milk.” (line 10) changed since it was signed for linguistic")


def test_a_text_that_was_signed_and_is_empty_now_is_told_apart_from_what_nobody_translated() -> None:
    """An editor, or a merge, took it out: to translate it anew would be work done twice."""
    emptied = (*(replace(unit, targets=("",)) for unit in UNITS[:2]), UNITS[2])
    result = review(L, C, units=emptied)
    assert states(result) == [State.UNTRANSLATED, State.UNTRANSLATED, State.APPROVED]
    assert result.reasons[0] == (
        "“Give milk.” (line 10) is empty now, and “Dé leche.” was signed for it; put that back, or "
        "translate it anew (and so for 1 more)"
    )
    assert not any("is not translated" in reason for reason in result.reasons)


def test_a_changed_source_or_context_is_stale_too() -> None:
    source = replace(UNITS[0], source="Give water.", previous_source="Give milk.")
    assert "for another source, “Give milk.”" in review(L, C, units=(source, *UNITS[1:])).units[0].stale[0]
    context = replace(UNITS[2], context="fax")
    stale = review(L, C, units=(*UNITS[:2], context)).units[2].stale
    assert "in another context, “phone”" in stale[0]
    plural = replace(UNITS[0], source_plural="Give milks.")
    assert "another plural form" in review(L, C, units=(plural, *UNITS[1:])).units[0].stale[0]


def test_a_changed_order_is_to_be_read_again() -> None:
    moved = (UNITS[1], UNITS[0], UNITS[2])
    result = review(L, C, units=moved)
    assert states(result) == ALL
    assert not result.publishable
    assert result.missing == ("linguistic", "clinical")
    assert "order or form of the document" in result.reasons[0]
    again = [record(p, r, units=UNITS[:1], order=[u.key for u in moved], after=9)
             for p, r in ((LINGUIST, "linguistic"), (CLINICIAN, "clinical"))]  # fmt: skip
    assert review(L, C, *again, units=moved).publishable
    assert review(L, C, *again).publishable  # as a text, an order once approved stays so


def test_a_repeated_sentence_is_part_of_the_order() -> None:
    assert not review(L, C, order=(*ORDER, ORDER[0])).publishable


def test_a_sentence_that_the_catalog_lacks_keeps_the_document_back() -> None:
    result = review(L, C, order=(*ORDER, (None, "New.")))
    assert "“New.” is not in the catalog; run polyleaf update" in result.reasons[0]


def test_a_document_without_units_or_a_policy_without_roles_is_never_publishable() -> None:
    assert not review(L, C, units=()).publishable
    result = review(L, C, policy=Policy(roles=()))
    assert not result.publishable
    assert states(result) == [State.TRANSLATED] * 3


def test_a_rejection_blocks_every_role_until_its_own_approves_again() -> None:
    no = record(BOTH, "clinical", REJECT, units=UNITS[:1], after=2, comment="wrong dose", parents=[C])
    result = review(L, C, no)
    assert states(result) == [State.TRANSLATED, State.APPROVED, State.APPROVED]
    assert (result.units[0].rejection, result.units[0].roles) == ("wrong dose", ())
    assert "was rejected: wrong dose; correct it" in result.reasons[0]
    other = record(LINGUIST, "linguistic", after=3)
    assert not review(L, C, no, other).publishable
    same = record(CLINICIAN, "clinical", after=3)
    assert review(L, C, no, same).publishable


def test_a_rejection_can_be_revoked_by_who_made_it_only() -> None:
    no = record(BOTH, "clinical", REJECT, after=2, comment="no")
    assert review(L, C, no, record(BOTH, "clinical", REVOKE, after=3)).publishable
    assert not review(L, C, no, record(SPARE, "clinical", REVOKE, after=3)).publishable


def test_a_revoked_approval_is_gone() -> None:
    back = record(LINGUIST, "linguistic", REVOKE, units=UNITS[1:2], after=2)
    result = review(L, C, back)
    assert states(result) == [State.APPROVED, State.REVIEWED, State.APPROVED]
    assert result.missing == ("linguistic",)
    assert "“Do not give aspirin.” (line 14) is not signed for linguistic" in result.reasons[0]


@pytest.mark.parametrize("decision", [REJECT, REVOKE])
def test_in_the_same_second_rejecting_and_revoking_win(decision: Decision) -> None:
    same = record(LINGUIST, "linguistic", decision, comment="no")
    assert not review(L, C, same).publishable
    assert not review(same, C, L).publishable


def test_a_decision_that_stands_on_another_is_newer_whatever_the_clock_said() -> None:
    no = record(LINGUIST, "linguistic", REJECT, after=-20, comment="no", parents=[L])
    assert not review(L, C, no).publishable
    yes = record(LINGUIST, "linguistic", after=-21, parents=[no])
    assert review(L, C, no, yes).publishable


def test_a_record_of_before_its_parents_is_refused() -> None:
    far = record(CLINICIAN, "clinical", after=-25, parents=[L])
    assert "before a record on which it stands" in review(L, far).refusals[0].reason


def test_a_record_of_the_future_does_not_count() -> None:
    late = record(CLINICIAN, "clinical", after=48)
    now = NOON + datetime.timedelta(hours=23)
    result = review(L, late, today=now.date(), now=now)
    assert "in the future" in result.refusals[0].reason
    assert review(L, late, now=now + datetime.timedelta(hours=2)).publishable
    no = record(LINGUIST, "linguistic", REJECT, after=48, comment="no")
    assert not review(L, C, no, now=now).publishable  # a wrong clock does not make a rejection vanish


def test_a_missing_parent_withdraws_every_approval() -> None:
    other = record(LINGUIST, "linguistic", after=2, parents=[C])
    again = record(LINGUIST, "linguistic", after=3, parents=[other])
    result = review(L, C, again)
    assert not result.publishable
    assert State.APPROVED not in states(result)
    assert f"it stands on the record {other.name[:12]}…, which is missing" in result.reasons[0]
    more = record(SPARE, "clinical", after=4, parents=[again])
    assert "cut off" in review(L, C, again, more).refusals[1].reason


def test_a_parent_that_does_not_count_is_still_there() -> None:
    old = record(LINGUIST, "clinical")  # not a role of theirs
    result = review(L, old, record(CLINICIAN, "clinical", after=1, parents=[L, old]))
    assert result.publishable
    assert "does not hold the role" in result.refusals[0].reason


def test_a_foreign_key_is_refused_and_keeps_the_document_back() -> None:
    text = statement_text(LINGUIST, "linguistic", after=1)
    for key in (STRANGER, KEYS["b"]):  # nobody's, and another reviewer's
        result = review(L, C, record_of(text, key.sign(text)))
        assert not result.publishable
        assert "not its reviewer's" in result.reasons[0]


def test_a_signature_of_another_statement_is_refused() -> None:
    text = statement_text(CLINICIAN, "clinical")
    moved = record_of(text, KEYS["b"].sign(statement_text(CLINICIAN, "clinical", after=1)))
    assert "not over this text" in review(L, moved).refusals[0].reason


def test_a_signature_made_for_git_is_refused() -> None:
    text = statement_text(CLINICIAN, "clinical")
    assert "another purpose" in review(L, record_of(text, KEYS["b"].sign(text, namespace="git"))).reasons[0]


def test_an_unsigned_record_counts_only_where_records_are_trusted() -> None:
    bare = [record_of(one.text, None) for one in (L, C)]
    assert not review(*bare).publishable
    assert review(*bare, policy=Policy(trust="recorded")).publishable


def test_an_unknown_reviewer_is_refused_even_where_records_are_trusted() -> None:
    text = statement_text("reviewer-z", "clinical")
    for policy in (Policy(), Policy(trust="recorded")):
        result = review(L, record_of(text, KEYS["b"].sign(text)), policy=policy)
        assert '"reviewer-z" is not in reviewers.toml' in result.refusals[0].reason


@pytest.mark.parametrize(
    ("who", "says"),
    [
        (reviewer("b", "linguistic"), "does not hold the role clinical"),
        (reviewer("b", "clinical", locales=("fr",)), "may not sign for es"),
        (reviewer("b", "clinical", valid_from=datetime.date(2026, 3, 2)), "key was not valid on 2026-03-01"),
        (
            reviewer("b", "clinical", valid_until=datetime.date(2026, 2, 28)),
            "key was not valid on 2026-03-01",
        ),
    ],
)
def test_a_record_counts_only_if_its_reviewer_may_sign(who: Reviewer, says: str) -> None:
    result = review(L, C, reviewers=(LINGUIST, who))
    assert says in result.refusals[0].reason
    assert result.missing == ("clinical",)


def test_days_of_a_key_are_inclusive_and_one_of_its_spans_is_enough() -> None:
    day = datetime.date(2026, 3, 1)
    who = reviewer("b", "clinical", valid_from=day, valid_until=day)
    assert review(L, C, reviewers=(LINGUIST, who)).publishable
    old = Key(KEYS["b"].line, valid_until=datetime.date(2025, 1, 1))
    assert review(L, C, reviewers=(LINGUIST, replace(who, keys=(old, *who.keys)))).publishable


@pytest.mark.parametrize(
    ("locale", "domain"), [("fr", DOMAIN), ("es", "other"), ("es-MX", DOMAIN), ("es", "leaflet/x")]
)
def test_a_record_for_another_document_or_locale_does_not_count(locale: str, domain: str) -> None:
    replayed = record(CLINICIAN, "clinical", locale=locale, domain=domain)
    result = review(L, replayed)
    assert f"it is for {domain} in {locale}" in result.refusals[0].reason
    assert review(L, C, replayed).publishable


def test_an_unreadable_record_keeps_the_document_back() -> None:
    result = review(L, C, unreadable=(Refusal(None, "x.json", "not valid JSON"),))
    assert not result.publishable
    assert result.reasons == ("nothing can be approved while x.json cannot be trusted: not valid JSON",)
    assert result.refusals[0].path == "x.json"


@pytest.mark.parametrize(
    "header",
    ["Reviewer B <other@example.org>", "Somebody <B@Example.org>", "reviewer  b", "b@example.org",
     "<b@EXAMPLE.org>", "Ｒｅｖｉｅｗｅｒ B <x@y>", "B, Reviewer <x@y>", '"Reviewer B" <x@y>',
     "Reviewer B (A B C)",
     "Réviewer B", "Reviewer\u200b B", "Somebody <b@exam\u00adple.org>", "Somebody b@example.org",
     "Somebody (b@example.org)", "X <x@y>, Reviewer B <z@y>", "X <x@y> <b@example.org>",
     "Somebody <b+po@example.org>", "mailto:b@example.org", "X <x@y>; Reviewer B <z@y>"],
)  # fmt: skip
def test_the_last_translator_may_not_approve_but_may_reject(header: str) -> None:
    result = review(L, C, last_translator=header)
    assert "Last-Translator" in result.refusals[0].reason
    assert result.missing == ("clinical",)
    no = record(CLINICIAN, "clinical", REJECT, after=2, comment="no")
    result = review(L, record(BOTH, "clinical", after=1), no, last_translator=header)
    assert result.units[0].rejection == "no"


@pytest.mark.parametrize(
    "header",
    [None, "", "FULL NAME <EMAIL@ADDRESS>", "<>", "Reviewer", "< >", "Reviewer C", "bb@example.org",
     "@", "+@", "b@example.org.uk", "b+@", "()", ";;,", "Reviewer B C", "(((", "\u200b",
     "a" * 1_000_000, "(<@" * 300_000],
    ids=lambda header: header and header[:20],
)  # fmt: skip
def test_anybody_else_as_last_translator_is_of_no_matter(header: str | None) -> None:
    assert review(L, C, last_translator=header).publishable


def test_each_role_needs_another_person() -> None:
    two = [record(BOTH, "linguistic"), record(BOTH, "clinical", after=1)]
    result = review(*two)
    assert not result.publishable
    assert result.missing == ("clinical",)
    assert (
        "reviewer-c signed for clinical and is needed for another role; another person" in result.reasons[0]
    )
    assert review(*two, policy=Policy(distinct_people=False)).publishable
    assert review(*two, record(CLINICIAN, "clinical")).publishable
    assert review(*two, L).units[0].roles == (("linguistic", "reviewer-a"), ("clinical", "reviewer-c"))


def test_people_are_told_apart_unit_by_unit() -> None:
    crossed = [
        record(BOTH, "linguistic", units=UNITS[:1]),
        record(SPARE, "clinical", units=UNITS[:1]),
        record(BOTH, "clinical", units=UNITS[1:]),
        record(SPARE, "linguistic", units=UNITS[1:]),
    ]
    assert review(*crossed).publishable


def test_an_approval_holds_to_the_last_day_of_its_period() -> None:
    policy = Policy(review_every=Period(years=3))
    later = record(CLINICIAN, "clinical", after=24 * 10)
    result = review(L, later, policy=policy, today=datetime.date(2029, 3, 1))
    assert result.publishable
    assert result.review_by == datetime.date(2029, 3, 1)
    assert result.approvals == (
        ("linguistic", datetime.date(2026, 3, 1)),
        ("clinical", datetime.date(2026, 3, 11)),
    )
    result = review(L, later, policy=policy, today=datetime.date(2029, 3, 2))
    assert result.missing == ("linguistic",)
    assert "expired on 2029-03-01; sign again" in result.refusals[0].reason
    assert "the approval for linguistic expired on 2029-03-01; sign it again" in result.reasons[0]


def test_signing_again_renews_an_approval() -> None:
    policy = Policy(review_every=Period(years=3))
    again = [record(LINGUIST, "linguistic", after=24 * 365), record(CLINICIAN, "clinical", after=24 * 366)]
    result = review(L, C, *again, policy=policy, today=datetime.date(2029, 3, 2))
    assert result.publishable
    assert result.review_by == datetime.date(2030, 3, 1)


def test_a_rejection_does_not_expire() -> None:
    no = record(BOTH, "clinical", REJECT, comment="no")
    yes = [record(LINGUIST, "linguistic", after=24 * 365 * 5)]
    result = review(no, *yes, policy=Policy(review_every=Period(years=3)), today=datetime.date(2031, 6, 1))
    assert result.units[0].rejection == "no"


def test_a_record_under_a_wrong_name_does_not_count() -> None:
    forged = replace(C, name=record_name("x"))
    assert "not the digest" in review(L, forged).refusals[0].reason


def test_a_security_key_signs_like_any_other() -> None:
    pair = soft_sk_ed25519(5)
    who = replace(CLINICIAN, keys=(Key(pair.line),))
    assert review(L, record(who, "clinical", key=pair), reviewers=(LINGUIST, who)).publishable


def test_heads_are_the_records_on_which_none_stands() -> None:
    side = record(SPARE, "clinical")
    assert heads([L, C, side]) == tuple(sorted([C.name, side.name]))
    assert heads([]) == ()


def test_counting_leaves_out_what_is_refused() -> None:
    stranger = record(CLINICIAN, "clinical", key=STRANGER)
    records: list[Record] = [L, C, stranger]
    assert counting(records, review(*records)) == (L, C)


def test_what_a_rejection_covers_is_to_be_marked_fuzzy() -> None:
    no = record(CLINICIAN, "clinical", REJECT, units=UNITS[:2], comment="no")
    assert units_to_mark_fuzzy(no.statement) == ORDER[:2]
    assert units_to_mark_fuzzy(C.statement) == ()
    assert units_to_mark_fuzzy(record(CLINICIAN, "clinical", REVOKE).statement) == ()


def test_a_long_chain_of_records_is_followed() -> None:
    policy = Policy(trust="recorded")
    chain = [record_of(L.text, None)]
    for step in range(1500):
        text = statement_text(LINGUIST, "linguistic", after=step / 60, units=UNITS[:1], parents=chain[-1:])
        chain.append(record_of(text, None))
    assert review(*chain, record_of(C.text, None), policy=policy).publishable
    assert len(review(*chain[1:], policy=policy).refusals) == 1500


def test_reasons_are_one_line_each_however_the_text_is() -> None:
    odd = Unit("a\nb\u2028c\x1b[31m " + "x" * 500, ("y\nz",), fuzzy=True, line=3)
    result = review(units=(odd, replace(UNITS[0], targets=("n\no",))))
    assert all(len(reason) < 200 and "\n" not in reason for reason in result.reasons)


def test_a_source_whose_spacing_alone_changed_is_stale_though_the_catalog_marks_nothing() -> None:
    respaced = replace(UNITS[0], source="Give\u00a0milk.")
    result = review(L, C, units=(respaced, *UNITS[1:]))
    assert states(result)[0] is State.TRANSLATED
    (linguistic, _) = result.units[0].stale
    assert linguistic.startswith("linguistic: reviewer-a on 2026-03-01 signed it before its spacing ")
    assert linguistic.endswith("“Give milk.”")
    assert "before its spacing or typography changed" in result.reasons[0]
    assert not result.publishable
