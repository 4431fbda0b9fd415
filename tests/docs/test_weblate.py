"""The component file for Weblate names files that are there, with the settings that the page tells of."""

from __future__ import annotations

import json

from tests.docs.pages import ROOT

# Fields of a component that Weblate's import takes (its manual, "Component configuration").
FIELDS = {
    "allow_translation_propagation",
    "branch",
    "file_format",
    "filemask",
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
