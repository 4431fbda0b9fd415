"""Texts out of a Word document of 10,000 paragraphs.

Of po4a, mdpo and Translate Toolkit none reads .docx. Nearest comes po4a's XML module, which is given the main
part unpacked, and sees runs instead of sentences.
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
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def main_part(paragraphs: int) -> bytes:
    """Paragraphs as Word writes them: with revision ids, and cut by a bold word and a spelling check."""
    body = "".join(
        f'<w:p w:rsidR="00A1{number % 10_000:04d}" w:rsidRDefault="00A10000"><w:r>'
        f'<w:t xml:space="preserve">Give child {number} </w:t></w:r>'
        '<w:r w:rsidRPr="00B20000"><w:rPr><w:b/></w:rPr><w:t>one tablet</w:t></w:r>'
        '<w:proofErr w:type="spellStart"/><w:r><w:t xml:space="preserve"> every six hours. Call a doctor '
        'if the fever stays.</w:t></w:r><w:proofErr w:type="spellEnd"/></w:p>'
        for number in range(paragraphs)
    )
    return f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'.encode()


def document(part: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" Type="{_R}" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", part)
    return out.getvalue()


def rows() -> list[Row | Missing]:
    part = main_part(PARAGRAPHS)
    data, large = document(part), document(main_part(10 * PARAGRAPHS))
    read = DocxFormat().parse
    if len(read(data).texts) != PARAGRAPHS:
        raise NotMeasuredError("the document was not read whole")
    ours, ten = medians(lambda: read(data), lambda: read(large), rounds=1, warm_up=0)
    tracemalloc.start()
    read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    found: list[Row | Missing] = [
        Row("Word, ten times the paragraphs", ten, f"{PARAGRAPHS} paragraphs", ours, Target("slower", 12)),
        # Bytes as if they were microseconds would be a lie in this table: the ratio alone is told.
        Missing(f"Word, peak memory: {peak / len(part):.1f}× the unpacked part", f"{peak / 1e6:.1f} MB"),
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "document.xml").write_bytes(part)

        def theirs() -> None:
            (folder / "out.pot").unlink(missing_ok=True)
            run(
                "po4a-updatepo", "-f", "xml", "-M", "utf-8", "-m", "document.xml", "-p", "out.pot", cwd=folder
            )

        try:
            (peer,) = medians(theirs, rounds=1, warm_up=0)
        except NotMeasuredError as error:
            return [*found, Missing("Word, texts of 10,000 paragraphs", str(error))]
    work = f"Word, texts of {PARAGRAPHS} paragraphs"
    return [Row(work, ours, "po4a (xml)", peer, Target("faster", 5)), *found]
