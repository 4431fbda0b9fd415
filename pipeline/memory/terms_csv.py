"""Glossaries as CSV: the project's own, sorted and safe to open in a spreadsheet, and those of other tools.

The project's own has the columns ``source, locale, target, translate, note``, one line a term; ``translate``
is "yes", "no" (it stays as it is) or "avoid" (``target`` must not stand for it). A cell that
a spreadsheet would take for a formula gets an apostrophe in front; reading takes it off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from pipeline.errors import ExchangeError, LocaleError
from pipeline.language.locale import parse_locale
from pipeline.memory.limits import USUAL, Limits
from pipeline.memory.terms import EVERY_LOCALE, Term

COLUMNS = ("source", "locale", "target", "translate", "note")
MAX_TEXT = 1_000
"""Most characters of one cell."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
# How other tools call the columns that are needed, in small letters without spaces and underscores.
_SOURCE = ("source", "sourcestring", "sourceterm", "sourcetext", "term")
_TARGET = ("target", "targetstring", "targetterm", "targettext", "translation")
_LANGUAGE = ("locale", "targetlang", "targetlanguage", "language", "lang")
_SOURCE_LANGUAGE = ("sourcelang", "sourcelanguage")
_NOTE = ("note", "notes", "comment", "description", "definition")
_TRANSLATE = ("translate", "translatable")
_YES, _NO, _AVOID = ("", "yes", "true", "1"), ("no", "false", "0"), ("avoid", "forbidden")


def write_terms(terms: Iterable[Term]) -> bytes:
    """The project's glossary: sorted, each term once, UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for term in sorted(set(terms), key=lambda one: (one.source.casefold(), one)):
        translate = "avoid" if term.avoid else "yes" if term.translate else "no"
        writer.writerow(
            [_safe(cell) for cell in (term.source, term.locale, term.target, translate, term.note)]
        )
    return text.getvalue().encode()


def read_terms(data: bytes, path: str, limits: Limits = USUAL) -> tuple[Term, ...]:
    """Read the project's glossary.

    Raises:
        ExchangeError: not UTF-8, other columns, a wrong locale, an empty term; says the line.
    """
    terms: list[Term] = []
    rows = _rows(data, path, limits)
    if next(rows, (0, list(COLUMNS)))[1] != list(COLUMNS):
        hint = f"its first line is {','.join(COLUMNS)}"
        raise ExchangeError("has other columns than a glossary of Polyleaf", hint, path=path, line=1)
    for line, row in rows:
        if len(row) != len(COLUMNS):
            raise ExchangeError(
                f"{len(row)} cells for {len(COLUMNS)} columns", "mend the line", path=path, line=line
            )
        source, locale, target, translate, note = (_plain(cell) for cell in row)
        if translate not in ("yes", "no", "avoid"):
            hint = 'write "yes", "no" or "avoid"'
            raise ExchangeError(f'translate is "{translate}"', hint, path=path, line=line)
        if locale != EVERY_LOCALE:
            try:
                parse_locale(locale)
            except LocaleError as error:
                raise ExchangeError(error.what, error.hint, path=path, line=line) from None
        term = Term(source, locale, target, translate != "no", note, translate == "avoid")
        _check(term, path, line)
        terms.append(term)
    return tuple(terms)


def read_foreign_terms(
    data: bytes, path: str, limits: Limits = USUAL
) -> Iterator[tuple[str | None, str, Term]]:
    """Read a glossary of another tool, by the names of its columns.

    Yields:
        source language or None, target language, both as written, and the term with an empty locale.

    Raises:
        ExchangeError: not UTF-8, a column is missing, or a cell is too long or says neither of what it may;
            says the line.
    """
    rows = _rows(data, path, limits)
    _, header = next(rows, (1, []))
    names = [cell.strip().lower().replace("_", "").replace(" ", "").replace("-", "") for cell in header]

    def column(wanted: tuple[str, ...]) -> int | None:
        return next((names.index(name) for name in wanted if name in names), None)

    source, target, language = column(_SOURCE), column(_TARGET), column(_LANGUAGE)
    if source is None or target is None or language is None:
        raise ExchangeError(
            "the first line does not name the columns",
            "it needs source, target and locale (sourceString, targetString, targetLang do as well)",
            path=path,
            line=1,
        )
    source_language, note, translate = column(_SOURCE_LANGUAGE), column(_NOTE), column(_TRANSLATE)
    for line, row in rows:
        cells = [_plain(cell) for cell in row] + [""] * (len(header) - len(row))
        if not cells[source] and not cells[target]:
            continue  # what spreadsheets leave at the end
        says = "" if translate is None else cells[translate].lower()
        if says not in (*_YES, *_NO, *_AVOID):
            hint = 'write "yes", "no" or "avoid"'
            raise ExchangeError(f'{header[translate or 0]} is "{says}"', hint, path=path, line=line)
        remark = "" if note is None else cells[note]
        term = Term(cells[source], "", cells[target], says not in _NO, remark, says in _AVOID)
        _check(term, path, line)
        yield (None if source_language is None else cells[source_language]), cells[language], term


def _check(term: Term, path: str, line: int) -> None:
    if not term.source or (term.translate and not term.target):
        missing = "its translation" if term.source else "the term"
        raise ExchangeError(f"{missing} is missing", "fill it in, or take the line out", path=path, line=line)
    for text in (term.source, term.target, term.note):
        if len(text) > MAX_TEXT:
            raise ExchangeError(
                f"a cell of {len(text):,} characters", f"at most {MAX_TEXT:,}", path=path, line=line
            )
        if not text.isprintable():
            raise ExchangeError("a cell holds a control character", "take it out", path=path, line=line)


def _rows(data: bytes, path: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, with the line each ends on."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ExchangeError("is not UTF-8", "save it as CSV UTF-8", path=path, line=line) from None
    # Spreadsheets of many countries write semicolons; the first line, the columns' names, tells.
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count = 0
    try:
        for row in reader:
            if any(row):
                count += 1
                if count > limits.terms + 1:
                    raise too_many(limits, path=path)
                yield reader.line_num, row
    except csv.Error as error:
        raise ExchangeError(
            f"is not CSV: {error}", "mend the line", path=path, line=reader.line_num
        ) from None


def too_many(limits: Limits, *, path: str | None = None, line: int | None = None) -> ExchangeError:
    """The error of a glossary with more terms than the settings allow."""
    hint = "split it, or raise limits.terms in the settings"
    return ExchangeError(f"more than {limits.terms:,} terms", hint, path=path, line=line)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _plain(cell: str) -> str:
    """What ``_safe`` was given; one line, without white space around."""
    text = cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
    return " ".join(text.split())
