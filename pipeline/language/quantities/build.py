"""Makes the facts of a locale from the data files and CLDR (see ``facts.py`` for what they are)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from pipeline.language.quantities.calendar import DAY_LINK, DAY_SUFFIX, YEAR_LINK
from pipeline.language.quantities.facts import (
    GAP,
    RUN,
    UNSPACED,
    WORD,
    Before,
    Facts,
    Neighbours,
    Word,
    data,
    first_runs,
    fold,
    pattern_of,
    words_of,
)
from pipeline.language.quantities.units import symbols, unit_names
from pipeline.language.regex import regex
from pipeline.language.spellings import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.language.locale import Locale
    from pipeline.language.quantities.numerals import Separators


_VIRAMA = 9  # the combining class
# What a number word may have glued to it.
_GLUED = frozenset(["prefixes", "article", "suffixes"])


def build(locale: Locale, separators: Separators) -> Facts:
    unspaced = locale.likely_script in UNSPACED
    phrases: dict[str, Any] = data("phrases").get(locale.language, {})
    spelled: dict[str, Any] = data("number_words").get(locale.language, {})
    left, right = ("", "") if unspaced else (rf"(?<![{WORD}])", rf"(?![{WORD}])")

    def listed(key: str) -> list[str]:
        return words_of(phrases.get(key, ""))

    def after(options: Iterable[str], gap: str = f"{GAP}*") -> re.Pattern[str]:
        return regex(f"{gap}({pattern_of(options)}){right}", re.IGNORECASE)

    def before(options: Iterable[str], sign: str = "") -> Before:
        return Before(options, left, sign)

    words = _words(spelled)
    if "scales" not in spelled and "scales_before" not in spelled:
        words |= {name: word for name, word in _cldr_scales(locale).items() if name not in words}
    for name, count in (("once", 1), ("twice", 2)):
        for phrase in listed(name):
            words.setdefault(fold(phrase), Word(Decimal(count), weak=count == 1, unit="{times}"))
    units, stems, unit_source = _units(locale, unspaced)
    each = {fold(p): unit for unit, listing in phrases.get("each", {}).items() for p in words_of(listing)}
    noon = {fold(p): half for half in ("am", "pm") for p in listed(f"noon_{half}")} | _day_periods(locale)
    months = _months(locale)
    links: dict[str, str] = data("languages")["date_links"].get(locale.language, {})
    word_source = _word_source(words, spelled, left, right)
    times_before = listed("times_before")
    suffix = pattern_of(spelled.get("suffixes", []))
    unit_first = bool(phrases.get("unit_first"))
    percent_first = locale.direction == "rtl" or locale.language in data("languages")["percent_first"]
    own_sign = r"(?!\d)" if percent_first else ""  # "1,400 %27" is no percentage and then 27
    known = Facts(
        language=locale.language,
        separators=separators,
        day_first=_day_first(locale),
        unspaced=unspaced,
        unit_first=unit_first,
        ones_first=bool(spelled.get("ones_first")),
        counted=bool(spelled.get("counted")),
        ten_and=bool(spelled.get("ten_and")),
        words=words,
        word_pattern=regex(word_source, re.IGNORECASE) if words else None,
        word_at=regex(word_source, re.IGNORECASE),
        scale_after=regex(rf"\+?(?:{GAP}|[-‐‑])?({_scale_source(words, locale, right)})", re.IGNORECASE),
        join=regex("|".join(re.escape(join) for join in spelled.get("joins", [" "])), re.IGNORECASE),
        halves=regex(f"{GAP}*({pattern_of(words_of('|'.join(spelled.get('halves', []))))}){right}", re.I),
        units=units,
        stems=stems,
        unit_source=unit_source,
        unit_after=regex(rf"(?:{GAP}{{0,2}}|[-‐‑])(?:{suffix})?{GAP}?({unit_source})"),
        unit_before=regex(rf"(?<![{WORD}])({unit_source}){GAP}{{1,2}}$") if unit_first else None,
        to=regex(
            rf"{GAP}{{0,2}}(?:[-‐‑‒–—−~～〜]|{left}(?:{pattern_of(listed('to'))}){right}){GAP}{{0,2}}", re.I
        ),
        per=regex(rf"(?:{GAP}?[/／∕]{GAP}?|{GAP}+(?:{pattern_of(listed('per'))}){GAP}+)", re.I),
        percent_after=regex(
            rf"{GAP}?[%٪％]{own_sign}"
            rf"|(?:{GAP}+|[-‐‑]){'?' if unspaced else ''}"
            f"(?:{pattern_of(listed('percent_after'))}){right}",
            re.I,
        ),
        percent_before=before([*listed("percent_before"), *(("%", "٪") if percent_first else ())]),
        ordinal_after=regex(f"({pattern_of(listed('ordinal_after'))}){right}", re.IGNORECASE),
        ordinal_before=before(listed("ordinal_before")),
        times_first=bool(times_before),
        times_after=regex(rf"(?:{suffix})?{GAP}*({pattern_of(listed('times'))}){right}", re.IGNORECASE),
        times_before=before(times_before),
        between_after=regex(f"{GAP}(?:{pattern_of(listed('between_after'))})"),
        scale_before=before((w for w, m in words.items() if m.before), "$€£") if unit_first else None,
        between=before(listed("between")),
        and_=regex(rf"{GAP}{{0,2}}{left}(?:{pattern_of(listed('and'))}){GAP}{{0,2}}", re.IGNORECASE),
        counter_after=regex(rf"{GAP}?(?:{pattern_of(listed('counters'))})", re.IGNORECASE),
        clock_needed=bool(phrases.get("clock_needed")),
        every=before(listed("every")),
        each=each,
        each_after=after(each, rf"[,،]?{GAP}*"),
        each_before=before(each),
        noon=noon,
        noon_after=after(noon),
        noon_before=before(noon),
        clock_after=after(listed("clock_after")),
        clock_before=before(listed("clock_before")),
        call=regex(f"{left}(?:{pattern_of(listed('call'))})", re.IGNORECASE),
        months=months,
        doubtful_months=frozenset(data("languages")["doubtful_months"].get(locale.language, ())),
        date_link=_date_link("month", links, DAY_LINK),
        year_link=_date_link("year", links, YEAR_LINK),
        day_suffix=regex(f"(?:{links['day']})?" if "day" in links else DAY_SUFFIX, re.IGNORECASE),
        month_before=before(words_of(links.get("number", ""))),
        month_pattern=regex(f"{left}(?:{pattern_of(months)}){right}", re.IGNORECASE) if months else None,
        word_runs=None if unspaced or not _GLUED.isdisjoint(spelled) else first_runs(words),
        month_runs=None if unspaced else first_runs(months),
        follows=regex(""),
        precedes=None,
        ends=frozenset(),
        neighbours=None,
    )
    glued = locale.language == "ar" or not _GLUED.isdisjoint(spelled)
    halves = words_of("|".join(spelled.get("halves", [])))
    return _with_neighbours(known, phrases, (*unit_names(locale), *halves), glued=glued)


# Languages that put a word of a date or a clock, or a unit, before its number.
_OTHERWISE = ("zh", "ja", "vi", "sw")
# What begins a date, a time, a code, a product or a fraction after a run of digits (calendar.py, codes.py,
# amounts.py); more than these is no fault.
_SIGNS_AFTER = rf"[-‐‑–/:：A-Z]|\.(?=\d)|{GAP}?[hHч×xXхХ✕*/⁄∕]|{GAP}\d"


def _with_neighbours(facts: Facts, phrases: dict[str, Any], names: Iterable[str], *, glued: bool) -> Facts:
    """``facts`` with what a number that stands for itself has not beside it (``Scan.is_lone``, ``glance``).

    Args:
        names: of the units, and of halves of them.
        glued: whether words of the language may be written against one another.
    """
    if facts.unit_first or facts.language in _OTHERWISE:
        return facts
    after = (
        facts.to, facts.and_, facts.percent_after, facts.ordinal_after, facts.scale_after, facts.times_after,
        facts.clock_after, facts.noon_after,
    )  # fmt: skip
    follows = "|".join([_SIGNS_AFTER, *(f"(?i:{pattern.pattern})" for pattern in after)])
    before = (
        facts.percent_before, facts.ordinal_before, facts.times_before, facts.noon_before, facts.clock_before,
        facts.month_before,
    )  # fmt: skip
    numbered = [fold(name) for name in data("languages")["numbered_names"]]
    precedes = tuple(sorted({*numbered, *(ending for one in before for ending in one.endings)}))
    ends = frozenset(ending[-1] for ending in precedes)
    neighbours = None
    if not facts.unspaced and facts.language != "bn":
        behind = [
            *(phrase for key in _BEHIND for phrase in words_of(phrases.get(key, ""))),
            *facts.each, *facts.noon, *names, *facts.units,
        ]  # fmt: skip
        ahead = [*precedes, *facts.every.endings, *facts.each_before.endings, *facts.between.endings]
        neighbours = Neighbours(
            None if glued else _triggers([*map(fold, behind), *facts.words, *facts.months], ahead),
            _stems(facts, phrases, names),
            _openers([*facts.words, *facts.months]),
            _openers(map(fold, behind)),
            regex(rf"(?<![{WORD}])(?:{pattern_of(phrase.split(' ')[-1] for phrase in ahead)}){GAP}*$", re.I),
            (*after, facts.halves, facts.counter_after, facts.each_after, facts.between_after, facts.per),
            tuple(name.rstrip("-") for name in numbered),
        )
    return replace(facts, follows=regex(follows), precedes=precedes, ends=ends, neighbours=neighbours)


# The phrases that stand behind a number.
_BEHIND = (
    "to", "and", "percent_after", "ordinal_after", "times", "clock_after", "counters", "between_after", "per",
)  # fmt: skip


def _triggers(behind: Iterable[str], ahead: Iterable[str]) -> frozenset[str]:
    """The first runs of what stands behind a number, and the last ones of what stands before it."""
    firsts = {match[0].lower() for phrase in behind if (match := RUN.match(phrase))}
    return frozenset(firsts | {found[-1].lower() for phrase in ahead if (found := RUN.findall(phrase))})


def _stems(facts: Facts, phrases: dict[str, Any], names: Iterable[str]) -> tuple[str, ...]:
    """What a longer word may begin with: no end of a word is asked for behind these."""
    loose = facts.language in data("languages")["suffixing"]
    listed = [fold(name).partition("*")[0] for name in names if "*" in name or (loose and len(name) > 3)]
    for key in ("and", "between_after", "counters"):
        listed += map(fold, words_of(phrases.get(key, "")))
    return tuple({match[0] for phrase in listed if (match := RUN.match(phrase))})


def _openers(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For phrases of several words, what the first begins with and what the second does."""
    found: dict[str, set[str]] = {}
    for phrase in phrases:
        first, _, rest = phrase.partition(" ")
        head, second = RUN.match(first), RUN.match(rest)
        if head and second:
            found.setdefault(head[0].lower(), set()).add(second[0].lower())
    return {first: tuple(seconds) for first, seconds in found.items()}


def _words(spelled: dict[str, Any]) -> dict[str, Word]:
    found: dict[str, Word] = {}
    weak = {fold(w) for w in spelled.get("weak", [])}
    for value, listing in spelled.get("words", {}).items():
        for word in words_of(listing):
            found[fold(word)] = Word(Decimal(value), weak=fold(word) in weak or word in weak)
    for key, is_before in (("scales", False), ("scales_before", True)):
        for value, listing in spelled.get(key, {}).items():
            for word in words_of(listing):
                found[fold(word)] = Word(Decimal(value), scale=True, before=is_before)
    for key, count in (("duals", Decimal(2)), ("half_units", Decimal("0.5"))):
        for unit, listing in spelled.get(key, {}).items():
            for word in words_of(listing):
                found[fold(word)] = Word(count, unit=unit)
    return found


def _cldr_scales(locale: Locale) -> dict[str, Word]:
    """The words behind a number that multiply it, of CLDR's long compact forms: "2,5 Millionen"."""
    found: dict[str, Word] = {}
    symbol = symbols()
    compact: dict[str, Any] = dict(locale.cldr().compact_decimal_formats or {})
    for forms in (compact.get("long") or {}).values():
        for value, form in forms.items():
            match = re.fullmatch(r"\u200f?(0+)[ \u00a0]?([^\d0]{2,})", getattr(form, "pattern", "") or "")
            name = fold(match[2]) if match else ""
            if match and name not in symbol and "'" not in name:
                found.setdefault(name, Word(Decimal(value) / 10 ** (len(match[1]) - 1), scale=True))
    return found


def _scale_source(words: dict[str, Word], locale: Locale, right: str) -> str:
    """The words that multiply; where endings are glued to nouns, a long one may go on: "३० करोडभन्दा"."""
    scales = {word: meaning.value for word, meaning in words.items() if meaning.scale}
    glue = locale.language in data("languages")["suffixing"] and locale.likely_script != "Latn"
    loose = [word for word, value in scales.items() if glue and value >= 1000 and len(word) > 2]
    source = f"(?:{pattern_of(scales)}){right}"
    return f"{source}|(?!{_other_words(locale)}){pattern_of(loose)}" if loose else source


def _other_words(locale: Locale) -> str:
    """Finds what begins as a unit or a word that multiplies does, and is another word."""
    return pattern_of(data("languages")["other_words"].get(locale.language, ()))


def _word_source(words: dict[str, Word], spelled: dict[str, Any], left: str, right: str) -> str:
    prefix = f"[{spelled['prefixes']}]{{0,2}}" if "prefixes" in spelled else ""
    article = f"(?:{spelled['article']})?" if "article" in spelled else ""
    # A classifier may be glued to a number word ("দুটি"); it is no part of the number.
    suffix = (
        f"(?=(?:{pattern_of(spelled['suffixes'])}){right}|(?![{WORD}]))" if "suffixes" in spelled else right
    )
    return f"{left}{prefix}{article}(?P<word>{pattern_of(words)}){suffix}"


def _units(
    locale: Locale, unspaced: bool
) -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...], str]:
    """Units by written form, and the expression that finds them at a place.

    Symbols keep their case ("mg" is not "Mg", which is listed), names do not. A symbol in Latin letters may
    stand against a letter of another script; a name ends where its word does.
    """
    barred = data("languages")["no_symbols"].get(locale.language, ())
    units = {symbol: id for symbol, id in symbols().items() if symbol not in barred}
    names: dict[str, str] = {}
    stems: dict[str, str] = {}
    for name, id in unit_names(locale).items():
        for form in {*spellings(name), name}:
            (stems if "*" in form else names)[fold(form)] = id
    glue = locale.language in data("languages")["suffixing"]
    found = dict(units)
    for name, id in names.items():
        found.setdefault(name, id)
    right = "" if unspaced else rf"(?![{WORD}])"
    if locale.language == "ar":
        right = f"(?:\u064b\u0627|\u0627\u064b|\u064b|\u0627)?{right}"
    loose = {n: i for n, i in names.items() if glue and len(n) > 3}
    plain = {n: i for n, i in names.items() if n not in loose}
    parts = []
    if stems:
        options = sorted((_star(s) for s in stems), key=len)
        parts.append(f"(?i:{'|'.join(reversed(options))}){right}")
    if loose:  # first: "মি" (m) is the beginning of "মি.গ্রা." (mg)
        parts.append(f"(?i:(?!{_other_words(locale)}){pattern_of(loose)})")
    parts.append(f"(?i:{pattern_of(plain)}){right}")
    # Nor is an elided word ("ng’omuwendo", "l’enfant") a symbol; endings are glued on so, too ("mg’dan").
    ends = "(?![A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff])(?!\\^?-?[0-9])"
    ends = ends if glue else f"{ends}(?!['’][^\\W\\d_])"
    parts.append(f"(?:{pattern_of(units)}){ends}")
    compiled = tuple((regex(_star(stem)), id) for stem, id in stems.items())
    return found, compiled, "|".join(parts)


def _star(stem: str) -> str:
    return re.escape(stem).replace(r"\*", f"[{WORD}]{{0,12}}").replace(r"\ ", f"{GAP}+")


def _months(locale: Locale) -> dict[str, int]:
    """CLDR's month names, wide and abbreviated, but for those that hold a digit ("tháng 3")."""
    found: dict[str, int] = {}
    cldr = locale.cldr()
    extra = data("languages")["months"].get(locale.language, {})
    for name, month in extra.items():
        found[fold(name)] = int(month)
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for month, name in cldr.months[context][width].items():
                if not any(c.isdecimal() for c in name):
                    for form in (name, name.rstrip(".")):
                        # Where words have no ends, two letters stand in other words, too: "ဒီ", "this".
                        if len(form) > (2 if locale.likely_script in UNSPACED else 1):
                            for spelling in words_of(form):
                                found.setdefault(fold(spelling), int(month))
    endings = words_of(data("languages")["month_endings"].get(locale.language, ""))
    for name in [name for name in found if endings and len(name) > 2]:
        for ending in endings:
            is_glued = (
                unicodedata.combining(name[-1]) == _VIRAMA and unicodedata.category(ending[0])[0] == "M"
            )
            found.setdefault(f"{name[:-1] if is_glued else name}{ending}", found[name])
    # "sept" is seven in French: a name that is a number word too keeps only its form with a stop.
    spelled = _words(data("number_words").get(locale.language, {}))
    found = {name: month for name, month in found.items() if name not in spelled}
    return {name: month for name, month in found.items() if not re.match("[一二三四五六七八九十]", name)}


def _date_link(key: str, links: dict[str, str], known: str) -> re.Pattern[str]:
    """What stands before the month, or before the year: the language's words, then those of all."""
    words = words_of(links.get(key, ""))
    return regex(f"{GAP}?(?:{pattern_of(words)}){GAP}|{known}" if words else known, re.IGNORECASE)


def _day_periods(locale: Locale) -> dict[str, str]:
    cldr = locale.cldr()
    found = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            periods = cldr.day_periods.get(context, {}).get(width, {})
            for half in ("am", "pm"):
                if len(periods.get(half, "")) > 1:
                    found[fold(periods[half])] = half
    return found


def _day_first(locale: Locale) -> bool:
    """Whether "5/3/2027" is the fifth of March."""
    pattern = str(locale.cldr().date_formats["short"].pattern)
    if pattern.startswith("y"):
        return locale.language not in data("languages")["year_month_day"]
    return pattern.find("d") < pattern.find("M")
