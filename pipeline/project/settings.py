"""Settings of a project: ``polyleaf.toml``, or ``[tool.polyleaf]`` in ``pyproject.toml``.

The whole schema stands in ``_read`` and ``settings_sections``; every key not asked for there is an error
that names the nearest right one, so that a slip of the pen never silently becomes a default.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from msgspec import Struct, field

from pipeline.editions.publisher import Publisher
from pipeline.errors import SettingsError
from pipeline.exporters.options import ExportOptions
from pipeline.language.locale import Locale
from pipeline.project import settings_sections as sections
from pipeline.project.limits import Limits
from pipeline.project.settings_files import SETTINGS_FILES, settings_files_above
from pipeline.project.settings_table import Table
from pipeline.signoff.policy import Policy

if TYPE_CHECKING:
    from pipeline.checks.model import Severities
    from pipeline.engines.model import EngineSettings

OWN_FILE, SHARED_FILE = SETTINGS_FILES

DOCUMENTS = ("source/**/*.txt", "source/**/*.md", "source/**/*.html", "source/**/*.docx")
FORMATS = ("html", "pdf", "txt")
OTHER_FORMATS = ("docx", "epub", "md")
Segmentation = Literal["sentence", "paragraph"]


class Settings(Struct, frozen=True):
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
        raise SettingsError(
            "no polyleaf project here or in a folder above",
            'go to its folder, name it with -C, or make one with "polyleaf init"',
        )
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
    except (ValueError, RecursionError) as error:  # ValueError: also a number that Python cannot hold
        found = re.search(r"line (\d+)", str(error))
        raise SettingsError(
            f"not valid TOML: {str(error).split(' (at')[0].lower() or 'nested too deeply'}",
            "mend the file",
            path=path,
            line=int(found[1]) if found else None,
        ) from None
    if path.endswith(SHARED_FILE):
        tool = Table(tree, "", text, path).table("tool")
        tree = tool.tree.get("polyleaf", {})
    table = Table(tree, "", text, path)
    settings = _read(table, path)
    table.refuse_unknown()
    return settings


def _read(table: Table, path: str) -> Settings:
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
        policy=sections.read_policy(review),
        checks=sections.read_checks(table.table("checks")),
        emergency_numbers=sections.read_emergency_numbers(table.table("emergency_numbers")),
        memory=table.memory("memory"),
        path=path,
        engines=sections.read_engines(engines),
        limits=sections.read_limits(limits),
    )
    for part in (review, publisher, layout, engines, limits):
        part.refuse_unknown()
    return settings
