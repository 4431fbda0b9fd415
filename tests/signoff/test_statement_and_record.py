from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.model import Unit
from pipeline.errors import RecordError
from pipeline.signoff.json_text import write_json
from pipeline.signoff.model import Decision, Statement
from pipeline.signoff.record import format_record, parse_record, record_name
from pipeline.signoff.statement import format_statement, make_statement, parse_statement
from signoff.support import LINGUIST, NOON, ORDER, UNITS, statement_text

TEXT = statement_text(LINGUIST, "linguistic")
texts = st.text(st.characters(codec="utf-8"), max_size=12)
filled = texts.filter(bool)
units = st.lists(
    st.builds(
        Unit,
        source=texts,
        targets=st.lists(filled, min_size=1, max_size=3).map(tuple),
        context=st.none() | texts,
        source_plural=st.none() | texts,
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda unit: unit.key,
)


def statement(chosen: list[Unit], comment: str = "", **more: Any) -> Statement:
    settings: dict[str, Any] = {
        "domain": "a/b",
        "locale": "pt-BR",
        "role": "linguistic",
        "reviewer": "reviewer-a",
        "decision": Decision.APPROVE,
        "time": NOON,
        "order": [unit.key for unit in chosen],
    }
    return make_statement(units=chosen, comment=comment, **(settings | more))


def changed(**fields: Any) -> str:
    raw = json.loads(TEXT)
    return json.dumps(raw | fields, ensure_ascii=False, indent=1) + "\n"


@given(units, texts, st.datetimes(timezones=st.just(datetime.UTC)))
def test_a_statement_is_read_back_as_it_was_written(
    chosen: list[Unit], comment: str, time: datetime.datetime
) -> None:
    made = statement(chosen, comment, time=time)
    text = format_statement(made)
    assert parse_statement(text, path="x") == made
    assert format_statement(parse_statement(text, path="x")) == text


@given(units, st.none() | texts)
def test_a_record_is_read_back_as_it_was_written(chosen: list[Unit], signature: str | None) -> None:
    text = format_statement(statement(chosen))
    data = format_record(text, signature)
    path = f"locales/es/signoffs/a/{record_name(text)}.json"
    record = parse_record(data, path=path)
    assert (record.text, record.signature, record.name) == (text, signature, record_name(text))
    assert format_record(record.text, record.signature) == data
    assert parse_record(data.replace(b"\n", b"\r\n"), path=path) == record  # git on Windows


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_any_changed_byte_in_a_record_is_refused(at: int, value: int) -> None:
    data = format_record(TEXT, None)
    path = f"{record_name(TEXT)}.json"
    at %= len(data)
    broken = data[:at] + bytes([value]) + data[at + 1 :]
    if broken != data:
        with pytest.raises(RecordError):
            parse_record(broken, path=path)


@given(st.binary(max_size=200))
def test_no_bytes_end_in_another_error(data: bytes) -> None:
    with pytest.raises(RecordError):
        parse_record(data, path="x.json")


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda s: st.lists(s) | st.dictionaries(st.text(), s),
    )
)
def test_no_json_but_a_statement_is_one(value: object) -> None:
    with pytest.raises(RecordError):
        parse_statement(json.dumps(value), path="x")
    for key in json.loads(TEXT):
        text = changed(**{key: value})
        free = key in ("comment", "reviewer", "role") and isinstance(value, str)  # another text may do there
        if text != TEXT and not free:
            with pytest.raises(RecordError):
                parse_statement(text, path="x")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (changed(schema="polyleaf-signoff-2"), "newer version"),
        (changed(extra=1), "unknown key"),
        (changed(__proto__={}), "unknown key"),
        (changed(domain=""), "domain"),
        (changed(domain="a\nb"), "domain"),
        (changed(locale="es_ES"), "locale"),
        (changed(locale="fr"), "not that of its text"),
        (changed(domain="other"), "not that of its text"),
        (changed(reviewer="reviewеr-a"), "not an id"),  # a Cyrillic letter
        (changed(reviewer="__proto__"), "not an id"),
        (changed(reviewer="Reviewer-A"), "not an id"),
        (changed(role="../x"), "not an id"),
        (changed(decision="Approve"), "not a decision"),
        (changed(decision="reject", comment=" "), "needs a comment"),
        (changed(comment="x" * 10_001), "longer"),
        (changed(time="2026-03-01T12:00:00+00:00"), "not a time"),
        (changed(time="2026-02-30T12:00:00Z"), "not a time"),
        (changed(time="٢٠٢٦-03-01T12:00:00Z"), "not a time"),
        (changed(time=1), "not text"),
        (changed(order="A" * 64), "not a digest"),
        (changed(parents=["a" * 64, "a" * 64]), "twice"),
        (changed(parents=["b" * 64, "a" * 64]), "not in order"),
        (changed(parents=["x"]), "not a digest"),
        (changed(parents={}), "not a list"),
        (changed(units=[]), "1 to"),
        (changed(units=json.loads(TEXT)["units"][:1] * 2), "twice"),
        (changed(units=[json.loads(TEXT)["units"][0] | {"targets": ["x"]}]), "not that of its text"),
        (changed(units=[json.loads(TEXT)["units"][0] | {"targets": []}]), "0 targets"),
        (changed(units=[json.loads(TEXT)["units"][0] | {"source": None}]), "not text"),
        (changed(units=[{}]), "lacks the key"),
        (TEXT.replace('"comment": "because"', '"comment": NaN'), "NaN"),
        (TEXT.replace('"comment"', '"domain": "leaflet",\n "comment"'), "twice"),
        (TEXT.replace('"context"', '"context": null,\n   "context"', 1), "twice"),
        (TEXT.replace("é", "\\u00e9"), "exact form"),
        (TEXT.replace('"because"', '"\\ud800"'), "exact form"),
        (TEXT.replace(",\n", ", \n"), "exact form"),
        (TEXT.rstrip("\n"), "exact form"),
        (TEXT + "{}", "not valid JSON"),
        ("\ufeff" + TEXT, "not valid JSON"),
        ("[" * 200_000, "nested too deeply"),
        ('{"schema": ' + "9" * 10_000 + "}", "not valid JSON"),
        ("", "not valid JSON"),
    ],
)  # fmt: skip
def test_what_is_not_exactly_a_statement_is_refused_with_its_path(text: str, says: str) -> None:
    with pytest.raises(RecordError, match=says) as caught:
        parse_statement(text, path="some/file.json")
    assert caught.value.path == "some/file.json"


def test_a_statement_larger_than_any_leaflet_is_refused_before_it_is_read() -> None:
    with pytest.raises(RecordError, match="larger"):
        parse_statement(" " * (16 * 1024 * 1024 + 1), path="x")
    with pytest.raises(RecordError, match="larger"):
        parse_record(b" " * (32 * 1024 * 1024 + 1), path="x")


def test_a_record_under_another_name_is_refused() -> None:
    with pytest.raises(RecordError, match="name is not the digest"):
        parse_record(format_record(TEXT, None), path=f"a/{'0' * 64}.json")


def test_a_record_that_is_not_utf8_names_the_byte() -> None:
    with pytest.raises(RecordError, match="byte 3"):
        parse_record(b'{"a\xff', path="x")


@pytest.mark.parametrize(
    "unit",
    [Unit("a", ("",)), Unit("a", ("b",), fuzzy=True), Unit("a", ("b",), obsolete=True), Unit("a", ("b", ""))],
)
def test_what_is_not_finished_cannot_be_approved(unit: Unit) -> None:
    with pytest.raises(RecordError, match="cannot be approved"):
        statement([unit])
    assert statement([unit], "no", decision=Decision.REJECT).units[0].targets == unit.targets


def test_a_rejection_says_why() -> None:
    with pytest.raises(RecordError, match="needs a comment"):
        statement([UNITS[0]], " ", decision=Decision.REJECT)


def test_a_statement_has_a_time_with_a_zone_and_writes_it_in_utc() -> None:
    with pytest.raises(RecordError, match="time zone"):
        statement([UNITS[0]], time=NOON.replace(tzinfo=None))
    zone = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    made = statement([UNITS[0]], time=datetime.datetime(2026, 1, 1, 2, 0, 0, 999, tzinfo=zone))
    assert '"time": "2025-12-31T20:30:00Z"' in format_statement(made)


def test_a_statement_can_be_read_by_a_person() -> None:
    assert ' "decision": "approve",\n' in TEXT
    assert '"Dé leche."' in TEXT
    assert len(ORDER) == TEXT.count('"digest"')


@given(
    st.recursive(
        st.none() | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=20,
    )
)
def test_the_form_of_a_record_is_that_of_pythons_own_json(value: object) -> None:
    assert write_json(value) == json.dumps(value, ensure_ascii=False, indent=1) + "\n"
