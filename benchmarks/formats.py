"""Extraction from Markdown and HTML: 10,000 paragraphs against po4a, mdpo and the Translate Toolkit; how the
time grows with ten times the text; and the memory that takes.

There are two texts. "Marked" has bold, italics and a link in every short paragraph, which is as hard as it
gets; "leaflet" has two sentences of TICO-19 a paragraph (of generated words where ``POLYLEAF_TICO_19`` names
no folder), bold in a third of them and a link in a tenth, and is held against the fastest of the peers alone.

Each side runs one command that ends with a template or catalog. Ours also splits paragraphs into sentences,
so it writes twice as many units, but for the rows "a unit a paragraph": so the peers have it.

Memory is that of a whole process, less what the same process takes for a document of one line, which is the
interpreter and the libraries. It includes the file itself. "Read" goes as far as the sentences, "extract" as
far as the template on disk, which is more than twice as large as the file.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import textwrap
from collections.abc import Callable, Container
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
from benchmarks.memory import sentences

PARAGRAPHS = 10_000
TIMES = 10  # for growth and memory
ROUNDS = {"po4a-updatepo": 5}  # the others take up to a minute for one
FASTEST = {"md": "po4a-updatepo", "html": "html2po"}
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


def marked(kind: str, paragraphs: int) -> bytes:
    """Short paragraphs full of marks, the same as Markdown ("md") or HTML ("html")."""
    (bold, end_bold), (italic, end_italic) = _STRONG[kind], _EM[kind]
    texts = []
    for number in range(paragraphs):
        address = f"https://example.org/{number}"
        link = f"[link]({address})" if kind == "md" else f'<a href="{address}">link</a>'
        texts.append(
            f"Paragraph {number} with {italic}some{end_italic} text and a {bold}bold{end_bold} word, give\n"
            f"5 ml every 6 hours. A second sentence, see {link}."
        )
    return _document(kind, texts)


def leaflet(kind: str, paragraphs: int) -> bytes:
    """Paragraphs as authors write them, the same as Markdown ("md") or HTML ("html")."""
    dice = random.Random(1)
    bold, end_bold = _STRONG[kind]
    # What means something in one of the formats would have to be escaped in it.
    told = [re.sub(r"[<>&*_`#\[\]\\]", "", text).strip(" .,;:!?") for text in sentences(2 * paragraphs)]
    told = [f"{text[:1].upper()}{text[1:]}." for text in told]
    texts = []
    for number in range(paragraphs):
        words = " ".join(told[2 * number : 2 * number + 2]).split()
        if dice.random() < 1 / 3:
            at = dice.randrange(len(words))
            words[at] = f"{bold}{words[at]}{end_bold}"
        if dice.random() < 1 / 10:
            at, address = dice.randrange(len(words)), f"https://example.org/{number}"
            link = f"[{words[at]}]({address})" if kind == "md" else f'<a href="{address}">{words[at]}</a>'
            words[at] = link
        texts.append(textwrap.fill(" ".join(words), 78, break_long_words=False, break_on_hyphens=False))
    return _document(kind, texts)


def _document(kind: str, texts: list[str]) -> bytes:
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
            large[label] = _project(folder / f"large-{kind}", kind, marked(kind, TIMES * PARAGRAPHS))
            small = _project(folder / f"marked-{kind}", kind, marked(kind, PARAGRAPHS))
            results += _against_peers(small, kind, f"{label}, marked", _peers(kind))
            for name, text, peers, settings in (
                ("marked, a unit a paragraph", marked, _peers(kind), WHOLE),
                ("leaflet", leaflet, {FASTEST[kind]}, ""),
                ("leaflet, a unit a paragraph", leaflet, {FASTEST[kind]}, WHOLE),
            ):
                project = _project(folder / f"{name} {kind}", kind, text(kind, PARAGRAPHS), settings)
                results += _against_peers(project, kind, f"{label}, {name}", peers)
            once = medians(_extract(small), rounds=3, warm_up=0)[0]
            grown = seconds(_extract(large[label]))
            results.append(Row(f"{label}, ten times the text", grown, "once", once, Target("slower", 12)))
        large["unmarked Markdown"] = _project(folder / "unmarked", "md", unmarked(TIMES * PARAGRAPHS))
        line = _project(folder / "line", "md", marked("md", 1))
        for label, project in large.items():
            results += _memory(label, project, line)
    return results


def _project(folder: Path, kind: str, data: bytes, settings: str = "") -> Path:
    (folder / "source").mkdir(parents=True)
    (folder / "source" / f"long.{kind}").write_bytes(data)
    (folder / "polyleaf.toml").write_text(SETTINGS + settings, encoding="utf-8")
    return folder


def _against_peers(folder: Path, kind: str, label: str, peers: Container[str]) -> list[Row | Missing]:
    results: list[Row | Missing] = []
    for peer, command in _peers(kind).items():
        if peer not in peers:
            continue
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
