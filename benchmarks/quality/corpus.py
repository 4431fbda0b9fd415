"""Texts to measure with: the TICO-19 memories, and sentences of leaflets in more languages."""

from __future__ import annotations

import re
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.measure import NotMeasuredError
from pipeline.language.locale import Locale, parse_locale

HERE = Path(__file__).parent
_MEMORY = re.compile(r"en-([A-Za-z]+)(?:[-_][A-Za-z]+)?\.tmx(?:\.zip)?")
_LOCALES = {"zh": "zh-Hans", "pt": "pt-BR", "prs": "fa-AF", "fuv": "ff"}


@dataclass(frozen=True, slots=True)
class Text:
    """One source with its translation; ``id`` is the memory's, such as "PubMed_7:434"."""

    id: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """The texts of one locale, none twice; ``reviewed`` has the ids known to be wrong, with the reason."""

    locale: Locale
    texts: tuple[Text, ...]
    reviewed: dict[str, str]


def tico(folder: Path) -> list[Corpus]:
    """The memories in ``folder``.

    Raises:
        NotMeasuredError: there are none.
    """
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if match := _MEMORY.fullmatch(path.name):
            locale = parse_locale(_LOCALES.get(match[1], match[1]))
            found.append(Corpus(locale, _texts(_read(path)), reviewed(locale)))
    if not found:
        raise NotMeasuredError(f"no TICO-19 memories (en-*.tmx.zip) in {folder}")
    return found


def leaflets() -> list[Corpus]:
    """The sentences of ``leaflet.toml`` in every language it has."""
    data = tomllib.loads((HERE / "leaflet.toml").read_text("utf-8"))
    sources: dict[str, str] = data.pop("en")
    return [
        Corpus(
            parse_locale(tag),
            tuple(Text(id, sources[id], target) for id, target in targets.items()),
            {},
        )
        for tag, targets in data.items()
    ]


def reviewed(locale: Locale) -> dict[str, str]:
    """The units of TICO-19 that a person found to be wrong, with the reason (``reviewed.toml``)."""
    data = tomllib.loads((HERE / "reviewed.toml").read_text("utf-8"))
    found: dict[str, str] = {}
    for entry in (*data.get("every", ()), *data.get(locale.tag, ())):
        for part in entry["units"].split():
            document, _, numbers = part.partition(":")
            first, _, last = numbers.partition("-")
            for number in range(int(first), int(last or first) + 1):
                found[f"{document}:{number}"] = entry["reason"]
    return found


def _read(path: Path) -> bytes:
    if path.suffix != ".zip":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        return archive.read(name)


def _texts(memory: bytes) -> tuple[Text, ...]:
    """The pairs of a memory, the first where a source stands twice."""
    found: dict[str, Text] = {}
    for unit in ElementTree.fromstring(memory).iter("tu"):
        source, target = ("".join(segment.itertext()).strip() for segment in unit.iter("seg"))
        if source and target:
            found.setdefault(source, Text(unit.get("tuid", ""), source, target))
    return tuple(found.values())
