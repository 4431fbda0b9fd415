"""Files of other tools that a user names: opened as streams, zips of them too."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from pipeline.errors import ExchangeError
from pipeline.project.files import from_os_error

MAX_MEMBERS = 1_000
"""Most files in a zip."""


def tmx_streams(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Open a TMX file, or one after the other those in a zip: the name to show, and the bytes.

    Raises:
        StoreError: it cannot be read.
        ExchangeError: the zip is broken, encrypted, or holds no TMX.
    """
    shown = str(path)
    try:
        with path.open("rb") as file:
            if not path.is_file():
                raise ExchangeError("is not a regular file", "name a file", path=shown)
            if file.read(4) == b"PK\x03\x04":
                yield from _members(file, shown)
            else:
                file.seek(0)
                yield shown, file
    except OSError as error:
        raise from_os_error(error, shown, "cannot be read") from None


def _members(file: IO[bytes], shown: str) -> Iterator[tuple[str, IO[bytes]]]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise ExchangeError(f"holds more than {MAX_MEMBERS} files", "split it", path=shown)
            wanted = [one for one in members if one.filename.lower().endswith(".tmx") and not one.is_dir()]
            if not wanted:
                raise ExchangeError("holds no .tmx file", "see that it is the right zip", path=shown)
            for member in wanted:
                with archive.open(member) as stream:
                    yield f"{shown}/{member.filename}", stream
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ExchangeError(f"is a broken zip: {error}", "fetch it again", path=shown) from None
    except (NotImplementedError, RuntimeError) as error:
        what = "is encrypted" if "password" in str(error) else "is packed in an unknown way"
        raise ExchangeError(what, "unpack it yourself", path=shown) from None
