"""Strict JSON for statements and records: exact keys, exact types, no room for two readings."""

from __future__ import annotations

import json
from json.encoder import encode_basestring as _quoted
from typing import Any, NoReturn, TypeVar

from pipeline.errors import RecordError

T = TypeVar("T")


def write_json(value: object) -> str:
    """The one form in which a statement or record is written: indented by one, keys in the order given."""
    out: list[str] = []
    _write(value, "\n", out)
    out.append("\n")
    return "".join(out)


def _write(value: object, line: str, out: list[str]) -> None:
    """Add to ``out`` what ``json.dumps(value, indent=1)`` writes, in a third of its time: a project reads
    thousands of records, and each is written again to see that it is in just this form.

    Args:
        line: a line end and the indent of what stands around.
    """
    if isinstance(value, str):
        out.append(_quoted(value))
    elif isinstance(value, dict) and value:
        inner = line + " "
        between, after = "{" + inner, "," + inner
        for key, one in value.items():
            if isinstance(one, str):
                out.append(f"{between}{_quoted(key)}: {_quoted(one)}")
            else:
                out.append(f"{between}{_quoted(key)}: ")
                _write(one, inner, out)
            between = after
        out.append(line + "}")
    elif isinstance(value, list) and value:
        inner = line + " "
        between, after = "[" + inner, "," + inner
        for one in value:
            out.append(between)
            _write(one, inner, out)
            between = after
        out.append(line + "]")
    else:
        out.append("null" if value is None else json.dumps(value, ensure_ascii=False, allow_nan=False))


def read_object(text: str, keys: tuple[str, ...], *, what: str) -> dict[str, Any]:
    """Read a JSON object that has exactly these keys.

    Raises:
        RecordError: not JSON, nested too deeply, a number that is none, a key twice, unknown or missing.
    """
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except RecordError:
        raise
    except RecursionError:
        raise broken(f"{what} is nested too deeply") from None
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise RecordError(f"{what} is not valid JSON", RESTORE, line=line) from None
    return check_object(value, keys, what=what)


def check_object(value: object, keys: tuple[str, ...], *, what: str) -> dict[str, Any]:
    """``value``, where it is an object with exactly these keys."""
    found = check_type(value, dict, what=what)
    unknown = sorted(set(found) - set(keys))
    missing = [key for key in keys if key not in found]
    if unknown:
        raise broken(f'{what} has an unknown key "{shorten(unknown[0])}"')
    if missing:
        raise broken(f'{what} lacks the key "{missing[0]}"')
    return found


def check_type(value: object, kind: type[T], *, what: str) -> T:
    """``value``, where it is exactly of this type (True is not a number)."""
    if type(value) is not kind:
        raise broken(f"{what} is not {_NAMES[kind]}")
    return value


RESTORE = "restore the file from version control; a record is never edited"

_NAMES: dict[type, str] = {str: "text", dict: "an object", list: "a list"}


def broken(what: str) -> RecordError:
    """The error for a record that is not as Polyleaf writes it."""
    return RecordError(what, RESTORE)


def shorten(text: str, width: int = 60) -> str:
    """A text in one line for a message, cut to ``width`` characters."""
    line = " ".join(text[: width * 4].split())
    return line if len(line) <= width and len(text) <= width * 4 else line[: width - 1].rstrip() + "…"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise broken("a key stands twice in one object")
    return found


def _constant(name: str) -> NoReturn:
    raise broken(f"{name} is not a value")
