"""The parts of the archive round the body: styles, numbering, settings, properties."""

from __future__ import annotations

from pipeline.editions.model import Edition
from pipeline.exporters.docx.blocks import BULLET, DONE, NUMBER, OPEN, STEP
from pipeline.exporters.docx.text import escape
from pipeline.exporters.docx.tongues import Tongue
from pipeline.exporters.model import ExportOptions

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_WORD = f"{_OFFICE}/wordprocessingml/2006/main"
_RELATION = f"{_OFFICE}/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

NAMESPACES = (
    f'xmlns:w="{_WORD}" xmlns:r="{_RELATION}"'
    f' xmlns:wp="{_OFFICE}/drawingml/2006/wordprocessingDrawing" xmlns:a="{_OFFICE}/drawingml/2006/main"'
)
_W = f'xmlns:w="{_WORD}"'

PAPERS = {"a4": (11906, 16838), "a5": (8391, 11906), "us-letter": (12240, 15840)}
"""Width and height in twentieths of a point."""

_ACCENT, _WARNING, _WARNING_GROUND, _QUIET, _RULE = "0B4F6C", "7A3300", "FFF4E5", "44545E", "8A979E"


_MONOSPACED = (
    '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:eastAsia="Courier New" w:cs="Courier New"/>'
)


def styles(tongue: Tongue, options: ExportOptions) -> str:
    """``word/styles.xml``. Sizes are in half points; a complex script has a size of its own."""
    base = 36 if options.large_print else 24

    def size(factor: float = 1.0) -> str:
        complex_ = round(base * factor * tongue.script.size)
        return f'<w:sz w:val="{round(base * factor)}"/><w:szCs w:val="{complex_}"/>'

    bold, accent = "<w:b/><w:bCs/>", f'<w:color w:val="{_ACCENT}"/>'
    warning = f'<w:color w:val="{_WARNING}"/>'
    quiet = f'<w:color w:val="{_QUIET}"/>'
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size_}" w:space="6" w:color="{_WARNING}"/>'
        for side, size_ in (("top", 6), ("left", 6), ("bottom", 6), ("right", 6))
    )
    ground = f'<w:pBdr>{sides}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{_WARNING_GROUND}"/>'
    keep = "<w:keepNext/><w:keepLines/>"
    rows = [
        _style("Normal", "Normal", default=True),
        _style("Title", "Title", keep + _spacing(0, 240) + _outline(0), bold + accent + size(1.75)),
        *(
            _style(
                f"Heading{level}",
                f"heading {level}",
                keep + _spacing(280 if level == 2 else 220, 120) + _outline(level - 1),
                bold + accent + size(1.25 if level == 2 else 1.08),
            )
            for level in range(2, 7)
        ),
        _style("ListParagraph", "List Paragraph", _spacing(0, 80)),
        _style("Quote", "Quote"),
        _style("Caption", "caption", _spacing(80, 120), bold + quiet + size(0.9)),
        _style("TableText", "Table Text", _spacing(40, 40)),
        _style("TableHeading", "Table Heading", _spacing(40, 40), bold + accent),
        _style("FootnoteText", "footnote text", _spacing(0, 80), size(0.9)),
        _style("Fact", "Fact", _spacing(0, 60)),
        _style("Gap", "Gap", _spacing(0, 120, line=200), '<w:sz w:val="8"/><w:szCs w:val="8"/>'),
        _style(
            "Verbatim",
            "Verbatim",
            "",
            f"{_MONOSPACED}<w:noProof/>{size(0.9)}",
        ),
        _style("Banner", "Banner", "<w:keepLines/>" + ground + _spacing(0, 0), warning),
        _style("Header", "header", ground + _spacing(0, 240), warning + size(0.8)),
        _style("Footer", "footer", _spacing(0, 0), quiet + size(0.85)),
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>',
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        f'<w:rPr><w:color w:val="{_ACCENT}"/><w:u w:val="{_underline(tongue)}"/></w:rPr></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="108" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        '<w:basedOn w:val="TableNormal"/>'
        "<w:tblPr><w:tblBorders>"
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + "</w:tblBorders></w:tblPr></w:style>",
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>',
    ]
    return (
        f"{HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{tongue.fonts}{size()}{tongue.language}"
        f"</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{_spacing(0, 160)}</w:pPr></w:pPrDefault>"
        "</w:docDefaults>"
        f"{''.join(rows)}</w:styles>"
    )


def _underline(tongue: Tongue) -> str:
    return "none" if tongue.script.code == "Aran" else "single"


def _style(id: str, name: str, paragraph: str = "", run: str = "", *, default: bool = False) -> str:
    first = ' w:default="1"' if default else ""
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{first} w:styleId="{id}">'
        f'<w:name w:val="{name}"/>{based}<w:qFormat/>'
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


def _spacing(before: int, after: int, line: int = 288) -> str:
    """In twentieths of a point; ``line`` in 240ths of the font's own height of line."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


def numbering(lists: list[tuple[int, int]]) -> str:
    """``word/numbering.xml``: four kinds of lists, and each list of the document with its first number."""
    signs = {BULLET: "•", OPEN: "☐", DONE: "☑"}
    kinds = []
    for kind in (BULLET, NUMBER, OPEN, DONE):
        levels = []
        for level in range(9):
            sign = signs.get(kind, f"%{level + 1}.")
            format = "decimal" if kind == NUMBER else "bullet"
            font = (
                '<w:rPr><w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:cs="Segoe UI Symbol"'
                ' w:eastAsia="Segoe UI Symbol"/></w:rPr>'
                if kind in (OPEN, DONE)
                else ""
            )
            # "left" is the side where lines start, as with "w:jc" (ECMA-376-1, 17.9.7 and 17.18.44).
            # LibreOffice 7.4 takes it for the left in right-to-left text too, also if it is left out, which
            # the standard has as the right: the mark stands outside the margin by its own width. "end" looks
            # right in it, and is wrong by the standard.
            levels.append(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
                f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
                f'<w:pPr><w:ind w:left="{STEP * (level + 1)}" w:hanging="{STEP}"/></w:pPr>{font}</w:lvl>'
            )
        kinds.append(
            f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="multilevel"/>'
            f"{''.join(levels)}</w:abstractNum>"
        )
    rows = []
    for number, (kind, start) in enumerate(lists, 1):
        over = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level in range(9)
        )
        rows.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>'
            f"{over if kind == NUMBER else ''}</w:num>"
        )
    return f"{HEAD}<w:numbering {_W}>{''.join(kinds)}{''.join(rows)}</w:numbering>"


def settings(tongue: Tongue, *, notes: bool) -> str:
    """``word/settings.xml``; 15 is how Word since 2013 lays out. Notes need the lines over them named."""
    lines = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if notes else ""
    language = tongue.language.replace("<w:lang ", "<w:themeFontLang ")
    return (
        f'{HEAD}<w:settings {_W}>{lines}<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f"{language}</w:settings>"
    )


def core(edition: Edition, date: str) -> str:
    """``docProps/core.xml`` (ECMA-376-2, 8.3)."""
    heading = f"{edition.banner.heading} – " if edition.banner is not None else ""
    status = "Draft" if edition.banner is not None else "Final"
    stamp = f'xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms'
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_OFFICE}/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(heading + edition.title)}</dc:title>"
        f"<dc:creator>{escape(edition.provenance.publisher.name)}</dc:creator>"
        f"<dc:language>{edition.locale.tag}</dc:language><cp:contentStatus>{status}</cp:contentStatus>"
        f"<dcterms:created {stamp}:created><dcterms:modified {stamp}:modified>"
        f"<cp:version>{escape(edition.provenance.version)}</cp:version></cp:coreProperties>"
    )


def relations(rows: list[tuple[str, str, str, bool]]) -> str:
    """A ``.rels`` part: id, type, target, whether it lies outside the archive."""
    mode = {True: ' TargetMode="External"', False: ""}
    written = "".join(
        f'<Relationship Id="{id}" Type="{kind if ":" in kind else f"{_RELATION}/{kind}"}"'
        f' Target="{escape(target)}"{mode[outside]}/>'
        for id, kind, target, outside in rows
    )
    return f'{HEAD}<Relationships xmlns="{_OFFICE}/package/2006/relationships">{written}</Relationships>'


CORE_RELATION = f"{_OFFICE}/package/2006/relationships/metadata/core-properties"


def content_types(parts: list[str]) -> str:
    """``[Content_Types].xml`` for the parts of ``word/`` that are named."""
    names = {"document": "document.main"}
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{names.get(part, part)}+xml"/>'
        for part in parts
    )
    pictures = "".join(
        f'<Default Extension="{kind}" ContentType="image/{kind}"/>' for kind in ("gif", "jpeg", "png")
    )
    return (
        f'{HEAD}<Types xmlns="{_OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{pictures}{overrides}'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )
