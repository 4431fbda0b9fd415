"""Google Translate's page for phones, as deep-translator reads it: no key, no promise that it works
tomorrow.
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


class Google:
    id: Final = "google"
    title: Final = "Google Translate"
    key: Final[Literal["none"]] = "none"
    marks: Final = Marks()
    limits: Final = Limits(texts=10, characters=5_000, longest=1_500, requests_per_minute=60)

    def address(self, _key: Secret | None) -> str:
        return "https://translate.google.com"

    def connect(self, client: Client, source: Locale, target: Locale) -> Connection:
        from deep_translator.constants import GOOGLE_LANGUAGES_TO_CODES

        module = load("google")
        codes = list(GOOGLE_LANGUAGES_TO_CODES.values())
        ours, theirs = choose_code(source, codes), choose_code(target, codes)
        if ours is None or theirs is None:
            raise EngineError(f"Google does not translate from {source} to {target}", "use another engine")
        with through(client):
            translator = module.GoogleTranslator(source=ours, target=theirs)
        return Translator(client, translator.translate, library_version())
