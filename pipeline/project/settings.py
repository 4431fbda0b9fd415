"""Settings of a project: ``polyleaf.toml``, or ``[tool.polyleaf]`` in ``pyproject.toml``.

The whole schema stands in ``_read``; every key not asked for there is an error that names the nearest
right one, so that a slip of the pen never silently becomes a default.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, overload

from pipeline.catalogs.limits import Limits as CatalogLimits
from pipeline.editions.publisher import Publisher
from pipeline.errors import LocaleError, PolyleafError, SettingsError
from pipeline.exporters.options import ExportOptions
from pipeline.language.locale import Locale, parse_locale
from pipeline.memory.limits import Limits as ExchangeLimits
from pipeline.project.limits import MOST_DOCUMENT_BYTES, Limits
from pipeline.project.memory_database import OFF, POSTGRESQL
from pipeline.project.settings_files import SETTINGS_FILES, settings_files_above
from pipeline.signoff.policy import Policy

if TYPE_CHECKING:
    from pipeline.checks.model import Severities, Severity
    from pipeline.engines.model import EngineSettings

OWN_FILE, SHARED_FILE = SETTINGS_FILES

DOCUMENTS = ("source/**/*.txt", "source/**/*.md", "source/**/*.html", "source/**/*.docx")
FORMATS = ("html", "pdf", "txt")
OTHER_FORMATS = ("docx", "epub", "md")
Segmentation = Literal["sentence", "paragraph"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project asks for.

    Attributes:
        source_locale: the locale that the documents are written in.
        locales: every locale to make leaflets in, in the order written; may hold the source locale.
        documents: globs below ``source/`` that say which files are documents.
        segmentation: what a segment is.
        tell_apart: sentences that are a unit of its own in each place.
        formats: export formats, keys of ``exporters.registry``.
        export: options for the exporters.
        publisher: who is responsible for the leaflets.
        policy: what it takes to approve.
        checks: how bad the findings of each check are.
        emergency_numbers: by locale tag, for a number of the source those that may stand for it.
        memory: address of a PostgreSQL database, "off", or nothing for a file in the project's cache.
        path: of the settings file, for messages.
        engines: by name, what is set for engines of machine translation.
        limits: the caps on files from elsewhere.
    """

    source_locale: Locale
    locales: tuple[Locale, ...]
    documents: tuple[str, ...]
    segmentation: Segmentation
    tell_apart: tuple[str, ...]
    formats: tuple[str, ...]
    export: ExportOptions
    publisher: Publisher
    policy: Policy
    checks: Severities
    emergency_numbers: Mapping[str, Mapping[str, tuple[str, ...]]]
    memory: str
    path: str
    engines: Mapping[str, EngineSettings] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


def find_settings(start: Path) -> Path:
    """Return the settings file of the project that ``start`` (a folder, resolved) lies in.

    Raises:
        SettingsError: there is none here or above, or there are two beside each other.
    """
    found = settings_files_above(str(start))
    if not found:
        raise SettingsError("no polyleaf project here or in a folder above", 'make one with "polyleaf init"')
    if len(found) > 1:
        raise SettingsError(f"settings stand in both {OWN_FILE} and {SHARED_FILE}", "keep one", path=OWN_FILE)
    return Path(found[0])


def parse_settings(data: bytes, path: str) -> Settings:
    """Read the bytes of a settings file; ``path`` (its name) tells which of the two kinds it is.

    Raises:
        SettingsError: not TOML, or a key or value is wrong; names the key, its line, the nearest right one.
    """
    try:
        text = data.decode("utf-8-sig")
        tree: Mapping[str, Any] = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise SettingsError(f"byte {error.start} is not UTF-8", "save the file as UTF-8", path=path) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise SettingsError(
            f"not valid TOML: {str(error).split(' (at')[0].lower() or 'nested too deeply'}",
            "mend the file",
            path=path,
            line=int(found[1]) if found else None,
        ) from None
    if path.endswith(SHARED_FILE):
        tree = tree.get("tool", {}).get("polyleaf", {})
    table = _Table(tree, "", text, path)
    settings = _read(table, path)
    table.refuse_unknown()
    return settings


def _read(table: _Table, path: str) -> Settings:
    source_locale = table.locale("source_locale")
    review = table.table("review")
    publisher = table.table("publisher")
    layout = table.table("layout")
    engines = table.table("engines")
    limits = table.table("limits")
    settings = Settings(
        source_locale=source_locale,
        locales=table.locales("locales"),
        documents=table.globs("documents", DOCUMENTS),
        segmentation=cast(Segmentation, table.choice("segmentation", ("sentence", "paragraph"))),
        tell_apart=table.sentences("tell_apart"),
        formats=table.choices("formats", (*FORMATS, *OTHER_FORMATS), FORMATS),
        export=ExportOptions(
            paper=layout.choice("paper", ("a4", "a5", "us-letter")),
            large_print=layout.boolean("large_print", False),
        ),
        publisher=Publisher(name=publisher.text("name", ""), contact=publisher.text("contact", "")),
        policy=_read_policy(review),
        checks=_read_checks(table.table("checks")),
        emergency_numbers=_read_emergency_numbers(table.table("emergency_numbers")),
        memory=table.memory("memory"),
        path=path,
        engines=_read_engines(engines),
        limits=_read_limits(limits),
    )
    for part in (review, publisher, layout, engines, limits):
        part.refuse_unknown()
    return settings


def _read_policy(review: _Table) -> Policy:
    from pipeline.signoff.period import parse_period

    period = review.text("review_every", "P3Y")
    try:
        review_every = None if period == "never" else parse_period(period)
    except PolyleafError as error:
        raise review.wrong("review_every", error.what, error.hint) from None
    return Policy(
        roles=review.roles("roles", Policy().roles),
        distinct_people=review.boolean("distinct_people", True),
        trust=cast(Literal["signed", "recorded"], review.choice("trust", ("signed", "recorded"))),
        review_every=review_every,
    )


def _read_limits(limits: _Table) -> Limits:
    """``[limits]``: no cap can be taken away, only set so high that no leaflet comes near."""
    usual = Limits()
    return Limits(
        CatalogLimits(
            catalog_bytes=limits.integer("catalog_bytes", usual.catalogs.catalog_bytes, 1_000, 2_000_000_000),
            text_characters=limits.integer(
                "text_characters", usual.catalogs.text_characters, 100, 100_000_000
            ),
        ),
        document_bytes=limits.integer("document_bytes", usual.document_bytes, 1_000, MOST_DOCUMENT_BYTES),
        exchange=ExchangeLimits(
            tmx_bytes=limits.integer("tmx_bytes", usual.exchange.tmx_bytes, 1_000, 1_000_000_000_000),
            tmx_characters=limits.integer("tmx_characters", usual.exchange.tmx_characters, 100, 1_000_000),
            terms=limits.integer("terms", usual.exchange.terms, 10, 10_000_000),
        ),
    )


def _read_checks(checks: _Table) -> Severities:
    """``[checks]``: a severity by id; by locale below ``locales``, by document below ``domains``."""
    from pipeline.checks.model import Severities

    if not checks.tree:
        return Severities()
    locales, domains = checks.table("locales"), checks.table("domains")
    for tag in locales.tree:
        locales.check_locale(tag)
    return Severities(
        checks.severities(besides=("locales", "domains")),
        {tag: locales.inner(tag).severities() for tag in locales.tree},
        {domain: domains.inner(domain).severities() for domain in domains.tree},
    )


def _read_emergency_numbers(numbers: _Table) -> dict[str, dict[str, tuple[str, ...]]]:
    """``[emergency_numbers.LOCALE]``: number in the source = the numbers to call there."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for tag in numbers.tree:
        numbers.check_locale(tag)
        found[tag] = numbers.inner(tag).numbers()
    return found


def _read_engines(engines: _Table) -> dict[str, EngineSettings]:
    """``[engines.NAME]``: where an engine is and how to ask it. A key never stands in a file."""
    found: dict[str, EngineSettings] = {}
    if not engines.tree:
        return found
    from pipeline.engines.address import parse_address
    from pipeline.engines.model import EngineSettings
    from pipeline.engines.registry import ENGINES

    usual = EngineSettings()
    for name in ENGINES:
        one = engines.table(name)
        if not one.tree:
            continue
        for slip in ("key", "api_key", "token", "password"):
            if slip in one.tree:
                raise one.wrong(
                    slip,
                    "a key does not belong in a file",
                    f"take it out, and set POLYLEAF_{name.upper()}_KEY",
                )
        url = one.text("url", "")
        try:
            found[name] = EngineSettings(
                url=str(parse_address(url)) if url else "",
                timeout=one.integer("timeout", usual.timeout, 1, 600),
                attempts=one.integer("attempts", usual.attempts, 1, 20),
                requests_per_minute=one.integer("requests_per_minute", None, 0, 100_000),
                texts_per_request=one.integer("texts_per_request", None, 1, 1_000),
            )
        except PolyleafError as error:
            raise error if error.path else one.wrong("url", error.what, error.hint) from None
        one.refuse_unknown()
    return found


class _Table:
    """One TOML table, read key by key; what was never asked for is unknown."""

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

    def inner(self, key: str) -> _Table:
        """The table ``key`` of this one, named in full."""
        full = f"{self.name}.{key}" if self.name else key
        return _Table(self._get(key), full, self.source, self.path)

    def _get(self, key: str) -> Any:
        self.known.append(key)
        return self.tree.get(key)

    def table(self, key: str) -> _Table:
        value = self._get(key)
        full = f"{self.name}.{key}" if self.name else key
        return _Table({} if value is None else value, full, self.source, self.path)

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
