"""Reads the tokens of HTML, a whole page or fragments one after the other, into blocks."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from pipeline.documents import html_attributes as attributes
from pipeline.documents import html_elements as facts
from pipeline.documents.builder import BlockBuilder, TextKind
from pipeline.documents.directives import Directive, read_directive
from pipeline.documents.flow import Place, Token, build_flow
from pipeline.documents.formulas import beside
from pipeline.documents.html_css import class_rules
from pipeline.documents.html_languages import LanguageMark, Languages
from pipeline.documents.html_looks import says_nothing, style_of
from pipeline.documents.html_open import OpenElements
from pipeline.documents.html_plain import html_notation
from pipeline.documents.html_shapes import shape
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
        self._open = OpenElements(builder)
        self.place: Place = "html"
        self._skip_next = False
        self._region = False
        self._special: SpecialReader | None = None
        self._classes: dict[str, dict[str, str]] = {}

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
        return self._open.top.off or self._region

    @property
    def is_open(self) -> bool:
        """Whether a fragment has left an element open that matters for what follows."""
        return bool(self._open.stack)

    @property
    def is_fresh(self) -> bool:
        """Whether nothing at all waits or stands open, so that a text that begins now is all its own."""
        return not (
            self._open.tokens
            or self._open.stack
            or self._region
            or self._skip_next
            or self._special is not None
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
                self.add(Token("text", token.start, token.end, decode_text(self._data, token)))
            elif isinstance(token, StartTag):
                self._start(token)
            elif isinstance(token, EndTag):
                self._end(token)
            else:
                self._comment(token)

    def _plain(self, token: Plain) -> None:
        """Read a whole text in the short way if that goes."""
        top = self._open.top
        if not (
            self._open.tokens
            or self._open.inline
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
        self._open.cut(0)
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
        self._open.tokens.append(token)

    def feed_inline(self, tokens: Iterable[HtmlToken]) -> None:
        """Read tags that stand within a text of Markdown; what stands between them is Markdown."""
        for token in tokens:
            if isinstance(token, StartTag | EndTag) and token.name in SPECIAL:
                named = isinstance(token, StartTag) and token.name == "iframe" and not self.is_off
                words = tuple(attributes.words_of(token)) if named else ()  # type: ignore[arg-type]  # a start tag
                self.add(Token("piece", token.start, token.end, attached=words))
            else:
                self.feed((token,))

    def end_text(self, kind: TextKind = "paragraph", level: int = 2) -> None:
        """The text that is being read ends here."""
        self._flush(kind, level)

    def leave_out(self) -> None:
        """What follows is not for translating, up to ``close_to``."""
        self._open.push(self._open.inside("", True), 0)

    def close_to(self, depth: int) -> None:
        """Close what is open within a container of Markdown: elements opened where the builder was deeper
        than ``depth``, and the builder's containers."""
        while self._open.stack and self._open.top.depth > depth:
            self._open.pop()
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
            self.add(Token("piece", token.start, token.end))

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

    def _start(self, tag: StartTag) -> None:
        name = tag.name
        self._languages.meet(tag)
        if name in SPECIAL:
            if not tag.closed or name not in ("svg", "math"):
                self._begin_special(tag)
            else:
                self.add(Token("piece", tag.start, tag.end))
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
        top = self._open.top
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
        element = self._open.inside(name, off)
        shape(tag, element, self._builder, in_head=self._open.has("thead"))
        self._open.push(element, tag.start)

    def _close_nearest(self, names: frozenset[str], barrier: frozenset[str]) -> None:
        found = self._open.find(names, barrier)
        if found is not None:
            self._flush()
            self._open.cut(found)

    def _end(self, tag: EndTag) -> None:
        name = tag.name
        is_block = name in facts.BLOCKS
        if is_block:
            self._flush()
        if self._open.has(name):
            stays = frozenset() if name in _ROWS else facts.SCOPES
            for place in range(len(self._open.stack) - 1, -1, -1):
                if self._open.stack[place].name == name:
                    if not is_block:
                        self.add(Token("close", tag.start, tag.end, name=name))
                        if any(one.name in facts.BLOCKS for one in self._open.stack[place:]):
                            self._flush()
                    self._open.cut(place)
                    return
                if self._open.stack[place].name in stays:
                    return
        if not is_block and name not in facts.VOID:
            self.add(Token("close", tag.start, tag.end, name=name))
        elif name == "br":
            self.add(Token("break", tag.start, tag.end))

    def _start_inline(self, tag: StartTag) -> None:
        name = tag.name
        own = self._languages.is_off(tag)
        words = () if own or (own is None and self.is_off) else tuple(attributes.words_of(tag))
        if name == "br":
            self.add(Token("break", tag.start, tag.end))
        elif name in ("img", "image"):
            source = tag.get("src")
            picture = attributes.image_resource(source.value.strip() if source else "", self._builder)
            self.add(Token("image", tag.start, tag.end, href=picture, attached=words))
        elif name in facts.VOID:
            self.add(Token("piece", tag.start, tag.end, attached=words))
        else:
            off = self._open.top.off if own is None else own
            # An element in another of its name is followed too, so that the right end tag ends each.
            if off != self._open.top.off or self._open.has(name):
                self._open.turn(off)
                self._open.push(self._open.inside(name, off), tag.start)
            link = tag.get("href") if name == "a" else None
            href = link.value.strip() if link is not None else ""
            style = facts.STYLES.get(name) or style_of(tag, self._classes)
            style = style or ("" if says_nothing(tag) else "x")
            form = style if link is None else "a"
            self.add(Token("open", tag.start, tag.end, name=name, form=form, href=href, attached=words))

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
            self.add(Token("piece", start, end, attached=attached))
        else:
            if special.tag.name == "style" and special.tag.get("media") is None:
                for name, declared in class_rules(text).items():
                    self._classes.setdefault(name, {}).update(declared)
            shown = ""
            if special.tag.name == "math":
                tokens = self._open.tokens
                shown = beside(tokens[-1].text if tokens else "", text)
            self.add(Token("piece", start, end, shown))

    # ---- texts

    def _flush(self, kind: TextKind | None = None, level: int = 2) -> None:
        """End the text that is being read; ``kind`` is what Markdown says it is."""
        off = self.is_off
        tokens = self._open.take()
        if not tokens:
            return
        top = self._open.top
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
