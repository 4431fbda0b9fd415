"""polib, the library that most PO tools in Python stand on, reads what we write and would write the same."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from pipeline.catalogs.model import Catalog, Unit
from pipeline.catalogs.reading import parse_catalog
from pipeline.catalogs.writing import serialize_catalog

ROOT = Path(__file__).parents[2]

HAND_MADE = Catalog(
    headers=(
        ("Project-Id-Version", "a leaflet"),
        ("Language", "ar"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", "nplurals=2; plural=n != 1;"),
    ),
    units=(
        Unit(
            "Give 5 ml.", ("أعطِ 5 مل.",), references=("source/a.txt:3",), extracted_comments=("Paragraph 1",)
        ),
        Unit("Right", ("صحيح",), context="a mark", translator_comments=("short",)),
        Unit("one tablet", ("قرص", "أقراص"), source_plural="many tablets", flags=("c-format",)),
        Unit('Take "it"\twith\\water', ("خذه",), fuzzy=True, previous_source="Take it"),
        Unit("Gone.", ("ذهب.",), obsolete=True),
    ),
)


@pytest.mark.parametrize(
    "catalog",
    [HAND_MADE]
    + [
        parse_catalog(path.read_bytes(), path.name)
        for path in sorted(ROOT.glob("locales/*/LC_MESSAGES/*.po"))
    ],
    ids=lambda catalog: catalog.header("Language"),
)
def test_polib_reads_it_and_writes_the_same_entries(catalog: Catalog) -> None:
    text = serialize_catalog(catalog).decode()
    theirs = polib.pofile(text, wrapwidth=0)
    assert [entry.msgid for entry in theirs] == [unit.source for unit in catalog.units]
    assert [entry.obsolete for entry in theirs] == [unit.obsolete for unit in catalog.units]
    assert [str(entry) for entry in theirs] == [
        str(entry) for entry in polib.pofile(str(theirs), wrapwidth=0)
    ]
    ours = [block.strip() for block in text.split("\n\n")[1:]]
    assert [entry.__unicode__(wrapwidth=0).strip() for entry in theirs] == ours
