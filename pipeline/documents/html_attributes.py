"""What the attributes of HTML tags say: words to translate, whether to translate, numbers, pictures."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from pipeline.documents import html_elements as facts
from pipeline.documents.builder import BlockBuilder
from pipeline.documents.flow import AttributeText
from pipeline.documents.html_tokens import Attribute, StartTag
from pipeline.documents.model import Resource

_DATA = re.compile(r"data:([a-zA-Z0-9.+-]+/[a-zA-Z0-9.+-]+)?((?:;[^;,]*)*),", re.DOTALL)
_INTEGER = re.compile(r"\s*([+-]?[0-9]{1,9})", re.ASCII)
_NUMBER = re.compile(r"\s*[0-9]{1,6}\s*", re.ASCII)


def words_of(tag: StartTag) -> Iterator[AttributeText]:
    """The words in the attributes of a tag."""
    if tag.name == "meta":
        name = tag.get("name") or tag.get("property")
        content = tag.get("content")
        if name is not None and content is not None and name.value.lower() in facts.META:
            yield _attribute_text(content, facts.META[name.value.lower()])
        return
    for attribute in tag.attributes:
        what = facts.ATTRIBUTES.get(attribute.name)
        if attribute.name == "value" and tag.name == "input":
            type = tag.get("type")
            what = "button" if type is not None and type.value.lower() in facts.BUTTONS else None
        only = facts.ONLY_ON.get(attribute.name)
        if what is None or (only is not None and tag.name not in only):
            continue
        if attribute.value.strip():
            yield _attribute_text(attribute, what)


def page_language(tag: StartTag) -> str:
    """What a ``<meta>`` tag that says the page's language is called, or nothing."""
    name = tag.get("property") or tag.get("name") or tag.get("http-equiv")
    found = "" if name is None or tag.name != "meta" else name.value.strip().lower()
    return found if found in facts.META_LANGUAGES else ""


def says_translate(tag: StartTag) -> bool | None:
    """Whether a tag says, whatever its language, that its content is for translating; None if nothing."""
    translate = tag.get("translate")
    if translate is not None and translate.value.strip().lower() in ("yes", "no", ""):
        return translate.value.strip().lower() != "no"
    classes = tag.get("class")
    if classes is not None and "notranslate" in classes.value.split():
        return False
    return None


def language_of(tag: StartTag) -> str:
    """The language that a tag says, as written, or nothing."""
    lang = tag.get("lang") or tag.get("xml:lang")
    return "" if lang is None else lang.value.strip()


def primary(tag: str) -> str:
    """The language of a BCP 47 tag without script and region."""
    return tag.strip().replace("_", "-").split("-")[0].lower()


def number(attribute: Attribute | None, default: int) -> int:
    """The number in an attribute, from 1 to 1000."""
    if attribute is None or _NUMBER.fullmatch(attribute.value) is None:
        return default
    return min(max(int(attribute.value), 1), 1000)


def integer(attribute: Attribute | None) -> int | None:
    """The number in an attribute, of any sign (HTML, 2.3.4.1), or None."""
    match = None if attribute is None else _INTEGER.match(attribute.value)
    return None if match is None else int(match[1])


def image_resource(source: str, builder: BlockBuilder) -> str:
    """The name of the resource at an address; a picture within the address itself is decoded."""
    match = _DATA.match(source)
    if match is None:
        if source:
            builder.resource(Resource(source))
        return source
    raw = source[match.end() :]
    data: bytes | None
    try:
        data = unquote_to_bytes(raw)
        if (match[2] or "").lower().endswith(";base64"):
            data = base64.b64decode(data, validate=False)
    except (binascii.Error, ValueError):
        data = None
    name = f"data-{hashlib.sha256(raw.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    builder.resource(Resource(name, match[1] or "", data))
    return name


def _attribute_text(attribute: Attribute, what: str) -> AttributeText:
    return AttributeText(attribute.value, what, attribute.start, attribute.end, attribute.quote)
