"""MyMemory, through deep-translator: other people's translations and machines', without a key for small
amounts.

Its service says "no" inside an answer that looks fine (status 200, a warning in the place of the
translation), which deep-translator takes for the translation: the answer is looked at here before.
deep-translator's table has its address in plain http; it is asked over https.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from pipeline.engines.door import Translator, library_version, load, through
from pipeline.engines.languages import choose_code
from pipeline.engines.model import Connection, Limits, Marks, Secret
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from pipeline.engines.client import Client
    from pipeline.engines.transport import Reply
    from pipeline.language.locale import Locale


class MyMemory:
    id: Final = "mymemory"
    title: Final = "MyMemory"
    key: Final[Literal["none"]] = "none"
    marks: Final = Marks()
    limits: Final = Limits(texts=10, characters=5_000, longest=450, requests_per_minute=60)

    def address(self, _key: Secret | None) -> str:
        return "https://api.mymemory.translated.net"

    def connect(self, client: Client, source: Locale, target: Locale) -> Connection:
        module = load("mymemory")
        codes = list(module.MY_MEMORY_LANGUAGES_TO_CODES.values())
        ours, theirs = choose_code(source, codes), choose_code(target, codes)
        if ours is None or theirs is None:
            raise EngineError(f"MyMemory does not translate from {source} to {target}", "use another engine")
        with through(client):
            translator = module.MyMemoryTranslator(source=ours, target=theirs)
        return Translator(client, translator.translate, library_version(), _refuse_warnings)


def _refuse_warnings(client: Client, reply: Reply) -> None:
    answer = client.json_of(reply)
    data = answer.get("responseData") if isinstance(answer, dict) else None
    text = data.get("translatedText") if isinstance(data, dict) else None
    if not isinstance(text, str):
        client.broken("the answer holds no translation")
    status = str(answer.get("responseStatus"))
    if status == "429" or answer.get("quotaFinished") is True or text.startswith("MYMEMORY WARNING"):
        raise EngineError(
            "MyMemory gives no more translations today", "run it again tomorrow, or use another engine"
        )
    if status != "200":
        client.broken("it says no inside its answer")
