"""Assembly: a document's blocks with their target content become an Edition, complete and safe to lay out."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from unicodedata import bidirectional

from pipeline.documents.blocks import Title
from pipeline.documents.inline import Foreign, Inline, Isolate, Link, Run, children_of, plain_text
from pipeline.documents.model import Document
from pipeline.documents.walking import map_texts
from pipeline.editions.contact import contact_link
from pipeline.editions.frame import Frame, frame_for
from pipeline.editions.model import Banner, Edition, Fact, Provenance
from pipeline.editions.quoted import mark_quoted
from pipeline.editions.struck import mark_struck
from pipeline.editions.typography import clean_text, make_safe
from pipeline.errors import ExportError
from pipeline.language.dates import format_date
from pipeline.language.locale import Locale
from pipeline.language.names import both_names, name_in

_FIELD = re.compile(r"\{([a-z]+)\}")


def assemble(
    *,
    domain: str,
    document: Document,
    locale: Locale,
    source_locale: Locale,
    contents: Mapping[int, tuple[Inline, ...]],
    provenance: Provenance,
    frame: Frame | None = None,
) -> Edition:
    """Put an edition together.

    Args:
        document: the source; gives the blocks, and the title for staff.
        contents: target content by text index; sentences without a target are ``Foreign`` nodes in it. A
            text that is left out stands in the source's words, as ``Foreign`` where the locale is another.
        provenance: decides the banner: it is there unless ``approved``.
        frame: the words around the text where the project brings its own; otherwise those that ship.

    Raises:
        ExportError: the edition is said to be approved and cannot be (a sentence is not translated, a review
            is missing, the frame is not in the reader's language), or a text holds a control of direction
            that can turn characters around (``text_index`` says which).
    """
    frame = frame if frame is not None else frame_for(locale)
    whole = {
        text.index: contents.get(text.index, _source(text.content, locale, source_locale))
        for text in document.texts
    }
    _check_claims(domain, document, locale, whole, provenance, frame)
    whole = {index: mark_quoted(content, locale) for index, content in whole.items()}
    safe: dict[int, tuple[Inline, ...]] = {}
    for text in document.texts:
        try:
            safe[text.index] = make_safe(mark_struck(whole[text.index]), locale)
        except ExportError as error:
            what = f'"{text.role}" of {domain} in {locale}: {error.what}'
            raise ExportError(what, error.hint).of_text(text.index) from None
    title = next((block.text for block in document.blocks if isinstance(block, Title)), None)
    return Edition(
        domain=domain,
        locale=locale,
        source_locale=source_locale,
        title=_one_line(whole[title.index]) if title is not None else domain,
        blocks=map_texts(document.blocks, safe),
        facts=tuple(
            _facts(
                locale,
                source_locale,
                source_title(document, source_locale),
                provenance,
                frame,
            )
        ),
        banner=None if provenance.approved else _banner(frame, provenance),
        facts_heading=frame.about,
        page_label=frame.page,
        provenance=provenance,
        frame_locale=frame.locale if frame.locale.language != locale.language else None,
        resources=document.resources,
    )


def source_title(document: Document, source_locale: Locale) -> str:
    """The title in the words of the source; empty where the document has none.

    Raises:
        ExportError: it holds a control of direction that can turn characters around.
    """
    title = next((block.text for block in document.blocks if isinstance(block, Title)), None)
    return _one_line(mark_quoted(title.content, source_locale)) if title is not None else ""


def version_of(sources: Iterable[str], targets: Iterable[str]) -> str:
    """Return the short name of an exact text: 8 hex digits of a SHA-256 over all sources and all targets.

    Each text is preceded by its length in bytes, and each of the two lists by its count, so that no other
    division of the same characters has the same name.
    """
    digest = hashlib.sha256()
    for texts in (list(sources), list(targets)):
        digest.update(len(texts).to_bytes(8, "big"))
        for text in texts:
            data = text.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)
    return digest.hexdigest()[:8]


def _check_claims(
    domain: str,
    document: Document,
    locale: Locale,
    contents: Mapping[int, tuple[Inline, ...]],
    provenance: Provenance,
    frame: Frame,
) -> None:
    """Refuse what a sound workflow never asks for: the last guard before a page that says "approved"."""
    what = f"{domain} in {locale}"
    if not provenance.approved:
        if provenance.reviews or provenance.review_by is not None:
            raise ExportError(f"{what} is a draft that names reviews", "this is a bug in Polyleaf; report it")
        return
    for text in document.texts:
        content = contents[text.index]
        if _has_foreign(content):
            raise ExportError(
                f'{what} is said to be approved, but "{text.role}" is not translated', "publish nothing of it"
            )
        if plain_text(text.content).strip() and not plain_text(content).strip():
            raise ExportError(
                f'{what} is said to be approved, but "{text.role}" is empty', "publish nothing of it"
            )
    if not provenance.reviews:
        raise ExportError(f"{what} is said to be approved, but by no one", "require at least one role")
    if provenance.machine_draft:
        raise ExportError(
            f"{what} is said to be approved, but holds a machine's draft that no person has confirmed",
            "publish nothing of it",
        )
    if frame.locale.language != locale.language:
        raise ExportError(
            f"Polyleaf has no words for the frame of a leaflet in {locale.english_name} ({locale})",
            f"translate locales/{locale.gettext_name}/frame.po (made by polyleaf update)",
        )


def _facts(
    locale: Locale, source_locale: Locale, source_title: str, provenance: Provenance, frame: Frame
) -> Iterator[Fact]:
    yield Fact("language", frame.language, _value(both_names(locale), locale))
    if locale != source_locale and source_title:
        label = frame.source_title.replace("{language}", name_in(source_locale, frame.locale))
        yield Fact(
            "source-title", label, make_safe((Foreign(source_locale.tag, (Run(source_title),)),), locale)
        )
    if provenance.published is not None:
        yield Fact("published", frame.published, (date_in(provenance.published, locale),))
    yield Fact("version", frame.version, (_ltr(provenance.version, locale),))
    for review in provenance.reviews:
        # One line for each role: it stands alone in a message, and no list has to be joined in 100 languages.
        fields = {
            "role": _value(frame.role(review.role), locale),
            "date": (date_in(review.date, locale),),
        }
        yield Fact("reviewed", frame.reviewed, tuple(_fill(frame.review_line, fields)))
    if provenance.review_by is not None:
        yield Fact("review-by", frame.review_by, (date_in(provenance.review_by, locale),))
    if provenance.publisher.name.strip():
        yield Fact("publisher", frame.publisher, _name(provenance.publisher.name, locale))
    if provenance.publisher.contact.strip():
        yield Fact("contact", frame.contact, _contact(provenance.publisher.contact, locale))


def _banner(frame: Frame, provenance: Provenance) -> Banner:
    return Banner(frame.draft_heading, frame.machine_text if provenance.machine_draft else frame.draft_text)


def _contact(text: str, locale: Locale) -> tuple[Inline, ...]:
    text = " ".join(clean_text(text).split())
    link = contact_link(text)
    if link is None:
        return _value(text, locale)
    href, shown = link
    # A number to dial or an address to type never breaks; an address that holds a space is none.
    return (Link(href, (_ltr(shown.replace(" ", "\u00a0"), locale),)),)


def _value(text: str, locale: Locale) -> tuple[Inline, ...]:
    return make_safe((Run(" ".join(text.split())),), locale)


def _name(text: str, locale: Locale) -> tuple[Inline, ...]:
    """A name wholly in letters of the other direction is one piece, whatever quotes or stops stand in it."""
    text = " ".join(clean_text(text).split())
    if locale.direction == "rtl" and not any(bidirectional(c) in ("R", "AL") for c in text):
        return (Isolate(text, "ltr"),)
    return _value(text, locale)


def date_in(date: datetime.date, locale: Locale) -> Inline:
    """``date`` in the words of ``locale``; it runs in the reader's direction, whatever its digits are."""
    text = format_date(date, locale)
    return Isolate(text, "rtl") if locale.direction == "rtl" else Run(text)


def _ltr(text: str, locale: Locale) -> Inline:
    return Isolate(text, "ltr") if locale.direction == "rtl" else Run(text)


def _fill(pattern: str, fields: Mapping[str, tuple[Inline, ...]]) -> Iterator[Inline]:
    for number, part in enumerate(_FIELD.split(pattern)):
        if number % 2:
            yield from fields[part]
        elif part:
            yield Run(part)


def _source(content: tuple[Inline, ...], locale: Locale, source_locale: Locale) -> tuple[Inline, ...]:
    return content if locale == source_locale else (Foreign(source_locale.tag, content),)


def _has_foreign(content: Iterable[Inline]) -> bool:
    return any(isinstance(node, Foreign) or _has_foreign(children_of(node)) for node in content)


def _one_line(content: Iterable[Inline]) -> str:
    return " ".join(clean_text(plain_text(content)).split())
