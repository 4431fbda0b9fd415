"""Where the settings of a project stand. Imports next to nothing, as ``unchanged`` does."""

from __future__ import annotations

import os

SETTINGS_FILES = ("polyleaf.toml", "pyproject.toml")


def settings_files_above(folder: str) -> list[str]:
    """The settings files in ``folder`` or the nearest folder above that has one; two are a mistake."""
    while True:
        own, shared = (os.path.join(folder, name) for name in SETTINGS_FILES)
        found = [own] if os.path.isfile(own) else []
        if os.path.isfile(shared):
            with open(shared, "rb") as file:
                if b"tool.polyleaf" in file.read():
                    found.append(shared)
        above = os.path.dirname(folder)
        if found or above == folder:
            return found
        folder = above
