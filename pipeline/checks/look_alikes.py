"""``look-alikes``: a letter of another script, or a letter for a digit, that looks like the right one."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity
from pipeline.checks.signs import Sign
from pipeline.checks.texts import foreign_letters
from pipeline.language.regex import regex
from pipeline.language.visible import name_character
from pipeline.language.writing import writing_of

# Letters of one script that cannot be told from one of another in common fonts (Unicode, UTS #39,
# confusables.txt, single letters of Latin, Cyrillic and Greek).
_LATIN = "AaBCcEeHIiJjKMOoPpSsTXxYyVvd"
_CYRILLIC = "АаВСсЕеНІіЈјКМОоРрЅѕТХхУуѴѵԁ"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυρ"
_LAT = "A-Za-zÀ-ÖØ-öø-ɏ"
_MIXED = regex(
    rf"[{_LAT}][{_CYRILLIC}]|[{_CYRILLIC}][{_LAT}]|[{_LAT}][{_GREEK}]|[{_GREEK}][{_LAT}]"
    rf"|[Ѐ-ӿ][{_LATIN}]|[{_LATIN}][Ѐ-ӿ]|[Ͱ-Ͽἀ-῿][{_LATIN}]|[{_LATIN}][Ͱ-Ͽἀ-῿]"
)
_ODD_LETTERS = frozenset(_CYRILLIC + _GREEK)
_PLACEHOLDER = regex(r"%(?:\([A-Za-z0-9_]{1,64}\))?[a-z]|\{[^{}]{0,64}\}")
# The letter O for a nought after a digit, l and I for a one between digits. "2l" is two litres.
_DIGIT = regex(
    r"[0-9](?<![\w.,][0-9])[0-9]{0,8}(?:[.,][0-9]{0,9})?(?:[OoОо][0-9OoОо]{0,9}|[lIІ|][0-9]{1,9})(?!\w)"
)
_ONE = regex(
    r"[lIOО](?<![\w.,-][lIOО])[0-9OО]{0,9}(?:[.,][0-9]{1,9})?\s?(?:mg|mcg|µg|ml|mL|kg|мг|мл|кг)(?!\w)"
)
_UNITS = ("mg", "mcg", "µg", "ml", "mL", "kg", "мг", "мл", "кг")
# In Persian and Urdu these are typed with an Arabic keyboard; searching and reading aloud fail on them.
_ARABIC_FOR = {
    "fa": {"ي": "ی", "ك": "ک", "ى": "ی"},
    "prs": {"ي": "ی", "ك": "ک"},
    "ur": {"ي": "ی", "ك": "ک", "ى": "ی", "ه": "ہ"},
}
_CEDILLA = {"ro": {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"}, "mo": {"ş": "ș", "ţ": "ț"}}
FORMS = regex("[\ufb50-\ufdfb\ufe70-\ufefc\u2e80-\u2fd5\uf900-\ufaff\ufb00-\ufb06]")
_DANDA = frozenset({"Deva", "Beng", "Guru", "Orya", "Gujr"})
# As ``_ONE``, in a word whose unit may be the next one.
_ONE_WORD = regex(
    r"[lIOО](?<![\w.,-][lIOО])[0-9OО]{0,9}(?:[.,][0-9]{1,9})?(?:$|\s|mg|mcg|µg|ml|mL|kg|мг|мл|кг)"
)
_NO_RULES: dict[str, str] = {}


def letters_of_others(language: str) -> frozenset[str]:
    """Letters that look right in ``language`` and are of another."""
    return frozenset(_ARABIC_FOR.get(language) or _CEDILLA.get(language) or ())


def may_hold_letter_for_digit(word: str) -> bool:
    """Whether ``word`` may have a letter in it that stands for a digit."""
    return _DIGIT.search(word) is not None or _ONE_WORD.search(word) is not None


class LookAlikes:
    id = "look-alikes"
    category: Category = "linguistic"
    severity = Severity.WARNING
    signs = Sign.LOOK_ALIKE | Sign.FOREIGN
    explanation = (
        "A letter looks right and is another: a Cyrillic “а” inside a Latin word, the letter O for a "
        "nought (“1O mg”, an error), an Arabic ي in Persian, “|” for the danda, a ligature or "
        "presentation form in place of its letters. Readers may not see it, but searching, reading "
        "aloud and checking of doses fail on it. Abbreviations, names and symbols such as µg, IFN-γ "
        "or pH are fine. Type the letter anew in the right keyboard layout."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        text = pair.target.plain
        writing = context.once("writing", lambda: writing_of(context.locale))
        if not text.isascii():
            foreign = foreign_letters(pair.target, writing)
            if foreign and (writing.script in ("Cyrl", "Grek") or not _ODD_LETTERS.isdisjoint(foreign)):
                yield from self._mixed(pair)
        source = pair.source.plain
        forms = (_DIGIT, _ONE) if any(map(text.__contains__, _UNITS)) else (_DIGIT,)
        digits = [match for form in forms for match in form.finditer(text) if match[0] not in source]
        if digits:
            yield pair.finding(
                self,
                f"“{digits[0][0]}” holds a letter that looks like a digit",
                "type the number with digits",
                target=[pair.target.span(*match.span()) for match in digits[:20]],
                severity=Severity.ERROR,
            )
        if not text.isascii():
            yield from self._of_language(pair, context.locale.language)
        if "|" in text and writing.script in _DANDA and "|" not in source:
            place = text.index("|")
            yield pair.finding(
                self,
                "“|” stands for the danda",
                "type “।”",
                target=[pair.target.span(place, place + 1)],
                severity=Severity.INFO,
            )

    def _mixed(self, pair: Pair) -> Iterator[Diagnostic]:
        text, source = pair.target.plain, pair.source.plain
        if "%" in text or "{" in text:
            text = _PLACEHOLDER.sub(lambda found: " " * len(found[0]), text)
        for match in _MIXED.finditer(text):
            if match[0] in source:
                continue
            odd = next((c for c in match[0] if c in _ODD_LETTERS), match[0][1])
            yield pair.finding(
                self,
                f"“{match[0]}” mixes two scripts: {name_character(odd)}",
                "type the letter anew in the right keyboard layout",
                target=[pair.target.span(*match.span())],
            )
            return  # one is enough to tell of the whole sentence

    def _of_language(self, pair: Pair, language: str) -> Iterator[Diagnostic]:
        text = pair.target.plain
        rules = _ARABIC_FOR.get(language) or _CEDILLA.get(language) or _NO_RULES
        wrong = [letter for letter in rules if letter in text]
        if wrong:
            pairs = ", ".join(f"{letter} for {rules[letter]}" for letter in wrong)
            place = text.index(wrong[0])
            yield pair.finding(
                self,
                f"letters of another language: {pairs}",
                "type them in the keyboard layout of the language",
                target=[pair.target.span(place, place + 1)],
                severity=Severity.INFO,
            )
        forms = FORMS.search(text)
        if forms and forms[0] not in pair.source.plain and forms[0] != "\ufdfa":
            yield pair.finding(
                self,
                f"a form made for old systems: {name_character(forms[0])}",
                "type the letter itself",
                target=[pair.target.span(*forms.span())],
            )
