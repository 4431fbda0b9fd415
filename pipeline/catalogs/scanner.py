"""The strict scanner of PO text: lines in, raw entries with their places out, in one linear pass.

The grammar is GNU gettext's ("The Format of PO Files" in its manual). polib, which reads the catalogs that
ship with Polyleaf, is too trusting for others: it eats the last character of a string that is not closed,
crashes on ``#=``, and is quadratic on long continuations. Nothing but this scanner reads strangers' files.
"""

from __future__ import annotations

import re
from typing import NoReturn

from msgspec import Struct, field

from pipeline.catalogs.comments import as_comment
from pipeline.errors import CatalogError

_SPACE = " \t\f\v\r"
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[([0-9]{1,4})\])?)[ \t]*(?=\"|$)")
_STRING = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"')
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+)|(.))", re.DOTALL)
_SIMPLE = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "a": "\a",
    "\\": "\\",
    '"': '"',
}
_CONFLICT = re.compile(r"(?:<{7}|>{7}|={7}|\|{7})(?: |$)")

CONFLICT_HINT = "settle the merge conflict: keep one side and take the marker lines out"
_QUOTE_HINT = r'close the string with " and write \" for a double quote inside it'


class Entry(Struct):
    """One entry as it stands in the file. Line numbers count from 1; ``end`` is one past the last line.

    Attributes:
        comments: comment lines with their ``#``, without ``#~`` before it.
        strings: the fields in the order of the file: "msgctxt", "msgid", "msgid_plural", "msgstr",
            "msgstr[0]", …
        previous: the same for ``#|`` lines.
        line: of msgctxt or msgid; 0 while there is neither.
        last: the newest field.
        complete: whether that is a msgstr, so that what follows begins another entry.
    """

    start: int
    comments: list[str] = field(default_factory=list)
    strings: dict[str, list[str]] = field(default_factory=dict)
    previous: dict[str, list[str]] = field(default_factory=dict)
    obsolete: bool = False
    line: int = 0
    end: int = 0
    plural_forms: int = 0
    last: str = ""
    complete: bool = False


def scan(text: str, path: str, longest: int) -> list[Entry]:
    """Cut PO text (without BOM) into entries. Comments below the last one are in none.

    Args:
        longest: most characters that one text may have.

    Raises:
        CatalogError: with the line, for everything that GNU gettext would refuse or guess at.
    """
    return _Scanner(path, longest).run(text.split("\n"))


class _Scanner:
    """The state of one pass: the entry being read, and the field a continuation line belongs to."""

    def __init__(self, path: str, longest: int) -> None:
        self.path = path
        self.longest = longest
        self.entries: list[Entry] = []
        self.entry: Entry | None = None
        self.pieces: list[str] | None = None
        self.pieces_previous = False
        self.size = 0

    def fail(self, line: int, what: str, hint: str) -> NoReturn:
        raise CatalogError(what, hint, path=self.path, line=line)

    def run(self, lines: list[str]) -> list[Entry]:
        for number, line in enumerate(lines, 1):
            body = line.strip(_SPACE)
            if not body:
                continue
            first = body[0]
            if first == '"':
                self.continuation(number, body, obsolete=False)
            elif first == "#":
                self.hash(number, line, body)
            elif first == "m":
                self.keyword(number, body, obsolete=False)
            else:
                self.junk(number, body)
        entry = self.entry
        if entry is not None and entry.line:
            self.finish(entry)
        return self.entries

    def junk(self, number: int, body: str) -> NoReturn:
        if _CONFLICT.match(body):
            self.fail(number, "a merge-conflict marker", CONFLICT_HINT)
        shown = body if len(body) <= 40 else f"{body[:40]}…"
        self.fail(
            number,
            f"{shown!r} is neither a keyword, a string nor a comment",
            "begin comments with # and put strings in double quotes",
        )

    def begin(self, number: int) -> Entry:
        """The entry that a comment or a first keyword on this line belongs to."""
        entry = self.entry
        if entry is not None and not entry.complete:
            return entry
        if entry is not None:
            self.finish(entry)
        self.entry = entry = Entry(number)
        self.pieces = None
        return entry

    def finish(self, entry: Entry) -> None:
        if not entry.complete:
            missing = "msgid" if entry.last == "msgctxt" else "msgstr"
            self.fail(entry.line, f"{missing} is missing from this unit", f"add its {missing} line")
        self.entries.append(entry)

    def hash(self, number: int, line: str, body: str) -> None:
        second = body[1:2]
        if second == "|":
            self.previous(number, body[2:].strip(_SPACE))
        elif second != "~":
            self.comment(number, line)
        else:
            rest = body[2:].strip(_SPACE)
            if not rest:
                return
            if rest[0] == "|":
                self.previous(number, rest[1:].strip(_SPACE))
            elif rest[0] == "#":
                self.hash_in_obsolete(number, line, rest)
            elif rest[0] == '"':
                self.continuation(number, rest, obsolete=True)
            else:
                self.keyword(number, rest, obsolete=True)

    def hash_in_obsolete(self, number: int, line: str, rest: str) -> None:
        if rest[1:2] == "|":
            self.previous(number, rest[2:].strip(_SPACE))
        elif rest[1:2] == "~":
            self.junk(number, rest)
        else:
            self.comment(number, line[line.index("#", line.index("~")) :])

    def comment(self, number: int, line: str) -> None:
        entry = self.begin(number)
        if entry.line:
            self.fail(
                number,
                f"a comment inside the unit of line {entry.line}",
                "move it above the unit, or add the msgstr line that is missing before it",
            )
        entry.comments.append(as_comment(line.lstrip(_SPACE).rstrip("\r")))
        self.pieces = None

    def previous(self, number: int, body: str) -> None:
        if not body:
            return
        if body[0] == '"':
            if self.pieces is None or not self.pieces_previous:
                self.fail(number, "a previous text without its keyword", 'begin it with "#| msgid"')
            self.add(number, body)
            return
        entry = self.begin(number)
        match = _KEYWORD.match(body)
        if entry.line or match is None or match[1] not in ("msgctxt", "msgid", "msgid_plural"):
            self.fail(
                number,
                "a previous text out of place",
                '"#|" lines hold msgctxt, msgid and msgid_plural, above the unit',
            )
        if match[1] in entry.previous:
            self.fail(number, f"a second previous {match[1]} in one unit", "keep one of the two")
        self.pieces = entry.previous[match[1]] = []
        self.pieces_previous, self.size = True, 0
        self.add(number, body[match.end() :])

    def continuation(self, number: int, body: str, *, obsolete: bool) -> None:
        entry = self.entry
        if entry is None or self.pieces is None or self.pieces_previous:
            self.fail(number, "a string without its keyword", "write msgid or msgstr before the string")
        if entry.obsolete is not obsolete:
            self.fail_half_obsolete(number)
        self.add(number, body)
        entry.end = number + 1

    def fail_half_obsolete(self, number: int) -> NoReturn:
        self.fail(
            number,
            'a unit of which only some lines are obsolete ("#~")',
            'begin all its lines with "#~", or none',
        )

    def keyword(self, number: int, body: str, *, obsolete: bool) -> None:
        match = _KEYWORD.match(body)
        if match is None:
            self.bad_keyword(number, body)
        name = match[1]
        if name == "msgctxt" or name == "msgid":
            entry = self.begin(number)
            if entry.line and not (name == "msgid" and entry.last == "msgctxt"):
                missing = "msgid" if entry.last == "msgctxt" else "msgstr"
                self.fail(
                    number,
                    f"{name} while the unit of line {entry.line} has no {missing}",
                    f"add its {missing} line",
                )
            entry.line = entry.line or number
            entry.obsolete = obsolete if entry.last == "" else entry.obsolete
            if entry.previous and "msgid" not in entry.previous:
                self.fail(number, "a previous text without its msgid", 'add the "#| msgid" line')
        else:
            entry = self.check_order(number, name, match[2])
        if entry.obsolete is not obsolete:
            self.fail_half_obsolete(number)
        entry.last = name
        entry.complete = name[:6] == "msgstr"
        entry.end = number + 1
        self.pieces = entry.strings[name] = []
        self.pieces_previous, self.size = False, 0
        if match.end() < len(body):
            self.add(number, body[match.end() :])
        else:
            self.fail(number, f"{name} has no string on its line", 'write the text, or "", after it')

    def bad_keyword(self, number: int, body: str) -> NoReturn:
        word = re.match(r"msg[a-z_]*(?:\[[^\]\s]*\])?", body)
        if word is None:
            self.junk(number, body)
        if _KEYWORD.match(word[0]):
            self.fail(number, f"{word[0]} is not followed by a string", "put its text in double quotes")
        self.fail(
            number,
            f"unknown keyword {word[0]}",
            "the keywords are msgctxt, msgid, msgid_plural, msgstr, msgstr[0] …",
        )

    def check_order(self, number: int, name: str, index: str | None) -> Entry:
        """Refuse msgid_plural, msgstr or msgstr[n] where GNU's grammar has no place for it."""
        entry = self.entry
        if entry is None or "msgid" not in entry.strings:
            self.fail(number, f"{name} without a msgid before it", "write the unit's msgid first")
        if entry.complete and index is None:
            what = (
                f"a second {name} in the unit of line {entry.line}"
                if name in entry.strings
                else (f"{name} after msgstr")
            )
            self.fail(
                number, what, "each unit has msgctxt, msgid, msgid_plural and msgstr once, in this order"
            )
        plural = "msgid_plural" in entry.strings
        if name == "msgid_plural":
            if plural:
                self.fail(number, "a second msgid_plural in one unit", "keep one of the two")
        elif index is None:
            if plural:
                self.fail(number, "msgstr in a unit with a plural", "write msgstr[0], msgstr[1] …")
        elif not plural:
            self.fail(
                number, f"{name} in a unit without msgid_plural", "write msgstr, or add the msgid_plural"
            )
        elif int(index) != entry.plural_forms:
            self.fail(
                number,
                f"{name} where msgstr[{entry.plural_forms}] should stand",
                "number the forms 0, 1, 2 … in order",
            )
        else:
            entry.plural_forms += 1
        return entry

    def add(self, number: int, body: str) -> None:
        """Append the one string that ``body`` must be to the field being read."""
        assert self.pieces is not None
        end = len(body) - 1
        if end > 0 and body[0] == '"' and "\\" not in body and body.find('"', 1) == end:
            piece = body[1:end]
        else:
            match = _STRING.match(body)
            if match is None:
                self.fail(number, "the string is not closed", _QUOTE_HINT)
            if match.end() != len(body):
                self.fail(number, "text after the end of the string", _QUOTE_HINT)
            piece = self.unescape(number, match[1])
        self.size += len(piece)
        if self.size > self.longest:
            self.fail(
                number,
                f"a text longer than {self.longest:,} characters",
                "no leaflet holds that: is this a catalog? If it is, set limits.text_characters",
            )
        self.pieces.append(piece)

    def unescape(self, number: int, piece: str) -> str:
        def one(match: re.Match[str]) -> str:
            octal, hexa, simple = match[1], match[2], match[3]
            if simple is not None:
                plain = _SIMPLE.get(simple)
                if plain is None:
                    self.fail(
                        number, f"\\{simple} is not an escape of PO files", "write \\\\ for a backslash"
                    )
                return plain
            # GNU reads these as bytes of the file's charset; only ASCII means the same in all of them.
            # More than eight digits could not be a byte and need not be counted.
            value = int(octal, 8) if octal is not None else int(hexa[:8], 16)
            if not 0 < value < 128 or value == 4:  # EOT sets a context apart in MO files
                self.fail(
                    number, f"{match[0][:12]} is not the escape of a character", "write the character itself"
                )
            return chr(value)

        return _ESCAPE.sub(one, piece) if "\\" in piece else piece
