"""The page round the content."""

from __future__ import annotations

import base64
import functools
import hashlib
import string
from importlib import resources

from pipeline.documents.model import Block, Heading, ListBlock, ListItem, Paragraph, Text, Title
from pipeline.editions.model import Edition
from pipeline.exporters.content import plain_blocks, whole_locale, without_gaps
from pipeline.exporters.html.inline import escape, language_attributes, render
from pipeline.exporters.model import ExportOptions
from pipeline.exporters.scripts import Script, script_of
from pipeline.language.locale import parse_locale

_PAPERS = {"a4": "A4", "a5": "A5", "us-letter": "letter"}


def page(edition: Edition, options: ExportOptions) -> str:
    """The whole file."""
    style = _style(script_of(edition.locale), options)
    return "\n".join(
        [
            "<!doctype html>",
            f"<html{language_attributes(edition.locale)}>",
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(style)}">',
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
            *map(_block, plain_blocks(without_gaps(edition.blocks))),
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
        f'<div class="{fact.kind}"><dt{words}>{escape(fact.label)}</dt><dd>{render(fact.value)}</dd></div>'
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


def _block(block: Block) -> str:
    match block:
        case Title(text):
            return _element("h1", text)
        case Heading(level, text):
            return _element(f"h{level}", text)
        case Paragraph(text):
            return _element("p", text)
        case ListBlock(None, items):
            return f"<ul>\n{_items(items)}\n</ul>"
        case ListBlock(start, items):
            return (
                f'<ol start="{start}">\n{_items(items)}\n</ol>'
                if start != 1
                else f"<ol>\n{_items(items)}\n</ol>"
            )
        case _:
            return "".join(map(_block, plain_blocks((block,))))


def _items(items: tuple[ListItem, ...]) -> str:
    return "\n".join(f"<li>{''.join(map(_block, item.blocks))}</li>" for item in items)


def _element(name: str, text: Text) -> str:
    whole = whole_locale(text.content)
    attributes = language_attributes(parse_locale(whole)) if whole is not None else ""
    return f"<{name}{attributes}>{render(text.content)}</{name}>"


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


def _policy(style: str) -> str:
    """Content-Security-Policy: nothing runs and nothing is fetched; only this very style applies."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
