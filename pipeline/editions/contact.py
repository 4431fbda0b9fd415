"""Contacts: a phone number, e-mail or web address becomes a link that a phone can follow."""

from __future__ import annotations

import re

_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_WWW = re.compile(r"www\.\S+", re.IGNORECASE)
_EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[(0-9][0-9 ().\u00a0-]*[0-9]")
# A national prefix in brackets is not dialled after a country code: "+44 (0)20 …" (ITU-T E.123, 7.2).
_TRUNK_PREFIX = re.compile(r"\(0\)")


def contact_link(text: str) -> tuple[str, str] | None:
    """Return the address (``href``) for a contact and the text to show for it, or None where it is not one.

    Only a text that is one address as a whole: in "call 999 or write to us" nothing is guessed. The text
    keeps its characters but for a scheme that readers need not see ("mailto:", "tel:"). Whether the address
    is safe to keep is for exporters to decide, as with every link.
    """
    scheme, _, rest = text.partition(":")
    if _WEB.fullmatch(text):
        return text, text
    if _WWW.fullmatch(text):
        return f"https://{text}", text
    if scheme.lower() == "mailto" and _EMAIL.fullmatch(rest):
        return text, rest
    if _EMAIL.fullmatch(text):
        return f"mailto:{text}", text
    number = rest if scheme.lower() == "tel" else text
    if _PHONE.fullmatch(number):
        dialled = _dialled(number)
        if 3 <= len(dialled.lstrip("+")) <= 15:
            return f"tel:{dialled}", number
    return None


def _dialled(number: str) -> str:
    if number.startswith("+"):
        return "+" + "".join(re.findall("[0-9]", _TRUNK_PREFIX.sub("", number)))
    return "".join(re.findall("[0-9]", number))
