"""Services have their own names for languages; none may stand for another variety."""

from __future__ import annotations

import pytest

from pipeline.engines.languages import choose_code
from pipeline.language.locale import parse_locale


@pytest.mark.parametrize(
    ("tag", "codes", "chosen"),
    [
        ("es", ["en", "es"], "es"),
        ("es", ["eng", "spa"], "spa"),
        ("fr", ["fra"], "fra"),
        ("es", ["ES", "EN-GB"], "ES"),
        ("en", ["EN-GB", "EN-US"], "EN-US"),
        ("es", ["es-ES"], "es-ES"),
        ("ar", ["ar-EG", "ar-SA"], "ar-SA"),
        ("sw", ["sw-KE"], "sw-KE"),
        ("sw", ["sw-KE", "sw-UG"], None),
        ("pt-BR", ["pt", "pt-PT"], "pt"),
        ("pt-BR", ["pt-PT"], None),
        ("pt-BR", ["PT-BR", "PT-PT"], "PT-BR"),
        ("zh-Hans", ["zh", "zt"], "zh"),
        ("zh-Hans", ["zh-CN", "zh-TW"], "zh-CN"),
        ("zh-Hans", ["zh-hans", "zh-hant"], "zh-hans"),
        ("zh-Hant", ["zh"], None),
        ("zh-Hant", ["zh", "zt"], "zt"),
        ("zh-TW", ["zh-CN", "zh-TW"], "zh-TW"),
        ("sr-Latn", ["sr"], None),
        ("sr-Latn", ["sr", "sr-Latn"], "sr-Latn"),
        ("sr-Cyrl", ["sr"], "sr"),
        ("he", ["iw"], "iw"),
        ("xh", ["en", "es"], None),
    ],
)
def test_the_code_of_a_locale(tag: str, codes: list[str], chosen: str | None) -> None:
    assert choose_code(parse_locale(tag), codes) == chosen
