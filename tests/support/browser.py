"""Debian's Chromium, driven by Playwright: pictures, accessibility and paper of pages that are handed in."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest

_FLAGS = [
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# WCAG 2.0 to 2.2, A and AA, and axe's own good practice.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Violation:
    """A rule of axe that a page breaks, with the first element that breaks it."""

    rule: str
    help: str
    element: str


class Browser:
    """One running browser; pages are opened offline, with scripts of their own forbidden by their policy."""

    def __init__(self, browser: object) -> None:
        self._browser = browser

    @contextmanager
    def _page(
        self, html: bytes, folder: Path, *, dark: bool = False, width: int = 800, height: int = 1000
    ) -> Iterator:
        file = folder / "page.html"
        file.write_bytes(html)
        context = self._browser.new_context(
            offline=True,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            bypass_csp=True,  # for axe's own script; what the page may do is tested by reading its policy
        )
        try:
            page = context.new_page()
            page.goto(file.as_uri())
            yield page
        finally:
            context.close()

    def violations(
        self, html: bytes, folder: Path, *, dark: bool = False, width: int = 800
    ) -> list[Violation]:
        """What axe-core finds on a page, colours and sizes as drawn."""
        with self._page(html, folder, dark=dark, width=width) as page:
            page.evaluate(_axe())
            found = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(_RULES)}}})")
        assert found["passes"], "axe ran no rule"
        return [
            Violation(entry["id"], entry["help"], node["html"])
            for entry in found["violations"]
            for node in entry["nodes"][:1]
        ]

    def picture(self, html: bytes, folder: Path, *, dark: bool = False, width: int = 800) -> bytes:
        """A PNG of the whole page."""
        with self._page(html, folder, dark=dark, width=width) as page:
            return page.screenshot(full_page=True)

    def paper(self, html: bytes, folder: Path) -> bytes:
        """The page as Chromium prints it to PDF, on the paper its style names."""
        with self._page(html, folder) as page:
            return page.pdf(prefer_css_page_size=True)

    def evaluate(self, html: bytes, folder: Path, expression: str, *, width: int = 800) -> object:
        """The value of a JavaScript expression on the page."""
        with self._page(html, folder, width=width) as page:
            return page.evaluate(expression)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Chromium; without it the test is skipped, or fails under CI=true."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        message = "Chromium is not installed (Debian: chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_FLAGS)
        try:
            yield Browser(browser)
        finally:
            browser.close()


def _axe() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
