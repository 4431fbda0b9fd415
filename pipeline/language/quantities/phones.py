"""Telephone numbers.

A number counts as a phone for what is written, in every locale alike, since a leaflet's number is the same
in its source and its translation: a country code, a trunk nought with grouped digits, North American and
toll-free groups, or a word such as "call" beside it. With a country code ``phonenumbers`` (libphonenumber's
data) says whether it can be one, and gives E.164. Short emergency numbers are phones only beside such a
word.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from pipeline.language.quantities.facts import data
from pipeline.language.quantities.model import Phone
from pipeline.language.quantities.numerals import ascii_digits
from pipeline.language.regex import regex

if TYPE_CHECKING:
    from pipeline.language.quantities.facts import Facts

# Spaces (plain, no-break, narrow, thin), hyphens of every kind, dots, slashes, brackets, direction marks.
_INNER = r" \u00a0\u202f\u2009\-‐‑–./()（）\u200e\u2066-\u2069"
_CANDIDATE = regex(
    rf"(?<![A-Za-z\d.,/=])[+＋(（]{{0,2}}\d(?:[{_INNER}]{{0,3}}\d){{4,16}}(?![A-Za-z\d])(?![.,٫]\d)"
)
# What every candidate has, and is quickly looked for.
_FIVE = regex(rf"\d(?:[{_INNER}]{{0,3}}\d){{4}}")
_RUNS = regex(r"\d+")
_VANITY = regex(
    r"(?<![\w-])1?-?8(?:00|33|44|55|66|77|88)-(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{2,7}(?:-[A-Z0-9]{2,5}){0,2}(?![\w-])"
)
_AMERICAN = regex(r"(?:1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}")
_DATE = regex(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_TRUNK = regex(r"\(?0\d{1,5}\)?(?:[ \u00a0\u202f.\-‐‑–/]\d{2,8}){1,5}|0\d{8,11}|\(0\d{1,4}\) ?\d{5,9}")
_MOBILE = regex(r"1[3-9]\d{9}")
_SHORT = regex(
    r"(?<!\d[ \u00a0\u202f\u2009])(?<![A-Za-z\d.,/+:\-–])\d{2,5}(?![A-Za-z\d/:\-–]|[.,٫]\d|[ \u00a0]?[%٪°])"
)
# How far a word such as "call" may stand from its number, in characters.
_BEFORE, _AFTER = 40, 24


def find_phones(text: str, facts: Facts) -> list[Phone]:
    """The telephone numbers in the text, in order."""
    found: list[Phone] = []
    if _FIVE.search(text):
        for match in _CANDIDATE.finditer(text):
            phone = _phone(text, match.start(), match.end(), facts)
            if phone is not None:
                found.append(phone)
    if "8" in text and "-" in text:
        found += [Phone(start=m.start(), end=m.end(), number=m[0]) for m in _VANITY.finditer(text)]
    numbers = emergency_numbers()
    runs = _RUNS.findall(text)
    if not numbers.isdisjoint(runs if text.isascii() else map(ascii_digits, runs)):
        calls = [m.span() for m in facts.call.finditer(text)]
        if calls:
            found += _short(text, calls, facts)
    found.sort(key=lambda p: (p.start, -p.end))
    kept: list[Phone] = []
    for phone in found:
        if not kept or phone.start >= kept[-1].end:
            kept.append(phone)
    return kept


def _phone(text: str, start: int, end: int, facts: Facts) -> Phone | None:
    while text[start] in "(（" and not any(c in ")）" for c in text[start:end]):
        start += 1
    written = text[start:end]
    digits = ascii_digits(written)
    if not 5 <= len(digits) <= 17:
        return None
    if written[0] in "+＋" or (written[:2] in ("(+", "（+")):
        number = _e164(digits, written)
        return Phone(start=start, end=end, number=number) if number else None
    plain = "".join(ascii_digits(c) if c.isdecimal() else c for c in written)
    if _DATE.fullmatch(plain):
        return None
    if _AMERICAN.fullmatch(plain) or (_TRUNK.fullmatch(plain) and 7 <= len(digits) <= 13):
        return Phone(start=start, end=end, number=digits)
    near = facts.call.search(text, max(0, start - _BEFORE), start)
    if near and len(digits) >= 5 and not re.search(r"[.!?。؟।]\s", text[near.end() : start]):
        grouped = re.fullmatch(r"[\d \u00a0\u202f.\-‐‑()]+", plain)
        if grouped and (
            len(digits) >= 7 or re.fullmatch(r"\d{2,3}[ \u00a0]\d{3}|\d{2} \d{2} \d{2}|\d{5,6}", plain)
        ):
            return Phone(start=start, end=end, number=digits)
    return (
        Phone(start=start, end=end, number=digits)
        if _MOBILE.fullmatch(plain) and facts.language == "zh"
        else None
    )


def _e164(digits: str, written: str) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(
            "+" + (digits if "(0)" not in written else written.lstrip("+＋(（")), None
        )
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@functools.cache
def emergency_numbers() -> frozenset[str]:
    """Short numbers to call for help, somewhere in the world."""
    return frozenset(data("emergency")["numbers"].split())


def _short(text: str, calls: list[tuple[int, int]], facts: Facts) -> list[Phone]:
    """Emergency numbers beside a word such as "call"."""
    found = []
    numbers = emergency_numbers()
    nearest = 0
    for match in _SHORT.finditer(text):
        digits = ascii_digits(match[0])
        if digits not in numbers:
            continue
        while nearest + 1 < len(calls) and calls[nearest + 1][1] <= match.start():
            nearest += 1
        reach = _BEFORE if len(digits) > 2 else 5
        if facts.unit_after.match(text, match.end()) or facts.times_after.match(text, match.end()):
            continue
        near = (0 <= match.start() - calls[nearest][1] <= reach) or any(
            len(digits) > 2 and 0 <= start - match.end() <= _AFTER
            for start, _ in calls[nearest : nearest + 2]
        )
        if near:
            found.append(Phone(start=match.start(), end=match.end(), number=digits, emergency=True))
    return found
