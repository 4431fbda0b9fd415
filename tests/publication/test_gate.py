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
    ),
    max_size=6,
)
POLICIES = st.sampled_from(["fail", "skip", "keep"])


@given(CANDIDATES, POLICIES)
def test_only_the_approved_are_let_out_and_nobody_is_lost(candidates, policy) -> None:
    passage = pass_gate(candidates, policy)
    assert all(one.approved for one in passage.let_out)
    assert not any(one.approved for one in passage.kept + passage.held_back)
    assert all(one.keepable for one in passage.kept)
    assert len(passage.let_out) + len(passage.kept) + len(passage.held_back) == len(candidates)


@given(CANDIDATES)
def test_under_fail_one_that_is_not_approved_shuts_the_gate(candidates) -> None:
    assert pass_gate(candidates, "fail").open == (
        bool(candidates) and all(one.approved for one in candidates)
    )


@given(CANDIDATES)
def test_nothing_is_kept_but_under_keep(candidates) -> None:
    assert pass_gate(candidates, "skip").kept == ()
    assert pass_gate(candidates, "fail").kept == ()


@given(CANDIDATES, POLICIES)
def test_with_nothing_to_show_the_gate_stays_shut(candidates, policy) -> None:
    passage = pass_gate(candidates, policy)
    assert not (passage.open and not passage.let_out and not passage.kept)
