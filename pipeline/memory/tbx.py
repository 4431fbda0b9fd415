"""Glossaries as TBX: ISO 30042 of 2008 (``martif``) and of 2019 (``tbx``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from lxml import etree

from pipeline.errors import ExchangeError
from pipeline.memory.limits import USUAL, Limits
from pipeline.memory.terms import EVERY_LOCALE, Term
from pipeline.memory.terms_csv import MAX_TEXT, too_many
from pipeline.memory.xml import elements, language_of, line_of, local_name

NEEDED = "Translation needed"
"""Type of the description that says "No" of what stays as it is: no data category of the standard's, but the
one that glossaries of Microsoft have, and that the Translate Toolkit and Weblate read."""

_NOT_TO_BE_USED = ("deprecated", "superseded", "obsolete", "notrecommended", "rejected")


def read_tbx(stream: IO[bytes], limits: Limits = USUAL) -> Iterator[list[tuple[str, Term]]]:
    """Yield the terms of each concept: language as written, and the term as ``source``.

    One that the glossary marks as deprecated is one to ``avoid``. One that is said to need no translation is
    not to ``translate``; where that is said of the whole concept, its ``locale`` is ``EVERY_LOCALE``. A note
    of the term comes with it, or else that of the concept.

    Raises:
        ExchangeError: not TBX, broken, or too large; says the line, the path is for the caller to fill in.
    """
    count = 0
    for element in elements(stream, ("martif", "tbx"), ("termEntry", "conceptEntry"), what="TBX"):
        if local_name(element) in ("martif", "tbx"):
            continue
        concept = list(_concept(element))
        count += len(concept)
        if count > limits.terms:
            raise too_many(limits, line=line_of(element))
        yield concept


def _concept(element: etree._Element) -> Iterator[tuple[str, Term]]:
    note = _note(element)
    everywhere = EVERY_LOCALE if _stays(element) else ""
    for section in element:
        if local_name(section) not in ("langSet", "langSec"):
            continue
        language = language_of(section)
        if not language:
            raise ExchangeError("terms of no language", "give it xml:lang", line=line_of(section))
        for group in section:
            if local_name(group) not in ("tig", "ntig", "termSec"):
                continue
            text = next((_text(one) for one in group.iter() if local_name(one) == "term"), "")
            if text:
                translate = not (everywhere or _stays(section) or _stays(group))
                said = _note(group) or note
                yield language, Term(text, everywhere, "", translate, said, _is_deprecated(group))


def _note(element: etree._Element) -> str:
    return next((_text(child) for child in element if local_name(child) == "note"), "")


def _stays(element: etree._Element) -> bool:
    return any(
        one.get("type") == NEEDED and _text(one).casefold() == "no"
        for child in element
        for one in (child, *(child if local_name(child) == "descripGrp" else ()))
    )


def _is_deprecated(group: etree._Element) -> bool:
    statuses = (_text(one) for one in group.iter() if one.get("type") == "administrativeStatus")
    return any(status.lower().partition("-")[0].startswith(_NOT_TO_BE_USED) for status in statuses)


def _text(element: etree._Element) -> str:
    text = " ".join("".join(str(part) for part in element.itertext()).split())
    if len(text) > MAX_TEXT:
        raise ExchangeError(
            f"a term of {len(text):,} characters", f"at most {MAX_TEXT:,}", line=line_of(element)
        )
    if not text.isprintable():
        raise ExchangeError("a term holds a control character", "take it out", line=line_of(element))
    return text
