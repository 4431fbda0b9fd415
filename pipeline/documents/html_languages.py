"""Which languages a page speaks, and which of its parts are therefore left out."""

from __future__ import annotations

from msgspec import Struct

from pipeline.documents import html_attributes as attributes
from pipeline.documents.html_tokens import StartTag


class LanguageMark(Struct, frozen=True):
    """An element that says a language or a direction, for ``rebuild`` to set anew.

    Attributes:
        tag: its start tag.
        root: it is ``<html>``.
        page: what it is called if it is a ``<meta>`` tag that says the page's language, else empty.
    """

    tag: StartTag
    root: bool = False
    page: str = ""


class Languages:
    """What the elements of a page say of languages.

    Args:
        locale: the language that the file said already.
        expected: the language that it is in if it says none, or None if nobody knows.
        leads: whether the first element, if it says a language, says that of the file.

    Attributes:
        locale: the language that the page says it is in.
        marks: elements in that language, and ``<html>`` and ``<body>``.
        leads: whether nothing has come before the next element.
    """

    def __init__(self, locale: str | None, expected: str | None, leads: bool) -> None:
        self.locale = locale
        self.marks: list[LanguageMark] = []
        self.leads = leads
        self._expected = attributes.primary(expected or "")

    def meet(self, tag: StartTag) -> None:
        """Take in what a tag says of the whole page."""
        if tag.name in ("html", "body"):
            if tag.name == "html" and (language := attributes.language_of(tag)):
                self.locale = language
            self.marks.append(LanguageMark(tag, root=tag.name == "html"))
        elif tag.name == "meta" and (page := attributes.page_language(tag)):
            self.marks.append(LanguageMark(tag, page=page))

    def is_off(self, tag: StartTag) -> bool | None:
        """Whether an element turns translation off or on; None if it says nothing."""
        if not tag.attributes:
            return None
        translate = attributes.says_translate(tag)
        if translate is not None:
            return not translate
        language = attributes.language_of(tag)
        primary = attributes.primary(language)
        if tag.name in ("html", "body") or not primary:
            return None
        # A page that says it only of its parts, or a fragment that begins with it.
        if self.locale is None and (primary == self._expected or self.leads):
            self.locale = language
        if primary != attributes.primary(self.locale or ""):
            return True
        self.marks.append(LanguageMark(tag))
        return None
