"""See to what Polyleaf needs from the system: ``python3 tools/system.py GOAL``, GOAL being a key of GOALS.

What is missing is installed with apt where that can be (root, or CI with sudo), otherwise named in one line.
Ends in 0 when the goal can go on, in 1 when it cannot: no usable Python, or anything missing under CI=true.
Standard library only, and syntax that an old Python can read, so that it can say that Python is too old.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, NamedTuple

OLDEST_PYTHON = (3, 11)
CJK_FOLDERS = (  # as in pipeline/exporters/pdf/fonts.py, which cannot be imported before it is installed
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
    "/usr/share/fonts/noto-cjk",
)


class Need(NamedTuple):
    """A system package, how to see that what it brings is there, and what is lost without it."""

    package: str
    is_there: Callable[[], bool]
    loss: str


def command(*names: str) -> Callable[[], bool]:
    """Whether one of the commands is on the path."""
    return lambda: any(shutil.which(name) for name in names)


def has_venv() -> bool:
    """Debian and Ubuntu split ``ensurepip`` off Python, and ``python3 -m venv`` cannot go without it."""
    try:
        import ensurepip
        import venv
    except ImportError:
        return False
    return bool(ensurepip and venv)


def has_cjk_font() -> bool:
    """Whether Noto's Chinese, Japanese and Korean faces are where the PDF exporter looks for them."""
    return any(next(Path(folder).glob("NotoSansCJK*"), None) for folder in CJK_FOLDERS)


def has_browser() -> bool:
    """Whether a Chromium starts. Being on the path says little: Ubuntu's is a stub that asks for a snap."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name)
        if path is None:
            continue
        try:
            answer = subprocess.run(
                [path, "--version"], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if answer.returncode == 0 and "Chrom" in answer.stdout:
            return True
    return False


def has_apertium_pair() -> bool:
    """Whether Apertium can translate from English to Spanish."""
    return Path("/usr/share/apertium/modes/eng-spa.mode").exists()


def has_library(name: str) -> Callable[[], bool]:
    """Whether the loader knows a shared library. Asked on Linux only: elsewhere names and places differ."""

    def look() -> bool:
        import ctypes.util

        return sys.platform != "linux" or ctypes.util.find_library(name) is not None

    return look


def has_postgresql() -> bool:
    """Whether a PostgreSQL server can be started; Debian keeps its programs off the path."""
    debian = Path("/usr/lib/postgresql")
    return shutil.which("initdb") is not None or any(debian.glob("*/bin/initdb"))


VENV = Need("python{}.{}-venv".format(*sys.version_info[:2]), has_venv, "no virtual environment can be made")
CJK = Need(
    "fonts-noto-cjk",
    has_cjk_font,
    "no PDF in zh-Hans and other Chinese, Japanese or Korean locales; without it, add "
    'ARGS="--format html --format txt"',
)
CHROMIUM = Need("chromium", has_browser, "no test of pages in a browser")

GOALS: dict[str, tuple[Need, ...]] = {
    "venv": (VENV,),
    "leaflets": (CJK,),
    "test": (
        CJK,
        Need("gettext", command("msgfmt"), "no test with GNU gettext"),
        Need("poppler-utils", command("pdftotext"), "no test of the text in a PDF"),
        Need("openssh-client", command("ssh-keygen"), "no test of signing"),
        Need("git", command("git"), "no test with git"),
        Need("postgresql", has_postgresql, "no test of a memory in PostgreSQL"),
        Need("apertium-apy", command("apertium-apy"), "no test with a real translation server"),
        Need("apertium-eng-spa", has_apertium_pair, "no test with a real translation engine"),
        Need("default-jre-headless", command("java"), "no test with EPUBCheck"),
        CHROMIUM,
        Need("libatomic1", has_library("atomic"), "no start of Playwright's driver"),
    ),
    "bench": (
        CJK,
        Need("po4a", command("po4a-updatepo"), "nothing to compare updates with"),
        Need("libpangoft2-1.0-0", has_library("pangoft2-1.0"), "nothing to compare PDFs with"),
    ),
}


def is_ubuntu() -> bool:
    """Whether apt's Chromium is Ubuntu's empty one."""
    try:
        return "\nID=ubuntu\n" in "\n" + Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return False


def apt() -> list[str] | None:
    """The start of a command line that runs apt-get with the rights to install, or None."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if in_ci() and shutil.which("sudo"):
        return ["sudo", "-n", "apt-get"]
    return None


def in_ci() -> bool:
    return os.environ.get("CI") == "true"


def install(needs: list[Need]) -> None:
    """Try to install; whether it worked is seen by looking again."""
    start = apt()
    packages = [need.package for need in needs if not (need is CHROMIUM and is_ubuntu())]
    if start is None or not packages:
        return
    say(f"installing {' '.join(packages)}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    wait = ["-qq", "-o", "DPkg::Lock::Timeout=300"]
    subprocess.run([*start, *wait, "update"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    subprocess.run(
        [*start, *wait, "install", "--yes", "--no-install-recommends", *packages],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def how_to_install(needs: list[Need]) -> str:
    """What a person types who has the rights that this run lacks."""
    ways = []
    packages = [need.package for need in needs if not (need is CHROMIUM and is_ubuntu())]
    if packages:
        ways.append(f"sudo apt-get install {' '.join(packages)} (elsewhere, packages of the same things)")
    if len(packages) < len(needs):
        ways.append("Google Chrome, or a Chromium that is no snap as Ubuntu's is (it cannot read test files)")
    return "; and ".join(ways)


def say(text: str) -> None:
    print(f"set-up: {text}", file=sys.stderr, flush=True)


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in GOALS:
        say(f"usage: python3 tools/system.py {'|'.join(GOALS)}")
        return 2
    goal = sys.argv[1]
    if sys.version_info[:2] < OLDEST_PYTHON:
        say(
            "Python {}.{} is too old, Polyleaf needs {}.{} or newer; "
            "install one and name it: make PYTHON=python3.12 …".format(*sys.version_info[:2], *OLDEST_PYTHON)
        )
        return 1
    missing = [need for need in GOALS[goal] if not need.is_there()]
    if missing:
        install(missing)
        missing = [need for need in missing if not need.is_there()]
    if not missing:
        return 0
    losses = ", ".join(f"{need.package} ({need.loss})" for need in missing)
    say(f"missing {losses}; install: {how_to_install(missing)}")
    return 1 if in_ci() or VENV in missing else 0


if __name__ == "__main__":
    sys.exit(main())
