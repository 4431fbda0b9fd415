"""Extraction from Markdown and HTML: 10,000 paragraphs with bold, italics and a link, against po4a and, for
HTML, the Translate Toolkit; and how the time grows with ten times the text.

Each side runs one command that ends with a template or catalog. Ours also splits paragraphs into sentences,
so it writes twice as many units.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import POLYLEAF, Missing, NotMeasuredError, Row, Target, medians, run, seconds

PARAGRAPHS = 10_000
ROUNDS = 1  # a peer takes half a minute for one
SETTINGS = 'source_locale = "en"\nlocales = ["fr"]\n'
_STRONG = {"md": ("**", "**"), "html": ("<strong>", "</strong>")}
_EM = {"md": ("*", "*"), "html": ("<em>", "</em>")}


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


def rows() -> list[Row | Missing]:
    results: list[Row | Missing] = []
    with tempfile.TemporaryDirectory() as name:
        for kind, label in (("md", "Markdown"), ("html", "HTML")):
            folder = Path(name) / kind
            small = _project(folder / "small", kind, PARAGRAPHS)
            large = _project(folder / "large", kind, 10 * PARAGRAPHS)
            for peer, command in _peers(kind).items():
                work = f"extract, {label}, {PARAGRAPHS:,} paragraphs"
                try:
                    ours, theirs = medians(_extract(small), _peer(small, command), rounds=ROUNDS, warm_up=0)
                except NotMeasuredError as error:
                    results.append(Missing(work, str(error)))
                else:
                    results.append(Row(work, ours, peer, theirs, Target("faster", 5)))
            once = medians(_extract(small), rounds=ROUNDS, warm_up=0)[0]
            grown = seconds(_extract(large))
            results.append(Row(f"{label}, ten times the text", grown, "once", once, Target("slower", 12)))
    return results


def _project(folder: Path, kind: str, paragraphs: int) -> Path:
    (folder / "source").mkdir(parents=True)
    (folder / "source" / f"long.{kind}").write_bytes(document(kind, paragraphs))
    (folder / "polyleaf.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


def _extract(folder: Path) -> Callable[[], None]:
    def action() -> None:
        (folder / "locales" / "long.pot").unlink(missing_ok=True)
        run(POLYLEAF, "extract", cwd=folder)

    return action


def _peers(kind: str) -> dict[str, tuple[str, ...]]:
    po4a = ("po4a-updatepo", "--master-charset", "UTF-8", "--format")
    if kind == "md":
        options = ("text", "--option", "markdown", "--master", "source/long.md", "--po", "long.po")
        return {"po4a-updatepo": (*po4a, *options)}
    return {
        "po4a-updatepo": (*po4a, "xhtml", "--master", "source/long.html", "--po", "long.po"),
        "html2po": ("html2po", "source/long.html", "long.po"),
    }


def _peer(folder: Path, command: tuple[str, ...]) -> Callable[[], None]:
    def action() -> None:
        (folder / "long.po").unlink(missing_ok=True)
        run(*command, cwd=folder)

    return action
