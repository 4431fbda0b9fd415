"""How targets are joined and split when sources were: as their own language writes sentences."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from pipeline.language.locale import Locale
from pipeline.segmentation.model import Segment


class SentenceSplitter(Struct, frozen=True):
    """A ``catalogs.recutting.Splitter`` for targets in ``locale``."""

    locale: Locale

    def join(self, sources: Sequence[str], separators: Sequence[str], targets: Sequence[str]) -> str:
        from pipeline.segmentation.sentences import join_target

        segments = [
            Segment.of(0, number, len(sources), source, separator)
            for number, (source, separator) in enumerate(zip(sources, (*separators, ""), strict=True), 1)
        ]
        return join_target(segments, targets, locale=self.locale)

    def split(self, target: str) -> Sequence[str]:
        from pipeline.segmentation.sentences import split_notation

        return split_notation(target, locale=self.locale)
