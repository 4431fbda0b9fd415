"""``tags``: a tag was lost, added or changed."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span
from pipeline.checks.signs import Sign
from pipeline.language.regex import regex

# What looks like a tag of HTML or XML, ours among them. Attributes other than an id take no part: a title
# or an alternative text may be translated, and addresses are looked at by ``links``.
_TAG = regex(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,31})(?:\s[^<>]*)?(/?)>")
_ID = regex(r"""\sid=["']([^"'<>]*)["']""")


class Tags:
    id = "tags"
    category: Category = "markup"
    severity = Severity.ERROR
    signs = Sign.MARKUP
    explanation = (
        'Every tag of the source (<b>, <i>, <sup>, <a href="…">, <br/>, <x id="1"/> and the like) '
        "must stand in the translation as often as in the source. A lost tag can turn 10<sup>3</sup> "
        "into 103. Tags may change places as the language needs. Copy the missing tag from the "
        "source, or take out the one that is too many."
    )

    def check(self, pair: Pair, _context: CheckContext) -> Iterator[Diagnostic]:
        source, target = pair.source.raw, pair.target.raw
        if "<" not in source and "<" not in target:
            return
        wanted, found = _tags(source), _tags(target)
        surplus = {
            tag: len(found.get(tag, ())) - len(wanted.get(tag, ()))
            for tag in dict.fromkeys((*wanted, *found))
        }
        for tag, extra in surplus.items():
            missing = -extra
            if extra and tag.startswith("</") and surplus.get(f"<{tag[2:]}") == extra:
                continue  # told of where it opens
            if missing > 0:
                yield pair.finding(
                    self,
                    f"{tag} is missing{_times(missing)}",
                    f"put {tag} where it belongs",
                    source=wanted[tag],
                )
            elif extra > 0:
                yield pair.finding(
                    self, f"{tag} is not in the source{_times(extra)}", "take it out", target=found[tag]
                )


def _tags(text: str) -> dict[str, list[Span]]:
    tags: dict[str, list[Span]] = {}
    for match in _TAG.finditer(text):
        end, name, empty = match.groups()
        id = _ID.search(match[0]) if name == "x" else None
        shown = f'<{name} id="{id[1]}"/>' if id else f"<{end}{name}{'/' if empty else ''}>"
        tags.setdefault(shown, []).append(Span(match.start(), match.end()))
    return tags


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""
