"""Apertium, through its server APy: rules instead of statistics, offline, on a machine of one's own.

APy has no request for several texts: each is one. It says nothing of its version. Unknown words come back as
they are (``markUnknown=no``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from pipeline.engines.languages import choose_code
from pipeline.engines.model import Connection, Limits, Marks, Secret
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from pipeline.engines.client import Client
    from pipeline.language.locale import Locale


class Apertium:
    id: Final = "apertium"
    title: Final = "Apertium"
    key: Final[Literal["none"]] = "none"
    # Measured: as an element, what is kept is invisible to its grammar ("y" before it becomes "e").
    marks: Final = Marks(tags="html", kept="token")
    limits: Final = Limits(texts=20, characters=20_000, longest=5_000)

    def address(self, _key: Secret | None) -> str:
        return ""

    def connect(self, client: Client, source: Locale, target: Locale) -> Connection:
        answer = client.get_json("/listPairs")
        pairs = answer.get("responseData") if isinstance(answer, dict) else None
        if not isinstance(pairs, list):
            client.broken("it does not list pairs of languages as Apertium-APy does")
        known = [
            (str(pair.get("sourceLanguage")), str(pair.get("targetLanguage")))
            for pair in pairs
            if isinstance(pair, dict)
        ]
        ours = choose_code(source, [pair[0] for pair in known])
        theirs = choose_code(target, [pair[1] for pair in known if pair[0] == ours])
        if ours is None or theirs is None:
            raise EngineError(
                f"{client.address} does not translate from {source} to {target}",
                f'install the pair there (Debian: "apt-cache search apertium-"); it has {_listed(known)}',
            )
        return _Pair(client, f"{ours}|{theirs}")


class _Pair(Struct, frozen=True):
    client: Client
    pair: str
    version: str = ""

    def translate(self, texts: Sequence[str]) -> list[str | None]:
        return [self._translate(text) for text in texts]

    def _translate(self, text: str) -> str:
        fields = [("langpair", self.pair), ("markUnknown", "no"), ("q", text)]
        answer = self.client.post_form("/translate", fields)
        data = answer.get("responseData") if isinstance(answer, dict) else None
        found = data.get("translatedText") if isinstance(data, dict) else None
        if not isinstance(found, str):
            self.client.broken("the answer holds no translation")
        return found


def _listed(pairs: list[tuple[str, str]]) -> str:
    shown = ", ".join(f"{source[:12]}-{target[:12]}" for source, target in pairs[:8])
    return (shown or "none") + (", …" if len(pairs) > 8 else "")
