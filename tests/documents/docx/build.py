"""Word documents from a few lines of XML, as Word writes it."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060606000000005"
    "0001a5f645400000000049454e44ae426082"
)

STYLES = """<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:cstheme="minorBidi"/>\
<w:sz w:val="22"/><w:lang w:val="en-GB" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>\
<w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/><w:basedOn w:val="Standard"/>\
<w:rPr><w:b/><w:sz w:val="40"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/>\
<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="Standard"/>\
</w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Our small head"/><w:basedOn w:val="berschrift2"/>\
</w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/><w:basedOn w:val="Standard"/></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/><w:basedOn w:val="Standard"/>\
</w:style>
<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:u w:val="single"/>\
</w:rPr></w:style>
<w:style w:type="character" w:styleId="Code"><w:name w:val="HTML Code"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="Plain"><w:name w:val="Normal Table"/></w:style>
<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:basedOn w:val="Plain"/>\
<w:tblStylePr w:type="firstRow"/></w:style>
<w:style w:type="table" w:styleId="List"><w:name w:val="List Table 3"/><w:basedOn w:val="Plain"/>\
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>\
<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>
<w:style w:type="table" w:styleId="OwnTable"><w:name w:val="Our own"/><w:basedOn w:val="List"/></w:style>
<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/><w:rPr><w:vanish/></w:rPr></w:style>"""

NUMBERING = """<w:abstractNum w:abstractNumId="0">\
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>\
<w:lvlText w:val="*"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/>\
<w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>\
<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>\
</w:lvlOverride></w:num>"""

CORE = """<dc:title>Fever in children</dc:title><dc:subject/><dc:creator>reviewer-a</dc:creator>\
<dc:description>A leaflet.</dc:description>"""


def r(text: str, properties: str = "") -> str:
    """A run."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r w:rsidRPr="00AB12CD">{inner}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph; a bare text becomes a run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    head = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f'<w:p w:rsidR="00112233" w:rsidRDefault="00112233">{head}{inner}</w:p>'


def item(text: str, list: int = 1, level: int = 0) -> str:
    numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>'
    return p(text, properties=numbers)


def field(code: str, result: str) -> str:
    """A field as Word writes it: five runs."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def picture(alt: str = "", inline: bool = True, id: str = "rId9") -> str:
    kind = "inline" if inline else "anchor"
    return (
        f'<w:r><w:drawing><wp:{kind}><wp:extent cx="9525" cy="9525"/>'
        f'<wp:docPr id="1" name="P" descr="{alt}"/>'
        f'<a:graphic><a:graphicData uri="u"><pic:pic><pic:blipFill><a:blip r:embed="{id}"/></pic:blipFill>'
        f"</pic:pic></a:graphicData></a:graphic></wp:{kind}></w:drawing></w:r>"
    )


def box(choice: str, fallback: str | None = None, alt: str = "") -> str:
    """A text box in both forms, as Word 2010 and later write it."""
    old = choice if fallback is None else fallback
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        f'<wp:docPr id="2" name="Box" descr="{alt}"/><a:graphic><a:graphicData uri="u"><wps:wsp><wps:txbx>'
        f"<w:txbxContent>{choice}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        f'</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape style="position:absolute" alt="{alt}">'
        f"<v:textbox><w:txbxContent>{old}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
DRAWN = "http://schemas.microsoft.com/office/drawing/2008/diagram"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def graphic(kind: str, inner: str, alt: str = "") -> str:
    """A drawing that leads to a part of its own."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="7" name="G" descr="{alt}"/><a:graphic>'
        f'<a:graphicData uri="{kind}">{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def line(*runs: str, properties: str = "") -> str:
    """A paragraph of DrawingML; a bare text becomes a run."""
    head = f"<a:pPr {properties}/>" if properties else ""
    inner = "".join(
        run if run.startswith("<") else f'<a:r><a:rPr lang="en-GB"/><a:t>{run}</a:t></a:r>' for run in runs
    )
    return f'<a:p>{head}{inner}<a:endParaRPr lang="en-GB"/></a:p>'


def diagram(*lines: str, tree: dict[str, str] | None = None) -> tuple[str, dict[str, tuple[str, str, str]]]:
    """A diagram with a point for each line, and its parts; ``tree`` names the parent of a point."""
    points = "".join(
        f'<dgm:pt modelId="{place}"><dgm:prSet phldrT="[Text]"/><dgm:spPr/><dgm:t><a:bodyPr/>{one}'
        "</dgm:t></dgm:pt>"
        for place, one in enumerate(lines, 1)
    )
    arcs = "".join(
        f'<dgm:cxn modelId="9{place}" srcId="{(tree or {}).get(str(place), "0")}" destId="{place}"'
        f' srcOrd="{place}" destOrd="0"/>'
        for place in range(1, len(lines) + 1)
    )
    model = (
        f'<dgm:dataModel xmlns:dgm="{DIAGRAM}" xmlns:a="{A}"><dgm:ptLst><dgm:pt modelId="0" type="doc">'
        f"<dgm:prSet/></dgm:pt>{points}</dgm:ptLst><dgm:cxnLst>{arcs}</dgm:cxnLst><dgm:extLst><a:ext>"
        f'<dsp:dataModelExt xmlns:dsp="{DRAWN}" relId="rId41"/></a:ext></dgm:extLst></dgm:dataModel>'
    )
    shapes = "".join(
        f"<dsp:sp><dsp:txBody><a:bodyPr><a:noAutofit/></a:bodyPr>{one}</dsp:txBody></dsp:sp>" for one in lines
    )
    drawing = (
        f'<dsp:drawing xmlns:dsp="{DRAWN}" xmlns:a="{A}"><dsp:spTree>{shapes}</dsp:spTree></dsp:drawing>'
    )
    inner = f'<dgm:relIds xmlns:dgm="{DIAGRAM}" r:dm="rId40" r:lo="rId42" r:qs="rId43" r:cs="rId44"/>'
    return graphic(DIAGRAM, inner), {
        "rId40": ("diagramData", "diagrams/data1.xml", model),
        "rId41": ("diagramDrawing", "diagrams/drawing1.xml", drawing),
    }


def strings(*texts: str) -> str:
    points = "".join(f'<c:pt idx="{place}"><c:v>{text}</c:v></c:pt>' for place, text in enumerate(texts))
    return f'<c:strRef><c:f>Sheet1!A1</c:f><c:strCache><c:ptCount val="2"/>{points}</c:strCache></c:strRef>'


def chart(
    title: str, axis: str, series: dict[str, tuple[str, ...]]
) -> tuple[str, dict[str, tuple[str, str, str]]]:
    """A chart with its part; each series has its categories."""

    def rich(text: str) -> str:
        return f"<c:title><c:tx><c:rich><a:bodyPr/>{line(text)}</c:rich></c:tx></c:title>"

    rows = "".join(
        f"<c:ser><c:tx>{strings(name)}</c:tx><c:cat>{strings(*texts)}</c:cat><c:val><c:numRef><c:numCache>"
        '<c:pt idx="0"><c:v>4.3</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>'
        for name, texts in series.items()
    )
    part = (
        f'<c:chartSpace xmlns:c="{CHART}" xmlns:a="{A}" xmlns:r="{R}"><c:chart>{rich(title)}<c:plotArea>'
        f"<c:barChart>{rows}</c:barChart><c:catAx>{rich(axis)}</c:catAx></c:plotArea></c:chart></c:chartSpace>"
    )
    inner = f'<c:chart xmlns:c="{CHART}" r:id="rId50"/>'
    return graphic(CHART, inner, "Doses by age"), {"rId50": ("chart", "charts/chart1.xml", part)}


def table(*rows: list[str], header: bool = False, properties: str = "") -> str:
    """A table of cells: plain text, or the XML of one cell."""
    out = []
    for place, cells in enumerate(rows):
        head = "<w:trPr><w:tblHeader/></w:trPr>" if header and place == 0 else ""
        inner = "".join(
            cell if cell.startswith("<w:tc>") else f"<w:tc>{p(cell) if cell else '<w:p/>'}</w:tc>"
            for cell in cells
        )
        out.append(f"<w:tr>{head}{inner}</w:tr>")
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>{properties}</w:tblPr>{"".join(out)}</w:tbl>'


def docx(
    *blocks: str,
    section: str = "",
    parts: dict[str, str | bytes] | None = None,
    links: dict[str, str] | None = None,
    core: str = "",
    main: str | None = None,
    type: str = "document.main+xml",
    more: dict[str, tuple[str, str, str]] | None = None,
) -> bytes:
    """A whole document.

    Args:
        blocks: of the body.
        section: what stands in its section's properties.
        parts: the inside of further parts below ``word/``, such as "header1": with the ids rId20, …
        links: addresses by the id of their relationship.
        core: the document's properties.
        main: the main part whole, instead of blocks.
        more: further parts by the id of their relationship: its kind, the name below ``word/``, the XML.
    """
    parts = parts or {}
    last = f'<w:sectPr>{section}<w:pgSz w:w="11906"/></w:sectPr>'
    body = f"<w:document {SPACES}><w:body>{''.join(blocks)}{last}</w:body></w:document>"
    relations = [
        ("rId1", "styles", "styles.xml", ""),
        ("rId2", "numbering", "numbering.xml", ""),
        ("rId3", "settings", "settings.xml", ""),
        ("rId9", "image", "media/image1.png", ""),
        *((id, "hyperlink", address, ' TargetMode="External"') for id, address in (links or {}).items()),
        *((id, kind, target, "") for id, (kind, target, _) in (more or {}).items()),
        *(
            (f"rId{20 + place}", name.rstrip("0123456789"), f"{name}.xml", "")
            for place, name in enumerate(parts)
        ),
    ]
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPE}.{type}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/>'
        "</Relationships>",
        "word/document.xml": main if main is not None else HEAD + body,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{id}" Type="{R}/{kind}" Target="{target}"{mode}/>'
            for id, kind, target, mode in relations
        )
        + "</Relationships>",
        "word/styles.xml": f"{HEAD}<w:styles {SPACES}>{STYLES}</w:styles>",
        "word/numbering.xml": f"{HEAD}<w:numbering {SPACES}>{NUMBERING}</w:numbering>",
        "word/settings.xml": f'{HEAD}<w:settings {SPACES}><w:zoom w:percent="100"/>'
        '<w:themeFontLang w:val="en-GB"/></w:settings>',
        "word/media/image1.png": PNG,
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>',
    }
    for _, target, xml in (more or {}).values():
        files[f"word/{target}"] = HEAD + xml
    roots = {"footnotes": "footnotes", "endnotes": "endnotes"}
    for name, inner in parts.items():
        root = roots.get(name, "hdr" if name.startswith("header") else "ftr")
        files[f"word/{name}.xml"] = (
            inner if isinstance(inner, bytes) else f"{HEAD}<w:{root} {SPACES}>{inner}</w:{root}>"
        )
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 12, 9, 10, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def leaflet() -> bytes:
    """A leaflet with everything that Word has to offer."""
    note = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    own = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    linked = r("this page", '<w:rStyle w:val="Hyperlink"/>')
    return docx(
        p("Fever in children", style="Titel"),
        p("Release time: Dec-09, 2024"),
        p(
            r("Give "),
            '<w:proofErr w:type="spellStart"/>',
            r("one", "<w:b/><w:bCs/>"),
            r(" tab", '<w:b/><w:lang w:val="en-US"/>'),
            r("let", '<w:rStyle w:val="Fett"/>'),
            '<w:proofErr w:type="spellEnd"/>',
            r(" every "),
            '<w:bookmarkStart w:id="0" w:name="here"/>',
            r("six hours", "<w:i/>"),
            '<w:bookmarkEnd w:id="0"/>',
            r(". "),
            '<w:smartTag w:element="x">' + r("Do not") + "</w:smartTag>",
            r(" wait."),
            note,
        ),
        p("What to do", style="berschrift1"),
        item("Drink water."),
        item("Rest."),
        item("At home.", level=1),
        item("Measure: 38.5 °C.", list=2),
        item("Write it down.", list=2),
        p("Call the doctor", style="Own"),
        table(
            ["Age", "Dose"],
            ["Under 2", "Ask a doctor"],
            [f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("All ages: 0800 123 456")}</w:tc>'],
            header=True,
        ),
        p(
            r("See "),
            f'<w:hyperlink r:id="rId10" w:tooltip="The page">{linked}</w:hyperlink>',
            r(" or "),
            field('HYPERLINK "https://example.org/b"', "that one"),
            r(" on page "),
            field("PAGEREF here", "3"),
            r("."),
        ),
        p(picture("A thermometer")),
        p("Figure 1: use it well", style="Beschriftung"),
        p(r("Press "), picture("a button"), r(" twice.")),
        p(r("A box stands here."), box(p("Call 999 at once."), alt="A red box")),
        p("Keep this leaflet.", style="Zitat"),
        p(r("Name:"), "<w:r><w:tab/></w:r>", r("Date:")),
        p(r("Line one"), "<w:r><w:br/></w:r>", r("line two")),
        p(r("Unseen", "<w:vanish/>"), r("Seen")),
        section='<w:headerReference w:type="default" r:id="rId20"/>'
        '<w:footerReference w:type="default" r:id="rId21"/>',
        parts={
            "header1": p("City hospital"),
            "footer1": p(r("Page "), field("PAGE", "1"), r(" of "), field("NUMPAGES", "2")),
            "footnotes": f'<w:footnote w:type="separator" w:id="-1">{p("")}</w:footnote><w:footnote w:id="2">'
            f"{p(own, r(' Ask a nurse.'))}</w:footnote>",
        },
        links={"rId10": "https://example.org/a?x=1&amp;y=2"},
        core=CORE,
    )
