"""TMX 1.4b in, unit by unit (https://www.gala-global.org/tmx-14b)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from lxml import etree

from pipeline.errors import ExchangeError
from pipeline.memory.tmx_inline import InlineReader
from pipeline.memory.xml import elements, language_of, line_of, local_name

MAX_SEGMENT = 100_000
"""Most characters of one segment."""

MAX_LANGUAGES = 500
"""Most languages of one unit."""

CONTEXT, DOMAIN = "x-polyleaf-context", "x-polyleaf-domain"
"""Types of ``<prop>`` in which Polyleaf keeps what TMX has no place for."""


@dataclass(frozen=True, slots=True)
class TmxUnit:
    """One ``<tu>``.

    Attributes:
        source_language: ``srclang`` of the unit or else of the header; None for "*all*".
        variants: language and text in inline notation, in the order of the file, as written.
        context, domain: as Polyleaf wrote them, or None and nothing.
        line: where it begins.
    """

    source_language: str | None
    variants: tuple[tuple[str, str], ...]
    context: str | None
    domain: str
    line: int


def read_tmx(stream: IO[bytes]) -> Iterator[TmxUnit]:
    """Read units from a stream of bytes; XML says its encoding, UTF-16 with a BOM among them.

    Raises:
        ExchangeError: not TMX, broken, or too large; says the line, the path is for the caller to fill in.
    """
    source_language: str | None = None
    for element in elements(stream, ("tmx",), ("header", "tu"), what="TMX"):
        tag: object = element.tag
        match tag if tag == "tu" else local_name(element):
            case "tmx":
                version = element.get("version") or ""
                if not version.startswith("1."):
                    raise ExchangeError(
                        f'TMX of version "{version}" is not known',
                        "export it as TMX 1.4",
                        line=line_of(element),
                    )
            case "header":
                source_language = element.get("srclang")
            case _:
                yield _unit(element, source_language)


def _unit(element: etree._Element, source_language: str | None) -> TmxUnit:
    variants: list[tuple[str, str]] = []
    context, domain = None, ""
    reader: InlineReader | None = None
    for child in element:
        tag: object = child.tag
        match tag if tag == "tuv" else local_name(child):
            case "tuv":
                reader = reader or InlineReader()
                variants.append(_variant(child, reader))
            case "prop" if child.get("type") == CONTEXT:
                context = child.text or ""
            case "prop" if child.get("type") == DOMAIN:
                domain = child.text or ""
            case "note" | "prop":
                pass
            case name:
                shown = f"<{name}>" if name else "an entity"
                raise ExchangeError(f"{shown} stands in a <tu>", "export it again", line=line_of(child))
    line = line_of(element)
    if len(variants) > MAX_LANGUAGES:
        raise ExchangeError(f"a unit in more than {MAX_LANGUAGES} languages", line=line)
    language = element.get("srclang") or source_language
    return TmxUnit(None if language == "*all*" else language, tuple(variants), context, domain, line)


def _variant(element: etree._Element, reader: InlineReader) -> tuple[str, str]:
    language = language_of(element)
    if not language:
        raise ExchangeError("a <tuv> does not say its language", "give it xml:lang", line=line_of(element))
    for child in element:
        tag: object = child.tag
        if tag == "seg" or local_name(child) == "seg":
            text = reader.text(child) if len(child) else child.text or ""
            if len(text) > MAX_SEGMENT:
                what = f"a segment of {len(text):,} characters"
                raise ExchangeError(what, f"at most {MAX_SEGMENT:,} are taken", line=line_of(child))
            return language, _one_line(text)
    raise ExchangeError("a <tuv> has no <seg>", "export it again", line=line_of(element))


def _one_line(text: str) -> str:
    """Without white space around, and with a space where a line was only wrapped."""
    if "\n" in text:
        text = " ".join(part for line in text.split("\n") if (part := line.strip()))
    return text.strip()
