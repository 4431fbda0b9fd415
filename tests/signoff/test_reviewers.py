from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.signoff.model import Key, Reviewer
from pipeline.signoff.reviewers import parse_reviewers
from signoff.support import KEYS, soft_rsa

ROLES = ("linguistic", "clinical")
GOOD = f"""\
[reviewer-a]
name = "Reviewer A"
email = "a@example.org"
roles = ["linguistic"]
locales = ["es", "*"]
[[reviewer-a.keys]]
key = "{KEYS["a"].line} at home"
valid_from = 2026-01-01
valid_until = 2028-01-01

[reviewer-b]
name = "Reviewer B"
email = "b@example.org"
roles = ["clinical"]
locales = ["pt-BR"]
"""


def parse(text: str) -> tuple[Reviewer, ...]:
    return parse_reviewers(text.encode(), "locales/reviewers.toml", roles=ROLES)


def test_reviewers_are_read() -> None:
    day = datetime.date
    key = Key(KEYS["a"].line, day(2026, 1, 1), day(2028, 1, 1))
    assert parse(GOOD) == (
        Reviewer("reviewer-a", "Reviewer A", "a@example.org", ("linguistic",), ("es", "*"), (key,)),
        Reviewer("reviewer-b", "Reviewer B", "b@example.org", ("clinical",), ("pt-BR",), ()),
    )
    assert parse("") == ()
    assert parse("\ufeff" + GOOD.replace("\n", "\r\n")) == parse(GOOD)


def test_one_person_may_have_several_keys() -> None:
    text = GOOD.replace("\n\n", f'\n[[reviewer-a.keys]]\nkey = "{KEYS["c"].line}"\n\n')
    assert [key.public for key in parse(text)[0].keys] == [KEYS["a"].line, KEYS["c"].line]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('roles = ["linguistic"]', 'role = ["linguistic"]', 4, 'unknown key "role"; did you mean "roles"'),
        ("valid_until", "valid_til", 9, 'did you mean "valid_until"'),
        ("valid_until", "__proto__", 9, "unknown key"),
        ("linguistic", "linguistics", 4, 'did you mean "linguistic"'),
        ('["linguistic"]', "[]", 4, "not a list of texts"),
        ('["linguistic"]', '"linguistic"', 4, "not a list of texts"),
        ('"es"', '"es_ES"', 5, 'write "es-ES"'),
        ('"es"', '"../.."', 5, "not a locale"),
        ("a@example.org", "example.org", 3, "not an address"),
        ('"Reviewer A"', '"Reviewer\\u202eA"', 2, "name is not a line of text"),
        ('"Reviewer A"', "7", 2, "name is not a line of text"),
        ('email = "b@example.org"\n', "", 11, "email is missing"),
        ("2026-01-01", '"2026-01-01"', 8, "not a date"),
        ("2026-01-01", "2026-01-01T00:00:00Z", 8, "not a date"),
        ("2026-01-01", "2029-01-01", 9, "valid_until lies before valid_from"),
        ("2026-01-01", "2026-13-01", 8, "not valid TOML"),
        ("ssh-ed25519 ", "ssh-dss ", 7, "not accepted"),
        ("ssh-ed25519 ", "-----BEGIN OPENSSH PRIVATE KEY----- ", 7, "private key"),
        ("[reviewer-b]", "[reviewer-a]", 11, "not valid TOML"),
        ("[reviewer-b]", "[Reviewer-B]", 11, "not an id"),
        ("[reviewer-b]", '["reviеwer-b"]', 11, "not an id"),
        ("[reviewer-b]", "[__proto__]", 11, "not an id"),
        ("[reviewer-b]", '[""]', None, "not an id"),
        ("[reviewer-b]", f"[{'b' * 65}]", 11, "not an id"),
        ("b@example.org", "A@Example.org", 11, "same address"),
        ("[reviewer-b]", "x = 1\n[reviewer-b]", None, "unknown key"),
        ("[reviewer-a]", "x = 1\n[reviewer-a]", 1, "not a person"),
    ],
)
def test_a_slip_is_an_error_that_names_the_place(old: str, new: str, line: int | None, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(GOOD.replace(old, new, 1))
    assert says in str(caught.value)
    assert caught.value.path == "locales/reviewers.toml"
    if line is not None:
        assert caught.value.line == line


def test_a_key_is_one_persons() -> None:
    with pytest.raises(SettingsError, match="reviewer-a and reviewer-b have the same key"):
        parse(GOOD + f'[[reviewer-b.keys]]\nkey = "{KEYS["a"].line}"\n')


@pytest.mark.parametrize("again", ["a@example.org", "A@EXAMPLE.org", "ａ@example.org"])
def test_an_address_is_one_persons_however_it_is_spelt(again: str) -> None:
    with pytest.raises(SettingsError, match="have the same address"):
        parse(GOOD.replace("b@example.org", again))


def test_a_short_rsa_key_is_refused() -> None:
    with pytest.raises(SettingsError, match="1024 bits"):
        parse(GOOD + f'[[reviewer-b.keys]]\nkey = "{soft_rsa(1024).line}"\n')


@pytest.mark.parametrize(
    "data", [b"\xff", b"a = " + b"[" * 5_000, b"[a", b" " * (1024 * 1024 + 1), b"a = " + b"9" * 5_000, b"\0"]
)
def test_what_cannot_be_read_is_an_error_with_the_path(data: bytes) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_reviewers(data, "locales/reviewers.toml", roles=ROLES)
    assert caught.value.path == "locales/reviewers.toml"


@given(st.text(st.characters(codec="utf-8")), st.integers(0, len(GOOD)), st.integers(0, 9))
def test_no_edit_ends_in_another_error(text: str, at: int, cut: int) -> None:
    try:
        parse(GOOD[:at] + text + GOOD[at + cut :])
    except SettingsError as error:
        assert error.path == "locales/reviewers.toml"
