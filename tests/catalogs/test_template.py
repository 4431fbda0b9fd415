"""A template has one unit for each distinct sentence, and a date that moves only with its units."""

from __future__ import annotations

import datetime

from pipeline.catalogs.model import Catalog
from pipeline.catalogs.reading import parse_catalog
from pipeline.catalogs.template import make_template
from pipeline.catalogs.writing import serialize_catalog
from pipeline.language.locale import parse_locale
from pipeline.segmentation.model import Segment

NOW = datetime.datetime(2026, 11, 5, 14, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
LATER = NOW + datetime.timedelta(days=1)
SEGMENTS = (
    Segment.of(0, 1, 1, "Rest.", comments=("Title",), line=1),
    Segment.of(1, 1, 2, "Take one.", comments=("Paragraph 1, sentence 1 of 2",), line=3),
    Segment.of(1, 2, 2, "Rest.", comments=("Paragraph 1, sentence 2 of 2", "Title"), line=3),
    Segment.of(2, 1, 1, "Rest.", context="noun", line=5),
)


def make(
    segments: tuple[Segment, ...] = SEGMENTS,
    *,
    path: str = "source/a.txt",
    project: str = "leaflets",
    now: datetime.datetime = NOW,
    old: Catalog | None = None,
) -> Catalog:
    return make_template(
        segments,
        source_path=path,
        project=project,
        contact="c@example.org",
        now=now,
        old=old,
        source_locale=parse_locale("en"),
    )


def test_equal_sentences_are_one_unit_with_all_places_and_comments():
    rest, take, noun = make().units
    assert (rest.key, take.key, noun.key) == ((None, "Rest."), (None, "Take one."), ("noun", "Rest."))
    assert rest.references == ("source/a.txt:1", "source/a.txt:3")
    assert rest.extracted_comments == ("Title", "Paragraph 1, sentence 2 of 2")
    assert rest.targets == ("",)


def test_the_header_is_complete():
    template = make()
    assert template.header_fuzzy
    assert template.header("POT-Creation-Date") == "2026-11-05 14:30+0200"
    assert template.header("Report-Msgid-Bugs-To") == "c@example.org"
    assert template.header("X-Source-Language") == "en"
    assert {name for name, _ in template.headers} >= {
        "Project-Id-Version",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "X-Generator",
    }


def test_the_same_document_gives_the_very_same_template():
    old = parse_catalog(serialize_catalog(make()), "a.pot")
    assert make(now=LATER, old=old) is old


def test_the_date_moves_with_the_units_and_not_with_other_headers():
    old = make()
    assert make(project="other", now=LATER, old=old).header("POT-Creation-Date") == "2026-11-05 14:30+0200"
    assert make(SEGMENTS[1:], now=LATER, old=old).header("POT-Creation-Date") == "2026-11-06 14:30+0200"


def test_a_path_with_spaces_is_isolated_as_gettext_does_it():
    template = make(path="source/my leaflet.txt")
    assert template.units[1].references == ("\u2068source/my leaflet.txt\u2069:3",)
    assert parse_catalog(serialize_catalog(template), "a.pot") == template


def test_a_time_without_a_zone_counts_as_utc():
    assert make(now=NOW.replace(tzinfo=None)).header("POT-Creation-Date") == "2026-11-05 14:30+0000"


def test_a_sentence_said_a_hundred_thousand_times_is_one_unit_at_once():
    """Minutes, where each place is added to a copy of those before."""
    count = 100_000
    segments = tuple(
        Segment.of(n, 1, 1, "Rest.", comments=(f"Paragraph {n + 1}",), line=n + 1) for n in range(count)
    )
    (rest,) = make(segments).units
    assert len(rest.references) == len(rest.extracted_comments) == count
