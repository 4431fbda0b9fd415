"""Addresses come from people: what is odd is refused, and what is refused is not repeated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.address import may_be_plain, parse_address
from pipeline.errors import EngineError


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://translate.example.org", "https://translate.example.org"),
        ("https://Translate.example.org/", "https://translate.example.org"),
        ("https://example.org:8443/api/v1/", "https://example.org:8443/api/v1"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("http://[::1]:5000/x", "http://[::1]:5000/x"),
        ("http://localhost:80", "http://localhost"),
    ],
)
def test_a_good_address_is_shown_as_it_is_meant(url: str, shown: str) -> None:
    assert str(parse_address(url)) == shown


@pytest.mark.parametrize(
    "url",
    [
        "",
        "translate.example.org",
        "ftp://example.org",
        "file:///etc/passwd",
        "gopher://127.0.0.1",
        "https://",
        "https:///path",
        "https://user:geheim@example.org",
        "https://example.org?key=geheim",
        "https://example.org#geheim",
        "https://example.org:port",
        "https://example.org:99999",
        "https://exa mple.org",
        "https://example.org/a/../b",
        "https://example.org/%2e%2e",
        "https://example.org/a\r\nHost: geheim",
        "https://[::1",
        "https://-example.org",
        "https://example.org\\@geheim.org",
    ],
)
def test_an_odd_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(EngineError) as caught:
        parse_address(url)
    assert "geheim" not in str(caught.value)


@given(st.text())
def test_any_text_is_an_address_or_an_error(url: str) -> None:
    try:
        address = parse_address(url)
    except EngineError:
        return
    assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "127.9.9.9", "::1", "10.1.2.3", "192.168.0.1", "172.31.0.1", "fd00::1"]
)
def test_http_may_be_spoken_on_this_machine_and_private_networks(ip: str) -> None:
    assert may_be_plain(ip)


@pytest.mark.parametrize(
    "ip",
    [
        "8.8.8.8",
        "169.254.169.254",  # where clouds keep secrets
        "fe80::1%eth0",
        "0.0.0.0",
        "::",
        "100.64.0.1",
        "172.32.0.1",
        "224.0.0.1",
        "2001:db8::1",
        "::ffff:8.8.8.8",
        "::ffff:169.254.169.254",
        "not an address",
    ],
)
def test_http_is_not_spoken_elsewhere(ip: str) -> None:
    assert not may_be_plain(ip)


def test_this_machine_is_known_by_its_address() -> None:
    assert parse_address("http://127.0.0.1:1").on_this_machine
    assert parse_address("http://[::1]:1").on_this_machine
    assert parse_address("http://localhost:1").on_this_machine
    assert not parse_address("http://localhost.example.org").on_this_machine
    assert not parse_address("http://192.168.0.1").on_this_machine
