"""A Catalog to PO bytes. polib lays the entries out; folding, comments and the file's style are seen to here.

polib folds with ``textwrap``, which is quadratic on runs of hyphens, and rewraps comments. So it is asked for
unfolded entries, and lines that are too long are folded afterwards (``style``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from pipeline.catalogs.charset import charset_codec
from pipeline.catalogs.model import Catalog, Unit, UnitKey
from pipeline.catalogs.reading import Layout, parse_layout
from pipeline.catalogs.style import BOM, Style, detect_style, fold, fold_words
from pipeline.errors import CatalogError

_LINE_END = re.compile(r"\r\n|[\r\n]")
_UNKNOWN_KIND = re.compile(r"#[^\w\s~|,:.]")

Span = tuple[int, int]
Headers = tuple[tuple[str, str], ...]


def serialize_catalog(catalog: Catalog, like: bytes | None = None) -> bytes:
    """Write a catalog.

    Args:
        catalog: what to write. It is encoded in the charset that its header declares, or else UTF-8.
        like: the file that is written over. Its style is kept, units that did not change keep their exact
            bytes, and if it says the same as ``catalog`` it comes back as it is.

    Raises:
        CatalogError: what no PO file can hold (NUL or EOT, two active units with one key, a character that
            the declared charset has not), or ``like`` is not a PO file.
    """
    if like is not None:
        layout = parse_layout(like, "the file to write over")
        if layout.catalog == catalog:
            return like
        _check(catalog)
        style = detect_style(like, layout)
        return _encode("\n".join(_rewrite(catalog, layout, style)), catalog, style)
    _check(catalog)
    entries = [_header_lines(catalog, None), *(_unit_lines(unit, None) for unit in catalog.units)]
    text = "\n".join("\n".join(lines) + "\n" for lines in entries if lines)
    return _encode(text, catalog, Style())


def _rewrite(catalog: Catalog, layout: Layout, style: Style) -> list[str]:
    """The new lines: the old ones where they still hold, new ones where not, and the old gaps between."""
    old, lines = layout.catalog, layout.lines
    spans = sorted([*([layout.header] if layout.header else []), *layout.places])
    gaps = {left: lines[left[1] : right[0]] for left, right in pairwise(spans)}
    end = "\r" if style.crlf else ""
    pool: dict[Unit, list[Span]] = {}
    for unit, span in zip(reversed(old.units), reversed(layout.places), strict=True):
        pool.setdefault(unit, []).append(span)

    pieces: list[Span | list[str]] = []
    if layout.header and _header_parts(old) == _header_parts(catalog):
        pieces.append(layout.header)
    else:
        pieces.append(_header_lines(catalog, style.width))
    for unit in catalog.units:
        places = pool.get(unit)
        pieces.append(places.pop() if places else _unit_lines(unit, style.width))

    out: list[str] = list(lines[: spans[0][0]]) if spans else []
    gap: list[str] | None = None
    last: Span | None = None
    for piece in pieces:
        if not piece:
            continue
        if out and gap is not None:
            out += gap
        if isinstance(piece, list):
            last = None
            out += [line + end for line in piece]
            gap = [end]
        else:
            last = piece
            out += lines[piece[0] : piece[1]]
            gap = gaps.get(piece, [end])
    # Comments below the last entry belong to no unit, but someone wrote them.
    tail = lines[spans[-1][1] :] if spans else lines
    if spans and last == spans[-1]:
        return [*out, *tail]
    if any(line.strip() for line in tail):
        return [*out, *([end] if tail[0].strip() else []), *tail]
    return [*out, ""]


def _unit_lines(unit: Unit, width: int | None) -> list[str]:
    """The lines of one unit, without line ends."""
    import polib

    lines = [f"# {text}" if text else "#" for text in _split(unit.translator_comments)]
    lines += [f"#. {text}" if text else "#." for text in _split(unit.extracted_comments)]
    if unit.references:
        lines += fold_words("#:", [_reference(reference) for reference in unit.references], width)
    lines += [
        text if _UNKNOWN_KIND.match(text) or text == "#" else f"# {text}"
        for text in _split(unit.unknown_comments)
    ]
    lines = [_closed(line) for line in lines]
    plural = unit.source_plural is not None
    entry = polib.POEntry(
        msgctxt=unit.context,
        msgid=unit.source,
        msgid_plural=unit.source_plural or "",
        msgstr="" if plural else unit.target,
        msgstr_plural=dict(enumerate(unit.targets)) if plural else {},
        previous_msgctxt=unit.previous_context,
        previous_msgid=unit.previous_source,
        previous_msgid_plural=unit.previous_source_plural,
        flags=[" ".join(flag.split()) for flag in (*(["fuzzy"] if unit.fuzzy else []), *unit.flags)],
        obsolete=unit.obsolete,
    )
    laid_out = entry.__unicode__(wrapwidth=0).split("\n")[:-1]
    if unit.flags:
        laid_out[0] = _closed(laid_out[0])
    if width is None:
        return lines + laid_out
    for line in laid_out:
        lines += fold(line, width)
    return lines


def _header_parts(catalog: Catalog) -> tuple[Headers, tuple[str, ...], bool]:
    return (catalog.headers, catalog.header_comments, catalog.header_fuzzy)


def _header_lines(catalog: Catalog, width: int | None) -> list[str]:
    """The lines of the header entry; none if the catalog has no header."""
    import polib

    if not any(_header_parts(catalog)):
        return []
    lines = []
    for text in _split(catalog.header_comments):
        lines.append(_closed(text if _UNKNOWN_KIND.match(text) else f"# {text}" if text else "#"))
    if catalog.header_fuzzy:
        lines.append("#, fuzzy")
    lines += ['msgid ""', 'msgstr ""']
    for name, value in catalog.headers:
        value = _LINE_END.sub(" ", value)
        text = f"{_LINE_END.sub(' ', name)}: {value}" if name else value
        line = f'"{polib.escape(text)}\\n"'
        lines += [line] if width is None else fold(line, width)
    return lines


def _split(comments: tuple[str, ...]) -> Iterable[str]:
    """A line end inside a comment would begin something else: each line becomes a comment of its own."""
    if not any("\n" in text or "\r" in text for text in comments):
        return comments
    return [line for text in comments for line in _LINE_END.split(text)]


def _closed(comment: str) -> str:
    """A comment line that GNU gettext does not join with the next one, as it does after a backslash."""
    return f"{comment} " if "\\" in comment and comment.rstrip(" ")[-1] == "\\" else comment


def _reference(reference: str) -> str:
    reference = _LINE_END.sub(" ", reference)
    if (" " in reference or "\t" in reference) and "\u2068" not in reference:
        return f"\u2068{reference}\u2069"
    return reference


def _check(catalog: Catalog) -> None:
    seen: set[UnitKey] = set()
    for unit in catalog.units:
        what = None
        if (len(unit.targets) != 1 and unit.source_plural is None) or not unit.targets:
            what = f"{len(unit.targets)} targets"
        elif unit.source_plural == "":
            what = "an empty plural"
        elif unit.previous_source is None and (unit.previous_context, unit.previous_source_plural) != (
            None,
            None,
        ):
            what = "a previous context or plural without a previous source"
        elif not unit.obsolete:
            if unit.key == (None, ""):
                what = "an empty source, which is the header's place"
            elif unit.key in seen:
                what = "the same key as another unit"
            seen.add(unit.key)
        if what:
            raise CatalogError(f"the unit {unit.source[:40]!r} has {what}", "no catalog can hold that")


def _encode(text: str, catalog: Catalog, style: Style) -> bytes:
    for character, sign in (("\0", "NUL"), ("\x04", "EOT")):
        if character in text:
            raise CatalogError(f"a text with the character {sign}", "take it out: no catalog can hold it")
    declared = re.search(r"charset=([^\s;]+)", catalog.header("Content-Type") or "")
    name = declared[1] if declared and declared[1] != "CHARSET" else "UTF-8"
    try:
        data = text.encode("utf-8" if style.bom else charset_codec(name))
    except UnicodeEncodeError as error:
        raise CatalogError(
            f"the character U+{ord(text[error.start]):04X} is not in {name}", "convert the catalog to UTF-8"
        ) from None
    return BOM + data if style.bom else data
