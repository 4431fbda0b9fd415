"""What is published: leaflets with all that proves where they come from."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Policy = Literal["fail", "skip", "keep"]
"""What becomes of the rest when some editions are not approved."""


class PublishedFile(Struct, frozen=True):
    """One file of the output: its path from the output folder, the SHA-256 and size of its bytes."""

    path: str
    sha256: str
    size: int


class PublishedLeaflet(Struct, frozen=True):
    """One approved edition in the manifest.

    Attributes:
        domain, locale, title: of the edition; ``title`` in its own language.
        version: as printed on it.
        published: ISO date that the source gives, or None.
        reviews: role and ISO date of each approval.
        review_by: ISO date, or None.
        source_sha256: of the document's bytes.
        catalog_sha256: of the catalog's bytes; None in the source locale.
        sentences: digest of the unit of each sentence, in reading order.
        outline: digest of the document's form.
        records: names of the sign-off records it stands on, sorted.
        fonts: name and SHA-256 of each outside file that the artifacts depend on.
        files: its artifacts.
        source_title: the title in the source's words, which was signed with it; None where the source has
            none, or an earlier version of Polyleaf published the edition.
    """

    domain: str
    locale: str
    title: str
    version: str
    published: str | None
    reviews: tuple[tuple[str, str], ...]
    review_by: str | None
    source_sha256: str
    catalog_sha256: str | None
    sentences: tuple[str, ...]
    outline: str
    records: tuple[str, ...]
    fonts: tuple[tuple[str, str], ...]
    files: tuple[PublishedFile, ...]
    source_title: str | None = None


class Manifest(Struct, frozen=True):
    """``manifest.json``: everything in an output folder.

    Attributes:
        generator: name and version of the program.
        publisher: who is responsible.
        leaflets: sorted by domain and locale.
        site: files that are not leaflets, such as the index page.
    """

    generator: str
    publisher: str
    leaflets: tuple[PublishedLeaflet, ...]
    site: tuple[PublishedFile, ...]
