"""Texts out of a Word document of 10,000 paragraphs, cut into runs oddly, with bold words and links.

None of po4a, mdpo and Translate Toolkit reads .docx (the last has ``odf2xliff``, for OpenDocument only). Two
yardsticks stand in for them: a bare walk of python-docx that collects the text of each paragraph, without
styles, notes, boxes or places to write back to; and po4a's XML module on the main part unpacked, which sees
runs instead of sentences and takes four times as long for twice the text, so it is given few paragraphs.
"""

from __future__ import annotations

import io
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

from benchmarks.measure import Missing, NotMeasuredError, Row, Target, medians, run
from pipeline.documents.docx import DocxFormat

PARAGRAPHS = 10_000
FEW = 50
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def main_part(paragraphs: int) -> bytes:
    """Paragraphs as Word writes them: with revision ids, and cut by spelling checks in the midst of words."""
    body = "".join(
        f'<w:p w:rsidR="00A1{number % 10_000:04d}" w:rsidRDefault="00A10000"><w:r>'
        f'<w:t xml:space="preserve">Give child {number} </w:t></w:r>'
        '<w:r w:rsidRPr="00B20000"><w:rPr><w:b/></w:rPr><w:t>one tab</w:t></w:r>'
        '<w:r w:rsidRPr="00B30000"><w:rPr><w:b/></w:rPr><w:t>let</w:t></w:r>'
        '<w:proofErr w:type="spellStart"/><w:r><w:t xml:space="preserve"> every six ho</w:t></w:r>'
        '<w:r w:rsidR="00C40000"><w:t>urs. Call a doctor if the fever stays, see </w:t></w:r>'
        '<w:proofErr w:type="spellEnd"/><w:hyperlink r:id="rId1"><w:r><w:t>our page</w:t></w:r>'
        "</w:hyperlink><w:r><w:t>.</w:t></w:r></w:p>"
        for number in range(paragraphs)
    )
    spaces = f'xmlns:w="{_W}" xmlns:r="{_OFFICE}"'
    return f"<w:document {spaces}><w:body>{body}<w:sectPr/></w:body></w:document>".encode()


def document(part: bytes) -> bytes:
    """The part in the smallest archive that Word and python-docx open."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        )
        archive.writestr("_rels/.rels", _relations("officeDocument", "word/document.xml"))
        address = 'https://example.org/" TargetMode="External'
        archive.writestr("word/_rels/document.xml.rels", _relations("hyperlink", address))
        archive.writestr("word/document.xml", part)
    return out.getvalue()


def _relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/{kind}" '
        f'Target="{target}"/></Relationships>'
    )


def rows() -> list[Row | Missing]:
    part = main_part(PARAGRAPHS)
    data, large = document(part), document(main_part(10 * PARAGRAPHS))
    read = DocxFormat().parse
    if len(read(data).texts) != PARAGRAPHS:
        raise NotMeasuredError("the document was not read whole")
    (ours,) = medians(lambda: read(data), rounds=5)
    (ten,) = medians(lambda: read(large), rounds=1, warm_up=0)
    work = f"Word, texts of {PARAGRAPHS:,} paragraphs"
    return [
        _beside_python_docx(work, data),
        _beside_po4a(),
        Missing(f"{work}: po4a, mdpo, Translate Toolkit", "no peer reads .docx"),
        Row("Word, ten times the paragraphs", ten, "once", ours, Target("slower", 12)),
        _memory(data, part),
    ]


def _beside_python_docx(work: str, data: bytes) -> Row | Missing:
    try:
        import docx
    except ImportError:
        return Missing(work, "python-docx is not installed")

    def walk() -> list[str]:
        return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]

    if len(walk()) != PARAGRAPHS:
        raise NotMeasuredError("python-docx did not read the document whole")
    ours, theirs = medians(lambda: DocxFormat().parse(data), walk, rounds=5)
    return Row(work, ours, "a bare python-docx walk", theirs, None)


def _beside_po4a() -> Row | Missing:
    part = main_part(FEW)
    data = document(part)
    work = f"Word, texts of {FEW} paragraphs"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "document.xml").write_bytes(part)

        def theirs() -> None:
            (folder / "out.pot").unlink(missing_ok=True)
            run(
                "po4a-updatepo", "-f", "xml", "-M", "utf-8", "-m", "document.xml", "-p", "out.pot", cwd=folder
            )

        try:
            (ours,) = medians(lambda: DocxFormat().parse(data), rounds=5)
            (peer,) = medians(theirs, rounds=1, warm_up=0)
        except NotMeasuredError as error:
            return Missing(work, str(error))
    return Row(work, ours, "po4a (xml, unpacked)", peer, Target("faster", 5))


def _memory(data: bytes, part: bytes) -> Missing:
    """The most memory that reading takes; the table knows only times, so it is told in words."""
    tracemalloc.start()
    DocxFormat().parse(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    unpacked, packed = peak / len(part), peak / len(data)
    verdict = "met" if unpacked <= 10 else "MISSED"
    return Missing(
        f"Word, peak memory: {unpacked:.1f}× the XML, {packed:.0f}× the archive",
        f"{peak / 1e6:.1f} MB; at most 10× the XML: {verdict}",
    )
