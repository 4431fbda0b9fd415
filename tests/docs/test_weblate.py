"""The component file for Weblate names files that are there, with the settings that the page tells of."""

from __future__ import annotations

import json

from tests.docs.pages import ROOT

# Fields of Weblate's model of a component that its import_json takes. With these Weblate 5.14.3 imported
# a project of two documents and five locales (pt_BR and zh_Hans among them), the second document as
# weblate://… of the first, without "push" and "branch"; translations went out to git and came back with
# an update of the source. It leaves out what it does not know, there inherit_new_lang; without that,
# newer ones ask the project about new_lang.
FIELDS = {
    "allow_translation_propagation",
    "branch",
    "file_format",
    "filemask",
    "inherit_new_lang",
    "name",
    "new_base",
    "new_lang",
    "push",
    "repo",
    "slug",
    "vcs",
}


def test_the_component_finds_every_catalog_and_the_template_of_the_first_leaflet() -> None:
    (component,) = json.loads((ROOT / "docs/weblate/components.json").read_text(encoding="utf-8"))
    assert set(component) == FIELDS
    catalogs = {path.parent.parent.name for path in ROOT.glob(component["filemask"])}
    assert {"es", "pt_BR", "zh_Hans", "ar"} <= catalogs
    assert (ROOT / component["new_base"]).is_file()
    assert component["slug"] in component["filemask"]
    assert not component["allow_translation_propagation"]
    assert component["file_format"] == "po"  # bilingual gettext; "po-mono" is the other one
    assert component["new_lang"] in ("contact", "url", "add", "none") and not component["inherit_new_lang"]
