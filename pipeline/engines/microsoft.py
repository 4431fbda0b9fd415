"""Microsoft Translator (Azure), with a key, through deep-translator.

The key travels in a header. deep-translator asks for the list of languages each time it starts; through the
door that request is bounded like any other. A region, which some keys need, is part of the key:
``key@region``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from pipeline.engines.door import Translator, library_version, load, through
from pipeline.engines.languages import choose_code
from pipeline.engines.model import Connection, Limits, Marks, Secret
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from pipeline.engines.client import Client
    from pipeline.language.locale import Locale


class Microsoft:
    id: Final = "microsoft"
    title: Final = "Microsoft Translator"
    key: Final[Literal["required"]] = "required"
    marks: Final = Marks(tags="html", kept="element")
    limits: Final = Limits(texts=10, characters=10_000, longest=5_000, requests_per_minute=120)

    def address(self, _key: Secret | None) -> str:
        return "https://api.cognitive.microsofttranslator.com"

    def connect(self, client: Client, source: Locale, target: Locale) -> Connection:
        assert client.key is not None
        key, _, region = client.key.reveal().partition("@")
        module = load("microsoft")
        with through(client):
            # What it is made with beside the languages goes into the query of each request.
            translator = module.MicrosoftTranslator(
                source="auto", target="auto", api_key=key, region=region or None, textType="html"
            )
            codes = [str(code) for code in translator.get_supported_languages(as_dict=True).values()]
        ours, theirs = choose_code(source, codes), choose_code(target, codes)
        if ours is None or theirs is None:
            raise EngineError(f"Microsoft does not translate from {source} to {target}", "use another engine")
        translator.source, translator.target = ours, theirs
        return Translator(client, translator.translate, library_version())
