"""The quick way to read a PO file: one expression an entry, for files as PO tools write them.

It reads a part of what ``scanner`` reads, and gives just the same; of anything it is not sure of it says None
and leaves the whole file to the scanner, which also words every error. A test compares the two.
"""

from __future__ import annotations

import re

from pipeline.catalogs.comments import Comments, as_comment
from pipeline.catalogs.model import Unit

Span = tuple[int, int]

_TEXT = r'"([^"\\\n]*+(?:\\[ntrbfva"\\][^"\\\n]*+)*+)"\n'
_MORE = r'((?:"(?:[^"\\\n]++|\\[ntrbfva"\\])*+"\n)*+)'


def _field(keyword: str, prefix: str = "") -> str:
    more = _MORE.replace('(?:"', f'(?:{re.escape(prefix)}"', 1) if prefix else _MORE
    return f"{re.escape(prefix)}{keyword} {_TEXT}{more}"


_BLANK = r"\n*+"
_COMMENTS = r"((?:#(?![~|])[^\n]*+\n)*+)"
_END = "(?=\n|#|msg|$)"
# Nearly every entry is plain: each of its texts is one string.
_PLAIN = re.compile(f"{_BLANK}{_COMMENTS}(?:msgctxt {_TEXT})?msgid {_TEXT}msgstr {_TEXT}{_END}")
_PREVIOUS = f"(?:(?:{_field('msgctxt', '#| ')})?{_field('msgid', '#| ')})?"
_ENTRY = re.compile(
    f"{_BLANK}{_COMMENTS}{_PREVIOUS}(?:{_field('msgctxt')})?{_field('msgid')}{_field('msgstr')}{_END}"
)
_OLD_PREVIOUS = _PREVIOUS.replace(re.escape("#| "), re.escape("#~| "))
_OBSOLETE = re.compile(
    f"{_BLANK}{_COMMENTS}{_OLD_PREVIOUS}(?:{_field('msgctxt', '#~ ')})?{_field('msgid', '#~ ')}"
    f"{_field('msgstr', '#~ ')}{_END}"
)
_ESCAPE = re.compile(r"\\(.)")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "\\": "\\", '"': '"'}
_TAIL = re.compile(r"(?:[ \t\f\v\r]*+\n)*+[ \t\f\v\r]*+\Z")


def quick_scan(text: str, longest: int) -> tuple[list[Unit], list[Span]] | None:
    """The entries of ``text`` (without BOM) as units, the header too, and the places of their lines in it.

    None where it is not written in the usual way, or where a text might be longer than ``longest``.
    """
    if "\r" in text or "\f" in text or "\v" in text:
        return None
    units: list[Unit] = []
    spans: list[Span] = []
    at, line, size = 0, 1, len(text)
    plain, count = _PLAIN.match, text.count
    while at < size:
        match = plain(text, at)
        if match is not None:
            comments, context, source, target = match.groups()
            start, end = match.start(1), match.end()
            keyword = start + len(comments)
            if "\\" in source or "\\" in target or (context is not None and "\\" in context):
                source, target = _plain(source), _plain(target)
                context = None if context is None else _plain(context)
            line += count("\n", at, keyword)
            if comments[:3] == "#: " and comments.find("\n") + 1 == len(comments) and _is_simple(comments):
                unit = Unit(source, (target,), context, None, (), False, (comments[3:-1],), line=line)
            else:
                unit = _unit(comments, (None, None, context, source, target), obsolete=False, line=line)
        else:
            match, obsolete = _ENTRY.match(text, at), False
            if match is None:
                match, obsolete = _OBSOLETE.match(text, at), True
                if match is None:
                    return (units, spans) if _TAIL.match(text, at) else None
            # Each text as its first string and the strings below it.
            comments, *texts = match.groups()
            start, end = match.start(1), match.end()
            keyword = match.start(8 if match[6] is None else 6)
            line += count("\n", at, keyword)
            fields = tuple(map(_put_together, texts[::2], texts[1::2]))
            unit = _unit(comments, fields, obsolete=obsolete, line=line)
        if end - start > longest:  # maybe one of its texts is too long: the scanner will say
            return None
        units.append(unit)
        spans.append((start, end))
        line += count("\n", keyword, end)
        at = end
    return units, spans


def _is_simple(reference: str) -> bool:
    """Whether a ``#:`` line holds one reference that needs no further look."""
    return " " not in reference[3:] and "\t" not in reference and "\\" not in reference and len(reference) > 4


def _unit(comments: str, texts: tuple[str | None, ...], *, obsolete: bool, line: int) -> Unit:
    previous_context, previous_source, context, source, target = texts
    said = Comments()
    if comments:
        said.read(map(as_comment, comments[:-1].split("\n")))
    return Unit(
        source or "",
        (target or "",),
        context,
        None,
        tuple(said.flags),
        said.fuzzy,
        tuple(said.references),
        tuple(said.extracted),
        tuple(said.translator),
        previous_context,
        previous_source,
        None,
        obsolete,
        tuple(said.unknown),
        line,
    )


def _put_together(first: str | None, more: str | None) -> str | None:
    if first is None:
        return None
    if more:
        # Each further string has a line, maybe after "#| " or "#~ ": its quotes are the first and the last.
        first += "".join(line[line.index('"') + 1 : -1] for line in more.split("\n")[:-1])
    return _plain(first)


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda match: _SIMPLE[match[1]], text) if "\\" in text else text
