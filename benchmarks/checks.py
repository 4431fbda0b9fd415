"""Every check over 10,000 units of a French catalog against pofilter's standard set on the same file.

Both start from nothing but the file and tell what they find. The sentences are those of leaflets, with doses,
telephone numbers, tags and links in them; one in fifty of them is wrong, so that both have something to say.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import POLYLEAF, Row, Target, medians, run

UNITS = 10_000
ROUNDS = 3
HEADER = """\
msgid ""
msgstr ""
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"""
# {n} is the same number on both sides.
SENTENCES = (
    ("Take {n} mg with a glass of water.", "Prenez {n} mg avec un verre d’eau."),
    (
        "If the fever has not gone after {n} hours, call your doctor or go to the clinic.",
        "Si la fièvre n’a pas disparu après {n} heures, appelez votre médecin ou allez à la clinique.",
    ),
    (
        "Wash your hands with soap and water for at least {n} seconds before you touch the wound.",
        "Lavez-vous les mains à l’eau et au savon {n} secondes au moins avant de toucher la plaie.",
    ),
    (
        "Do you have a cough or chest pain?",
        "Avez-vous de la toux ou mal à la poitrine ?",
    ),
    (
        "Keep this medicine at room <b>temperature</b>, away from children (box {n}).",
        "Conservez ce médicament à <b>température</b> ambiante, loin des enfants (boîte {n}).",
    ),
    (
        'Read <a href="https://health.example/{n}">the page about vaccines</a> and ask your nurse.',
        'Lisez <a href="https://health.example/{n}">la page sur les vaccins</a> et demandez à l’infirmière.',
    ),
    ("Do not drive after an injection.", "Ne conduisez pas après une injection."),
    (
        "The results of the blood test come back in {n} to 60 days; everyone is called.",
        "Les résultats de l’analyse de sang arrivent en {n} à 60 jours ; chacun est appelé.",
    ),
    (
        "Adults and children older than {n} years should drink two litres of clean water a day.",
        "Les adultes et les enfants de plus de {n} ans devraient boire deux litres d’eau propre par jour.",
    ),
    (
        "Side effects are rare: rash, nausea.",
        "Les effets indésirables sont rares : rougeurs, nausée.",
    ),
)


def catalog() -> str:
    """The same in every run; a number before each sentence makes them differ."""
    parts = [HEADER]
    for number in range(UNITS):
        source, target = SENTENCES[number % len(SENTENCES)]
        wrong = number % 50 == 7
        parts.append(
            f'msgid "({number}) {_escaped(source.format(n=number % 59 + 1))}"\n'
            f'msgstr "({number}) {_escaped(target.format(n=number % 59 + 1 + wrong))}"\n'
        )
    return "\n".join(parts)


def _escaped(text: str) -> str:
    return text.replace('"', '\\"')


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "fr.po"
        path.write_text(catalog(), encoding="utf-8")

        def ours() -> None:
            # It ends in 1 as it finds something, which is the point here.
            run("sh", "-c", f'"{POLYLEAF}" check "{path}" >"{name}/ours.txt"; test $? -le 1', cwd=Path(name))

        def theirs() -> None:
            run("pofilter", "--progress=none", str(path), f"{name}/theirs.po")

        own, peers = medians(ours, theirs, rounds=ROUNDS)
    work = f"every check over {UNITS:,} units"
    return [Row(work, own, "pofilter, standard set", peers, Target("faster", 2))]
