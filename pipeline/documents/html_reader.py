"""Reads the tokens of HTML, a whole page or fragments one after the other, into blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from pipeline.documents import html_attributes as attributes
from pipeline.documents import html_elements as facts
from pipeline.documents.builder import BlockBuilder, TextKind
from pipeline.documents.directives import Directive, read_directive
from pipeline.documents.flow import Place, Token, build_flow
from pipeline.documents.html_languages import LanguageMark, Languages
from pipeline.documents.html_plain import html_notation
from pipeline.documents.html_shapes import Element, shape
from pipeline.documents.html_special import SPECIAL, VERBATIM, SpecialReader
from pipeline.documents.html_tokens import (
    Characters,
    Comment,
    EndTag,
    Plain,
    StartTag,
    decode_text,
    read_tokens,
)
from pipeline.documents.html_tokens import Token as HtmlToken
from pipeline.documents.inline import Opaque, plain_text
from pipeline.errors import DocumentError

MAX_DEPTH = 512
"""Of elements in each other; browsers build no deeper tree either."""

_BARE = frozenset(["title", "textarea", "option"])
_PARAGRAPH = frozenset(["p"])
_NO_PARAGRAPH = facts.BLOCKS - _PARAGRAPH
_NOT_IN_PARAGRAPH = facts.BLOCKS - {"option", "optgroup", "legend", "button"}
"""Blocks that end a paragraph where they begin."""
_ROWS = facts.SCOPES | {"tr", "tbody", "thead", "tfoot"}


class HtmlReader:
    """See the module.

    Args:
        locale, expected, leads: see ``Languages``.

    Attributes:
        place: how the texts that are read now are written.
    """

    def __init__(
        self,
        data: bytes,
        builder: BlockBuilder,
        *,
        locale: str | None = None,
        expected: str | None = None,
        leads: bool = True,
    ) -> None:
        self._data = data
        self._builder = builder
        self._languages = Languages(locale, expected, leads)
        self._root = Element("", builder.depth, False, "paragraph", 2, "")
        self._stack: list[Element] = []
        self._open: Counter[str] = Counter()
        self._tokens: list[Token] = []
        self._off_from: int | None = None
        self.place: Place = "html"
        self._skip_next = False
        self._region = False
        self._special: SpecialReader | None = None
        self._inline = 0  # how many of the open elements are no blocks

    @property
    def locale(self) -> str | None:
        """The language that the page says it is in."""
        return self._languages.locale

    @property
    def marks(self) -> list[LanguageMark]:
        """Elements in that language, and ``<html>`` and ``<body>``."""
        return self._languages.marks

    @property
    def is_off(self) -> bool:
        """Whether what comes next is not for translating."""
        return self._top.off or self._region

    @property
    def is_open(self) -> bool:
        """Whether a fragment has left an element open that matters for what follows."""
        return bool(self._stack)

    @property
    def is_fresh(self) -> bool:
        """Whether nothing at all waits or stands open, so that a text that begins now is all its own."""
        return not (
            self._tokens or self._stack or self._region or self._skip_next or self._special is not None
        )

    def feed(self, tokens: Iterable[HtmlToken | Plain]) -> None:
        """Read on.

        Raises:
            DocumentError: a directive that is none, or elements nested too deep.
        """
        for token in tokens:
            if isinstance(token, Plain):
                self._plain(token)
            elif self._special is not None:
                if self._special.read(token):
                    self._end_special(token.end)
            elif isinstance(token, Characters):
                self._tokens.append(Token("text", token.start, token.end, decode_text(self._data, token)))
            elif isinstance(token, StartTag):
                self._start(token)
            elif isinstance(token, EndTag):
                self._end(token)
            else:
                self._comment(token)

    def _plain(self, token: Plain) -> None:
        """Read a whole text in the short way if that goes."""
        top = self._top
        if not (
            self._tokens
            or self._inline
            or top.off
            or self._region
            or self._special is not None
            or self._skip_next
            or self._builder.keep
            or top.name in _BARE
        ):
            text = self._data[token.start : token.end].decode()
            if text.isspace() and text.isascii():
                return
            if (notation := html_notation(text)) is not None:
                start = token.start + len(text) - len(text.lstrip(" \t\n\f\r"))
                self._builder.plain_text(top.kind, notation, start, level=top.level, name=top.shown_as)
                self._languages.leads = self._languages.leads and "<" not in text
                return
        self.feed(read_tokens(self._data, token.start, token.end))

    def pause(self) -> None:
        """A fragment ends; elements that it opened stay open."""
        if self._special is not None:
            self._end_special(self._special.tag.end)
        self._flush()

    def finish(self) -> None:
        """The file ends.

        Raises:
            DocumentError: a directive waits for something that never came.
        """
        self.pause()
        while self._stack:
            self._pop()
        if self._region:
            raise DocumentError(
                '"polyleaf:skip begin" is never ended', "put <!-- polyleaf:skip end --> where it ends"
            )
        waiting = "note" if self._builder.note else "context" if self._builder.context else ""
        if waiting or self._skip_next:
            raise DocumentError(
                f'no text follows a "polyleaf:{waiting or "skip"}"', "put it before the text it is about"
            )

    # ---- for Markdown, which brings tokens of its own

    def reread(self, data: bytes) -> None:
        """Take the bytes from ``data`` from here on, which has other ones at some places."""
        self._data = data

    def add(self, token: Token) -> None:
        """Add a token to the text that is being read."""
        self._tokens.append(token)

    def feed_inline(self, tokens: Iterable[HtmlToken]) -> None:
        """Read tags that stand within a text of Markdown; what stands between them is Markdown."""
        for token in tokens:
            if isinstance(token, StartTag | EndTag) and token.name in SPECIAL:
                named = isinstance(token, StartTag) and token.name == "iframe" and not self.is_off
                words = tuple(attributes.words_of(token)) if named else ()  # type: ignore[arg-type]  # a start tag
                self._tokens.append(Token("piece", token.start, token.end, attached=words))
            else:
                self.feed((token,))

    def end_text(self, kind: TextKind = "paragraph", level: int = 2) -> None:
        """The text that is being read ends here."""
        self._flush(kind, level)

    def leave_out(self) -> None:
        """What follows is not for translating, up to ``close_to``."""
        self._turn(True)
        top = self._top
        self._stack.append(replace(top, name="", depth=self._builder.depth, off=True))

    def close_to(self, depth: int) -> None:
        """Close what is open within a container of Markdown: elements opened where the builder was deeper
        than ``depth``, and the builder's containers."""
        while self._stack and self._stack[-1].depth > depth:
            self._pop()
        while self._builder.depth > depth:
            self._builder.close()

    # ---- directives

    def _comment(self, token: Comment) -> None:
        directive = None
        if "polyleaf" in token.text:
            directive = read_directive(token.text, line=self._builder.line_of(token.start))
        if directive is not None:
            self.direct(directive, at=token.start)
        if not token.doctype:
            self._tokens.append(Token("piece", token.start, token.end))

    def direct(self, directive: Directive, *, at: int) -> None:
        """Do what a directive says."""
        match directive.name:
            case "note":
                note = self._builder.note
                self._builder.note = f"{note} {directive.text}" if note else directive.text
            case "context":
                self._builder.context = directive.text
            case "skip":
                self._skip_next = True
            case "skip begin" | "skip end":
                begins = directive.name == "skip begin"
                if begins == self._region:
                    what = "begins inside another" if begins else "ends nothing"
                    raise DocumentError(
                        f'"polyleaf:{directive.name}" {what}', "take it out", line=self._builder.line_of(at)
                    )
                self._flush()
                self._region = begins

    def take_skip(self) -> bool:
        """Whether the block that begins now is to be skipped."""
        taken, self._skip_next = self._skip_next, False
        return taken

    # ---- elements

    @property
    def _top(self) -> Element:
        return self._stack[-1] if self._stack else self._root

    def _start(self, tag: StartTag) -> None:
        name = tag.name
        self._languages.meet(tag)
        if name in SPECIAL:
            if not tag.closed or name not in ("svg", "math"):
                self._begin_special(tag)
            else:
                self._tokens.append(Token("piece", tag.start, tag.end))
        elif name in facts.BLOCKS:
            self._start_block(tag)
        else:
            self._start_inline(tag)
        self._languages.leads = False

    def _start_block(self, tag: StartTag) -> None:
        name = tag.name
        self._flush()
        if name in facts.IMPLIED_ENDS:
            closes, barrier = facts.IMPLIED_ENDS[name]
            self._close_nearest(closes, barrier)
        if name in _NOT_IN_PARAGRAPH:
            self._close_nearest(_PARAGRAPH, _NO_PARAGRAPH)
        top = self._top
        own = self._languages.is_off(tag)
        off = top.off if own is None else own
        if name not in ("html", "head", "body") and self.take_skip():
            off = True
        if not off and not self._region:
            for place in attributes.words_of(tag):
                self._builder.beside(place)
        if name == "hr":
            self._builder.rule()
        if name in facts.VOID:
            return
        element = Element(name, self._builder.depth, off, top.kind, top.level, top.shown_as)
        shape(tag, element, self._builder, in_head=self._open["thead"] > 0)
        self._push(element, tag)

    def _push(self, element: Element, tag: StartTag) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise DocumentError(
                f"elements stand more than {MAX_DEPTH} deep in each other",
                "close what is left open",
                line=self._builder.line_of(tag.start),
            )
        self._turn(element.off)
        self._stack.append(element)
        self._open[element.name] += 1
        self._inline += element.name not in facts.BLOCKS

    def _pop(self) -> None:
        element = self._stack.pop()
        self._open[element.name] -= 1
        self._inline -= element.name not in facts.BLOCKS
        self._turn(self._top.off)
        while self._builder.depth > element.depth:
            self._builder.close()

    def _turn(self, off: bool) -> None:
        """Before the state changes: what is off becomes one piece of the text it stands in."""
        if off and self._off_from is None:
            self._off_from = len(self._tokens)
        elif not off and self._off_from is not None:
            self._fold()

    def _fold(self) -> None:
        """Make one piece of the tokens that are not for translating."""
        first = self._off_from
        self._off_from = None
        if first is None or first >= len(self._tokens):
            return
        folded = self._tokens[first:]
        shown = "".join(token.text for token in folded if token.kind in ("text", "piece"))
        self._tokens[first:] = [Token("piece", folded[0].start, folded[-1].end, shown)]

    def _close_nearest(self, names: frozenset[str], barrier: frozenset[str]) -> None:
        if not any(self._open[name] for name in names):
            return
        found = None
        for place in range(len(self._stack) - 1, -1, -1):
            if self._stack[place].name in names:
                found = place
            if self._stack[place].name in barrier:
                break
        if found is not None:
            self._flush()
            while len(self._stack) > found:
                self._pop()

    def _end(self, tag: EndTag) -> None:
        name = tag.name
        is_block = name in facts.BLOCKS
        if is_block:
            self._flush()
        if self._open[name]:
            stays = frozenset() if name in _ROWS else facts.SCOPES
            for place in range(len(self._stack) - 1, -1, -1):
                if self._stack[place].name == name:
                    if not is_block:
                        self._tokens.append(Token("close", tag.start, tag.end, name=name))
                        if any(one.name in facts.BLOCKS for one in self._stack[place:]):
                            self._flush()
                    while len(self._stack) > place:
                        self._pop()
                    return
                if self._stack[place].name in stays:
                    return
        if not is_block and name not in facts.VOID:
            self._tokens.append(Token("close", tag.start, tag.end, name=name))
        elif name == "br":
            self._tokens.append(Token("break", tag.start, tag.end))

    def _start_inline(self, tag: StartTag) -> None:
        name = tag.name
        own = self._languages.is_off(tag)
        words = () if own or (own is None and self.is_off) else tuple(attributes.words_of(tag))
        if name == "br":
            self._tokens.append(Token("break", tag.start, tag.end))
        elif name in ("img", "image"):
            source = tag.get("src")
            self._tokens.append(
                Token(
                    "image",
                    tag.start,
                    tag.end,
                    href=attributes.image_resource(source.value.strip() if source else "", self._builder),
                    attached=words,
                )
            )
        elif name in facts.VOID:
            self._tokens.append(Token("piece", tag.start, tag.end, attached=words))
        else:
            off = self._top.off if own is None else own
            # An element in another of its name is followed too, so that the right end tag ends each.
            if off != self._top.off or self._open[name]:
                self._turn(off)
                self._push(replace(self._top, name=name, depth=self._builder.depth, off=off), tag)
            href = tag.get("href") if name == "a" else None
            form = (
                "a"
                if href is not None
                else facts.STYLES.get(name, "" if attributes.says_nothing(tag) else "x")
            )
            self._tokens.append(
                Token(
                    "open",
                    tag.start,
                    tag.end,
                    name=name,
                    form=form,
                    href=href.value.strip() if href is not None else "",
                    attached=words,
                )
            )

    # ---- elements whose content is read in another way

    def _begin_special(self, tag: StartTag) -> None:
        if tag.name in VERBATIM:
            self._flush()
        self._special = SpecialReader(tag, self._data)

    def _end_special(self, end: int) -> None:
        special = self._special
        assert special is not None
        self._special = None
        start, text = special.tag.start, special.text
        if special.tag.name in VERBATIM:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            if text.strip():
                self._builder.verbatim(text.removeprefix("\n").rstrip("\n") + "\n")
        elif special.tag.name in ("svg", "iframe") and not self.is_off:
            texts = special.texts if special.tag.name == "svg" else ()
            attached = (*attributes.words_of(special.tag), *texts)
            self._tokens.append(Token("piece", start, end, attached=attached))
        else:
            shown = text if special.tag.name == "math" else ""
            self._tokens.append(Token("piece", start, end, shown))

    # ---- texts

    def _flush(self, kind: TextKind | None = None, level: int = 2) -> None:
        """End the text that is being read; ``kind`` is what Markdown says it is."""
        off = self.is_off
        if self._off_from is not None:
            self._fold()
        if self._top.off:
            self._off_from = 0
        tokens, self._tokens = self._tokens, []
        if not tokens:
            return
        top = self._top
        bare = self.place == "html" and top.name in _BARE
        flow = build_flow(tokens, self._data, "bare" if bare else self.place)
        if flow is None:
            if not off:
                for token in tokens:
                    for place in token.attached:
                        self._builder.beside(place)
            return
        if off or self.take_skip():
            kept = Opaque("1", plain_text(flow.content))  # a reader sees it, no translator does
            flow = replace(flow, content=(kept,), attached=(), outside=())
            if not plain_text(flow.content).strip():
                return
        if top.name == "title":
            self._builder.spare_title(flow)
            return
        if kind is None or top.kind != "paragraph":
            kind, level = top.kind, top.level
        self._builder.text(kind, flow, level=level, name=top.shown_as)
