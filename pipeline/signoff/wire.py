"""The data types of SSH's binary messages (RFC 4251, section 5), read without any slack."""

from __future__ import annotations

import struct

from pipeline.errors import RecordError


class Wire:
    """Reads a message from its start; every method raises RecordError where the bytes do not fit."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._data):
            raise RecordError("a key or signature is cut short")
        piece = self._data[self._at : end]
        self._at = end
        return piece

    def byte(self) -> int:
        return self.take(1)[0]

    def uint32(self) -> int:
        return int(struct.unpack(">I", self.take(4))[0])

    def string(self) -> bytes:
        return self.take(self.uint32())

    def mpint(self) -> int:
        """A whole number that is not negative, in its shortest form."""
        data = self.string()
        if data[:1] > b"\x7f" or (data[:1] == b"\0" and (len(data) == 1 or data[1] < 0x80)):
            raise RecordError("a number in a key or signature is not in its one right form")
        return int.from_bytes(data, "big")

    def end(self) -> None:
        if self._at != len(self._data):
            raise RecordError("a key or signature has something after its end")


def string(data: bytes) -> bytes:
    """``data`` framed as an SSH string."""
    return struct.pack(">I", len(data)) + data
