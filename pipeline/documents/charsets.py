"""The charset that an HTML file says it is in (WHATWG HTML 13.2.3.2, "prescan a byte stream")."""

from __future__ import annotations

import codecs
import re

from pipeline.documents.limits import check_utf8
from pipeline.errors import DocumentError

_PRESCAN = 1024
_META = re.compile(rb"""<meta[\s/][^>]{0,500}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
# What the Encoding Standard reads as another charset than its name says.
_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
    "utf8": "utf-8",
}
_TEXT_CODECS = re.compile(r"(cp|iso8859|koi8|mac|gb|big5|euc|shift|windows|utf|tis|kz|ptcp|hkscs|johab)")


def to_utf8(data: bytes) -> tuple[bytes, str | None]:
    """Return an HTML file in UTF-8, and the codec it was in, None for UTF-8 itself.

    Raises:
        DocumentError: the file is not in the charset it says, or the charset is not known.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        little = data.startswith(codecs.BOM_UTF16_LE)
        return _decoded(data, "utf-16-le" if little else "utf-16-be", "UTF-16")
    declared = None if data.startswith(codecs.BOM_UTF8) else declared_charset(data)
    if declared is None or declared[1] == "utf-8":
        check_utf8(data)
        return data, None
    name, codec = declared
    if not data.isascii():
        try:
            data.decode()
        except UnicodeDecodeError:
            pass
        else:
            raise DocumentError(
                f'the file says that it is in "{name}", but it is in UTF-8',
                'write <meta charset="utf-8">, or what readers see is garbled',
            )
    return _decoded(data, codec, name)


def declared_charset(data: bytes) -> tuple[str, str] | None:
    """The charset that a ``<meta>``, or else an XML declaration, names, and Python's codec for it, or None.

    Raises:
        DocumentError: no codec is known by the name.
    """
    match = _META.search(_COMMENT.sub(b"", data[:_PRESCAN])) or _XML.match(data)
    if match is None:
        return None
    name = match[1].decode("ascii")
    try:
        codec = codecs.lookup(_ALIASES.get(name.lower(), name)).name
    except LookupError:
        codec = ""
    if not _TEXT_CODECS.match(codec):
        raise DocumentError(f'the charset "{name}" is not known', "save the file as UTF-8")
    return name, codec


def _decoded(data: bytes, codec: str, name: str) -> tuple[bytes, str]:
    try:
        text = data.decode(codec)
        whole = text.encode(codec) == data
    except UnicodeError:
        whole = False
    if not whole:
        raise DocumentError(f'the file says that it is in "{name}", but it is not', "save it as UTF-8")
    utf8 = text.encode()
    check_utf8(utf8)
    return utf8, codec
