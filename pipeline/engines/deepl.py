"""DeepL, with a key: of the free plan (it ends in ":fx") or another.

An adapter of Polyleaf's own. deep-translator's puts the key into the address of the request, where every
proxy and log on the way keeps it, and sends the text there too; DeepL has left that way of signing in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct

from pipeline.engines.languages import choose_code
from pipeline.engines.model import Connection, Limits, Marks, Secret
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from pipeline.engines.client import Client
    from pipeline.language.locale import Locale


class DeepL:
    id: Final = "deepl"
    title: Final = "DeepL"
    key: Final[Literal["required"]] = "required"
    marks: Final = Marks(tags="html", kept="element")
    limits: Final = Limits(texts=50, characters=30_000, longest=10_000)

    def address(self, key: Secret | None) -> str:
        free = key is not None and key.reveal().endswith(":fx")
        return "https://api-free.deepl.com" if free else "https://api.deepl.com"

    def connect(self, client: Client, source: Locale, target: Locale) -> Connection:
        ours = choose_code(source, _languages(client, "source"))
        theirs = choose_code(target, _languages(client, "target"))
        if ours is None or theirs is None:
            raise EngineError(f"DeepL does not translate from {source} to {target}", "use another engine")
        return _Pair(client, ours, theirs)


class _Pair(Struct, frozen=True):
    client: Client
    source: str
    target: str
    version: str = "v2"

    def translate(self, texts: Sequence[str]) -> list[str]:
        body = {
            "text": list(texts),
            "source_lang": self.source.upper(),
            "target_lang": self.target.upper(),
            "tag_handling": "html",
            "split_sentences": "nonewlines",
        }
        answer = self.client.post_json("/v2/translate", body, _authorization(self.client))
        entries = answer.get("translations") if isinstance(answer, dict) else None
        if not isinstance(entries, list):
            self.client.broken("the answer holds no translations")
        found = [entry.get("text") if isinstance(entry, dict) else None for entry in entries]
        return self.client.texts_of(found, len(texts))


def _languages(client: Client, kind: str) -> list[str]:
    answer: Any = client.post_json("/v2/languages", {"type": kind}, _authorization(client))
    if not isinstance(answer, list):
        client.broken("it does not list languages as DeepL does")
    return [str(entry.get("language")) for entry in answer if isinstance(entry, dict)]


def _authorization(client: Client) -> dict[str, str]:
    assert client.key is not None
    return {"Authorization": f"DeepL-Auth-Key {client.key.reveal()}"}
