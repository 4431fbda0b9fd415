"""Text in XML."""

from __future__ import annotations

import html


def escape(text: str) -> str:
    """``text`` for element content or a quoted attribute."""
    return html.escape(text, quote=True)


def characters(text: str) -> str:
    """Text of a run, with its tabs; a line end in it is a space, as on the page."""
    pieces = text.replace("\r\n", " ").replace("\n", " ").split("\t")
    return "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in pieces
    )
