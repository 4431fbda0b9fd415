"""The block of YAML or TOML that a Markdown file may begin with, and its values that are for translating."""

from __future__ import annotations

import contextlib
import datetime
import json
import re
import tomllib
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from pipeline.documents.dates import read_date_line
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
    rb"""\A(?:\xef\xbb\xbf)?
         (?: ---[ \t]*\r?\n (.*?) ^(?:---|\.\.\.) | \+\+\+[ \t]*\r?\n (.*?) ^\+\+\+ )
         [ \t]*(?:\r?\n|\Z)""",
    re.DOTALL | re.M | re.VERBOSE,
)
# What may stand before a YAML scalar and is no part of it: an anchor and a tag.
_PROPERTIES = re.compile(rb"(?:[&!]\S*\s+)*")
_TOML_WORDS = re.compile(
    r"""^[ \t]*(?:["']([^"'\n]*)["']|([\w-]+))[ \t]*=[ \t]*
        (\"""(?:.|\n)*?\"""|\'\'\'(?:.|\n)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[0-9][^\n\#]*)""",
    re.VERBOSE | re.M,
)
_MAX_BYTES = 64 * 1024


class FrontMatter(Struct, frozen=True):
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

    What stands between the lines must be a YAML mapping or TOML, or it is Markdown, such as a rule and a
    heading.

    Raises:
        DocumentError: the block is no YAML or TOML, or too large, or its date is not one day for sure.
    """
    if not data.startswith((b"---", b"+++", b"\xef\xbb\xbf---", b"\xef\xbb\xbf+++")):
        return None
    match = _BLOCK.match(data)
    if match is None:
        return None
    group = match.lastindex or 1
    inner = match[group]
    if (b":", b"=")[group - 1] not in inner:
        return None
    if len(inner) > _MAX_BYTES:
        raise DocumentError(
            f"the front matter has more than {_MAX_BYTES} bytes", "is it front matter?", line=1
        )
    places = (_read_yaml, _read_toml)[group - 1](inner.decode(), data, match.start(group))
    if places is None:
        return None
    found: dict[str, AttributeText] = {}
    for place in places:
        found.setdefault(place.what.lower(), place)
    words = [replace(found[name], what=WORDS[name]) for name in WORDS if name in found]
    words = [place for place in words if place.text.strip()]
    title = words.pop(0) if words and words[0].what == "title" else None
    return FrontMatter(
        match.end(),
        title,
        tuple(words),
        next((found[name] for name in found if name in _LANGUAGE), None),
        found.get("dir"),
        next((date for name in found if name in _DATES and (date := _date(found[name], data))), None),
    )


def _read_yaml(text: str, data: bytes, base: int) -> Iterator[AttributeText] | None:
    """The scalars of a mapping, each named by its key; None where it is none."""
    import yaml

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

    def places() -> Iterator[AttributeText]:
        for key, value in root.value:
            if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
                continue
            # An alias has the marks of the scalar that it stands for, which is another key's.
            if value.start_mark is None or value.start_mark.index < key.end_mark.index:
                continue
            start = base + len(text[: value.start_mark.index].encode())
            end = base + len(text[: value.end_mark.index].encode())
            properties = _PROPERTIES.match(data, start, end)
            start = properties.end() if properties is not None else start
            yield AttributeText(value.value, key.value, start, end, "yaml")

    return places()


def _read_toml(text: str, data: bytes, base: int) -> Iterator[AttributeText] | None:  # noqa: ARG001
    """The strings and dates at the top of a TOML file, each named by its key; None where it is none.

    tomllib tells what they are, but not where they stand: a place found here counts if it reads the same.
    """
    try:
        root = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        if not re.match(r"\s*[\w-]+\s*=", text):
            return None
        what = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "nested too deep"
        where = re.search(r"at line ([0-9]+)", what)
        line = int(where[1]) + 1 if where is not None else 1
        what = re.sub(r" \(at .*\)$", "", what)
        raise DocumentError(f"the front matter is not valid TOML: {what}", "mend it", line=line) from None

    def places() -> Iterator[AttributeText]:
        for match in _TOML_WORDS.finditer(text):
            key = match[1] or match[2]
            written = match[3].rstrip()
            value = root.get(key)
            try:
                same = tomllib.loads(f"x = {written}".replace("\r\n", "\n"))["x"] == value
            except tomllib.TOMLDecodeError:
                continue
            if same and isinstance(value, str | datetime.date):
                start = base + len(text[: match.start(3)].encode())
                yield AttributeText(str(value), key, start, start + len(written.encode()), "yaml")

    return places()


def write_scalar(data: bytes, place: AttributeText, text: str) -> bytes:
    """``text`` as a scalar in place of another: always in double quotes, where nothing can be markup; those
    of JSON are read alike in YAML and TOML."""
    written = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    tail = b"\n" if data[place.start : place.end].endswith(b"\n") else b""
    return written.encode("utf-8", "surrogatepass") + tail


def _date(place: AttributeText, data: bytes) -> datetime.date | None:
    """The date of an entry, read as a date line is; None where its words are no date, such as "soon"."""
    text = place.text.strip()
    with contextlib.suppress(ValueError):  # a time may follow the date
        text = datetime.date.fromisoformat(text[:10]).isoformat()
    line = data[: place.start].count(b"\n") + 1
    found = read_date_line(f"Published: {text}", line=line)
    return None if found is None else found.date
