"""Glossaries: what goes in, how it is kept, and which terms a sentence is shown with."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ExchangeError
from pipeline.memory.tbx import read_tbx
from pipeline.memory.terms import EVERY_LOCALE, MOST_SHOWN, Term, TermFinder, term_comments
from pipeline.memory.terms_csv import COLUMNS, read_foreign_terms, read_terms, write_terms
from tests.support.command import polyleaf

TBX_2008 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="1"><note>of the body</note>
<langSet xml:lang="en"><tig><term>fever</term></tig></langSet>
<langSet xml:lang="es-MX"><ntig><termGrp><term>fiebre</term></termGrp></ntig>
<tig><term>calentura</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
</langSet>
</termEntry></body></text></martif>
"""
TBX_2019 = """<?xml version="1.0" encoding="UTF-8"?>
<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca" xml:lang="en"><text><body>
<conceptEntry id="1"><langSec xml:lang="en"><termSec><term>fever</term></termSec></langSec>
<langSec xml:lang="es"><termSec><term>fiebre</term></termSec></langSec></conceptEntry>
</body></text></tbx>
"""
TICO = """id,sourceLang,targetLang,sourceString,targetString
1,en,es_XX,1918 flu,La gripe de 1918
2,en,es_XX,acute bronchitis,"Bronquitis, aguda"
3,en,fr_XX,chills,frissons
,,es_XX,,
"""


def find(text: str, *terms: Term, locale: str = "es") -> list[str]:
    return [term.source for term in TermFinder(terms, locale).find(text)]


def term(source: str, locale: str = "es", *, translate: bool = True) -> Term:
    return Term(source, locale, f"<{source}>" if translate else "", translate)


def test_terms_are_found_as_whole_words_in_any_case() -> None:
    assert find("A COLD drink for colds.", term("cold")) == ["cold"]
    assert find("He scolds you.", term("cold")) == []


def test_the_longest_term_wins_and_hides_what_is_inside() -> None:
    assert find("Blood pressure and blood.", term("blood"), term("blood pressure")) == [
        "blood pressure",
        "blood",
    ]
    assert find("High blood pressure", term("blood"), term("blood pressure")) == ["blood pressure"]


def test_terms_of_other_locales_are_not_shown_but_those_of_every_locale_are() -> None:
    terms = (term("fever", "fr"), term("Polyleaf", EVERY_LOCALE, translate=False))
    assert find("Polyleaf on fever", *terms) == ["Polyleaf"]


def test_terms_are_found_where_no_spaces_part_the_words() -> None:
    assert find("请测量体温。", term("体温")) == ["体温"]


def test_terms_to_keep_are_found_at_their_places() -> None:
    text = "Ask polyleaf or Doctors Without Borders."
    terms = [
        term("Polyleaf", EVERY_LOCALE, translate=False),
        term("Doctors Without Borders", translate=False),
    ]
    spans = TermFinder([*terms, term("ask")], "es").spans(text)
    assert [text[start:end] for start, end, _ in spans] == ["polyleaf", "Doctors Without Borders"]


def test_comments_say_what_to_do() -> None:
    terms = [Term("fever", "es", "fiebre", True, "of the body"), term("Polyleaf", translate=False)]
    assert term_comments(terms) == ("Term: fever → fiebre (of the body)", "Term: Polyleaf (keep as it is)")
    assert len(term_comments([term(str(i)) for i in range(99)])) == MOST_SHOWN


cells = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Co", "Cn", "Cf"]), max_size=20)
    .map(lambda text: " ".join(text.split()))
    .filter(str.isprintable)
)


@given(
    st.lists(
        st.builds(
            Term, cells.filter(bool), st.sampled_from(["es", "zh-Hans", "*"]), cells.filter(bool), note=cells
        )
    )
)
def test_the_glossary_is_read_back_as_it_was_written(terms: list[Term]) -> None:
    data = write_terms(terms)
    assert write_terms(reversed(terms)) == data
    assert set(read_terms(data, "terms.csv")) == set(terms)
    assert write_terms(read_terms(data, "terms.csv")) == data


@given(st.sampled_from("=+-@'"), cells)
def test_no_cell_is_a_formula(sign: str, rest: str) -> None:
    data = write_terms([Term(sign + rest, "es", sign + rest, True, sign + rest)]).decode()
    for row in list(csv.reader(io.StringIO(data)))[1:]:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("fever,es,fiebre,yes", "4 cells for 5 columns"),
        ("fever,es_MX,fiebre,yes,", "not a locale"),
        ("fever,es,fiebre,perhaps,", 'translate is "perhaps"'),
        ("fever,es,,yes,", "translation is missing"),
        (",es,fiebre,yes,", "term is missing"),
        ("fever,es,fie\x07bre,yes,", "control character"),
        (f"{'f' * 2_000},es,fiebre,yes,", "2,000 characters"),
        ('"fever,es,fiebre,yes,', "not CSV"),
        ("fever,es,fi\udce9bre,yes,", "not UTF-8"),
    ],
)
def test_a_wrong_line_of_the_glossary_is_named(line: str, says: str) -> None:
    text = f"{','.join(COLUMNS)}\nrash,es,sarpullido,yes,\n{line}\n"
    with pytest.raises(ExchangeError, match=says) as caught:
        read_terms(text.encode("utf-8", "surrogateescape"), "locales/terms.csv")
    assert (caught.value.path, caught.value.line) == ("locales/terms.csv", 3)


def test_other_columns_are_refused() -> None:
    with pytest.raises(ExchangeError, match="other columns"):
        read_terms(b"a,b\n1,2\n", "terms.csv")
    with pytest.raises(ExchangeError, match="name the columns"):
        list(read_foreign_terms(b"a,b\n1,2\n", "x.csv"))


@pytest.mark.parametrize("sign", [";", "\t"])
def test_a_glossary_is_read_with_the_signs_that_spreadsheets_of_other_countries_write(sign: str) -> None:
    own = 'source;locale;target;translate;note\n"soap, soft";es;jabón;yes;a, b\n'.replace(";", sign)
    assert read_terms(own.encode(), "terms.csv") == (Term("soap, soft", "es", "jabón", note="a, b"),)
    assert [language for _, language, _ in read_foreign_terms(own.encode(), "x.csv")] == ["es"]


def test_a_list_of_tico_19_is_read_by_the_names_of_its_columns() -> None:
    found = [
        (language, one.source, one.target) for _, language, one in read_foreign_terms(TICO.encode(), "x.csv")
    ]
    assert found == [
        ("es_XX", "1918 flu", "La gripe de 1918"),
        ("es_XX", "acute bronchitis", "Bronquitis, aguda"),
        ("fr_XX", "chills", "frissons"),
    ]


@pytest.mark.parametrize("text", [TBX_2008, TBX_2019], ids=["2008", "2019"])
def test_tbx_of_both_editions_is_read(text: str) -> None:
    (concept,) = read_tbx(io.BytesIO(text.encode()))
    said = [(language[:2], one.source) for language, one in concept if not one.avoid]
    assert said == [("en", "fever"), ("es", "fiebre")]


def test_a_deprecated_term_of_tbx_is_to_be_avoided() -> None:
    (concept,) = read_tbx(io.BytesIO(TBX_2008.encode()))
    assert [one.source for _, one in concept if one.avoid] == ["calentura"]


@pytest.mark.parametrize(
    "text",
    [
        TBX_2008.replace('SYSTEM "TBXcoreStructV02.dtd"', '[<!ENTITY a "b">]'),
        TBX_2008[:300],
        "<tmx/>",
        TBX_2019.replace("fiebre", "f" * 5_000),
        TBX_2019.replace(' xml:lang="es"', ""),
    ],
)
def test_tbx_that_is_wrong_is_an_error(text: str) -> None:
    with pytest.raises(ExchangeError):
        list(read_tbx(io.BytesIO(text.encode())))


def project(folder: Path) -> Path:
    (folder / "source").mkdir()
    (folder / "source/flu.txt").write_text("Flu\n\nThe 1918 flu began with chills.\n", encoding="utf-8")
    (folder / "polyleaf.toml").write_text('source_locale = "en"\nlocales = ["en", "es", "fr"]\n')
    return folder


def test_terms_stand_beside_the_sentence_in_the_catalog(tmp_path: Path) -> None:
    root = project(tmp_path)
    (tmp_path / "tico.csv").write_text(TICO, encoding="utf-8")
    (tmp_path / "body.tbx").write_text(TBX_2008, encoding="utf-8")
    ran = polyleaf("terms", "import", tmp_path / "tico.csv", cwd=root)
    assert ran.out == "locales/terms.csv: 3 new, 0 changed, 0 as they were\n"
    ran = polyleaf("terms", "import", tmp_path / "body.tbx", cwd=root)
    assert ran.out == "locales/terms.csv: 2 new, 0 changed, 0 as they were\n"
    before = (root / "locales/terms.csv").read_bytes()
    assert polyleaf("terms", "import", tmp_path / "tico.csv", cwd=root).out.endswith("3 as they were\n")
    assert (root / "locales/terms.csv").read_bytes() == before
    assert polyleaf("update", cwd=root).code == 0
    spanish = (root / "locales/es/LC_MESSAGES/flu.po").read_text(encoding="utf-8")
    assert "#. Term: 1918 flu → La gripe de 1918\n" in spanish and "frissons" not in spanish
    assert "#. Term: chills → frissons\n" in (root / "locales/fr/LC_MESSAGES/flu.po").read_text("utf-8")
    assert "up to date" in polyleaf("update", cwd=root).out


def test_a_broken_glossary_stops_an_update_before_it_writes(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "locales").mkdir()
    (root / "locales/terms.csv").write_text("source,locale\n")
    ran = polyleaf("update", cwd=root)
    assert ran.code == 1 and ran.err.startswith("polyleaf: locales/terms.csv:1: ")
    assert not list(root.glob("locales/**/*.po*"))


def test_an_exported_glossary_comes_back_by_an_import(tmp_path: Path) -> None:
    glossary = (
        "source,locale,target,translate,note\n"
        "fever,es,fiebre,yes,of the <body>\nfever,fr,fièvre,yes,\n"
        "patient,es,enfermo,avoid,\nParis,fr,,no,\nPolyleaf,*,,no,the name stays\n"
    )
    roots = [tmp_path / name for name in ("first", "second")]
    for root in roots:
        (root / "locales").mkdir(parents=True)
        (root / "source").mkdir()
        (root / "polyleaf.toml").write_text(
            'source_locale = "en"\nlocales = ["en", "es", "fr"]\n', encoding="utf-8"
        )
    (roots[0] / "locales/terms.csv").write_text(glossary, encoding="utf-8")
    for name in ("all.tbx", "es.tbx", "all.csv"):
        some = ("-l", "es") if name == "es.tbx" else ()
        ran = polyleaf("terms", "export", tmp_path / name, *some, cwd=roots[0])
        assert (ran.code, ran.out) == (0, f"{tmp_path / name}: {3 if some else 5} terms written\n")
    assert "fièvre" not in (tmp_path / "es.tbx").read_text(encoding="utf-8")
    assert sorted((tmp_path / "all.csv").read_text(encoding="utf-8").splitlines()) == sorted(
        glossary.splitlines()
    )
    assert polyleaf("terms", "import", tmp_path / "all.tbx", cwd=roots[1]).code == 0
    back = (roots[1] / "locales/terms.csv").read_text(encoding="utf-8").splitlines()
    assert back[1:] == [
        "fever,es,fiebre,yes,of the <body>",
        "fever,fr,fièvre,yes,",
        "Paris,fr,,no,",
        "patient,es,enfermo,avoid,",
        "Polyleaf,*,,no,the name stays",
    ]
    (roots[1] / "locales/terms.csv").unlink()
    ran = polyleaf("terms", "import", tmp_path / "all.csv", cwd=roots[1])
    assert ran.out == "locales/terms.csv: 5 new, 0 changed, 0 as they were\n"
    assert (roots[1] / "locales/terms.csv").read_bytes() == (tmp_path / "all.csv").read_bytes()


def test_a_name_that_another_tool_says_needs_no_translation_stays_as_it_is(tmp_path: Path) -> None:
    # As the Translate Toolkit and Weblate mark it; its target may be there or not.
    mark = '<descrip type="Translation needed">No</descrip>'
    said = '<langSet xml:lang="es"><tig><term>{}</term></tig></langSet>'
    english = '<langSet xml:lang="en"><tig><term>{}</term></tig></langSet>'
    entries = [
        mark + english.format("Hope House"),
        mark + english.format("Polyleaf") + said.format("Polyleaf"),
        f"<descripGrp>{mark}</descripGrp>" + english.format("UNICEF"),
        english.format("virus") + said.format("virus"),
    ]
    body = "".join(f"<termEntry>{one}</termEntry>" for one in entries)
    (tmp_path / "names.tbx").write_text(
        f"<martif><text><body>{body}</body></text></martif>", encoding="utf-8"
    )
    (tmp_path / "polyleaf.toml").write_text('source_locale = "en"\nlocales = ["es"]\n', encoding="utf-8")
    assert polyleaf("terms", "import", tmp_path / "names.tbx", cwd=tmp_path).code == 0
    assert (tmp_path / "locales/terms.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "Hope House,*,,no,",
        "Polyleaf,*,,no,",
        "UNICEF,*,,no,",
        "virus,es,virus,yes,",
    ]


def importing(root: Path, glossary: str, file: str) -> tuple[str, list[str]]:
    """What importing says, and the glossary afterwards."""
    header = "source,locale,target,translate,note\n"
    (root / "locales").mkdir()
    (root / "polyleaf.toml").write_text('source_locale = "en"\nlocales = ["en", "es"]\n', encoding="utf-8")
    (root / "locales/terms.csv").write_text(header + glossary, encoding="utf-8")
    (root / "more.csv").write_text(header + file, encoding="utf-8")
    ran = polyleaf("terms", "import", root / "more.csv", cwd=root)
    return ran.out or ran.err, (root / "locales/terms.csv").read_text(encoding="utf-8").splitlines()[1:]


SEVERAL = "fever,es,calentura,avoid,\nfever,es,fiebre,yes,\nfever,es,hipertermia,yes,\n"


def test_an_import_leaves_all_other_terms_alone(tmp_path: Path) -> None:
    said, after = importing(tmp_path, SEVERAL, "x,es,y,yes,\n")
    assert said == "locales/terms.csv: 1 new, 0 changed, 0 as they were\n"
    assert after == [*SEVERAL.splitlines(), "x,es,y,yes,"]


def test_an_import_replaces_how_a_term_is_said_but_not_what_to_avoid(tmp_path: Path) -> None:
    said, after = importing(tmp_path, SEVERAL, "fever,es,temperatura,yes,\n")
    assert said == "locales/terms.csv: 0 new, 1 changed, 0 as they were\n"
    assert after == ["fever,es,calentura,avoid,", "fever,es,temperatura,yes,"]


def test_a_word_to_be_avoided_is_imported_as_one(tmp_path: Path) -> None:
    _, after = importing(tmp_path, SEVERAL, "fever,es,hipertermia,avoid,\n")
    assert after == ["fever,es,calentura,avoid,", "fever,es,fiebre,yes,", "fever,es,hipertermia,avoid,"]


def test_another_word_for_yes_is_an_error_that_changes_nothing(tmp_path: Path) -> None:
    said, after = importing(tmp_path, SEVERAL, "x,es,y,never,\n")
    assert 'more.csv:2: translate is "never"; write "yes", "no" or "avoid"' in said
    assert after == SEVERAL.splitlines()


def test_a_glossary_that_is_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    root = project(tmp_path / "project")
    (root / "locales").mkdir()
    outside = tmp_path / "terms.csv"
    outside.write_text("source,locale,target,translate,note\n", encoding="utf-8")
    (root / "locales/terms.csv").symlink_to(outside)
    ran = polyleaf("update", cwd=root)
    assert ran.code == 1 and "locales/terms.csv: leads out of the project" in ran.err


def test_a_glossary_is_exported_as_csv_or_tbx_only(tmp_path: Path) -> None:
    (tmp_path / "polyleaf.toml").write_text('source_locale = "en"\nlocales = ["es"]\n', encoding="utf-8")
    ran = polyleaf("terms", "export", tmp_path / "terms.xlsx", cwd=tmp_path)
    assert ran.code == 1 and "neither CSV nor TBX" in ran.err and not (tmp_path / "terms.xlsx").exists()


@pytest.mark.parametrize("name", ["many.csv", "many.tbx"])
def test_the_cap_on_terms_is_a_setting(tmp_path: Path, name: str) -> None:
    settings = 'source_locale = "en"\nlocales = ["es"]\n[limits]\nterms = 10\n'
    (tmp_path / "polyleaf.toml").write_text(settings, encoding="utf-8")
    rows = "".join(f"word {number},es,palabra {number}\n" for number in range(12))
    if name.endswith("tbx"):
        entry = TBX_2008[TBX_2008.index("<termEntry") : TBX_2008.index("</body>")]
        text = TBX_2008.replace(entry, entry * 12)
    else:
        text = f"source,locale,target\n{rows}"
    (tmp_path / name).write_text(text, encoding="utf-8")
    ran = polyleaf("terms", "import", tmp_path / name, cwd=tmp_path)
    assert ran.code == 1 and "more than 10 terms; split it, or raise limits.terms in the settings" in ran.err
