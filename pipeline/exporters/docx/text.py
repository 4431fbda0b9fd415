"""Text in XML."""

from __future__ import annotations

import html

from pipeline.language.unbroken import cut_at_hyphens


def escape(text: str) -> str:
    """``text`` for element content or a quoted attribute."""
    return html.escape(text, quote=True)


def characters(text: str, *, joined: bool = True) -> str:
    """Text of a run, with its tabs; a line end in it is a space, as on the page.

    If ``joined``, a hyphen in what must stand in one line is one that does not end a line (ECMA-376-1,
    17.3.3.18). Word has no such dash.
    """
    pieces = text.replace("\r\n", " ").replace("\n", " ").split("\t")
    return "<w:tab/>".join(
        "<w:noBreakHyphen/>".join(map(_written, cut_at_hyphens(piece) if joined else [piece]))
        for piece in pieces
    )


def _written(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""
