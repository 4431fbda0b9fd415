"""Who stands for which role, where each role must be another person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def assign(
    roles: Sequence[str], candidates: Mapping[str, Sequence[str]], *, distinct: bool
) -> dict[str, str]:
    """A reviewer for as many of the roles as can be: maximum bipartite matching by augmenting paths.

    Args:
        roles: in the order in which they go first.
        candidates: for each role the reviewers that have approved in it, the preferred one first.
        distinct: whether one person may stand for one role only.

    Returns:
        Reviewer ids by role; a role that cannot be filled is left out.
    """
    if not distinct:
        return {role: candidates[role][0] for role in roles if candidates.get(role)}
    holder: dict[str, str] = {}

    def place(role: str, tried: set[str]) -> bool:
        for person in candidates.get(role, ()):
            if person not in tried:
                tried.add(person)
                if person not in holder or place(holder[person], tried):
                    holder[person] = role
                    return True
        return False

    for role in roles:
        place(role, set())
    return {role: person for person, role in holder.items()}
