"""Whether two similar sentences may share a translation: the one place that judges it.

Similar is not safe: "Give aspirin over 12" is one word from "Do not give aspirin under 12". The table of
words is ``cautions.toml``. In doubt the answer is that they differ; it costs a translator a look at a
comment.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

_TOKEN = re.compile(r"\d+(?:[.,٫٬·]\d+)*|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞]|°[CF]?|%|[^\W\d_]+(?:['’][^\W\d_]+)*")


def differs_in_meaning(earlier: str, later: str) -> bool:
    """Whether two sources differ in a number, a measure, a negation or a limit, or in the order of these."""
    return _signature(earlier) != _signature(later)


def _signature(text: str) -> list[str]:
    """What must be the same in two sentences, in order."""
    table, measures = _table()
    signature: list[str] = []
    after_number = False
    for match in _TOKEN.finditer(text):
        token = match[0].casefold().replace("’", "'")
        word = table.get(token)
        if word is None and token.endswith("n't"):
            word = "not"
        if token[0].isnumeric() or (after_number and token in measures):
            word = token
        after_number = word is not None and word not in ("not",)
        if word is not None:
            signature.append(word)
    return signature


@functools.cache
def _table() -> tuple[dict[str, str], frozenset[str]]:
    data = tomllib.loads(files("pipeline.catalogs").joinpath("cautions.toml").read_text("utf-8"))
    table = {word: word for word in (*data["negators"]["words"], *data["contrasts"]["words"])}
    table.update({"cannot": "not", **data["numbers"]})
    table.update({word: "not" for word in data["negators"]["words"] if word.endswith("n't")})
    return table, frozenset(data["measures"]["words"])
