"""Facts about the elements of HTML (WHATWG HTML, sections 4 and 15.3: which are blocks, which are not)."""

from __future__ import annotations

STYLES = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "u": "u",
    "sup": "sup",
    "sub": "sub",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
"""Elements that are a style of the inline notation."""

_VOID = "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
_BLOCKS = (
    "address article aside blockquote body button caption center col colgroup datalist dd details dialog dir "
    "div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup "
    "hr html legend li main menu nav noscript ol optgroup option p pre search section select summary "
    "table tbody td template textarea tfoot th thead title tr ul "
)

VOID = frozenset(_VOID.split())
"""Elements that have no end tag (13.1.2)."""

BLOCKS = frozenset(_BLOCKS.split())
"""Elements that begin and end a text (15.3.3, and what stands alone on a page: options, titles)."""

IMPLIED_ENDS = {
    "li": (frozenset(["li"]), frozenset(["ul", "ol", "menu", "dir"])),
    "dt": (frozenset(["dt", "dd"]), frozenset(["dl"])),
    "dd": (frozenset(["dt", "dd"]), frozenset(["dl"])),
    "option": (frozenset(["option"]), frozenset(["select", "optgroup", "datalist"])),
    "optgroup": (frozenset(["optgroup", "option"]), frozenset(["select"])),
    "td": (frozenset(["td", "th"]), frozenset(["tr", "table"])),
    "th": (frozenset(["td", "th"]), frozenset(["tr", "table"])),
    "tr": (frozenset(["tr", "caption"]), frozenset(["table"])),
    "thead": (frozenset(["thead", "tbody", "tfoot", "caption"]), frozenset(["table"])),
    "tbody": (frozenset(["thead", "tbody", "tfoot", "caption"]), frozenset(["table"])),
    "tfoot": (frozenset(["thead", "tbody", "tfoot", "caption"]), frozenset(["table"])),
    "body": (frozenset(["head"]), frozenset(["html"])),
}
"""Which open elements a start tag ends, and what they are not looked for beyond (13.1.2.4)."""

LISTS = frozenset(["ul", "ol", "menu", "dir"])
SCOPES = frozenset(["table", "td", "th", "caption", "template"])
"""What a stray end tag does not reach beyond (13.2.4.2)."""

NOT_SHOWN = frozenset(["script", "style", "iframe", "noembed", "noframes"])
"""Elements whose content is not text of the page (scripts, styles) or is shown by no browser of today."""

ATTRIBUTES = {
    "title": "title",
    "alt": "alternative text",
    "placeholder": "placeholder",
    "aria-label": "label for screen readers",
    "aria-description": "description for screen readers",
    "aria-placeholder": "placeholder for screen readers",
    "aria-roledescription": "role for screen readers",
    "aria-valuetext": "value for screen readers",
    "summary": "summary",
    "label": "label",
    "abbr": "short form",
}
"""Attributes that hold words, and what a translator is told they are."""

ONLY_ON = {
    "alt": frozenset(["img", "area", "input"]),
    "placeholder": frozenset(["input", "textarea"]),
    "summary": frozenset(["table"]),
    "label": frozenset(["option", "optgroup", "track"]),
    "abbr": frozenset(["th", "td"]),
}
"""Where an attribute holds words only on some elements."""

BUTTONS = frozenset(["submit", "button", "reset"])
"""Types of ``<input>`` whose value is shown."""

META = {
    "description": "description for search engines",
    "keywords": "keywords for search engines",
    "application-name": "name of the site",
    "apple-mobile-web-app-title": "name of the site",
    "og:title": "title for previews",
    "og:description": "description for previews",
    "og:site_name": "name of the site for previews",
    "og:image:alt": "alternative text of the preview's image",
    "twitter:title": "title for previews",
    "twitter:description": "description for previews",
    "twitter:image:alt": "alternative text of the preview's image",
    "dc.title": "title for catalogues",
    "dc.description": "description for catalogues",
    "dc.subject": "keywords for catalogues",
    "dcterms.title": "title for catalogues",
    "dcterms.description": "description for catalogues",
    "dcterms.subject": "keywords for catalogues",
}
"""``<meta>`` names and properties whose content holds words."""

META_LANGUAGES = frozenset(["content-language", "og:locale", "dc.language"])
"""``<meta>`` pragmas, names and properties whose content is the page's language."""
