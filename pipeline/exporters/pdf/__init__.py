"""PDF by Typst: PDF/UA-1 and PDF/A-2a, the same bytes each time.

Steps: ``payload`` turns the edition into JSON, ``compile`` has Typst lay it out by ``leaflet.typ`` with
``fonts``, ``mend`` puts right what Typst says of language and direction. Where Typst refuses, ``culprit``
finds the text or the picture.
"""

from __future__ import annotations

import datetime
import functools
from importlib import resources

from pipeline.editions.model import Edition
from pipeline.exporters.content import check_edition
from pipeline.exporters.model import ExportOptions


class PdfExporter:
    """See the package."""

    name = "pdf"
    suffix = ".pdf"

    def export(self, edition: Edition, options: ExportOptions) -> bytes:
        """See ``Exporter.export``."""
        from pipeline.exporters.pdf.compile import Refused, compile_pdf
        from pipeline.exporters.pdf.mend import mend
        from pipeline.exporters.pdf.payload import NO_DATE, Payload

        check_edition(edition)
        day = edition.provenance.published or NO_DATE
        midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)

        def lay_out(edition: Edition) -> bytes:
            place = f"{edition.domain} in {edition.locale}"
            return compile_pdf(_template(), Payload(edition, options), midnight, place)

        try:
            pdf = lay_out(edition)
        except Refused as error:
            from pipeline.exporters.pdf.culprit import blame

            raise blame(error, edition, lay_out) from error.__cause__
        return mend(pdf, tag=edition.locale.tag, direction=edition.locale.direction)

    def resources(self, edition: Edition) -> dict[str, str]:
        """The files of every family in which the edition's characters are looked for."""
        from pipeline.exporters.pdf.fonts import digests, font_book
        from pipeline.exporters.pdf.payload import Payload

        payload = Payload(edition, ExportOptions())
        return digests(font_book(with_system=payload.needs_system), payload.families)


@functools.cache
def _template() -> bytes:
    return resources.files(__package__).joinpath("leaflet.typ").read_bytes()
