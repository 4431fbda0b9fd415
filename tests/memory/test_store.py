"""What goes into a memory, what comes out, in which order; the same in SQLite and PostgreSQL."""

from __future__ import annotations

import pytest

from pipeline.catalogs.model import State
from pipeline.memory.model import Languages, Origin, Pair
from tests.memory.conftest import OpenMemory

ES = Languages("en", "es")
FR = Languages("en", "fr")


def never(earlier: str, later: str) -> bool:
    return False


def test_an_exact_match_is_found_in_its_own_languages_only(open_memory: OpenMemory) -> None:
    with open_memory() as memory:
        memory.replace(Origin("a", "1"), [(ES, Pair("Drink water.", "Beba agua.", domain="heat"))])
    with open_memory() as memory:
        (found,) = memory.exact(ES, "Drink water.")
        assert (found.pair.target, found.pair.domain, found.score, found.origin) == (
            "Beba agua.",
            "heat",
            1.0,
            "a",
        )
        assert memory.exact(FR, "Drink water.") == []
        assert memory.exact(ES, "Drink water") == []
        assert memory.is_empty(FR) and not memory.is_empty(ES)


def test_approved_pairs_come_before_reviewed_and_translated_ones(open_memory: OpenMemory) -> None:
    pairs = [
        (ES, Pair("Rest.", "Descanse ya.", State.TRANSLATED)),
        (ES, Pair("Rest.", "Repose.", State.APPROVED)),
        (ES, Pair("Rest.", "Descanse.", State.REVIEWED)),
    ]
    with open_memory() as memory:
        memory.replace(Origin("a", ""), pairs)
        assert [one.pair.target for one in memory.exact(ES, "Rest.")] == [
            "Repose.",
            "Descanse.",
            "Descanse ya.",
        ]


def test_a_context_without_text_is_not_no_context(open_memory: OpenMemory) -> None:
    with open_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair("May", "Mayo", context="")), (ES, Pair("May", "Mayo"))])
        assert {one.pair.context for one in memory.exact(ES, "May")} == {None, ""}


def test_replacing_an_origin_takes_out_what_it_had_and_nothing_else(open_memory: OpenMemory) -> None:
    with open_memory() as memory:
        memory.replace(Origin("a", "1"), [(ES, Pair("One.", "Uno.")), (ES, Pair("Two.", "Dos."))])
        memory.replace(Origin("b", "1"), [(ES, Pair("One.", "Uno."))])
        memory.replace(Origin("a", "2"), [(ES, Pair("Two.", "Dos, dos."))])
        assert [one.origin for one in memory.exact(ES, "One.")] == ["b"]
        assert [one.pair.target for one in memory.exact(ES, "Two.")] == ["Dos, dos."]
        assert {name: one.digest for name, one in memory.origins().items()} == {"a": "2", "b": "1"}
        memory.forget("b")
        assert memory.exact(ES, "One.") == [] and "b" not in memory.origins()


def test_the_same_pair_twice_in_one_file_counts_once(open_memory: OpenMemory) -> None:
    twice = [(ES, Pair("One.", "Uno.")) for _ in range(3)] + [(ES, Pair("One.", "Una."))]
    with open_memory() as memory:
        assert memory.replace(Origin("a", ""), twice) == 2
        assert len(memory.exact(ES, "One.")) == 2


def test_the_same_pair_is_known_again_in_a_later_batch(open_memory: OpenMemory) -> None:
    many = [(ES, Pair(f"Sentence {i % 700}.", f"Frase {i % 700}.")) for i in range(2_100)]
    with open_memory() as memory:
        assert memory.replace(Origin("a", ""), many) == 700


def test_what_fails_in_the_middle_leaves_the_memory_as_it_was(open_memory: OpenMemory) -> None:
    def breaks() -> object:
        yield ES, Pair("New.", "Nuevo.")
        raise ZeroDivisionError

    with open_memory() as memory:
        memory.replace(Origin("a", "1"), [(ES, Pair("Old.", "Viejo."))])
    with pytest.raises(ZeroDivisionError), open_memory() as memory:
        memory.replace(Origin("a", "2"), breaks())  # type: ignore[arg-type]
    with open_memory() as memory:
        assert memory.exact(ES, "New.") == [] and len(memory.exact(ES, "Old.")) == 1
        assert memory.origins()["a"].digest == "1"


def test_pairs_come_out_sorted_by_source(open_memory: OpenMemory) -> None:
    texts = ["b", "a", "é", "Z", "中"]
    with open_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair(text, "x")) for text in texts])
        assert [one.pair.source for one in memory.pairs(ES)] == sorted(texts)
        assert memory.all_languages() == [ES]


@pytest.mark.parametrize("text", ["\u0e04\u0e23\u0e31\u0e1a", "a\\b'\"%s;--", "🙂" * 300, "\u202e\u2066x"])
def test_any_text_comes_back_as_it_was(open_memory: OpenMemory, text: str) -> None:
    with open_memory() as memory:
        memory.replace(Origin("a", ""), [(ES, Pair(text, text[::-1], context=text, domain=text))])
        (found,) = memory.exact(ES, text)
        assert found.pair == Pair(text, text[::-1], State.TRANSLATED, text, text)
