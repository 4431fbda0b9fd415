"""Word's equations (ECMA-376-1, 22.1) in one line, as ``documents/formulas.py`` writes them."""

from __future__ import annotations

from pipeline.documents.docx.nodes import Node
from pipeline.documents.formulas import fraction, in_row, root, stacked, with_scripts

_BRACKETS = {"begChr": "(", "sepChr": "|", "endChr": ")"}


def equation(node: Node) -> str:
    """What a reader sees of an equation."""
    shown: dict[int, str] = {}
    for one in reversed(list(node.walk())):  # what stands in an element comes before it
        shown[id(one)] = _shown(one, shown)
    return shown[id(node)].strip()


def _shown(node: Node, shown: dict[int, str]) -> str:
    def of(name: str) -> str:
        child = node.child(f"m:{name}")
        return "" if child is None else shown[id(child)]

    match node.name.removeprefix("m:"):
        case "t" | "a:t":
            return node.text
        case name if name.endswith("Pr"):
            return ""
        case "f":
            line = stacked if _said(node, "fPr", "type") == "noBar" else fraction
            return line(of("num"), of("den"))
        case "sSup" | "sSub" | "sSubSup":
            return with_scripts(of("e"), of("sub"), of("sup"))
        case "sPre":
            return with_scripts("", of("sub"), of("sup")) + of("e")
        case "rad":
            return root(of("e"), of("deg"))
        case "nary":
            return in_row([with_scripts(_said(node, "naryPr", "chr") or "∫", of("sub"), of("sup")), of("e")])
        case "limLow":
            return with_scripts(of("e"), of("lim"), "")
        case "limUpp":
            return with_scripts(of("e"), "", of("lim"))
        case "func":
            return f"{of('fName')} {of('e')}"
        case "acc":
            return of("e") + (_said(node, "accPr", "chr") or "\u0302")
        case "d":
            marks = {name: _said(node, "dPr", name) for name in _BRACKETS}
            begin, between, end = (
                usual if marks[name] is None else marks[name] or "" for name, usual in _BRACKETS.items()
            )
            parts = [shown[id(child)] for child in node.children if child.name == "m:e"]
            return f"{begin}{between.join(parts)}{end}"
        case "mr" | "eqArr":
            between = ", " if node.name == "m:mr" else "; "
            return between.join(shown[id(child)] for child in node.children if child.name == "m:e")
        case "m":
            return f"({'; '.join(shown[id(child)] for child in node.children if child.name == 'm:mr')})"
        case "phant" if _said(node, "phantPr", "show") in ("0", "off", "false"):
            return ""
        case _:
            return in_row(shown[id(child)] for child in node.children)


def _said(node: Node, properties: str, name: str) -> str | None:
    """What a property says, None where it is not there."""
    found = node.child(f"m:{properties}")
    child = None if found is None else found.child(f"m:{name}")
    return None if child is None else child.get("m:val") or ""
