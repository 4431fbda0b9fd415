"""polyleaf translate, as a user sees it, against the fake service."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from tests.engines import fake as faults
from tests.engines.conftest import SETTINGS
from tests.engines.fake import Fake, Handler, toy
from tests.support.command import Ran, polyleaf

MakeProject = Callable[..., Path]
PO = "locales/{}/LC_MESSAGES/leaflet.po"
KEY = "sentinel-5ecre7"


def draft(root: Path, service: Fake, *more: str, engine: str = "libretranslate", locale: str = "es") -> Ran:
    return polyleaf("translate", "-l", locale, "-e", engine, "--url", service.url, *more, cwd=root)


def entries(root: Path, locale: str = "es") -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(root / PO.format(locale)))}


def edit(root: Path, change: Callable[[polib.POFile], None]) -> None:
    catalog = polib.pofile(str(root / PO.format("es")), wrapwidth=0)
    change(catalog)
    catalog.save()


def test_drafts_are_fuzzy_and_say_which_engine_in_which_version_and_when(
    project: MakeProject, service: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root = project("Take 500 mg now.", "Wash your hands.")
    done = draft(root, service)
    assert done.code == 0, done.err
    assert "leaflet.po: 3 drafted, 0 still untranslated" in done.out
    entry = entries(root)["Take 500 mg now."]
    assert entry.fuzzy
    assert entry.tcomment == "Unreviewed machine draft (libretranslate, 1.6.2, 2023-11-14)"
    assert "They do not leave this machine." in done.err
    assert "3 sentences, 41 characters" in done.err


def test_drafts_are_never_published(project: MakeProject, service: Fake, tmp_path: Path) -> None:
    root = project("Wash your hands.")
    draft(root, service)
    assert polyleaf("publish", "--output", tmp_path / "out", "-l", "es", cwd=root).code == 1
    assert not (tmp_path / "out" / "es").exists()


def test_what_a_person_wrote_is_never_touched(project: MakeProject, service: Fake) -> None:
    root = project("Wash your hands.", "Take care.", "Take this.", "Take that.")

    def work(catalog: polib.POFile) -> None:
        for entry in catalog:
            if entry.msgid == "Wash your hands.":
                entry.msgstr = "Lávese las manos."
            elif entry.msgid == "Take care.":
                entry.msgstr, entry.flags = "Cuídese?", ["fuzzy"]
            elif entry.msgid == "Take this.":
                entry.obsolete = True
            elif entry.msgid == "Take that.":
                entry.tcomment = "A note of the translator's"

    edit(root, work)
    assert draft(root, service).code == 0
    found = entries(root)
    assert (found["Wash your hands."].msgstr, found["Wash your hands."].fuzzy) == ("Lávese las manos.", False)
    assert found["Take care."].msgstr == "Cuídese?"
    assert "Wash your hands." not in service.sentences
    assert "Take care." not in service.sentences
    assert "Take this." not in service.sentences
    assert found["Take this."].msgstr == ""
    assert found["Take that."].tcomment.startswith("A note of the translator's\nUnreviewed machine draft")


def test_every_form_of_a_plural_is_drafted_of_the_singular_only_what_is_said_of_one(
    project: MakeProject, service: Fake
) -> None:
    root = project("Wash your hands.")

    def work(catalog: polib.POFile) -> None:
        forms = dict.fromkeys(range(3), "")
        catalog.append(polib.POEntry(msgid="The wound.", msgid_plural="The wounds.", msgstr_plural=forms))
        catalog.append(polib.POEntry(msgid="The child.", msgid_plural="The children.", msgstr_plural=forms))

    edit(root, work)
    service.faults = [gives_nothing_for("The child.")]
    assert "drafted, 1 still untranslated" in draft(root, service).out
    found = entries(root)
    one, many = toy("The wound."), toy("The wounds.")
    assert found["The wound."].msgstr_plural == {0: one, 1: many, 2: many} and found["The wound."].fuzzy
    assert "Unreviewed machine draft" in found["The wound."].tcomment
    # Half a unit is none.
    assert not any(found["The child."].msgstr_plural.values())


def gives_nothing_for(text: str) -> Callable[[Handler], None]:
    """Answers as always, but for one text."""

    def fault(handler: Handler) -> None:
        texts = json.loads(handler.server.asked[-1][3])["q"]
        handler.send({"translatedText": ["" if one == text else toy(one) for one in texts]})

    return fault


def test_what_a_person_writes_while_the_run_goes_on_stays(project: MakeProject, service: Fake) -> None:
    root = project("Wash your hands.", "Take care.")

    def translate_by_hand_meanwhile(handler: Handler) -> None:
        def work(catalog: polib.POFile) -> None:
            next(entry for entry in catalog if entry.msgid == "Take care.").msgstr = "Cuídese."

        edit(root, work)
        body = json.loads(handler.server.asked[-1][3])
        handler.send({"translatedText": [toy(text) for text in body["q"]]})

    service.faults = [translate_by_hand_meanwhile]
    assert draft(root, service).code == 0
    found = entries(root)
    assert (found["Take care."].msgstr, found["Take care."].fuzzy) == ("Cuídese.", False)
    assert found["Wash your hands."].fuzzy


def test_a_second_run_has_nothing_to_do_and_changes_no_byte(project: MakeProject, service: Fake) -> None:
    root = project("Wash your hands.")
    draft(root, service)
    before = (root / PO.format("es")).read_bytes()
    asked = len(service.asked)
    done = draft(root, service)
    assert "nothing to draft" in done.out
    assert len(service.asked) == asked
    assert (root / PO.format("es")).read_bytes() == before


def altered(text: str) -> str:
    return toy(text).replace("500 mg", "50 mg").replace("<b>", "").replace("</b>", "").replace("{1}", "")


def test_a_reply_that_lost_or_changed_something_is_refused_with_the_reason(
    project: MakeProject, service: Fake
) -> None:
    root = project("Take 500 mg now.", "Call 1-800-555-0199 now.", "Wash your hands.")
    service.translate = altered
    done = draft(root, service)
    assert done.code == 0
    assert '"500 mg" is missing or changed' in done.out
    assert '"1-800-555-0199" was lost' in done.out
    assert "leaflet.po: 2 drafted, 2 still untranslated" in done.out
    found = entries(root)
    assert found["Take 500 mg now."].msgstr == ""
    assert found["Wash your hands."].msgstr == "Lava your hands. sí"
    line = next(line for line in done.out.splitlines() if "500 mg" in line).split(":")[1]
    assert (
        "Take 500 mg now." in (root / PO.format("es")).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    )


def test_what_an_engine_sends_does_not_reach_the_terminal(project: MakeProject, service: Fake) -> None:
    root = project("Wash your hands.")
    service.translate = lambda text: f'{text} <a href="\x1b[31m">x</a>'
    done = draft(root, service)
    assert "reply refused" in done.out
    assert "\x1b" not in done.out


def test_how_far_it_is_shows_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from pipeline.cli import progress

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(progress.sys, "stderr", screen)
    bar = progress.Bar("translate")
    bar.show(2, 4)
    bar.show(4, 4)
    bar.close()
    assert " 50%" in screen.getvalue()
    assert "100%" in screen.getvalue()


def test_a_refused_sentence_is_asked_for_again_only_when_told(project: MakeProject, service: Fake) -> None:
    root = project("Take 500 mg now.")
    service.translate = altered
    draft(root, service)
    asked = list(service.sentences)
    done = draft(root, service)
    assert service.sentences == asked
    assert "--again" in done.out
    assert '"500 mg" is missing or changed' in done.out
    service.translate = toy
    draft(root, service, "--again")
    assert service.sentences == [*asked, "Take 500 mg now."]
    assert entries(root)["Take 500 mg now."].msgstr == "Toma 500 mg now. sí"


def test_terms_that_are_not_to_be_translated_are_not_sent(project: MakeProject, service: Fake) -> None:
    root = project("Doctors Without Borders will Take you there.")
    draft(root, service)
    assert entries(root)["Doctors Without Borders will Take you there."].msgstr.startswith(
        "Doctors Without Borders"
    )
    assert "Doctors" not in "".join(service.sentences)


def test_other_terms_of_the_glossary_are_sent(project: MakeProject, service: Fake) -> None:
    draft(project("Wash your hands with this."), service)
    assert "Wash your hands with this." in service.sentences


def test_a_broken_glossary_is_told_before_anything_is_sent(project: MakeProject, service: Fake) -> None:
    root = project("Wash your hands.")
    (root / "locales" / "terms.csv").write_text("source,locale\n", encoding="utf-8")
    done = draft(root, service)
    assert done.code == 1
    assert done.err.startswith("polyleaf: locales/terms.csv:1: ")
    assert service.asked == []


def test_the_same_sentence_is_asked_for_once(project: MakeProject, service: Fake) -> None:
    root = project("Wash your hands.", "Take care.", "Wash your hands.")
    (root / "source" / "other.txt").write_text("Other\n\nWash your hands.\n", encoding="utf-8")
    polyleaf("update", cwd=root)
    draft(root, service)
    assert service.sentences.count("Wash your hands.") == 1
    other = polib.pofile(str(root / "locales/es/LC_MESSAGES/other.po"))
    assert next(entry for entry in other if entry.msgid == "Wash your hands.").fuzzy


def test_only_some_documents_and_only_so_many_sentences(project: MakeProject, service: Fake) -> None:
    root = project("Wash your hands.", "Take care.")
    (root / "source" / "other.txt").write_text("Other\n\nTake this.\n", encoding="utf-8")
    polyleaf("update", cwd=root)
    done = draft(root, service, "--domain", "leaflet", "--limit", "2")
    assert service.sentences == ["A leaflet", "Wash your hands."]
    assert "leaflet.po: 2 drafted, 1 still untranslated" in done.out
    assert "other" not in done.out
    assert draft(root, service, "--domain", "leaflat").code == 2


def test_a_dry_run_sends_and_changes_nothing(project: MakeProject, service: Fake) -> None:
    root = project("Wash your hands.")
    before = (root / PO.format("es")).read_bytes()
    done = draft(root, service, "--dry-run")
    assert done.code == 0
    assert "2 sentences" in done.err
    assert service.asked == []
    assert (root / PO.format("es")).read_bytes() == before


def test_batches_keep_their_size_and_the_order_of_the_document(project: MakeProject, service: Fake) -> None:
    sentences = [f"Take number {word}." for word in ["alpha", "beta", "gamma", "delta", "epsilon"]]
    root = project(*sentences, settings=SETTINGS + "texts_per_request = 2\n")
    draft(root, service)
    sizes = [len(json.loads(body)["q"]) for method, path, _, body in service.asked if method == "POST"]
    assert sizes == [2, 2, 2]
    assert service.sentences == ["A leaflet", *sentences]


def test_what_came_before_a_fault_is_kept_and_the_next_run_goes_on(
    project: MakeProject, service: Fake
) -> None:
    root = project(
        *(f"Take number {word}." for word in ["alpha", "beta", "gamma"]),
        settings=SETTINGS + "texts_per_request = 2\n",
    )
    service.faults = [None, faults.says(500)]
    done = draft(root, service)
    assert done.code == 1
    assert "2 drafted, 2 still untranslated" in done.out
    assert "it says that it failed (500) (tried once)" in done.err
    assert draft(root, service).code == 0
    assert sorted(service.sentences) == sorted(set(service.sentences))
    assert all(entry.fuzzy for entry in entries(root).values())


FAULTS = {
    "429": (faults.says(429), "too many requests (429)"),
    "429 for an hour": (faults.says(429, {"Retry-After": "3600"}), "asks to wait 3600 seconds"),
    "500": (faults.says(500), "failed (500)"),
    "403": (faults.says(403), "no (403)"),
    "echo": (faults.echoes_request, "no (400)"),
    "cut off": (faults.cuts_off, "cut off"),
    "cut off chunks": (faults.cuts_off_chunks, "cut off"),
    "hangs up": (faults.hangs_up, "closed the connection"),
    "wrong count": (faults.one_too_few, "2 texts were sent and 1 came back"),
    "text for list": (faults.text_for_list, "no list of texts"),
    "numbers for texts": (faults.numbers_for_texts, "no list of texts"),
    "no object": (faults.not_an_object, "no list of texts"),
    "HTML": (faults.html_for_json, "JSON was expected, and 'text/html' came"),
    "HTML as JSON": (faults.html_that_says_json, "says it is JSON and is not"),
    "too deep": (faults.too_deep, "says it is JSON and is not"),
    "huge": (faults.huge, "more than 4096 kB"),
    "zipped": (faults.zipped, "compressed"),
    "redirect": (faults.redirects_to("http://169.254.169.254/"), "not followed"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_one_clear_line_without_the_key(
    project: MakeProject, service: Fake, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    fault, words = FAULTS[name]
    monkeypatch.setenv("POLYLEAF_LIBRETRANSLATE_KEY", KEY)
    root = project("Wash your hands.")
    before = (root / PO.format("es")).read_bytes()
    service.faults = [fault] * 3
    done = draft(root, service)
    assert done.code == 1
    last = done.err.splitlines()[-1]
    assert last.startswith("polyleaf: ")
    assert words in last
    assert KEY not in done.out + done.err
    assert (root / PO.format("es")).read_bytes() == before
    assert KEY.encode() not in b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())


def test_a_slow_service_does_not_hold_the_run(project: MakeProject, service: Fake) -> None:
    root = project("Wash your hands.", settings=SETTINGS.replace("timeout = 20", "timeout = 1"))
    service.faults = [faults.drips]
    done = draft(root, service)
    assert done.code == 1
    assert "no whole answer within 1 seconds" in done.err


def test_the_journal_is_judged_like_the_service(project: MakeProject, service: Fake) -> None:
    root = project("Take 500 mg now.", "Wash your hands.")
    service.faults = [faults.says(500)]
    service.translate = altered
    draft(root, service)
    draft(root, service)  # refused, so that there is a journal
    (journal,) = (root / ".polyleaf" / "drafts").iterdir()
    forged = {"source": "Take 500 mg now.", "target": "Toma 5 mg now.", "reason": "", "origin": "x"}
    odd = '[]\n{"source": 1}\n{"source": "A", "target": 2, "reason": "", "origin": ""}\n\xff{"source": "Wash'
    journal.write_text(json.dumps(forged) + "\n" + odd, encoding="latin-1")
    done = draft(root, service)
    assert done.code == 0, done.err
    assert entries(root)["Take 500 mg now."].msgstr == ""
    assert '"500 mg" is missing or changed' in done.out


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (["-l", "es", "-e", "libretranslate"], "where is LibreTranslate?", 2),
        (["-l", "es", "-e", "apertium"], "where is Apertium?", 2),
        (["-l", "es", "-e", "deepl"], "DeepL needs a key; set POLYLEAF_DEEPL_KEY", 2),
        (["-l", "es", "-e", "microsoft"], "needs a key", 2),
        (["-l", "en", "-e", "google"], "the locale the documents are written in", 2),
        (["-l", "fr", "-e", "google"], "not a locale of this project", 2),
        (["-l", "es", "-e", "gogle"], 'did you mean "google"?', 2),
        (["-l", "es", "-e", "google"], "nobody has agreed to it yet", 2),
        (["-l", "es", "-e", "apertium", "--url", "http://user:geheim@h"], "more than host, port and path", 1),
        (["-l", "es", "-e", "apertium", "--url", "ftp://h"], "neither http nor https", 1),
        (["-e", "google"], "missing option", 2),
    ],
)
def test_what_is_missing_or_wrong_is_told_before_anything_is_sent(
    project: MakeProject, arguments: list[str], words: str, code: int
) -> None:
    done = polyleaf("translate", *arguments, cwd=project("Wash your hands."))
    assert done.code == code
    assert words in done.err
    assert "geheim" not in done.err


def test_without_a_catalog_it_says_how_to_make_one(project: MakeProject, service: Fake) -> None:
    root = project("Wash your hands.")
    (root / PO.format("es")).unlink()
    done = draft(root, service)
    assert done.code == 1
    assert done.err.endswith(f'polyleaf: {PO.format("es")}: is missing; make it with "polyleaf update"\n')
    assert service.sentences == []


def test_catalogs_that_cannot_be_read_hold_up_no_other(project: MakeProject, service: Fake) -> None:
    root = project("Wash your hands.")
    for name in ("a", "z", "new"):
        (root / f"source/{name}.txt").write_text(f"Sentence of {name}\n")
    assert polyleaf("update", cwd=root).code == 0
    (root / "locales/es/LC_MESSAGES/a.po").write_text('msgid "a\n')
    (root / "locales/es/LC_MESSAGES/z.po").write_text("<<<<<<< HEAD\n")
    (root / "locales/es/LC_MESSAGES/new.po").unlink()
    done = draft(root, service)
    assert "leaflet.po: 2 drafted, 0 still untranslated" in done.out
    told = [line for line in done.err.splitlines() if line.startswith("polyleaf: ")]
    assert [line.split(": ")[1] for line in told] == [
        f"locales/es/LC_MESSAGES/{place}" for place in ("a.po:1", "new.po", "z.po:1")
    ]
    assert done.code == 1
    assert entries(root)["Wash your hands."].fuzzy
    again = draft(root, service)
    assert (again.code, len(service.sentences)) == (1, 2)


def test_drafts_for_a_catalog_that_breaks_meanwhile_are_asked_for_once(
    project: MakeProject, service: Fake
) -> None:
    root = project("Wash your hands.")
    (root / "source/other.txt").write_text("Other\n")
    assert polyleaf("update", cwd=root).code == 0
    path = root / "locales/es/LC_MESSAGES/other.po"
    whole = path.read_bytes()

    def translate(text: str) -> str:
        path.write_bytes(whole + b'msgid "')
        return toy(text)

    service.translate = translate
    done = draft(root, service)
    assert done.code == 1 and "locales/es/LC_MESSAGES/other.po:" in done.err
    service.translate = toy
    path.write_bytes(whole)
    asked = len(service.sentences)
    assert draft(root, service).code == 0
    assert len(service.sentences) == asked
    assert b"fuzzy" in path.read_bytes()


def test_the_address_can_stand_in_the_settings(project: MakeProject, service: Fake) -> None:
    root = project("Wash your hands.", settings=SETTINGS + f'url = "{service.url}"\n')
    assert polyleaf("translate", "-l", "es", "-e", "libretranslate", cwd=root).code == 0
    assert service.sentences == ["A leaflet", "Wash your hands."]


def test_text_for_another_machine_waits_for_an_agreement_that_no_project_can_give(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.cli import consent

    monkeypatch.setenv("POLYLEAF_DEEPL_KEY", KEY)
    root = project("Wash your hands.")
    url = "http://192.0.2.1:1"  # a documentation address: http is refused there, before any connection
    done = polyleaf("translate", "-l", "es", "-e", "deepl", "--url", url, cwd=root)
    assert done.code == 2
    assert f"DeepL at {url}: 2 sentences, 25 characters." in done.err
    assert "sent to that address, with your key" in done.err
    agreed = polyleaf("translate", "-l", "es", "-e", "deepl", "--url", url, "--yes", cwd=root)
    assert "use https" in agreed.err
    monkeypatch.setattr(consent.sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
    asked: list[str] = []
    monkeypatch.setattr(consent.click, "confirm", lambda text, **_: asked.append(text))
    for _ in range(2):
        again = polyleaf("translate", "-l", "es", "-e", "deepl", "--url", url, cwd=root)
        assert "use https" in again.err
    assert asked == ["Send them?"]
    assert KEY not in done.err + agreed.err + again.err


def test_arabic_is_drafted_and_gnu_gettext_takes_the_catalog(
    project: MakeProject, service: Fake, need: Callable[..., str], tmp_path: Path
) -> None:
    import subprocess

    root = project("Take 2 tablets.")
    service.translate = lambda text: text.replace("Take 2 tablets.", "خذ قرصين ٢.")
    done = draft(root, service, locale="ar")
    assert done.code == 0, done.err
    command = [need("msgfmt"), "--check", "-o", str(tmp_path / "out.mo"), str(root / PO.format("ar"))]
    subprocess.run(command, check=True)
