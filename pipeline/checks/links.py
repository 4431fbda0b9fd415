"""``links``: an address was lost, added or changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span
from pipeline.checks.signs import Sign
from pipeline.language.locale import Locale
from pipeline.language.regex import regex

_HREF = regex(r"""<[A-Za-z][^<>]{0,4000}?\s(?:href|src)=(?:"([^"<>]*)"|'([^'<>]*)')""")
# In plain text: as far as printable ASCII goes, as a sentence in any script may go on right behind it.
_BARE = regex(
    r"(?:https?://|www\.)(?=[A-Za-z0-9])[!#-;=?-~]+|[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
)
_SIGNS = ("://", "@", "www.", "href", "src=")
_AROUND = ".,;:!?'*_)]}"


class Links:
    id = "links"
    category: Category = "markup"
    severity = Severity.ERROR
    signs = Sign.LINK
    explanation = (
        "Every web and mail address of the source must stand in the translation unchanged, in links "
        "as in plain text: an address with one letter changed leads nowhere, or to a stranger. An "
        "address may differ where it names the language, as in /en/ and /fr/. Copy the address from "
        "the source; a local page is better agreed with the author and set in the source by "
        "directive."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        source, target = pair.source.raw, pair.target.raw
        if not any(sign in source or sign in target for sign in _SIGNS):
            return
        wanted, found = _addresses(source), _addresses(target)
        if [address for address, _ in wanted] == [address for address, _ in found]:
            return
        source_order = [_neutral(address, context.source_locale) for address, _ in wanted]
        target_order = [_neutral(address, context.locale) for address, _ in found]
        in_source, in_target = Counter(source_order), Counter(target_order)
        missing = [
            one for one, key in zip(wanted, source_order, strict=True) if in_target[key] < in_source[key]
        ]
        extra = [one for one, key in zip(found, target_order, strict=True) if in_source[key] < in_target[key]]
        if not missing and not extra:
            if source_order != target_order:
                yield pair.finding(
                    self,
                    "the links stand in another order",
                    "see that each leads where its text says",
                    source=[span for _, span in wanted],
                    target=[span for _, span in found],
                    severity=Severity.WARNING,
                )
            return
        if missing and extra:
            what = f"the address {missing[0][0]} became {extra[0][0]}"
        elif missing:
            what = f"the address {missing[0][0]} is missing"
        else:
            what = f"the address {extra[0][0]} is not in the source"
        yield pair.finding(
            self,
            what,
            "copy the address from the source" if missing else "take it out",
            source=[span for _, span in missing],
            target=[span for _, span in extra],
        )


def _addresses(text: str) -> list[tuple[str, Span]]:
    """The addresses in tags and in plain text, in order, without the punctuation around the latter."""
    found: list[tuple[str, Span]] = []
    for match in _HREF.finditer(text):
        group = 1 if match[1] is not None else 2
        found.append((match[group], Span(*match.span(group))))
    taken = {span.start for _, span in found}
    tags = [(match.start(), match.end()) for match in re.finditer(r"<[A-Za-z][^<>]*>", text)] if found else []
    index = 0
    for match in _BARE.finditer(text):
        while index < len(tags) and tags[index][1] <= match.start():
            index += 1
        if match.start() in taken or (index < len(tags) and tags[index][0] <= match.start()):
            continue
        address = match[0].rstrip(_AROUND + "/")
        if "(" in address:
            address = match[0].rstrip(_AROUND.replace(")", "") + "/")
        found.append((address, Span(match.start(), match.start() + len(address))))
    return sorted(found, key=lambda item: item[1])


def _neutral(address: str, locale: Locale) -> str:
    """``address`` with the parts that name ``locale`` taken for one another: "/en/", "fr.", "?lang=sw".

    Of a mail address capitals do not count, as in the key of ``Email``.
    """
    if "@" in address and "://" not in address:
        return address.casefold()
    names = {locale.language, locale.tag.lower(), locale.gettext_name.lower()}
    if locale.territory:
        names.add(f"{locale.language}-{locale.territory}".lower())
    parts = re.split(r"([/.?=&])", address)
    return "".join("*" if part.lower() in names else part for part in parts)
