"""Whatever the number of jobs, and whether they are threads or processes: the same words, codes and bytes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.execution import tasks, workers
from tests.acceptance.test_main_job import translate
from tests.support.command import Ran, polyleaf
from tests.support.reviewers import make_reviewer, write_reviewers

LOCALES = ("es", "ar", "hi")
DOCUMENTS = ("one", "two", "three", "four")
SENTENCES = "About {name}|Do not give {name} to children.|Take 10 mg of {name} every 8 hours."
TARGETS = {
    "es": "Trata de {name}|No dé {name} a los niños.|Tome 10 mg de {name} cada 8 horas.",
    "ar": "عن {name}|لا تعط {name} للأطفال.|خذ 10 ملغ من {name} كل 8 ساعات.",
    "hi": "{name} के बारे में|बच्चों को {name} न दें।|हर 8 घंटे में {name} के 10 मिलीग्राम लें।",
}
USUAL = tasks.WORTH_A_PROCESS


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of four leaflets in three locales, all translated; two of them are approved in Spanish and
    Arabic, and one has a finding."""
    root = tmp_path_factory.mktemp("jobs") / "project"
    (root / "source").mkdir(parents=True)
    locales = ", ".join(f'"{one}"' for one in LOCALES)
    (root / "polyleaf.toml").write_text(f'source_locale = "en"\nlocales = [{locales}]\nmemory = "off"\n')
    for name in DOCUMENTS:
        text = "# " + SENTENCES.format(name=name).replace("|", "\n\n") + "\n"
        (root / f"source/{name}.md").write_text(text)
    assert polyleaf("update", cwd=root).code == 0
    for locale, texts in TARGETS.items():
        for name in DOCUMENTS:
            pairs = zip(SENTENCES.split("|"), texts.split("|"), strict=True)
            texts_here = {source.format(name=name): target.format(name=name) for source, target in pairs}
            translate(root / f"locales/{locale}/LC_MESSAGES/{name}.po", texts_here)
    people = [make_reviewer(root.parent / "keys", role, role) for role in ("linguistic", "clinical")]
    write_reviewers(root, people)
    for one in people:
        for locale in ("es", "ar"):
            for name in ("one", "two"):
                ran = polyleaf(
                    *("sign-off", name, "--locale", locale, "--role", one.id, "--reviewer", one.id),
                    *("--key", one.key, "--yes"),
                    cwd=root,
                )
                assert ran.code == 0, ran.err
    wrong = root / "locales/hi/LC_MESSAGES/four.po"
    wrong.write_text(wrong.read_text("utf-8").replace("10 मिलीग्राम", "100 मिलीग्राम"), "utf-8")
    return root


@pytest.fixture
def root(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "project"))


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many processes each crew has started: any work is enough for some here."""
    started: list[int] = []
    start = workers.Workers.__init__

    def count(self: workers.Workers, most: int) -> None:
        start(self, most)
        started.append(self.count)

    monkeypatch.setattr(workers.Workers, "__init__", count)
    monkeypatch.setattr(tasks, "WORTH_A_PROCESS", 1)
    return started


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def at_jobs(
    root: Path, made: str, command: tuple[str, ...], *numbers: int
) -> list[tuple[Ran, dict[str, bytes]]]:
    """What a command says and leaves in ``made`` with these numbers of jobs, each time as the first time."""
    found = []
    for jobs in map(str, numbers):
        for folder in ("build", ".polyleaf", "out"):
            shutil.rmtree(root / folder, ignore_errors=True)
        ran = polyleaf(*command, "--jobs", jobs, cwd=root)
        found.append((ran, files_in(root / made)))
    return found


@pytest.mark.parametrize(
    ("made", "command", "code"),
    [
        (".polyleaf", ("check", "--format", "json"), 1),
        (".polyleaf", ("check", "--select", "clinical", "--locale", "hi"), 1),
        (".polyleaf", ("status",), 0),
        (".polyleaf", ("status", "--format", "json"), 0),
        ("locales", ("verify",), 0),
        ("build", ("build", "-f", "html", "-f", "pdf", "-f", "txt", "-f", "source"), 0),
        ("out", ("publish", "--output", "out", "--policy", "skip"), 0),
        ("out", ("publish", "--output", "out"), 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_the_number_of_jobs_changes_nothing(
    root: Path, processes: list[int], made: str, command: tuple[str, ...], code: int
) -> None:
    command = tuple(str(root / one) if one == "out" else one for one in command)
    one, two, four = at_jobs(root, made, command, 1, 2, 4)
    assert processes == [2, 4]
    assert one[0].code == code, one[0].err
    assert one == two == four
    assert made == "out" or one[1]


def break_two_catalogs(root: Path) -> None:
    for name in ("two", "four"):
        path = root / f"locales/ar/LC_MESSAGES/{name}.po"
        path.write_text(path.read_text("utf-8") + '\nmsgid "never ends\n', "utf-8")


def break_two_documents(root: Path) -> None:
    for name in ("one", "three"):
        (root / f"source/{name}.md").write_bytes(b"# \xff")


def break_two_leaflets(root: Path) -> None:
    """What is seen only while they are laid out, and in the one before not even then."""
    for locale, name in (("es", "four"), ("es", "two")):
        path = root / f"locales/{locale}/LC_MESSAGES/{name}.po"
        path.write_text(path.read_text("utf-8").replace("Tome", "\ue000 Tome"), "utf-8")


def break_two_records(root: Path) -> None:
    for name in ("one", "two"):
        path = next((root / f"locales/ar/signoffs/{name}").iterdir())
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")


@pytest.mark.parametrize(
    "command", [("check",), ("status",), ("verify",), ("build",), ("publish", "--output", "out")]
)
@pytest.mark.parametrize(
    "damage", [break_two_catalogs, break_two_documents, break_two_leaflets, break_two_records]
)
def test_of_several_faults_the_same_is_told_whatever_the_number_of_jobs(
    root: Path, processes: list[int], damage: Callable[[Path], None], command: tuple[str, ...]
) -> None:
    damage(root)
    command = tuple(str(root / one) if one == "out" else one for one in command)
    one, three = at_jobs(root, "build", command, 1, 3)
    assert processes == [3]
    assert one == three
    if command == ("build",) and damage is not break_two_records:
        assert one[0].code == 1
        assert one[0].err.count("polyleaf: ") == one[0].err.count("\n") == 2


def test_a_small_project_starts_no_process(
    root: Path, processes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "WORTH_A_PROCESS", USUAL)
    out = str(root / "out")
    for command in (("check",), ("status",), ("verify",), ("build",), ("publish", "--output", out)):
        assert polyleaf(*command, "--jobs", "4", cwd=root).code in (0, 1)
    assert processes == []


@pytest.mark.parametrize("question", [1, 3, 8])
def test_a_build_whose_process_is_killed_changes_nothing_and_the_next_does_all(
    root: Path, processes: list[int], monkeypatch: pytest.MonkeyPatch, question: int
) -> None:
    assert polyleaf("build", "--jobs", "1", cwd=root).code == 0
    before = files_in(root / "build")
    for name in DOCUMENTS:
        source = root / f"source/{name}.md"
        source.write_text(source.read_text() + "\nThe end.\n")
    assert polyleaf("update", cwd=root).code == 0
    asked = 0
    ask = workers._Worker.ask

    def killed(self: workers._Worker, function: Callable[[object], object], item: object) -> object:
        nonlocal asked
        asked += 1
        if asked == question:
            self.process.kill()
        return ask(self, function, item)

    monkeypatch.setattr(workers._Worker, "ask", killed)
    ran = polyleaf("build", "--jobs", "2", cwd=root)
    assert ran.code == 1
    assert ran.err.startswith("polyleaf: a process that worked for this one was ended by SIGKILL; nothing")
    assert ran.err.count("\n") == 1
    assert files_in(root / "build") == before
    monkeypatch.setattr(workers._Worker, "ask", ask)
    assert polyleaf("build", "--jobs", "2", cwd=root).out.startswith("build: 36 files made")
    assert files_in(root / "build").keys() == before.keys()
