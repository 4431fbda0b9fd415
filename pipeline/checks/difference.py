"""One quantity that source and target do not share: what the comparison yields, and the checks tell."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from pipeline.checks.likeness import Topic
from pipeline.language.quantities.model import Quantity

Kind = Literal["changed", "missing", "added", "converted", "swapped", "misread", "too long"]


class Difference(Struct, frozen=True):
    """One quantity that the two texts do not share.

    Attributes:
        kind: "converted" has the same temperature on the other scale; "swapped" the ends of a range the
            wrong way round; "misread" is the same but for how the sign in "1,000" is read.
        topic: the check that tells it.
        source, target: the quantity as it stands in either text; None on the side that lacks it.
        sure: False where the language may well say it in a way that the recogniser does not know.
    """

    kind: Kind
    topic: Topic
    source: Quantity | None = None
    target: Quantity | None = None
    sure: bool = True
