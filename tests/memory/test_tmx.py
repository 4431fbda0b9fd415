"""TMX in and out: real files, inline tags, every encoding, and what strangers may try."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.model import State
from pipeline.errors import ExchangeError
from pipeline.language.locale import parse_locale
from pipeline.memory import xml
from pipeline.memory.languages import match_language
from pipeline.memory.limits import USUAL
from pipeline.memory.model import Languages, Pair
from pipeline.memory.tmx_reading import TmxUnit, read_tmx
from pipeline.memory.tmx_writing import writable, write_tmx
from pipeline.segmentation.notation import format_notation, parse_notation

DATA = Path(__file__).with_name("data") / "tmx"
ES = Languages("en", "es")
HEAD = b'<tmx version="1.4"><header srclang="en"/><body>'


def units(data: bytes) -> list[TmxUnit]:
    return list(read_tmx(io.BytesIO(data)))


def tmx(body: str, *, prolog: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> str:
    return f'{prolog}<tmx version="1.4"><header srclang="en"/>\n<body>\n{body}\n</body></tmx>\n'


def tu(source: str, target: str) -> str:
    return (
        f'<tu><tuv xml:lang="en"><seg>{source}</seg></tuv>\n<tuv xml:lang="es"><seg>{target}</seg></tuv></tu>'
    )


def test_a_document_of_tico_19_is_read_whole() -> None:
    found = units((DATA / "tico-19.tmx").read_bytes())
    assert len(found) == 10
    for unit in found:
        assert [language for language, _ in unit.variants] == ["en", "ar", "es-LA", "fr", "hi", "sw", "zh"]
        assert all(text and text == text.strip() for _, text in unit.variants)
        assert unit.source_language == "en"


def test_inline_tags_become_the_notation() -> None:
    wanted = tomllib.loads((DATA / "inline.toml").read_text(encoding="utf-8"))["pairs"]
    found = [[text for _, text in unit.variants] for unit in units((DATA / "inline.tmx").read_bytes())]
    assert found == wanted
    for pair in found:
        for text in pair:
            opaque = {str(number): "" for number in range(1, 9)}
            assert format_notation(parse_notation(text, opaque=opaque)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_xml_says_its_encoding(encoding: str) -> None:
    named = "utf-8" if encoding == "utf-8-sig" else encoding
    text = tmx(tu("Fever", "Fiebre ñ"), prolog=f'<?xml version="1.0" encoding="{named}"?>\n')
    (unit,) = units(text.encode(encoding))
    assert unit.variants == (("en", "Fever"), ("es", "Fiebre ñ"))


def test_older_files_say_lang_and_namespaces_do_not_matter() -> None:
    body = '<tu><tuv lang="en"><seg>A</seg></tuv><tuv lang="es"><seg>B</seg></tuv></tu>'
    assert units(tmx(body).encode())[0].variants == (("en", "A"), ("es", "B"))
    named = tmx(tu("A", "B")).replace(
        '<tmx version="1.4">', '<tmx xmlns="http://www.lisa.org/tmx14" version="1.4">'
    )
    assert units(named.encode())[0].variants == (("en", "A"), ("es", "B"))


def test_what_was_escaped_twice_is_taken_off_once_but_not_in_our_own_files() -> None:
    text = tmx(tu("&amp;lt; 5 T&amp;amp;C", "&amp;amp;lt; & x".replace("& x", "&amp; x")))
    assert units(text.encode())[0].variants == (("en", "< 5 T&C"), ("es", "&lt; & x"))
    text = text.replace("<header ", '<header creationtool="Polyleaf" ')
    assert units(text.encode())[0].variants == (("en", "&lt; 5 T&amp;C"), ("es", "&amp;lt; & x"))


LAUGHS = '<!DOCTYPE tmx [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "a billion laughs": (tmx(tu("&i;", "x"), prolog=LAUGHS + "]>\n"), "entities"),
    "a file by an entity": (
        tmx(tu("&x;", "x"), prolog='<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'),
        "entities",
    ),
    "an entity of parameters": (
        tmx(tu("a", "b"), prolog='<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>\n'),
        "entit",
    ),
    "an unknown entity": (tmx(tu("a&nbsp;b", "x")), "entity"),
    "cut off": (tmx(tu("Fever", "Fiebre"))[:-30], "not well-formed"),
    "cut off in a tag": (tmx(tu("Fever", "Fiebre"))[:100], "not well-formed"),
    "nothing": ("", "not well-formed"),
    "no XML": ("msgid", "not well-formed"),
    "another root": ("<html><header/></html>", "has no <tmx>"),
    "no language": (tmx("<tu><tuv><seg>a</seg></tuv></tu>"), "language"),
    "no segment": (tmx('<tu><tuv xml:lang="en"/></tu>'), "no <seg>"),
    "an unknown tag": (tmx(tu("a <blink>b</blink>", "x")), "<blink>"),
    "a unit in a unit": (tmx("<tu><tu></tu></tu>"), "<tu> stands in a <tu>"),
    "a segment of a megabyte": (tmx(tu("a" * 1_000_000, "x")), "1,000,000 characters"),
    "a thousand tags": (tmx(tu("<ph/>" * 1_000, "x")), "more than 500 tags"),
    "version 2": (tmx(tu("a", "b")).replace("1.4", "2.0"), 'version "2.0"'),
    "nested too deeply": (tmx(tu("<hi>" * 3_000 + "</hi>" * 3_000, "x")), "depth"),
    "a control character": (tmx(tu("a\x01", "x")), "not well-formed"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_wrong_is_an_error_with_its_line(name: str) -> None:
    text, says = HOSTILE[name]
    with pytest.raises(ExchangeError, match=says) as caught:
        units(text.encode())
    assert caught.value.line is not None and caught.value.line >= 1
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("data", [tmx(tu("a", "ñ")).encode("latin-1"), b"\xff\xfe<\x00t\x00", b"\x00" * 100])
def test_bytes_that_are_not_the_declared_encoding_are_an_error(data: bytes) -> None:
    with pytest.raises(ExchangeError):
        units(data)


def test_an_error_names_the_line_of_the_segment() -> None:
    body = "\n".join([tu("a", "b")] * 50 + ["<tu><tuv><seg>x</seg></tuv></tu>"])
    with pytest.raises(ExchangeError) as caught:
        units(tmx(body).encode())
    assert caught.value.line == 104


def test_a_unit_without_end_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MAX_ELEMENT_BYTES", 100_000)

    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += 1
            assert self.given < 1_000
            return HEAD + b"<tu>" if self.given == 1 else b"<note>a</note>" * 1_000

    with pytest.raises(ExchangeError, match="larger than"):
        list(read_tmx(Endless()))  # type: ignore[arg-type]


def test_a_file_of_any_length_is_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MAX_ELEMENT_BYTES", 200_000)
    body = "\n".join(tu(f"Sentence {i}", f"Frase {i}") for i in range(20_000))
    assert len(units(tmx(body).encode())) == 20_000


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("es-LA", "es"),
        ("es_XX", "es"),
        ("ES", "es"),
        ("zh", "zh-Hans"),
        ("zh_CN", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        ("pt-BR", "pt-BR"),
        ("pt", "pt-BR"),
        ("pt-PT", None),
        ("ar_AR", "ar"),
        ("en-US", None),
        ("xx", None),
        ("", None),
        ("../es", None),
        ("e" * 10_000, None),
    ],
)
def test_a_language_of_another_tool_finds_its_locale(tag: str, locale: str | None) -> None:
    own = [parse_locale(one) for one in ("es", "zh-Hans", "zh-Hant", "pt-BR", "ar")]
    found = match_language(tag, own)
    assert (found.tag if found else None) == locale


texts = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)
pieces = st.lists(
    st.one_of(
        texts,
        st.sampled_from(
            ["<b>", "</b>", "<br/>", '<x id="1"/>', '<a href="https://example.org">', "</a>", "<", "&"]
        ),
    ),
    min_size=1,
    max_size=8,
).map("".join)


@given(
    st.lists(
        st.builds(
            Pair,
            pieces,
            pieces,
            st.sampled_from([State.TRANSLATED, State.APPROVED]),
            st.none() | texts,
            texts,
        )
    )
)
def test_what_is_written_is_read_back(pairs: list[Pair]) -> None:
    pairs = [one for one in pairs if writable(one) and one.source.strip() and one.target.strip()]
    data = b"".join(write_tmx([(ES, one) for one in pairs], source_locale="en", version="1"))
    assert data == b"".join(write_tmx([(ES, one) for one in pairs], source_locale="en", version="1"))
    found = units(data)
    assert [one.context for one in found] == [one.context for one in pairs]
    assert [one.domain for one in found] == [one.domain for one in pairs]
    for unit, pair in zip(found, pairs, strict=True):
        for (_, text), written in zip(unit.variants, (pair.source, pair.target), strict=True):
            if _is_whole(written):
                assert text == written.strip()


def _is_whole(text: str) -> bool:
    try:
        parse_notation(text, opaque={"1": ""})
    except Exception:
        return False
    return True


@given(st.binary(max_size=300))
def test_no_bytes_end_in_anything_but_a_clear_error(data: bytes) -> None:
    for prefix in (b"", HEAD + b"<tu><tuv xml:lang='en'><seg>"):
        with pytest.raises(ExchangeError):
            units(prefix + data)


def test_the_cap_on_segments_is_what_it_says() -> None:
    text = "a" * USUAL.tmx_characters
    assert units(tmx(tu(text, "b")).encode())[0].variants[0][1] == text
