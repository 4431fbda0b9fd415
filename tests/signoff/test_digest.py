from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.errors import RecordError
from pipeline.signoff.digest import order_digest, unit_digest

texts = st.text(st.characters(codec="utf-8"), max_size=6)
fields = st.fixed_dictionaries(
    {
        "domain": texts,
        "locale": texts,
        "context": st.none() | texts,
        "source": texts,
        "source_plural": st.none() | texts,
        "targets": st.lists(texts, min_size=1, max_size=3).map(tuple),
    }
)
FIELDS: dict[str, Any] = {
    "domain": "d",
    "locale": "es",
    "context": None,
    "source": "a",
    "source_plural": None,
    "targets": ("b",),
}


def test_a_digest_is_sha256_over_length_prefixed_fields() -> None:
    def text(value: str) -> bytes:
        return len(value.encode()).to_bytes(8, "big") + value.encode()

    data = text("polyleaf-signoff-1") + text("d") + text("es") + b"\0" + text("a") + b"\0"
    data += (1).to_bytes(8, "big") + text("b")
    assert unit_digest(**FIELDS) == hashlib.sha256(data).hexdigest()


@given(fields, fields)
def test_two_different_units_have_different_digests(one: dict[str, Any], two: dict[str, Any]) -> None:
    assert (unit_digest(**one) == unit_digest(**two)) == (one == two)


@given(st.lists(st.tuples(st.none() | texts, texts)), st.lists(st.tuples(st.none() | texts, texts)))
def test_two_different_orders_have_different_digests(one: list[Any], two: list[Any]) -> None:
    assert (order_digest(one) == order_digest(two)) == (one == two)


@given(st.text(min_size=2, max_size=8), st.integers(1, 7))
def test_moving_text_from_one_field_to_the_next_changes_the_digest(text: str, at: int) -> None:
    assume(at < len(text) and not any("\ud800" <= c <= "\udfff" for c in text))
    moved = FIELDS | {"source": text[:at], "targets": (text[at:],)}
    assert unit_digest(**moved) != unit_digest(**(FIELDS | {"source": text, "targets": ("",)}))


def test_an_absent_context_is_not_an_empty_one() -> None:
    assert unit_digest(**FIELDS) != unit_digest(**(FIELDS | {"context": ""}))
    assert unit_digest(**FIELDS) != unit_digest(**(FIELDS | {"source_plural": ""}))
    assert order_digest([(None, "a")]) != order_digest([("", "a")])


def test_texts_that_only_look_alike_have_different_digests() -> None:
    assert unit_digest(**(FIELDS | {"source": "\u00e9"})) != unit_digest(**(FIELDS | {"source": "e\u0301"}))


def test_a_repeated_sentence_counts_in_the_order() -> None:
    assert order_digest([(None, "a")]) != order_digest([(None, "a"), (None, "a")])


@pytest.mark.parametrize("field", ["domain", "locale", "context", "source", "source_plural"])
def test_half_a_character_is_refused(field: str) -> None:
    with pytest.raises(RecordError, match="surrogate"):
        unit_digest(**(FIELDS | {field: "a\ud800"}))


def test_half_a_character_in_a_target_or_an_order_is_refused() -> None:
    with pytest.raises(RecordError, match="surrogate"):
        unit_digest(**(FIELDS | {"targets": ("\udfff",)}))
    with pytest.raises(RecordError, match="surrogate"):
        order_digest([(None, "\udfff")])
