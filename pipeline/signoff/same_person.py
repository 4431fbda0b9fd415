"""Whether two spellings are one person's. It errs towards yes: nobody approves what they may have written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.signoff.model import Reviewer

_BREAK = re.compile(r"[\s<>()\[\]\"',;:]+")
_BESIDE = re.compile(r"\([^()]*\)|<[^<>]*>")
_ACCENTS = range(0x300, 0x370)
"""Combining Diacritical Marks: of Latin, Greek and Cyrillic letters. Marks of other scripts may be vowels."""


def is_same_person(reviewer: Reviewer, last_translator: str | None) -> bool:
    """Whether a catalog's Last-Translator ("Name <address>", or several with ";" between) is this reviewer.

    They are compared by name and by address. Case, accents, invisible characters, Unicode form, the order of
    names and what stands in brackets play no part; nor does what follows "+" in an address, where only one of
    the two has it. Two people of the same name must be told apart in reviewers.toml.
    """
    if not last_translator:
        return False
    text = _plain(last_translator)
    own = fold_address(reviewer.email)
    for address in filter(_is_address, _BREAK.split(text)):
        if own in (address, _without_tag(address)) or _without_tag(own) == address:
            return True
    name = _words(reviewer.name)
    return bool(name) and name in map(_words, _names(text))


def fold_address(address: str) -> str:
    """An address in the form in which two are compared."""
    return _plain(address)


def _plain(text: str) -> str:
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())


def _is_address(word: str) -> bool:
    return "@" in word


def _without_tag(address: str) -> str:
    local, _, host = address.rpartition("@")
    return f"{local.partition('+')[0]}@{host}"


def _names(text: str) -> Iterator[str]:
    """What may be a name in a header: what stands between semicolons, and between commas."""
    for one in text.split(";"):
        bare = _BESIDE.sub(" ", one)
        yield bare
        yield from bare.split(",")


def _words(name: str) -> tuple[str, ...]:
    """The words of a name in one order, as far as they are letters and no accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", _plain(name)) if ord(c) not in _ACCENTS)
    return tuple(
        sorted(filter(None, (word.strip("\"'.") for word in _BREAK.split(plain) if "@" not in word)))
    )
