"""The index page of an output folder: every published leaflet, named in its own language."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from urllib.parse import quote

from pipeline.language.locale import Locale, parse_locale
from pipeline.publication.model import PublishedFile, PublishedLeaflet

NAME = "index.html"


def index_page(
    leaflets: Sequence[PublishedLeaflet],
    *,
    locale: Locale,
    heading: str,
    publisher: str,
) -> bytes:
    """One HTML file; ``heading`` is in ``locale``; the leaflets are sorted by domain and locale.

    A document is headed by the title of its edition in ``locale``, which is the source's, or by the source's
    title as another edition was signed with it; by its domain where there is neither.
    """
    style = files("pipeline.publication").joinpath("index.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    parts = [
        "<!doctype html>",
        f'<html lang="{locale.tag}" dir="{locale.direction}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src 'sha256-{digest}'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(heading)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{escape(heading)}</h1>",
    ]
    if publisher:
        parts.append(f"<p>{escape(publisher)}</p>")
    for domain, group in groupby(leaflets, key=lambda one: one.domain):
        editions = list(group)
        own = next((one for one in editions if one.locale == locale.tag), None)
        signed = (one.source_title for one in editions if one.source_title)
        title = own.title if own else next(signed, None)
        parts.append(f"<h2>{escape(title)}</h2>" if title else f"<h2><bdi>{escape(domain)}</bdi></h2>")
        parts.append("<ul>")
        parts.extend(_entry(one) for one in editions)
        parts.append("</ul>")
    parts += ["</main>", "</body>", "</html>", ""]
    return "\n".join(parts).encode()


def _entry(leaflet: PublishedLeaflet) -> str:
    """One leaflet: its language, its title, which leads to the page (or to what else there is), its files."""
    locale = parse_locale(leaflet.locale)
    links = " ".join(
        f'<a href="{_address(file)}" hreflang="{locale.tag}"'
        f' aria-label="{escape(leaflet.title)} ({_kind(file.path)})"'
        f' dir="ltr">{_kind(file.path)}</a>'
        for file in leaflet.files
    )
    first = min(leaflet.files, key=lambda file: _kind(file.path) != "HTML", default=None)
    title = escape(leaflet.title)
    if first is not None:
        title = f'<a href="{_address(first)}" hreflang="{locale.tag}">{title}</a>'
    return (
        f'<li lang="{locale.tag}" dir="{locale.direction}">'
        f'<span class="name">{escape(locale.native_name)}</span>'
        f'<span class="title">{title}</span><span class="files">{links}</span></li>'
    )


def _address(file: PublishedFile) -> str:
    return escape(quote(file.path))


def _kind(path: str) -> str:
    return path.rpartition(".")[2].upper()
