"""The Word format (.docx): ECMA-376, in its transitional and its strict form.

``package`` opens the archive, ``nodes`` its XML, ``parts`` finds what belongs together; ``styles``,
``symbols`` and ``atoms`` say what a reader sees, ``flow`` makes texts of it, ``container`` and ``reader``
blocks; ``writer`` and ``compose`` put translations back, with what ``tongue`` knows of a language for Word.
"""

from __future__ import annotations

from pipeline.documents.docx.format import DocxFormat

__all__ = ["DocxFormat"]
