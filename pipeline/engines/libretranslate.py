"""LibreTranslate: neural, free software, on a machine of one's own or a service with a key.

An adapter of Polyleaf's own. deep-translator's refuses to work without a key, puts key and text into the
address of the request, takes a stranger's server where none is named, and asks for one text at a time.
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


class LibreTranslate:
    id: Final = "libretranslate"
    title: Final = "LibreTranslate"
    key: Final[Literal["optional"]] = "optional"
    marks: Final = Marks(tags="html", kept="token")
    limits: Final = Limits(texts=25, characters=5_000, longest=5_000)

    def address(self, _key: Secret | None) -> str:
        return ""

    def connect(self, client: Client, source: Locale, target: Locale) -> Connection:
        answer = client.get_json("/languages")
        if not isinstance(answer, list) or not all(
            isinstance(entry, dict) and isinstance(entry.get("code"), str) for entry in answer
        ):
            client.broken("it does not list languages as LibreTranslate does")
        ours = choose_code(source, [entry["code"] for entry in answer])
        targets = next((entry.get("targets") for entry in answer if entry["code"] == ours), None)
        if not isinstance(targets, list):  # before 1.3.11: every language into every other
            targets = [entry["code"] for entry in answer]
        theirs = choose_code(target, [code for code in targets if isinstance(code, str)])
        if ours is None or theirs is None:
            raise EngineError(
                f"{client.address} does not translate from {source} to {target}", "install the language there"
            )
        return _Pair(client, ours, theirs, _version(client))


class _Pair(Struct, frozen=True):
    client: Client
    source: str
    target: str
    version: str

    def translate(self, texts: Sequence[str]) -> list[str]:
        body: dict[str, Any] = {
            "q": list(texts),
            "source": self.source,
            "target": self.target,
            "format": "html",
        }
        if self.client.key is not None:
            body["api_key"] = self.client.key.reveal()
        answer = self.client.post_json("/translate", body)
        found = answer.get("translatedText") if isinstance(answer, dict) else None
        return self.client.texts_of(found, len(texts))


def _version(client: Client) -> str:
    """What the server's own description says, or nothing: not every server shows one."""
    try:
        answer = client.get_json("/spec")
    except EngineError:
        return ""
    info = answer.get("info") if isinstance(answer, dict) else None
    version = info.get("version") if isinstance(info, dict) else None
    plain = isinstance(version, str) and version.isprintable() and len(version) <= 40
    return str(version) if plain else ""
