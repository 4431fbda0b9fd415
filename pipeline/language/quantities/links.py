"""Web and e-mail addresses."""

from __future__ import annotations

from pipeline.language.quantities.model import Email, Quantity, Url
from pipeline.language.regex import regex

# Counts are bounded: an address is short, and a long line of dots and letters must stay cheap.
_EMAIL = regex(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9-])"
)
_URL = regex(
    r"(?:(?<![A-Za-z])(?i:https?|ftp)://|(?<![A-Za-z0-9.@])(?i:www)\.)[^\s<>\"'«»“”‘’（）【】。，、،؛؟।\u2e80-\uffee]{1,2000}"
)
# A bare domain only with an ending that is used for pages, so that "2.5.mg" or "e.g" is none.
_DOMAIN = regex(
    r"(?<![A-Za-z0-9.@/-])[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9][A-Za-z0-9-]{0,62}){0,3}\."
    r"(?:com|org|net|gov|edu|int|info|nhs\.uk|gov\.uk|org\.uk|co\.uk|eu)(?:/[^\s<>\"'«»“”‘’（）。，、،؛؟।\u2e80-\uffee]{0,2000})?(?![A-Za-z0-9-])"
)
_DOMAIN_HINTS = (".com", ".org", ".net", ".gov", ".edu", ".int", ".info", ".uk", ".eu")
_CLOSING = ".,;:!?…*_"


def find_links(text: str) -> list[Quantity]:
    """The addresses in the text, in order, without the punctuation that follows them."""
    found: list[Quantity] = []
    if "@" in text:
        found += [Email(start=m.start(), end=m.end(), address=m[0]) for m in _EMAIL.finditer(text)]
    lower = text.lower()
    if "://" in text or "www." in lower:
        for match in _URL.finditer(text):
            end = _trim(text, match.start(), match.end())
            if end > match.start() + 4:
                found.append(Url(start=match.start(), end=end, address=text[match.start() : end]))
    if any(map(lower.__contains__, _DOMAIN_HINTS)):
        for match in _DOMAIN.finditer(text):
            end = _trim(text, match.start(), match.end())
            found.append(Url(start=match.start(), end=end, address=text[match.start() : end]))
    found.sort(key=lambda q: (q.start, -q.end))
    kept: list[Quantity] = []
    for link in found:
        if not kept or link.start >= kept[-1].end:
            kept.append(link)
    return kept


def _trim(text: str, start: int, end: int) -> int:
    """Leave out closing punctuation, and a closing bracket that was not opened inside."""
    opened = text.count("(", start, end)
    closed = text.count(")", start, end)
    while end > start:
        last = text[end - 1]
        if last == ")" and closed > opened:
            closed -= 1
        elif last not in _CLOSING:
            break
        end -= 1
    return end
