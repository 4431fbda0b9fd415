"""Which addresses may leave in a leaflet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.exporters.links import is_safe

SAFE = [
    "https://example.org",
    "https://example.org/",
    "http://example.org:8080/a?b=c&d=%20e#f",
    "HTTPS://Example.org/PATH",
    "https://مثال.إختبار/صفحة",
    "mailto:help@example.org",
    "mailto:help@example.org?subject=Fever%20leaflet",
    "tel:+44800123456",
    "tel:0800-123-456",
    "tel:111",
    "tel:*100#",
]

UNSAFE = [
    "",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "javascript%3Aalert(1)",
    "%6aavascript:alert(1)",
    "ｊavascript:alert(1)",
    "\u200bhttps://example.org",
    "\ufeffhttps://example.org",
    " https://example.org",
    "https://example.org ",
    "https://exa mple.org",
    "https://example.org/\u202egpj.exe",
    "https:/example.org",
    "https:example.org",
    "https:///example.org",
    "https://",
    "https:\\\\example.org",
    "https://example.org\\@evil.example",
    "https://bank.example@evil.example/",
    "https://example.org/\"onclick='x'",
    "https://example.org/<script>",
    "ht tps://example.org",
    "httpſ://example.org",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://example.org",
    "blob:https://example.org/x",
    "view-source:https://example.org",
    "feed:javascript:alert(1)",
    "//example.org/a",
    "/a/b",
    "a/b.html",
    "../a",
    "#part",
    "?q=1",
    "mailto:",
    "mailto:nobody",
    "mailto:a@b\r\nBcc:c@d",
    "tel:",
    "tel:javascript",
    "tel:+",
    "https://example.org/" + "a" * 2000,
    "https://example.org/\ud800",
]


@pytest.mark.parametrize("href", SAFE)
def test_a_plain_address_is_safe(href: str) -> None:
    assert is_safe(href)


@pytest.mark.parametrize("href", UNSAFE)
def test_anything_else_is_not(href: str) -> None:
    assert not is_safe(href)


@given(st.text(), st.sampled_from(["javascript", "data", "vbscript", "file", "blob", "x"]))
def test_no_other_scheme_is_safe_whatever_follows(rest: str, scheme: str) -> None:
    assert not is_safe(f"{scheme}:{rest}")


@given(
    st.text(max_size=300),
    st.sampled_from("\t\n\r \x00\x0b\x7f\xa0\u200b\u202e\u2028\ufeff\"'<>\\`"),
    st.data(),
)
def test_no_address_with_white_space_controls_or_quotes_is_safe(
    text: str, character: str, data: st.DataObject
) -> None:
    href = f"https://example.org/{text}"
    at = data.draw(st.integers(0, len(href)))
    assert not is_safe(href[:at] + character + href[at:])
