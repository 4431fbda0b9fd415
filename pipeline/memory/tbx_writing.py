"""The glossary as TBX (ISO 30042 of 2008, ``martif``), which most translation tools read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.memory.terms import EVERY_LOCALE, Term
from pipeline.memory.tmx_inline import escape

# Values of administrativeStatus in the standard's default set of data categories.
_PREFERRED, _DEPRECATED = "preferredTerm-admn-sts", "deprecatedTerm-admn-sts"


def write_tbx(terms: Iterable[Term], *, source_locale: str, locales: Sequence[str]) -> Iterator[bytes]:
    """Yield the file piece by piece: one entry a source, with its terms in each of ``locales``.

    A term that stays as it is, is its own translation; one to be avoided is a deprecated term.
    """
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">\n'
        f'<martif type="TBX" xml:lang="{escape(source_locale)}">\n'
        "<martifHeader><fileDesc><sourceDesc><p>Polyleaf</p></sourceDesc></fileDesc></martifHeader>\n"
        "<text><body>\n"
    ).encode()
    number = 0
    for source, found in groupby(sorted(terms), key=lambda term: term.source):
        same = list(found)
        sections = [(source_locale, f"<tig><term>{escape(source)}</term></tig>")]
        for locale in locales:
            said = "".join(_group(term) for term in same if term.locale in (locale, EVERY_LOCALE))
            if said:
                sections.append((locale, said))
        if len(sections) > 1:
            number += 1
            written = "".join(
                f'<langSet xml:lang="{escape(locale)}">{said}</langSet>\n' for locale, said in sections
            )
            yield f'<termEntry id="t{number}">\n{written}</termEntry>\n'.encode()
    yield b"</body></text>\n</martif>\n"


def _group(term: Term) -> str:
    said = term.target if term.translate else term.source
    status = _DEPRECATED if term.avoid else _PREFERRED
    note = f"<note>{escape(term.note)}</note>" if term.note else ""
    status = f'<termNote type="administrativeStatus">{status}</termNote>'
    return f"<tig><term>{escape(said)}</term>{status}{note}</tig>"
