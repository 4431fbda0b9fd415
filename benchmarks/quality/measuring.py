"""Counts findings: on texts left alone, and new ones on texts with a fault put in."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.quality.corpus import Corpus, Text
from benchmarks.quality.faults import EN, FAULTS, Pair
from pipeline.catalogs.model import Unit
from pipeline.checks.engine import Finding, run_checks
from pipeline.checks.model import CheckContext, Severity
from pipeline.checks.registry import CHECKS
from pipeline.language.locale import Locale

_ALL = tuple(CHECKS.values())
_CATALOG = {id for id, check in CHECKS.items() if hasattr(check, "check_catalog")}


@dataclass(frozen=True, slots=True)
class Untouched:
    """Findings of at least a warning on texts left alone.

    Attributes:
        units: how many texts.
        findings: with the text, and the reason where a person has found it to be right.
    """

    locale: Locale
    units: int
    findings: tuple[tuple[Finding, Text, str | None], ...]

    def per_thousand(self, check: str, severity: Severity, *, reviewed: bool = False) -> float:
        """Units with a finding of ``check`` ("" is any) per 1,000; reviewed ones count on demand only."""
        found = {
            text.id
            for finding, text, reason in self.findings
            if (not check or finding.diagnostic.check == check)
            and finding.severity is severity
            and (reviewed or reason is None)
        }
        return 1000 * len(found) / self.units


@dataclass(frozen=True, slots=True)
class Recall:
    """For each fault, how many were put in, how many were found, and those that were not."""

    locale: Locale
    put: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def untouched(corpus: Corpus) -> Untouched:
    texts = {text.source: text for text in corpus.texts}
    findings = [finding for finding in _check(corpus, corpus.texts) if finding.unit is not None]
    return Untouched(
        corpus.locale,
        len(corpus.texts),
        tuple(
            (finding, text, corpus.reviewed.get(text.id))
            for finding in findings
            if finding.unit is not None and finding.severity >= Severity.WARNING
            for text in (texts[finding.unit.source],)
        ),
    )


def recall(corpus: Corpus, seed: int, sample: int) -> Recall:
    """Put each fault into up to ``sample`` texts that are quiet, and count those that are found."""
    noisy = {finding.unit.source for finding in _check(corpus, corpus.texts) if finding.unit is not None}
    quiet = [text for text in corpus.texts if text.id not in corpus.reviewed and text.source not in noisy]
    quiet_in_words = [text for text in corpus.texts if text.id not in corpus.reviewed]
    result = Recall(corpus.locale)
    for name, (fault, checks, _) in FAULTS.items():
        dice = random.Random(f"{seed} {name} {corpus.locale}")
        texts = list(quiet if len(corpus.texts) > 100 else quiet_in_words)
        dice.shuffle(texts)
        changed: list[Text] = []
        for text in texts:
            bad = fault(Pair(text.source, text.target, corpus.locale), dice)
            if bad is not None and bad.target != text.target:
                changed.append(Text(text.id, bad.source, bad.target))
                if len(changed) == sample:
                    break
        caught = _caught(corpus, changed, checks)
        result.put[name], result.found[name] = len(changed), len(caught)
        result.missed[name] = [
            (one.id, f"{one.source} → {one.target}") for one in changed if one.source not in caught
        ]
    return result


def _caught(corpus: Corpus, changed: list[Text], checks: tuple[str, ...]) -> set[str]:
    """The sources of texts on which one of ``checks`` now gives at least a warning."""
    replaced = {text.source: text for text in changed}
    texts = tuple(replaced.get(text.source, text) for text in corpus.texts)
    if not set(checks) & _CATALOG:
        texts = tuple(changed)
    found = _check(corpus, texts, checks)
    return {
        finding.unit.source
        for finding in found
        if finding.unit is not None
        and finding.unit.source in replaced
        and finding.severity >= Severity.WARNING
        and finding.diagnostic.check in checks
    }


def _check(corpus: Corpus, texts: tuple[Text, ...], only: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    units = tuple(Unit(text.source, (text.target,)) for text in texts)
    checks = tuple(CHECKS[id] for id in only if id in CHECKS) or _ALL
    return run_checks(units, CheckContext(corpus.locale, EN, units=units), checks)
