"""Fields to fill in: what they are called, what may be chosen in them, and what helps to fill them in."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.documents.docx.nodes import Node

_TRANSLATED = ("title", "subject", "description", "keywords", "category")
_OLD = {"helpText": "help", "statusText": "help in the status bar"}


def words_of(form: Node) -> Iterator[tuple[Node, str, str]]:
    """The words in a content control's properties (``w:sdtPr``) or an older form field's (``w:ffData``).

    Yields:
        an element, its attribute that holds the words, and what they are.
    """
    for node in form.children:
        name = node.name
        if name == "alias":
            yield node, "val", "name of a field"
        elif name in ("dropDownList", "comboBox"):
            for one in node.children:
                if one.name == "listItem":
                    # A program reads the value; where there is nothing else, a reader does too.
                    shown = one.get("displayText")
                    yield one, "displayText" if shown is not None else "value", "choice of a field"
        elif name in _OLD and node.get("type") != "autoText":
            yield node, "val", f"{_OLD[name]} of a field"
        elif name == "ddList":
            for one in node.children:
                if one.name == "listEntry":
                    yield one, "val", "choice of a field"
        elif name == "textInput" and node.value("type") in (None, "regular"):
            yield from (
                (one, "val", "first words of a field") for one in node.children if one.name == "default"
            )


def binding_of(control: Node) -> Node | None:
    """What binds a content control to data that are not translated with the text.

    Word would put these, in the source's language, over the translation when it opens the document. Bound to
    a property of the document that is translated too, a control may stay bound.
    """
    for node in control.children:
        if node.name.endswith("dataBinding"):
            path = node.get("xpath") or ""
            if "coreProperties" not in path or not any(f":{name}[" in path for name in _TRANSLATED):
                return node
    return None
