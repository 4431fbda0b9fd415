"""What a check finds wrong is neither signed nor published, unless a reviewer waives it with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance.test_main_job import DOMAIN, World
from tests.support.command import polyleaf


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


WRONG = ("20 segundos", "30 segundos")


def test_a_wrong_number_cannot_be_signed(world: World) -> None:
    world.edit(*WRONG)
    ran = world.sign(world.a, "linguistic")
    assert ran.code == 1
    assert ran.err.startswith(f"polyleaf: locales/es/LC_MESSAGES/{DOMAIN}.po:")
    assert "--waive" in ran.err
    assert not world.records.exists()


def test_a_finding_that_is_no_fault_is_waived_with_a_reason(world: World) -> None:
    world.edit(*WRONG)
    refused = world.sign(world.a, "linguistic")
    check = refused.err.split("--waive ")[1].split()[0]
    waived = world.sign(
        world.b, "clinical", "--waive", check, "-u", "20 seconds", "-m", "The national guideline says 30."
    )
    assert waived.code == 0, waived.err
    checked = polyleaf("check", "-l", "es", "--domain", DOMAIN, cwd=world.root)
    assert checked.code == 0
    assert "(waived by reviewer-b, clinical: The national guideline says 30.)" in checked.out
    named = polyleaf("check", world.catalog, "--format", "sarif", cwd=world.root)
    assert named.code == 0
    assert "The national guideline says 30." in named.out
    assert f"{check}: " in waived.out
    world.approve()
    ran = world.publish("out", "--policy", "skip")
    assert ran.code == 0, ran.err
    assert polyleaf("verify", cwd=world.root).code == 0
    tree = json.loads(polyleaf("status", "-l", "es", "--format", "json", cwd=world.root).out)
    assert tree[0]["findings"]["errors"] == 0
    assert tree[0]["findings"]["waived"] == 1

    world.edit("30 segundos", "40 segundos")
    assert polyleaf("check", "-l", "es", "--domain", DOMAIN, cwd=world.root).code == 1
    again = world.publish("out", "--policy", "skip")
    assert again.code == 1
    assert world.sign(world.a, "linguistic").code == 1


def test_an_approval_made_before_a_check_knew_better_does_not_publish(world: World) -> None:
    world.edit(*WRONG)
    settings = world.root / "polyleaf.toml"
    whole = settings.read_text()
    settings.write_text(whole + '\n[checks]\nnumbers = "off"\nmeasures = "off"\n')
    world.approve()
    assert world.publish("out", "--policy", "skip").code == 0
    settings.write_text(whole)
    ran = world.publish("out2", "--policy", "skip")
    assert ran.code == 1
    assert "20" in ran.err
    assert "30" in ran.err


def test_the_glossary_and_local_emergency_numbers_reach_the_checks(world: World) -> None:
    (world.root / "locales" / "terms.csv").write_text(
        "source,locale,target,translate,note\n"
        "hand rub,es,gel hidroalcohólico,yes,\n"
        "soap,es,jabón,avoid,not in this leaflet\n"
        "Rinse,*,,no,\n",
        encoding="utf-8",
    )
    ran = polyleaf("check", "--locale", "es", cwd=world.root)
    assert "“hand rub” is not translated as agreed" in ran.out
    assert "“jabón” must not stand for “soap”" in ran.out
    assert "“Rinse” is not to be translated, and is missing" in ran.out
    assert ran.code == 1
    refused = world.sign(world.a, "linguistic")
    assert refused.code == 1

    source = world.root / "source" / "call.txt"
    source.write_text("Help\n\nCall 999 at once.\n")
    assert polyleaf("update", cwd=world.root).code == 0
    catalog = world.catalog.with_name("call.po")
    text = catalog.read_text(encoding="utf-8").replace(
        'msgid "Call 999 at once."\nmsgstr ""',
        'msgid "Call 999 at once."\nmsgstr "Llame al 112 de inmediato."',
    )
    catalog.write_text(text, encoding="utf-8")
    assert "phones" in polyleaf("check", "-l", "es", "--domain", "call", cwd=world.root).out
    settings = world.root / "polyleaf.toml"
    settings.write_text(settings.read_text() + '\n[emergency_numbers.es]\n999 = ["112"]\n')
    assert "phones" not in polyleaf("check", "-l", "es", "--domain", "call", cwd=world.root).out


@pytest.mark.parametrize(
    ("arguments", "needle"),
    [
        (["--waive", "numbers", "-u", "4"], "needs a reason"),
        (["--waive", "numbers", "-m", "why"], "--unit"),
        (["--waive", "tags", "-u", "4", "-m", "why"], '"tags" finds no error'),
    ],
)
def test_a_waiver_must_say_what_and_why(world: World, arguments: list[str], needle: str) -> None:
    ran = world.sign(world.b, "clinical", *arguments)
    assert ran.code == 2
    assert needle in ran.err
