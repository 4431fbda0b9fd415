"""TMX 1.4b in, unit by unit (https://www.gala-global.org/tmx-14b)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

from lxml import etree

from pipeline.errors import ExchangeError
from pipeline.memory.limits import USUAL, Limits
from pipeline.memory.tmx_inline import OpaqueNumbers, read_segment
from pipeline.memory.xml import XML_LANG, elements, line_of, local_name

MAX_LANGUAGES = 500
"""Most languages of one unit."""

CONTEXT, DOMAIN = "x-polyleaf-context", "x-polyleaf-domain"
"""Types of ``<prop>`` in which Polyleaf keeps what TMX has no place for."""


CREATOR = "Polyleaf"

_ESCAPE = re.compile("&(lt|gt|amp|quot|apos);")
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


class TmxUnit(NamedTuple):
    """One ``<tu>``.

    Attributes:
        source_language: ``srclang`` of the unit or else of the header; None for "*all*".
        variants: language and text in inline notation, in the order of the file, as written.
        context, domain: as Polyleaf wrote them, or None and nothing.
    """

    source_language: str | None
    variants: tuple[tuple[str, str], ...]
    context: str | None
    domain: str


def read_tmx(stream: IO[bytes], limits: Limits = USUAL) -> Iterator[TmxUnit]:
    """Read units from a stream of bytes; XML says its encoding, UTF-16 with a BOM among them.

    Many tools escape twice, so that a segment says ``&lt;`` where a reader should see ``<``. Such escapes are
    taken off, but not in a file that Polyleaf wrote.

    Raises:
        ExchangeError: not TMX, broken, or too large; says the line, the path is for the caller to fill in.
    """
    source_language: str | None = None
    escaped = True
    found = elements(
        stream, ("tmx",), ("header", "tu"), what="TMX", most=limits.tmx_bytes, setting="limits.tmx_bytes"
    )
    for element in found:
        tag: object = element.tag
        if tag == "tu" or (name := local_name(element)) == "tu":
            yield _unit(element, source_language, escaped, limits.tmx_characters)
        elif name == "header":
            source_language = element.get("srclang")
            escaped = element.get("creationtool") != CREATOR
        else:
            version = element.get("version") or ""
            if not version.startswith("1."):
                what = f'TMX of version "{version}" is not known'
                raise ExchangeError(what, "export it as TMX 1.4", line=line_of(element))


def _unit(element: etree._Element, source_language: str | None, escaped: bool, longest: int) -> TmxUnit:
    variants: list[tuple[str, str]] = []
    context, domain = None, ""
    numbers: OpaqueNumbers = {}
    for child in element:
        tag: object = child.tag
        if tag == "tuv" or (name := local_name(child)) == "tuv":
            language = child.get(XML_LANG) or child.get("lang")
            if not language:
                raise ExchangeError(
                    "a <tuv> does not say its language", "give it xml:lang", line=line_of(child)
                )
            segment = child[0] if len(child) else child
            if segment.tag != "seg":
                segment = _segment(child)
            text = (read_segment(segment, numbers) if len(segment) else segment.text) or ""
            if len(text) > longest:
                what = f"a segment of {len(text):,} characters"
                hint = f"at most {longest:,} are taken, unless limits.tmx_characters says more"
                raise ExchangeError(what, hint, line=line_of(segment))
            if escaped and "&" in text:
                text = _ESCAPE.sub(lambda match: _CHARACTERS[match[1]], text)
            variants.append((language, _one_line(text) if "\n" in text else text.strip()))
        elif name == "prop":
            kind = child.get("type")
            if kind == CONTEXT:
                context = child.text or ""
            elif kind == DOMAIN:
                domain = child.text or ""
        elif name != "note":
            shown = f"<{name}>" if name else "an entity"
            raise ExchangeError(f"{shown} stands in a <tu>", "export it again", line=line_of(child))
    if len(variants) > MAX_LANGUAGES:
        raise ExchangeError(f"a unit in more than {MAX_LANGUAGES} languages", line=line_of(element))
    language = element.get("srclang") or source_language
    return TmxUnit(None if language == "*all*" else language, tuple(variants), context, domain)


def _segment(variant: etree._Element) -> etree._Element:
    for child in variant:
        if local_name(child) == "seg":
            return child
    raise ExchangeError("a <tuv> has no <seg>", "export it again", line=line_of(variant))


def _one_line(text: str) -> str:
    """Without white space around, and with a space where a line was only wrapped."""
    return " ".join(part for line in text.split("\n") if (part := line.strip()))
