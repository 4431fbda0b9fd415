"""The checks there are, in the order in which findings on one unit are told."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.checks.brackets import Brackets
from pipeline.checks.capitals import Capitals
from pipeline.checks.dates import Dates
from pipeline.checks.doses import Doses
from pipeline.checks.doubled import DoubledWords
from pipeline.checks.ends import EndPunctuation
from pipeline.checks.engine import Check
from pipeline.checks.fonts import FontCoverage
from pipeline.checks.inconsistent import Inconsistent
from pipeline.checks.invisible import BidiControls, InvisibleCharacters
from pipeline.checks.length import Length, SentenceCount
from pipeline.checks.limits import Limits
from pipeline.checks.links import Links
from pipeline.checks.look_alikes import LookAlikes
from pipeline.checks.measures import Measures
from pipeline.checks.negation import NegationCheck
from pipeline.checks.notation import BrokenNotation
from pipeline.checks.numbers import Numbers
from pipeline.checks.phones import Phones
from pipeline.checks.placeholders import Placeholders
from pipeline.checks.plural_forms import PluralForms
from pipeline.checks.quotes import Quotes
from pipeline.checks.ranges import Ranges
from pipeline.checks.readability import Readability
from pipeline.checks.same import SameAsSource
from pipeline.checks.scripts import WrongScript
from pipeline.checks.spacing import Spacing
from pipeline.checks.tags import Tags
from pipeline.checks.temperatures import Temperatures
from pipeline.checks.terms import DoNotTranslate, ForbiddenTerms, Glossary
from pipeline.checks.unsafe import UnsafeContent
from pipeline.checks.untranslated import Untranslated
from pipeline.checks.whitespace import Whitespace
from pipeline.checks.wrong_language import WrongLanguage
from pipeline.errors import UsageError

_ALL: tuple[Check, ...] = (
    # clinical
    Numbers(),
    Measures(),
    Doses(),
    Ranges(),
    Temperatures(),
    Dates(),
    Phones(),
    Limits(),
    NegationCheck(),
    DoNotTranslate(),
    ForbiddenTerms(),
    Glossary(),
    # markup
    BrokenNotation(),
    Tags(),
    Links(),
    Placeholders(),
    UnsafeContent(),
    # linguistic
    Untranslated(),
    SameAsSource(),
    WrongScript(),
    WrongLanguage(),
    Inconsistent(),
    Length(),
    SentenceCount(),
    EndPunctuation(),
    Brackets(),
    Quotes(),
    Capitals(),
    DoubledWords(),
    Whitespace(),
    Spacing(),
    PluralForms(),
    InvisibleCharacters(),
    BidiControls(),
    LookAlikes(),
    FontCoverage(),
    Readability(),
)

CHECKS: dict[str, Check] = {check.id: check for check in _ALL}
"""By id. To add one, write a module that fits ``UnitCheck`` or ``CatalogCheck`` and name it here."""


def choose_checks(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Check, ...]:
    """The checks named in ``select`` (all where empty) without those in ``ignore``; a category names all its
    checks.

    Raises:
        UsageError: there is no such check; names the nearest.
    """
    selected = _ids(select) or set(CHECKS)
    ignored = _ids(ignore)
    return tuple(check for id, check in CHECKS.items() if id in selected and id not in ignored)


def check_called(id: str) -> Check:
    """The check with this id.

    Raises:
        UsageError: there is none; names the nearest.
    """
    try:
        return CHECKS[id]
    except KeyError:
        raise UsageError(f'"{id}" is not a check', nearest_check(id)) from None


def nearest_check(id: str) -> str:
    """A hint for someone who wrote the id of a check wrongly."""
    import difflib

    near = difflib.get_close_matches(id, CHECKS, n=1, cutoff=0.5)
    return f'did you mean "{near[0]}"?' if near else f"there are: {', '.join(CHECKS)}"


def _ids(names: Iterable[str]) -> set[str]:
    ids: set[str] = set()
    for name in names:
        of_category = {id for id, check in CHECKS.items() if check.category == name}
        ids |= of_category or {check_called(name).id}
    return ids
