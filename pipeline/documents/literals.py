"""Plain text as inline content: what merely looks like a tag of the inline notation stays text."""

from __future__ import annotations

from pipeline.documents.inline import TAG, Inline, Opaque, Run


def literal_content(text: str, *, first_id: int = 1) -> tuple[Inline, ...]:
    """Return content that reads exactly as ``text``.

    A piece in the form of a tag (``<b>``, ``<br/>``, ``<x id="1"/>``) becomes an ``Opaque`` that holds it;
    ids count from ``first_id``.
    """
    if "<" not in text:
        return (Run(text),) if text else ()
    nodes: list[Inline] = []
    done = 0
    for match in TAG.finditer(text):
        if match.start() > done:
            nodes.append(Run(text[done : match.start()]))
        nodes.append(Opaque(str(first_id), match[0]))
        first_id += 1
        done = match.end()
    if done < len(text):
        nodes.append(Run(text[done:]))
    return tuple(nodes)
