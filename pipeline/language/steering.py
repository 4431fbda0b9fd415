"""The characters whose only work is to steer the direction of writing (UAX #9, section 2)."""

from __future__ import annotations

LRM, RLM, ALM = "\u200e", "\u200f", "\u061c"
LRE, RLE, PDF, LRO, RLO = "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"

MARKS = frozenset([LRM, RLM, ALM])
OVERRIDES = frozenset([LRO, RLO])
"""They show characters in another order than they are read in: "05" for "50"."""
CLOSED_BY = {LRE: PDF, RLE: PDF, LRI: PDI, RLI: PDI, FSI: PDI}
"""What opens an embedding or an isolate, and what closes it. Overrides are closed too, but never wanted."""
CLOSERS = frozenset(CLOSED_BY.values())
CONTROLS = MARKS | OVERRIDES | CLOSED_BY.keys() | CLOSERS
"""All of them."""
