"""PO bytes to a Catalog: strict on whatever could change a text, tolerant of what is harmless, and linear."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from pipeline.catalogs.charset import decode
from pipeline.catalogs.model import Catalog, Unit, UnitKey
from pipeline.catalogs.plural import parse_plural_forms
from pipeline.catalogs.scanner import CONFLICT_HINT, Entry, scan
from pipeline.errors import CatalogError

# What msgcat puts into a text when two catalogs disagree (gettext manual, "msgcat Invocation").
_MSGCAT_CONFLICT = "#-#-#-#-#"

# gettext wraps a path that holds spaces in FIRST STRONG ISOLATE … POP DIRECTIONAL ISOLATE.
_REFERENCE = re.compile("\u2068[^\u2068\u2069]*\u2069[^ \t]*|[^ \t]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """A Catalog beside the lines it was read from.

    Attributes:
        lines: of the file, without BOM, each without its LF but with its CR where it has one.
        header: range of lines of the header entry (from 0, half-open), or None.
        places: the same for each unit of ``catalog``, in order.
    """

    catalog: Catalog
    lines: list[str]
    header: tuple[int, int] | None
    places: tuple[tuple[int, int], ...]


def parse_catalog(data: bytes, path: str) -> Catalog:
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
    return parse_layout(data, path).catalog


def parse_layout(data: bytes, path: str) -> Layout:
    """As ``parse_catalog``, with the places of all entries; for writing over an existing file.

    Raises:
        CatalogError: as ``parse_catalog``.
    """
    scanned = scan(decode(data, path), path)
    header: Entry | None = None
    units: list[Unit] = []
    places: list[tuple[int, int]] = []
    seen: dict[UnitKey, int] = {}
    for entry in scanned.entries:
        unit = _unit(entry, path)
        if not entry.obsolete:
            first = seen.setdefault(unit.key, unit.line)
            if first != unit.line:
                _duplicate(unit, first, path)
            if unit.key == (None, ""):
                header = entry
                _check_conflict(unit, path)
                continue
            _check_conflict(unit, path)
        units.append(unit)
        places.append((entry.start - 1, entry.end - 1))
    headers, comments, fuzzy = _header(header, path)
    catalog = Catalog(headers, tuple(units), comments, fuzzy)
    _check_forms(catalog, header, path)
    place = None if header is None else (header.start - 1, header.end - 1)
    return Layout(catalog, scanned.lines, place, tuple(places))


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
    translator: list[str] = []
    extracted: list[str] = []
    references: list[str] = []
    flags: list[str] = []
    unknown: list[str] = []
    for comment in entry.comments:
        kind = comment[1:2]
        if kind in ("", " ", "\t") or kind.isalnum():
            translator.append(comment[2:] if kind == " " else comment[1:])
        elif kind == ".":
            extracted.append(comment[3:] if comment[2:3] == " " else comment[2:])
        elif kind == ":":
            references += _REFERENCE.findall(comment[2:])
        elif kind == ",":
            flags += [flag for flag in map(str.strip, comment[2:].split(",")) if flag]
        else:
            unknown.append(comment)
    return Unit(
        "".join(strings["msgid"]),
        targets,
        _joined(strings.get("msgctxt")),
        plural,
        tuple(flag for flag in flags if flag != "fuzzy"),
        "fuzzy" in flags,
        tuple(references),
        tuple(extracted),
        tuple(translator),
        _joined(previous.get("msgctxt")) if previous else None,
        _joined(previous.get("msgid")) if previous else None,
        _joined(previous.get("msgid_plural")) if previous else None,
        entry.obsolete,
        tuple(unknown),
        entry.line,
    )


def _joined(pieces: list[str] | None) -> str | None:
    return None if pieces is None else "".join(pieces)


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


def _check_conflict(unit: Unit, path: str) -> None:
    for target in unit.targets:
        if _MSGCAT_CONFLICT in target:
            raise CatalogError(
                f"two translations with conflict markers ({_MSGCAT_CONFLICT})",
                CONFLICT_HINT,
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
            flags = [flag for flag in map(str.strip, comment[2:].split(",")) if flag]
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
