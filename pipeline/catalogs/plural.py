"""Plural-Forms: gettext's plural expressions, read with a small grammar and never run as code.

The grammar is C's, as far as gettext allows it (gettext manual, "Plural forms"; plural.y in its source).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from itertools import compress
from operator import add, eq, floordiv, ge, gt, le, lt, mod, mul, ne, sub

from msgspec import Struct

from pipeline.errors import CatalogError

MAX_FORMS = 10
MAX_LENGTH = 2000
MAX_DEPTH = 40

Node = int | str | tuple["str", "Node"] | tuple["str", "Node", "Node"] | tuple["str", "Node", "Node", "Node"]
"""A number, the variable "n", or (operator, operands…); the conditional is ("?", test, yes, no)."""

_TOKEN = re.compile(r"\s*(\d{1,9}(?!\d)|n(?![A-Za-z_0-9])|[!=<>]=|&&|\|\||[-+*/%<>!?:()])")
_HEADER = re.compile(r"\s*nplurals\s*=\s*([0-9]{1,4})\s*;\s*plural\s*=([^;]*);?", re.ASCII)
_BINARY = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_PRECEDENCE = {operator: level for level, group in enumerate(_BINARY, 1) for operator in group}

_OPERATIONS: dict[str, Callable[[int, int], int]] = {
    "==": eq,
    "!=": ne,
    "<": lt,
    ">": gt,
    "<=": le,
    ">=": ge,
    "+": add,
    "-": sub,
    "*": mul,
    "/": floordiv,
    "%": mod,
}

# Every rule of CLDR and gettext looks at the last two digits of n, at small n, or at millions.
PROBES = (*range(1001), 10**6, 2 * 10**6, 10**6 + 1, 10**6 + 11)


class PluralForms(Struct, frozen=True):
    """How many target forms a language has, and the expression that picks one for the number n."""

    count: int
    expression: Node

    def index(self, n: int) -> int:
        """The form for ``n``."""
        return evaluate(self.expression, n)

    def only_one(self) -> int | None:
        """The form that 1 has and no other number, or None."""
        form = self.index(1)
        return form if list(_values(self.expression, PROBES)).count(form) == 1 else None

    def __str__(self) -> str:
        return f"nplurals={self.count}; plural={_show(self.expression, 0)};"


@functools.lru_cache(maxsize=64)
def parse_plural_forms(value: str) -> PluralForms | None:
    """Read the value of a Plural-Forms header; None for xgettext's placeholder in a template.

    Raises:
        CatalogError: not well-formed, more than MAX_FORMS forms, or an expression that divides by zero or
            picks a form that there is not.
    """
    if re.fullmatch(r"\s*nplurals\s*=\s*INTEGER\s*;\s*plural\s*=\s*EXPRESSION\s*;?\s*", value):
        return None
    match = _HEADER.fullmatch(value.strip()) if len(value) <= MAX_LENGTH else None
    if match is None:
        raise _bad("it must read nplurals=…; plural=…;")
    count = int(match[1])
    if not 1 <= count <= MAX_FORMS:
        raise _bad(f"nplurals must be 1 to {MAX_FORMS}")
    forms = PluralForms(count, parse_expression(match[2]))
    try:
        if indexes(forms.expression, PROBES) <= set(range(count)):
            return forms
    except ZeroDivisionError:
        pass
    for n in PROBES:  # one by one, to say which it is
        try:
            index = forms.index(n)
        except ZeroDivisionError:
            raise _bad(f"its expression divides by zero for n = {n}") from None
        if not 0 <= index < count:
            raise _bad(f"its expression gives form {index} for n = {n}, but there are only {count}")
    return forms


def parse_expression(text: str) -> Node:
    """Read a plural expression.

    Raises:
        CatalogError: it is not one.
    """
    if len(text) > MAX_LENGTH:
        raise _bad("its expression is too long")
    tokens: list[str] = []
    position, text = 0, text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _bad(f"{text[position:].strip()[:1]!r} cannot stand in its expression")
        tokens.append(match[1])
        position = match.end()
    parser = _Parser(tokens)
    node = parser.conditional(0)
    if parser.peek():
        raise _bad(f"{parser.peek()!r} is too much in its expression")
    return node


def evaluate(node: Node, n: int) -> int:
    """The value of an expression, with C's truth values.

    Raises:
        ZeroDivisionError: as for any division.
    """
    if isinstance(node, int):
        return node
    if isinstance(node, str):
        return n
    operator = node[0]
    if operator == "!":
        return int(not evaluate(node[1], n))
    left = evaluate(node[1], n)
    if len(node) == 4:
        return evaluate(node[2] if left else node[3], n)
    assert len(node) == 3
    if operator == "&&":
        return int(bool(left) and bool(evaluate(node[2], n)))
    if operator == "||":
        return int(bool(left) or bool(evaluate(node[2], n)))
    return int(_OPERATIONS[operator](left, evaluate(node[2], n)))


def indexes(node: Node, numbers: Sequence[int]) -> set[int]:
    """All values that an expression has for ``numbers``; as ``evaluate`` of each, but at once.

    Raises:
        ZeroDivisionError: as for any division.
    """
    return set(_values(node, numbers))


def _values(node: Node, numbers: Sequence[int]) -> Sequence[int]:
    if isinstance(node, int):
        return [node] * len(numbers)
    if isinstance(node, str):
        return numbers
    operator = node[0]
    operands: tuple[Node, ...] = node[1:]
    left = _values(operands[0], numbers)
    if operator == "!":
        return [int(not value) for value in left]
    right = operands[1]
    if operator in ("?", "&&", "||"):
        # C works out the one side or the other, so here each is worked out for its own numbers.
        yes: Node = right if operator != "||" else 1
        no: Node = operands[2] if operator == "?" else right if operator == "||" else 0
        truths = [bool(value) for value in left]
        if_yes = iter(_values(yes, list(compress(numbers, truths))))
        if_no = iter(_values(no, [n for n, truth in zip(numbers, truths, strict=True) if not truth]))
        found = [next(if_yes) if truth else next(if_no) for truth in truths]
        return found if operator == "?" else [int(bool(value)) for value in found]
    return list(map(_OPERATIONS[operator], left, _values(right, numbers)))


def simplify(node: Node) -> Node:
    """The same expression without the parts that do not depend on n."""
    if isinstance(node, (int, str)):
        return node
    parts = [simplify(part) for part in node[1:]]
    operator = node[0]
    if operator == "?":
        test, yes, no = parts
        if isinstance(test, int):
            return yes if test else no
        return yes if yes == no else ("?", test, yes, no)
    if operator in ("&&", "||"):
        kept = [part for part in parts if not isinstance(part, int)]
        stop = operator == "||"
        if any(isinstance(part, int) and bool(part) is stop for part in parts):
            return int(stop)
        if not kept:
            return int(not stop)
        if len(kept) < 2 or kept[0] == kept[1]:
            return kept[0] if _is_truth(kept[0]) else ("!=", kept[0], 0)
        return (operator, kept[0], kept[1])
    if operator == "!":
        (part,) = parts
        if isinstance(part, tuple) and part[0] in ("==", "!=") and len(part) == 3:
            return ("!=" if part[0] == "==" else "==", part[1], part[2])
        return int(not part) if isinstance(part, int) else ("!", part)
    left, right = parts
    if isinstance(left, int) and isinstance(right, int):
        return int(_OPERATIONS[operator](left, right))
    if operator == ">=" and left == "n" and right == 0:  # n is never negative
        return 1
    return (operator, left, right)


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.position = 0

    def peek(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.position += 1
        return token

    def expect(self, token: str) -> None:
        if self.take() != token:
            raise _bad(f"a {token!r} is missing in its expression")

    def conditional(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise _bad("its expression is nested too deeply")
        test = self.binary(0, depth)
        if self.peek() != "?":
            return test
        self.take()
        yes = self.conditional(depth + 1)
        self.expect(":")
        return ("?", test, yes, self.conditional(depth + 1))

    def binary(self, level: int, depth: int) -> Node:
        if level == len(_BINARY):
            return self.unary(depth)
        node = self.binary(level + 1, depth)
        length = 0
        while self.peek() in _BINARY[level]:
            length += 1
            if depth + length > MAX_DEPTH:
                raise _bad("its expression is nested too deeply")
            operator = self.take()
            node = (operator, node, self.binary(level + 1, depth))
        return node

    def unary(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise _bad("its expression is nested too deeply")
        symbol = self.take()
        if symbol == "!":
            return ("!", self.unary(depth + 1))
        if symbol == "(":
            node = self.conditional(depth + 1)
            self.expect(")")
            return node
        if symbol == "n":
            return "n"
        if symbol.isdigit():
            return int(symbol)
        raise _bad(
            f"{symbol!r} is out of place in its expression" if symbol else "its expression ends too early"
        )


def _is_truth(node: Node) -> bool:
    """Whether the value can only be 0 or 1."""
    return isinstance(node, tuple) and node[0] in ("!", "&&", "||", "==", "!=", "<", ">", "<=", ">=")


def _show(node: Node, outer: int) -> str:
    if isinstance(node, (int, str)):
        return str(node)
    if node[0] == "!":
        return f"!{_show(node[1], len(_BINARY) + 1)}"
    if len(node) == 4:
        text = f"{_show(node[1], 1)} ? {_show(node[2], 0)} : {_show(node[3], 0)}"
        return f"({text})" if outer else text
    assert len(node) == 3
    level = _PRECEDENCE[node[0]]
    text = f"{_show(node[1], level)} {node[0]} {_show(node[2], level + 1)}"
    return f"({text})" if level < outer else text


def _bad(why: str) -> CatalogError:
    return CatalogError(
        f"the Plural-Forms header is wrong: {why}", "copy the line from gettext's manual for this language"
    )
