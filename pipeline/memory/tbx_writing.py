"""The glossary as TBX (ISO 30042 of 2008, ``martif``), which most translation tools read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.memory.tbx import NEEDED
from pipeline.memory.terms import EVERY_LOCALE, Term
from pipeline.memory.tmx_inline import escape

# Values of administrativeStatus in the standard's default set of data categories.
_STAYS = f'<descrip type="{NEEDED}">No</descrip>'
_PREFERRED, _DEPRECATED = "preferredTerm-admn-sts", "deprecatedTerm-admn-sts"


def write_tbx(terms: Iterable[Term], *, source_locale: str, locales: Sequence[str]) -> Iterator[bytes]:
    """Yield the file piece by piece: one entry a source, with its terms in each of ``locales``.

    A term that stays as it is, is its own translation, and said to need none; one to be avoided is a
    deprecated term.
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
        everywhere = next((term for term in same if not term.translate and term.locale == EVERY_LOCALE), None)
        sections = [(source_locale, f"<tig><term>{escape(source)}</term></tig>")]
        for locale in locales:
            own = [term for term in same if term.locale in (locale, EVERY_LOCALE)]
            said = "".join(map(_group, own))
            if said:
                if not everywhere and not all(term.translate for term in own):
                    said = _STAYS + said
                sections.append((locale, said))
        if len(sections) > 1:
            number += 1
            written = "".join(
                f'<langSet xml:lang="{escape(locale)}">{said}</langSet>\n' for locale, said in sections
            )
            stays = f"{_STAYS}{_noted(everywhere)}\n" if everywhere else ""
            yield f'<termEntry id="t{number}">\n{stays}{written}</termEntry>\n'.encode()
    yield b"</body></text>\n</martif>\n"


def _group(term: Term) -> str:
    said = term.target if term.translate else term.source
    status = _DEPRECATED if term.avoid else _PREFERRED
    status = f'<termNote type="administrativeStatus">{status}</termNote>'
    return f"<tig><term>{escape(said)}</term>{status}{_noted(term)}</tig>"


def _noted(term: Term) -> str:
    return f"<note>{escape(term.note)}</note>" if term.note else ""
