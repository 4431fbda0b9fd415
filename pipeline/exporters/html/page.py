"""The page round the content."""

from __future__ import annotations

import base64
import functools
import hashlib
import string
from importlib import resources

from pipeline.editions.model import Edition
from pipeline.exporters.content import without_gaps
from pipeline.exporters.html.blocks import Blocks
from pipeline.exporters.html.inline import Inlines, escape, language_attributes
from pipeline.exporters.model import ExportOptions
from pipeline.exporters.pictures import usable_pictures
from pipeline.exporters.scripts import Script, script_of

_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_PAPERS = {"a4": "A4", "a5": "A5", "us-letter": "letter"}


def page(edition: Edition, options: ExportOptions) -> str:
    """The whole file."""
    style = _style(script_of(edition.locale), options)
    pictures = usable_pictures(edition.resources, _PICTURES)
    sources = {
        name: f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
        for name, (kind, data) in pictures.items()
    }
    return "\n".join(
        [
            "<!doctype html>",
            f"<html{language_attributes(edition.locale)}>",
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, bool(pictures))}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            *(['<meta name="robots" content="noindex">'] if not edition.provenance.approved else []),
            '<meta name="color-scheme" content="light dark">',
            '<meta name="format-detection" content="telephone=no">',
            f"<title>{escape(_tab_title(edition))}</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            *_banner(edition),
            "<main>",
            "<article>",
            Blocks(sources).render(without_gaps(edition.blocks)),
            "</article>",
            *_facts(edition),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _tab_title(edition: Edition) -> str:
    """The title; a draft's says so first, for tabs, bookmarks and screen readers."""
    return f"{edition.banner.heading} – {edition.title}" if edition.banner else edition.title


def _banner(edition: Edition) -> list[str]:
    if edition.banner is None:
        return []
    text = f"<p>{escape(edition.banner.text)}</p>" if edition.banner.text else ""
    return [
        f'<section class="banner" aria-labelledby="banner"{_frame_language(edition)}><div class="note">'
        f'<p id="banner"><strong>{escape(edition.banner.heading)}</strong></p>{text}</div></section>'
    ]


def _facts(edition: Edition) -> list[str]:
    if not edition.facts:
        return []
    words = _frame_language(edition)
    rows = "\n".join(
        f'<div class="{fact.kind}"><dt{words}>{escape(fact.label)}</dt>'
        f"<dd>{Inlines().render(fact.value)}</dd></div>"
        for fact in edition.facts
    )
    return [
        '<section class="facts" aria-labelledby="facts">',
        f'<h2 id="facts"{words}>{escape(edition.facts_heading)}</h2>',
        f"<dl>\n{rows}\n</dl>",
        "</section>",
    ]


def _frame_language(edition: Edition) -> str:
    """Attributes for the words of the frame where they are in another language than the edition."""
    return language_attributes(edition.frame_locale) if edition.frame_locale is not None else ""


@functools.lru_cache(maxsize=64)
def _style(script: Script, options: ExportOptions) -> str:
    template = resources.files(__package__).joinpath("leaflet.css").read_text("utf-8")
    generic = {"serif", "sans-serif", "system-ui"}
    return _Template(template).substitute(
        fonts=", ".join(
            name if name in generic or name.startswith("-") else f'"{name}"' for name in script.css
        ),
        line=script.line,
        heading_line=round(max(1.25, script.line - 0.2), 2),
        paper=_PAPERS[options.paper],
        size=f"{round((18 if options.large_print else 12) * script.size, 2):g}pt",
        screen=f"{round((1.5 if options.large_print else 1.125) * script.size, 4):g}rem",
        underline="none" if script.code == "Aran" else "underline",
        underline_weight="700" if script.code == "Aran" else "inherit",
    )


class _Template(string.Template):
    delimiter = "@@"


def _policy(style: str, pictures: bool) -> str:
    """Content-Security-Policy: nothing runs and nothing is fetched; only this very style applies, and only
    pictures that the page itself holds are shown."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    images = "img-src data:; " if pictures else ""
    return f"default-src 'none'; {images}style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
