"""The PDF exporter, warm, against the bare Typst compile of the same pages and against WeasyPrint.

"Bare" replays the very calls into Typst that the exporter makes, without what the exporter does around them.
WeasyPrint makes the same leaflet, tagged as PDF/UA-1 like ours, from our own HTML; and, to be known as well,
its easiest case: a page without design or tags that holds the same words.

A pass goes through all locales, so that no side finds its own last page in a cache. A time is a leaflet's:
the median over locales of their medians.
"""

from __future__ import annotations

import html
import logging
import statistics
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from unittest import mock

from benchmarks.measure import ROOT, Missing, NotMeasuredError, Row, Target, seconds

if TYPE_CHECKING:
    from pipeline.editions.model import Edition

ROUNDS = 9
WEASYPRINT_ROUNDS = 3


def editions() -> list[Edition]:
    """The editions of this project's documents in all its locales."""
    import datetime

    from pipeline.project.store import Project
    from pipeline.workflows.compose import compose
    from pipeline.workflows.leaflets import read_leaflet, read_translation, review_translation

    project = Project.open(ROOT)
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    found = []
    for source in project.sources():
        leaflet = read_leaflet(project, source)
        for locale in project.settings.locales:
            translation = read_translation(project, leaflet, locale)
            review = review_translation(project, leaflet, translation, (), now=now)
            found.append(compose(project, leaflet, translation, review))
    return found


def typst_calls(export: Callable[[], object]) -> list[Callable[[], object]]:
    """Run ``export`` and return the calls into Typst that it made, ready to be made again."""
    import typst

    calls: list[Callable[[], object]] = []

    def recorded(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: Any, **kwargs: Any) -> object:
            calls.append(lambda: real(*args, **kwargs))
            return real(*args, **kwargs)

        return call

    with mock.patch.multiple(
        typst,
        compile=recorded(typst.compile),
        compile_with_warnings=recorded(typst.compile_with_warnings),
    ):
        export()
    if len(calls) != 1:
        raise NotMeasuredError(f"the PDF exporter made {len(calls)} calls to typst.compile, not one")
    return calls


def plain_page(edition: Edition) -> str:
    """The words of an edition as the simplest HTML."""
    from pipeline.documents.inline import plain_text
    from pipeline.documents.walking import iter_texts

    texts = [plain_text(text.content) for text in iter_texts(edition.blocks)]
    texts += [f"{fact.label}: {plain_text(fact.value)}" for fact in edition.facts]
    body = "".join(f"<p>{html.escape(text)}</p>" for text in texts[1:])
    head = f'<html lang="{edition.locale}" dir="{edition.locale.direction}"><meta charset="utf-8">'
    style = "<style>@page{size:A4;margin:2cm}body{font:12pt sans-serif}</style>"
    return f"{head}<title>{html.escape(texts[0])}</title>{style}<h1>{html.escape(texts[0])}</h1>{body}"


def per_leaflet(*sides: list[Callable[[], object]], rounds: int) -> list[float]:
    """For each side the median over its actions of each one's median seconds.

    A pass goes through all actions of one side; the sides take turns, after a pass each that does not count.
    """
    passes: list[list[list[float]]] = [[] for _ in sides]
    for _ in range(rounds + 1):
        for side, kept in zip(sides, passes, strict=True):
            kept.append([seconds(action) for action in side])
    return [statistics.median(map(statistics.median, zip(*kept[1:], strict=True))) for kept in passes]


def weasyprint_actions(pages: list[str], variant: str | None) -> list[Callable[[], object]]:
    """One action a page: lay it out as a PDF, tagged where ``variant`` asks for it."""
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as error:
        raise NotMeasuredError(f"WeasyPrint cannot be loaded: {str(error).splitlines()[0]}") from None
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    fonts = FontConfiguration()

    def action(page: str) -> Callable[[], object]:
        return lambda: weasyprint.HTML(string=page).write_pdf(font_config=fonts, pdf_variant=variant)

    return [action(page) for page in pages]


def rows() -> list[Row | Missing]:
    from pipeline.errors import PolyleafError
    from pipeline.exporters.model import ExportOptions
    from pipeline.exporters.registry import exporter_for

    warnings.simplefilter("ignore")
    options = ExportOptions()
    try:
        exporter = exporter_for("pdf")
        leaflets = editions()

        def export(edition: Edition) -> Callable[[], object]:
            return lambda: exporter.export(edition, options)

        ours = [export(edition) for edition in leaflets]
        bare = [call for action in ours for call in typst_calls(action)]
    except PolyleafError as error:
        raise NotMeasuredError(str(error)) from None
    work = f"PDF of a leaflet, warm, {len(leaflets)} locales"
    own, alone = per_leaflet(ours, bare, rounds=ROUNDS)
    found: list[Row | Missing] = [Row(work, own, "bare Typst compile", alone, Target("slower", 1.5))]
    pages = [exporter_for("html").export(edition, options).decode() for edition in leaflets]
    try:
        same = weasyprint_actions(pages, "pdf/ua-1")
        plain = weasyprint_actions([plain_page(edition) for edition in leaflets], None)
    except NotMeasuredError as error:
        return [*found, Missing(work, str(error))]
    own, theirs, easiest = per_leaflet(ours, same, plain, rounds=WEASYPRINT_ROUNDS)
    found.append(Row(work, own, "WeasyPrint, the same leaflet", theirs, Target("faster", 5)))
    found.append(Row(work, own, "WeasyPrint, a plain untagged page", easiest, None))
    return found
