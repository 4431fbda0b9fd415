"""The archive: package document, navigation, chapter, style and pictures (EPUB 3.3, sections 4, 5 and 7)."""

from __future__ import annotations

import string
import uuid
from importlib import resources

from pipeline.editions.model import Edition
from pipeline.exporters.archive import archive
from pipeline.exporters.content import without_gaps
from pipeline.exporters.html.blocks import Blocks
from pipeline.exporters.html.inline import Inlines, escape, language_attributes
from pipeline.exporters.model import ExportOptions
from pipeline.exporters.pictures import usable_pictures
from pipeline.exporters.scripts import script_of

_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""The core media types of pictures (section 3.2), but SVG, which can hold programs."""

_FEATURES = ("structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability")

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONTAINER = (
    f'{_HEAD}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
_SPACE = uuid.UUID("6f1d3a70-54a5-5b7e-9b0e-2f7c0a5d9e11")
_NO_DATE = "2000-01-01"
"""Where the source gives no publication date: the clock would change the bytes."""


def package(edition: Edition, options: ExportOptions) -> bytes:
    """The whole file."""
    pictures = usable_pictures(edition.resources, _PICTURES)
    names = {
        resource: f"pictures/picture{number}.{kind.removeprefix('image/')}"
        for number, (resource, (kind, _)) in enumerate(pictures.items(), 1)
    }
    blocks = Blocks(names, xml=True)
    chapter = _chapter(edition, blocks)
    shown = {resource for resource, name in names.items() if f'src="{name}"' in chapter}
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _package(
            edition, {names[resource]: kind for resource, (kind, _) in pictures.items() if resource in shown}
        ),
        "EPUB/nav.xhtml": _navigation(edition, blocks.headings),
        "EPUB/leaflet.xhtml": chapter,
        "EPUB/leaflet.css": _style(edition, options),
    }
    members = {name: text.encode("utf-8") for name, text in files.items()}
    members |= {f"EPUB/{names[resource]}": pictures[resource][1] for resource in names if resource in shown}
    return archive(members, stored=["mimetype"])


def _title(edition: Edition) -> str:
    """The title; a draft's says so first, for the shelf of the reading device."""
    return f"{edition.banner.heading} – {edition.title}" if edition.banner else edition.title


def _package(edition: Edition, pictures: dict[str, str]) -> str:
    provenance, locale = edition.provenance, edition.locale
    identifier = uuid.uuid5(_SPACE, f"{edition.domain}\0{locale.tag}\0{provenance.version}")
    meta = [
        ("dcterms:modified", f"{provenance.published or _NO_DATE}T00:00:00Z"),
        ("schema:accessMode", "textual"),
        *([("schema:accessMode", "visual")] if pictures else []),
        ("schema:accessModeSufficient", "textual"),
        *[
            ("schema:accessibilityFeature", feature)
            for feature in (
                "structuralNavigation",
                "tableOfContents",
                "readingOrder",
                "displayTransformability",
            )
        ],
        *([("schema:accessibilityFeature", "alternativeText")] if pictures else []),
        # A GIF may flash.
        ("schema:accessibilityHazard", "unknown" if "image/gif" in pictures.values() else "none"),
    ]
    about = [
        f'<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>',
        f"<dc:title>{escape(_title(edition))}</dc:title>",
        f"<dc:language>{locale.tag}</dc:language>",
        *(
            [f"<dc:creator>{escape(provenance.publisher.name)}</dc:creator>"]
            if provenance.publisher.name.strip()
            else []
        ),
        *([f"<dc:date>{provenance.published}</dc:date>"] if provenance.published else []),
        *(f'<meta property="{name}">{value}</meta>' for name, value in meta),
    ]
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="leaflet" href="leaflet.xhtml" media-type="application/xhtml+xml"/>',
        '<item id="style" href="leaflet.css" media-type="text/css"/>',
        *(
            f'<item id="picture{number}" href="{name}" media-type="{kind}"/>'
            for number, (name, kind) in enumerate(pictures.items(), 1)
        ),
    ]
    return (
        f'{_HEAD}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{locale.tag}" dir="{locale.direction}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n' + "\n".join(about) + "\n</metadata>\n"
        "<manifest>\n" + "\n".join(items) + "\n</manifest>\n"
        f'<spine page-progression-direction="{locale.direction}"><itemref idref="leaflet"/></spine>\n'
        "</package>\n"
    )


def _page(edition: Edition, body: str) -> str:
    language = language_attributes(edition.locale, xml=True)
    return (
        f"{_HEAD}<!DOCTYPE html>\n"
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{language}>\n'
        f"<head><title>{escape(_title(edition))}</title>"
        '<link rel="stylesheet" type="text/css" href="leaflet.css"/></head>\n'
        f"<body>\n{body}</body>\n</html>\n"
    )


def _navigation(edition: Edition, headings: list[tuple[int, str, str]]) -> str:
    """The headings as nested lists, no level skipped."""
    rows: list[str] = []
    depth = 0
    first = f'<a href="leaflet.xhtml">{escape(edition.title)}</a>'
    for level, id, text in headings if headings and headings[0][0] == 1 else [(1, "", ""), *headings]:
        link = f'<a href="leaflet.xhtml#{id}">{escape(text.strip() or edition.title)}</a>' if id else first
        level = min(level, depth + 1)  # a heading in a cell of a table may be out of line
        if level > depth:
            rows.append("<ol>\n<li>")
        else:
            rows.append("</li>\n</ol>\n" * (depth - level) + "</li>\n<li>")
        rows.append(link)
        depth = level
    rows.append("</li>\n</ol>\n" * depth)
    return _page(
        edition,
        f'<nav epub:type="toc" role="doc-toc" aria-label="{escape(edition.title)}">\n{"".join(rows)}</nav>\n',
    )


def _chapter(edition: Edition, blocks: Blocks) -> str:
    words = language_attributes(edition.frame_locale, xml=True) if edition.frame_locale is not None else ""
    parts: list[str] = []
    if edition.banner is not None:
        text = f"<p>{escape(edition.banner.text)}</p>" if edition.banner.text else ""
        parts.append(
            f'<section class="banner" aria-labelledby="banner"{words}>'
            f'<p id="banner"><strong>{escape(edition.banner.heading)}</strong></p>{text}</section>\n'
        )
    parts.append(blocks.render(without_gaps(edition.blocks)) + "\n")
    if edition.facts:
        heading = ""
        if edition.facts_heading:
            heading = f'<h2 id="facts"{words}>{escape(edition.facts_heading)}</h2>\n'
            blocks.headings.append((2, "facts", edition.facts_heading))
        named = ' aria-labelledby="facts"' if heading else ""
        rows = "\n".join(
            f"<dt{words}>{escape(fact.label)}</dt><dd>{Inlines(xml=True).render(fact.value)}</dd>"
            for fact in edition.facts
        )
        parts.append(f'<section class="facts"{named}>\n{heading}<dl>\n{rows}\n</dl>\n</section>\n')
    return _page(edition, "".join(parts))


def _style(edition: Edition, options: ExportOptions) -> str:
    script = script_of(edition.locale)
    generic = {"serif", "sans-serif", "system-ui"}
    return _Template(resources.files(__package__).joinpath("leaflet.css").read_text("utf-8")).substitute(
        fonts=", ".join(
            name if name in generic or name.startswith("-") else f'"{name}"' for name in script.css
        ),
        line=script.line,
        size=f"{round((1.5 if options.large_print else 1) * script.size, 2):g}em",
        underline="none" if script.code == "Aran" else "underline",
        weight="700" if script.code == "Aran" else "inherit",
    )


class _Template(string.Template):
    delimiter = "@@"
