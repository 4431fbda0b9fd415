"""The first run of commands on a large project, with one job and with all cores.

31 leaflets in six locales, translated and approved: the documents of TICO-19, where ``POLYLEAF_TICO_19``
names the folder with its memories; else as many of generated sentences. What checks find is set to "info",
so that it keeps nothing from being published.
"""

from __future__ import annotations

import datetime
import os
import shutil
import tempfile
from collections import defaultdict
from functools import partial
from pathlib import Path

from benchmarks.incremental import SENTENCES
from benchmarks.measure import POLYLEAF, Row, medians, run
from benchmarks.memory import TICO_19, sentences

LOCALES = ("ar", "es", "fr", "hi", "sw", "zh-Hans")
DOCUMENTS = 31
COMMANDS = (("check",), ("status",), ("verify",), ("build",), ("publish", "--output", "../out"))
PEOPLE = {"linguistic": "reviewer-a", "clinical": "reviewer-b"}

Sentence = tuple[str, dict[str, str]]
"""In English, and in each locale by its tag."""


def rows() -> list[Row]:
    results = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        _make(folder, _tico() or _generated())
        for command in COMMANDS:
            one, every = medians(
                partial(_first, folder, *command, "--jobs", "1"), partial(_first, folder, *command), rounds=3
            )
            work = f"{command[0]}, {DOCUMENTS} leaflets in {len(LOCALES)} locales, the first time, all cores"
            results.append(Row(work, every, "--jobs 1", one, None))
    return results


def _first(folder: Path, *command: str) -> None:
    for made in (folder / "build", folder / ".polyleaf", folder.parent / "out"):
        shutil.rmtree(made, ignore_errors=True)
    run(POLYLEAF, *command, cwd=folder)


def _tico() -> list[list[Sentence]]:
    """The documents of TICO-19; none where it is not there."""
    folder = os.environ.get(TICO_19)
    if not folder:
        return []
    from benchmarks.quality.corpus import tico

    found: defaultdict[str, Sentence] = defaultdict(lambda: ("", {}))
    for corpus in tico(Path(folder)):
        for text in corpus.texts:
            source, targets = found[text.id]
            found[text.id] = source or text.source, targets | {corpus.locale.language: text.target}
    documents: defaultdict[str, list[Sentence]] = defaultdict(list)
    for id, sentence in found.items():
        documents[id.partition(":")[0]].append(sentence)
    return list(documents.values())[:DOCUMENTS]


def _generated() -> list[list[Sentence]]:
    texts = [" ".join(text.split()) for text in sentences(DOCUMENTS * SENTENCES)]
    return [[(text, {}) for text in texts[number::DOCUMENTS]] for number in range(DOCUMENTS)]


def _make(folder: Path, documents: list[list[Sentence]]) -> None:
    """A project of the documents; what has no translation stands for itself."""
    from pipeline.checks.registry import CHECKS
    from pipeline.documents.markdown_writer import escape_line

    (folder / "source").mkdir(parents=True)
    settings = [
        'source_locale = "en"',
        f"locales = [{', '.join(map(_quoted, LOCALES))}]",
        'segmentation = "paragraph"',
        'memory = "off"',
        '[review]\ntrust = "recorded"',
        "[checks]",
        *(f'{check} = "info"' for check in CHECKS),
    ]
    (folder / "polyleaf.toml").write_text("\n".join(settings), encoding="utf-8")
    known: dict[str, dict[str, str]] = {}
    for number, document in enumerate(documents):
        text = "\n\n".join([f"# Document {number}", *(escape_line(source) for source, _ in document)]) + "\n"
        (folder / "source" / f"d{number}.md").write_text(text, encoding="utf-8")
        known |= {_quoted(source): targets for source, targets in document}
    run(POLYLEAF, "update", cwd=folder)
    for catalog in folder.glob("locales/*/LC_MESSAGES/*.po"):
        language = catalog.parts[-3].partition("_")[0]
        lines = catalog.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines):
            if line == 'msgstr ""' and lines[number - 1] != 'msgid ""':
                source = lines[number - 1].removeprefix("msgid ")
                target = known.get(source, {}).get(language)
                lines[number] = f"msgstr {source if target is None else _quoted(target)}"
        catalog.write_text("\n".join(lines), encoding="utf-8")
    _approve(folder)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _approve(folder: Path) -> None:
    """Write the records that two reviewers of the project would leave; ``trust`` asks for no signature."""
    from pipeline.project.store import Project
    from pipeline.signoff.model import Decision
    from pipeline.signoff.record import format_record, record_name
    from pipeline.signoff.statement import format_statement, make_statement
    from pipeline.workflows.leaflets import read_leaflet, read_translation

    people = [
        f'[{id}]\nname = "Name of {id}"\nemail = "{id}@example.org"\nroles = ["{role}"]\nlocales = ["*"]\n'
        for role, id in PEOPLE.items()
    ]
    (folder / "locales/reviewers.toml").write_text("\n".join(people), encoding="utf-8")
    project = Project.open(folder)
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    for source in project.sources():
        leaflet = read_leaflet(project, source)
        for locale in project.settings.locales:
            for role, id in PEOPLE.items():
                text = format_statement(
                    make_statement(
                        domain=source.domain,
                        locale=locale.tag,
                        role=role,
                        reviewer=id,
                        decision=Decision.APPROVE,
                        time=now,
                        units=read_translation(project, leaflet, locale).units,
                        order=leaflet.order,
                        outline=leaflet.outline,
                    )
                )
                path = project.paths.record(locale, source.domain, record_name(text))
                project.write(path, format_record(text, None))
