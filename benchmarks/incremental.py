"""Commands of everyday work after one document of thirty was changed, and after nothing was, against the
first run on the same project: thirty documents of sixty sentences in four locales, all translated.

What is remembered of the other documents is taken away before each first run.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from benchmarks.measure import POLYLEAF, Row, run, seconds
from benchmarks.memory import sentences

DOCUMENTS = 30
SENTENCES = 60
LOCALES = ("es", "fr", "sw", "vi")
COMMANDS = (("update",), ("check", "--format", "json"), ("status",), ("build", "-f", "html", "-f", "txt"))


def rows() -> list[Row]:
    results: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _make(folder)
        for command in COMMANDS:
            for made in ("build", ".polyleaf"):
                shutil.rmtree(folder / made, ignore_errors=True)
            first = _time(folder, command)
            document = folder / "source" / "d7.md"
            document.write_text(f"{document.read_text(encoding='utf-8')}\n*End.*\n", encoding="utf-8")
            if command != ("update",):
                run(POLYLEAF, "update", cwd=folder)
            one = _time(folder, command)
            nothing = _time(folder, command)
            label = f"{command[0]}, {DOCUMENTS} documents in {len(LOCALES)} locales"
            results.append(Row(f"{label}, one changed", one, "the first", first, None))
            results.append(Row(f"{label}, nothing changed", nothing, "the first", first, None))
    return results


def _make(folder: Path) -> None:
    (folder / "source").mkdir()
    locales = ", ".join(f'"{one}"' for one in LOCALES)
    settings = f'source_locale = "en"\nlocales = [{locales}]\nmemory = "off"\n'
    (folder / "polyleaf.toml").write_text(settings, encoding="utf-8")
    texts = [" ".join(text.split()) for text in sentences(DOCUMENTS * SENTENCES)]
    for number in range(DOCUMENTS):
        own = texts[number * SENTENCES : (number + 1) * SENTENCES]
        text = "\n\n".join([f"# Document {number}", *own]) + "\n"
        (folder / "source" / f"d{number}.md").write_text(text, encoding="utf-8")
    run(POLYLEAF, "update", cwd=folder)
    for catalog in folder.glob("locales/*/LC_MESSAGES/*.po"):
        lines = catalog.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines):
            if line == 'msgstr ""' and lines[number - 1] != 'msgid ""':
                lines[number] = f"msgstr {lines[number - 1][6:]}"
        catalog.write_text("\n".join(lines), encoding="utf-8")


def _time(folder: Path, command: tuple[str, ...]) -> float:
    def action() -> None:
        # Findings are no failure of a measurement.
        run("sh", "-c", '"$@" || test $? -eq 1', "sh", POLYLEAF, *command, cwd=folder)

    return seconds(action)
