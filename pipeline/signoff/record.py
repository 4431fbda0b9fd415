"""Records: one file a decision, holding the exact statement and the signature over it."""

from __future__ import annotations

import hashlib

from pipeline.errors import RecordError
from pipeline.signoff.json_text import broken, check_type, read_object, write_json
from pipeline.signoff.model import Record
from pipeline.signoff.statement import parse_statement

MAX_RECORD = 32 * 1024 * 1024
"""Bytes in a record file."""

_KEYS = ("statement", "signature")


def record_name(text: str) -> str:
    """The name of the record of a statement: the SHA-256 (64 hex digits) of its exact text in UTF-8.

    Raises:
        RecordError: the text holds a lone surrogate.
    """
    try:
        return hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError:
        raise broken("the statement holds half a character (a lone surrogate)") from None


def format_record(statement_text: str, signature: str | None) -> bytes:
    """The bytes of the record file: {"statement": …, "signature": … or null} in UTF-8.

    Raises:
        RecordError: the text holds a lone surrogate.
    """
    try:
        return write_json({"statement": statement_text, "signature": signature}).encode("utf-8")
    except UnicodeEncodeError:
        raise broken("the record holds half a character (a lone surrogate)") from None


def parse_record(data: bytes, *, path: str) -> Record:
    """Read a record file. The signature is not verified here.

    One thing may differ from what ``format_record`` writes: line ends as CRLF, which git makes on Windows
    (the signed text itself has no raw line end in the file, so it cannot suffer).

    Args:
        path: of the file, as the user knows it; where its last part ends in ".json", it must be the name of
            the record. An empty path is not checked.

    Raises:
        RecordError: too large, not UTF-8, not exactly as ``format_record`` writes it, a broken statement,
        or a
            file name that is not the digest of the statement.
    """
    try:
        record = _read(data, path)
    except RecordError as error:
        if path:
            error.at(path)
        raise
    return record


def _read(data: bytes, path: str) -> Record:
    if len(data) > MAX_RECORD:
        raise broken(f"the record is larger than {MAX_RECORD // 2**20} MiB")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise broken(f"the record is not UTF-8 at byte {error.start}") from None
    raw = read_object(text, _KEYS, what="the record")
    statement_text = check_type(raw["statement"], str, what="statement")
    signature = raw["signature"]
    if signature is not None:
        check_type(signature, str, what="signature")
    if data.replace(b"\r\n", b"\n") != format_record(statement_text, signature):
        raise broken("the record is not in the exact form that Polyleaf writes")
    name = record_name(statement_text)
    file_name = path.replace("\\", "/").rpartition("/")[2]
    if file_name.endswith(".json") and file_name != f"{name}.json":
        raise broken("the record was changed: its name is not the digest of its statement")
    return Record(name, parse_statement(statement_text, path=path), statement_text, signature, path)
