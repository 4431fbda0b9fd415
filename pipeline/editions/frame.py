"""The frame of a leaflet: the words Polyleaf itself puts around a text, in the reader's language.

They come from catalogs of their own in ``frames/`` (English is the source, ``frame.pot`` the template).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib import resources

from msgspec import Struct

from pipeline.errors import CatalogError
from pipeline.language.locale import Locale, parse_locale

ENGLISH = Locale("en", "en")


class Frame(Struct, frozen=True):
    """All the words of the frame. Where a word has fields, they stand in it as ``{name}``.

    Attributes:
        locale: the language these words are in, which may not be the edition's (see ``frame_for``).
        draft_heading, draft_text: the banner of whatever is not approved.
        machine_text: the banner's text where a machine translated and no person has confirmed it.
        published, version, language, publisher, reviewed, review_by, contact: labels of the particulars.
        source_title: label of the source's title, with ``{language}``.
        review_line: a reviewing role and the day of its approval, with ``{role}`` and ``{date}``.
        about: heading over the particulars.
        page: with ``{page}`` and ``{pages}``.
        role_linguistic, role_clinical: what the two default roles are called (see ``role``).
        leaflets: heading of the index page of a publication.
    """

    locale: Locale
    draft_heading: str
    draft_text: str
    machine_text: str
    published: str
    version: str
    language: str
    source_title: str
    publisher: str
    reviewed: str
    review_line: str
    review_by: str
    contact: str
    about: str
    page: str
    role_linguistic: str
    role_clinical: str
    leaflets: str

    def role(self, name: str) -> str:
        """What readers call a reviewing role; a role that only the project's settings know stays as it is."""
        return {"linguistic": self.role_linguistic, "clinical": self.role_clinical}.get(name, name)


WORDS: dict[str, str] = {
    "draft_heading": "Draft: not reviewed",
    "draft_text": (
        "This leaflet has not been checked by the people who must approve it. Do not hand it out."
    ),
    "machine_text": ("A machine translated this leaflet and no person has checked it. Do not hand it out."),
    "published": "Published",
    "version": "Version",
    "language": "Language",
    "source_title": "Title in {language}",
    "publisher": "Responsible for this leaflet",
    "reviewed": "Reviewed by",
    "review_line": "{role}, {date}",
    "review_by": "Review due by",
    "contact": "Questions? Contact",
    "about": "About this leaflet",
    "page": "Page {page} of {pages}",
    "role_linguistic": "language reviewer",
    "role_clinical": "health professional",
    "leaflets": "Leaflets",
}
"""The English source of each word: field of Frame → ``msgid``."""

_FIELD = re.compile(r"\{[^{}]*\}|[{}]")


def frame_for(locale: Locale) -> Frame:
    """Return the frame that readers of ``locale`` can read, or the English one where Polyleaf ships none.

    A frame of the same language in the same script serves where the exact locale has none (pt-PT reads
    pt-BR's; zh-TW does not read zh-Hans's). With the English one, ``Frame.locale`` says so: drafts are
    built with it, marked as English, so that a translator of a new language can start; but an approved
    edition is refused (``assembly.assemble``), for a reader must be able to read who checked it. A
    project brings the words of another language itself with ``frame_from_words``.
    """
    name = _best_name(locale)
    return _shipped(name) if name is not None else _english()


def ships(locale: Locale) -> bool:
    """Whether ``frame_for`` has a frame in the language of ``locale``."""
    return locale.language == ENGLISH.language or _best_name(locale) is not None


def frame_from_words(words: Mapping[str, str], locale: Locale) -> Frame:
    """Make a frame of translations: English word (a value of ``WORDS``) → word in ``locale``'s language.

    Raises:
        CatalogError: a word is missing or empty, holds other fields than the English, or holds a control
            character (also a bidirectional one).
    """
    values: dict[str, str] = {}
    for field, source in WORDS.items():
        values[field] = words.get(source, "")
        fault = fault_of_word(source, values[field], locale)
        if fault is not None:
            raise fault
    return Frame(locale=locale, **values)


def fault_of_word(source: str, target: str, locale: Locale) -> CatalogError | None:
    """What keeps ``target`` from standing for the word ``source`` in a frame (see ``frame_from_words``)."""
    if not target.strip():
        return CatalogError(f'no {locale.tag} translation of "{source}"', "translate every word of the frame")
    if sorted(_FIELD.findall(target)) != sorted(_FIELD.findall(source)):
        return CatalogError(
            f'the {locale.tag} translation of "{source}" has other fields: "{target}"',
            "keep what stands in braces, each once",
        )
    if any(not c.isprintable() and c not in "\u00a0\u202f\u200b\u200c\u200d" for c in target):
        return CatalogError(
            f'the {locale.tag} translation of "{source}" holds a control character', "take it out"
        )
    return None


@functools.cache
def shipped_locales() -> tuple[Locale, ...]:
    """The locales whose frame ships with Polyleaf, English first."""
    names = sorted(
        entry.name.removesuffix(".po") for entry in _folder().iterdir() if entry.name.endswith(".po")
    )
    return (ENGLISH, *(parse_locale(name.replace("_", "-")) for name in names))


def frame_template() -> bytes:
    """The template of a frame (POT), for a language that Polyleaf ships none in."""
    return _folder().joinpath("frame.pot").read_bytes()


def _best_name(locale: Locale) -> str | None:
    """The file name, without ending, of the frame to use; None for English."""
    if locale in shipped_locales()[1:]:
        return locale.gettext_name
    same = [
        other
        for other in shipped_locales()[1:]
        if other.language == locale.language and other.likely_script == locale.likely_script
    ]
    plain = [other for other in same if other.tag == locale.language]
    best = plain or same
    return best[0].gettext_name if best else None


@functools.cache
def _shipped(name: str) -> Frame:
    import polib

    text = _folder().joinpath(f"{name}.po").read_text("utf-8")
    locale = parse_locale(name.replace("_", "-"))
    return frame_from_words({entry.msgid: entry.msgstr for entry in polib.pofile(text)}, locale)


@functools.cache
def _english() -> Frame:
    return frame_from_words({word: word for word in WORDS.values()}, ENGLISH)


def _folder() -> resources.abc.Traversable:
    return resources.files("pipeline.editions").joinpath("frames")
