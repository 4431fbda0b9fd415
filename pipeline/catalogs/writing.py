"""A Catalog to PO bytes, as GNU gettext lays entries out, in the style that the file has.

polib could write them too, but it takes four times as long, folds with ``textwrap`` (quadratic on runs of
hyphens) and rewraps comments; a test holds that what is written here is what polib writes unfolded.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Set
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.catalogs.charset import charset_codec, charset_of
from pipeline.catalogs.model import Catalog, Unit, UnitKey
from pipeline.catalogs.style import BOM, Style, detect_style, fold, fold_words
from pipeline.errors import CatalogError

if TYPE_CHECKING:
    from pipeline.catalogs.quick_scan import Span
    from pipeline.catalogs.reading import Layout

_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        "\t": "\\t",
        "\r": "\\r",
        "\n": "\\n",
        "\v": "\\v",
        "\b": "\\b",
        "\f": "\\f",
        '"': '\\"',
    }
)
_LINE_END = re.compile(r"\r\n|[\r\n]")
_UNKNOWN_KIND = re.compile(r"#[^\w\s~|,:.]")

Headers = tuple[tuple[str, str], ...]


def serialize_catalog(catalog: Catalog, like: bytes | None = None, layout: Layout | None = None) -> bytes:
    """Write a catalog.

    Args:
        catalog: what to write. It is encoded in the charset that its header declares, or else UTF-8.
        like: the file that is written over. Its style is kept, units that did not change keep their exact
            bytes, and if it says the same as ``catalog`` it comes back as it is.
        layout: of ``like``, where it has been read already.

    Raises:
        CatalogError: what no PO file can hold (NUL or EOT, two active units with one key, a character that
            the declared charset has not), or ``like`` is not a PO file.
    """
    if like is not None:
        from pipeline.catalogs.reading import parse_layout  # who writes a new file reads none

        layout = layout or parse_layout(like, "the file to write over")
        if layout.catalog == catalog:
            return like
        style = detect_style(like, layout)
        return _encode(_rewrite(catalog, layout, style), catalog, style)
    _check_keys(catalog)
    return b"".join(serialize_anew(catalog, catalog.units))


def serialize_anew(head: Catalog, units: Iterable[Unit]) -> Iterator[bytes]:
    """Write a new catalog piece by piece: the header of ``head``, then ``units``, no two of which are active
    with one key.

    Raises:
        CatalogError: as ``serialize_catalog``.
    """
    lines = _header_lines(head, None)
    if lines:
        yield _encode("\n".join(lines) + "\n", head, Style())
    gap = "\n" if lines else ""
    for some in _batches(units):
        _check(some)
        entries = [_usual_entry(unit) or "\n".join(_unit_lines(unit, None)) + "\n" for unit in some]
        text = gap + "\n".join(entries)
        yield _encode(text, head, Style())
        gap = "\n"


def _batches(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    """The units some at a time: a piece of bytes for each costs more, one for all takes twice the memory."""
    remaining = iter(units)
    while some := list(islice(remaining, 500)):
        yield some


def _rewrite(catalog: Catalog, layout: Layout, style: Style) -> str:
    """The new text: the old entries where they still hold, new ones where not, and the old gaps between."""
    old = layout.catalog
    line_end = "\r\n" if style.crlf else "\n"
    spans = list(layout.places)
    header = bisect(spans, layout.header) if layout.header else len(spans)
    numbers: Iterable[int] = range(len(spans))
    if layout.header:
        numbers = (*range(header), *range(header + 1, len(spans) + 1))
        spans.insert(header, layout.header)
    places = dict(zip(map(id, old.units), numbers, strict=True))

    def entry(lines: list[str]) -> str:
        return "".join([line + line_end for line in lines])

    pieces: list[int | str] = []
    fresh: list[Unit] = []
    if layout.header and _header_parts(old) == _header_parts(catalog):
        pieces.append(header)
    else:
        pieces.append(entry(_header_lines(catalog, style.width)))
    others = [unit for unit in catalog.units if id(unit) not in places]
    doubles = _by_key(old.units, {(unit.context, unit.source) for unit in others})
    for unit in catalog.units:
        place = places.pop(id(unit), None)
        if place is None:
            # Maybe one is the same though it is not the same object.
            candidates = doubles.get((unit.context, unit.source), ())
            same = next((one for one in candidates if id(one) in places and one == unit), None)
            place = None if same is None else places.pop(id(same))
        if place is None:
            fresh.append(unit)
            pieces.append(entry(_unit_lines(unit, style.width)))
        else:
            pieces.append(place)
    _check(fresh)
    _check_keys(catalog)
    return _joined(pieces, layout.text, spans, line_end)


def _by_key(units: Iterable[Unit], wanted: Set[UnitKey]) -> dict[UnitKey, list[Unit]]:
    found: dict[UnitKey, list[Unit]] = {}
    for unit in units:
        key = (unit.context, unit.source)
        if key in wanted:
            found.setdefault(key, []).append(unit)
    return found


def _joined(pieces: list[int | str], text: str, spans: list[Span], line_end: str) -> str:
    """New pieces and, by their numbers, old ones, with what stood above, between and below those."""
    last = len(spans) - 1
    out = [text[: spans[0][0]]] if spans else []
    gap = ""
    piece: int | str = ""
    for piece in pieces:
        if piece == "":
            continue
        out.append(gap)
        if isinstance(piece, str):
            out.append(piece)
            gap = line_end
        else:
            start, end = spans[piece]
            out.append(text[start:end])
            if piece < last:
                gap = text[end : spans[piece + 1][0]]
            else:
                gap = line_end if text[end - 1] == "\n" else f"\n{line_end}"
    # Comments below the last entry belong to no unit, but someone wrote them.
    tail = text[spans[-1][1] :] if spans else text
    if spans and piece == last:
        out.append(tail)
    elif tail and not tail.isspace():
        out += [line_end if tail.split("\n", 1)[0].strip() else "", tail]
    return "".join(out)


def _usual_entry(unit: Unit) -> str | None:
    """The entry of a unit as nearly all of a new file are, in a quarter of the time; None for any other."""
    if (
        unit.fuzzy
        or unit.flags
        or unit.translator_comments
        or unit.unknown_comments
        or unit.obsolete
        or unit.previous_source is not None
        or unit.source_plural is not None
    ):
        return None
    said, places, target = unit.extracted_comments, unit.references, unit.targets[0]
    above = "".join([f"#. {text}\n" for text in said])
    if places:
        above += f"#: {' '.join(places)}\n"
    if (
        "\\" in above
        or "\r" in above
        or "\t" in above
        or "#. \n" in above
        or above.count("\n") > len(said) + (1 if places else 0)
        or (places and any(" " in place for place in places))
    ):
        return None
    source, translation = _escaped(unit.source), _escaped(target) if target else ""
    if source is None or translation is None:
        return None
    if unit.context is not None:
        context = _escaped(unit.context)
        if context is None:
            return None
        above += f'msgctxt "{context}"\n'
    return f'{above}msgid "{source}"\nmsgstr "{translation}"\n'


def _escaped(text: str) -> str | None:
    """A text between its quotes; None where it has several lines, or something rare.

    To look for one sign after the other takes a tenth of the time of one look for any of them. The last ones
    are what str.splitlines breaks at.
    """
    if (
        "\n" in text
        or "\t" in text
        or "\r" in text
        or "\v" in text
        or "\b" in text
        or "\f" in text
        or ("\x1c" in text or "\x1d" in text or "\x1e" in text)
        or (not text.isascii() and ("\x85" in text or "\u2028" in text or "\u2029" in text))
    ):
        return None
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    return text.replace('"', '\\"') if '"' in text else text


def _unit_lines(unit: Unit, width: int | None) -> list[str]:
    """The lines of one unit, without line ends, in gettext's order."""
    lines: list[str] = []
    if unit.translator_comments:
        lines += [_closed(f"# {text}" if text else "#") for text in _split(unit.translator_comments)]
    if unit.extracted_comments:
        lines += [_closed(f"#. {text}" if text else "#.") for text in _split(unit.extracted_comments)]
    if unit.references:
        lines += map(
            _closed, fold_words("#:", [_reference(reference) for reference in unit.references], width)
        )
    for text in _split(unit.unknown_comments):
        lines.append(_closed(text if _UNKNOWN_KIND.match(text) or text == "#" else f"# {text}"))
    strings: list[str] = []
    if unit.fuzzy or unit.flags:
        flags = [" ".join(flag.split()) for flag in unit.flags]
        line = f"#, {', '.join(['fuzzy', *flags] if unit.fuzzy else flags)}"
        strings.append(_closed(line) if flags else line)
    before, now = ("#~| ", "#~ ") if unit.obsolete else ("#| ", "")
    if unit.previous_source is not None:
        if unit.previous_context is not None:
            _add_string(strings, f"{before}msgctxt", before, unit.previous_context)
        _add_string(strings, f"{before}msgid", before, unit.previous_source)
        if unit.previous_source_plural is not None:
            _add_string(strings, f"{before}msgid_plural", before, unit.previous_source_plural)
    if unit.context is not None:
        _add_string(strings, f"{now}msgctxt", now, unit.context)
    _add_string(strings, f"{now}msgid", now, unit.source)
    if unit.source_plural is None:
        _add_string(strings, f"{now}msgstr", now, unit.targets[0])
    else:
        _add_string(strings, f"{now}msgid_plural", now, unit.source_plural)
        for number, target in enumerate(unit.targets):
            _add_string(strings, f"{now}msgstr[{number}]", now, target)
    if width is None:
        return lines + strings
    for line in strings:
        lines += fold(line, width)
    return lines


def _add_string(lines: list[str], keyword: str, prefix: str, text: str) -> None:
    """Add a keyword with its string; a text of several lines has each on a line of its own."""
    if (escaped := _escaped(text)) is not None:
        lines.append(f'{keyword} "{escaped}"')
        return
    pieces = text.splitlines(keepends=True)
    if len(pieces) < 2:
        lines.append(f'{keyword} "{text.translate(_ESCAPES)}"')
        return
    lines.append(f'{keyword} ""')
    lines += [f'{prefix}"{piece.translate(_ESCAPES)}"' for piece in pieces]


def _header_parts(catalog: Catalog) -> tuple[Headers, tuple[str, ...], bool]:
    return (catalog.headers, catalog.header_comments, catalog.header_fuzzy)


def _header_lines(catalog: Catalog, width: int | None) -> list[str]:
    """The lines of the header entry; none if the catalog has no header."""
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
        line = f'"{text.translate(_ESCAPES)}\\n"'
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


def _check(units: Iterable[Unit]) -> None:
    """Refuse what no entry can say."""
    for unit in units:
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
        elif not unit.obsolete and unit.key == (None, ""):
            what = "an empty source, which is the header's place"
        if what:
            raise _impossible(unit, what)


def _check_keys(catalog: Catalog) -> None:
    keys = [(unit.context, unit.source) for unit in catalog.units if not unit.obsolete]
    if len(set(keys)) < len(keys):
        seen: set[UnitKey] = set()
        for unit in catalog.active:
            if unit.key in seen:
                raise _impossible(unit, "the same key as another unit")
            seen.add(unit.key)


def _impossible(unit: Unit, what: str) -> CatalogError:
    return CatalogError(f"the unit {unit.source[:40]!r} has {what}", "no catalog can hold that")


def _encode(text: str, catalog: Catalog, style: Style) -> bytes:
    for character, sign in (("\0", "NUL"), ("\x04", "EOT")):
        if character in text:
            raise CatalogError(f"a text with the character {sign}", "take it out: no catalog can hold it")
    name = charset_of(catalog.headers)
    try:
        data = text.encode("utf-8" if style.bom else charset_codec(name))
    except UnicodeEncodeError as error:
        raise CatalogError(
            f"the character U+{ord(text[error.start]):04X} is not in {name}", "convert the catalog to UTF-8"
        ) from None
    return BOM + data if style.bom else data
