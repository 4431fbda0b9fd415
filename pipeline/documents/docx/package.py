"""The ZIP archive round a Word document: read with care, written with every untouched byte as it was.

Archives come from strangers, so nothing is inflated before the directory has been looked through: its sizes,
its names, and that no member lies over another (APPNOTE.TXT 4.3; Open Packaging Conventions, ECMA-376-2).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from msgspec import Struct

from pipeline.documents.limits import check_size
from pipeline.errors import DocumentError

MAX_UNPACKED = 500_000_000
"""Bytes that all members may have unpacked."""

MAX_MEMBERS = 10_000

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x1, 0x8, 0x800
_SAVE = "open it in Word or LibreOffice and save it again as .docx"


class Member(Struct, frozen=True):
    """One file in the archive, as the directory has it.

    Attributes:
        start, end: of all its bytes: local header, data, and what follows up to the next member.
        entry: the offset of its record in the directory.
    """

    name: str
    flags: int
    method: int
    checksum: int
    packed: int
    unpacked: int
    start: int
    end: int
    entry: int


class Package:
    """A checked archive.

    Raises:
        DocumentError: not a ZIP archive, damaged, encrypted, too large, or its names are not safe.
    """

    def __init__(self, data: bytes) -> None:
        check_size(data)
        self.data = data
        self._directory, self._tail = _find_directory(data)
        self.members = _read_directory(data, self._directory, self._tail)
        self._by_name = {name.casefold(): member for name, member in self.members.items()}

    def has(self, name: str) -> bool:
        return name.casefold() in self._by_name

    def size(self, name: str) -> int:
        return self._by_name[name.casefold()].unpacked

    def read(self, name: str) -> bytes:
        """The bytes of a member; names differ in more than case (ECMA-376-2, 9.1.1.2).

        Raises:
            DocumentError: there is none, or it is damaged.
        """
        member = self._by_name.get(name.casefold())
        if member is None:
            raise DocumentError(f'the document has no part "{_shown(name)}"', _SAVE)
        start = _data_start(self.data, member)
        packed = memoryview(self.data)[start : start + member.packed]
        data = bytes(packed) if member.method == _STORED else _inflate(packed, member)
        if len(data) != member.unpacked or zlib.crc32(data) != member.checksum:
            raise _damaged(member.name)
        return data

    def replaced(self, parts: Mapping[str, bytes]) -> bytes:
        """The archive with the bytes of some members replaced; all others, and their order, stay."""
        changed = {self._by_name[name.casefold()].name: data for name, data in parts.items()}
        if not changed:
            return self.data
        data = self.data
        ordered = sorted(self.members.values(), key=lambda member: member.start)
        out = bytearray(data[: ordered[0].start])
        moved: dict[str, tuple[int, bytes]] = {}
        for member in ordered:
            offset = len(out)
            fields = b""
            if member.name in changed:
                new = changed[member.name]
                written = _deflate(new) if member.method == _DEFLATED else new
                fields = struct.pack("<3L", zlib.crc32(new), len(written), len(new))
                out += _header(data, member, fields)
                out += written
            else:
                out += data[member.start : member.end]
            moved[member.name] = (offset, fields)
        directory = len(out)
        at = self._directory
        for member in self.members.values():  # in the order of the directory
            out += data[at : member.entry]
            length = _entry_length(data, member.entry)
            record = bytearray(data[member.entry : member.entry + length])
            offset, fields = moved[member.name]
            struct.pack_into("<L", record, 42, offset)
            if fields:
                record[16:28] = fields
                struct.pack_into("<H", record, 8, member.flags & ~_DESCRIPTOR)
            out += record
            at = member.entry + length
        size = len(out) - directory
        out += data[at : self._tail]
        end = bytearray(data[self._tail :])
        struct.pack_into("<2L", end, 12, size, directory)
        return bytes(out + end)


def _find_directory(data: bytes) -> tuple[int, int]:
    """The offsets of the directory and of the record that ends the archive."""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError("the document is encrypted", "save it without a password")
        raise DocumentError(
            "the file is an old Word document (.doc)", "save it as .docx in Word or LibreOffice"
        )
    if data[:5] == b"{\\rtf":
        raise DocumentError("the file is RTF, not a Word document", "save it as .docx in Word or LibreOffice")
    tail = data.rfind(b"PK\x05\x06", max(len(data) - 22 - 0xFFFF, 0))
    if not data.startswith(b"PK") or tail < 0 or len(data) < tail + _END.size:
        raise DocumentError(
            "the file is no Word document, or only a part of one", "is it whole? fetch it again"
        )
    _, disk, first_disk, here, count, size, start, comment = _END.unpack_from(data, tail)
    if 0xFFFF in (here, count) or 0xFFFFFFFF in (size, start):
        raise DocumentError(f"the document has more than {MAX_MEMBERS} members, or is in ZIP64 form", _SAVE)
    if disk or first_disk or here != count or tail + _END.size + comment != len(data) or start + size > tail:
        raise DocumentError("the archive's end is damaged", "is it whole? fetch it again")
    if count > MAX_MEMBERS:
        raise DocumentError(f"the document has {count} members, more than {MAX_MEMBERS}", "it is no leaflet")
    return start, tail


def _read_directory(data: bytes, at: int, tail: int) -> dict[str, Member]:
    count = _END.unpack_from(data, tail)[4]
    end = at + _END.unpack_from(data, tail)[5]
    directory = at
    found: list[Member] = []
    total = 0
    for _ in range(count):
        if at + _ENTRY.size > end or data[at : at + 4] != b"PK\x01\x02":
            raise DocumentError("the archive's directory is damaged", "is it whole? fetch it again")
        record = _ENTRY.unpack_from(data, at)
        flags, method, checksum, packed, unpacked = record[3], record[4], record[7], record[8], record[9]
        length = record[10]
        raw = data[at + _ENTRY.size : at + _ENTRY.size + length]
        try:
            name = raw.decode("utf-8" if flags & _UTF8 else "cp437")
        except UnicodeDecodeError:
            raise DocumentError("the name of a member is not text", _SAVE) from None
        _check_name(name, record[1] >> 8, record[15])
        if flags & _ENCRYPTED:
            raise DocumentError("the archive is encrypted", "save it without a password")
        if method not in (_STORED, _DEFLATED):
            raise DocumentError(f'"{_shown(name)}" is packed in a way that Word does not use', _SAVE)
        total += unpacked
        if total > MAX_UNPACKED:
            raise DocumentError(f"the document unpacks to more than {MAX_UNPACKED} bytes", "it is no leaflet")
        found.append(Member(name, flags, method, checksum, packed, unpacked, record[16], 0, at))
        at += _entry_length(data, at)
    if at != end:
        raise DocumentError("the archive's directory is damaged", "is it whole? fetch it again")
    return _with_ends(data, found, directory)


def _with_ends(data: bytes, found: list[Member], directory: int) -> dict[str, Member]:
    """The members, each with its end; none may reach into the next, or have another's name."""
    ends: dict[int, int] = {}
    ordered = sorted(found, key=lambda member: member.start)
    for member, after in zip(ordered, [*(one.start for one in ordered[1:]), directory], strict=True):
        if _data_start(data, member) + member.packed > after:
            raise _damaged(member.name)
        ends[member.start] = after
    members: dict[str, Member] = {}
    seen: set[str] = set()
    for one in found:
        if one.name.casefold() in seen:
            raise DocumentError(f'the document has two members "{_shown(one.name)}"', _SAVE)
        seen.add(one.name.casefold())
        members[one.name] = Member(
            one.name,
            one.flags,
            one.method,
            one.checksum,
            one.packed,
            one.unpacked,
            one.start,
            ends[one.start],
            one.entry,
        )
    return members


def _check_name(name: str, system: int, attributes: int) -> None:
    parts = name.removesuffix("/").split("/")
    if (
        not name
        or "\\" in name
        or ":" in name
        or "\0" in name
        or any(part in ("", ".", "..") for part in parts)
    ):
        raise DocumentError(f'a member is named "{_shown(name)}", which may leave the document', _SAVE)
    if system == 3 and attributes >> 28 == 0xA:  # made on Unix, and its mode says that it is a link
        raise DocumentError(f'the member "{_shown(name)}" is a link', _SAVE)


def _data_start(data: bytes, member: Member) -> int:
    """Where the packed bytes begin; the local header must say the same name as the directory."""
    if member.start + _LOCAL.size > len(data):
        raise _damaged(member.name)
    header = _LOCAL.unpack_from(data, member.start)
    length = _ENTRY.unpack_from(data, member.entry)[10]
    name = data[member.entry + _ENTRY.size : member.entry + _ENTRY.size + length]
    at = member.start + _LOCAL.size
    if header[0] != b"PK\x03\x04" or data[at : at + header[9]] != name:
        raise _damaged(member.name)
    return at + int(header[9]) + int(header[10])


def _entry_length(data: bytes, at: int) -> int:
    record = _ENTRY.unpack_from(data, at)
    return _ENTRY.size + int(record[10]) + int(record[11]) + int(record[12])


def _inflate(packed: memoryview, member: Member) -> bytes:
    inflater = zlib.decompressobj(-15)
    try:
        # One byte more than it says it has: what lies about its size is not unpacked whole.
        data = inflater.decompress(packed, member.unpacked + 1)
    except zlib.error:
        raise _damaged(member.name) from None
    if len(data) > member.unpacked:
        raise _damaged(member.name)
    return data


def _deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(6, zlib.DEFLATED, -15)
    return deflater.compress(data) + deflater.flush()


def _header(data: bytes, member: Member, fields: bytes) -> bytes:
    """The local header of a member whose data have changed; its sizes stand in it, not after the data."""
    end = _data_start(data, member)
    header = bytearray(data[member.start : end])
    struct.pack_into("<H", header, 6, member.flags & ~_DESCRIPTOR)
    header[14:26] = fields
    return bytes(header)


def _damaged(name: str) -> DocumentError:
    return DocumentError(f'the member "{_shown(name)}" is damaged', "is the file whole? fetch it again")


def _shown(name: str) -> str:
    return name if len(name) <= 80 else f"{name[:79]}…"
