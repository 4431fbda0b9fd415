"""Write docs/checks.md from the checks themselves, so that the two never differ.

Run it after a change to a check: ``.venv/bin/python tools/checks_page.py``. With ``--check`` it only says, by
its exit code, whether the page is as it should be. What was measured stands in ``docs/checks-measured.md``
(``benchmarks`` prints it) and is taken over where it is there.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from pipeline.checks.registry import CHECKS

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "checks.md"
MEASURED = DOCS / "checks-measured.md"
_WIDTH = 108
_CATEGORIES = {
    "clinical": "Clinical: does the translation say the same to a patient?",
    "markup": "Markup: is what is not words still there, and whole?",
    "linguistic": "Linguistic: is it written as its language is written?",
}
_HEAD = """\
# Checks

<!-- Made by tools/checks_page.py from pipeline/checks: change the checks, then run it again. -->

`polyleaf check` looks over every translation of a project; `polyleaf check FILE.po` any PO file, of any
project. It points at the line, shows source and target with the place marked, and says what to do.
`polyleaf explain ID` tells what a check looks for.

- An **error** is a fault that must not reach a patient, or that keeps a leaflet from being built.
- A **warning** asks for a look: most often something is wrong, and only a reader of the language can tell.
- A note (**info**) is a matter of style, or a hint about the catalog as a whole.

`check` ends in 1 where there is an error (`--fail-on warning`: or a warning). Fuzzy units are checked too,
but what is found there fails nothing unless `--fuzzy` is given: such a translation is not to be trusted
anyway, and no leaflet with one is published.

## In a build, or before each commit

`--format sarif` is for code scanning, `--format junit` for build servers, `--format github` for annotations
in GitHub Actions, `--format json` for programs. For pre-commit:

```yaml
repos:
  - repo: …  # where this repository is
    rev: …
    hooks:
      - id: polyleaf-check
```

## How bad a finding is, by project

```toml
[checks]
spacing = "warning"  # off, info, warning or error

[checks.locales.ja]
end-punctuation = "off"

[checks.domains."dosing/paracetamol"]
length = "error"
```

A locale overrules the project, a document both. `--select` and `--ignore` take an id or a category, for one
run.
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD, "## All checks\n", *_table(), ""]
    for category, title in _CATEGORIES.items():
        parts.append(f"## {title}\n")
        for check in CHECKS.values():
            if check.category == category:
                severity = str(check.severity).capitalize()
                parts += [f"### {check.id}\n", f"*{severity}* unless the settings say otherwise.\n"]
                parts.append(
                    textwrap.fill(_escaped(check.explanation), _WIDTH, break_on_hyphens=False) + "\n"
                )
    if MEASURED.exists():
        parts.append(MEASURED.read_text(encoding="utf-8"))
    return "\n".join(parts).rstrip() + "\n"


def _table() -> Iterator[str]:
    yield "| check | category | severity |"
    yield "| --- | --- | --- |"
    for check in CHECKS.values():
        yield f"| [{check.id}](#{check.id}) | {check.category} | {check.severity} |"


def _escaped(text: str) -> str:
    """Plain text as Markdown shows it."""
    for character in "\\`*_<>{}[]|":
        text = text.replace(character, f"\\{character}")
    return text.replace("&", "&amp;")


def main(arguments: list[str]) -> int:
    text = page()
    if arguments == ["--check"]:
        if PAGE.read_text(encoding="utf-8") == text:
            return 0
        print(f"{PAGE.name} is out of date; run .venv/bin/python tools/checks_page.py", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    print(f"{PAGE.name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
