"""The comments of an entry, by their kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct, field

# gettext wraps a path that holds spaces in FIRST STRONG ISOLATE … POP DIRECTIONAL ISOLATE.
_REFERENCE = re.compile("\u2068[^\u2068\u2069]*\u2069[^ \t]*|[^ \t]+")


class Comments(Struct):
    """What the comment lines of an entry say; see ``model.Unit``."""

    translator: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    fuzzy: bool = False

    def read(self, lines: Iterable[str]) -> None:
        """Add lines, each with its ``#``, without ``#~`` and ``#|``."""
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
                for flag in flags_of(comment):
                    if flag == "fuzzy":
                        self.fuzzy = True
                    else:
                        self.flags.append(flag)
            elif kind == "=":
                # A later gettext's flags: kept as they are, but a unit that they call fuzzy is fuzzy.
                self.unknown.append(comment)
                self.fuzzy = self.fuzzy or "fuzzy" in flags_of(comment)
            else:
                self.unknown.append(comment)


def flags_of(comment: str) -> list[str]:
    """The flags of a ``#,`` line.

    GNU gettext takes "fuzzy no-wrap" for two flags: a fuzzy mark counts however it is set apart. It does not
    take "Fuzzy" for one, but whoever wrote that meant it.
    """
    flags: list[str] = []
    for flag in map(str.strip, comment[2:].split(",")):
        words = ["fuzzy" if word.lower() == "fuzzy" else word for word in flag.split()]
        flags += words if "fuzzy" in words else [flag] if flag else []
    return flags


def as_comment(line: str) -> str:
    """A comment line without the space that ``writing`` puts after a backslash at its end."""
    return line[:-1] if line[-1] == " " and line.rstrip(" ")[-1] == "\\" else line
