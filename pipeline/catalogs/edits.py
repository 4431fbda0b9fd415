"""What kind of edit made one source of another; decides what becomes of the translation."""

from __future__ import annotations

import enum
import re

from pipeline.documents.inline import TAG
from pipeline.language.folding import fold_typography
from pipeline.language.locale import Locale

_ADDRESS = re.compile(r"https?://[^\s<>\"]+|www\.[^\s<>\"]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


class Edit(enum.Enum):
    """The kind of an edit, the most harmless first."""

    TYPOGRAPHY = "spacing or typography"
    MARKUP = "markup"
    LINK = "link"
    REWORDING = "wording"
    NUMBER = "number or measure"
    NEGATION = "negation or limit"

    @property
    def is_unsafe(self) -> bool:
        """Whether the translation of the one must never be offered as that of the other."""
        return self in (Edit.NUMBER, Edit.NEGATION)


def classify_edit(earlier: str, later: str, locale: Locale | None = None) -> Edit:
    """The kind of edit that made ``later`` of ``earlier``.

    Args:
        earlier, later: two different sources, in the inline notation.
        locale: of both; English if not given.
    """
    # Most updates have no edit to judge, and what knows numbers and negations takes time to load.
    from pipeline.catalogs.caution import Difference, find_difference

    plain_earlier, links_earlier = _without_tags(earlier)
    plain_later, links_later = _without_tags(later)
    difference = find_difference(plain_earlier, plain_later, locale)
    if difference is not None:
        return Edit.NUMBER if difference is Difference.NUMBER else Edit.NEGATION
    folded_earlier, folded_later = fold_typography(plain_earlier), fold_typography(plain_later)
    if links_earlier != links_later and _ADDRESS.sub("\ufffc", folded_earlier) == _ADDRESS.sub(
        "\ufffc", folded_later
    ):
        return Edit.LINK
    if folded_earlier != folded_later:
        return Edit.REWORDING
    # Spaces may have moved over a tag, so the tags are compared on their own.
    return Edit.TYPOGRAPHY if fold_typography(earlier) == fold_typography(later) else Edit.MARKUP


def _without_tags(text: str) -> tuple[str, list[str]]:
    """The text a reader sees, and all addresses in it. A raised "2" is another thing than a "2"."""
    links: list[str] = []
    if "<" in text:

        def plain(match: re.Match[str]) -> str:
            if match["href"] is not None:
                links.append(match["href"])
            if match["style"] in ("sup", "sub"):
                return "" if match["end"] else "\ufffc^"
            return " " if match["line"] else ""

        text = TAG.sub(plain, text)
    if "@" in text or "www." in text or "://" in text:  # what every address has
        links += _ADDRESS.findall(text)
    return text, links
