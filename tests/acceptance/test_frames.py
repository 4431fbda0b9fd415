"""A language that Polyleaf ships no frame in: its project translates the frame itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.editions.frame import WORDS
from tests.support.command import polyleaf
from tests.support.reviewers import make_reviewer, write_reviewers

DOMAIN = "washing-your-hands"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert polyleaf("init", tmp_path, "-l", "ps").code == 0
    return tmp_path


def test_update_makes_the_frame_to_translate_and_leaves_it_alone_afterwards(project: Path) -> None:
    frame = project / "locales/ps/frame.po"
    text = frame.read_text(encoding="utf-8")
    assert '"Language: ps\\n"' in text
    assert all(f'msgid "{word}"' in text for word in WORDS.values())
    frame.write_text(text + "\n# a translator was here\n", encoding="utf-8")
    assert polyleaf("update", cwd=project).code == 0
    assert frame.read_text(encoding="utf-8").endswith("# a translator was here\n")


def test_until_it_is_translated_the_draft_carries_the_english_banner(project: Path) -> None:
    assert polyleaf("build", cwd=project).code == 0
    assert "Draft: not reviewed" in (project / f"build/ps/{DOMAIN}.txt").read_text(encoding="utf-8")
    page = (project / f"build/ps/{DOMAIN}.html").read_text(encoding="utf-8")
    assert '<section class="banner" aria-labelledby="banner" lang="en" dir="ltr">' in page


def translate_frame(project: Path) -> None:
    frame = project / "locales/ps/frame.po"
    text = frame.read_text(encoding="utf-8")
    for word in WORDS.values():
        text = text.replace(f'msgid "{word}"\nmsgstr ""', f'msgid "{word}"\nmsgstr "پ {word}"')
    frame.write_text(text, encoding="utf-8")


def sign_everything(project: Path, keys: Path) -> None:
    """The leaflet in English and, with letters that only stand for a translation, in Pashto."""
    catalog = project / f"locales/ps/LC_MESSAGES/{DOMAIN}.po"
    text = catalog.read_text(encoding="utf-8")
    text = re.sub(r'msgid "([^"]+)"\nmsgstr ""', r'msgid "\1"\nmsgstr "متن \1"', text)
    text = text.replace("Last-Translator: ", "Last-Translator: Name of a translator")
    catalog.write_text(text, encoding="utf-8")
    ignored = [f"{check} = 'off'\n" for check in ("wrong-script", "wrong-language", "negation")]
    settings = project / "polyleaf.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[checks]\n" + "".join(ignored))
    reviewers = [make_reviewer(keys, "a", "linguistic"), make_reviewer(keys, "b", "clinical")]
    write_reviewers(project, reviewers)
    for one in reviewers:
        for locale in ("en", "ps"):
            options = ["-l", locale, "-r", one.roles[0], "--reviewer", one.id, "-k", str(one.key), "-y"]
            ran = polyleaf("sign-off", DOMAIN, *options, cwd=project)
            assert ran.code == 0, ran.err


def test_a_signed_leaflet_without_words_for_its_frame_is_held_back_alone(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("place")
    sign_everything(project, place / "keys")
    reason = (
        f"locales/ps/frame.po:17: “{WORDS['draft_heading']}”, a word of the frame, is not translated; "
        f"translate it (and so for {len(WORDS) - 1} more)"
    )
    standings = json.loads(polyleaf("status", "-f", "json", cwd=project).out)
    ps = next(one for one in standings if one["locale"] == "ps")
    assert ps["units"]["approved"] == 8
    assert not ps["publishable"]
    assert ps["reasons"] == [reason]

    ran = polyleaf("publish", "-o", place / "site", "--policy", "skip", cwd=project)
    assert ran.code == 0
    assert ran.err == f"ps {DOMAIN}: not approved: {reason}\n"
    assert (place / "site/en").is_dir()
    assert not (place / "site/ps").exists()
    assert polyleaf("build", cwd=project).code == 0
    assert "Draft: not reviewed" in (project / f"build/ps/{DOMAIN}.txt").read_text(encoding="utf-8")

    translate_frame(project)
    ran = polyleaf("publish", "-o", place / "site", cwd=project)
    assert ran.code == 0, ran.err
    assert (place / "site/ps").is_dir()


def test_update_says_which_words_it_has_put_there_to_translate(project: Path) -> None:
    frame = project / "locales/ps/frame.po"
    frame.unlink()
    shown = polyleaf("update", "--dry-run", cwd=project)
    assert "locales/ps/frame.po: to be created; " in shown.out
    assert not frame.exists()
    ran = polyleaf("update", cwd=project)
    assert f"locales/ps/frame.po: created; 0 kept, 0 fuzzy, {len(WORDS)} new" in ran.out
    assert "Polyleaf has none in Pashto" in ran.out


def test_a_word_that_the_frame_lacks_is_put_into_it_beside_the_translated_ones(project: Path) -> None:
    translate_frame(project)
    frame = project / "locales/ps/frame.po"
    whole = frame.read_text(encoding="utf-8")
    entry = re.search(r'\n#[^\n]*\nmsgid "Version"\nmsgstr "[^"]*"\n', whole)
    assert entry is not None
    frame.write_text(whole.replace(entry[0], ""), encoding="utf-8")
    told = polyleaf("status", cwd=project)
    assert 'frame.po: “Version”, a word of the frame, is missing; run "polyleaf update"' in told.out
    ran = polyleaf("update", cwd=project)
    assert f"locales/ps/frame.po: updated; {len(WORDS) - 1} kept, 0 fuzzy, 1 new" in ran.out
    assert 'msgid "Version"\nmsgstr ""' in frame.read_text(encoding="utf-8")


def test_the_words_of_the_project_stand_in_the_leaflet(project: Path) -> None:
    translate_frame(project)
    ran = polyleaf("build", cwd=project)
    assert ran.code == 0, ran.err
    assert (project / f"build/ps/{DOMAIN}.txt").read_text(encoding="utf-8").startswith("پ")


def test_a_lost_field_is_told_with_the_file(project: Path) -> None:
    frame = project / "locales/ps/frame.po"
    text = frame.read_text(encoding="utf-8")
    for word in WORDS.values():
        text = text.replace(f'msgid "{word}"\nmsgstr ""', f'msgid "{word}"\nmsgstr "پ"')
    frame.write_text(text, encoding="utf-8")
    line = frame.read_text(encoding="utf-8").splitlines().index('msgid "Title in {language}"') + 1
    told = f"locales/ps/frame.po:{line}: the ps translation of"
    ran = polyleaf("build", cwd=project)
    assert ran.code == 1
    assert ran.err.startswith(f"polyleaf: {told}")
    assert f"\n  {told}" in polyleaf("status", cwd=project).out
    publish = polyleaf("publish", "-o", project.parent / "site", "--policy", "skip", cwd=project)
    assert f"ps {DOMAIN}: not approved: {told}" in publish.err


def test_a_language_that_cldr_knows_only_by_name_is_one_like_the_others(tmp_path: Path) -> None:
    ran = polyleaf("init", tmp_path, "-l", "din")
    assert ran.code == 0, ran.err
    for command in ("update", "check", "status", "build"):
        assert polyleaf(command, cwd=tmp_path).code == 0
    assert "\nLanguage: Dinka\n" in (tmp_path / f"build/din/{DOMAIN}.txt").read_text(encoding="utf-8")
