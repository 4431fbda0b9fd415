"""What languages are called: in their own words, and in a reader's."""

from __future__ import annotations

from pipeline.language.locale import Locale

_ENGLISH = Locale("en", "en")


def name_in(locale: Locale, reader: Locale) -> str:
    """Return the name of ``locale`` in ``reader``'s language, in the case it has inside a sentence.

    CLDR's own name for the whole tag comes first ("简体中文", "Brazilian Portuguese"), then the name of the
    language with script and territory in brackets.
    """
    return reader.cldr().languages.get(locale.gettext_name) or locale.name_in(reader)


def both_names(locale: Locale) -> str:
    """Return the name in the language itself and in English, for readers and for staff.

    "العربية (Arabic)", "English", "português (Brasil) – Brazilian Portuguese": no brackets in brackets.
    """
    own, english = name_in(locale, locale), name_in(locale, _ENGLISH)
    if own == english:
        return own
    return f"{own} – {english}" if own.endswith(")") or english.endswith(")") else f"{own} ({english})"
