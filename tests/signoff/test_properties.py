"""Promise 5 of the design: any edit makes a sign-off stale; nothing forged, foreign or removed makes one."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.catalogs.model import State, Unit
from pipeline.signoff.model import CatalogReview, Decision, Period, Policy, Record
from signoff.support import (
    CLINICIAN,
    EVERYBODY,
    KEYS,
    LINGUIST,
    ORDER,
    STRANGER,
    UNITS,
    record,
    record_of,
    review,
    statement_text,
)

L = record(LINGUIST, "linguistic")
C = record(CLINICIAN, "clinical", after=1, parents=[L])
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
RECORDED = Policy(trust="recorded", review_every=Period(years=1))


def edits(text: str) -> st.SearchStrategy[str]:
    """The text with something put in, taken out or replaced."""
    places = st.tuples(st.integers(0, len(text)), st.integers(0, 2), st.text(max_size=2))
    made = places.map(lambda e: text[: e[0]] + e[2] + text[e[0] + e[1] :])
    return made.filter(lambda new: new not in ("", text) and not any("\ud800" <= c <= "\udfff" for c in new))


@st.composite
def edited_units(draw: st.DrawFn) -> tuple[int, tuple[Unit, ...]]:
    at = draw(st.integers(0, 2))
    unit = UNITS[at]
    match draw(st.sampled_from(["source", "target", "context", "plural", "more"])):
        case "source":
            new = replace(unit, source=draw(edits(unit.source)))
        case "target":
            new = replace(unit, targets=(draw(edits(unit.target)),))
        case "context":
            new = replace(
                unit, context=draw((st.none() | st.just("") | texts).filter(lambda c: c != unit.context))
            )
        case "plural":
            new = replace(unit, source_plural=draw(st.just("") | texts))
        case _:
            new = replace(unit, targets=(unit.target, draw(texts)))
    return at, (*UNITS[:at], new, *UNITS[at + 1 :])


@given(edited_units(), st.booleans())
def test_any_edit_withdraws_the_approval_of_that_unit_and_of_no_other(
    edit: tuple[int, tuple[Unit, ...]], old_order: bool
) -> None:
    at, units = edit
    result = review(L, C, units=units, **({"order": ORDER} if old_order else {}))
    assert not result.publishable
    assert [unit.state is State.APPROVED for unit in result.units] == [i != at for i in range(3)]


@given(edited_units())
def test_undoing_the_edit_brings_the_approval_back(edit: tuple[int, tuple[Unit, ...]]) -> None:
    assume(not review(L, C, units=edit[1]).publishable)
    assert review(L, C, units=UNITS).publishable


@given(st.permutations(UNITS))
def test_another_order_of_sentences_is_not_the_approved_one(units: list[Unit]) -> None:
    assert review(L, C, units=tuple(units)).publishable == (tuple(units) == UNITS)


@given(
    st.sampled_from("abcd"),
    st.sampled_from([*"abcd", "stranger"]),
    st.sampled_from(["linguistic", "clinical"]),
)
def test_a_record_counts_only_with_its_reviewers_own_key(claimed: str, signer: str, role: str) -> None:
    key = STRANGER if signer == "stranger" else KEYS[signer]
    text = statement_text(f"reviewer-{claimed}", role)
    result = review(record_of(text, key.sign(text)))
    held = role in next(one.roles for one in EVERYBODY if one.id == f"reviewer-{claimed}")
    assert (result.units[0].roles != ()) == (claimed == signer and held)


@st.composite
def histories(draw: st.DrawFn) -> list[Record]:
    """Records of some people on some units, each standing on any earlier ones; often approved at first."""
    records = [record_of(one.text, None) for one in (L, C)] if draw(st.booleans()) else []
    for _ in range(draw(st.integers(1, 5))):
        text = statement_text(
            draw(st.sampled_from(EVERYBODY)),
            draw(st.sampled_from(["linguistic", "clinical"])),
            draw(st.sampled_from([*[Decision.APPROVE] * 3, Decision.REJECT, Decision.REVOKE])),
            units=draw(st.sampled_from([UNITS, UNITS[:1], UNITS[1:]])),
            order=draw(st.sampled_from([ORDER, ORDER[::-1]])),
            after=draw(st.sampled_from([-24 * 290, -30, -1, 0, 0, 1, 2, 30])),
            parents=draw(st.lists(st.sampled_from(records), unique=True, max_size=3)) if records else (),
        )  # fmt: skip
        records.append(record_of(text, None))
    return records


def approved(result: CatalogReview) -> set[str]:
    whole = {"all"} if result.publishable else set()
    return whole | {unit.digest for unit in result.units if unit.state is State.APPROVED}


def judge(records: list[Record]) -> CatalogReview:
    return review(*records, policy=RECORDED)


def something_stands_on(name: str, records: list[Record]) -> bool:
    return any(name in one.statement.parents for one in records)


def traced(removed: list[Record], kept: list[Record]) -> bool:
    """Whether a kept record stands, directly or not, on each rejection or revocation removed."""
    leading = {one.name for one in removed if something_stands_on(one.name, kept)}
    grown = True
    while grown:
        parents = {p for one in removed if one.name in leading for p in one.statement.parents}
        more = {one.name for one in removed if one.name in parents} - leading
        leading |= more
        grown = bool(more)
    return all(one.name in leading for one in removed if one.statement.decision is not Decision.APPROVE)


@given(histories(), st.lists(st.sampled_from([True, True, False]), min_size=7, max_size=7))
def test_removing_records_never_makes_an_approval_but_for_the_stated_limit(
    records: list[Record], keep: list[bool]
) -> None:
    kept = [one for one, stays in zip(records, keep, strict=False) if stays]
    removed = [one for one, stays in zip(records, keep, strict=False) if not stays]
    assume(traced(removed, kept))
    assert approved(judge(kept)) <= approved(judge(records))


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_records_are_given_does_not_matter(records: list[Record], random: object) -> None:
    shuffled = [*records, *records[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge(shuffled) == judge(records)


@given(histories())
def test_publishable_means_no_reason_and_every_unit_approved(records: list[Record]) -> None:
    result = judge(records)
    assert result.publishable == (not result.reasons)
    if result.publishable:
        assert all(unit.state is State.APPROVED for unit in result.units)
        assert not result.missing
        assert [role for role, _ in result.approvals] == ["linguistic", "clinical"]
        assert result.review_by is not None
    if result.missing:
        assert not result.publishable


@given(st.integers(0, 10_000), st.sampled_from([1, 2, 4, 8, 16, 32, 64, 128]))
def test_any_flipped_bit_of_a_statement_breaks_its_signature(at: int, bit: int) -> None:
    data = bytearray(C.text.encode())
    data[at % len(data)] ^= bit
    forged = replace(C, text=data.decode("utf-8", "replace"))
    assert not review(L, forged).publishable
