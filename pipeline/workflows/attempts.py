"""Attempts: a file that cannot be used holds back what is made of it, and nothing else.

Every workflow over many leaflets attempts each of them. What goes wrong with one is an error that the
workflow tells, holds against that leaflet alone, and never takes for an answer; what is wrong with the
project, the machine or the call is raised as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ParamSpec, TypeVar

from msgspec import Struct

from pipeline.errors import (
    CatalogError,
    InlineError,
    LocaleError,
    PolyleafError,
    RecordError,
    SeveralErrors,
    StoreError,
    TextError,
)
from pipeline.language.locale import Locale

P = ParamSpec("P")
T = TypeVar("T")

OF_ONE_FILE = (CatalogError, InlineError, LocaleError, RecordError, StoreError, TextError)
"""Errors of a document, a catalog, a picture, the records of one leaflet, or of what is laid out of them.
What all leaflets share has others: ``SettingsError`` for settings, reviewers and whatever of it cannot be
read (``Project.read_for_all``), ``ExchangeError`` for a wrong glossary."""


Remark = Callable[[PolyleafError], None]
"""Is told of something that is amiss and holds nothing up, such as a picture that is not there."""


def untold(_: PolyleafError) -> None:
    """A ``Remark`` for those who do not want to know."""


class Unread(Struct, frozen=True):
    """One document in one locale that nothing is known of, and why: a file of it cannot be used."""

    domain: str
    locale: Locale
    error: PolyleafError


def attempt(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | PolyleafError:
    """What ``work`` gives, or the error of the file that keeps it from giving anything.

    Only for what reads: where something is written, a disk that is full is no leaflet's fault.
    """
    try:
        return work(*args, **kwargs)
    except OF_ONE_FILE as error:
        return error.with_traceback(None)  # which would hold on to all that was read so far


def given(found: T | PolyleafError) -> T:
    """What an attempt gave.

    Raises:
        PolyleafError: it gave none; for an attempt at what needs it.
    """
    if isinstance(found, PolyleafError):
        raise found
    return found


def distinct(errors: Iterable[PolyleafError]) -> tuple[PolyleafError, ...]:
    """Each error once, in order: one broken document is met again in every locale."""
    return tuple({str(error): error for error in errors}.values())


def raise_all(errors: Iterable[PolyleafError]) -> None:
    """Raise ``errors``, if there are any, each told in a line of its own."""
    found = distinct(errors)
    if len(found) == 1:
        raise found[0]
    if found:
        raise SeveralErrors(found)
