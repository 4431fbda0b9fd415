"""What an engine must not touch is taken out of a sentence before it is sent, and put back afterwards.

Out come: tags (as HTML, or as tokens ``{1}``), the addresses of links, phones, e-mail and web addresses,
placeholders of programs, terms that are not to be translated, and anything that looks like a token itself.
Numbers and measures stay in, since an engine needs them for its grammar ("1 tablet", "4 tablets") and
``verification`` sees every change of value; but a number whose separators the target locale reads otherwise
("1,000" is one in Spanish) is taken out and comes back as that locale writes it.

Restoring is forgiving in form (case, spaces, full-width brackets, digits of another script, a byte order
mark, another Unicode normal form) and strict in content: every piece exactly once.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.documents.inline import TAG
from pipeline.engines.model import Marks
from pipeline.engines.numbers import rewrite_numbers
from pipeline.language.placeholders import STRICT
from pipeline.language.quantities import find_quantities
from pipeline.language.quantities.model import Email, Phone, Quantity, Url

if TYPE_CHECKING:
    from pipeline.language.locale import Locale

_TOKEN = re.compile(r"[{｛]\s{0,3}(\d{1,4})\s{0,3}[}｝]")
# Text that would be read as a token or an entity on the way back.
_LOOK_ALIKE = re.compile(r"[{｛]\s{0,3}\d{1,4}\s{0,3}[}｝]|&#?[0-9A-Za-z]{1,31};")
_ELEMENT = re.compile(
    r"<\s?(?P<end>/?)\s?(?P<name>sup|sub|code|br|[abiux])(?P<rest>\s[^<>]{0,200})?\s?/?\s?>", re.IGNORECASE
)
_ID = re.compile(r"""\bid\s?=\s?["'“”]?\s?(\d{1,4})\b""", re.IGNORECASE)
_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


class Lost(Exception):
    """A reply from which the sentence cannot be put together again; its text says why."""


class Piece(Struct, frozen=True):
    """Something taken out: how it stood in the source, and how it goes into the target."""

    source: str
    target: str


class Masked(Struct, frozen=True):
    """A sentence as it is sent.

    Attributes:
        text: for the engine.
        pieces: what was taken out; the number on the way is the index plus one.
        before, after: white space round the sentence, which engines do not keep.
        has_words: whether anything is left to translate.
    """

    text: str
    pieces: tuple[Piece, ...]
    before: str
    after: str
    has_words: bool


class Terms:
    """Terms that are not to be translated, ready to be found. Case counts; only whole words match."""

    def __init__(self, terms: Iterable[str]) -> None:
        listed = sorted({term for term in terms if term.strip()}, key=lambda term: (-len(term), term))
        self._pattern = re.compile("|".join(map(_whole, listed))) if listed else None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        if self._pattern is not None:
            for match in self._pattern.finditer(text):
                yield match.span()


def mask(text: str, marks: Marks, *, source: Locale, target: Locale, terms: Terms) -> Masked:
    """Take out of ``text`` (inline notation) what must not be touched."""
    edges = _EDGES.fullmatch(text)
    assert edges is not None
    before, inner, after = edges.groups()
    pieces: list[Piece] = []
    parts: list[str] = []
    words = False
    done = 0
    for tag in TAG.finditer(inner):
        words |= _mask_run(inner[done : tag.start()], marks, source, target, terms, pieces, parts)
        parts.append(_mask_tag(tag, marks, pieces))
        done = tag.end()
    words |= _mask_run(inner[done:], marks, source, target, terms, pieces, parts)
    return Masked("".join(parts), tuple(pieces), before, after, words)


def unmask(reply: str, masked: Masked, marks: Marks) -> str:
    """Put the pieces of ``masked`` back into ``reply``.

    Raises:
        Lost: a piece is missing, stands there twice, or was never sent.
    """
    seen: Counter[int] = Counter()
    # One form of letters with accents, as people type them: the memory and the checks compare texts.
    reply = unicodedata.normalize("NFC", reply.removeprefix("\ufeff"))

    def piece(number: str) -> str:
        index = int(number)
        if not 1 <= index <= len(masked.pieces):
            raise Lost(f"it holds a mark that was not sent, {index}")
        seen[index] += 1
        return masked.pieces[index - 1].target

    def tokens(text: str) -> str:
        return _TOKEN.sub(lambda match: piece(match[1]), text)

    if marks.tags == "tokens" and marks.kept == "token":
        text = tokens(reply)
    else:
        parts: list[str] = []
        done = 0
        for match in _ELEMENT.finditer(reply):
            parts.append(tokens(html.unescape(reply[done : match.start()])))
            parts.append(_element(match, piece))
            done = match.end()
        parts.append(tokens(html.unescape(reply[done:])))
        text = "".join(parts)
    for index, sent in enumerate(masked.pieces, 1):
        if seen[index] != 1:
            raise Lost(f"{_short(sent.source)} {'was lost' if not seen[index] else 'came back twice'}")
    return masked.before + text.strip() + masked.after


def _element(match: re.Match[str], piece: Callable[[str], str]) -> str:
    name, end = match["name"].lower(), bool(match["end"])
    if name == "br":
        return "" if end else "<br/>"
    if name == "x" or (name == "a" and not end):
        if end:
            return ""
        id = _ID.search(match["rest"] or "")
        if id is None:
            raise Lost("it holds a mark that cannot be read")
        return piece(id[1])
    return f"</{name}>" if end else f"<{name}>"


def _mask_tag(tag: re.Match[str], marks: Marks, pieces: list[Piece]) -> str:
    if marks.tags == "tokens":
        return _token(Piece(tag[0], tag[0]), pieces)
    if tag["href"] is not None:
        pieces.append(Piece(tag[0], tag[0]))
        return f'<a id="{len(pieces)}">'
    if tag["x"]:
        pieces.append(Piece(tag[0], tag[0]))
        return f'<x id="{len(pieces)}"/>'
    return tag[0]


def _mask_run(
    run: str,
    marks: Marks,
    source: Locale,
    target: Locale,
    terms: Terms,
    pieces: list[Piece],
    parts: list[str],
) -> bool:
    """Add ``run``, text without tags, to ``parts``; whether it has letters left to translate."""

    def plain(text: str) -> str:
        return html.escape(text, quote=False) if marks.tags == "html" else text

    done = 0
    words = False
    for start, end, instead in _spans(run, source, target, terms):
        if start < done:
            continue
        between = run[done:start]
        words |= any(map(str.isalpha, between))
        parts.append(plain(between))
        kept = Piece(run[start:end], instead)
        if marks.kept == "element":
            pieces.append(kept)
            parts.append(f'<x id="{len(pieces)}"/>')
        else:
            parts.append(_token(kept, pieces))
        done = end
    parts.append(plain(run[done:]))
    return words or any(map(str.isalpha, run[done:]))


def _spans(run: str, source: Locale, target: Locale, terms: Terms) -> list[tuple[int, int, str]]:
    """What to take out of ``run``, and what to put back; in order, the longer first where two begin
    together.
    """
    found = [(*match.span(), match[0]) for match in _LOOK_ALIKE.finditer(run)]
    found += [(*match.span(), match[0]) for match in STRICT.finditer(run)]
    found += [(start, end, run[start:end]) for start, end in terms.spans(run)]
    for quantity in find_quantities(run, source):
        start, end = quantity.start, quantity.end
        if isinstance(quantity, Phone | Email | Url):
            found.append((start, end, run[start:end]))
        else:
            found += _numbers(run, quantity, source, target)
    found.sort(key=lambda span: (span[0], -span[1]))
    return found


def _numbers(run: str, quantity: Quantity, source: Locale, target: Locale) -> Iterator[tuple[int, int, str]]:
    for start, end, written in rewrite_numbers(run[quantity.start : quantity.end], quantity, source, target):
        yield quantity.start + start, quantity.start + end, written


def _token(piece: Piece, pieces: list[Piece]) -> str:
    pieces.append(piece)
    return f"{{{len(pieces)}}}"


def _whole(term: str) -> str:
    start = r"(?<!\w)" if term[0].isalnum() else ""
    end = r"(?!\w)" if term[-1].isalnum() else ""
    return f"{start}{re.escape(term)}{end}"


def _short(text: str) -> str:
    return f'"{text}"' if len(text) <= 60 else f'"{text[:59]}…"'
