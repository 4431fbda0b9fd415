"""From the tokens of one text to its inline content, and to where each piece of that stands in the file.

Markdown and HTML have this in common: text between marks that open and close. ``build_flow`` decides which
marks are styles and links of the notation, which become opaque pieces, and which lie outside the text and are
left to the file. ``Flow`` keeps, for rebuilding, the bytes that made each node.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal, cast

from msgspec import Struct, field

from pipeline.documents.blocks import Span
from pipeline.documents.inline import Break, Image, Inline, Link, NoteMark, Opaque, Run, Style, Styled
from pipeline.documents.tidy import collapse, number_pieces, tidy_content

Place = Literal["html", "bare", "paragraph", "heading", "cell"]
Kind = Literal["text", "open", "close", "break", "piece", "image", "note"]


class AttributeText(Struct, frozen=True):
    """Words in an attribute, or in some other place that holds plain text.

    Attributes:
        text: the words.
        what: for the translator, such as "alternative text".
        start, end: of the bytes that hold them, without the quotes of an attribute of HTML.
        quote: how they stand there: in an attribute of HTML with these quotes or none, as the whole content
            of an element, as the alternative text of a Markdown image, as the title of a Markdown link
            (quotes included), or as a YAML scalar.
        after: what to write after them, where the source needs nothing there.
    """

    text: str
    what: str
    start: int
    end: int
    quote: Literal['"', "'", "", "element", "alt", "title", "yaml"] = '"'
    after: str = ""


class Token(Struct):
    """One piece of a text: characters, a mark that opens or closes, or something whole.

    Attributes:
        kind: see ``Kind``.
        start, end: where its bytes stand.
        text: characters; what a reader sees of a piece; the number of a note.
        name: of an element or a mark, the same for what opens and what closes it.
        form: of what opens: a style, "a" for a link, "" for what can be left out, "x" for any other.
        href: of a link; the resource of an image; the label of a note.
        attached: words in its attributes.
    """

    kind: Kind
    start: int
    end: int
    text: str = ""
    name: str = ""
    form: str = ""
    href: str = ""
    attached: tuple[AttributeText, ...] = ()


_BLANK = b" \t\n\f\r"

Pair = tuple[Token, Token]
"""The tokens that open and close one style, link or whole piece; one token twice where it is both."""


class Flow(Struct, frozen=True):
    """One text, and where its pieces stand.

    Attributes:
        content: its inline content.
        span: of its bytes.
        attached: words in attributes within the span, in order; images count them by their place here.
        outside: words in attributes of marks that belong to the file.
        styles, links: what opened and closed each style, and each link by its address, in order.
        pieces: what holds each placeholder, by its id.
        breaks: in order.
        place: how it is written: as HTML, as HTML where no tags can stand, or as Markdown in a paragraph, a
            heading or a cell of a table.
    """

    content: tuple[Inline, ...]
    span: Span
    attached: tuple[AttributeText, ...] = ()
    outside: tuple[AttributeText, ...] = ()
    styles: dict[str, list[Pair]] = field(default_factory=dict)
    links: dict[str, list[Pair]] = field(default_factory=dict)
    pieces: dict[str, Pair] = field(default_factory=dict)
    breaks: list[Token] = field(default_factory=list)
    place: Place = "html"


def build_flow(tokens: Sequence[Token], data: bytes, place: Place = "html") -> Flow | None:
    """Make a text of ``tokens``, or nothing where they hold nothing that a reader sees.

    Args:
        tokens: in order; what opens and closes may cross or stand alone, as in broken HTML.
        data: the file, for what a translator is told of an opaque piece.
        place: see ``Flow``.
    """
    if all(token.kind == "text" for token in tokens):
        text = collapse("".join([token.text for token in tokens])).strip(" ")
        if not text:
            return None
        if "<" not in text:
            return Flow((Run(text),), _span(_trimmed(tokens), data), place=place)
    partner = _partners(tokens)
    low, high = _edges(tokens, partner)
    inner = tokens[low:high]
    if not any(
        (token.kind in ("text", "piece", "note") and token.text.strip()) or token.kind == "image"
        for token in inner
    ):
        return None
    attached: tuple[AttributeText, ...] = ()
    outside: tuple[AttributeText, ...] = ()
    if any(token.attached for token in tokens):
        attached = tuple(one for token in inner for one in token.attached)
        outside = tuple(one for token in (*tokens[:low], *tokens[high:]) for one in token.attached)
    build = _Build(tokens, partner, data)
    for index in range(low, high):
        build.add(index)
    content = tidy_content(build.finish())
    pieces = build.pieces
    if pieces or build.has_tags:
        content, earlier = number_pieces(content)
        pieces = {new: pieces[old] for new, old in earlier.items()}
    breaks = [token for token in inner if token.kind == "break"]
    return Flow(
        content, _span(inner, data), attached, outside, build.styles, build.links, pieces, breaks, place
    )


def _trimmed(tokens: Sequence[Token]) -> Sequence[Token]:
    """``tokens`` of text without those at the ends that are blank."""
    low, high = 0, len(tokens)
    while not tokens[low].text.strip(" \t\n\f\r"):
        low += 1
    while not tokens[high - 1].text.strip(" \t\n\f\r"):
        high -= 1
    return tokens[low:high]


def _span(tokens: Sequence[Token], data: bytes) -> Span:
    """The bytes of ``tokens`` without white space around the text."""
    start, end = tokens[0].start, tokens[-1].end
    if tokens[0].kind == "text":
        first = tokens[0]
        start = first.end - len(data[first.start : first.end].lstrip(_BLANK))
    if tokens[-1].kind == "text":
        last = tokens[-1]
        end = last.start + len(data[last.start : last.end].rstrip(_BLANK))
    return Span(start, end)


def _partners(tokens: Sequence[Token]) -> dict[int, int]:
    """For each token that opens, the one that closes it, and the other way round."""
    partner: dict[int, int] = {}
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for index, token in enumerate(tokens):
        if token.kind == "open":
            waiting[token.name].append(index)
        elif token.kind == "close" and waiting[token.name]:
            opened = waiting[token.name].pop()
            partner[opened] = index
            partner[index] = opened
    return partner


def _edges(tokens: Sequence[Token], partner: dict[int, int]) -> tuple[int, int]:
    """The range of tokens that are the text; marks at its ends belong to the file."""
    low, high = 0, len(tokens)
    while low < high:
        first, last = tokens[low], tokens[high - 1]
        if _is_edge(first) or (first.kind in ("open", "close") and low not in partner):
            low += 1
        elif _is_edge(last) or (last.kind in ("open", "close") and high - 1 not in partner):
            high -= 1
        elif _is_round(first) and partner[low] == high - 1:
            low, high = low + 1, high - 1
        elif first.kind == "open" and first.form != "a" and partner[low] == low + 1:
            low += 2
        elif last.kind == "close" and partner[high - 1] == high - 2 and tokens[high - 2].form != "a":
            high -= 2
        elif first.kind == "close" and partner[low] < low:
            low += 1  # what opened it has gone with an earlier round
        elif last.kind == "open" and partner[high - 1] >= high:
            high -= 1
        else:
            break
    return low, high


def _is_edge(token: Token) -> bool:
    if token.kind in ("text", "piece"):
        return not token.text.strip(" \t\n\f\r")
    return token.kind == "break"


def _is_round(token: Token) -> bool:
    """Whether a mark belongs to the file where it stands round a whole text: all but quotation marks do."""
    return token.kind == "open" and token.form in ("", "x") and token.name != "q"


def _element(token: Token) -> str:
    """What a token opens, such as "strong"; Markdown's marks have their place in the name."""
    return token.name.partition(" ")[0]


class _Build:
    """Goes through the tokens once with a stack of what is open."""

    def __init__(self, tokens: Sequence[Token], partner: dict[int, int], data: bytes) -> None:
        self._tokens = tokens
        self._partner = partner
        self._data = data
        self._stack: list[tuple[int, list[Inline]]] = []  # the token that opened, and the nodes before it
        self._nodes: list[Inline] = []
        self._run: list[str] = []
        self._code = 0  # how many styles of code are open
        self._styled: set[str] = set()  # which elements are open as styles
        self._within: set[int] = set()  # tokens that close a style within its like
        self._skip_to = -1
        self.has_tags = False  # some text may look like a tag of the notation
        self.styles: dict[str, list[Pair]] = {}
        self.links: dict[str, list[Pair]] = {}
        self.pieces: dict[str, Pair] = {}

    def finish(self) -> list[Inline]:
        self._end_run()
        while self._stack:
            self._close_top()
        nodes = self._nodes
        if nodes and isinstance(first := nodes[0], Run):
            nodes[0] = Run(first.text.lstrip(" "))
        if nodes and isinstance(last := nodes[-1], Run):
            nodes[-1] = Run(last.text.rstrip(" "))
        return nodes

    def add(self, index: int) -> None:
        if index <= self._skip_to:
            return
        token = self._tokens[index]
        if token.kind == "text":
            self._run.append(token.text)
            return
        self._end_run()
        match token.kind:
            case "break":
                self._nodes.append(Break())
            case "open" | "close":
                self._mark(index, token)
            case "image":
                self._image(index, token)
            case "note":
                self._nodes.append(NoteMark(self._piece(index, index), token.href, token.text))
            case "piece":
                self._opaque(index, index, token.text)

    def _end_run(self) -> None:
        if self._run:
            text = collapse("".join(self._run)) if self._code == 0 else "".join(self._run)
            self._run.clear()
            self._nodes.append(Run(text))
            self.has_tags = self.has_tags or "<" in text

    def _mark(self, index: int, token: Token) -> None:
        other = self._partner.get(index)
        opened = token if token.kind == "open" else self._tokens[other] if other is not None else None
        if other is None or opened is None:
            self._opaque(index, index, "")
        elif token.kind == "open" and other == index + 1 and token.form != "a":
            if token.form != "":
                self._opaque(index, other, "")  # an icon, say: an empty element that a style sheet fills
            self._skip_to = other
        elif opened.form == "x" or (opened.form == "a" and self._is_inner_link(index, other)):
            self._opaque(index, index, "")
        elif opened.form == "":
            pass
        elif token.kind == "open":
            pair = (token, self._tokens[other])
            if token.form == "a":
                self.links.setdefault(token.href, []).append(pair)
            else:
                self.styles.setdefault(token.form, []).append(pair)
            # An element within its like says nothing new. So few are open at once, however deep the file
            # goes, and tags that cross, each of which closes and reopens what it crosses, cost little.
            element = _element(token)
            if element in self._styled:
                self._within.add(other)
                return
            self._styled.add(element)
            self._stack.append((index, self._nodes))
            self._nodes = []
            self._code += token.form == "code"
        elif index not in self._within:
            self._styled.discard(_element(opened))
            self._close(other)
            self._code -= opened.form == "code"

    def _is_inner_link(self, index: int, other: int) -> bool:
        """A link inside a link: HTML knows none, but broken files have them."""
        if not self._stack:
            return False
        first = min(index, other)
        return any(self._tokens[one].form == "a" and one != first for one, _ in self._stack)

    def _close(self, opened: int) -> None:
        """Close what ``opened`` opened, and what crosses it; that is opened again after (HTML, 13.2.10.1)."""
        if self._stack and self._stack[-1][0] == opened:
            self._close_top()
            return
        again: list[int] = []
        if all(one != opened for one, _ in self._stack):
            return
        while self._stack[-1][0] != opened:
            again.append(self._stack[-1][0])
            self._close_top()
        self._close_top()
        for one in reversed(again):
            self._stack.append((one, self._nodes))
            self._nodes = []

    def _close_top(self) -> None:
        index, before = self._stack.pop()
        token = self._tokens[index]
        children = tuple(self._nodes)
        self._nodes = before
        if token.form == "a":
            self._nodes.append(Link(token.href, children))
        else:
            self._nodes.append(Styled(cast(Style, token.form), children))

    def _piece(self, first: int, last: int) -> str:
        id = f"token {first}"
        self.pieces[id] = (self._tokens[first], self._tokens[last])
        return id

    def _opaque(self, first: int, last: int, shown: str) -> None:
        source = self._data[self._tokens[first].start : self._tokens[last].end].decode(errors="replace")
        source = collapse(source)
        if len(source) > 80:
            source = source[:79] + "…"
        self._nodes.append(Opaque(self._piece(first, last), collapse(shown), source))

    def _image(self, index: int, token: Token) -> None:
        alt = next((one.text for one in token.attached if one.what == ALT), "")
        alt = collapse(alt).strip(" ")
        self._nodes.append(Image(self._piece(index, index), token.href, (Run(alt),) if alt else ()))


ALT = "alternative text"
