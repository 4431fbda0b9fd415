"""Lines that give a document's date: "Release time :Dec-09,2024".

The labels and joining words stand in ``dates.toml``; names of months and days come from CLDR. A date is taken
only if it can mean one day: 03/04/2024 is an error that says what to write.
"""

from __future__ import annotations

import datetime
import functools
import re
import tomllib
import unicodedata
from importlib import resources

from msgspec import Struct

from pipeline.errors import DocumentError
from pipeline.language.locale import Locale, parse_locale

_LONGEST = 100  # characters; a longer line is a sentence that has a date in it

_EDGES = " \t\u00a0()[]{}*_|.;,<>\u200e\u200f"
_TIME = re.compile(
    r"[T,\s]+(?:at\s+)?\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?\s*(?:[ap]\.?m\.?)?\s*"
    r"(?:z|utc|gmt|cet|cest|bst|est|edt|[+-]\d{2}:?\d{2})?\Z",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})\s*[日일.]?")
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{2}|\d{4})")
_VIETNAMESE = re.compile(r"(?:ngày\s+)?(\d{1,2}) tháng (\d{1,2}),?\s+(?:năm\s+)?(\d{4})", re.IGNORECASE)
_SPLIT = re.compile(r"[\s,./\-–—،]+|(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
_DAY_SUFFIX = frozenset(["st", "nd", "rd", "th", "er", "ème", "º", "ª", "°", "e", "de", "日"])


class DateLine(Struct, frozen=True):
    """What a date line says.

    Attributes:
        updated: whether its label speaks of a change, not of publication.
        labelled: whether it has a label.
    """

    date: datetime.date
    updated: bool = False
    labelled: bool = True


class _Table(Struct, frozen=True):
    label: re.Pattern[str]
    updated: frozenset[str]
    joiners: frozenset[str]
    languages: tuple[str, ...]


def read_date_line(text: str, *, line: int, bare: bool = False) -> DateLine | None:
    """Return the date that a line gives, or None if the line is no date line.

    Args:
        text: the line without its end.
        line: its number, for errors.
        bare: whether a date without any label counts too.

    Raises:
        DocumentError: a date line whose date is not one day for sure (03/04/2024, 31 June, "May 2024").
    """
    if len(text) > _LONGEST or not any(char.isdecimal() for char in text):
        return None
    tidy = _western_digits(unicodedata.normalize("NFC", text)).strip(_EDGES)
    table = _table()
    match = table.label.match(tidy.casefold())
    if match is None:
        return _bare_date(tidy, line) if bare else None
    rest = tidy[match.end() :] if len(tidy) == len(tidy.casefold()) else tidy.casefold()[match.end() :]
    date = _date(rest.strip(_EDGES), line, sure=match["colon"] is not None)
    return None if date is None else DateLine(date, match["label"] in table.updated)


def _bare_date(text: str, line: int) -> DateLine | None:
    date = _date(text, line, sure=False)
    return None if date is None else DateLine(date, labelled=False)


def _western_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def updated_label(locale: Locale) -> str | None:
    """What stands before the date of a change in the language of ``locale``, if the table knows it."""
    if locale.language == "zh" and locale.likely_script != "Hans":
        return None  # the table's first is in simplified characters
    words = _languages().get(locale.language)
    if words is None:
        return None
    first = words["updated"][0]
    return first[:1].upper() + first[1:]


@functools.cache
def _languages() -> dict[str, dict[str, list[str]]]:
    file = resources.files(__package__) / "dates.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@functools.cache
def _table() -> _Table:
    languages = _languages()
    labels: set[str] = set()
    updated: set[str] = set()
    joiners: set[str] = set()
    for words in languages.values():
        labels.update(words["published"], words["updated"])
        updated.update(words["updated"])
        joiners.update(words["joiners"])
    alternatives = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    label = re.compile(rf"(?P<label>{alternatives})(?![^\W\d_])\s*(?P<colon>[:：=]|[-–—](?=\s))?\s*")
    return _Table(label, frozenset(updated), frozenset(joiners), tuple(languages))


@functools.cache
def _names() -> tuple[dict[str, frozenset[int]], frozenset[str]]:
    """Months by name, in the languages of the table, and the names of days, all in lower case.

    A name that is of different months in different languages names none for sure.
    """
    months: dict[str, set[int]] = {"sept": {9}}
    days: set[str] = set()
    for language in _table().languages:
        cldr = parse_locale(language).cldr()
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in cldr.months[context][width].items():
                    name = unicodedata.normalize("NFC", name).casefold().strip(". ")
                    if not name.isdecimal():
                        months.setdefault(name, set()).add(number)
                days.update(name.casefold().strip(".") for name in cldr.days[context][width].values())
    return {name: frozenset(numbers) for name, numbers in months.items()}, frozenset(days)


def _date(text: str, line: int, *, sure: bool) -> datetime.date | None:
    """Read ``text`` as a date; ``sure`` tells that it can be nothing else, so half a date is an error."""
    text = _TIME.sub("", text).strip(_EDGES)
    # Eight bare digits may as well be a phone number.
    if match := _YEAR_FIRST.fullmatch(text) or (_BASIC.fullmatch(text) if sure else None):
        return _make(text, int(match[1]), int(match[2]), int(match[3]), line)
    if match := _VIETNAMESE.fullmatch(text):
        return _make(text, int(match[3]), int(match[2]), int(match[1]), line)
    if match := _NUMERIC.fullmatch(text):
        return _numeric(text, int(match[1]), int(match[3]), match[4], line)
    return _named(text, line, sure=sure)


def _numeric(text: str, first: int, second: int, year: str, line: int) -> datetime.date:
    if len(year) == 2:
        raise DocumentError(
            f'the year of "{text}" has two digits', "write the date as YEAR-MONTH-DAY: 2024-12-09", line=line
        )
    if first <= 12 and second <= 12 and first != second and first and second:
        one, other = f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"
        raise DocumentError(
            f'the date "{text}" can be read in two ways', f"write {one} or {other}", line=line
        )
    day, month = (first, second) if second <= 12 else (second, first)
    return _make(text, int(year), month, day, line)


def _named(text: str, line: int, *, sure: bool) -> datetime.date | None:
    """Read a date with a month in words: day, month, year or month, day, year or year, month, day."""
    words = [word for word in _SPLIT.split(text.casefold()) if word.strip("'’")]
    if not 1 <= len(words) <= 12:
        return None
    figures = [word for word in words if word.isdecimal()]
    if not sure and (len(figures) != 2 or all(len(figure) != 4 for figure in figures)):
        return None  # before the months of every language are loaded: no day, or no year
    months, days = _names()
    joiners = _table().joiners
    order = ""
    numbers: list[str] = []
    found: frozenset[int] = frozenset()
    for word in words:
        if word.isdecimal():
            order += "n"
            numbers.append(word)
        elif word in months and "m" not in order:
            order += "m"
            found = months[word]
        elif word not in days and word not in joiners and not (word in _DAY_SUFFIX and order.endswith("n")):
            return None
    if order in ("m", "n", "mn", "nm") and sure and any(len(number) == 4 for number in numbers):
        raise DocumentError(
            f'the date "{text}" has no day', "write the date as YEAR-MONTH-DAY: 2024-12-09", line=line
        )
    if order not in ("nmn", "mnn", "nnm"):
        return None
    if order == "nnm" or len(found) != 1:
        return None if not sure else _unclear(text, line)
    day, year = numbers
    if len(day) == 4 and order == "nmn":
        day, year = year, day
    if len(year) != 4 or len(day) > 2:
        return None if not sure else _unclear(text, line)
    return _make(text, int(year), next(iter(found)), int(day), line)


def _unclear(text: str, line: int) -> datetime.date:
    raise DocumentError(
        f'the date "{text}" is not clear', "write the date as YEAR-MONTH-DAY: 2024-12-09", line=line
    )


def _make(text: str, year: int, month: int, day: int, line: int) -> datetime.date:
    # A year outside these is of another calendar (2567 in Thailand, 1446 in Arabia) or a slip.
    if not 1900 <= year <= 2199:
        raise DocumentError(
            f'the year of "{text}" is not one of the Gregorian calendar of our time',
            "write the date as YEAR-MONTH-DAY: 2024-12-09",
            line=line,
        )
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise DocumentError(
            f'there is no day "{text}"', "write the date as YEAR-MONTH-DAY: 2024-12-09", line=line
        ) from None
