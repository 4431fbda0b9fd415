"""The words of the frame are there, whole, in every language that ships."""

import re
import subprocess
from importlib import resources

import polib
import pytest

from pipeline.editions.frame import WORDS, frame_for, frame_from_words, shipped_locales
from pipeline.errors import CatalogError
from pipeline.language.locale import parse_locale

FRAMES = resources.files("pipeline.editions").joinpath("frames")
LEAFLET_LOCALES = ["en", "es", "fr", "pt-BR", "ar", "ur", "hi", "bn", "sw", "zh-Hans", "ru", "vi", "th"]


def fields(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^}]*\}", text))


def catalog(name: str) -> polib.POFile:
    return polib.pofile(FRAMES.joinpath(name).read_text("utf-8"))


def test_the_thirteen_leaflet_locales_have_a_frame_of_their_own():
    assert {locale.tag for locale in shipped_locales()} >= set(LEAFLET_LOCALES)
    for tag in LEAFLET_LOCALES:
        assert frame_for(parse_locale(tag)).locale.tag == tag


@pytest.mark.parametrize("locale", shipped_locales()[1:], ids=str)
def test_a_frame_is_complete_and_its_fields_are_those_of_the_source(locale):
    frame, english = frame_for(locale), frame_for(parse_locale("en"))
    for name, source in WORDS.items():
        assert fields(getattr(frame, name)) == fields(source), name
    # "Version" is a word of French too; but a banner left in English is a danger.
    for name in ["draft_heading", "draft_text", "machine_text"]:
        assert getattr(frame, name) != getattr(english, name)


@pytest.mark.parametrize("locale", shipped_locales()[1:], ids=str)
def test_a_frame_is_written_in_the_script_of_its_locale(locale):
    ranges = {
        "Arab": "؀-ۿ",
        "Deva": "ऀ-ॿ",
        "Beng": "ঀ-৿",
        "Hans": "一-鿿",
        "Cyrl": "Ѐ-ӿ",
        "Thai": "฀-๿",
        "Latn": "A-ɏḀ-ỿ",
    }
    own = re.compile(f"[{ranges[locale.likely_script]}]")
    frame = frame_for(locale)
    for name in WORDS:
        bare = re.sub(r"\{[^}]*\}", "", getattr(frame, name))
        letters = [c for c in bare if c.isalpha()]
        assert all(own.match(letter) for letter in letters), (name, bare)


@pytest.mark.parametrize("locale", shipped_locales()[1:], ids=str)
def test_the_catalogs_hold_what_the_template_holds_in_its_order(locale):
    template = [entry.msgid for entry in catalog("frame.pot")]
    entries = catalog(f"{locale.gettext_name}.po")
    assert template == list(WORDS.values()) == [entry.msgid for entry in entries]
    assert entries.metadata["Language"] == locale.gettext_name
    assert not entries.obsolete_entries()


@pytest.mark.parametrize("locale", shipped_locales()[1:], ids=str)
def test_an_unchecked_catalog_says_so(locale):
    entries = catalog(f"{locale.gettext_name}.po")
    unchecked = "unreviewed" in entries.metadata["Last-Translator"]
    assert ("NOT CHECKED BY A PERSON" in entries.header) == unchecked


@pytest.mark.slow
@pytest.mark.parametrize("locale", shipped_locales()[1:], ids=str)
def test_gettext_accepts_the_catalogs(locale, need, tmp_path):
    path = FRAMES.joinpath(f"{locale.gettext_name}.po")
    command = [need("msgfmt"), "--check", "-o", str(tmp_path / "out.mo"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("tag", "read"),
    [
        ("es-419", "es"),
        ("ar-EG", "ar"),
        ("pt-PT", "pt-BR"),
        ("pt", "pt-BR"),
        ("zh-CN", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-TW", "en"),
        ("zh-Hant", "en"),
        ("ur-IN", "ur"),
        ("ps", "en"),
        ("en-GB", "en"),
    ],
)
def test_a_frame_serves_readers_of_the_same_language_and_script(tag, read):
    assert frame_for(parse_locale(tag)).locale.tag == read


def test_a_role_that_settings_name_stays_as_it_is():
    frame = frame_for(parse_locale("fr"))
    assert frame.role("clinical") == "professionnel de santé"
    assert frame.role("pharmacist") == "pharmacist"


def words(**changes: str) -> dict[str, str]:
    return {source: changes.get(name, f"x {source}") for name, source in WORDS.items()}


def test_a_project_may_bring_the_words_of_another_language():
    frame = frame_from_words(words(page="مخ {page} د {pages}"), parse_locale("ps"))
    assert frame.locale.tag == "ps"
    assert frame.page == "مخ {page} د {pages}"


@pytest.mark.parametrize(
    "changes",
    [
        {"draft_text": " "},
        {"page": "Page {page}"},
        {"page": "Page {page} of {page}"},
        {"page": "Page {page} of {pages} {x}"},
        {"version": "Version {version}"},
        {"version": "Version {"},
        {"version": "Ver\nsion"},
        {"draft_heading": "\u202eDraft"},
    ],
)
def test_a_frame_with_a_word_missing_or_spoiled_is_refused(changes):
    with pytest.raises(CatalogError, match="ps translation"):
        frame_from_words(words(**changes), parse_locale("ps"))
