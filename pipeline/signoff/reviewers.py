"""reviewers.toml: who may sign what, with which keys. Strict: a slip here lets the wrong person sign."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Sequence
from typing import Any

from pipeline.errors import LocaleError, PolyleafError, RecordError, SettingsError
from pipeline.language.locale import parse_locale
from pipeline.signoff.json_text import shorten
from pipeline.signoff.key_types import parse_public_key
from pipeline.signoff.model import Key, Reviewer
from pipeline.signoff.same_person import fold_address
from pipeline.signoff.statement import ID

MAX_FILE = 1024 * 1024
"""Bytes in reviewers.toml."""

_KEYS = ("name", "email", "roles", "locales", "keys")
_KEY_KEYS = ("key", "valid_from", "valid_until")
_EMAIL = re.compile(r"[^\s@<>\"]{1,128}@[^\s@<>\"]{1,128}")


def parse_reviewers(data: bytes, path: str, *, roles: Sequence[str]) -> tuple[Reviewer, ...]:
    """Read reviewers.toml: one table a person, named by their id.

        [reviewer-a]
        name = "…"
        email = "…"
        roles = ["linguistic"]
        locales = ["es", "*"]
        [[reviewer-a.keys]]
        key = "ssh-ed25519 AAAA…"
        valid_from = 2026-01-01    # may be left out
        valid_until = 2028-01-01   # may be left out; the last day

    A person who leaves keeps their table, with ``valid_until`` on each key: what they signed stays provable.

    Args:
        roles: those that the project knows.

    Raises:
        SettingsError: with path, and the line where it can be found: anything that is not exactly of this
        form,
            an unknown role or locale, a private key, a key or address that stands at two people.
    """
    text = ""
    try:
        if len(data) > MAX_FILE:
            raise SettingsError(f"the file is larger than {MAX_FILE // 2**20} MiB")
        text = _decode(data)
        reviewers = tuple(_reviewer(id, table, roles, text) for id, table in _load(text).items())
        _check_apart(reviewers, text)
    except SettingsError as error:
        error.at(path)
        raise
    return reviewers


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SettingsError("the file is not UTF-8", "save it as UTF-8", line=line) from None


def _load(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        what = re.sub(r" \(at .*\)", "", str(error))
        raise SettingsError(
            f"the file is not valid TOML: {shorten(what)}", line=int(found[1]) if found else None
        ) from None
    except RecursionError:
        raise SettingsError("the file is nested too deeply") from None
    except ValueError as error:  # a number or date that Python cannot hold
        raise SettingsError(f"the file is not valid TOML: {shorten(str(error))}") from None


def _reviewer(id: str, table: object, roles: Sequence[str], text: str) -> Reviewer:
    line = _line_of_table(text, id)
    if not ID.fullmatch(id):
        raise SettingsError(
            f'"{shorten(id)}" is not an id', "use a-z, 0-9, dot, dash and underscore, at most 64", line=line
        )
    if not isinstance(table, dict):
        raise SettingsError(f'"{id}" is not a person', f"write [{id}] and its fields below it", line=line)
    where = _Place(id, text, line)
    _check_keys(table, _KEYS, ("name", "email", "roles", "locales"), where)
    name = _text(table["name"], "name", where)
    email = _text(table["email"], "email", where)
    if not _EMAIL.fullmatch(email):
        raise where.error(f'"{shorten(email)}" is not an address', 'write it as "name@example.org"', "email")
    held = _texts(table["roles"], "roles", where)
    for role in held:
        if role not in roles:
            raise where.error(f'"{shorten(role)}" is not a role', _nearest(role, roles), "roles")
    locales = _texts(table["locales"], "locales", where)
    for locale in locales:
        if locale != "*":
            try:
                parse_locale(locale)
            except LocaleError as error:
                raise where.error(error.what, error.hint, "locales") from None
    raw_keys = table.get("keys", [])
    if not isinstance(raw_keys, list) or not all(isinstance(key, dict) for key in raw_keys):
        raise where.error("keys is not a list of tables", f"write [[{id}.keys]] above each key", "keys")
    return Reviewer(id, name, email, held, locales, tuple(_key(key, where) for key in raw_keys))


def _key(table: dict[str, Any], where: _Place) -> Key:
    _check_keys(table, _KEY_KEYS, ("key",), where)
    line = table["key"]
    if not isinstance(line, str):
        raise where.error(
            "key is not text", 'copy the line of the .pub file: key = "ssh-ed25519 AAAA…"', "key"
        )
    try:
        public = parse_public_key(line).line
    except RecordError as error:
        raise where.error(error.what, error.hint, _value_line(where.text, line)) from None
    first, last = _day(table, "valid_from", where), _day(table, "valid_until", where)
    if first and last and last < first:
        raise where.error("valid_until lies before valid_from", "put the dates right", "valid_until")
    return Key(public, first, last)


def _day(table: dict[str, Any], name: str, where: _Place) -> datetime.date | None:
    value = table.get(name)
    if value is not None and type(value) is not datetime.date:
        raise where.error(f"{name} is not a date", f"write {name} = 2028-01-31, without quotes", name)
    return value


def _check_keys(table: dict[str, Any], known: Sequence[str], needed: Sequence[str], where: _Place) -> None:
    for key in table:
        if key not in known:
            raise where.error(f'unknown key "{shorten(key)}"', _nearest(key, known), key)
    for key in needed:
        if key not in table:
            raise where.error(f"{key} is missing", f"add {key} = …")


def _text(value: object, name: str, where: _Place) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 200 or not value.isprintable():
        raise where.error(f"{name} is not a line of text", f'write {name} = "…"', name)
    return value.strip()


def _texts(value: object, name: str, where: _Place) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        raise where.error(f"{name} is not a list of texts", f'write {name} = ["…"]', name)
    return tuple(dict.fromkeys(value))


def _check_apart(reviewers: Sequence[Reviewer], text: str) -> None:
    """Two people must be two: no key and no address in common, or "distinct people" would mean nothing."""
    keys: dict[str, str] = {}
    emails: dict[str, str] = {}
    for reviewer in reviewers:
        other = emails.setdefault(fold_address(reviewer.email), reviewer.id)
        if other != reviewer.id:
            raise SettingsError(
                f"{other} and {reviewer.id} have the same address",
                "give each person one table",
                line=_line_of_table(text, reviewer.id),
            )
        for key in reviewer.keys:
            other = keys.setdefault(key.public, reviewer.id)
            if other != reviewer.id:
                raise SettingsError(
                    f"{other} and {reviewer.id} have the same key",
                    "a key is one person's; let the other make one of their own",
                    line=_line_of_table(text, reviewer.id),
                )


def _nearest(word: str, known: Sequence[str]) -> str:
    import difflib

    near = difflib.get_close_matches(word[:64].lower(), known, n=1, cutoff=0.5)
    return f'did you mean "{near[0]}"?' if near else f"use one of {', '.join(known)}"


class _Place:
    """Where a person's table stands, to say it in an error."""

    def __init__(self, id: str, text: str, line: int | None) -> None:
        self.id, self.text, self.line = id, text, line

    def error(self, what: str, hint: str = "", at: str | int | None = None) -> PolyleafError:
        line = at if isinstance(at, int) else self._line_of(at) if at else self.line
        return SettingsError(f"{self.id}: {what}", hint, line=line)

    def _line_of(self, key: str) -> int | None:
        """The first line of this person's that sets ``key``: exact unless the table is written unusually."""
        if self.line is None:
            return None
        for number, line in enumerate(self.text.splitlines()[self.line - 1 :], start=self.line):
            bare = line.strip()
            if number > self.line and bare.startswith("[") and not bare.lstrip("[ \"'").startswith(self.id):
                break
            if re.match(rf"[\"']?{re.escape(key)}[\"']?\s*=", bare):
                return number
        return self.line


def _line_of_table(text: str, id: str) -> int | None:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().lstrip("[ \"'").startswith(id):
            return number
    return None


def _value_line(text: str, value: str) -> int | None:
    first = value.strip().splitlines()[0] if value.strip() else ""
    for number, line in enumerate(text.splitlines(), start=1):
        if first and first in line:
            return number
    return None
