"""Extraction from Markdown and HTML: 10,000 paragraphs with bold, italics and a link, against po4a, mdpo and
the Translate Toolkit; how the time grows with ten times the text; and the memory that takes.

Each side runs one command that ends with a template or catalog. Ours also splits paragraphs into sentences,
so it writes twice as many units, but for the rows "a unit a paragraph".

Memory is that of a whole process, less what the same process takes for a document of one line, which is the
interpreter and the libraries. It includes the file itself. "Read" goes as far as the sentences, "extract" as
far as the template on disk, which is more than twice as large as the file.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import (
    POLYLEAF,
    Missing,
    NotMeasuredError,
    Row,
    Target,
    medians,
    peak,
    run,
    seconds,
)

PARAGRAPHS = 10_000
TIMES = 10  # for growth and memory
ROUNDS = {"po4a-updatepo": 5}  # the others take up to a minute for one
WHOLE = 'segmentation = "paragraph"\n'  # as the peers have it
SETTINGS = 'source_locale = "en"\nlocales = ["fr"]\n'
_STRONG = {"md": ("**", "**"), "html": ("<strong>", "</strong>")}
_EM = {"md": ("*", "*"), "html": ("<em>", "</em>")}
_READ = """
import pathlib, sys
from pipeline.documents.registry import format_for
from pipeline.language.locale import parse_locale
from pipeline.segmentation.sentences import segment_document

path = pathlib.Path(sys.argv[1])
segments = segment_document(format_for(path.name).parse(path.read_bytes()), locale=parse_locale("en"))
"""


def document(kind: str, paragraphs: int) -> bytes:
    """The same text as Markdown ("md") or HTML ("html")."""
    (bold, end_bold), (italic, end_italic) = _STRONG[kind], _EM[kind]
    texts = []
    for number in range(paragraphs):
        address = f"https://example.org/{number}"
        link = f"[link]({address})" if kind == "md" else f'<a href="{address}">link</a>'
        texts.append(
            f"Paragraph {number} with {italic}some{end_italic} text and a {bold}bold{end_bold} word, give\n"
            f"5 ml every 6 hours. A second sentence, see {link}."
        )
    if kind == "md":
        return "\n\n".join(["# Many paragraphs", *texts, ""]).encode()
    body = "\n".join(["<h1>Many paragraphs</h1>", *(f"<p>{text}</p>" for text in texts)])
    return f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><body>\n{body}\n</body></html>\n'.encode()


def unmarked(paragraphs: int) -> bytes:
    """Much the same text without any marks."""
    return "".join(
        f"Paragraph {number} with some text and a bold word, give\n5 ml every 6 hours. "
        f"A second sentence, number {number}.\n\n"
        for number in range(paragraphs)
    ).encode()


def rows() -> list[Row | Missing]:
    results: list[Row | Missing] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large: dict[str, Path] = {}
        for kind, label in (("md", "Markdown"), ("html", "HTML")):
            small = _project(folder / f"small-{kind}", kind, document(kind, PARAGRAPHS))
            large[label] = _project(folder / f"large-{kind}", kind, document(kind, TIMES * PARAGRAPHS))
            results += _against_peers(small, kind, label)
            whole = _project(folder / f"whole-{kind}", kind, document(kind, PARAGRAPHS), WHOLE)
            results += _against_peers(whole, kind, f"{label} (a unit a paragraph)")
            once = medians(_extract(small), rounds=3, warm_up=0)[0]
            grown = seconds(_extract(large[label]))
            results.append(Row(f"{label}, ten times the text", grown, "once", once, Target("slower", 12)))
        large["unmarked Markdown"] = _project(folder / "unmarked", "md", unmarked(TIMES * PARAGRAPHS))
        line = _project(folder / "line", "md", document("md", 1))
        for label, project in large.items():
            results += _memory(label, project, line)
    return results


def _project(folder: Path, kind: str, data: bytes, settings: str = "") -> Path:
    (folder / "source").mkdir(parents=True)
    (folder / "source" / f"long.{kind}").write_bytes(data)
    (folder / "polyleaf.toml").write_text(SETTINGS + settings, encoding="utf-8")
    return folder


def _against_peers(folder: Path, kind: str, label: str) -> list[Row | Missing]:
    results: list[Row | Missing] = []
    for peer, command in _peers(kind).items():
        work = f"extract, {label}, {PARAGRAPHS:,} paragraphs"
        try:
            ours, theirs = medians(
                _extract(folder), _peer(folder, command), rounds=ROUNDS.get(peer, 1), warm_up=0
            )
        except NotMeasuredError as error:
            results.append(Missing(f"{work}, {peer}", str(error)))
        else:
            results.append(Row(work, ours, peer, theirs, Target("faster", 5)))
    return results


def _extract(folder: Path) -> Callable[[], None]:
    def action() -> None:
        (folder / "locales" / "long.pot").unlink(missing_ok=True)
        run(POLYLEAF, "extract", cwd=folder)

    return action


def _memory(label: str, project: Path, line: Path) -> list[Row | Missing]:
    """What a large project takes beyond one of a single line."""

    def read(folder: Path) -> float:
        (source,) = (folder / "source").iterdir()
        return peak(sys.executable, "-c", _READ, str(source))

    def extract(folder: Path) -> float:
        (folder / "locales" / "long.pot").unlink(missing_ok=True)
        return peak(POLYLEAF, "extract", cwd=folder)

    def extract_again(folder: Path) -> float:
        """Over the template of the document before its last line changed."""
        template = folder / "locales" / "long.pot"
        data = template.read_bytes()
        last = data.rindex(b"\nmsgid ") + len(b"\nmsgid ")
        template.write_bytes(data[:last] + data[last:].replace(b'"', b'"Once: ', 1))
        return peak(POLYLEAF, "extract", cwd=folder)

    (source,) = (project / "source").iterdir()
    size = source.stat().st_size / 1e6
    results: list[Row | Missing] = []
    for name, action in (("read", read), ("extract", extract), ("extract again", extract_again)):
        work = f"{name}, {label}, memory"
        try:
            taken = action(project) - action(line)
        except NotMeasuredError as error:
            results.append(Missing(work, str(error)))
        else:
            results.append(Row(work, taken, "the file", size, Target("slower", 10), "MB"))
    return results


def _peers(kind: str) -> dict[str, tuple[str, ...]]:
    po4a = ("po4a-updatepo", "--master-charset", "UTF-8", "--format")
    if kind == "html":
        return {
            "po4a-updatepo": (*po4a, "xhtml", "--master", "source/long.html", "--po", "long.po"),
            "html2po": ("html2po", "source/long.html", "long.po"),
        }
    options = ("text", "--option", "markdown", "--master", "source/long.md", "--po", "long.po")
    # mdpo and the Translate Toolkit have commands of one name: their modules tell them apart.
    python = (sys.executable, "-m")
    return {
        "po4a-updatepo": (*po4a, *options),
        "mdpo": (*python, "mdpo.md2po", "--quiet", "--save", "--po-filepath", "long.po", "source/long.md"),
        "Translate Toolkit": (*python, "translate.convert.md2po", "source/long.md", "long.po"),
    }


def _peer(folder: Path, command: tuple[str, ...]) -> Callable[[], None]:
    def action() -> None:
        (folder / "long.po").unlink(missing_ok=True)
        run(*command, cwd=folder)

    return action
