"""What a whole document says of its language: in its style sheet and in its settings."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.documents.docx.edits import Edit, applied
from pipeline.documents.docx.nodes import Node, inner_start, is_empty_tag, prefix_of, read_tree
from pipeline.documents.docx.package import Package
from pipeline.documents.docx.parts import Parts
from pipeline.documents.docx.properties import (
    RUN,
    SETTINGS_AFTER_LANGUAGE,
    Properties,
    attribute_span,
    with_attributes,
)
from pipeline.documents.docx.tongue import Tongue, add_complex


def language_parts(package: Package, tongue: Tongue, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The style sheet and the settings, told of the language."""
    found = Parts(package)
    out: dict[str, bytes] = {}
    if (name := found.part_of_type("styles")) is not None:
        out[name] = _styles(parts.get(name) or package.read(name), name, tongue)
    if (name := found.part_of_type("settings")) is not None:
        out[name] = _settings(parts.get(name) or package.read(name), name, tongue)
    return out


def _styles(data: bytes, name: str, tongue: Tongue) -> bytes:
    """The style sheet: its default language and fonts, and weights for complex scripts."""
    root = read_tree(data, name)
    prefix = prefix_of(data, root)
    edits: list[Edit] = []
    defaults = root.child("docDefaults")
    run_default = None if defaults is None else defaults.child("rPrDefault")
    for node in root.walk():
        if node.name != "rPr":
            continue
        is_default = run_default is not None and node in run_default.children
        properties = Properties(data[node.start : node.end], "rPr", prefix, RUN)
        before = list(properties.children)
        language = properties.get("lang")
        if is_default:
            _tell(properties, tongue)
        elif language is not None:
            properties.put("lang", with_attributes(language, prefix, tongue.languages))
        add_complex(properties, tongue)
        if properties.children != before:
            edits.append((node.start, node.end, properties.written()))
    if run_default is None or run_default.child("rPr") is None:
        properties = Properties(b"", "rPr", prefix, RUN)
        _tell(properties, tongue)
        edits.append(_new_default(data, root, defaults, run_default, prefix, properties.written()))
    return applied(data, edits, 0, len(data))


def _tell(properties: Properties, tongue: Tongue) -> None:
    """The defaults of all text: its language, and a font of its script unless the theme has one."""
    prefix = properties.prefix
    old = properties.get("lang") or b"<" + prefix + b"lang/>"
    properties.put("lang", with_attributes(old, prefix, tongue.languages))
    fonts = properties.get("rFonts") or b"<" + prefix + b"rFonts/>"
    wanted = {}
    if tongue.complex_font is not None and attribute_span(fonts, "cstheme") is None:
        wanted["cs"] = tongue.complex_font
    if tongue.east_asian_font is not None and attribute_span(fonts, "eastAsiaTheme") is None:
        wanted["eastAsia"] = tongue.east_asian_font
    if wanted:
        properties.put("rFonts", with_attributes(fonts, prefix, wanted))


def _new_default(
    data: bytes, root: Node, defaults: Node | None, run_default: Node | None, prefix: bytes, raw: bytes
) -> Edit:
    def wrapped(name: bytes, inner: bytes) -> bytes:
        return b"<" + prefix + name + b">" + inner + b"</" + prefix + name + b">"

    if run_default is not None:
        return run_default.start, run_default.end, wrapped(b"rPrDefault", raw)
    raw = wrapped(b"rPrDefault", raw)
    if defaults is None:
        at = inner_start(data, root)
        return at, at, wrapped(b"docDefaults", raw)
    if is_empty_tag(data, defaults):
        return defaults.start, defaults.end, wrapped(b"docDefaults", raw)
    at = inner_start(data, defaults)
    return at, at, raw


def _settings(data: bytes, name: str, tongue: Tongue) -> bytes:
    """The settings: which of the theme's fonts are taken."""
    root = read_tree(data, name)
    prefix = prefix_of(data, root)
    node = root.child("themeFontLang")
    if node is not None:
        raw = with_attributes(data[node.start : node.end], prefix, tongue.languages)
        return data[: node.start] + raw + data[node.end :]
    after = next((one for one in root.children if one.name in SETTINGS_AFTER_LANGUAGE), None)
    if after is None:
        return data
    raw = with_attributes(b"<" + prefix + b"themeFontLang/>", prefix, tongue.languages)
    return data[: after.start] + raw + data[after.start :]
