"""Documents of TICO-19, put together as Markdown from the segments of its translation memories.

A ``tuid`` such as "wiki_10:2391" names a document and a place in it. The English of two memories can differ:
those of Spanish and Swahili lost some quotation marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from pipeline.documents.markdown_writer import escape_line
from pipeline.language.locale import parse_locale
from pipeline.memory.languages import match_language
from pipeline.memory.tmx_reading import read_tmx
from pipeline.project.foreign import tmx_streams

LOCALES = tuple(map(parse_locale, ("ar", "es", "fr", "hi", "sw", "zh-Hans")))

Documents = dict[str, list[str]]
"""The segments of each document, in order, in one language."""


@dataclass(frozen=True)
class Memories:
    """Files with the same English, and what they have in each locale by its tag; "en" among them."""

    files: tuple[Path, ...]
    texts: dict[str, Documents]

    @property
    def locales(self) -> list[str]:
        return [tag for tag in self.texts if tag != "en"]


def memories(files: list[Path]) -> list[Memories]:
    """The files, those of the same English together."""
    found: list[Memories] = []
    for file in files:
        texts = _texts(file)
        for number, one in enumerate(found):
            if one.texts["en"] == texts["en"]:
                found[number] = Memories((*one.files, file), one.texts | texts)
                break
        else:
            found.append(Memories((file,), texts))
    return found


def _texts(file: Path) -> dict[str, Documents]:
    ids = [
        element.get("tuid", "")
        for _, stream in tmx_streams(file)
        for element in etree.parse(stream).iter("tu")
    ]
    units = [unit for _, stream in tmx_streams(file) for unit in read_tmx(stream)]
    texts: dict[str, Documents] = {}
    for id, unit in zip(ids, units, strict=True):
        document = id.partition(":")[0]
        for language, text in unit.variants:
            locale = "en" if language == "en" else str(match_language(language, LOCALES))
            texts.setdefault(locale, {}).setdefault(document, []).append(text)
    return texts


def markdown(segments: list[str]) -> str:
    """A document of a title and paragraphs."""
    title, *paragraphs = map(escape_line, segments)
    return "\n\n".join([f"# {title}", *paragraphs]) + "\n"
