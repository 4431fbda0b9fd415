"""Fields of Word: the code says what the program makes of them, the result is what a reader sees."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.documents.docx.atoms import Anchor, Atom
from pipeline.documents.docx.field_codes import DRAWN, drawn_by_code
from pipeline.documents.formulas import beside

_DEEPEST = 30
"""Fields further inside one another than Word nests them are marks."""


def field_kind(code: str) -> tuple[str, str]:
    """The name of a field in capitals, and the address of a link."""
    words = _words(code)
    if not words:
        return "", ""
    kind = words[0].upper()
    if kind != "HYPERLINK":
        return kind, ""
    href, place = "", ""
    rest = iter(words[1:])
    for word in rest:
        if word == "\\l":
            place = next(rest, "")
        elif word in ("\\o", "\\t"):
            next(rest, "")
        elif not word.startswith("\\") and not href:
            href = word
    return kind, f"{href}#{place}" if place else href


def _words(code: str) -> list[str]:
    """The words of a field's code; quotes hold words together, a backslash in them stands for itself."""
    words: list[str] = []
    rest = code.strip()
    while rest and len(words) < 50:
        if rest[0] in '"“”':
            end = next((at for at in range(1, len(rest)) if rest[at] in '"“”'), len(rest))
            words.append(rest[1:end].replace("\\\\", "\\"))
            rest = rest[end + 1 :].lstrip()
        else:
            word, _, rest = rest.partition(" ")
            words.append(word)
            rest = rest.lstrip()
    return words


def join_fields(atoms: Sequence[Atom]) -> list[Atom]:
    """Fields that begin and end in the paragraph: links of their results, all others as one piece.

    A field that goes on into other paragraphs (a table of contents) leaves only marks; its results are text.
    """
    out: list[Atom] = []
    waiting: list[tuple[int, int]] = []  # for each open field: where it begins, where its results do
    for atom in atoms:
        kind = atom.node.get("fldCharType") if atom.kind == "field" and atom.node.name == "fldChar" else None
        out.append(atom)
        if kind == "begin":
            waiting.append((len(out) - 1, -1))
        elif kind == "separate" and waiting:
            waiting[-1] = (waiting[-1][0], len(out) - 1)
        elif kind == "end" and waiting:
            begin, separate = waiting.pop()
            if len(waiting) >= _DEEPEST:
                continue
            inner = out[begin:]
            code = "".join(
                one.node.text
                for one in inner[: separate - begin if separate >= 0 else None]
                if one.node.name == "instrText"
            )
            before = out[begin - 1].text if begin else ""
            out[begin:] = _joined_field(inner, code, separate - begin if separate >= 0 else -1, before)
    for atom in out:
        if atom.kind == "field":
            atom.kind = "mark"
    return out


def _joined_field(inner: list[Atom], code: str, separate: int, before: str) -> list[Atom]:
    kind, href = field_kind(code)
    results = inner[separate + 1 : -1] if separate >= 0 else []
    if kind in ("HYPERLINK", "TOC"):
        if href and not href.startswith("#_Toc") and not any(one.anchor for one in results):
            anchor = Anchor(href, None, inner[: separate + 1], [inner[-1]])
            for one in results:
                one.anchor = anchor
                one.styles -= {"u"}
            return results
        for one in (*inner[: separate + 1], inner[-1]):
            one.kind = "mark"
        return [*inner[: separate + 1], *results, inner[-1]]
    first = inner[0]
    shown = "".join(one.text for one in results if one.kind != "mark")
    if kind == "FORMCHECKBOX" and not shown:
        ticked = any(
            box.flag("checked") or (box.child("checked") is None and box.flag("default"))
            for one in inner
            for box in one.node.walk()
            if box.name == "checkBox"
        )
        shown = "☒" if ticked else "☐"
    elif kind in DRAWN and not shown:
        shown = beside(before, drawn_by_code(kind, _words(code), code))
    elif separate < 0 or not (shown or kind):
        for one in inner:
            one.kind = "mark"
        return inner
    return [
        Atom(
            "piece",
            shown,
            first.node,
            first.run,
            first.path,
            anchor=first.anchor,
            edge=kind == "PAGEREF",
            parts=tuple(inner),
            name=f"field {kind}",
        )
    ]
