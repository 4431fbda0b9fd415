"""Every example of the CommonMark specification, with either line end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.documents.inline import Link, Run, Styled
from pipeline.documents.markdown import MarkdownFormat

SPEC = Path(__file__).parent / "data" / "commonmark" / "spec-0.31.2.json"
EXAMPLES = json.loads(SPEC.read_text("utf-8"))
FORMAT = MarkdownFormat()


def test_the_specification_is_all_there():
    assert len(EXAMPLES) == 652


def changed(content, change):
    return tuple(
        Run(change(node.text))
        if isinstance(node, Run)
        else type(node)(node.style if isinstance(node, Styled) else node.href, changed(node.children, change))
        if isinstance(node, Styled | Link)
        else node
        for node in content
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_each_example_is_rebuilt_byte_for_byte(line_end):
    for example in EXAMPLES:
        data = example["markdown"].replace("\n", line_end).encode()
        document = FORMAT.parse(data)
        same = {text.index: text.content for text in document.texts}
        assert FORMAT.rebuild(document, same) == data, example["example"]


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda text: f"（{text}）",
        lambda text: text.replace("o", "*").replace("a", "_"),
        lambda text: f"1. # {text} #",
        lambda text: f"- [{text}](x) `<b>` & |",
    ],
    ids=["capitals", "wide brackets", "marks", "a list of headings", "everything"],
)
def test_each_example_holds_any_translation(change):
    for example in EXAMPLES:
        document = FORMAT.parse(example["markdown"].encode())
        contents = {text.index: changed(text.content, change) for text in document.texts}
        FORMAT.rebuild(document, contents)  # it reads its own work again, and would refuse what is not right
