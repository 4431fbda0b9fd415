"""The quick way to read a PO file: one expression an entry, for files as PO tools write them.

It reads a part of what ``scanner`` reads, and gives just the same; of anything it is not sure of it says None
and leaves the whole file to the scanner, which also words every error. A test compares the two.
"""

from __future__ import annotations

import re

from pipeline.catalogs.comments import Comments, as_comment
from pipeline.catalogs.model import Unit
from pipeline.language.regex import regex

Span = tuple[int, int]

_TEXT = r'"([^"\\\n]*+(?:\\[ntrbfva"\\][^"\\\n]*+)*+)"\n'
_MORE = r'((?:"(?:[^"\\\n]++|\\[ntrbfva"\\])*+"\n)*+)'


def _field(keyword: str, prefix: str = "") -> str:
    more = _MORE.replace('(?:"', f'(?:{re.escape(prefix)}"', 1) if prefix else _MORE
    return f"{re.escape(prefix)}{keyword} {_TEXT}{more}"


_BLANK = r"\n*+"
_COMMENTS = r"((?:#(?![~|])[^\n]*+\n)*+)"
_END = "(?=\n|#|msg|$)"
# Nearly every entry: "#." and "#:" lines, two strings without escapes, an empty line. A dot takes the rest of
# a line fifteen times as fast as a class of characters does; what it must not have taken is looked for later.
_USUAL = re.compile(r'((?:#\. .*\n)*+)((?:#: .*\n)*+)msgid "(.*)"\nmsgstr "(.*)"\n(?=\n)')
_UNUSUAL = re.compile(r'["\\\t]')
# Most of the others are plain: each of their texts is one string.
_PLAIN = regex(f"{_BLANK}{_COMMENTS}(?:msgctxt {_TEXT})?msgid {_TEXT}msgstr {_TEXT}{_END}")
_PREVIOUS = f"(?:(?:{_field('msgctxt', '#| ')})?{_field('msgid', '#| ')})?"
_ENTRY = regex(
    f"{_BLANK}{_COMMENTS}{_PREVIOUS}(?:{_field('msgctxt')})?{_field('msgid')}{_field('msgstr')}{_END}"
)
_OLD_PREVIOUS = _PREVIOUS.replace(re.escape("#| "), re.escape("#~| "))
_OBSOLETE = regex(
    f"{_BLANK}{_COMMENTS}{_OLD_PREVIOUS}(?:{_field('msgctxt', '#~ ')})?{_field('msgid', '#~ ')}"
    f"{_field('msgstr', '#~ ')}{_END}"
)
_ONE_STRING = re.compile(r'[^"\\]*+(?:\\[ntrbfva"\\][^"\\]*+)*+')
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
    count = text.count
    usual = _USUAL.match  # at one place after the other: to search would try each line of a long comment anew
    while at < size:
        match = usual(text, at)
        if match is not None and match.end() - at < longest:
            above, places, source, target = match.groups()
            extracted = tuple(above[3:-1].split("\n#. ")) if above else ()
            references = tuple(places[3:-1].split("\n#: ")) if places else ()
            source, target = _unescaped(source), _unescaped(target)
            if not (
                source is None
                or target is None
                or (above and _UNUSUAL.search(above))
                or (places and (_UNUSUAL.search(places) or places.count(" ") > len(references)))
                or "" in references
            ):
                end = match.end()
                line += len(extracted) + len(references)
                units.append(Unit(source, (target,), None, None, (), False, references, extracted, line=line))
                spans.append((at, end))
                line += 3
                at = end + 1
                continue
        found = _entry(text, at)
        if found is None:
            return (units, spans) if _TAIL.match(text, at) else None
        entry, keyword, comments, texts, obsolete = found
        start, end = entry.start(1), entry.end()
        if end - start > longest:  # maybe one of its texts is too long: the scanner will say
            return None
        line += count("\n", at, keyword)
        units.append(_unit(comments, texts, obsolete=obsolete, line=line))
        spans.append((start, end))
        at = end + text.startswith("\n", end)
        line += count("\n", keyword, at)
    return units, spans


def _entry(text: str, at: int) -> tuple[re.Match[str], int, str, tuple[str | None, ...], bool] | None:
    """The entry that stands at ``at``: its match, where its first keyword stands, its comments and its texts
    (previous context and source, context, source, target), and whether it is obsolete."""
    match = _PLAIN.match(text, at)
    if match is not None:
        comments, *plain = match.groups()
        texts = (None, None, *(None if one is None else _plain(one) for one in plain))
        return match, match.end(1), comments, texts, False
    match, obsolete = _ENTRY.match(text, at), False
    if match is None:
        match, obsolete = _OBSOLETE.match(text, at), True
    if match is None:
        return None
    # Each text as its first string and the strings below it.
    comments, *strings = match.groups()
    keyword = match.start(8 if match[6] is None else 6)
    return match, keyword, comments, tuple(map(_put_together, strings[::2], strings[1::2])), obsolete


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


def _unescaped(text: str) -> str | None:
    """What stands between the quotes of one string; None where that is not one."""
    if "\\" not in text:
        return None if '"' in text else text
    return _plain(text) if _ONE_STRING.fullmatch(text) else None


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda match: _SIMPLE[match[1]], text) if "\\" in text else text
