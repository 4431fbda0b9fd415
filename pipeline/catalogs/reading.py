"""PO bytes to a Catalog: strict on whatever could change a text, tolerant of what is harmless, and linear."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NoReturn

from msgspec import Struct

from pipeline.catalogs.charset import decode
from pipeline.catalogs.comments import Comments, flags_of
from pipeline.catalogs.limits import USUAL, Limits
from pipeline.catalogs.model import Catalog, Unit, UnitKey
from pipeline.catalogs.plural import parse_plural_forms
from pipeline.catalogs.quick_scan import Span, quick_scan
from pipeline.catalogs.scanner import CONFLICT_HINT, Entry, scan
from pipeline.errors import CatalogError

# What msgcat puts into a text when two catalogs disagree (gettext manual, "msgcat Invocation").
_MSGCAT_CONFLICT = "#-#-#-#-#"


class Layout(Struct, frozen=True):
    """A Catalog beside the text it was read from.

    Attributes:
        text: of the file, without BOM.
        header: where in ``text`` the lines of the header entry stand, with their line ends, or None.
        places: the same for each unit of ``catalog``, in order.
    """

    catalog: Catalog
    text: str
    header: Span | None
    places: tuple[Span, ...]


def parse_catalog(data: bytes, path: str, limits: Limits = USUAL) -> Catalog:
    """Read a PO or POT file.

    Args:
        data: the whole file.
        path: its name, for messages.

    Raises:
        CatalogError: with the line, for a file that could be misread: strings not closed, junk, unknown
            escapes, keywords out of order or missing, duplicate units, merge-conflict markers, bytes that
            are not the declared charset, a wrong Plural-Forms or number of plural forms, anything over the
            caps.
    """
    return parse_layout(data, path, limits).catalog


def parse_layout(data: bytes, path: str, limits: Limits = USUAL) -> Layout:
    """As ``parse_catalog``, with the places of all entries; for writing over an existing file.

    Raises:
        CatalogError: as ``parse_catalog``.
    """
    text = decode(data, path, limits)
    units, places = quick_scan(text, limits.text_characters) or _strict_scan(text, path, limits)
    keys = [(unit.context, unit.source) for unit in units if not unit.obsolete]
    if len(set(keys)) < len(keys) or any(
        _MSGCAT_CONFLICT in target for unit in units for target in unit.targets
    ):
        _refuse_doubles(units, path)
    header: Entry | None = None
    place: Span | None = None
    if (None, "") in keys:
        at = next(i for i, unit in enumerate(units) if unit.key == (None, "") and not unit.obsolete)
        del units[at]
        place = places.pop(at)
        above = "\n" * text.count("\n", 0, place[0])
        (header,) = scan(above + text[place[0] : place[1]], path, limits.text_characters)
    headers, comments, fuzzy = _header(header, path)
    catalog = Catalog(headers, tuple(units), comments, fuzzy)
    _check_forms(catalog, header, path)
    return Layout(catalog, text, place, tuple(places))


def _strict_scan(text: str, path: str, limits: Limits) -> tuple[list[Unit], list[Span]]:
    entries = scan(text, path, limits.text_characters)
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    units: list[Unit] = []
    for entry in entries:
        try:
            units.append(_unit(entry, path))
        except CatalogError:
            _refuse_doubles(units, path)  # what stands first in the file is told first
            raise
    return units, [(starts[entry.start - 1], min(starts[entry.end - 1], len(text))) for entry in entries]


def _unit(entry: Entry, path: str) -> Unit:
    strings, previous = entry.strings, entry.previous
    plural = _joined(strings.get("msgid_plural"))
    if plural == "":
        raise CatalogError(
            "msgid_plural is empty", "write the plural, or take it out", path=path, line=entry.line
        )
    if plural is None:
        targets: tuple[str, ...] = ("".join(strings["msgstr"]),)
    else:
        targets = tuple("".join(strings[f"msgstr[{i}]"]) for i in range(entry.plural_forms))
    comments = Comments()
    comments.read(entry.comments)
    return Unit(
        "".join(strings["msgid"]),
        targets,
        _joined(strings.get("msgctxt")),
        plural,
        tuple(comments.flags),
        comments.fuzzy,
        tuple(comments.references),
        tuple(comments.extracted),
        tuple(comments.translator),
        _joined(previous.get("msgctxt")) if previous else None,
        _joined(previous.get("msgid")) if previous else None,
        _joined(previous.get("msgid_plural")) if previous else None,
        entry.obsolete,
        tuple(comments.unknown),
        entry.line,
    )


def _joined(pieces: list[str] | None) -> str | None:
    return None if pieces is None else "".join(pieces)


def _refuse_doubles(units: Sequence[Unit], path: str) -> None:
    """Raise for the first unit that was there before, or holds the two sides of a conflict."""
    seen: dict[UnitKey, int] = {}
    for unit in units:
        if unit.obsolete:
            continue
        first = seen.setdefault(unit.key, unit.line)
        if first != unit.line:
            _duplicate(unit, first, path)
        if any(_MSGCAT_CONFLICT in target for target in unit.targets):
            raise CatalogError(
                f"two translations with conflict markers ({_MSGCAT_CONFLICT})",
                CONFLICT_HINT,
                path=path,
                line=unit.line,
            )


def _duplicate(unit: Unit, first: int, path: str) -> NoReturn:
    if unit.key == (None, ""):
        raise CatalogError(
            f"a second header (the first is at line {first})", "keep one", path=path, line=unit.line
        )
    raise CatalogError(
        f"this unit is already at line {first} (the second is at line {unit.line})",
        "keep the right one of the two and take the other out",
        path=path,
        line=unit.line,
    )


def _header(entry: Entry | None, path: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...], bool]:
    """Fields, comments, fuzziness of the header. What a Catalog has no room for stays as a comment."""
    if entry is None:
        return (), (), False
    if "msgid_plural" in entry.strings:
        raise CatalogError("the header has a plural", "take its msgid_plural out", path=path, line=entry.line)
    lines = "".join(entry.strings["msgstr"]).split("\n")
    if not lines[-1]:
        lines.pop()
    fields: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        fields.append((name.strip(), value.strip()) if colon and name.strip() else ("", line))
    comments: list[str] = []
    fuzzy = False
    for comment in entry.comments:
        kind = comment[1:2]
        if kind in ("", " ", "\t") or kind.isalnum():
            comments.append(comment[2:] if kind == " " else comment[1:])
        elif kind == ",":
            flags = flags_of(comment)
            fuzzy = fuzzy or "fuzzy" in flags
            others = [flag for flag in flags if flag != "fuzzy"]
            if others:
                comments.append(f"#, {', '.join(others)}")
        else:
            comments.append(comment)
    return tuple(fields), tuple(comments), fuzzy


def _check_forms(catalog: Catalog, header: Entry | None, path: str) -> None:
    """Check Plural-Forms, and that every unit with a plural has as many forms as it says."""
    value = catalog.header("Plural-Forms")
    if value is None or header is None:
        return
    try:
        forms = parse_plural_forms(value)
    except CatalogError as error:
        raise error.at(path, header.line) from None
    if forms is None:
        return
    for unit in catalog.units:
        if unit.source_plural is not None and not unit.obsolete and len(unit.targets) != forms.count:
            raise CatalogError(
                f"{len(unit.targets)} plural forms, but Plural-Forms says {forms.count}",
                f"write msgstr[0] to msgstr[{forms.count - 1}]",
                path=path,
                line=unit.line,
            )
