"""The gate: decides which editions are let out. Nothing else in Polyleaf lets one out."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from pipeline.publication.model import Policy


class Candidate(Struct, frozen=True):
    """One document in one locale at the gate.

    Attributes:
        domain, locale: which.
        approved: every unit is approved under the project's policy.
        reasons: why not, in words; empty if approved.
        keepable: an earlier approved edition stands in the output and its approvals still hold.
        not_keepable: why there is none, in words; empty if there is.
        asked_for: this run is to see to it; if not, its earlier edition stays as long as it still stands.
    """

    domain: str
    locale: str
    approved: bool
    reasons: tuple[str, ...]
    keepable: bool = False
    not_keepable: str = ""
    asked_for: bool = True


class Passage(Struct, frozen=True):
    """What the gate decided; each candidate stands in exactly one of the three.

    Attributes:
        let_out: approved editions, to be made.
        kept: not approved now, but their earlier approved edition stays up.
        held_back: neither.
        open: whether anything may be written at all.
    """

    let_out: tuple[Candidate, ...]
    kept: tuple[Candidate, ...]
    held_back: tuple[Candidate, ...]
    open: bool


def pass_gate(candidates: Sequence[Candidate], policy: Policy, *, allow_empty: bool = False) -> Passage:
    """Apply the policy.

    ``fail`` opens only if every candidate asked for is approved; ``skip`` lets the approved ones out;
    ``keep`` also leaves the earlier approved editions of the others in place. With nothing to show the gate
    stays shut, unless ``allow_empty``: then what was published is taken down.
    """
    let_out = tuple(one for one in candidates if one.approved and one.asked_for)
    rest = tuple(one for one in candidates if one not in let_out)
    kept = tuple(one for one in rest if one.keepable and (policy == "keep" or not one.asked_for))
    held_back = tuple(one for one in rest if one not in kept)
    opens = bool(let_out or kept) or allow_empty
    if policy == "fail" and any(one.asked_for for one in held_back):
        opens = False
    return Passage(let_out, kept, held_back, opens)
