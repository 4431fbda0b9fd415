"""The one recogniser of quantities: numbers, measures, doses, dates, phones, addresses, as values to compare.

Used by checks (do source and target say the same?), typography (what must stay left-to-right) and engines
(what must not be touched). Facts are data files under ``data/``; CLDR comes through Babel.
"""

from pipeline.language.quantities.isolates import isolate_spans
from pipeline.language.quantities.recognise import find_quantities
from pipeline.language.quantities.units import convert

__all__ = ["convert", "find_quantities", "isolate_spans"]
