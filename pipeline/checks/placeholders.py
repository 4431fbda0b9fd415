"""``placeholders``: a placeholder of a program, such as ``%s`` or ``{name}``, was lost, added or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span
from pipeline.checks.signs import Sign
from pipeline.language.placeholders import LOOSE, STRICT

_SIGNS = ("%", "{")


class Placeholders:
    id = "placeholders"
    category: Category = "markup"
    severity = Severity.ERROR
    signs = Sign.PLACEHOLDER
    explanation = (
        "A placeholder that a program fills in (%s, %(count)d, {name}, ${name}, {{name}}) must stand "
        "in the translation exactly as in the source and as often. Where the entry carries a flag "
        "such as python-format or c-format, every form that the flag allows is compared; otherwise "
        "only what cannot be mistaken for words. Copy the placeholder from the source."
    )

    def check(self, pair: Pair, _context: CheckContext) -> Iterator[Diagnostic]:
        source, target = pair.source.raw, pair.target.raw
        if not any(sign in source or sign in target for sign in _SIGNS):
            return
        flags = pair.unit.flags
        formatted = any(flag.endswith("-format") and not flag.startswith("no-") for flag in flags)
        pattern = LOOSE if formatted else STRICT
        wanted, found = _places(pattern, source), _places(pattern, target)
        # A word may follow a placeholder without a space ("%sni" in Uzbek): count what is wanted as it is.
        missing = {key: len(spans) - target.count(key) for key, spans in wanted.items()}
        lost = [key for key, count in missing.items() if count > 0]
        if len(lost) == 1 and self._may_go(pair):
            lost = []
        for key in lost:
            yield pair.finding(self, f"{key} is missing", f"put {key} where it belongs", source=wanted[key])
        for key, spans in found.items():
            if missing.get(key, -1) < 0 and not any(
                other.startswith(key) for other in wanted if other != key
            ):
                # Without any in the source it is rather a note that someone left than a program's.
                severity = None if wanted or formatted else Severity.WARNING
                yield pair.finding(
                    self, f"{key} is not in the source", "take it out", target=spans, severity=severity
                )

    def _may_go(self, pair: Pair) -> bool:
        """Whether the number may be in the words: a form of a plural but the last can be for one number."""
        return pair.unit.source_plural is not None and pair.form < len(pair.unit.targets) - 1


def _places(pattern: re.Pattern[str], text: str) -> dict[str, list[Span]]:
    places: dict[str, list[Span]] = {}
    for match in pattern.finditer(text):
        places.setdefault(match[0], []).append(Span(match.start(), match.end()))
    return places
