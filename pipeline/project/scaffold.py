"""The files of a new project, from the template beside this module."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from pipeline.language.locale import Locale


def new_project_files(
    *,
    source_locale: Locale,
    locales: Sequence[Locale],
    publisher: str,
    contact: str,
    today: datetime.date,
) -> dict[str, bytes]:
    """Relative path → bytes of every file that a new project starts with."""
    values = {
        "{source_locale}": source_locale.tag,
        "{locales}": ", ".join(_toml_text(locale.tag) for locale in locales),
        '"{publisher}"': _toml_text(publisher),
        '"{contact}"': _toml_text(contact),
        "{date}": today.isoformat(),
    }
    made: dict[str, bytes] = {}
    for name, text in _walk(files("pipeline.project") / "template", ""):
        for field, value in values.items():
            text = text.replace(field, value)
        made[".gitignore" if name == "gitignore" else name] = text.encode()
    return made


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _walk(entry, f"{prefix}{entry.name}/")
        else:
            found.append((prefix + entry.name, entry.read_text(encoding="utf-8")))
    return found


def _toml_text(text: str) -> str:
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
