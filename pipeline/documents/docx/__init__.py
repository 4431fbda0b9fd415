"""The Word format (.docx): ECMA-376, in its transitional and its strict form.

``package`` opens the archive, ``nodes`` its XML, ``parts`` finds what belongs together. ``styles``,
``numbering`` and ``symbols`` say what a reader sees; ``paragraph``, ``fields``, ``drawing`` and ``drawn``
make atoms of it, ``flow`` texts of these; ``alternates`` tells what stands there in several forms.
``reader`` goes through the document with ``blocks``, ``tables``, ``shapes`` (and ``diagram``, ``chart``),
``notes`` and ``forms``, and gathers texts in ``gathering``. ``writer`` goes with it as its ``visitor`` and
puts translations back: ``items`` checks them, ``looks``, ``compose`` and ``compose_drawn`` write runs,
``settings`` and ``tongue`` tell Word of a language.
"""

from __future__ import annotations

from pipeline.documents.docx.format import DocxFormat

__all__ = ["DocxFormat"]
