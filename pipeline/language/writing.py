"""How a locale is written: scripts, ends of sentences, doubled words, invisible characters it needs.

The facts are in ``writing.toml`` and, for scripts, in ``scripts.toml`` (Unicode's Scripts.txt); their sources
stand there.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any, Literal

from msgspec import Struct

from pipeline.language.locale import Locale
from pipeline.language.regex import regex

End = Literal["stop", "question", "exclamation", "colon", "semicolon", "ellipsis", "comma"]


class Writing(Struct, frozen=True):
    """How one locale is written.

    Attributes:
        script: ISO 15924, as ``Locale.likely_script``.
        scripts: the Unicode scripts its letters are of: three for Japanese.
        foreign: finds a letter of any other script.
        ends: what each character at the end of a sentence says.
        optional_ends: ends that a sentence may go without.
        ends_inside: ends whose mark stands inside the sentence.
        doubles_freely: whether words are doubled by rule.
        never_doubled, fine_doubled: words that are always, and never, a slip when they stand twice.
        invisible: the characters without a shape that its spelling or line breaking needs.
        has_case: whether sentences begin with a capital.
        spaceless: whether words are written without spaces between them.
        expansion: code points to a code point of English.
    """

    script: str
    scripts: tuple[str, ...]
    foreign: re.Pattern[str]
    ends: Mapping[str, End]
    optional_ends: frozenset[str]
    ends_inside: frozenset[str]
    doubles_freely: bool
    never_doubled: frozenset[str]
    fine_doubled: frozenset[str]
    invisible: frozenset[str]
    has_case: bool
    spaceless: bool
    expansion: float


@functools.cache
def writing_of(locale: Locale) -> Writing:
    """How ``locale`` is written; a language that nothing is said of gets what its script has."""
    facts = _facts()
    language = facts["language"].get(locale.language, {})
    script = locale.likely_script
    scripts = tuple(facts["scripts"].get(script, [script]))
    doubled = facts["doubled"]
    return Writing(
        script=script,
        scripts=scripts,
        foreign=_outside(scripts),
        ends=_ends(language),
        optional_ends=frozenset(language.get("optional", ())),
        ends_inside=frozenset(language.get("inside", ())),
        doubles_freely=locale.language in doubled["free"],
        never_doubled=frozenset(doubled["never"].get(locale.language, ())),
        fine_doubled=frozenset(doubled["fine"].get(locale.language, ())),
        invisible=frozenset(chr(int(code, 16)) for code in facts["invisible"].get(script, ())),
        has_case=script in facts["case"]["bicameral"],
        spaceless=script in facts["spaceless"]["scripts"],
        expansion=facts["length"].get(script, 1.0),
    )


def letters_of(*scripts: str) -> str:
    """The characters of some Unicode scripts, as the inside of a character class of ``re``."""
    table = _scripts()
    return "".join(_ranges(table[script]) for script in scripts if script in table)


def script_of_letter(character: str) -> str:
    """The Unicode script of a character: "Latn"; "Zyyy" where common to scripts, "Zzzz" where unknown."""
    for script, pattern in _finders().items():
        if pattern.match(character):
            return script
    return "Zzzz"


def _outside(scripts: tuple[str, ...]) -> re.Pattern[str]:
    """Finds a character of a script that is neither one of ``scripts`` nor common to all.

    Written as what it does not find, as ``re`` answers for a character inside a class much sooner than for
    one outside. Code points without a script (unassigned, private) are not told apart from letters.
    """
    return regex(f"[^{letters_of(*scripts, 'Zyyy', 'Zinh')}]")


def _ends(language: Mapping[str, Any]) -> Mapping[str, End]:
    ends: dict[str, End] = {}
    for end, characters in _facts()["ends"].items():
        for character in characters:
            ends.setdefault(character, end)
    if "question_mark" in language:
        ends[language["question_mark"]] = "question"
    else:
        ends[";"] = "semicolon"
    if language.get("colon_is_stop"):
        ends[":"] = "stop"
    return ends


def _ranges(row: str) -> str:
    """``"0041-005A 00AA"`` as the inside of a character class."""
    parts = []
    for block in row.split():
        first, _, last = block.partition("-")
        parts.append(f"\\U{int(first, 16):08x}" + (f"-\\U{int(last, 16):08x}" if last else ""))
    return "".join(parts)


@functools.cache
def _finders() -> dict[str, re.Pattern[str]]:
    return {script: regex(f"[{_ranges(row)}]") for script, row in _scripts().items()}


@functools.cache
def _facts() -> dict[str, Any]:
    return tomllib.loads(resources.files("pipeline.language").joinpath("writing.toml").read_text("utf-8"))


@functools.cache
def _scripts() -> dict[str, str]:
    table = resources.files("pipeline.language").joinpath("scripts.toml").read_text("utf-8")
    return {str(script): str(row) for script, row in tomllib.loads(table).items()}
