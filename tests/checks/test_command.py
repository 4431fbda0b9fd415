"""``polyleaf check`` and ``polyleaf explain`` as a person or a CI build meets them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from pipeline.checks.registry import CHECKS
from tests.support.command import polyleaf

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def po(path: Path, *entries: tuple[str, str], language: str | None = "fr", more: str = "") -> Path:
    """Write a catalog."""
    told = f'"Language: {language}\\n"\n' if language else ""
    text = HEADER + told + more
    for source, target in entries:
        text += f'\nmsgid "{source}"\nmsgstr "{target}"\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


GOOD = ("Take two tablets.", "Prenez deux comprimés.")
BAD_TAG = ("Take <b>two</b> tablets.", "Prenez deux comprimés.")
BAD_END = ("Do you have a fever?", "Vous avez de la fièvre.")


def test_a_good_catalog_passes_wherever_it_is(tmp_path: Path) -> None:
    ran = polyleaf("check", po(tmp_path / "x.po", GOOD))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "0 errors, 0 warnings, 0 notes in 1 unit of 1 catalog\n"


def test_an_error_fails_and_a_warning_only_when_asked(tmp_path: Path) -> None:
    assert polyleaf("check", po(tmp_path / "a.po", BAD_TAG)).code == 1
    warning = po(tmp_path / "b.po", BAD_END)
    assert polyleaf("check", warning).code == 0
    assert polyleaf("check", "--fail-on", "warning", warning).code == 1


def test_checks_are_selected_and_ignored_by_id_and_category(tmp_path: Path) -> None:
    path = po(tmp_path / "a.po", BAD_TAG, BAD_END)

    def found(*options: str) -> list[str]:
        tree = json.loads(polyleaf("check", path, "-f", "json", *options).out)
        return [one["check"] for one in tree["catalogs"][0]["findings"]]

    assert found() == ["tags", "end-punctuation"]
    assert found("--select", "markup") == ["tags"]
    assert found("--ignore", "tags") == ["end-punctuation"]
    assert found("--select", "tags", "--select", "end-punctuation", "--ignore", "linguistic") == ["tags"]


def test_an_unknown_check_names_the_nearest(tmp_path: Path) -> None:
    ran = polyleaf("check", "--select", "tag", po(tmp_path / "a.po", GOOD))
    assert (ran.code, ran.err) == (2, 'polyleaf: "tag" is not a check; did you mean "tags"?\n')


@pytest.mark.parametrize(
    ("name", "language", "locale"),
    [
        ("x.po", "pt_BR", "pt-BR"),
        ("x.po", "sr@latin", "sr-Latn"),
        ("x.po", "zh-Hans", "zh-Hans"),
        ("sw.po", None, "sw"),
        ("locale/km/LC_MESSAGES/x.po", None, "km"),
    ],
)
def test_a_loose_file_says_its_locale(tmp_path: Path, name: str, language: str | None, locale: str) -> None:
    tree = json.loads(polyleaf("check", po(tmp_path / name, GOOD, language=language), "-f", "json").out)
    assert tree["catalogs"][0]["locale"] == locale


def test_a_file_without_a_locale_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    path = po(tmp_path / "messages.po", GOOD, language=None)
    ran = polyleaf("check", path)
    assert ran.code == 1
    assert "does not say which locale" in ran.out and "--locale" in ran.out
    assert polyleaf("check", "--locale", "fr", path).code == 0


def test_a_broken_catalog_is_one_line_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "fr.po"
    path.write_text(HEADER + '\nmsgid "a\nmsgstr ""\n', encoding="utf-8")
    ran = polyleaf("check", path)
    assert ran.code == 1
    assert f"{path}:5: error: " in ran.out and ran.out.count("\n") == 2
    assert "1 file could not be checked" in ran.out


def test_a_broken_catalog_does_not_keep_the_others_from_being_checked(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(HEADER + '\nmsgid "a\nmsgstr ""\n', encoding="utf-8")
    po(tmp_path / "b.po", BAD_TAG)
    for format, both in {
        "text": ("a.po:5: error", "b.po:6: error"),
        "json": ('"unreadable": [\n  {', "<b> is missing"),
        "sarif": ('"ruleId": "unreadable"', '"ruleId": "tags"'),
        "junit": ("<error ", "<failure "),
        "github": ("a.po,line=5,title=unreadable::", "b.po,line=6,title=tags::"),
    }.items():
        ran = polyleaf("check", tmp_path, "-f", format)
        assert (ran.code, ran.err) == (1, "")
        assert all(one in ran.out for one in both), format


def test_a_broken_catalog_of_a_project_is_one_of_its_errors(tmp_path: Path) -> None:
    make_project(tmp_path)
    po(tmp_path / "locales/fr/LC_MESSAGES/cough.po", BAD_END)
    (tmp_path / "locales/es/LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "locales/es/LC_MESSAGES/cough.po").write_bytes(b'msgid "\xff"\n')
    ran = polyleaf("check", cwd=tmp_path)
    assert ran.code == 1
    assert "locales/es/LC_MESSAGES/cough.po:" in ran.out
    assert "locales/fr/LC_MESSAGES/cough.po:6: warning" in ran.out


def test_a_folder_stands_for_the_po_files_in_it(tmp_path: Path) -> None:
    po(tmp_path / "po" / "fr.po", GOOD)
    po(tmp_path / "po" / "deep" / "es.po", GOOD, language="es")
    assert "of 2 catalogs" in polyleaf("check", tmp_path / "po").out


def make_project(root: Path, checks: str = "") -> None:
    (root / "source").mkdir(parents=True)
    (root / "source" / "cough.txt").write_text("Cough\n\nDo you have a fever?\n", encoding="utf-8")
    (root / "polyleaf.toml").write_text(
        f'source_locale = "en"\nlocales = ["en", "fr", "es"]\n{checks}', encoding="utf-8"
    )


def test_a_project_is_checked_whole_and_a_missing_catalog_is_named(tmp_path: Path) -> None:
    make_project(tmp_path)
    po(tmp_path / "locales/fr/LC_MESSAGES/cough.po", BAD_END)
    ran = polyleaf("check", cwd=tmp_path)
    assert "locales/fr/LC_MESSAGES/cough.po:6: warning: the source ends with a question mark" in ran.out
    assert 'locales/es/LC_MESSAGES/cough.po:1: error: is missing; run "polyleaf update"' in ran.out
    assert ran.out.endswith("in 1 unit of 1 catalog; 1 file could not be checked\n")
    assert ran.code == 1  # what nobody looked at is not fine
    of_one = polyleaf("check", "--locale", "fr", "--domain", "cough", cwd=tmp_path)
    assert of_one.code == 0 and "missing" not in of_one.out


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("json", '"path": "locales/es/LC_MESSAGES/cough.po"'),
        ("sarif", '"text": "is missing; run \\"polyleaf update\\""'),
        ("junit", '<error type="error" message="is missing">'),
        (
            "github",
            '::error file=locales/es/LC_MESSAGES/cough.po,line=1,title=unreadable::is missing; run "polyleaf',
        ),
    ],
)
def test_every_format_of_report_names_a_missing_catalog(tmp_path: Path, form: str, told: str) -> None:
    make_project(tmp_path)
    ran = polyleaf("check", "-l", "es", "--format", form, cwd=tmp_path)
    assert told in ran.out
    assert ran.code == 1


def test_settings_decide_in_a_project_and_for_a_file_of_it(tmp_path: Path) -> None:
    make_project(tmp_path, '[checks.domains.cough]\nend-punctuation = "error"\n')
    path = po(tmp_path / "locales/fr/LC_MESSAGES/cough.po", BAD_END)
    assert polyleaf("check", cwd=tmp_path).code == 1
    assert polyleaf("check", path, cwd=tmp_path).code == 1
    assert polyleaf("check", po(tmp_path.parent / "loose.po", BAD_END), cwd=tmp_path).code == 0


def test_the_source_language_of_a_loose_file_may_be_told(tmp_path: Path) -> None:
    path = po(
        tmp_path / "en.po",
        ("Prenez un comprimé chaque matin pendant huit jours.",) * 2,
        language="en",
        more='"X-Source-Language: fr\\n"\n',
    )
    assert "the same as the source" in polyleaf("check", path).out


@pytest.mark.parametrize("id", CHECKS)
def test_every_check_explains_itself(id: str) -> None:
    ran = polyleaf("explain", id)
    assert ran.code == 0
    assert ran.out.startswith(f"{id}: {CHECKS[id].category}, {CHECKS[id].severity}")
    assert len(ran.out) > 150


def test_explain_alone_lists_the_checks() -> None:
    assert [line.split()[0] for line in polyleaf("explain").out.splitlines()[1:]] == list(CHECKS)


def test_the_hook_for_pre_commit_runs_a_command_that_there_is() -> None:
    root = Path(__file__).resolve().parents[2]
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert (hook["id"], hook["entry"], hook["language"]) == ("polyleaf-check", "polyleaf check", "python")
    assert re.search(hook["files"], "locales/fr/LC_MESSAGES/cough.po")
    assert not re.search(hook["files"], "locales/cough.pot")


@pytest.mark.parametrize("form", ["text", "github", "sarif", "json", "junit"])
def test_a_project_in_a_folder_of_a_repository_is_told_by_paths_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    project = tmp_path / "texts/leaflets"
    assert polyleaf("init", project, "-l", "es").code == 0
    catalog = project / "locales/es/LC_MESSAGES/washing-your-hands.po"
    monkeypatch.chdir(tmp_path)
    ran = polyleaf("check", "-f", form, cwd=project)
    assert "texts/leaflets/locales/es/LC_MESSAGES/washing-your-hands.po" in ran.out
    catalog.write_bytes(b"<")
    ran = polyleaf("check", "-f", form, cwd=project)
    assert "texts/leaflets/locales/es/LC_MESSAGES/washing-your-hands.po" in ran.out
    catalog.unlink()
    ran = polyleaf("check", cwd=project)
    assert ran.out.startswith("texts/leaflets/locales/es/LC_MESSAGES/washing-your-hands.po")

    monkeypatch.chdir(project)
    ran = polyleaf("check", cwd=project)
    assert ran.out.startswith("locales/es/LC_MESSAGES/washing-your-hands.po")
