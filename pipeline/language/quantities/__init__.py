"""The one recogniser of quantities: numbers, measures, doses, dates, phones, addresses, as values to compare.

Used by checks (do source and target say the same?), typography (what must stay left-to-right) and engines
(what must not be touched). Facts are data files under ``data/``; CLDR comes through Babel.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.language.quantities.isolates import isolate_spans
    from pipeline.language.quantities.recognise import find_quantities
    from pipeline.language.quantities.units import convert

__all__ = ["convert", "find_quantities", "isolate_spans"]

_PLACES = {"convert": "units", "find_quantities": "recognise", "isolate_spans": "isolates"}


def __getattr__(name: str) -> object:
    """Load the recogniser when it is asked for: who needs but the facts of a language starts without it."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    found = getattr(importlib.import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = found
    return found
