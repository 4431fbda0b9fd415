"""The header of a catalog: every field that gettext's manual asks for ("Filling in the Header Entry")."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable

from msgspec.structs import replace

from pipeline.catalogs.charset import charset_codec, charset_of
from pipeline.catalogs.model import Catalog
from pipeline.catalogs.plural import PROBES, Node, PluralForms, indexes, parse_expression, simplify
from pipeline.language.locale import Locale, parse_locale

Headers = tuple[tuple[str, str], ...]

GENERATOR = "Polyleaf"
# xgettext's own placeholders, so that editors and msgfmt know them for what they are.
_NO_DATE = "YEAR-MO-DA HO:MI+ZONE"
_NO_PERSON = "FULL NAME <EMAIL@ADDRESS>"
_NO_TEAM = "LANGUAGE <LL@li.org>"
_PLACEHOLDER = re.compile(
    r"|YEAR-MO-DA.*|FULL NAME <.*|LANGUAGE <.*|.*nplurals\s*=\s*INTEGER.*|.*charset=CHARSET"
)


def template_headers(
    *, project: str, contact: str, now: datetime.datetime, source_locale: Locale | None = None
) -> Headers:
    """The header of a new template.

    Args:
        project: name for Project-Id-Version.
        contact: where translators report a mistake in the source: an address of mail or a page, or empty.
        now: when the template is made; a time without a zone counts as UTC.
        source_locale: the locale the source is written in, for X-Source-Language.
    """
    return (
        ("Project-Id-Version", project),
        ("Report-Msgid-Bugs-To", contact),
        ("POT-Creation-Date", format_time(now)),
        ("PO-Revision-Date", _NO_DATE),
        ("Last-Translator", _NO_PERSON),
        ("Language-Team", _NO_TEAM),
        ("Language", ""),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("X-Generator", GENERATOR),
        *((("X-Source-Language", source_locale.gettext_name),) if source_locale else ()),
    )


def catalog_headers(template: Catalog, *, locale: Locale, now: datetime.datetime) -> Headers:
    """The header of a new catalog. Nobody has translated anything yet, so Last-Translator is empty."""
    fresh = _fresh(template, locale, now)
    return fill(tuple((name, value()) for name, value in fresh.items()), template)


def _fresh(template: Catalog, locale: Locale, now: datetime.datetime) -> dict[str, Callable[[], str]]:
    """The fields of a new header, each worked out when asked for: what CLDR says takes long to load."""
    return {
        "Project-Id-Version": lambda: template.header("Project-Id-Version") or "",
        "Report-Msgid-Bugs-To": lambda: template.header("Report-Msgid-Bugs-To") or "",
        "POT-Creation-Date": lambda: template.header("POT-Creation-Date") or format_time(now),
        "PO-Revision-Date": lambda: format_time(now),
        "Last-Translator": lambda: "",
        "Language-Team": lambda: locale.english_name,
        "Language": lambda: locale.gettext_name,
        "MIME-Version": lambda: "1.0",
        "Content-Type": lambda: "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": lambda: "8bit",
        "Plural-Forms": lambda: str(plural_forms(locale)),
        "X-Generator": lambda: GENERATOR,
    }


def updated_headers(old: Catalog, template: Catalog, *, locale: Locale, now: datetime.datetime) -> Headers:
    """The header of ``old`` with what the template decides, and what was missing or a placeholder filled in.

    What translators and their editors wrote (dates, people, team, plural forms, unknown fields) stays; but a
    Language that an editor cut short (Poedit 3.2 makes "zh" of "zh_Hant") is named in full again.
    """
    fresh = _fresh(template, locale, now)
    # A date that says when a translator last worked must not be made up.
    del fresh["PO-Revision-Date"], fresh["X-Generator"]
    headers = list(old.headers)
    names = {name.lower(): index for index, (name, _) in enumerate(headers)}
    for name, value in fresh.items():
        index = names.get(name.lower())
        if index is None:
            headers.append((name, value()))
        elif name != "Last-Translator" and _PLACEHOLDER.fullmatch(headers[index][1]):
            headers[index] = (headers[index][0], value() or headers[index][1])
        elif name == "Language" and _is_cut_short(headers[index][1], locale):
            headers[index] = (headers[index][0], value())
    return fill(tuple(headers), template)


def _is_cut_short(written: str, locale: Locale) -> bool:
    """Whether a field names only the language, which is not enough to tell the script or the territory."""
    if written.strip().lower() != locale.language:
        return False
    bare = parse_locale(locale.language)
    return locale.territory is not None or bare.likely_script != locale.likely_script


def fill(headers: Headers, template: Catalog) -> Headers:
    """Take over the fields that only a template decides, in the places they have."""
    for name in ("Report-Msgid-Bugs-To", "POT-Creation-Date", "X-Source-Language"):
        value = template.header(name)
        if value is not None:
            headers = with_header(headers, name, value)
    return headers


def with_header(headers: Headers, name: str, value: str) -> Headers:
    """``headers`` with one field set, in its place or at the end."""
    if any(key.lower() == name.lower() for key, _ in headers):
        return tuple((key, value if key.lower() == name.lower() else old) for key, old in headers)
    return (*headers, (name, value))


def fit_charset(catalog: Catalog) -> Catalog:
    """The catalog in the charset it has, or in UTF-8 where a text now has characters that charset has not."""
    codec = charset_codec(charset_of(catalog.headers))
    if codec == "utf-8":
        return catalog
    try:
        for unit in catalog.units:
            texts = (unit.source, *unit.targets, *unit.extracted_comments, *unit.translator_comments)
            others = (unit.context, unit.source_plural, unit.previous_context, unit.previous_source)
            "".join((*texts, *unit.references, *(text for text in others if text))).encode(codec)
    except UnicodeEncodeError:
        kind = (catalog.header("Content-Type") or "").rpartition("charset=")[0]
        value = f"{kind or 'text/plain; '}charset=UTF-8"
        return replace(catalog, headers=with_header(catalog.headers, "Content-Type", value))
    return catalog


def is_placeholder(value: str) -> bool:
    """Whether a value is one that xgettext leaves for people to fill in."""
    return _PLACEHOLDER.fullmatch(value) is not None


def format_time(time: datetime.datetime) -> str:
    """A time as gettext writes it: "2026-11-05 14:30+0000"."""
    if time.tzinfo is None:
        time = time.replace(tzinfo=datetime.UTC)
    return time.strftime("%Y-%m-%d %H:%M%z")


@functools.cache
def plural_forms(locale: Locale) -> PluralForms:
    """The plural forms of a locale that whole numbers can take (CLDR "Language Plural Rules", through Babel).

    CLDR also counts forms for fractions and compact numbers, which gettext's n never is: those are left out,
    so Russian has three forms and not four. A language that CLDR has no rules for gets gettext's own table
    (Babel), and where that lacks it too the one form of CLDR's root, as Dinka.
    """
    from babel.core import UnknownLocaleError
    from babel.messages.plurals import get_plural
    from babel.plural import to_gettext

    cldr = locale.cldr()
    if cldr.language != locale.language:
        try:
            table = get_plural(locale.gettext_name)
        except UnknownLocaleError:
            return PluralForms(1, 0)
        return PluralForms(int(table.num_plurals), parse_expression(str(table.plural_expr).rstrip(";")))
    rule = to_gettext(cldr.plural_form)
    expression = rule.partition("plural=")[2].rstrip("; ")
    # to_gettext leaves the operands of compact numbers in: for whole numbers written out they are 0.
    node = simplify(parse_expression(re.sub(r"\b[ce]\b", "0", expression)))
    return _only_whole_numbers(node)


def _only_whole_numbers(node: Node) -> PluralForms:
    """Drop the branches that no whole number reaches, and number the rest without a gap."""
    taken = indexes(node, PROBES)
    branches: list[tuple[Node, int]] = []
    while isinstance(node, tuple) and len(node) == 4:
        assert isinstance(node[2], int)
        branches.append((node[1], node[2]))
        node = node[3]
    assert isinstance(node, int)
    default = node
    branches = [(test, value) for test, value in branches if value in taken]
    if default not in taken:
        default = branches.pop()[1]
    number = {value: index for index, value in enumerate(sorted(taken))}
    expression: Node = number[default]
    for test, value in reversed(branches):
        expression = ("?", test, number[value], expression)
    return PluralForms(len(taken), expression)
