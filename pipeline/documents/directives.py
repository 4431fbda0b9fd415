"""What an author tells translators in comments, in Markdown and HTML alike.

<!-- polyleaf:note Say "tablet", not "pill" -->    a note on the text that follows
<!-- polyleaf:context emergency -->                its msgctxt
<!-- polyleaf:skip -->                             the block that follows stays as it is
<!-- polyleaf:skip begin --> … <!-- polyleaf:skip end -->   all in between does
"""

from __future__ import annotations

import difflib
import re
from typing import Literal

from msgspec import Struct

from pipeline.errors import DocumentError

Name = Literal["note", "context", "skip", "skip begin", "skip end"]
_NAMES: tuple[Name, ...] = ("note", "context", "skip", "skip begin", "skip end")
_DIRECTIVE = re.compile(r"\s*polyleaf:\s*([a-z-]*)\s*(.*?)\s*", re.DOTALL)


class Directive(Struct, frozen=True):
    """One directive; ``text`` is of a note or a context."""

    name: Name
    text: str = ""


def read_directive(comment: str, *, line: int) -> Directive | None:
    """The directive in the text of a comment, or None if it is an ordinary comment.

    Raises:
        DocumentError: it begins like a directive and is none; a slip of the pen must not go unnoticed.
    """
    if "polyleaf:" not in comment[:100]:
        return None
    match = _DIRECTIVE.fullmatch(comment)
    if match is None:
        return None
    word, text = match[1], " ".join(match[2].split())
    if word in ("note", "context"):
        if not text:
            raise DocumentError(
                f"polyleaf:{word} says nothing", f"write <!-- polyleaf:{word} … -->", line=line
            )
        return Directive("note" if word == "note" else "context", text)
    if word == "skip" and text in ("", "begin", "end"):
        return Directive("skip" if not text else "skip begin" if text == "begin" else "skip end")
    written = f"{word} {text}".strip()[:40]
    near = difflib.get_close_matches(written, _NAMES, n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"there are: {', '.join(_NAMES)}"
    raise DocumentError(f'"polyleaf:{written}" is no directive', hint, line=line)
