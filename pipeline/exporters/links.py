"""Which addresses may leave in a leaflet: https, http, mailto and tel, written out plainly."""

from __future__ import annotations

import re

# What an address may be made of (RFC 3986, plus letters beyond ASCII as RFC 3987 has them). White space,
# controls, quotes, angle brackets and backslashes have no place in one: browsers drop or turn some of them
# when they read an address ("java\tscript:", "https:\\host"), so a checker and a browser could disagree.
_FORBIDDEN = re.compile(
    r"[\x00-\x20\x7f-\xa0\"'<>\\^`{|}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]"
)
_SAFE = re.compile(
    r"""
      https?:// (?!/) [^/?#@]+ (?: [/?#] .* )?   # a host, and no user name that could pose as one
    | mailto: [^/?#%&\s:]+ @ [^/?#%&\s:]+ (?: \? .* )?
    | tel: \+? [0-9*#().-]* [0-9] [0-9*#().-]* (?: ;ext=[0-9]+ )?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_MAX_LENGTH = 2000
"""Characters. What browsers and PDF readers agree to follow; longer ones are no address for a leaflet."""


def is_safe(href: str) -> bool:
    """Whether ``href`` may be written as a link's address.

    Only a whole address with one of the four schemes is safe. A relative address means nothing in a file that
    travels alone, and a scheme written in any other way (entities, percent signs, white space or invisible
    characters before or inside it) is not one of the four.
    """
    if not 0 < len(href) <= _MAX_LENGTH or _FORBIDDEN.search(href):
        return False
    if any(0xD800 <= ord(character) <= 0xDFFF for character in href):
        return False
    return _SAFE.fullmatch(href) is not None
