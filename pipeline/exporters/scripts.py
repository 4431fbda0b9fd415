"""How each script is laid out: the table ``scripts.toml``, read once."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources

from msgspec import Struct
from msgspec.structs import replace

from pipeline.language.locale import Locale

LATIN_FAMILY = "Noto Sans"
"""It stands behind every other family: digits, Latin, Cyrillic and Greek."""

SYMBOL_FAMILIES = ("Noto Sans Math", "Noto Sans Symbols2")
"""Signs that Noto Sans has not: arrows, ≥, ✓, ☎. They stand behind all the rest."""


class Script(Struct, frozen=True):
    """One script's layout; lengths in em. ``scripts.toml`` says what each attribute means."""

    code: str
    family: str | None
    word: str
    css: tuple[str, ...]
    size: float
    line: float
    above: float
    below: float
    latin_first: bool
    system: str | None
    colon: str
    pattern: re.Pattern[str] | None


_UNKNOWN = Script(
    "Zyyy", None, "Arial", ("system-ui", "sans-serif"), 1.0, 1.8, 1.0, 0.4, False, None, ": ", None
)


def script_of(locale: Locale) -> Script:
    """The layout for text in ``locale``; a script not known gets one that leaves fonts to the device."""
    code = locale.likely_script
    if code == "Arab" and {locale.language, f"{locale.language}-{locale.script}"} & _nastaliq():
        code = "Aran"
    if code == "Hang":
        code = "Kore"
    script = _table().get(code) or replace(_UNKNOWN, code=code)
    own = _toml().get(code, {}).get("colons", {}).get(locale.language)
    return script if own is None else _with_colon(script, own)


@functools.cache
def _with_colon(script: Script, colon: str) -> Script:
    return replace(script, colon=colon)


def scripts_in(text: str) -> tuple[Script, ...]:
    """The scripts of which ``text`` holds at least one character, in the table's order."""
    return tuple(s for s in _table().values() if s.pattern is not None and s.pattern.search(text))


@functools.cache
def _table() -> Mapping[str, Script]:
    return {code: _script(code, row) for code, row in _toml().items() if code != "nastaliq"}


@functools.cache
def _nastaliq() -> frozenset[str]:
    return frozenset(_toml()["nastaliq"]["languages"])


@functools.cache
def _toml() -> dict[str, dict]:  # type: ignore[type-arg]
    return tomllib.loads(resources.files(__package__).joinpath("scripts.toml").read_text("utf-8"))


def _script(code: str, row: dict) -> Script:  # type: ignore[type-arg]
    ranges = "".join(
        f"{chr(int(first, 16))}-{chr(int(last, 16))}"
        for first, last in (block.split("-") for block in row["blocks"])
    )
    return Script(
        code=code,
        family=row["family"],
        word=row["word"],
        css=tuple(row["css"]),
        size=row.get("size", 1.0),
        line=row["line"],
        above=row.get("above", 0.85),
        below=row.get("below", 0.25),
        latin_first=row.get("latin_first", False),
        system=row.get("system"),
        colon=row.get("colon", ": "),
        pattern=re.compile(f"[{ranges}]") if ranges else None,
    )
