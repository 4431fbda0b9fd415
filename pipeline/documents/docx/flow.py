"""From the atoms of a paragraph to the inline content of its text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.documents.docx.atoms import Anchor, Atom
from pipeline.documents.inline import Break, Image, Inline, Link, NoteMark, Opaque, Run, Styled
from pipeline.documents.inline import Style as InlineStyle
from pipeline.documents.literals import literal_content
from pipeline.documents.tidy import collapse, number_pieces, tidy_content

STRUCK_BEGINS, STRUCK_ENDS = "struck-through text begins", "struck-through text ends"
"""Names of the pieces round words struck through: the notation has no tag for what changes their meaning."""

_BLANK = " \t\n\f\r"

Alternative = Callable[[Atom], tuple[tuple[Inline, ...], int | None]]
"""The alternative text of an image and the number of the text it is."""


class Flow(Struct, frozen=True):
    """One text of a paragraph.

    Attributes:
        content: its inline content.
        before, core, after: the atoms; those before and after belong to the file.
        lead, trail: white space at the ends of the text, which its content does not have.
        common: styles that the whole text has, where its kind says nothing by them (a bold heading).
        pieces: the atom of each placeholder, by its id.
    """

    content: tuple[Inline, ...]
    before: tuple[Atom, ...]
    core: tuple[Atom, ...]
    after: tuple[Atom, ...]
    lead: str = ""
    trail: str = ""
    common: frozenset[InlineStyle] = frozenset()
    pieces: dict[str, Atom] = field(default_factory=dict)


def core_of(atoms: Sequence[Atom]) -> tuple[int, int]:
    """The range of atoms that are the text; equal numbers where there is none."""
    low, high = 0, len(atoms)
    while low < high and not _is_core(atoms[low]):
        low += 1
    while high > low and not _is_core(atoms[high - 1]):
        high -= 1
    return low, high


def _is_core(atom: Atom) -> bool:
    match atom.kind:
        case "text":
            return not atom.text.isspace() or bool(atom.text.strip(_BLANK))
        case "piece":
            return not atom.edge
        case "image" | "note":
            return True
        case _:
            return False


def build_flow(
    atoms: Sequence[Atom], core: tuple[int, int], *, plain: bool, alternative: Alternative
) -> Flow:
    """Make the text of the atoms in the range ``core``, which is not empty.

    Args:
        plain: whether a style that the whole text has says nothing: in headings, and heads of tables.
    """
    low, high = core
    inner = tuple(atoms[low:high])
    before, after = tuple(atoms[:low]), tuple(atoms[high:])
    shown = [atom for atom in inner if atom.kind not in ("mark", "noise")]
    lead = trail = ""
    if shown[0].kind == "text":
        lead = shown[0].text[: len(shown[0].text) - len(shown[0].text.lstrip(_BLANK))]
    if shown[-1].kind == "text":
        trail = shown[-1].text[len(shown[-1].text.rstrip(_BLANK)) :]
    if lead:
        shown[0] = replace(shown[0], text=shown[0].text[len(lead) :])
    if trail:
        shown[-1] = replace(shown[-1], text=shown[-1].text[: -len(trail)])
    if len({atom.struck for atom in shown if atom.kind == "text" and atom.text.strip(_BLANK)}) > 1:
        shown = _with_struck(shown)
    if all(atom.kind == "text" and not atom.styles and atom.anchor is None for atom in shown):
        text = collapse("".join([atom.text for atom in shown])).strip(" ")
        return Flow(literal_content(text), before, inner, after, lead, trail)
    common: frozenset[InlineStyle] = frozenset()
    if plain:
        words = [atom.styles for atom in shown if atom.kind == "text" and atom.text.strip(_BLANK)]
        common = frozenset.intersection(*words) & {"b", "i", "u"} if words else common
    if (content := _simple(shown, common)) is not None:
        return Flow(content, before, inner, after, lead, trail, common)
    atom_by_id: dict[str, Atom] = {}
    nodes: list[Inline] = []
    for place, (atom, around) in enumerate(zip(shown, _around(shown), strict=True)):
        styles = (atom.styles if atom.kind == "text" else around) - common
        nodes.append(_wrapped(_node(atom, str(place + 1), alternative), styles, atom.anchor))
        atom_by_id[str(place + 1)] = atom
    content, earlier = number_pieces(tidy_content(nodes))
    pieces = {id: atom_by_id[old] for id, old in earlier.items()}
    return Flow(content, before, inner, after, lead, trail, common, pieces)


def _simple(shown: Sequence[Atom], common: frozenset[InlineStyle]) -> tuple[Inline, ...] | None:
    """The content of words without pieces in one style at most each, as most are; None for any other."""
    nodes: list[Inline] = []
    inside: list[Inline] = nodes  # the link that is open, or the text
    link: tuple[Link, list[Inline]] | None = None
    anchor: object = None
    last: frozenset[InlineStyle] | None = None
    words: list[str] = []

    def close() -> None:
        if last is not None:
            run = Run("".join(words))
            inside.append(Styled(next(iter(last)), (run,)) if last else run)

    for atom in shown:
        if atom.kind != "text" or "<" in atom.text:
            return None
        styles = atom.styles - common if common else atom.styles
        if len(styles) > 1 or "code" in styles:
            return None
        if atom.anchor is not anchor:
            close()
            last, words = None, []
            anchor = atom.anchor
            if link is not None:
                nodes.append(replace(link[0], children=tuple(link[1])))
            link = None if atom.anchor is None else (Link(atom.anchor.href, ()), [])
            inside = nodes if link is None else link[1]
        if styles == last:
            words.append(atom.text)
        else:
            close()
            last, words = styles, [atom.text]
    close()
    if link is not None:
        nodes.append(replace(link[0], children=tuple(link[1])))
    return tidy_content(nodes)


def _with_struck(shown: Sequence[Atom]) -> list[Atom]:
    """The atoms with a piece where words that are struck through begin, and where they end."""
    out: list[Atom] = []
    struck = False
    for atom in shown:
        if atom.kind == "text" and atom.struck != struck and atom.text.strip(_BLANK):
            if struck:
                _end_struck(out)
            else:
                words = atom.text.lstrip(_BLANK)
                if words != atom.text:
                    out.append(replace(atom, text=atom.text[: len(atom.text) - len(words)]))
                    atom = replace(atom, text=words)
                out.append(_boundary(atom, STRUCK_BEGINS))
            struck = not struck
        out.append(atom)
    if struck:
        _end_struck(out)
    return out


def _end_struck(out: list[Atom]) -> None:
    """Put the end after the last word; white space stands outside, as with styles."""
    place = len(out)
    while out[place - 1].kind != "text" or not out[place - 1].text.strip(_BLANK):
        if out[place - 1].kind not in ("text", "break"):
            break
        place -= 1
    last = out[place - 1]
    words = last.text.rstrip(_BLANK) if last.kind == "text" else last.text
    rest = last.text[len(words) :]
    out.insert(place, _boundary(last, STRUCK_ENDS))
    if rest:
        out[place - 1] = replace(last, text=words)
        out.insert(place + 1, replace(last, text=rest))


def _boundary(atom: Atom, name: str) -> Atom:
    return Atom("piece", "", atom.node, None, atom.path, anchor=atom.anchor, name=name)


def _node(atom: Atom, id: str, alternative: Alternative) -> Inline:
    match atom.kind:
        case "text":
            return Run(atom.text)
        case "break":
            return Break()
        case "image":
            alt, index = alternative(atom)
            return Image(id, atom.name, alt, index)
        case "note":
            return NoteMark(id, atom.name, atom.text)
        case _:
            return Opaque(id, atom.text, atom.name)


def _around(shown: Sequence[Atom]) -> list[frozenset[InlineStyle]]:
    """For each atom, the styles that the words on both sides of it have."""
    none: frozenset[InlineStyle] = frozenset()
    before: list[frozenset[InlineStyle]] = []
    after: list[frozenset[InlineStyle]] = []
    for out, atoms in ((before, shown), (after, reversed(shown))):
        last = none
        for atom in atoms:
            if atom.kind == "text" and atom.text.strip(_BLANK):
                last = atom.styles
            out.append(last)
    return [one & other for one, other in zip(before, reversed(after), strict=True)]


def _wrapped(node: Inline, styles: frozenset[InlineStyle], anchor: Anchor | None) -> Inline:
    """One node in its styles and its link; ``tidy_content`` joins what neighbours have in common."""
    for style in styles:
        node = Styled(style, (node,))
    return node if anchor is None else Link(anchor.href, (node,))
