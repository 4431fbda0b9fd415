"""Sentences that the memory knows only together: what is cut, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.locale import parse_locale
from pipeline.memory.model import Match, Pair
from pipeline.segmentation.model import Segment
from pipeline.workflows.passages import find_passages
from tests.memory.test_project_memory import World
from tests.support.reviewers import make_reviewer, write_reviewers

EN, ES, ZH = map(parse_locale, ("en", "es", "zh-Hans"))


def text(*sources: str, index: int = 0, separator: str = " ") -> list[Segment]:
    last = len(sources)
    return [
        Segment.of(index, number, last, source, separator if number < last else "")
        for number, source in enumerate(sources, 1)
    ]


def found(segments: list[Segment], known: dict[str, str], locale: str = "es") -> dict[str, str]:
    """The pieces by their source, where the memory knows ``known``."""

    def look(source: str, context: str | None) -> Match | None:
        return Match(Pair(source, known[source]), 1.0, "file") if source in known else None

    wanted = {segment.key for segment in segments}
    pieces = find_passages(segments, wanted, look, source_locale=EN, locale=parse_locale(locale))
    return {key[1]: piece.target for key, piece in pieces.items()}


def test_a_text_known_as_a_whole_is_cut_at_its_sentences() -> None:
    known = {"Drink water. Eat fruit.": "Beba agua. Coma fruta."}
    assert found(text("Drink water.", "Eat fruit."), known) == {
        "Drink water.": "Beba agua.",
        "Eat fruit.": "Coma fruta.",
    }


def test_sentences_in_the_middle_of_a_paragraph_are_found_the_longest_passage_first() -> None:
    known = {"B two. C three.": "B dos. C tres.", "A one. B two. C three.": "A uno. B y dos. C tres."}
    segments = text("Zero.", "A one.", "B two.", "C three.", "D.")
    assert found(segments, known) == {"A one.": "A uno.", "B two.": "B y dos.", "C three.": "C tres."}
    del known["A one. B two. C three."]
    assert found(segments, known) == {"B two.": "B dos.", "C three.": "C tres."}


def test_what_stands_between_two_sentences_must_be_space() -> None:
    known = {"Drink water. Eat fruit.": "Beba agua. Coma fruta."}
    assert len(found(text("Drink water.", "Eat fruit.", separator="\n"), known)) == 2
    assert found(text("Drink water.", "Eat fruit.", separator="<br/>"), known) == {}


def test_no_space_comes_between_chinese_sentences() -> None:
    known = {"Drink water. Eat fruit.": "喝水。吃水果。"}
    assert found(text("Drink water.", "Eat fruit."), known, "zh-Hans") == {
        "Drink water.": "喝水。",
        "Eat fruit.": "吃水果。",
    }


def test_more_sentences_in_the_target_go_where_their_numbers_are() -> None:
    known = {
        "Take 2 tablets. Then wait 3 hours and take 1 more.": "Tome 2 pastillas. Espere 3 horas. Tome 1 más."
    }
    assert found(text("Take 2 tablets.", "Then wait 3 hours and take 1 more."), known) == {
        "Take 2 tablets.": "Tome 2 pastillas.",
        "Then wait 3 hours and take 1 more.": "Espere 3 horas. Tome 1 más.",
    }


@pytest.mark.parametrize(
    "target",
    [
        "Beba agua y coma fruta. Descanse. Duerma.",  # where to cut, nothing tells
        "Beba agua y coma fruta",  # fewer sentences
        "Beba 2 litros de agua. Coma fruta.",  # a number that no sentence has
        "Beba <b>agua</b>. Coma fruta.",  # a tag
        "Beba agua.  Coma fruta.",  # would not come back as it was
    ],
)
def test_what_is_in_doubt_is_left_alone(target: str) -> None:
    assert found(text("Drink water.", "Eat fruit."), {"Drink water. Eat fruit.": target}) == {}


def test_numbers_must_stand_in_the_same_sentences() -> None:
    known = {"Take 2 tablets. Wait 3 hours.": "Espere 3 horas. Tome 2 pastillas."}
    assert found(text("Take 2 tablets.", "Wait 3 hours."), known) == {}


def test_a_sentence_that_stands_twice_gets_no_piece() -> None:
    known = {"Drink water. Eat fruit.": "Beba agua. Coma fruta."}
    segments = [*text("Drink water.", "Eat fruit."), *text("Eat fruit.", index=1)]
    assert found(segments, known) == {}


def test_a_passage_stays_in_one_paragraph() -> None:
    known = {"Drink water. Eat fruit.": "Beba agua. Coma fruta."}
    assert found([*text("Drink water."), *text("Eat fruit.", index=1)], known) == {}


@given(
    st.lists(st.sampled_from(["Beba agua.", "Coma fruta.", "Tome 2.", "No.", "¿Sí?"]), min_size=1, max_size=6)
)
def test_pieces_put_together_are_the_target(targets: list[str]) -> None:
    sources = ["Drink water.", "Take 2.", "Rest now."]
    whole = " ".join(targets)
    pieces = found(text(*sources), {" ".join(sources): whole})
    assert not pieces or " ".join(pieces[source] for source in sources) == whole


@pytest.fixture
def world(tmp_path: Path) -> World:
    """ "paragraphs" was translated paragraph by paragraph; "rest" comes new, cut into sentences."""
    first = World(
        tmp_path / "first",
        settings='source_locale = "en"\nlocales = ["en", "es"]\nsegmentation = "paragraph"\n',
    )
    first.source("paragraphs", "Rest", "Drink plenty of water. Keep the window open at night.")
    first.run("update")
    whole = "Drink plenty of water. Keep the window open at night."
    first.translate("paragraphs", {whole: "Beba mucha agua. Deje la ventana abierta de noche."})
    first.run("memory", "export", tmp_path / "all.tmx")
    world = World(tmp_path / "second", settings='source_locale = "en"\nlocales = ["en", "es"]\n')
    world.run("memory", "import", tmp_path / "all.tmx")
    world.source("rest", "Rest", "Drink plenty of water. Keep the window open at night.")
    return world


def test_an_update_fills_the_sentences_of_a_paragraph_that_is_known(world: World) -> None:
    assert "from the memory 2 translated, 0 fuzzy" in world.run("update")
    entry = world.entry("rest", "Keep the window open at night.")
    assert 'msgstr "Deje la ventana abierta de noche."' in entry and "fuzzy" not in entry
    assert "# From memory: sentence 2 of 2 of a longer text, translated in paragraphs" in entry
    before = world.catalog("rest").read_bytes()
    world.run("update", "--fill")
    assert world.catalog("rest").read_bytes() == before


def test_a_piece_enters_the_memory_once_it_is_signed(world: World, tmp_path: Path) -> None:
    world.run("update")
    asked = ("memory", "lookup", "Keep the window open at night.", "-l", "es", "--least", "100")
    assert "nothing like it" in world.run(*asked)
    world.translate("rest", {"Rest": "Descanse"})
    reviewer = make_reviewer(tmp_path / "keys", "reviewer-a", "linguistic")
    write_reviewers(world.root, [reviewer])
    who = ("--reviewer", reviewer.id, "--key", reviewer.key)
    world.run("sign-off", "rest", "-l", "es", "--role", "linguistic", *who, "--yes")
    assert "100%, reviewed in rest" in world.run(*asked)
