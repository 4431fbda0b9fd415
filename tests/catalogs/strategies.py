"""Hypothesis strategies for catalogs: any text, and what the file format can say."""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline.catalogs.model import Catalog, Unit, UnitKey

HEADERS = (
    ("Project-Id-Version", "leaflets"),
    ("Report-Msgid-Bugs-To", "mail@example.org"),
    ("POT-Creation-Date", "2026-01-01 00:00+0000"),
    ("PO-Revision-Date", "2026-01-02 00:00+0000"),
    ("Last-Translator", "Reviewer A <a@example.org>"),
    ("Language-Team", "Spanish"),
    ("Language", "es"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=UTF-8"),
    ("Content-Transfer-Encoding", "8bit"),
    ("Plural-Forms", "nplurals=2; plural=n != 1;"),
)

ODD = [
    "\n",
    "\r",
    "\t",
    "\\",
    '"',
    "\\n",
    " ",
    "\x0b",
    "\x0c",
    "\x1b",
    "\x85",
    "\u2028",
    "#",
    "%",
    "<b>",
    "\u202e",
    "-",
]
characters = st.characters(exclude_characters="\0\x04", exclude_categories=["Cs"])
texts = st.lists(st.sampled_from(ODD) | characters | st.text("abc 12", max_size=40), max_size=6).map("".join)
comments = st.lists(
    st.sampled_from(["\\", " ", "#", "~"])
    | st.characters(exclude_characters="\0\x04\n\r", exclude_categories=["Cs"]),
    max_size=12,
).map("".join)
words = st.from_regex(r"[a-z][a-z-]{0,9}", fullmatch=True)
references = st.builds(
    "{}:{}".format, st.sampled_from(["source/a.txt", "\u2068b c.md\u2069"]), st.integers(1, 999)
)


@st.composite
def units(draw: st.DrawFn, key: UnitKey) -> Unit:
    plural = draw(st.none() | texts.filter(bool))
    earlier = draw(st.none() | texts)
    flags = draw(st.lists(words.filter(lambda word: word != "fuzzy"), max_size=2))
    return Unit(
        source=key[1],
        context=key[0],
        source_plural=plural,
        targets=tuple(draw(texts) for _ in range(1 if plural is None else 2)),
        flags=tuple(flags),
        fuzzy=draw(st.booleans()),
        references=tuple(draw(st.lists(references, max_size=3, unique=True))),
        extracted_comments=tuple(draw(st.lists(comments, max_size=2))),
        translator_comments=tuple(draw(st.lists(comments, max_size=2))),
        previous_context=None if earlier is None else draw(st.none() | texts),
        previous_source=earlier,
        obsolete=draw(st.booleans()),
        unknown_comments=tuple(draw(st.lists(st.sampled_from(["#= rosy", "#!x", "#-"]), max_size=1))),
    )


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    keys = draw(
        st.lists(st.tuples(st.none() | texts, texts).filter(lambda key: key[1]), max_size=4, unique=True)
    )
    return Catalog(
        HEADERS,
        tuple(draw(units(key)) for key in keys),
        tuple(draw(st.lists(comments, max_size=2))),
        draw(st.booleans()),
    )
