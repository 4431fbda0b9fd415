"""The index page names every leaflet in its own language and is accessible."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.language.locale import parse_locale
from pipeline.publication.manifest import format_manifest, parse_manifest
from pipeline.publication.model import Manifest, PublishedFile, PublishedLeaflet
from pipeline.publication.site import index_page
from tests.support.browser import open_browser

EN = parse_locale("en")


def leaflet(locale: str, title: str, domain: str = "hands") -> PublishedLeaflet:
    return PublishedLeaflet(
        domain=domain,
        locale=locale,
        title=title,
        version="01234567",
        published="2026-01-02",
        reviews=(("linguistic", "2026-01-03"),),
        review_by="2029-01-03",
        source_sha256="0" * 64,
        catalog_sha256=None,
        sentences=("1" * 64,),
        outline="5" * 64,
        records=("2" * 64,),
        fonts=(),
        files=tuple(
            PublishedFile(f"{locale}/{domain}.{kind}", "3" * 64, 9) for kind in ("html", "pdf", "txt")
        ),
    )


LEAFLETS = (leaflet("ar", "غسل اليدين"), leaflet("en", "Washing your hands"), leaflet("ur", "ہاتھ دھونا"))


def page(leaflets: tuple[PublishedLeaflet, ...], publisher: str = "A clinic") -> str:
    return index_page(leaflets, locale=EN, heading="Leaflets", publisher=publisher).decode()


def test_each_leaflet_is_named_in_its_language_and_direction() -> None:
    html = page(LEAFLETS)
    assert (
        '<li lang="ar" dir="rtl"><span class="name">العربية</span>'
        '<span class="title"><a href="ar/hands.html" hreflang="ar">غسل اليدين</a></span>' in html
    )
    assert 'href="ur/hands.pdf"' in html
    assert "<h2>Washing your hands</h2>" in html


def test_where_the_source_is_not_published_its_title_as_signed_heads_the_translations() -> None:
    spanish = leaflet("es", "Lavarse las manos")
    assert "<h2><bdi>hands</bdi></h2>" in page((spanish,))
    assert "<h2>Washing your hands</h2>" in page((replace(spanish, source_title="Washing your hands"),))


def test_text_of_strangers_is_never_markup() -> None:
    html = page((leaflet("en", "<script>alert(1)</script>", 'a" onclick="b'),), publisher="<b>&")
    assert "<script" not in html
    assert 'onclick="b' not in html
    assert "&lt;b&gt;&amp;" in html


def test_a_title_leads_to_the_page_or_else_to_the_first_file() -> None:
    whole = leaflet("en", "Washing your hands")
    assert '<a href="en/hands.html" hreflang="en">Washing your hands</a>' in page((whole,))
    without_page = replace(whole, files=whole.files[1:])
    assert '<a href="en/hands.pdf" hreflang="en">Washing your hands</a>' in page((without_page,))


@pytest.mark.slow
def test_the_links_of_right_to_left_leaflets_begin_at_their_edge(tmp_path: Path) -> None:
    edges = "[...document.querySelectorAll('li[dir=rtl]')].map(li => Math.round(" + (
        "li.getBoundingClientRect().right - li.querySelector('.files a').getBoundingClientRect().right))"
    )
    with open_browser() as browser:
        assert browser.evaluate(page(LEAFLETS).encode(), tmp_path, edges) == [0, 0]


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    leaflets = (*LEAFLETS, replace(leaflet("zh-Hans", "洗手"), source_title="Washing your hands"))
    manifest = Manifest("polyleaf 1", "A clinic", leaflets, (PublishedFile("index.html", "4" * 64, 5),))
    assert parse_manifest(format_manifest(manifest), "manifest.json") == manifest


@pytest.mark.slow
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(tmp_path: Path, dark: bool) -> None:
    with open_browser() as browser:
        assert browser.violations(page(LEAFLETS).encode(), tmp_path, dark=dark) == []
