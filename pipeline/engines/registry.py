"""Every engine of machine translation there is."""

from __future__ import annotations

from typing import Final

from pipeline.engines.apertium import Apertium
from pipeline.engines.deepl import DeepL
from pipeline.engines.google import Google
from pipeline.engines.libretranslate import LibreTranslate
from pipeline.engines.microsoft import Microsoft
from pipeline.engines.model import Engine
from pipeline.engines.mymemory import MyMemory
from pipeline.errors import UsageError

_ALL: tuple[Engine, ...] = (Apertium(), LibreTranslate(), DeepL(), Microsoft(), Google(), MyMemory())
ENGINES: Final[dict[str, Engine]] = {engine.id: engine for engine in _ALL}


def engine_named(name: str) -> Engine:
    """The engine ``name``.

    Raises:
        UsageError: there is none; names the nearest.
    """
    if name not in ENGINES:
        import difflib

        near = difflib.get_close_matches(name, ENGINES, n=1, cutoff=0.5)
        hint = f'did you mean "{near[0]}"?' if near else f"there are: {', '.join(ENGINES)}"
        raise UsageError(f'no engine "{name}"', hint)
    return ENGINES[name]
