"""Where sentences end in plain text: sentencex proposes, the rules here decide.

sentencex is fast and knows the stops of most scripts, but it errs after abbreviations that it does not know,
misses some stops ("(See page 3.) Go.", Khmer ។), and takes quadratic time on quotes that never close. So it
sees a window at a time, a few more places are proposed beside its own, and each place has to pass the rules.
Where the rules cannot tell, there is no boundary: two sentences in one unit translate well, half a sentence
does not.
"""

from __future__ import annotations

import functools
import re
from itertools import accumulate

from pipeline.segmentation.abbreviations import Abbreviations, abbreviations_of
from pipeline.segmentation.calendar_words import calendar_words

OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for an opaque piece in the plain text that is looked at."""

_WINDOW = 4096
_LONGEST_WORD = 24

# Unicode's Sentence_Terminal characters (UAX #29) that leaflets can meet, by what must follow them.
_SPACED_STOPS = ".!?…‽؟؞۔।॥՜՞։:።፧፨᙮꓿᠃᠉᱾᱿꛳꛷߹᥄᥅࿒།༎჻"
_SPACELESS_STOPS = "。！？｡．‥៖។៕။꩞꧈꧉᭚᭛᭞᭟᪨᪩᪪᪫꫰꫱"
_STOPS = frozenset(_SPACED_STOPS + _SPACELESS_STOPS)
_NEED_NO_SPACE = frozenset(_SPACELESS_STOPS + "।॥۔።؟")
_OPENERS = "([{\"'“”„‟‘‚‛«»‹›「『（【《〈［｛¿¡‐‑–—-•*"
_CLOSERS = ")]}\"'”“’‘»«›‹」』）】》〉］｝"
_CLOSER_SET = frozenset(_CLOSERS)
_OPENER_SET = frozenset(_OPENERS)

# ";" and ":" end sentences only in the languages that use them so.
_STOPS_OF = {"el": ";\u037e", "hy": ":", "bo": "", "dz": ""}

# Each alternative begins with the stop itself, so that the search skips from stop to stop.
_PROPOSED = re.compile(
    r"[.!?…؟។៕።။।॥۔。！？](?:"
    r"(?<=\.)(?:"
    r"(?<=\b\w\.)"  # vitamin C. Then
    r"|(?<=\.\w\.)"  # b.i.d. Then
    r"|(?<=\.\.\.)"  # Wait... Then go.
    r"|(?<=\b(?:m[gl]|kg|cm|mm|et|al|Co|Jr|Sr|vb)\.)"
    r"|(?<=\b(?:mcg|min|etc|Inc|Ltd|usw|ecc|itd|itp|dll|dsb|enz|v\.v)\.)"
    r")\s+"
    r"|(?<=[.!?…؟۔])(?:[)\]}\"'”’»]{1,4}|[ \u00a0\u202f]»)\s+"  # (See page 3.) Go.
    r"|(?<=…)\s+"  # Wait… Then go.
    r"|(?<=[។៕።။।॥۔。！？])[)\]}\"'”’»」』）】》〉]{0,4}\s*"
    r")"
)
_SPACE = re.compile(r"\s")
_WIDE = re.compile(r"[^\S\0-\x7f]")
_BEFORE_POINT = re.compile(r"(?<=\b[^\W\d_])\s*[^\S\0-\x7f]\s*(?=\.)")
_FIRST_WORD = re.compile(r"[^\W\d_][\w'’-]{0,23}")
_FIRST_TOKEN = re.compile(r"[^\W\d_]{1,6}\.(?!\w)")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[A-Za-z]|[ivxIVX]{1,4})[.)]{1,2}\Z")
_ORDINAL = re.compile(r"(?<![\d.,:/])\d{1,2}\.\Z")


def sentence_starts(text: str, language: str) -> list[int]:
    """Return, in order, the index of the first character of each sentence of ``text`` but the first.

    Only white space stands between a sentence and the start of the next. Time grows with the length of the
    text, whatever is in it.
    """
    # Without a stop, or an empty line, before its end no text is more than one sentence.
    stop = _stop_of(language).search(text)
    if stop is None or stop.end() == len(text) or len(text) < 3:
        return []
    rules = abbreviations_of(language)
    starts: list[int] = []
    last = 0
    for place in _proposals(text, language, stop.start()):
        if last < place < len(text) and _ends_sentence(text, last, place, language, rules):
            last = place
            starts.append(place)
    return starts


@functools.cache
def _stop_of(language: str) -> re.Pattern[str]:
    stops = "".join(sorted((_STOPS - {":"}) | set(_STOPS_OF.get(language, ""))))
    return re.compile(f"[{re.escape(stops)}\n]")


def _proposals(text: str, language: str, first_stop: int) -> list[int]:
    places = {match.end() for match in _PROPOSED.finditer(text, first_stop)}
    start = 0
    while len(text) - start > _WINDOW:
        finish = start + _WINDOW
        # What sentencex says of the window's last sentence is only due to the cut; look at it again whole.
        sure = [end for end in _ends(text, start, finish, language) if end < finish - 64]
        places.update(sure)
        start = sure[-1] if sure and sure[-1] > start + _WINDOW // 2 else finish - 64
    ends = _ends(text, start, len(text), language)
    return sorted(places.union(ends)) if places else ends


def _ends(text: str, start: int, finish: int, language: str) -> list[int]:
    """Where sentencex ends the sentences of a window, blanks after them included."""
    from sentencex import segment  # type: ignore[import-untyped]  # has no stubs

    window = text[start:finish]
    if not window.isascii():
        # sentencex 1.0 panics at a no-break space before a point ("vitamin C .").
        window = _BEFORE_POINT.sub(lambda match: _WIDE.sub(" ", match[0]), window)
    return list(accumulate(map(len, segment(language, window)), initial=start))[1:]


def _ends_sentence(text: str, last: int, place: int, language: str, rules: Abbreviations) -> bool:
    end = place
    while end > last and text[end - 1].isspace():
        end -= 1
    if end == last:
        return False
    bare = end  # where the sentence ends without closing quotes and brackets
    while (
        bare > last
        and bare > end - 8
        and (
            text[bare - 1] in _CLOSER_SET
            or (text[bare - 1] in " \u00a0\u202f" and text[bare : bare + 1] == "»")
        )
    ):
        bare -= 1
    if bare == last:
        return False
    stop = text[bare - 1]
    if not _is_stop(stop, language):
        # sentencex also ends sentences at empty lines; those hold in any case.
        return text[end:place].count("\n") > 1
    if end == place and not _may_touch(text, stop, bare, place):
        return False
    following = _following(text, place)
    first = text[following] if following < len(text) else ""
    if (
        not first
        or first.islower()
        or (first in _CLOSER_SET and first not in _OPENER_SET)
        or _is_stop(first, language)
    ):
        return False
    if end > bare and ord(stop) > 0x2FFF and not _quote_ends_sentence(text, last, bare, end):
        return False
    if stop in ".．" and end == bare:
        return _stop_is_full(text, last, end, following, language, rules)
    if stop == "…" or text[max(bare - 3, 0) : bare] == "...":
        return first.isupper() or first == OBJECT
    return True


def _is_stop(char: str, language: str) -> bool:
    if language in _STOPS_OF and char in _STOPS_OF[language]:
        return True
    if char == ":":
        return False
    if char in "།༎":
        # A shad also ends phrases, so only a double one is sure to end a sentence.
        return char == "༎"
    return char in _STOPS


def _may_touch(text: str, stop: str, bare: int, place: int) -> bool:
    """Whether a sentence may begin right after this stop, without a space."""
    if stop in _NEED_NO_SPACE:
        return True
    return stop in "!?" and _is_cjk(text[place]) and bare >= 2 and _is_cjk(text[bare - 2])


def _is_cjk(char: str) -> bool:
    return (
        "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" or "\U00020000" <= char <= "\U0003ffff"
    )


def _following(text: str, place: int) -> int:
    """The index of the first character of the next sentence that is no opening mark or blank."""
    index = place
    limit = min(len(text), place + 8)
    while index < limit and (text[index] in _OPENER_SET or text[index].isspace()):
        index += 1
    return index


def _quote_ends_sentence(text: str, last: int, bare: int, end: int) -> bool:
    """Whether 。” ends the whole sentence: 他说：“好。” does, “好。”他说 and あれは「本。」です do not."""
    pairs = {"”": "“", "’": "‘", "」": "「", "』": "『", "）": "（", "】": "【", "》": "《", ")": "("}
    opener = pairs.get(text[end - 1], text[end - 1])
    opened = text.rfind(opener, max(last, bare - 400), bare)
    if opened < 0:
        return True
    before = text[:opened][-1:] if opened > last else ""
    if opener in "（(【":
        return not before
    return before in "：:，," and before != ""


def _stop_is_full(
    text: str, last: int, end: int, following: int, language: str, rules: Abbreviations
) -> bool:
    """Whether the point at ``text[end - 1]`` ends a sentence rather than an abbreviation or a number."""
    if end - last <= 16 and _ENUMERATOR.match(text, last, end):
        return False
    space = text.rfind(" ", max(last, end - _LONGEST_WORD), end)
    if space >= 0 and end - space > 3:
        only = text[space + 1 : end - 1]
        if only.isalpha() and only.lower() not in rules.words:
            return True  # a word of two letters or more that is part of no abbreviation
    first = text[following]
    tail = text[max(last, end - 40) : end].replace("\u00a0", " ").replace("\u202f", " ")
    third, second, word = _last_words(tail)
    word = word.lstrip(_OPENERS)
    forms = [word]
    if second:
        forms.insert(0, f"{second.lstrip(_OPENERS)} {word}")
        if third:
            forms.insert(0, f"{third.lstrip(_OPENERS)} {second} {word}")
    next_word = _FIRST_WORD.match(text, following)
    next_token = _FIRST_TOKEN.match(text, following)
    ahead = f" {next_token[0]}" if next_token is not None else ""
    if ahead and any(f"{form}{ahead}" in rules.beginnings for form in forms):
        return False  # the "z." of "z. B."
    for form in forms:  # the longest decides: "и т. д." before "д."
        if form in rules.never_final or (first.isdigit() and form in rules.before_number):
            return False
        if form in rules.final_before_starter:
            return next_word is not None and next_word[0] in rules.starters
        if form in rules.final_before_capital:
            return _starts_with_capital(first, next_word, language)
    if len(word) == 2 and word[0].isalpha() and word[0].isupper():
        # A single capital is an initial ("J. Smith"), unless it names a kind ("vitamin C. Take").
        return second.lstrip(_OPENERS).lower() in rules.letter_after
    parts = word.split(".")
    if len(parts) > 2 and all(1 <= len(part) <= 2 and part.isalpha() for part in parts[:-1]):
        # An abbreviation that no table knows: "M.B.Ch.B."
        return _starts_with_capital(first, next_word, language)
    if rules.ordinal_point and _ORDINAL.search(tail):
        return next_word is not None and next_word[0] in rules.starters
    return True


def _last_words(text: str) -> tuple[str, str, str]:
    """The last three words of ``text``, cut to 12, 12 and 24 characters; empty where there are fewer.

    Where a word is cut, or more than one blank stands before it, the words before it do not count.
    """
    words = _SPACE.split(text[-60:])
    word = words[-1]
    if len(words) == 1 or len(word) > _LONGEST_WORD:
        return "", "", word[-_LONGEST_WORD:]
    second = words[-2]
    if len(words) == 2 or len(second) > 12:
        return "", second[-12:], word
    return words[-3][-12:] if second else "", second, word


def _starts_with_capital(first: str, next_word: re.Match[str] | None, language: str) -> bool:
    if first == OBJECT:
        return True
    if next_word is None or not first.isupper():
        return False
    # Days, months and time zones have capitals anywhere.
    if next_word[0] in calendar_words(language):
        return False
    return not (next_word[0].isupper() and 2 <= len(next_word[0]) <= 4)
