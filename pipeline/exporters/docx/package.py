"""The archive: the body, and every part that it needs."""

from __future__ import annotations

from pipeline.documents.inline import Foreign, Run
from pipeline.editions.model import Edition
from pipeline.exporters.archive import archive
from pipeline.exporters.content import without_gaps
from pipeline.exporters.docx.blocks import Blocks, labelled
from pipeline.exporters.docx.notes import Notes, known_notes
from pipeline.exporters.docx.parts import (
    CORE_RELATION,
    HEAD,
    NAMESPACES,
    PAPERS,
    content_types,
    core,
    numbering,
    relations,
    settings,
    styles,
)
from pipeline.exporters.docx.runs import EMU, MARK, Look, Runs
from pipeline.exporters.docx.tongues import Tongue, tongue_of
from pipeline.exporters.model import ExportOptions
from pipeline.exporters.pictures import usable_pictures

_PICTURES = ("image/png", "image/jpeg", "image/gif")
"""What every Word shows; for a WebP there is its alternative text."""

_MARGIN = 1134
"""20 mm in twentieths of a point."""


def package(edition: Edition, options: ExportOptions) -> bytes:
    """The whole file."""
    tongue = tongue_of(edition.locale)
    pictures = usable_pictures(edition.resources, _PICTURES)
    width = PAPERS[options.paper][0] - 2 * _MARGIN
    notes = Notes(known_notes(edition.blocks))
    runs = Runs(pictures, notes, width * EMU)
    blocks = Blocks(tongue, runs, width)
    body = _banner(edition, blocks) + blocks.write(without_gaps(edition.blocks)) + _facts(edition, blocks)
    note_runs = Runs(pictures, notes, width * EMU, media=runs.media, drawings=runs.drawings, in_notes=True)
    at_foot = _notes(notes, Blocks(tongue, note_runs, width, blocks.lists))
    parts = ["document", "styles", "numbering", "settings", "footer"]
    parts += ["footnotes"] if at_foot else []
    parts += ["header"] if edition.banner is not None else []
    section = _section(tongue, options, edition.banner is not None)
    files = {
        "[Content_Types].xml": content_types(parts),
        "_rels/.rels": relations(
            [
                ("rId1", "officeDocument", "word/document.xml", False),
                ("rId2", CORE_RELATION, "docProps/core.xml", False),
            ]
        ),
        "docProps/core.xml": core(edition, str(edition.provenance.published or _NO_DATE)),
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>",
        "word/styles.xml": styles(tongue, options),
        "word/numbering.xml": numbering(blocks.lists),
        "word/settings.xml": settings(tongue, notes=bool(at_foot)),
        "word/footer.xml": f"{HEAD}<w:ftr {NAMESPACES}>{_footer(edition, blocks)}</w:ftr>",
    }
    if edition.banner is not None:
        # It has no links and no pictures, so that it needs no relationships of its own.
        files["word/header.xml"] = f"{HEAD}<w:hdr {NAMESPACES}>{_header(edition, blocks)}</w:hdr>"
    if at_foot:
        files["word/footnotes.xml"] = f"{HEAD}<w:footnotes {NAMESPACES}>{at_foot}</w:footnotes>"
        files["word/_rels/footnotes.xml.rels"] = relations(_targets(note_runs))
    own = [(part, part, f"{part}.xml", False) for part in parts[1:]]
    files["word/_rels/document.xml.rels"] = relations(own + _targets(runs))
    members = {name: text.encode("utf-8") for name, text in files.items()}
    members |= {f"word/media/{name}": pictures[resource][1] for resource, name in runs.media.items()}
    return archive(members)


_NO_DATE = "2000-01-01"
"""Where the source gives no publication date: the clock would change the bytes."""


def _targets(runs: Runs) -> list[tuple[str, str, str, bool]]:
    """The relationships of a part's runs."""
    return [(id, kind, target, outside) for (kind, target, outside), id in runs.targets.items()]


def _notes(notes: Notes, blocks: Blocks) -> str:
    """The notes that the marks of the body lead to, if there are any."""
    if not notes.marked:
        return ""
    return notes.part(blocks.note, MARK, "<w:pPr><w:bidi/></w:pPr>" if blocks.tongue.rtl else "")


def _frame(edition: Edition) -> Tongue:
    return tongue_of(edition.frame_locale or edition.locale)


def _banner(edition: Edition, blocks: Blocks) -> str:
    if edition.banner is None:
        return ""
    heading, text = (Run(edition.banner.heading),), (Run(edition.banner.text),)
    out = blocks.paragraph(heading, "Banner", tongue=_frame(edition), keep=True, bold=True)
    if edition.banner.text:
        out += blocks.paragraph(text, "Banner", tongue=_frame(edition))
    return out + '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'


def _header(edition: Edition, blocks: Blocks) -> str:
    assert edition.banner is not None, "only a draft has a header"
    text = " – ".join(filter(None, (edition.banner.heading, edition.banner.text)))
    return blocks.paragraph((Run(text),), "Header", tongue=_frame(edition))


def _facts(edition: Edition, blocks: Blocks) -> str:
    if not edition.facts:
        return ""
    frame = edition.frame_locale
    out = ""
    if edition.facts_heading:
        out = blocks.paragraph((Run(edition.facts_heading),), "Heading2", tongue=_frame(edition))
    for fact in edition.facts:
        value = labelled(fact.label, blocks.tongue.script.colon, fact.value)
        if frame is not None:
            value = (Foreign(frame.tag, (value[0],)), *value[1:])
        out += blocks.paragraph(value, "Fact")
    return out


def _footer(edition: Edition, blocks: Blocks) -> str:
    """The page label, its numbers counted by Word."""
    look = Look(blocks.tongue, rtl=blocks.tongue.rtl)
    properties = look.properties()
    out = []
    marked = edition.page_label.replace("{pages}", "\0NUMPAGES\0").replace("{page}", "\0PAGE\0")
    for number, piece in enumerate(marked.split("\0")):
        if number % 2:
            run = f"<w:r>{properties}<w:t>1</w:t></w:r>"
            out.append(f'<w:fldSimple w:instr=" {piece} ">{run}</w:fldSimple>')
        else:
            out.append(blocks.runs.text(piece, look))
    return blocks.paragraph((), "Footer", lead="".join(out), align="end")


def _section(tongue: Tongue, options: ExportOptions, draft: bool) -> str:
    width, height = PAPERS[options.paper]
    header = '<w:headerReference w:type="default" r:id="header"/>' if draft else ""
    return (
        f'<w:sectPr>{header}<w:footerReference w:type="default" r:id="footer"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" w:left="{_MARGIN}"'
        ' w:header="567" w:footer="567" w:gutter="0"/>'
        f"{'<w:bidi/>' if tongue.rtl else ''}</w:sectPr>"
    )
