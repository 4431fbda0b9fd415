"""``wrong-language``: the translation is in another language of the same script."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.model import Category, CheckContext, Diagnostic, Pair, Severity, Span
from pipeline.checks.signs import Sign
from pipeline.checks.texts import words_of
from pipeline.language.identify import other_language
from pipeline.language.locale import Locale
from pipeline.language.regex import regex
from pipeline.language.relatives import relative_of

_CODE = regex(r"<[^<>]{0,400}>|%(?:\([^()]{0,64}\))?[a-z]|\{[^{}]{0,64}\}")


class WrongLanguage:
    id = "wrong-language"
    category: Category = "linguistic"
    severity = Severity.WARNING
    signs = Sign.LONG
    explanation = (
        "The letters of the translation are far more like another language than like the one of the "
        "catalog: English left as it was, Portuguese in a Spanish catalog. It is guessed from "
        "sequences of three letters, for some sixty languages, in texts of sixty characters or more, "
        "and told only where the difference is large. Close relatives, such as Spanish and Portuguese or "
        "Hindi and Marathi, are told apart by everyday words that only one of them has; many a sentence has "
        "too few. See that the right translation stands here."
    )

    def check(self, pair: Pair, context: CheckContext) -> Iterator[Diagnostic]:
        text = pair.target.plain
        if "%" in text or "{" in text or "<" in text:
            text = _CODE.sub(" ", text)
        found = other_language(text, context.locale)
        relative = relative_of(text, context.locale) if found is None else None
        if (found is None and relative is None) or text == pair.source.plain:
            return
        if found is not None and found != context.source_locale.language:
            # English terms that were kept make a sentence look like French: without them it may not.
            kept = set(words_of(pair.source))
            own = " ".join(word for word in words_of(pair.target) if word not in kept)
            if other_language(own, context.locale) is None:
                return
        code = found or relative or ""
        name = Locale(code, code).english_name
        yield pair.finding(
            self,
            f"this looks like {name}, not {context.locale.english_name}",
            "see that the right translation stands here",
            target=[Span(0, len(pair.target.raw))],
        )
