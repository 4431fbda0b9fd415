"""Similar texts: the index finds what comparing with everything finds."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import process
from rapidfuzz.distance import Indel
from sqlalchemy import delete, func, select, update

from pipeline.catalogs.model import State
from pipeline.errors import StoreError
from pipeline.memory import index, joining, store, tables
from pipeline.memory.features import SHORT_ASKED, SHORT_INDEXED, features
from pipeline.memory.model import Languages, Origin, Pair
from pipeline.memory.statements import Prepared
from pipeline.memory.tables import SCHEMA, numbers, postings
from tests.memory.conftest import OpenMemory, opener

ES = Languages("en", "es")
WORDS = Path(__file__).with_name("data").joinpath("words.txt").read_text(encoding="utf-8").split()


def never(earlier: str, later: str) -> bool:
    return False


def always(earlier: str, later: str) -> bool:
    return True


def sentences(count: int, seed: int, words: list[str] = WORDS, joint: str = " ") -> list[str]:
    dice = random.Random(seed)
    made = (joint.join(dice.choices(words, k=dice.randint(2, 18))) for _ in range(count))
    return list(dict.fromkeys(made))


def edited(text: str, dice: random.Random, joint: str = " ") -> str:
    """One to three edits: a word left out, put in, swapped, or spelt wrongly."""
    words = text.split(joint) if joint else list(text)
    for _ in range(dice.randint(1, 3)):
        place = dice.randrange(len(words))
        match dice.randrange(4):
            case 0 if len(words) > 2:
                del words[place]
            case 1:
                words.insert(place, dice.choice(WORDS if joint else words))
            case 2:
                other = dice.randrange(len(words))
                words[place], words[other] = words[other], words[place]
            case _:
                cut = dice.randrange(len(words[place]) + 1)
                words[place] = words[place][:cut] + "x" + words[place][cut + 1 :]
    return joint.join(words)


def share_found(memory: store.Memory, texts: list[str], asked: list[str]) -> float:
    """Of the questions that have an answer, the share whose best answer is found (or an equally good one)."""
    known = set(texts)
    found = total = 0
    for text in asked:
        if text in known:
            continue
        best = process.extractOne(text, texts, scorer=Indel.normalized_similarity, score_cutoff=0.75)
        matches = memory.fuzzy(ES, text, differs=never, limit=1)
        if best is None:
            assert matches == []
            continue
        total += 1
        found += bool(matches) and matches[0].score >= best[1] - 1e-9
    assert total > 100
    return found / total


def test_what_is_not_indexed_yet_is_compared_one_by_one(open_memory: OpenMemory) -> None:
    texts = sentences(300, 1)
    dice = random.Random(2)
    with open_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair(text, "x")) for text in texts])
        assert share_found(memory, texts, [edited(dice.choice(texts), dice) for _ in range(300)]) == 1


def test_the_index_finds_the_best_match(open_memory: OpenMemory) -> None:
    texts = sentences(6_000, 3)
    dice = random.Random(4)
    with open_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair(text, "x")) for text in texts])
        memory.prepare()
        assert share_found(memory, texts, [edited(dice.choice(texts), dice) for _ in range(300)]) >= 0.99


def test_the_pairs_of_a_memory_with_the_earlier_index_are_kept_and_found(open_memory: OpenMemory) -> None:
    texts = sentences(3_000, 3)
    dice = random.Random(4)
    with open_memory() as memory:
        memory.replace(Origin("a.tmx", ""), [(ES, Pair(text, "x")) for text in texts])
        memory.prepare()
        connection = memory._connection
        # In version 1 a posting was the bare number of a source.
        connection.execute(update(postings).values(sources=array("I", [1, 2, 3]).tobytes(), count=3))
        connection.execute(update(numbers).where(numbers.c.name == "schema").values(value=1))
    with open_memory() as memory:
        assert memory.schema() == SCHEMA and memory.count(ES) == len(texts)
        assert share_found(memory, texts, [edited(dice.choice(texts), dice) for _ in range(200)]) >= 0.99


HAN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经"
)
THAI = "กขคงจชซญณดตถทธนบปผฝพฟภมยรลวศษสหอฮะาิีึืุูเแโใไ"


@pytest.mark.parametrize("letters", [HAN, THAI], ids=["chinese", "thai"])
def test_the_index_finds_the_best_match_where_no_spaces_part_words(
    sqlite_memory: OpenMemory, letters: str
) -> None:
    texts = sentences(4_000, 5, [a + b for a in letters for b in letters[:9]], joint="")
    dice = random.Random(6)
    with sqlite_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair(text, "x")) for text in texts])
        memory.prepare()
        asked = [edited(dice.choice(texts), dice, joint="") for _ in range(300)]
        assert share_found(memory, texts, asked) >= 0.98


def test_matches_come_by_likeness_then_by_trust(open_memory: OpenMemory) -> None:
    pairs = [
        (ES, Pair("Drink a glass of water today", "a", State.APPROVED)),
        (ES, Pair("Drink a glass of water", "b", State.TRANSLATED)),
        (ES, Pair("Drink a glass of water", "c", State.APPROVED)),
        (ES, Pair("Something else entirely", "d", State.APPROVED)),
    ]
    with open_memory() as memory:
        memory.replace(Origin("a", ""), pairs)
        found = memory.fuzzy(ES, "Drink a glass of water.", differs=never)
        assert [one.pair.target for one in found] == ["c", "b", "a"]
        assert all(0.75 <= one.score < 1 for one in found)


def test_a_match_says_what_the_judge_says(open_memory: OpenMemory) -> None:
    with open_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair("Take 10 mg daily", "x"))])
        assert [one.differs for one in memory.fuzzy(ES, "Take 100 mg daily", differs=always)] == [True]
        assert [one.differs for one in memory.fuzzy(ES, "Take 100 mg daily", differs=never)] == [False]


def test_the_same_text_is_no_similar_one(open_memory: OpenMemory) -> None:
    with open_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair("Take 10 mg daily", "x"))])
        assert memory.fuzzy(ES, "Take 10 mg daily", differs=never) == []


def test_a_source_whose_pairs_have_gone_is_not_found(sqlite_memory: OpenMemory) -> None:
    with sqlite_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair("Take one tablet", "x"))])
        memory.replace(Origin("b", ""), [(ES, Pair("Take one tablets", "y"))])
        memory.forget("a")
        assert [one.pair.target for one in memory.fuzzy(ES, "Take one tablet!", differs=never)] == ["y"]


@contextmanager
def postings_written(memory: store.Memory) -> Iterator[list[int]]:
    """How many postings each row holds that is written meanwhile."""
    written: list[int] = []
    original = Prepared.many

    def many(self: Prepared, rows: Iterable[Sequence[Any]]) -> int:
        rows = list(rows)
        written.extend(row[2] for row in rows if len(row) == 4 and isinstance(row[3], bytes))
        return original(self, rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Prepared, "many", many)
        yield written


def rows_of_a_feature(memory: store.Memory) -> int:
    """How many rows the feature has that has the most."""
    counted = select(func.count().label("rows")).select_from(postings).group_by(postings.c.feature).subquery()
    return int(memory._connection.scalar(select(func.max(counted.c.rows))) or 0)


def test_many_small_segments_are_joined_a_few_at_a_time(
    open_memory: OpenMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_PENDING", 10)
    texts = sentences(3_000, 7)
    dice = random.Random(8)
    with open_memory() as memory:
        memory.replace(Origin("first", ""), [(ES, Pair(text, "x")) for text in texts[:1_000]])
        memory.prepare()
        for start in range(1_000, len(texts), 40):
            part = texts[start : start + 40]
            memory.replace(Origin(f"part {start}", ""), [(ES, Pair(text, "x")) for text in part])
            with postings_written(memory) as written:
                memory.prepare()
            brought = sum(len(features(text, short=SHORT_INDEXED)) for text in part)
            assert brought <= sum(written) <= (1 + joining._WORK) * brought
        assert rows_of_a_feature(memory) <= 12  # of 51 segments
        assert share_found(memory, texts, [edited(dice.choice(texts), dice) for _ in range(200)]) >= 0.99


def test_sources_that_no_pair_has_any_more_are_forgotten_by_and_by(
    open_memory: OpenMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_PENDING", 10)
    texts = sentences(1_200, 13)
    with open_memory() as memory:
        memory.replace(Origin("old", ""), [(ES, Pair(text, "x")) for text in texts[:400]])
        memory.prepare()
        memory.forget("old")
        for start in range(400, 600, 20):
            part = texts[start : start + 20]
            memory.replace(Origin(f"part {start}", ""), [(ES, Pair(text, "x")) for text in part])
            memory.prepare()
        assert memory._connection.scalar(select(func.count()).select_from(tables.sources)) == 200
        held = memory._connection.execute(select(postings.c.sources)).scalars()
        ids = {entry & index.MOST_SOURCES for data in held for entry in joining.unpacked(data)}
        assert ids == set(range(401, 601))
        # What comes back is found like anything else.
        memory.replace(Origin("old", ""), [(ES, Pair(text, "x")) for text in texts[:400]])
        memory.prepare()
        dice = random.Random(14)
        known = texts[:600]
        assert share_found(memory, known, [edited(dice.choice(known), dice) for _ in range(200)]) == 1


def test_a_memory_whose_segments_were_not_counted_goes_on_with_its_index(
    open_memory: OpenMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_PENDING", 10)
    texts = sentences(600, 15)
    with open_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair(text, "x")) for text in texts[:300]])
        memory.prepare()
        memory._connection.execute(delete(numbers).where(numbers.c.name.in_(["segment", "swept"])))
    with open_memory() as memory:
        memory.replace(Origin("b", ""), [(ES, Pair(text, "x")) for text in texts[300:]])
        memory.prepare()
        dice = random.Random(16)
        assert share_found(memory, texts, [edited(dice.choice(texts), dice) for _ in range(200)]) == 1


def test_of_many_that_share_the_same_words_the_one_of_like_length_is_found(open_memory: OpenMemory) -> None:
    dice = random.Random(10)
    long = [f"wash your hands {' '.join(dice.choices(WORDS, k=30))}" for _ in range(3_000)]
    with open_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair(text, "x")) for text in ["wash your hands, yes", *long]])
        memory.prepare()
        (found,) = memory.fuzzy(ES, "wash your hands here, yes", differs=never)
        assert found.pair.source == "wash your hands, yes"


def test_a_memory_indexed_in_several_parts_answers_the_same(
    open_memory: OpenMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_SEGMENT", 900)
    texts = sentences(3_000, 11)
    dice = random.Random(12)
    with open_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair(text, "x")) for text in texts])
        memory.prepare()
        assert share_found(memory, texts, [edited(dice.choice(texts), dice) for _ in range(200)]) >= 0.99


def test_a_full_memory_says_so(sqlite_memory: OpenMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MOST_SOURCES", 2)
    with sqlite_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair(text, "x")) for text in ("one", "two")])
        with pytest.raises(StoreError, match="at most 2 texts"):
            memory.replace(Origin("b", ""), [(ES, Pair("three", "x"))])


@given(st.text("ab", min_size=1, max_size=80), st.text("ab", min_size=1, max_size=80))
def test_no_text_that_is_alike_is_left_out_for_its_length(asked: str, known: str) -> None:
    likeness = Indel.normalized_similarity(asked, known)
    for least in (0.75, 0.9, 1.0):
        if likeness >= least:
            first, last = index.classes_alike(len(asked), least)
            assert first <= index.length_class(len(known)) <= last


def test_very_long_texts_are_compared_by_their_beginning(sqlite_memory: OpenMemory) -> None:
    long = " ".join(sentences(2_000, 9))
    with sqlite_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair(long, "x"))])
        (found,) = memory.fuzzy(ES, long + "!", differs=never)
        assert found.score < 1


@settings(max_examples=50)
@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=20), st.text(max_size=30))
def test_no_text_breaks_a_look_up(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], asked: str
) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    asked = asked.encode("utf-8", "replace").decode()
    root = tmp_path_factory.mktemp("memory").resolve()
    with opener(root, "")() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair(text, "x")) for text in texts])
        for match in memory.fuzzy(ES, asked, differs=never):
            assert match.pair.source in texts and match.score >= 0.75
        for text in texts:
            assert memory.exact(ES, text)


@given(st.text(max_size=60))
def test_a_short_question_has_the_runs_of_what_it_can_find(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    assert features(text, short=SHORT_ASKED) <= features(text, short=SHORT_INDEXED)
    assert features(text.upper(), short=SHORT_ASKED) == features(text.upper().casefold(), short=SHORT_ASKED)
