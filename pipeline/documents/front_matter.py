"""The block of YAML that a Markdown file may begin with, and which of its values are words to translate."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass

from pipeline.documents.flow import AttributeText
from pipeline.errors import DocumentError

WORDS = {
    "title": "title",
    "subtitle": "subtitle",
    "description": "description",
    "summary": "summary",
    "abstract": "abstract",
}
"""Keys whose values are translated, and what a translator is told they are; all others are kept."""

_LANGUAGE = frozenset(["lang", "language"])
_DATES = frozenset(["date", "published"])
_BLOCK = re.compile(
    rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.M
)
_MAX_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the block says.

    Attributes:
        end: the byte offset after it.
        title: the title, or None.
        words: other words to translate.
        locale, direction: where the values of ``lang`` and ``dir`` stand, or None.
        published: the date.
    """

    end: int
    title: AttributeText | None = None
    words: tuple[AttributeText, ...] = ()
    locale: AttributeText | None = None
    direction: AttributeText | None = None
    published: datetime.date | None = None


def read_front_matter(data: bytes) -> FrontMatter | None:
    """Read the block at the start of ``data``, or return None where there is none.

    What stands between the lines must be a YAML mapping, or it is Markdown: a rule and a heading.

    Raises:
        DocumentError: the block is no YAML, or too large.
    """
    if not data.startswith((b"---", b"\xef\xbb\xbf---")):
        return None
    match = _BLOCK.match(data)
    if match is None or b":" not in match[1]:
        return None
    if len(match[1]) > _MAX_BYTES:
        raise DocumentError(
            f"the front matter has more than {_MAX_BYTES} bytes", "is it front matter?", line=1
        )
    import yaml

    text = match[1].decode()
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        if not re.match(r"\s*[\w-]+\s*:", text):
            return None
        mark = error.problem_mark
        line = (mark.line if mark is not None else 0) + 2
        raise DocumentError(
            f"the front matter is not valid YAML: {error.problem}", "mend it", line=line
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        what = str(error).split("\n")[0] if isinstance(error, yaml.YAMLError) else "nested too deep"
        raise DocumentError(f"the front matter is not valid YAML: {what}", "mend it", line=1) from None
    if not isinstance(root, yaml.MappingNode):
        return None
    found: dict[str, AttributeText] = {}
    base = match.start(1)
    for key, value in root.value:
        if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode):
            name = key.value.lower()
            if name in found or value.start_mark is None:
                continue
            start = base + len(text[: value.start_mark.index].encode())
            end = base + len(text[: value.end_mark.index].encode())
            found[name] = AttributeText(value.value, WORDS.get(name, name), start, end, "yaml")
    words = [found[name] for name in WORDS if name in found and found[name].text.strip()]
    title = words.pop(0) if words and words[0].what == "title" else None
    return FrontMatter(
        match.end(),
        title,
        tuple(words),
        next((found[name] for name in found if name in _LANGUAGE), None),
        found.get("dir"),
        next((date for name in found if name in _DATES and (date := _date(found[name].text))), None),
    )


def write_scalar(data: bytes, place: AttributeText, text: str) -> bytes:
    """``text`` as a YAML scalar in place of another: always in double quotes, where nothing can be markup."""
    written = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f")
    tail = b"\n" if data[place.start : place.end].endswith(b"\n") else b""
    return written.encode("utf-8", "surrogatepass") + tail


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
