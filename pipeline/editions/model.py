"""The Edition: one leaflet in one locale, complete and safe to lay out, with its provenance."""

from __future__ import annotations

import datetime
from typing import Literal

from msgspec import Struct

from pipeline.documents.blocks import Block
from pipeline.documents.inline import Inline
from pipeline.documents.model import Resource
from pipeline.editions.publisher import Publisher as Publisher
from pipeline.language.locale import Locale


class Review(Struct, frozen=True):
    """That a role has approved the whole of this edition's text, and when (the day of the last approval)."""

    role: str
    date: datetime.date


class Provenance(Struct, frozen=True):
    """Where an edition comes from and who stands behind it.

    Attributes:
        approved: every unit is approved under the project's policy. Decides the banner; never guessed.
        machine_draft: some target is a machine's draft that no person has confirmed.
        published: the publication date that the source document gives.
        version: a short name of the exact text: the first 8 hex digits of the digest of source and targets.
        reviews: the approving roles, in the policy's order; empty unless ``approved``.
        review_by: the day on which the first approval expires; None unless ``approved``.
        publisher: who is responsible.
    """

    approved: bool
    machine_draft: bool
    published: datetime.date | None
    version: str
    reviews: tuple[Review, ...]
    review_by: datetime.date | None
    publisher: Publisher


class Fact(Struct, frozen=True):
    """One line of the leaflet's particulars, in the reader's language.

    Attributes:
        kind: stable name for tests and styles.
        label: such as "Published"; already in the reader's language.
        value: inline content, already isolated where the direction asks for it.
    """

    kind: Literal[
        "language", "source-title", "version", "published", "publisher", "reviewed", "review-by", "contact"
    ]
    label: str
    value: tuple[Inline, ...]


class Banner(Struct, frozen=True):
    """What a draft says of itself on every page, in the reader's language."""

    heading: str
    text: str


class Edition(Struct, frozen=True):
    """One leaflet in one locale.

    Attributes:
        domain: of the document.
        locale, source_locale: BCP 47.
        title: plain text of the title, for metadata.
        blocks: the body; the first is the Title. Right-to-left safety has been seen to.
        facts: the particulars to print in the body, after the text, in order.
        banner: present unless the edition is approved.
        facts_heading: the heading over the particulars.
        page_label: "Page {page} of {pages}" in the reader's language, with these two fields.
        provenance: see Provenance.
        frame_locale: the language of the banner, the labels and the heading where it is not the edition's own
            (a draft in a language whose frame Polyleaf does not have); otherwise None.
        resources: the pictures that the blocks name.
    """

    domain: str
    locale: Locale
    source_locale: Locale
    title: str
    blocks: tuple[Block, ...]
    facts: tuple[Fact, ...]
    banner: Banner | None
    facts_heading: str
    page_label: str
    provenance: Provenance
    frame_locale: Locale | None = None
    resources: tuple[Resource, ...] = ()
