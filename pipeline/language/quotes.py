"""The quotation marks that a locale's readers know."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

from pipeline.language.locale import Locale

Marks = tuple[str, str]
"""What opens a quotation, and what closes it."""


def quotation_marks(locale: Locale) -> tuple[Marks, Marks]:
    """Return the marks round a quotation, and those round one within it, as CLDR has them for ``locale``."""
    table = _table()
    names = (
        locale.tag,
        f"{locale.language}-{locale.territory}",
        f"{locale.language}-{locale.likely_script}",
        locale.language,
    )
    return next((table[name] for name in names if name in table), _ROOT)


_ROOT: tuple[Marks, Marks] = (("“", "”"), ("‘", "’"))


@functools.cache
def _table() -> dict[str, tuple[Marks, Marks]]:
    text = resources.files("pipeline.language").joinpath("quotes.toml").read_text("utf-8")
    return {
        name: ((row["outer"][0], row["outer"][1]), (row["inner"][0], row["inner"][1]))
        for row in tomllib.loads(text)["marks"]
        for name in row["locales"]
    }
