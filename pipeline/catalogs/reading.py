"""PO bytes to a Catalog: strict on whatever could change a text, tolerant of what is harmless, and linear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from pipeline.catalogs.charset import decode
from pipeline.catalogs.model import Catalog, Unit, UnitKey
from pipeline.catalogs.plural import parse_plural_forms
from pipeline.catalogs.quick_scan import QuickEntry, quick_scan
from pipeline.catalogs.scanner import CONFLICT_HINT, Entry, as_comment, scan
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
    text = decode(data, path)
    quick = quick_scan(text)
    if quick is None:
        scanned = scan(text, path)
        entries: Sequence[Entry | QuickEntry] = scanned.entries
        lines = scanned.lines
    else:
        entries, lines = quick, text.split("\n")
    header: Entry | QuickEntry | None = None
    units: list[Unit] = []
    places: list[tuple[int, int]] = []
    seen: dict[UnitKey, int] = {}
    remember = seen.setdefault
    for entry in entries:
        unit = _quick_unit(entry) if isinstance(entry, QuickEntry) else _unit(entry, path)
        if not entry.obsolete:
            key = (unit.context, unit.source)
            first = remember(key, unit.line)
            if first != unit.line:
                _duplicate(unit, first, path)
            _check_conflict(unit, path)
            if key == (None, ""):
                header = entry
                continue
        units.append(unit)
        places.append((entry.start - 1, entry.end - 1))
    if isinstance(header, QuickEntry):
        above = "\n" * (header.start - 1) + "\n".join(lines[header.start - 1 : header.end - 1])
        (header,) = scan(above, path).entries
    headers, comments, fuzzy = _header(header, path)
    catalog = Catalog(headers, tuple(units), comments, fuzzy)
    _check_forms(catalog, header, path)
    place = None if header is None else (header.start - 1, header.end - 1)
    return Layout(catalog, lines, place, tuple(places))


def _quick_unit(entry: QuickEntry) -> Unit:
    comments = _Comments()
    if entry.comments:
        comments.read(map(as_comment, entry.comments[:-1].split("\n")))
    return Unit(
        entry.source,
        (entry.target,),
        entry.context,
        None,
        tuple(comments.flags),
        comments.fuzzy,
        tuple(comments.references),
        tuple(comments.extracted),
        tuple(comments.translator),
        entry.previous_context,
        entry.previous_source,
        None,
        entry.obsolete,
        tuple(comments.unknown),
        entry.line,
    )


@dataclass(slots=True)
class _Comments:
    """The comments of an entry by their kinds."""

    translator: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    fuzzy: bool = False

    def read(self, lines: Iterable[str]) -> None:
        for comment in lines:
            kind = comment[1:2]
            if kind == ".":
                self.extracted.append(comment[3:] if comment[2:3] == " " else comment[2:])
            elif kind == ":":
                found = comment[3:]
                if " " in found or "\t" in found or comment[2:3] not in (" ", "\t") or not found:
                    self.references += _REFERENCE.findall(comment[2:])
                else:
                    self.references.append(found)
            elif kind in ("", " ", "\t") or kind.isalnum():
                self.translator.append(comment[2:] if kind == " " else comment[1:])
            elif kind == ",":
                for flag in _flags(comment):
                    if flag == "fuzzy":
                        self.fuzzy = True
                    else:
                        self.flags.append(flag)
            elif kind == "=":
                # A later gettext's flags: kept as they are, but a unit that they call fuzzy is fuzzy.
                self.unknown.append(comment)
                self.fuzzy = self.fuzzy or "fuzzy" in _flags(comment)
            else:
                self.unknown.append(comment)


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
    comments = _Comments()
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


def _flags(comment: str) -> list[str]:
    """The flags of a ``#,`` line.

    GNU gettext takes "fuzzy no-wrap" for two flags: a fuzzy mark counts however it is set apart.
    """
    flags: list[str] = []
    for flag in map(str.strip, comment[2:].split(",")):
        words = flag.split()
        flags += words if "fuzzy" in words else [flag] if flag else []
    return flags


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
            flags = _flags(comment)
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
