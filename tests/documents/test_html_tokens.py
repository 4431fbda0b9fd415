"""Our tokens against html5lib's: the same tags, attributes and text, whatever the input."""

from __future__ import annotations

from html5lib._tokenizer import HTMLTokenizer
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.documents.html_tokens import Characters, EndTag, StartTag, decode_text, read_tokens

_PIECES = """
< > </ /> <p <p> </p> <b_class=x _a="1" _a='2' _a=3 _b = " ' _ / ! - &amp; &lt &copy=1
&#65; &x; <!-- --> --!> <! <!doctype_html> <?x é text <br/> </_x> <!--> <!---> <3 <title>
</title> <textarea> </textarea> <script> </script> <style> </style> </STYLE_>
<![CDATA[x]]>
"""
PIECES = st.sampled_from([*(piece.replace("_", " ") for piece in _PIECES.split()), "\n"])


def ours(text: str) -> list[tuple]:
    data = text.encode()
    found: list[tuple] = []
    for token in read_tokens(data):
        match token:
            case StartTag():
                found.append(("start", token.name, {one.name: one.value for one in token.attributes}))
            case EndTag():
                found.append(("end", token.name))
            case Characters():
                add(found, decode_text(data, token))
    return found


def add(found: list[tuple], text: str) -> None:
    if found and found[-1][0] == "text":
        found[-1] = ("text", found[-1][1] + text)
    elif text:
        found.append(("text", text))


def theirs(text: str) -> list[tuple]:
    tokenizer = HTMLTokenizer(text)
    found: list[tuple] = []
    for token in tokenizer:
        kind = token["type"]
        if kind in (1, 2):  # characters, white space
            add(found, token["data"])
        elif kind in (3, 5):  # a start tag, also where it is an empty one
            attributes = token["data"]
            found.append(("start", token["name"], dict(attributes)))
            if token["name"] in ("title", "textarea"):
                tokenizer.state = tokenizer.rcdataState
            elif token["name"] == "style":
                tokenizer.state = tokenizer.rawtextState
            elif token["name"] == "script":
                tokenizer.state = tokenizer.scriptDataState
        elif kind == 4:
            found.append(("end", token["name"]))
    return found


@given(st.lists(PIECES, max_size=25).map("".join))
@example("<p a=1 A=2>")
@example("<script><!--<script></script>--></script>x")
@example("<p/=x>")
def test_tokens_are_those_of_html5lib(text):
    assert ours(text) == theirs(text)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_ranges_follow_each_other(text):
    data = text.encode()
    done = 0
    for token in read_tokens(data):
        assert token.start == done and token.end > token.start
        done = token.end
    assert done == len(data) or b"<" in data[done : done + 1]
