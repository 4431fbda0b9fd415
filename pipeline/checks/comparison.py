"""Do source and target say the same quantities? The differences, sorted by the check that tells them.

Quantities are compared by value and unit (``pipeline.language.quantities``), never as strings: ``pairing``
says which have no counterpart, ``order`` and ``rhythm`` look at ordinals and periods in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.checks.difference import Difference
from pipeline.checks.model import CheckContext, Pair
from pipeline.checks.opened import MOST, as_dialled
from pipeline.checks.order import changed_ordinals
from pipeline.checks.pairing import Pairing
from pipeline.checks.rhythm import changed_count, lost_rhythm
from pipeline.language.quantities import find_quantities
from pipeline.language.quantities.model import Quantity
from pipeline.language.regex import regex

LONGEST = 20_000
"""Code points of a text whose quantities are looked for: more than any sentence or paragraph has."""
# Groups of three digits with plain spaces between them.
_SPACED = regex(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")


def differences(pair: Pair, context: CheckContext) -> tuple[Difference, ...]:
    """The differences of a pair, in the order of the source; worked out once for all checks."""
    return pair.target.memo(_KEYS[pair.plural], lambda _: tuple(_differences(pair, context)))


def quantities_of(pair: Pair, context: CheckContext) -> tuple[tuple[Quantity, ...], tuple[Quantity, ...]]:
    """The quantities of source and target; worked out once for all checks."""
    return (
        pair.source.memo("quantities", lambda text: find_quantities(text, context.source_locale)),
        pair.target.memo("quantities", lambda text: find_quantities(text, context.locale)),
    )


_KEYS = ("differences", "differences from the plural")


def _differences(pair: Pair, context: CheckContext) -> Iterator[Difference]:
    source, target = pair.source.plain, pair.target.plain
    if len(source) > LONGEST or len(target) > LONGEST:
        yield Difference("too long", "numbers")
        return
    wanted, found = quantities_of(pair, context)
    told = list(_of_quantities(wanted, found, source, target, context))
    if 0 < len(told) <= MOST and _SPACED.search(target):
        # Many write "8 866" whatever CLDR says of their language; whether they did, the source knows.
        again = find_quantities(target, context.locale, spaced=True)
        told_again = list(_of_quantities(wanted, again, source, target, context))
        if _weight(told_again) < _weight(told):
            told, found = told_again, again
    yield from told
    places = (source, context.source_locale), (target, context.locale)
    for first, second in changed_ordinals(*places, wanted, found):
        yield Difference("changed", "numbers", first, second)
    if any(one.topic == "doses" and one.kind == "changed" for one in told):
        return
    texts = (source, context.source_locale, wanted), (target, context.locale, found)
    if count := changed_count(*texts):
        yield Difference("changed", "doses", *count)
        return
    for one, other in lost_rhythm(*texts):
        yield Difference("changed" if other else "missing", "doses", one, other, other is not None)


def _weight(told: Iterable[Difference]) -> tuple[int, int]:
    """How much two texts differ: the sure differences, then all of them."""
    sure = [one.sure for one in told]
    return sum(sure), len(sure)


def _of_quantities(
    wanted: tuple[Quantity, ...],
    found: tuple[Quantity, ...],
    source: str,
    target: str,
    context: CheckContext,
) -> Iterator[Difference]:
    if not wanted and not found:
        return
    wanted, found = as_dialled(wanted, source), as_dialled(found, target)
    if [one.key for one in wanted] == [one.key for one in found]:
        return
    pairing = Pairing(wanted, found, source, target, context)
    if pairing.left or pairing.right:
        yield from pairing.run()
