"""Tables of a settings file, read key by key: each kind of value, and the error where it is another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, overload

from pipeline.errors import LocaleError, SettingsError
from pipeline.language.locale import Locale, parse_locale
from pipeline.project.memory_database import OFF, POSTGRESQL

if TYPE_CHECKING:
    from pipeline.checks.model import Severity


class Table:
    """One TOML table, read key by key; what was never asked for is unknown.

    Each method takes a key and returns its value, or raises a SettingsError that names key and line.
    """

    def __init__(self, tree: object, name: str, text: str, path: str) -> None:
        if not isinstance(tree, Mapping):
            raise SettingsError(f'"{name}" must be a table', f"write [{name}]", path=path)
        self.tree: Mapping[str, Any] = tree
        self.name, self.source, self.path = name, text, path
        self.known: list[str] = []

    def wrong(self, key: str, what: str, hint: str = "") -> SettingsError:
        full = f"{self.name}.{key}" if self.name else key
        return SettingsError(f"{full}: {what}", hint, path=self.path, line=self._line(key))

    def _line(self, key: str) -> int | None:
        pattern = re.compile(rf"[ \t]*(?:\[[^\]\n]*)?[\"']?{re.escape(key)}\b")
        for number, line in enumerate(self.source.splitlines(), 1):
            if pattern.match(line):
                return number
        return None

    def refuse_unknown(self) -> None:
        import difflib

        for key in self.tree:
            if key not in self.known:
                near = difflib.get_close_matches(key, self.known, n=1, cutoff=0.5)
                hint = f'did you mean "{near[0]}"?' if near else f"known are: {', '.join(self.known)}"
                raise self.wrong(key, "no such setting", hint)

    def severities(self, besides: tuple[str, ...] = ()) -> dict[str, Severity | None]:
        """All keys but ``besides``, ids of checks, with "off", "info", "warning" or "error"."""
        from pipeline.checks.model import Severity
        from pipeline.checks.registry import CHECKS, nearest_check

        chosen: dict[str, Severity | None] = {}
        for key in self.tree:
            if key in besides:
                continue
            if key not in CHECKS:
                raise self.wrong(key, "no such check", nearest_check(key))
            value = self.choice(key, ("off", "info", "warning", "error"))
            chosen[key] = None if value == "off" else Severity[value.upper()]
        return chosen

    def numbers(self) -> dict[str, tuple[str, ...]]:
        """All keys, short telephone numbers, each with a list of such."""
        found: dict[str, tuple[str, ...]] = {}
        for key in self.tree:
            values = self._texts(key) or ()
            for value in (key, *values):
                if not re.fullmatch(r"[0-9]{2,6}", value, re.ASCII):
                    raise self.wrong(key, f'"{value}" is not an emergency number', "write digits only")
            found[key] = values
        return found

    def check_locale(self, key: str) -> None:
        self._parse_locale(key, key)

    def inner(self, key: str) -> Table:
        """The table ``key`` of this one, named in full."""
        full = f"{self.name}.{key}" if self.name else key
        return type(self)(self._get(key), full, self.source, self.path)

    def _get(self, key: str) -> Any:
        self.known.append(key)
        return self.tree.get(key)

    def table(self, key: str) -> Table:
        value = self._get(key)
        full = f"{self.name}.{key}" if self.name else key
        return type(self)({} if value is None else value, full, self.source, self.path)

    def text(self, key: str, default: str) -> str:
        value = self._get(key)
        if value is None:
            return default
        if not isinstance(value, str) or not value.isprintable():
            raise self.wrong(key, "must be one line of text in quotes")
        return value

    def boolean(self, key: str, default: bool) -> bool:
        value = self._get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.wrong(key, "must be true or false")
        return value

    @overload
    def integer(self, key: str, default: int, low: int, high: int) -> int: ...
    @overload
    def integer(self, key: str, default: None, low: int, high: int) -> int | None: ...
    def integer(self, key: str, default: int | None, low: int, high: int) -> int | None:
        value = self._get(key)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.wrong(key, f"must be a whole number from {low} to {high}")
        return value

    def _texts(self, key: str) -> tuple[str, ...] | None:
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value) or not value:
            raise self.wrong(key, 'must be a list of texts, such as ["…", "…"]')
        for item in value:
            if value.count(item) > 1:
                raise self.wrong(key, f'"{item}" stands there twice', "write it once")
        return tuple(value)

    def sentences(self, key: str) -> tuple[str, ...]:
        """A list of texts that may be empty."""
        return () if self._get(key) == [] else self._texts(key) or ()

    def choice(self, key: str, options: tuple[str, ...]) -> str:
        """One of ``options``; the first is the default."""
        value = self.text(key, options[0])
        if value not in options:
            raise self.wrong(key, f'"{value}" is not possible', _suggest(value, options))
        return value

    def choices(self, key: str, options: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
        values = self._texts(key) or default
        for value in values:
            if value not in options:
                raise self.wrong(key, f'"{value}" is not possible', _suggest(value, options))
        return values

    def roles(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        values = self._texts(key) or default
        for value in values:
            if not re.fullmatch(r"[a-z][a-z0-9-]{0,31}", value, re.ASCII):
                raise self.wrong(key, f'"{value}" is not a role', "use small letters, digits and hyphens")
        return values

    def globs(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        values = self._texts(key) or default
        for value in values:
            if not value.startswith("source/") or ".." in value.split("/") or "\\" in value:
                raise self.wrong(key, f'"{value}" leaves source/', 'write a glob such as "source/**/*.txt"')
            if any("**" in part and part != "**" for part in value.split("/")):
                what = f'"{value}" has "**" beside other characters'
                raise self.wrong(key, what, 'write "*" within a name, "**" for any folders')
        return values

    def memory(self, key: str) -> str:
        """Where the memory is; the value is never shown: it may hold a password."""
        value = self.text(key, "")
        if value not in ("", OFF) and not value.startswith(POSTGRESQL):
            hint = f'write "{POSTGRESQL}user@host/database", or "off", or leave it out'
            raise self.wrong(key, "is not the address of a memory", hint)
        return value

    def locale(self, key: str) -> Locale:
        value = self.text(key, "")
        if not value:
            raise self.wrong(key, "is missing", 'say which locale the documents are in, such as "en"')
        return self._parse_locale(key, value)

    def locales(self, key: str) -> tuple[Locale, ...]:
        values = self._texts(key)
        if values is None:
            raise self.wrong(key, "is missing", 'list the locales to make, such as ["en", "es", "ar"]')
        return tuple(self._parse_locale(key, value) for value in values)

    def _parse_locale(self, key: str, value: str) -> Locale:
        try:
            return parse_locale(value)
        except LocaleError as error:
            raise self.wrong(key, error.what, error.hint) from None


def _suggest(value: str, options: tuple[str, ...]) -> str:
    import difflib

    near = difflib.get_close_matches(value, options, n=1, cutoff=0.5)
    return f'did you mean "{near[0]}"?' if near else f"possible are: {', '.join(options)}"
