"""Settings: read whole, or refused with the key, its line and the nearest right one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.limits import Limits as CatalogLimits
from pipeline.checks.model import Severity
from pipeline.errors import SettingsError
from pipeline.memory.limits import Limits as ExchangeLimits
from pipeline.project.limits import Limits
from pipeline.project.settings import DOCUMENTS, find_settings, parse_settings
from pipeline.signoff.model import Period

GOOD = 'source_locale = "en"\nlocales = ["en", "pt-BR", "zh-Hans"]\n'


def read(text: str, path: str = "polyleaf.toml"):
    return parse_settings(text.encode(), path)


def test_two_keys_are_enough_and_the_rest_has_safe_defaults() -> None:
    settings = read(GOOD)
    assert [locale.tag for locale in settings.locales] == ["en", "pt-BR", "zh-Hans"]
    assert settings.documents == DOCUMENTS
    assert settings.policy.roles == ("linguistic", "clinical")
    assert settings.policy.distinct_people
    assert settings.policy.trust == "signed"
    assert settings.policy.review_every == Period(years=3)
    assert settings.export.paper == "a4"


def test_everything_can_be_set() -> None:
    settings = read(
        GOOD
        + 'documents = ["source/*.txt"]\nsegmentation = "paragraph"\nformats = ["txt"]\n'
        + '[publisher]\nname = "An organisation"\ncontact = "tel:+123"\n'
        + '[review]\nroles = ["clinical"]\ndistinct_people = false\ntrust = "recorded"\n'
        + 'review_every = "never"\n'
        + '[layout]\npaper = "us-letter"\nlarge_print = true\n'
    )
    assert settings.segmentation == "paragraph"
    assert settings.formats == ("txt",)
    assert settings.publisher.contact == "tel:+123"
    assert settings.policy.review_every is None
    assert settings.policy.trust == "recorded"
    assert settings.export.large_print


def test_caps_are_set_but_never_taken_away() -> None:
    assert read(GOOD).limits == Limits()
    limits = read(
        GOOD + "[limits]\ncatalog_bytes = 2_000\ntext_characters = 300\ndocument_bytes = 1_500\n"
    ).limits
    assert limits.catalogs == CatalogLimits(catalog_bytes=2_000, text_characters=300)
    assert limits.document_bytes == 1_500
    limits = read(GOOD + "[limits]\ntmx_bytes = 2_000\ntmx_characters = 300\nterms = 20\n").limits
    assert limits.exchange == ExchangeLimits(tmx_bytes=2_000, tmx_characters=300, terms=20)
    for wrong in ("catalog_bytes = 0", "document_bytes = 50_000_001", 'text_characters = "none"'):
        with pytest.raises(SettingsError, match=r"limits\..*must be a whole number from") as caught:
            read(f"{GOOD}[limits]\n{wrong}\n")
        assert caught.value.line == 4


def test_severities_are_set_by_check_and_by_locale_and_document() -> None:
    checks = read(
        GOOD
        + '[checks]\nspacing = "warning"\nlength = "off"\n'
        + '[checks.locales.fr]\nspacing = "error"\n[checks.domains."advice/cough"]\nlength = "info"\n'
    ).checks
    assert checks.everywhere == {"spacing": Severity.WARNING, "length": None}
    assert checks.locales == {"fr": {"spacing": Severity.ERROR}}
    assert checks.domains == {"advice/cough": {"length": Severity.INFO}}


def test_settings_may_stand_in_pyproject() -> None:
    text = "[tool.polyleaf]\n" + GOOD + '[tool.polyleaf.review]\nroles = ["clinical"]\n'
    assert read(text, "pyproject.toml").policy.roles == ("clinical",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            GOOD + '[checks]\nspacin = "off"\n',
            'polyleaf.toml:4: checks.spacin: no such check; did you mean "spacing"?',
        ),
        (
            GOOD + '[checks.locales.fr]\nspacing = "of"\n',
            'polyleaf.toml:4: checks.locales.fr.spacing: "of" is not possible; did you mean "off"?',
        ),
        (
            GOOD + '[checks.locales.french]\nspacing = "off"\n',
            'polyleaf.toml:3: checks.locales.french: "french" is not a locale',
        ),
        (
            'source_locale = "en"\nlocale = ["es"]\n',
            "polyleaf.toml: locales: is missing; list the locales to make",
        ),
        (
            GOOD + "segmentaton = 1\n",
            'polyleaf.toml:3: segmentaton: no such setting; did you mean "segmentation"?',
        ),
        (
            GOOD + '[review]\nrole = ["x"]\n',
            'polyleaf.toml:4: review.role: no such setting; did you mean "roles"?',
        ),
        (
            GOOD + 'formats = ["pfd"]\n',
            'polyleaf.toml:3: formats: "pfd" is not possible; did you mean "pdf"?',
        ),
        (GOOD + "formats = []\n", "polyleaf.toml:3: formats: must be a list of texts"),
        (GOOD + 'documents = ["../*.txt"]\n', 'polyleaf.toml:3: documents: "../*.txt" leaves source/'),
        (GOOD + 'documents = ["source/../*"]\n', 'polyleaf.toml:3: documents: "source/../*" leaves source/'),
        (GOOD + 'documents = ["source/a**"]\n', 'polyleaf.toml:3: documents: "source/a**" has "**" beside'),
        (
            'source_locale = "en"\nlocales = ["zh_Hans"]\n',
            'polyleaf.toml:2: locales: "zh_Hans" is not a locale',
        ),
        ('source_locale = "en"\nlocales = ["../x"]\n', 'polyleaf.toml:2: locales: "../x" is not a locale'),
        (
            'source_locale = "en"\nlocales = ["es", "es"]\n',
            'polyleaf.toml:2: locales: "es" stands there twice',
        ),
        (GOOD + '[review]\nreview_every = "3 years"\n', "polyleaf.toml:4: review.review_every: "),
        (GOOD + '[review]\nroles = ["Äh!"]\n', 'polyleaf.toml:4: review.roles: "Äh!" is not a role'),
        (GOOD + "review = 3\n", 'polyleaf.toml: "review" must be a table'),
        (GOOD + "[layout]\nlarge_print = 1\n", "polyleaf.toml:4: layout.large_print: must be true or false"),
        ("source_locale = en\n", "polyleaf.toml:1: not valid TOML: "),
        (GOOD + f"x = 1{'0' * 5000}\n", "polyleaf.toml: not valid TOML: "),
        (GOOD + "[publisher]\nname = 'a\tb'\n", "polyleaf.toml:4: publisher.name: must be one line of text"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("text", ["tool = 5\n", "[tool]\npolyleaf = []\n"])
def test_what_is_no_table_in_pyproject_is_one_clear_line(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^pyproject.toml: .* must be a table"):
        read(text, "pyproject.toml")


def test_bytes_that_are_not_utf8_are_told_with_their_place() -> None:
    with pytest.raises(SettingsError, match="byte 2 is not UTF-8"):
        parse_settings(b"a=\xff", "polyleaf.toml")


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail_in_another_way(text: str) -> None:
    try:
        read(text)
    except SettingsError as error:
        assert "\n" not in str(error)


def test_a_project_is_found_from_any_folder_inside(tmp_path: Path) -> None:
    (tmp_path / "polyleaf.toml").write_text(GOOD)
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert find_settings(tmp_path / "a" / "b") == tmp_path / "polyleaf.toml"


def test_a_pyproject_without_polyleaf_is_passed_by(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.polyleaf]\n")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert find_settings(tmp_path / "inner") == tmp_path / "pyproject.toml"


def test_two_settings_files_side_by_side_are_refused(tmp_path: Path) -> None:
    (tmp_path / "polyleaf.toml").write_text(GOOD)
    (tmp_path / "pyproject.toml").write_text("[tool.polyleaf]\n")
    with pytest.raises(SettingsError, match="both"):
        find_settings(tmp_path)
