"""Inline content as runs. Every text is escaped here, and only here."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.documents.inline import (
    Break,
    Foreign,
    Image,
    Inline,
    Isolate,
    Link,
    NoteMark,
    Opaque,
    Run,
    Styled,
    plain_text,
)
from pipeline.exporters.docx.notes import Notes
from pipeline.exporters.docx.text import characters, escape
from pipeline.exporters.docx.tongues import Tongue, tongue_of
from pipeline.exporters.links import is_safe
from pipeline.exporters.pictures import pixel_size
from pipeline.language.locale import parse_locale

EMU = 635
"""English metric units in a twentieth of a point."""

EMU_PER_PIXEL = 9525
"""English metric units; 96 pixels an inch."""

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
MARK = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
"""The properties of a footnote's mark."""

_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}


class Look(Struct, frozen=True):
    """How a run is to look.

    Attributes:
        tongue: its language; ``own`` says that it is the document's.
        rtl: whether its characters are those of right-to-left text.
        styles: of inline content, and "link".
    """

    tongue: Tongue
    own: bool = True
    rtl: bool = False
    styles: frozenset[str] = frozenset()

    def properties(self) -> str:
        """The element ``w:rPr``, children in the order of the schema (17.3.2.28)."""
        styles, parts = self.styles, []
        underlined = "u" in styles
        # A line under Nastaliq would run through the letters; italics are harder to read, and most scripts
        # have none.
        nastaliq = self.tongue.script.code == "Aran"
        if "link" in styles:
            parts.append('<w:rStyle w:val="Hyperlink"/>')
        if not self.own:
            parts.append(self.tongue.fonts)
        if styles & {"b", "i"} or (underlined and nastaliq):
            parts.append("<w:b/><w:bCs/>")
        if "s" in styles:
            parts.append("<w:strike/>")
        if underlined and not nastaliq:
            parts.append('<w:u w:val="single"/>')
        if "code" in styles:
            parts.append('<w:shd w:val="clear" w:color="auto" w:fill="E8EDF0"/>')
        if raised := styles & {"sup", "sub"}:
            parts.append(f'<w:vertAlign w:val="{"superscript" if "sup" in raised else "subscript"}"/>')
        if self.rtl:
            parts.append("<w:rtl/>")
        if not self.own:
            parts.append(self.tongue.language)
        return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


class Runs(Struct):
    """Writes inline content; gathers the addresses and pictures that the part refers to.

    Attributes:
        pictures: media type and bytes by the name of the resource.
        notes: where the marks of footnotes lead; ``in_notes`` says that these runs stand in one.
        width: most that a picture may take, in EMU.
        targets: what the relationships lead to, by their ids: (type, target, whether outside).
    """

    pictures: dict[str, tuple[str, bytes]]
    notes: Notes
    width: int
    targets: dict[tuple[str, str, bool], str] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    drawings: int = 0
    in_notes: bool = False

    def write(self, content: tuple[Inline, ...], look: Look, *, whole: bool = False) -> str:
        """``content`` as the runs of a paragraph.

        Args:
            look: of the text around.
            whole: the paragraph is in the direction of the foreign content that it is all of.
        """
        return "".join(self._node(node, look, whole) for node in content)

    def text(self, text: str, look: Look, *, joined: bool = True) -> str:
        """One run; ``joined``: hyphens in numbers end no line."""
        return f"<w:r>{look.properties()}{characters(text, joined=joined)}</w:r>" if text else ""

    def _node(self, node: Inline, look: Look, whole: bool) -> str:
        match node:
            case Run(text) | Opaque(_, text):
                return self.text(text, look)
            case Isolate(text, direction):
                own = (direction == "rtl") == look.tongue.rtl
                # LibreOffice 7.4 ends lines within a number that is turned and has such a hyphen in it.
                run = self.text(text, replace(look, rtl=direction == "rtl"), joined=own)
                return run if own else _turned(run, direction)
            case Break():
                return "<w:r><w:br/></w:r>"
            case Image(_, resource, alt, _):
                drawing = self.drawing(resource, plain_text(alt), 96)
                return f"<w:r>{drawing}</w:r>" if drawing else self.write(alt, look)
            case NoteMark(_, label, number):
                raised = replace(look, styles=look.styles | {"sup"}, rtl=False)
                further = self.text(f"[{number}]", raised)
                if "link" in look.styles:
                    return further
                if self.in_notes:
                    return self.notes.link(label, further)
                return self.notes.mark(label, MARK, further)
            case Styled(style, children):
                return self.write(children, replace(look, styles=look.styles | {style}))
            case Link(href, children):
                # Word has no links inside links; an inner one keeps its text.
                if not is_safe(href) or "link" in look.styles:
                    return self.write(children, look)
                inside = self.write(children, replace(look, styles=look.styles | {"link"}))
                relation = self.relation("hyperlink", href, outside=True)
                return f'<w:hyperlink r:id="{relation}" w:history="1">{inside}</w:hyperlink>'
            case Foreign(tag, children):
                tongue = tongue_of(parse_locale(tag))
                own = tongue == look.tongue and look.own
                runs = self.write(children, replace(look, tongue=tongue, own=own, rtl=tongue.rtl))
                turned = tongue.rtl != look.tongue.rtl and not whole
                return _turned(runs, "rtl" if tongue.rtl else "ltr") if turned else runs

    def relation(self, kind: str, target: str, *, outside: bool = False) -> str:
        """The id of a relationship of the part, a new one where there is none yet."""
        return self.targets.setdefault((kind, target, outside), f"rId{len(self.targets) + 100}")

    def drawing(self, resource: str, alt: str, most: int = 400) -> str:
        """A picture, at most ``most`` pixels high, or nothing where there are no bytes of it."""
        if resource not in self.pictures:
            return ""
        kind, data = self.pictures[resource]
        size = pixel_size(data)
        assert size is not None, "usable_pictures asks for the size"
        name = self.media.setdefault(resource, f"picture{len(self.media) + 1}.{kind.removeprefix('image/')}")
        relation = self.relation("image", f"media/{name}")
        scale = min(1.0, self.width / (size[0] * EMU_PER_PIXEL), most / size[1])
        width, height = (max(1, round(side * scale * EMU_PER_PIXEL)) for side in size)
        self.drawings += 1
        number = self.drawings
        about = f' descr="{escape(alt)}"' if alt else ""
        inside = "" if alt else _DECORATIVE
        return (
            '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/>'
            f'<wp:docPr id="{number}" name="Picture {number}"{about}>{inside}</wp:docPr>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic xmlns:pic="{_PICTURE}">'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"{about}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing>"
        )


def _turned(runs: str, direction: str) -> str:
    """``runs`` in an embedding, with marks at both ends for programs that do not know ``w:dir``."""
    if not runs:
        return ""
    mark = f"<w:r><w:t>{_MARKS[direction]}</w:t></w:r>"
    return f'<w:dir w:val="{direction}">{mark}{runs}{mark}</w:dir>'
