"""Regular expressions that are compiled when they are first used, so that a program starts without them."""

from __future__ import annotations

import re
from typing import Any, cast


def regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` returns, to be used for its methods and its ``pattern``; compiled on first use."""
    return cast("re.Pattern[str]", _Pattern(source, flags))


class _Pattern:
    """Has the methods of the compiled expression in its own slots once one of them was asked for."""

    __slots__ = (
        "_flags", "findall", "finditer", "fullmatch", "match", "pattern", "search", "split", "sub",
    )  # fmt: skip

    def __init__(self, source: str, flags: int) -> None:
        self.pattern = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # Called for a slot that is still empty.
        compiled = re.compile(self.pattern, self._flags)
        for method in ("findall", "finditer", "fullmatch", "match", "search", "split", "sub"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
