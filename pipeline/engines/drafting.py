"""From sentences to drafts: masked, asked for in batches, put together again, judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.engines.masking import Lost, Masked, Terms, mask, unmask
from pipeline.engines.verification import find_problems

if TYPE_CHECKING:
    from pipeline.engines.model import Connection, Engine, Limits
    from pipeline.language.locale import Locale


class Draft(Struct, frozen=True):
    """What became of one sentence.

    Attributes:
        source: the sentence, in the inline notation.
        target: its draft, or None where the reply was refused.
        reason: why it was refused, or an empty string.
    """

    source: str
    target: str | None
    reason: str = ""


class Drafter(Struct, frozen=True):
    """Makes drafts by one engine for one pair of locales.

    Attributes:
        limits: of the engine, as the settings have them.
        terms: not to be translated.
    """

    engine: Engine
    limits: Limits
    source: Locale
    target: Locale
    terms: Terms

    def drafts(self, sentences: Iterable[str], connection: Connection) -> Iterator[tuple[Draft, ...]]:
        """Drafts of ``sentences``, in order, a batch at a time, each as soon as it is there.

        Raises:
            EngineError: the service cannot go on; batches that were given before are good.
        """
        for batch in self._batches(sentences):
            sent = [masked.text for _, masked in batch if masked is not None]
            replies = iter(connection.translate(sent) if sent else ())
            yield tuple(
                self._too_long(source) if masked is None else self._draft(source, masked, next(replies, None))
                for source, masked in batch
            )

    def judge(self, source: str, target: str) -> Draft:
        """The draft again, or a refusal: drafts from a file are judged like those from the service."""
        masked = mask(source, self.engine.marks, source=self.source, target=self.target, terms=self.terms)
        return self._judged(source, target, masked)

    def _batches(self, sentences: Iterable[str]) -> Iterator[list[tuple[str, Masked | None]]]:
        batch: list[tuple[str, Masked | None]] = []
        characters = 0
        for source in sentences:
            masked: Masked | None = mask(
                source, self.engine.marks, source=self.source, target=self.target, terms=self.terms
            )
            assert masked is not None
            length = len(masked.text)
            if length > self.limits.longest:
                masked, length = None, 0
            if batch and (len(batch) >= self.limits.texts or characters + length > self.limits.characters):
                yield batch
                batch, characters = [], 0
            batch.append((source, masked))
            characters += length
        if batch:
            yield batch

    def _too_long(self, source: str) -> Draft:
        return Draft(
            source, None, f"longer than the {self.limits.longest} characters that {self.engine.title} takes"
        )

    def _draft(self, source: str, masked: Masked, reply: str | None) -> Draft:
        if reply is None:
            return Draft(source, None, "the engine gave nothing back")
        try:
            target = unmask(reply, masked, self.engine.marks)
        except Lost as lost:
            return Draft(source, None, str(lost))
        return self._judged(source, target, masked)

    def _judged(self, source: str, target: str, masked: Masked) -> Draft:
        problems = find_problems(
            source,
            target,
            source_locale=self.source,
            target_locale=self.target,
            has_words=masked.has_words,
            kept=[piece.target for piece in masked.pieces],
        )
        return Draft(source, None, problems[0]) if problems else Draft(source, target)
