"""XML from strangers, read as a stream: no entities, nothing fetched, nothing too large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Any

from lxml import etree

from pipeline.errors import ExchangeError

MAX_BYTES = 64 * 1024**2
"""Most bytes of a file that nothing else is said of."""

MAX_ELEMENT_BYTES = 8 * 1024**2
"""About how many bytes may come without one whole element of those asked for."""


XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_KEPT = 256
"""So many emptied elements may lie about before they are taken out."""


class _Counted:
    """A stream that refuses to go on for too long."""

    def __init__(self, stream: IO[bytes], most: int, setting: str) -> None:
        self._stream = stream
        self._most = most
        self._hint = f"split it, or raise {setting} in the settings" if setting else "split it"
        self._total = self._since = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._total += len(data)
        self._since += len(data)
        if self._total > self._most:
            raise ExchangeError(f"is larger than {self._most:,} bytes", self._hint)
        if self._since > MAX_ELEMENT_BYTES:
            raise ExchangeError(f"an element is larger than {MAX_ELEMENT_BYTES // 1024**2} MB", "split it")
        return data

    def begin_element(self) -> None:
        self._since = 0


def elements(
    stream: IO[bytes],
    roots: Sequence[str],
    wanted: Sequence[str],
    *,
    what: str,
    most: int = MAX_BYTES,
    setting: str = "",
) -> Iterator[etree._Element]:
    """Yield the root once the first of the ``wanted`` elements has ended, then each of these.

    An element is emptied once the next is asked for, so a file of any length takes little memory.

    Args:
        roots: names that the root may have; namespaces are of no matter.
        wanted: names of the elements.
        what: what the file should be, for messages, such as "TMX".
        most: bytes of one file, unpacked.
        setting: the key that says so, if it is one.

    Raises:
        ExchangeError: not well-formed, another root, an entity of its own, or too large; says the line. Its
            path is for the caller to fill in.
    """
    counted = _Counted(stream, most, setting)
    parser = etree.iterparse(
        counted,
        events=("end",),
        tag=[f"{{*}}{name}" for name in wanted],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root: etree._Element | None = None
    try:
        for number, (_, element) in enumerate(parser):
            if root is None:
                root = _checked_root(element.getroottree().getroot(), roots, what)
                yield root
            yield element
            counted.begin_element()
            element.clear()
            if number % _KEPT == 0:
                parent = element.getparent()
                if parent is not None:
                    del parent[: parent.index(element)]
        if root is None:
            empty: Any = parser.root
            yield _checked_root(empty, roots, what)
    except etree.XMLSyntaxError as error:
        raise ExchangeError(
            f"not well-formed XML: {_plain(error, parser)}",
            "export it again from the tool it comes from",
            line=error.lineno or 1,  # of a file that holds nothing it is 0
        ) from None
    except (etree.LxmlError, LookupError, UnicodeError) as error:
        raise ExchangeError(f"cannot be read as {what}: {_plain(error, parser)}", "export it again") from None


def _checked_root(element: etree._Element, roots: Sequence[str], what: str) -> etree._Element:
    name = local_name(element)
    if name not in roots:
        raise ExchangeError(
            f"is not {what}: it has no <{roots[0]}> at the top",
            "see that it is the right file",
            line=line_of(element),
        )
    declared: Any = element.getroottree().docinfo.internalDTD
    if declared is not None and next(iter(declared.iterentities()), None) is not None:
        raise ExchangeError(
            "declares entities of its own, which are never read", "take out its <!ENTITY …> lines", line=1
        )
    return element


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element (an entity)."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def line_of(element: etree._Element) -> int:
    """The line an element begins on."""
    line: Any = element.sourceline
    return int(line or 1)


def language_of(element: etree._Element) -> str | None:
    """``xml:lang``, or ``lang`` of older files."""
    return element.get(XML_LANG) or element.get("lang")


def _plain(error: Exception, parser: Any) -> str:
    """What libxml2 says first, as a phrase: what it says last is often but the consequence."""
    first = parser.error_log[0].message if parser.error_log else getattr(error, "msg", None)
    text = str(first or error).split(", line ")[0]
    return text[:1].lower() + text[1:200]
