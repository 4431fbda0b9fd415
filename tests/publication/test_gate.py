"""The gate lets out what is approved and nothing else, whatever the policy."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.publication.gate import Candidate, pass_gate

CANDIDATES = st.lists(
    st.builds(
        Candidate,
        domain=st.sampled_from(["a", "b"]),
        locale=st.sampled_from(["es", "fr"]),
        approved=st.booleans(),
        reasons=st.just(("r",)),
        keepable=st.booleans(),
        asked_for=st.booleans(),
    ),
    max_size=6,
)
POLICIES = st.sampled_from(["fail", "skip", "keep"])


@given(CANDIDATES, POLICIES)
def test_only_the_approved_are_let_out_and_nobody_is_lost(candidates, policy) -> None:
    passage = pass_gate(candidates, policy)
    assert all(one.approved and one.asked_for for one in passage.let_out)
    assert not any(one.approved and one.asked_for for one in passage.kept + passage.held_back)
    assert all(one.keepable for one in passage.kept)
    assert len(passage.let_out) + len(passage.kept) + len(passage.held_back) == len(candidates)


@given(CANDIDATES)
def test_under_fail_one_that_is_not_approved_shuts_the_gate(candidates) -> None:
    passage = pass_gate(candidates, "fail")
    wanted = all(one.approved for one in candidates if one.asked_for)
    assert passage.open == (wanted and bool(passage.let_out or passage.kept))


@given(CANDIDATES)
def test_nothing_is_kept_but_under_keep(candidates) -> None:
    for policy in ("skip", "fail"):
        assert not any(one.asked_for for one in pass_gate(candidates, policy).kept)


@given(CANDIDATES)
def test_what_was_not_asked_for_stays_exactly_if_it_still_stands(candidates) -> None:
    for policy in ("skip", "fail", "keep"):
        passage = pass_gate(candidates, policy)
        others = [one for one in candidates if not one.asked_for]
        assert [one for one in passage.kept if not one.asked_for] == [one for one in others if one.keepable]


@given(CANDIDATES)
def test_with_leave_to_be_empty_the_last_leaflet_can_be_taken_down(candidates) -> None:
    assert pass_gate(candidates, "skip", allow_empty=True).open


@given(CANDIDATES, POLICIES)
def test_with_nothing_to_show_the_gate_stays_shut(candidates, policy) -> None:
    passage = pass_gate(candidates, policy)
    assert not (passage.open and not passage.let_out and not passage.kept)
