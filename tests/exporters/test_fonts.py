"""The fonts that ship, and the table that names them."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from importlib import resources
from pathlib import Path

import polib
import pytest
import typst

from pipeline.exporters.pdf.fonts import font_book
from pipeline.exporters.scripts import LATIN_FAMILY, SYMBOL_FAMILIES, script_of, scripts_in
from pipeline.language.locale import parse_locale

FONTS = resources.files("pipeline.exporters").joinpath("fonts")
SOURCES = tomllib.loads(FONTS.joinpath("SOURCES.toml").read_text("utf-8"))
FILES = {file.name: file.read_bytes() for file in FONTS.iterdir() if file.name.endswith(".ttf")}
TABLE = tomllib.loads(resources.files("pipeline.exporters").joinpath("scripts.toml").read_text("utf-8"))
SCRIPTS = {code: row for code, row in TABLE.items() if code != "nastaliq"}


def test_every_font_file_is_the_one_its_source_entry_describes() -> None:
    assert {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()} == {
        name: entry["sha256"] for name, entry in SOURCES.items()
    }


def test_the_licence_names_every_family() -> None:
    licence = FONTS.joinpath("OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert [entry["family"] for entry in SOURCES.values() if entry["family"] not in licence] == []


def test_the_fonts_stay_small_enough_to_ship() -> None:
    assert sum(map(len, FILES.values())) <= 8 * 2**20


def test_every_family_the_table_names_ships_or_is_the_systems() -> None:
    shipped = set(font_book(with_system=False).files)
    named = {row["family"] for row in SCRIPTS.values() if "system" not in row} | {
        LATIN_FAMILY,
        *SYMBOL_FAMILIES,
    }
    assert named == shipped


@pytest.mark.parametrize(
    ("locale", "script"),
    [
        ("en", "Latn"),
        ("ur", "Aran"),
        ("pa-Arab", "Aran"),
        ("pa", "Guru"),
        ("fa", "Arab"),
        ("ps", "Arab"),
        ("zh-Hans", "Hans"),
        ("zh-TW", "Hant"),
        ("ja", "Jpan"),
        ("ko", "Kore"),
        ("sr-Latn", "Latn"),
        ("sr", "Cyrl"),
        ("rhg", "Rohg"),
    ],
)
def test_a_locale_is_laid_out_in_the_script_its_readers_expect(locale: str, script: str) -> None:
    assert script_of(parse_locale(locale)).code == script


def test_the_scripts_of_a_text_are_found_by_its_characters() -> None:
    assert [script.code for script in scripts_in("Fever, 发烧, жар: 38.5 °C")] == ["Latn", "Cyrl", "Hans"]
    assert scripts_in("38.5 °C; (2 × 3)") == (script_of(parse_locale("en")),)


# Over and under the base line, in em: of each word in bold, and as it is.
REACHES = """
#set text(size: 100pt, font: json(bytes(sys.inputs.fonts)))
#let reach(word, top, bottom, weight) = {
  measure(text(top-edge: top, bottom-edge: bottom, weight: weight, word)).height / 100pt
}
#context [#metadata(json(bytes(sys.inputs.words)).map(word => (
  reach(word, "bounds", "baseline", "bold"), reach(word, "baseline", "bounds", "regular"),
)))<reaches>]
"""


def words_in(locale: str) -> list[str]:
    """What stands between spaces in this repository's catalogs of a locale."""
    root = Path(__file__).parents[2]
    catalogs = [
        root / f"pipeline/editions/frames/{locale}.po",
        *root.glob(f"locales/{locale}/LC_MESSAGES/*.po"),
    ]
    targets = [entry.msgstr for catalog in catalogs for entry in polib.pofile(str(catalog))]
    return sorted({word for target in targets for word in re.findall(r"[^\W\d_]\S*", target)})


@pytest.mark.parametrize("locale", ["ar", "bn", "es", "fr", "hi", "pt_BR", "ru", "sw", "th", "ur", "vi"])
def test_no_word_in_bold_reaches_into_the_line_above(locale: str) -> None:
    script = script_of(parse_locale(locale.replace("_", "-")))
    inputs = {"fonts": json.dumps([script.family, LATIN_FAMILY]), "words": json.dumps(words_in(locale))}
    with resources.as_file(FONTS) as folder:
        compiler = typst.Compiler(
            REACHES.encode(), font_paths=[folder], ignore_system_fonts=True, sys_inputs=inputs
        )
        reaches = json.loads(compiler.query("<reaches>", field="value", one=True))
    assert max(over for over, _ in reaches) + max(under for _, under in reaches) <= script.line
