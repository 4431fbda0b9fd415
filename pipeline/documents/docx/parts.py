"""The parts of a Word document and how they hang together (Open Packaging Conventions, ECMA-376-2)."""

from __future__ import annotations

import functools
import urllib.parse

from pipeline.documents.docx.nodes import Node, read_tree
from pipeline.documents.docx.numbering import Numbering, read_numbering
from pipeline.documents.docx.package import Package
from pipeline.documents.docx.styles import StyleSheet, read_styles
from pipeline.documents.limits import MAX_BYTES
from pipeline.documents.model import Resource
from pipeline.errors import DocumentError

_MAIN = "document.main+xml"
_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "bmp": "image/bmp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
    "webp": "image/webp",
}


class Parts:
    """Finds the parts of a document.

    Raises:
        DocumentError: there is no main part, or it is one with macros.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._relations: dict[str, dict[str, tuple[str, str, bool]]] = {}
        if not package.has("[Content_Types].xml"):
            hint = "save it as .docx in Word or LibreOffice"
            what = "an OpenDocument" if package.has("META-INF/manifest.xml") else "a ZIP archive"
            raise DocumentError(f"the file is {what}, not a Word document", hint)
        self._types = _content_types(read_tree(package.read("[Content_Types].xml"), "[Content_Types].xml"))
        main = self._first("", "officeDocument")
        if main is None or not package.has(main):
            raise DocumentError("the file holds no Word document", "save it as .docx in Word or LibreOffice")
        type = self._types.get(f"/{main}".casefold(), "")
        if "macroEnabled" in type:
            raise DocumentError("the document holds macros", "save it as .docx, without them")
        if type and "wordprocessingml" not in type:
            raise DocumentError(
                "the file is a document of another program than Word", "save its text as .docx in Word"
            )
        self.main = main
        self.properties = self._existing(self._first("", "core-properties"))

    @functools.cached_property
    def sheet(self) -> StyleSheet:
        return read_styles(self._tree("styles"))

    @functools.cached_property
    def numbering(self) -> Numbering:
        return read_numbering(self._tree("numbering"), self.sheet)

    def part_of_type(self, type: str) -> str | None:
        """The part that the main one names for a purpose, such as "styles" or "footnotes"."""
        return self._existing(self._first(self.main, type))

    def target(self, part: str, id: str) -> tuple[str, bool] | None:
        """What a relationship of a part leads to, and whether that is outside the document."""
        found = self._of(part).get(id)
        return None if found is None else (found[1], found[2])

    def resource(self, name: str) -> Resource:
        """A picture by the name of its part, or by its address."""
        suffix = name.rpartition(".")[2].lower()
        if not self._package.has(name):
            return Resource(name, _TYPES.get(suffix, ""))
        type = self._types.get(f"/{name}".casefold()) or self._types.get(suffix) or _TYPES.get(suffix, "")
        # What is too large for a leaflet is shown by its alternative text.
        data = self._package.read(name) if self._package.size(name) <= MAX_BYTES else None
        return Resource(name, type, data)

    def _tree(self, type: str) -> Node | None:
        name = self.part_of_type(type)
        return None if name is None else read_tree(self._package.read(name), name, changes=type == "styles")

    def _existing(self, name: str | None) -> str | None:
        return name if name is not None and self._package.has(name) else None

    def _first(self, part: str, type: str) -> str | None:
        for kind, target, outside in self._of(part).values():
            if kind.rpartition("/")[2] == type and not outside:
                return target
        return None

    def _of(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """The relationships of a part by their ids: type, target, whether it is outside."""
        if part not in self._relations:
            folder, _, file = part.rpartition("/")
            name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
            found: dict[str, tuple[str, str, bool]] = {}
            if self._package.has(name):
                for node in read_tree(self._package.read(name), name).children:
                    target = node.get(" Target") or ""
                    outside = node.get(" TargetMode") == "External"
                    if not outside:
                        target = self._named(_resolve(folder, target))
                    found[node.get(" Id") or ""] = (node.get(" Type") or "", target, outside)
            self._relations[part] = found
        return self._relations[part]

    def _named(self, target: str) -> str:
        """The name that a part has in the archive, where that is not written as in an address."""
        plain = urllib.parse.unquote(target) if "%" in target else target
        return plain if not self._package.has(target) and self._package.has(plain) else target


def _resolve(folder: str, target: str) -> str:
    """A target as the name of a part; ``..`` cannot lead further up than the package."""
    parts = [] if target.startswith("/") or not folder else folder.split("/")
    for part in target.partition("#")[0].split("/"):
        if part == "..":
            parts[-1:] = []
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _content_types(root: Node) -> dict[str, str]:
    """Types by the name of a part with a slash before it, and by suffix."""
    types: dict[str, str] = {}
    for node in root.children:
        key = node.get(" PartName") if node.name == "ct:Override" else node.get(" Extension")
        if key:
            types[key.casefold()] = node.get(" ContentType") or ""
    return types
