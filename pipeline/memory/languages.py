"""Which locale of a project a language of another tool's file is: ``es-LA``, ``zh_CN``, ``fr_XX``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.errors import LocaleError
from pipeline.language.locale import Locale, parse_locale

_PART = re.compile(r"[-_@.]")
_UNKNOWN_TERRITORIES = frozenset(["XX", "ZZ"])


def match_language(tag: str, locales: Iterable[Locale]) -> Locale | None:
    """The one of ``locales`` that texts marked ``tag`` may be used in, or None.

    Same language and same script (its usual one if none is named) are needed. Of several, the one of the same
    territory is it; two different territories never match, but either may leave its own out.
    """
    language, script, territory = _parts(tag)
    if not language:
        return None
    asked = _locale(language, script, territory)
    near = [
        one
        for one in locales
        if one.language == language and asked is not None and one.likely_script == asked.likely_script
    ]
    same = [one for one in near if one.territory == territory]
    if same:
        return same[0]
    loose = [one for one in near if one.territory is None] or (near if territory is None else [])
    return loose[0] if len(loose) == 1 else None


def _parts(tag: str) -> tuple[str, str | None, str | None]:
    language, *rest = _PART.split(tag.strip()[:35])
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), None)
    territory = next((part.upper() for part in rest if re.fullmatch(r"[A-Za-z]{2}|[0-9]{3}", part)), None)
    return language.lower(), script, None if territory in _UNKNOWN_TERRITORIES else territory


def _locale(*parts: str | None) -> Locale | None:
    try:
        return parse_locale("-".join(part for part in parts if part))
    except LocaleError:
        return None
