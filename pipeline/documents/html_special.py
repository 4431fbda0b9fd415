"""Elements of HTML whose content is read in another way: scripts, pictures, formulas, fixed layout."""

from __future__ import annotations

from pipeline.documents import html_elements as facts
from pipeline.documents.flow import AttributeText
from pipeline.documents.html_attributes import words_of
from pipeline.documents.html_tokens import Characters, EndTag, StartTag, Token, decode_text
from pipeline.documents.mathml import Formula

VERBATIM = frozenset(["pre", "listing", "xmp", "plaintext"])
"""Elements whose lines are shown exactly as they stand."""
SPECIAL = facts.NOT_SHOWN | VERBATIM | {"svg", "math"}
_SVG_TEXT = frozenset(["text", "title", "desc", "foreignobject"])
_NO_TEXT = frozenset(["style", "script"])


class SpecialReader:
    """Reads one such element.

    Attributes:
        tag: what opened it.
        texts: the words in it, but of a picture only those in the elements for words.
    """

    def __init__(self, tag: StartTag, data: bytes) -> None:
        self.tag = tag
        self.texts: list[AttributeText] = []
        self._data = data
        self._depth = 1
        self._words_in = ""
        self._silent = False
        self._formula = Formula() if tag.name == "math" else None

    @property
    def is_picture(self) -> bool:
        return self.tag.name == "svg"

    @property
    def text(self) -> str:
        return "".join(one.text for one in self.texts) if self._formula is None else self._formula.read()

    def read(self, token: Token) -> bool:
        """Read a token; whether it ends the element."""
        name = self.tag.name
        if isinstance(token, EndTag):
            if token.name == name:
                self._depth -= 1
                return self._depth == 0
            if self._formula is not None:
                self._formula.end(token.name)
            if token.name == self._words_in:
                self._words_in = ""
            self._silent = self._silent and token.name not in _NO_TEXT
        elif isinstance(token, StartTag):
            if token.name == name and not token.closed:
                self._depth += 1
            elif self._formula is not None:
                self._formula.start(token)
            elif self.is_picture:
                self.texts += words_of(token)
                if token.name in _SVG_TEXT and not token.closed and not self._words_in:
                    self._words_in = token.name
                self._silent = self._silent or (token.name in _NO_TEXT and not token.closed)
        elif isinstance(token, Characters) and (not self.is_picture or (self._words_in and not self._silent)):
            text = decode_text(self._data, token)
            if self._formula is not None:
                self._formula.text(text)
            elif text.strip() or name in VERBATIM:
                self.texts.append(AttributeText(text, "text in a picture", token.start, token.end, "element"))
        return False
