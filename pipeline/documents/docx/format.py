"""The Word format, as the registry knows it."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.documents.inline import Inline
from pipeline.documents.model import Document
from pipeline.language.locale import Locale


class DocxFormat:
    """Word documents without macros, tracked changes or a password."""

    name = "docx"
    suffixes: tuple[str, ...] = (".docx",)

    def parse(self, data: bytes, *, locale: Locale | None = None) -> Document:  # noqa: ARG002
        """Read a Word document.

        ``Text.line`` is the number of the paragraph in the document.

        Raises:
            DocumentError: not a Word document, damaged, too large, unsafe, encrypted, with macros or with
                tracked changes; says what to do.
        """
        from pipeline.documents.docx.package import Package
        from pipeline.documents.docx.reader import Reader

        return Reader(Package(data)).read()[0]

    def rebuild(
        self,
        document: Document,
        contents: Mapping[int, tuple[Inline, ...]],
        *,
        locale: Locale | None = None,
    ) -> bytes:
        """Write the texts named in ``contents`` at their places, and what Word must know of their language.

        All members of the archive that no translation or setting touches keep their bytes; with nothing to
        change the whole file does. A translated sentence keeps the look of the source's characters with the
        same styles; where these have several looks (a word in red), the most used one. With a right-to-left
        ``locale``, paragraphs, tables and sections are turned, and numbers, measures and phone numbers keep
        their left-to-right order.

        Raises:
            DocumentError: ``contents`` names a text that the document has not, or one cannot be written.
        """
        from pipeline.documents.docx.package import Package
        from pipeline.documents.docx.reader import Reader
        from pipeline.documents.docx.tongue import tongue_of
        from pipeline.documents.docx.writer import rebuilt
        from pipeline.documents.rebuilding import check_known

        check_known(document, contents)
        texts = document.written
        changed = {index: content for index, content in contents.items() if content != texts[index].content}
        if not changed and locale is None:
            return document.data
        package = Package(document.data)
        numbers = document.private
        if not isinstance(numbers, tuple):
            numbers = Reader(package).read()[1]
        return rebuilt(package, changed, numbers, None if locale is None else tongue_of(locale))

    def with_banner(self, data: bytes, heading: str, text: str, locale: Locale) -> bytes:
        """Put a draft's banner, in a frame, before the first paragraph."""
        from pipeline.documents.docx.banner import with_banner
        from pipeline.documents.docx.package import Package
        from pipeline.documents.docx.tongue import tongue_of

        return with_banner(Package(data), heading, text, tongue_of(locale))
