"""From bytes to text: the charset that a PO file declares, and no guessing."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from pipeline.catalogs.limits import Limits
from pipeline.errors import CatalogError

# The charsets GNU gettext calls portable (po-charset.c, po_charset_canonicalize), by Python's names. All of
# them hold ASCII, so the header can be found before the charset is known.
_PORTABLE = frozenset(
    [
        "ascii",
        "utf-8",
        "koi8-r",
        "koi8-u",
        "koi8-t",
        "cp850",
        "cp866",
        "cp874",
        "cp932",
        "cp949",
        "cp950",
        "gb2312",
        "gbk",
        "gb18030",
        "euc_jp",
        "euc_kr",
        "big5",
        "big5hkscs",
        "shift_jis",
        "johab",
        "tis-620",
        *(f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 14, 15)),
        *(f"cp{page}" for page in range(1250, 1259)),
    ]
)
# First bytes, what has them, and what to do. ZIP: PKWARE APPNOTE 4.3.7; PDF: ISO 32000-1, 7.5.2; gzip: RFC
# 1952, 2.3.1; compound files: MS-CFB 2.2; RTF 1.9; MO: gettext manual, "The Format of GNU MO Files".
_OTHER_KINDS = (
    (b"PK\x03\x04", "a Word file or another zip archive", "put the PO file itself here"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an older Word or Excel", "put the PO file itself here"),
    (b"{\\rtf", "a file of a word processor (RTF)", "save it there as plain text in UTF-8"),
    (b"%PDF-", "a PDF", "put the PO file itself here"),
    (b"\x1f\x8b", "packed with gzip", "unpack it"),
    (b"\xde\x12\x04\x95", "a compiled catalog (MO)", "make a PO file of it with msgunfmt"),
    (b"\x95\x04\x12\xde", "a compiled catalog (MO)", "make a PO file of it with msgunfmt"),
    (b"<?xml", "XML, such as XLIFF or TMX", "export it as PO"),
    (b"<!doctype html", "a web page", "put the PO file itself here"),
)
_UTF16_OR_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEADER = re.compile(rb'^msgid[ \t]*""[ \t]*\r?\n\s*msgstr((?:[ \t\r\n]*"[^\n]*)*)', re.MULTILINE)
_SEAM = re.compile(rb'"[ \t]*\r?\n[ \t]*"')
_CHARSET = re.compile(rb"Content-Type:[^\\\n]{0,200}?charset=([^\s\\\";]+)", re.IGNORECASE)


def decode(data: bytes, path: str, limits: Limits) -> str:
    """The text of a PO file, without BOM; line ends are as they were.

    Raises:
        CatalogError: too large, a file of another kind, NUL inside, an unknown charset, bytes that are not
            the declared charset, or a carriage return that ends no line.
    """
    if len(data) > limits.catalog_bytes:
        raise CatalogError(
            f"larger than {limits.catalog_bytes:,} bytes",
            "no leaflet needs that: is this a catalog? If it is, set limits.catalog_bytes",
            path=path,
        )
    if data.startswith(_UTF16_OR_32):
        raise CatalogError("written in UTF-16 or UTF-32", "save it as UTF-8", path=path, line=1)
    start = data[:64].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for first, kind, hint in _OTHER_KINDS:
        if start.startswith(first.lower()):
            raise CatalogError(f"this is {kind}, no PO file", hint, path=path, line=1)
    for byte, name in ((0, "NUL"), (4, "EOT")):  # gettext sets its own texts apart with these two
        offset = data.find(byte)
        if offset >= 0:
            raise CatalogError(
                f"a byte {name} (offset {offset})", "take it out", path=path, line=_line(data, offset)
            )
    name = declared_charset(data)
    try:
        codec = charset_codec(name)
    except CatalogError as error:
        found = data.find(name.encode("ascii", "replace"))
        raise error.at(path, _line(data, max(found, 0))) from None
    bom = data.startswith(codecs.BOM_UTF8)
    try:
        text = data[3:].decode("utf-8") if bom else data.decode(codec)
    except UnicodeDecodeError as error:
        offset = error.start + 3 * bom
        raise CatalogError(
            f"the byte 0x{data[offset]:02x} (offset {offset}) is not {'UTF-8' if bom else name}",
            "save the file in the charset that its Content-Type declares",
            path=path,
            line=_line(data, offset),
        ) from None
    if text.count("\r") != text.count("\r\n"):
        lone = re.search(r"\r(?!\n)", text)
        line = text.count("\n", 0, lone.start()) + 1 if lone else 1
        raise CatalogError(
            "a carriage return that ends no line", "write line ends as LF or CRLF", path=path, line=line
        )
    return text


def declared_charset(data: bytes) -> str:
    """The charset in the header, as written; "UTF-8" where there is none or only xgettext's placeholder."""
    header = _HEADER.search(data)
    return _named(_SEAM.sub(b"", header[1]) if header else b"")


def charset_of(headers: Iterable[tuple[str, str]]) -> str:
    """What ``declared_charset`` finds in a file with these fields: a header can be broken, its Content-Type
    at the end of another field.
    """
    escaped = (f"{name}: {value}".replace("\\", "\\\\").replace('"', '\\"') for name, value in headers)
    return _named("\\n".join(escaped).encode("utf-8", "replace"))


def _named(header: bytes) -> str:
    found = _CHARSET.search(header)
    name = found[1].decode("ascii", "replace") if found else "UTF-8"
    return "UTF-8" if name == "CHARSET" else name


def charset_codec(name: str) -> str:
    """Python's codec for a charset that gettext knows.

    Raises:
        CatalogError: there is none.
    """
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        codec = ""
    if codec not in _PORTABLE:
        raise CatalogError(f'unknown charset "{name[:40]}"', "convert the file to UTF-8 (msgconv -t UTF-8)")
    return codec


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
