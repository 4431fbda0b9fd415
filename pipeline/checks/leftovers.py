"""What is left of the quantities of two texts once equal ones are paired, and what a text holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from pipeline.checks.likeness import parts_of
from pipeline.language.quantities.model import Quantity


def without_equals(
    wanted: Iterable[Quantity], found: Iterable[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """What is left on either side once equal keys are paired, first with first."""
    twins: dict[object, list[Quantity]] = defaultdict(list)
    for quantity in found:
        twins[quantity.key].append(quantity)
    used: dict[object, int] = defaultdict(int)
    left = []
    for quantity in wanted:
        if used[quantity.key] < len(twins.get(quantity.key, ())):
            used[quantity.key] += 1
        else:
            left.append(quantity)
    right = [quantity for key, rest in twins.items() for quantity in rest[used[key] :]]
    return left, sorted(right, key=lambda quantity: quantity.start)


def drop(quantities: list[Quantity], taken: Iterable[Quantity]) -> None:
    """Take those of ``taken``, which stand near its beginning, out of the list."""
    for one in taken:
        del quantities[next(place for place, other in enumerate(quantities) if other is one)]


def amounts_of(quantity: Quantity) -> frozenset[Decimal]:
    """The bare amounts of a quantity, in no order."""
    return frozenset(amount for amount, _ in parts_of(quantity))


class Held:
    """What a text holds, to be asked for again and again: looked through once, so that asking stays cheap."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        quantities = tuple(quantities)
        self.keys = frozenset(one.key for one in quantities)
        self._any = bool(quantities)
        self._asked: dict[frozenset[Decimal], bool] = {}
        # By amount, the numbers of the sets of amounts that hold it.
        self._holders: dict[Decimal, set[int]] = defaultdict(set)
        for number, parts in enumerate({amounts_of(one) for one in quantities}):
            for amount in parts:
                self._holders[amount].add(number)

    def together(self, amounts: frozenset[Decimal]) -> bool:
        """Whether one quantity holds all of ``amounts``."""
        if not amounts:
            return self._any
        if amounts not in self._asked:
            holders = [self._holders.get(amount, set()) for amount in amounts]
            self._asked[amounts] = bool(set.intersection(*sorted(holders, key=len)))
        return self._asked[amounts]
