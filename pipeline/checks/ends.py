"""``end-punctuation``: the translation ends with another kind of mark than the source."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.catalogs.model import Unit
from pipeline.checks.misplaced import misplaced
from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.signs import Sign
from pipeline.checks.texts import CLOSERS
from pipeline.language.quantities.facts import MARKS, WORD
from pipeline.language.regex import regex
from pipeline.language.writing import End, Writing, writing_of

DROPPED = CLOSERS + " \t\r\n\u00a0\u202f\u200b-–—"
# "a.m.", "कि.ग्रा.", "Inc."
_ABBREVIATION = regex(
    rf"(?:\.(?:\w[{MARKS}]{{0,3}}){{1,2}}|\b(?:etc|al|Inc|Ltd|Co|Jr|Sr|St|Dr|No))\.[^{WORD}]{{0,3}}$"
)
_LONG = 80
# So many, and this share, of the sentences without a stop are a habit and no slips.
_MANY = 20
_SHARE = 0.03
_NAMES = {
    "stop": "a full stop",
    "question": "a question mark",
    "exclamation": "an exclamation mark",
    "colon": "a colon",
    "semicolon": "a semicolon",
    "ellipsis": "an ellipsis",
    "comma": "a comma",
    None: "no mark",
}
# What a reader takes for much the same: marks that only differ in tone, or in how a list is set.
_NEAR: tuple[frozenset[End | None], ...] = (
    frozenset({"stop", "exclamation"}),
    frozenset({"stop", "ellipsis"}),
    frozenset({"stop", "semicolon"}),
    frozenset({"comma", "semicolon"}),
    frozenset({"comma", None}),
    frozenset({"semicolon", None}),
    frozenset({"ellipsis", None}),
    frozenset({"exclamation", None}),
)


class EndPunctuation:
    id = "end-punctuation"
    category: Category = "linguistic"
    severity = Severity.WARNING
    signs = Sign.END
    explanation = (
        "A question must stay a question, and what leads into a list must keep its colon. Each "
        "script's own marks count: 。 ។ ။ ። । ۔ for a full stop, ؟ ; ՞ ፧ for a question mark; Thai and "
        "Lao sentences need no full stop, and in Burmese, Khmer or Japanese the words can ask. A long "
        "sentence that lost its full stop may have lost more: that is a warning, too. Differences "
        "that only change the tone, a full stop where the source has none, or none at the end of a "
        "short text, are told as information. End the translation as its language ends such a "
        "sentence."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        writing = context.once("writing", lambda: writing_of(context.locale))
        source_writing = context.once("source-writing", lambda: writing_of(context.source_locale))
        wanted, _ = end_of(pair.source.plain, source_writing)
        found, place = end_of(pair.target.plain, writing)
        if found == wanted or (found is None and wanted in writing.optional_ends):
            return
        if wanted == "stop" and found is None and "stop" in writing.optional_ends:
            return
        if wanted in writing.ends_inside and _has(pair.target.plain, wanted, writing):
            return
        if found == "stop" and wanted in writing.optional_ends:
            return
        if found is None and wanted == "stop" and _ABBREVIATION.search(pair.source.plain):
            return
        if wanted is None and found == "stop" and _ABBREVIATION.search(pair.target.plain):
            return
        # A lone word or a number: what ends it is a matter of layout.
        if " " not in pair.source.plain.strip():
            return
        if pair.unit.key in misplaced(context):
            return  # one cause, one finding: ``inconsistent`` tells of it
        near = frozenset({found, wanted}) in _NEAR or wanted is None
        if wanted == "stop" and found is None:
            # A long one may have lost its end; where many have none, it is how this catalog is written.
            near = len(pair.source.plain) < _LONG or not self._is_slip(pair, context, writing)
        target = pair.target
        yield pair.finding(
            self,
            f"the source ends with {_NAMES[wanted]}, the translation with {_NAMES[found]}",
            "end the translation as its language ends such a sentence",
            target=[target.span(place, place + 1)] if target.plain else (),
            severity=Severity.INFO if near else self.severity,
        )

    def _is_slip(self, pair: Pair, context: CheckContext, writing: Writing) -> bool:
        """Whether few sentences of the catalog go without a stop, or this is the first of the many."""

        def without() -> tuple[int, list[Unit]]:
            stopped = [unit for unit in context.units if unit.source.rstrip(DROPPED).endswith(".")]
            bare = [unit for unit in stopped if unit.target and end_of(unit.target, writing)[0] is None]
            return len(stopped), bare

        stopped, bare = context.once("end-punctuation", without)
        return len(bare) < max(_MANY, _SHARE * stopped) or pair.unit.key == bare[0].key


def end_of(text: str, writing: Writing) -> tuple[End | None, int]:
    """What the end of ``text`` says, and the place of the character that says it (or the last one)."""
    bare = text.rstrip(DROPPED)
    if not bare:
        return None, max(0, len(text) - 1)
    if bare.endswith("..."):
        return "ellipsis", len(bare) - 1
    return writing.ends.get(bare[-1]), len(bare) - 1


def _has(text: str, end: End | None, writing: Writing) -> bool:
    return any(mark in text for mark, kind in writing.ends.items() if kind == end)
