"""What it takes to approve: the part of sign-off that stands in a project's settings."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Period(Struct, frozen=True):
    """An ISO 8601 period of whole calendar units, such as P3Y or P18M."""

    years: int = 0
    months: int = 0
    days: int = 0


class Policy(Struct, frozen=True):
    """What it takes to approve.

    Attributes:
        roles: required, in the order they are shown.
        distinct_people: each role must be signed by another person.
        trust: "signed" demands a valid SSH signature; "recorded" trusts the record file alone.
        review_every: how long an approval holds, or None for ever.
    """

    roles: tuple[str, ...] = ("linguistic", "clinical")
    distinct_people: bool = True
    trust: Literal["signed", "recorded"] = "signed"
    review_every: Period | None = None
