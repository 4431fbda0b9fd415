"""Pairs out as TMX 1.4b; the same pairs give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.memory.model import Languages, Pair
from pipeline.memory.tmx_inline import escape, tagged
from pipeline.memory.tmx_reading import CONTEXT, CREATOR, DOMAIN

STATE = "x-polyleaf-state"
"""Type of the ``<prop>`` that tells the state. It is for people: an import trusts no such claim."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(pair: Pair) -> bool:
    """Whether XML 1.0 can hold the pair's characters."""
    return not _NOT_IN_XML.search("\0".join((pair.context or "", pair.domain)).replace("\0", "")) and not (
        _NOT_IN_XML.search(pair.source) or _NOT_IN_XML.search(pair.target)
    )


def write_tmx(
    pairs: Iterable[tuple[Languages, Pair]], *, source_locale: str, version: str
) -> Iterator[bytes]:
    """Yield the file piece by piece.

    Args:
        pairs: in the order to write them; each is ``writable``.
        source_locale: BCP 47 tag of the header.
        version: of Polyleaf.
    """
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f'<header creationtool="{CREATOR}" creationtoolversion="{escape(version)}" segtype="sentence" '
        f'o-tmf="PO" adminlang="en" srclang="{escape(source_locale)}" datatype="plaintext"/>\n<body>\n'
    ).encode()
    for languages, pair in pairs:
        yield _unit(languages, pair).encode()
    yield b"</body>\n</tmx>\n"


def _unit(languages: Languages, pair: Pair) -> str:
    props = [(STATE, pair.state.value)]
    if pair.domain:
        props.append((DOMAIN, pair.domain))
    if pair.context is not None:
        props.append((CONTEXT, pair.context))
    written = "".join(f'<prop type="{kind}">{escape(value)}</prop>\n' for kind, value in props)
    source, target = tagged(pair.source, pair.target)
    return (
        f'<tu srclang="{escape(languages.source)}">\n{written}'
        f'<tuv xml:lang="{escape(languages.source)}"><seg>{source}</seg></tuv>\n'
        f'<tuv xml:lang="{escape(languages.target)}"><seg>{target}</seg></tuv>\n</tu>\n'
    )
