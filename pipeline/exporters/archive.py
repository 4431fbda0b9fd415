"""ZIP archives (DOCX, EPUB) of the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping

_DATE = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP can say: the clock would change the bytes."""


def archive(members: Mapping[str, bytes], stored: Collection[str] = ()) -> bytes:
    """``members`` in their order; those named in ``stored`` are not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, on every system
            info.external_attr = 0o644 << 16
            file.writestr(info, data, compresslevel=9)
    return out.getvalue()
